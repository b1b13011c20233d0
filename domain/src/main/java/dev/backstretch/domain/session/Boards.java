package dev.backstretch.domain.session;

import dev.backstretch.domain.effort.EffortPoints;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.lap.LapBook;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.RunnerState;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.outcome.Verdict;
import dev.backstretch.domain.standing.Board;
import dev.backstretch.domain.standing.Challenge;
import dev.backstretch.domain.standing.Contender;
import dev.backstretch.domain.standing.Placing;
import dev.backstretch.domain.standing.Ranking;
import dev.backstretch.domain.time.Micros;
import dev.backstretch.domain.zone.ZoneSeconds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows of a session's boards, from what each runner has published. */
final class Boards {
    /**
     * Effort as a board shows it, so that a board is made anew when a whole point is reached and not each second.
     *
     * @param points whole effort points; none for who has shown no heart rate
     * @param ranked whether there was a heart rate for long enough
     */
    record Effort(long points, boolean known, boolean ranked) {
        static final Effort NONE = new Effort(0, false, false);

        static Effort of(ZoneSeconds zones) {
            return zones.knownSeconds() > 0
                    ? new Effort(EffortPoints.shown(EffortPoints.of(zones)), true, EffortPoints.ranked(zones))
                    : NONE;
        }
    }

    /** A runner as a board needs them: compared to see whether a board must be made anew. */
    record View(
            String runnerId,
            @Nullable String bib,
            boolean byDistance,
            boolean challenge,
            boolean beginner,
            RunnerState state,
            List<LapOutcome> laps,
            Effort effort,
            double bestRatio,
            long restUntil,
            long dueAt) {
        /** The number of the forward lap of the newest pair with a backward lap right after it; 0 without one. */
        private int forwardOfPair() {
            for (int lap = laps.size() - 1; lap >= 1; lap--) {
                if (laps.get(lap - 1).facing() == Facing.FORWARD
                        && laps.get(lap).facing() == Facing.BACKWARD) {
                    return lap;
                }
            }
            return 0;
        }

        @Nullable
        LapOutcome newest() {
            return laps.isEmpty() ? null : laps.get(laps.size() - 1);
        }
    }

    private Boards() {}

    /** Rows of a board, by place; those without a place follow in the order they joined. */
    static List<Standings.Row> rows(Board board, List<View> views) {
        Map<String, View> concerned = new LinkedHashMap<>();
        for (View view : views) {
            if (concerns(board, view)) {
                concerned.put(view.runnerId(), view);
            }
        }
        long since = Long.MAX_VALUE;
        for (View view : concerned.values()) {
            LapOutcome newest = view.newest();
            since = newest == null ? since : Math.min(since, Micros.of(newest.endedAt()));
        }
        List<Contender> contenders = new ArrayList<>();
        for (View view : concerned.values()) {
            contenders.add(contender(view, since));
        }
        List<Standings.Row> rows = new ArrayList<>();
        for (Placing placing : Ranking.of(board, contenders)) {
            rows.add(row(Objects.requireNonNull(concerned.get(placing.id()), "a runner of the board"), placing));
        }
        return rows;
    }

    private static boolean concerns(Board board, View view) {
        return switch (board) {
            case LAPS -> !view.byDistance();
            case FREE_LAPS -> view.byDistance();
            case RATIO -> !view.byDistance() && view.challenge();
            case IMPROVEMENT -> !view.byDistance() && !Double.isNaN(view.bestRatio());
            case EFFORT -> view.effort().known();
            case TEAM, RELAY -> false;
        };
    }

    private static Contender contender(View view, long sinceMicros) {
        Contender contender = Contender.of(view.runnerId())
                .withBest(new Estimate(view.bestRatio(), Double.NaN))
                .withEffort((double) view.effort().points(), view.effort().ranked());
        if (view.beginner()) {
            contender = contender.asBeginner();
        }
        LapOutcome newest = view.newest();
        if (newest != null) {
            contender = contender.withLaps(
                    view.laps().size(),
                    new Estimate(
                            Micros.seconds(Micros.of(newest.endedAt()) - sinceMicros),
                            newest.lapSeconds().plusMinus()));
        }
        int pair = view.forwardOfPair();
        return pair == 0
                ? contender
                : withRatio(contender, view.laps().get(pair - 1), view.laps().get(pair));
    }

    private static Contender withRatio(Contender contender, LapOutcome forward, LapOutcome backward) {
        Challenge challenge = Challenge.of(
                Math.round(forward.lapSeconds().value() * 1000),
                Math.round(backward.lapSeconds().value() * 1000),
                forward.source(),
                backward.source());
        boolean confirmed =
                Stream.of(forward, backward).noneMatch(lap -> lap.flags().contains(LapBook.FACING_UNCONFIRMED));
        return contender.withRatio(
                new Estimate(challenge.ratio(), challenge.plusMinus()),
                confirmed ? challenge.verdict() : Verdict.NO_VERDICT,
                confirmed);
    }

    private static Standings.Row row(View view, Placing placing) {
        LapOutcome newest = view.newest();
        return new Standings.Row(
                placing.place(),
                placing.shared(),
                view.runnerId(),
                view.bib(),
                placing.value(),
                placing.plusMinus(),
                placing.verdict(),
                view.state(),
                view.laps().size(),
                newest == null ? Estimate.UNKNOWN : newest.lapSeconds(),
                newest == null ? null : newest.endedAt(),
                view.restUntil() == Long.MIN_VALUE ? null : Micros.toInstant(view.restUntil()),
                view.dueAt() == Long.MIN_VALUE ? null : Micros.toInstant(view.dueAt()));
    }
}
