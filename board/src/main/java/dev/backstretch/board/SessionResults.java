package dev.backstretch.board;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.lap.LapBook;
import dev.backstretch.domain.outcome.CoachCorrection;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.RunnerState;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.session.SessionFold;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.domain.standing.Attendance;
import dev.backstretch.domain.standing.Board;
import dev.backstretch.domain.standing.Challenge;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a session came to, as whoever asks may know it: podiums, a line for everybody, who was there, and what was said
 * otherwise since the end. Places are closed up among those who may be seen; who may not is counted nowhere.
 */
final class SessionResults {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int LAST_ON_A_PODIUM = 3;

    /** Flags of a lap that say why somebody may doubt it; others say how it was found. */
    private static final Set<String> DOUBTS =
            Set.of(LapBook.FACING_UNCONFIRMED, LapBook.CONFLICT, LapBook.OVER_PAUSE, "low");

    /** In this order podiums stand after the one that the plan was for. */
    private static final List<String> ORDER = List.of(
            Board.RATIO.key(),
            Board.IMPROVEMENT.key(),
            Board.EFFORT.key(),
            Board.TEAM.key(),
            Board.RELAY.key(),
            Board.LAPS.key(),
            Board.FREE_LAPS.key());

    /**
     * Somebody of the session.
     *
     * @param state as it was last, {@link RunnerState#WAITING} where nothing was heard
     * @param laps each with its revisions, oldest first
     * @param settledLaps each that a settled replay revised: the lap as it was at the end, where there was one, and each
     *     revision since
     */
    record Someone(
            ScreenJson.Shown shown,
            RunnerState state,
            List<List<LapOutcome>> laps,
            List<List<LapOutcome>> settledLaps) {
        Someone {
            laps = List.copyOf(laps);
            settledLaps = List.copyOf(settledLaps);
        }

        List<LapOutcome> standing() {
            return laps.stream()
                    .map(revisions -> revisions.get(revisions.size() - 1))
                    .filter(lap -> lap.state() != LapOutcome.State.RETRACTED)
                    .sorted(Comparator.comparingInt(LapOutcome::lap))
                    .toList();
        }
    }

    private final SessionHead head;
    private final Map<String, Someone> people = new LinkedHashMap<>();
    private final Map<String, List<Standings>> boards;
    private final Predicate<String> visible;

    /**
     * @param people those who may be seen
     * @param boards of each board its last revision of the end, and what settled replays said since, oldest first
     * @param visible who has a place
     */
    SessionResults(
            SessionHead head, List<Someone> people, Map<String, List<Standings>> boards, Predicate<String> visible) {
        this.head = head;
        people.forEach(someone -> this.people.put(someone.shown().runner(), someone));
        this.boards = boards;
        this.visible = visible;
    }

    /** What the results are as of a moment: until the settle window is over they are provisional. */
    ObjectNode toJson(Instant now) {
        ObjectNode json = ScreenJson.sessionNode(head);
        Instant closedAt = head.closedAt();
        boolean closed = head.state() == SessionHead.State.CLOSED && closedAt != null;
        if (closed && closedAt != null) {
            Instant settledAt = closedAt.plus(SessionFold.SETTLE_WINDOW);
            ScreenJson.put(json, "provisionalUntil", settledAt);
            json.put("final", !now.isBefore(settledAt));
        } else {
            json.put("final", false);
        }
        List<String> shown = order();
        if (!shown.isEmpty()) {
            json.put("main", shown.get(0));
        }
        ArrayNode podiums = json.putArray("boards");
        for (String name : shown) {
            podium(name).ifPresent(podiums::add);
        }
        runners(json, shown.isEmpty() ? null : shown.get(0));
        ArrayNode changes = json.putArray("changes");
        if (closed) {
            changesSinceTheEnd().forEach(changes::add);
        }
        return json;
    }

    /** The board that the plan is for comes first. */
    private List<String> order() {
        var known = new ArrayList<>(ORDER);
        known.retainAll(boards.keySet());
        String first = Board.ofPlan(head.planName()).key();
        if (!known.contains(first)) {
            first = Board.LAPS.key();
        }
        if (known.contains(Board.RELAY.key())) {
            first = Board.RELAY.key();
        }
        if (known.remove(first)) {
            known.add(0, first);
        }
        return known;
    }

    private JsonNode rowsOf(Standings board) {
        return ScreenJson.standings(board, 0, Map.of(), visible, runner -> true).get("rows");
    }

    private Standings newest(String board) {
        List<Standings> revisions = boards.getOrDefault(board, List.of());
        return revisions.get(revisions.size() - 1);
    }

    private Optional<ObjectNode> podium(String name) {
        Standings board = newest(name);
        var places = new LinkedHashMap<Integer, List<JsonNode>>();
        for (JsonNode row : rowsOf(board)) {
            int place = row.path("place").asInt(0);
            // who did not do better than before is told of no gain
            boolean gained =
                    !name.equals(Board.IMPROVEMENT.key()) || row.path("value").asDouble() > 0;
            if (place >= 1 && place <= LAST_ON_A_PODIUM && gained) {
                places.computeIfAbsent(place, key -> new ArrayList<>()).add(row);
            }
        }
        if (places.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode node = JSON.objectNode();
        node.put("board", name);
        node.put("revision", board.revision());
        node.put("ruleVersion", board.ruleVersion());
        ArrayNode podium = node.putArray("podium");
        places.forEach((place, rows) -> {
            ObjectNode step = podium.addObject();
            step.put("place", place);
            step.put("shared", rows.size() > 1);
            ArrayNode who = step.putArray("rows");
            rows.forEach(row -> who.add(told(row)));
        });
        return Optional.of(node);
    }

    /** A row without what is over, and with the name it goes by. */
    private ObjectNode told(JsonNode row) {
        ObjectNode node = row.deepCopy();
        node.remove(List.of("state", "restUntil", "dueAt", "lastMarkAt"));
        name(node, node.path("runner").asText());
        return node;
    }

    private void name(ObjectNode node, String runner) {
        Someone someone = people.get(runner);
        if (someone != null) {
            node.put("alias", someone.shown().alias());
            if (someone.shown().bib() != null) {
                node.put("bib", someone.shown().bib());
            }
        }
    }

    // ---- a line for everybody

    private void runners(ObjectNode json, @Nullable String main) {
        Map<String, JsonNode> mains = byRunner(main);
        Map<String, Standings.Row> ratios = new HashMap<>();
        if (boards.containsKey(Board.RATIO.key())) {
            newest(Board.RATIO.key()).rows().forEach(row -> ratios.put(row.runnerId(), row));
        }
        Map<String, JsonNode> efforts = byRunner(Board.EFFORT.key());
        var counts = new EnumMap<Attendance, Integer>(Attendance.class);
        var lines = new ArrayList<ObjectNode>();
        for (Someone someone : people.values()) {
            String runner = someone.shown().runner();
            List<LapOutcome> laps = someone.standing();
            Attendance attendance = Attendance.of(someone.state(), laps.size());
            counts.merge(attendance, 1, Integer::sum);
            ObjectNode line = JSON.objectNode();
            line.put("runner", runner);
            name(line, runner);
            line.put("attendance", attendance.name());
            JsonNode placed = mains.get(runner);
            if (placed != null && placed.has("place")) {
                line.set("place", placed.get("place"));
                line.set("shared", placed.get("shared"));
            }
            line.put("laps", laps.size());
            Standings.Row ratio = ratios.get(runner);
            var notes = new TreeSet<String>();
            if (ratio != null && !Double.isNaN(ratio.value())) {
                ratio(line, laps, ratio, notes);
            }
            JsonNode effort = efforts.get(runner);
            if (effort != null && effort.has("value")) {
                line.put("effortPoints", effort.get("value").asInt());
            }
            ArrayNode noted = line.putArray("notes");
            notes.forEach(noted::add);
            lines.add(line);
        }
        var order = new ArrayList<>(mains.keySet());
        lines.sort(Comparator.<ObjectNode>comparingInt(line ->
                        line.has("place") ? order.indexOf(line.path("runner").asText()) : Integer.MAX_VALUE)
                .thenComparing(
                        line -> Attendance.valueOf(line.path("attendance").asText()))
                .thenComparingInt(line -> -line.path("laps").asInt())
                .thenComparing(line -> line.path("alias").asText()));
        ArrayNode runners = json.putArray("runners");
        lines.forEach(runners::add);
        ObjectNode attendance = json.putObject("attendance");
        for (Attendance one : Attendance.values()) {
            attendance.put(one.name(), counts.getOrDefault(one, 0));
        }
    }

    private Map<String, JsonNode> byRunner(@Nullable String board) {
        var rows = new LinkedHashMap<String, JsonNode>();
        if (board != null && boards.containsKey(board)) {
            rowsOf(newest(board)).forEach(row -> rows.put(row.path("runner").asText(), row));
        }
        return rows;
    }

    /** A ratio, and the two laps that it is made of. */
    private static void ratio(ObjectNode line, List<LapOutcome> laps, Standings.Row row, Set<String> notes) {
        ObjectNode ratio = line.putObject("ratio");
        ScreenJson.put(ratio, "value", row.value(), ScreenJson.RATIO_DECIMALS);
        ScreenJson.put(ratio, "plusMinus", row.plusMinus(), ScreenJson.RATIO_DECIMALS);
        ratio.put("verdict", row.verdict().name());
        Challenge.pairOf(laps, row.value()).ifPresent(pair -> {
            lap(line.putObject("forward"), pair.forward());
            lap(line.putObject("backward"), pair.backward());
            line.put("source", Challenge.worseOf(pair).name());
            Stream.of(pair.forward(), pair.backward())
                    .flatMap(lap -> lap.flags().stream())
                    .filter(DOUBTS::contains)
                    .forEach(notes::add);
        });
    }

    private static void lap(ObjectNode node, LapOutcome lap) {
        node.put("lap", lap.lap());
        ScreenJson.put(node, "value", lap.lapSeconds().value(), 3);
        ScreenJson.put(node, "plusMinus", lap.lapSeconds().plusMinus(), 3);
        node.put("source", lap.source().name());
    }

    // ---- what was said otherwise since

    /** Row by row, each revision after the end against the one before it; and laps that a coach corrected and no row tells of. */
    private List<ObjectNode> changesSinceTheEnd() {
        var changes = new ArrayList<ObjectNode>();
        for (String name : order()) {
            List<Standings> revisions = boards.getOrDefault(name, List.of());
            for (int i = 1; i < revisions.size(); i++) {
                changes(revisions.get(i - 1), revisions.get(i), changes);
            }
        }
        Set<String> told = changes.stream().map(SessionResults::whoAndWhen).collect(Collectors.toSet());
        for (Someone someone : people.values()) {
            for (List<LapOutcome> revisions : someone.settledLaps()) {
                lapChanges(someone, revisions).stream()
                        .filter(change -> !told.contains(whoAndWhen(change)))
                        .forEach(changes::add);
            }
        }
        changes.sort(Comparator.comparing(change -> change.path("at").asText()));
        return changes;
    }

    private static String whoAndWhen(ObjectNode change) {
        return change.path("runner").asText() + "|" + change.path("at").asText();
    }

    private List<ObjectNode> lapChanges(Someone someone, List<LapOutcome> revisions) {
        var changes = new ArrayList<ObjectNode>();
        LapOutcome before = null;
        for (LapOutcome lap : revisions) {
            if (lap.correction() != null) {
                String runner = someone.shown().runner();
                ObjectNode change = JSON.objectNode();
                change.put("lap", lap.lap());
                change.put("revision", lap.revision());
                ScreenJson.put(change, "at", lap.logTime());
                change.put("runner", runner);
                name(change, runner);
                because(change, lap);
                lapSeconds(change.putObject("was"), before);
                lapSeconds(change.putObject("is"), lap);
                changes.add(change);
            }
            before = lap;
        }
        return changes;
    }

    private static void lapSeconds(ObjectNode node, @Nullable LapOutcome lap) {
        if (lap != null && lap.state() != LapOutcome.State.RETRACTED) {
            ScreenJson.put(node, "value", lap.lapSeconds().value(), 3);
            ScreenJson.put(node, "plusMinus", lap.lapSeconds().plusMinus(), 3);
        }
    }

    /** Why a lap moved, and who said so. */
    private static void because(ObjectNode change, LapOutcome lap) {
        if (lap.correction() != null) {
            change.put("reason", CoachCorrection.REASON);
            ScreenJson.correction(change, lap);
        } else if (lap.revision() > 0 && lap.reason() != null) {
            change.put("reason", lap.reason());
        }
    }

    private void changes(Standings before, Standings after, List<ObjectNode> changes) {
        var old = new LinkedHashMap<String, JsonNode>();
        rowsOf(before).forEach(row -> old.put(row.path("runner").asText(), row));
        for (JsonNode row : rowsOf(after)) {
            String runner = row.path("runner").asText();
            JsonNode was = old.remove(runner);
            if (was == null || !readsTheSame(was, row)) {
                changes.add(change(after, runner, was, row));
            }
        }
        old.forEach((runner, was) -> changes.add(change(after, runner, was, null)));
    }

    private static boolean readsTheSame(JsonNode was, JsonNode row) {
        return hundredths(was) == hundredths(row)
                && was.path("place").equals(row.path("place"))
                && was.path("laps").equals(row.path("laps"))
                && was.path("verdict").equals(row.path("verdict"));
    }

    private static long hundredths(JsonNode row) {
        return row.has("value") ? Math.round(row.get("value").asDouble() * 100) : Long.MIN_VALUE;
    }

    private ObjectNode change(Standings board, String runner, @Nullable JsonNode was, @Nullable JsonNode now) {
        ObjectNode change = JSON.objectNode();
        change.put("board", board.board());
        change.put("revision", board.revision());
        ScreenJson.put(change, "at", board.logTime());
        change.put("runner", runner);
        name(change, runner);
        movedLap(runner, board.logTime()).ifPresent(lap -> because(change, lap));
        said(change.putObject("was"), was);
        said(change.putObject("is"), now);
        return change;
    }

    private static void said(ObjectNode node, @Nullable JsonNode row) {
        if (row != null) {
            for (String field : List.of("place", "shared", "value", "plusMinus", "verdict", "laps")) {
                if (row.has(field)) {
                    node.set(field, row.get(field));
                }
            }
        }
    }

    /** A lap of the runner's own that moved at that time; none of whom others moved. */
    private Optional<LapOutcome> movedLap(String runner, Instant at) {
        Someone someone = people.get(runner);
        return someone == null
                ? Optional.empty()
                : someone.settledLaps().stream()
                        .flatMap(List::stream)
                        .filter(lap -> lap.logTime().equals(at))
                        .filter(lap -> lap.correction() != null || (lap.revision() > 0 && lap.reason() != null))
                        .findFirst();
    }
}
