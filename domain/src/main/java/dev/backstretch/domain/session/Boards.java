package dev.backstretch.domain.session;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.RunnerState;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.outcome.Verdict;
import dev.backstretch.domain.standing.Challenge;
import dev.backstretch.domain.standing.Places;
import dev.backstretch.domain.time.Micros;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The boards of a session: who is where by laps, and by backward ÷ forward. */
final class Boards {
    /** Laps at the line, most first, then who finished the last one first. */
    static final String LAPS = "laps";

    /** The quarter-mile challenge: backward ÷ forward, smallest first. */
    static final String RATIO = "ratio";

    /** Laps by distance, for those who run without a track. */
    static final String FREE_LAPS = "free-laps";

    static final String RULES = "standings/1";

    /** A runner as a board needs them: compared to see whether a board must be made anew. */
    record View(
            String runnerId,
            @Nullable String bib,
            boolean byDistance,
            boolean challenge,
            RunnerState state,
            List<LapOutcome> laps,
            long restUntil,
            long dueAt) {
        /** The newest pair of a forward lap and the backward lap right after it, as the challenge asks. */
        @Nullable
        Challenge ratio() {
            Challenge found = null;
            for (int i = 0; i + 1 < laps.size(); i++) {
                LapOutcome forward = laps.get(i);
                LapOutcome backward = laps.get(i + 1);
                if (forward.facing() == Facing.FORWARD && backward.facing() == Facing.BACKWARD) {
                    found = Challenge.of(
                            Math.round(forward.lapSeconds().value() * 1000),
                            Math.round(backward.lapSeconds().value() * 1000),
                            forward.source(),
                            backward.source());
                }
            }
            return found;
        }

        @Nullable
        LapOutcome newest() {
            return laps.isEmpty() ? null : laps.get(laps.size() - 1);
        }
    }

    private record Entry(View view, double value, double plusMinus, Verdict verdict, boolean ranked) {}

    private Boards() {}

    /** Rows of a board, by place; those without a place follow in the order they joined. */
    static List<Standings.Row> rows(String board, List<View> views) {
        return switch (board) {
            case LAPS ->
                byLaps(views.stream().filter(view -> !view.byDistance()).toList());
            case FREE_LAPS -> byLaps(views.stream().filter(View::byDistance).toList());
            case RATIO ->
                byRatio(views.stream()
                        .filter(view -> !view.byDistance() && view.challenge())
                        .toList());
            default -> throw new IllegalArgumentException("board: no such board: " + board);
        };
    }

    private static List<Standings.Row> byRatio(List<View> views) {
        List<Entry> entries = new ArrayList<>();
        for (View view : views) {
            Challenge challenge = view.ratio();
            entries.add(
                    challenge == null
                            ? new Entry(view, Double.NaN, Double.NaN, Verdict.NO_VERDICT, false)
                            : new Entry(
                                    view,
                                    challenge.ratio(),
                                    challenge.plusMinus(),
                                    challenge.verdict(),
                                    !Double.isNaN(challenge.plusMinus())));
        }
        List<Entry> ranked = entries.stream()
                .filter(Entry::ranked)
                .sorted(Comparator.comparingDouble(Entry::value)
                        .thenComparing(entry -> entry.view().runnerId()))
                .toList();
        int[] places = Places.of(
                ranked.stream().mapToDouble(Entry::value).toArray(),
                ranked.stream().mapToDouble(Entry::plusMinus).toArray());
        return rows(
                ranked,
                places,
                entries.stream().filter(entry -> !entry.ranked()).toList());
    }

    private static List<Standings.Row> byLaps(List<View> views) {
        List<Entry> entries = new ArrayList<>();
        for (View view : views) {
            entries.add(new Entry(
                    view,
                    view.laps().size(),
                    0,
                    Verdict.NO_VERDICT,
                    !view.laps().isEmpty()));
        }
        List<Entry> ranked = entries.stream()
                .filter(Entry::ranked)
                .sorted(Comparator.comparingInt(
                                (Entry entry) -> -entry.view().laps().size())
                        .thenComparing(entry -> lastMarkOf(entry.view()))
                        .thenComparing(entry -> entry.view().runnerId()))
                .toList();
        int[] places = new int[ranked.size()];
        for (int from = 0; from < ranked.size(); ) {
            int laps = ranked.get(from).view().laps().size();
            int to = from;
            while (to < ranked.size() && ranked.get(to).view().laps().size() == laps) {
                to++;
            }
            List<Entry> same = ranked.subList(from, to);
            int[] within = Places.of(
                    same.stream()
                            .mapToDouble(entry -> Micros.seconds(Micros.of(lastMarkOf(entry.view()))
                                    - Micros.of(lastMarkOf(same.get(0).view()))))
                            .toArray(),
                    same.stream().mapToDouble(entry -> doubtOf(entry.view())).toArray());
            for (int i = 0; i < within.length; i++) {
                places[from + i] = from + within[i];
            }
            from = to;
        }
        return rows(
                ranked,
                places,
                entries.stream().filter(entry -> !entry.ranked()).toList());
    }

    private static Instant lastMarkOf(View view) {
        return view.laps().get(view.laps().size() - 1).endedAt();
    }

    private static double doubtOf(View view) {
        return view.laps().get(view.laps().size() - 1).lapSeconds().plusMinus();
    }

    private static List<Standings.Row> rows(List<Entry> ranked, int[] places, List<Entry> unranked) {
        List<Standings.Row> rows = new ArrayList<>();
        for (int i = 0; i < ranked.size(); i++) {
            boolean shared =
                    (i > 0 && places[i - 1] == places[i]) || (i + 1 < places.length && places[i + 1] == places[i]);
            rows.add(row(ranked.get(i), places[i], shared));
        }
        for (Entry entry : unranked) {
            rows.add(row(entry, 0, false));
        }
        return rows;
    }

    private static Standings.Row row(Entry entry, int place, boolean shared) {
        View view = entry.view();
        LapOutcome newest = view.newest();
        return new Standings.Row(
                place,
                shared,
                view.runnerId(),
                view.bib(),
                entry.value(),
                entry.plusMinus(),
                entry.verdict(),
                view.state(),
                view.laps().size(),
                newest == null ? Estimate.UNKNOWN : newest.lapSeconds(),
                newest == null ? null : newest.endedAt(),
                view.restUntil() == Long.MIN_VALUE ? null : Micros.toInstant(view.restUntil()),
                view.dueAt() == Long.MIN_VALUE ? null : Micros.toInstant(view.dueAt()));
    }
}
