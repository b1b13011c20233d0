package dev.backstretch.replay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.outcome.CoachCorrection;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Lineage;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.schemas.json.OutcomeJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a session's log says once everything that came late is used, beside what went out.
 *
 * @param events how many records of the log it rests on
 * @param closed whether the log ends the session
 * @param complete whether the live fold's last frame has come out, so that nothing more will come of it
 * @param moved items that the live fold could not use and that are used now, by runner
 * @param outside items behind the session's close, which are not used, by runner
 * @param laps laps that are others now
 * @param boards boards that are others now
 * @param seconds how many seconds of a runner are told otherwise now, by runner
 * @param revisions what has to go out so that the topics say the same
 */
public record Settlement(
        String sessionId,
        long events,
        boolean closed,
        boolean complete,
        Map<String, Long> moved,
        Map<String, Long> outside,
        List<LapChange> laps,
        List<BoardChange> boards,
        Map<String, Long> seconds,
        List<Outcome> revisions) {
    public Settlement {
        moved = Map.copyOf(moved);
        outside = Map.copyOf(outside);
        laps = List.copyOf(laps);
        boards = List.copyOf(boards);
        seconds = Map.copyOf(seconds);
        revisions = List.copyOf(revisions);
    }

    /**
     * A lap that is another now; one that moved twice, by what came late and by a correction or by two, changes twice.
     *
     * @param before what stands in the topic, null when there is no such lap
     * @param after what stands after the settled fold, null when there is no such lap
     * @param correction what a coach said that it follows from, null where it follows from what came late
     */
    public record LapChange(
            String runner,
            int lap,
            @Nullable LapOutcome before,
            @Nullable LapOutcome after,
            @Nullable CoachCorrection correction) {
        /**
         * In words, such as {@code r03 lap 2: 112.4 ± 1.6 s (LINE, FORWARD) is 111.9 ± 0.4 s (TAP, FORWARD), corrected by C1
         * (missed-read)}.
         */
        @Override
        public String toString() {
            return change() + (correction == null ? "" : ", " + words(correction));
        }

        private static String words(CoachCorrection said) {
            return "corrected"
                    + (said.coach() == null ? "" : " by " + said.coach())
                    + (said.reason() == null ? "" : " (" + said.reason() + ")");
        }

        private String change() {
            String place = runner + " lap " + lap + ": ";
            if (before == null) {
                return place + "new, " + words(after);
            }
            if (after == null) {
                return place + "no longer there, was " + words(before);
            }
            String was = words(before);
            String is = words(after);
            RecordDifference difference = RecordDifference.first(content(before), content(after));
            return place
                    + (was.equals(is) && difference != null
                            ? was + " as before; its " + difference.path() + " was " + difference.expected() + ", is "
                                    + difference.found()
                            : was + " is " + is);
        }

        /** Without what every revision has of its own. */
        private static LapOutcome content(LapOutcome lap) {
            return lap.revised(0, lap.state(), null, Instant.EPOCH, new Lineage(List.of(), 0));
        }

        private static String words(@Nullable LapOutcome outcome) {
            return outcome == null
                    ? ""
                    : String.format(
                            Locale.ROOT,
                            "%.1f ± %.1f s (%s, %s)",
                            outcome.lapSeconds().value(),
                            outcome.lapSeconds().plusMinus(),
                            outcome.source(),
                            outcome.facing());
        }
    }

    /** A board that is another now; null before or after when there is none. */
    public record BoardChange(
            String board,
            @Nullable Standings before,
            @Nullable Standings after) {
        /** One line for each runner whose row is another, such as {@code laps: r03 was 5th with 2 laps, is 2nd with 4}. */
        public List<String> words() {
            Map<String, Standings.Row> was = rows(before);
            Map<String, Standings.Row> is = rows(after);
            List<String> lines = new ArrayList<>();
            var runners = new TreeMap<String, Standings.Row>(was);
            runners.putAll(is);
            for (String runner : runners.keySet()) {
                Standings.Row old = was.get(runner);
                Standings.Row now = is.get(runner);
                if (!Objects.equals(old, now)) {
                    lines.add(board + ": " + runner + " was " + words(old) + ", is " + words(now));
                }
            }
            return lines;
        }

        private static Map<String, Standings.Row> rows(@Nullable Standings standings) {
            return standings == null
                    ? Map.of()
                    : standings.rows().stream()
                            .collect(Collectors.toMap(Standings.Row::runnerId, row -> row, (one, other) -> one));
        }

        private static String words(Standings.@Nullable Row row) {
            if (row == null) {
                return "not on it";
            }
            return (row.place() == 0 ? "without a place" : "at place " + row.place())
                    + (Double.isNaN(row.value()) ? "" : String.format(Locale.ROOT, " with %.4g", row.value()))
                    + " after " + row.laps() + (row.laps() == 1 ? " lap" : " laps") + " (" + row.state() + ")";
        }
    }

    /** Whether the topics say already what the settled fold says. */
    public boolean same() {
        return revisions.isEmpty();
    }

    /** Lines for a terminal. */
    @Override
    public String toString() {
        var text = new StringBuilder("session " + sessionId + ", " + events + " events, settled: ");
        text.append(same() ? "the same as what went out" : "DIFFERS from what went out");
        new TreeMap<>(moved).forEach((runner, items) -> text.append("\n  ")
                .append(runner)
                .append(": ")
                .append(items)
                .append(" came late and are used now"));
        new TreeMap<>(outside).forEach((runner, items) -> text.append("\n  ")
                .append(runner)
                .append(": ")
                .append(items)
                .append(" lie behind the session's close and are not used"));
        laps.forEach(change -> text.append("\n  ").append(change));
        boards.forEach(
                change -> change.words().forEach(line -> text.append("\n  ").append(line)));
        new TreeMap<>(seconds).forEach((runner, count) -> text.append("\n  ")
                .append(runner)
                .append(": ")
                .append(count)
                .append(" seconds are told otherwise"));
        return text.toString();
    }

    /**
     * The same for programs.
     *
     * @param published how many revisions were written just now
     * @param withheld who is left out of it, which it says
     */
    public ObjectNode toJson(int published, Withheld withheld) {
        ObjectNode json = withheld.of(this).toJson(published);
        json.put("purpose", withheld.purpose().word());
        json.put("withheldRunners", withheld.runners().size());
        return json;
    }

    /**
     * The same for programs.
     *
     * @param published how many revisions were written just now
     */
    public ObjectNode toJson(int published) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("session", sessionId);
        json.put("events", events);
        json.put("same", same());
        json.put("published", published);
        put(json.putObject("cameLate"), moved);
        put(json.putObject("outside"), outside);
        ArrayNode allLaps = json.putArray("laps");
        for (LapChange change : laps) {
            ObjectNode node = allLaps.addObject();
            node.put("runner", change.runner());
            node.put("lap", change.lap());
            node.put("words", change.toString());
            if (change.correction() != null) {
                node.set("correction", OutcomeJson.correction(change.correction()));
            }
            if (change.before() != null) {
                node.set("before", OutcomeJson.lap(change.before()));
            }
            if (change.after() != null) {
                node.set("after", OutcomeJson.lap(change.after()));
            }
        }
        ArrayNode allBoards = json.putArray("standings");
        for (BoardChange change : boards) {
            ObjectNode node = allBoards.addObject();
            node.put("board", change.board());
            ArrayNode words = node.putArray("words");
            change.words().forEach(words::add);
            if (change.before() != null) {
                node.set("before", OutcomeJson.standings(change.before()));
            }
            if (change.after() != null) {
                node.set("after", OutcomeJson.standings(change.after()));
            }
        }
        put(json.putObject("seconds"), seconds);
        return json;
    }

    private static void put(ObjectNode node, Map<String, Long> counts) {
        new TreeMap<>(counts).forEach(node::put);
    }
}
