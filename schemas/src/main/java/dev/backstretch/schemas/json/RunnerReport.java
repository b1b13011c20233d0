package dev.backstretch.schemas.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.outcome.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of each runner of one session, built from nothing but the session's outcomes. Of each identity the highest
 * revision counts, in whatever order and however often outcomes come.
 */
public final class RunnerReport implements Outcome.Sink {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String sessionId;
    private final Map<String, TreeMap<Integer, LapOutcome>> laps = new TreeMap<>();
    private final Map<String, KeyEntry> newest = new TreeMap<>();
    private final Map<String, Standings> boards = new TreeMap<>();
    private final Map<String, Alert> alerts = new LinkedHashMap<>();
    private final List<Rejection> rejections = new ArrayList<>();

    public RunnerReport(String sessionId) {
        this.sessionId = sessionId;
    }

    private record KeyEntry(long frame, Frame.Entry entry, Frame.Totals totals) {}

    /**
     * What is known of a runner beside the session's log.
     *
     * @param file the file's name, or null
     * @param sport as the file says, or {@code running}
     * @param refused what was refused before it reached the fold
     */
    public record Extras(@Nullable String file, String sport, List<Rejection> refused) {
        /** Nothing beside the log. */
        public static final Extras NONE = new Extras(null, "running", List.of());

        public Extras {
            refused = List.copyOf(refused);
        }
    }

    @Override
    public void accept(Outcome outcome) {
        if (outcome instanceof LapOutcome lap && lap.sessionId().equals(sessionId)) {
            laps.computeIfAbsent(lap.runnerId(), runner -> new TreeMap<>())
                    .merge(lap.lap(), lap, (one, other) -> other.revision() >= one.revision() ? other : one);
        } else if (outcome instanceof Frame frame && frame.sessionId().equals(sessionId)) {
            for (Frame.Entry entry : frame.entries()) {
                Frame.Totals totals = entry.totals();
                if (totals != null) {
                    newest.merge(
                            entry.runnerId(),
                            new KeyEntry(frame.number(), entry, totals),
                            (one, other) -> other.frame() >= one.frame() ? other : one);
                }
            }
        } else if (outcome instanceof Standings standings
                && standings.sessionId().equals(sessionId)) {
            boards.merge(
                    standings.board(), standings, (one, other) -> other.revision() >= one.revision() ? other : one);
        } else if (outcome instanceof Alert alert && alert.sessionId().equals(sessionId)) {
            alerts.merge(alert.alertId(), alert, (one, other) -> other.revision() >= one.revision() ? other : one);
        } else if (outcome instanceof Rejection rejection && sessionId.equals(rejection.sessionId())) {
            rejections.add(rejection);
        }
    }

    /** Every runner that any outcome names, by id. */
    public List<String> runners() {
        var runners = new TreeSet<String>(laps.keySet());
        runners.addAll(newest.keySet());
        return List.copyOf(runners);
    }

    /** The standing laps of a runner, by number. */
    public List<LapOutcome> laps(String runnerId) {
        TreeMap<Integer, LapOutcome> of = laps.get(runnerId);
        return of == null
                ? List.of()
                : of.values().stream()
                        .filter(lap -> lap.state() != LapOutcome.State.RETRACTED)
                        .toList();
    }

    /** The newest of a board, or null before the first. */
    public @Nullable Standings board(String name) {
        return boards.get(name);
    }

    /** The newest of each board. */
    public List<Standings> boards() {
        return List.copyOf(boards.values());
    }

    /** The object of one runner. */
    public ObjectNode of(String runnerId, Extras extras) {
        ObjectNode node = NODES.objectNode();
        OutcomeJson.text(node, "file", extras.file());
        node.put("session", sessionId);
        node.put("runner", runnerId);
        node.put("sport", extras.sport());
        KeyEntry key = newest.get(runnerId);
        Frame.Counts counts = key == null ? Frame.Counts.NONE : key.totals().counts();
        writeCounts(node, counts, extras);
        writeRejected(node, runnerId, extras);
        writeFlags(node, key);
        node.put("late", counts.late());
        if (key != null) {
            OutcomeJson.estimate(node, "distanceMeters", key.entry().distance(), OutcomeJson.METERS);
            seconds(node, "elapsedSeconds", key.totals().elapsedSeconds());
            seconds(node, "movingSeconds", key.totals().movingSeconds());
            seconds(node, "restSeconds", key.totals().restSeconds());
            seconds(node, "pausedSeconds", key.totals().pausedSeconds());
        }
        ArrayNode lapNodes = node.putArray("laps");
        for (LapOutcome lap : laps(runnerId)) {
            OutcomeJson.writeLap(lap, lapNodes.addObject());
        }
        if (key != null) {
            writeZones(node, key.totals());
            ObjectNode facing = node.putObject("facingSeconds");
            seconds(facing, "FORWARD", key.totals().forwardSeconds());
            seconds(facing, "BACKWARD", key.totals().backwardSeconds());
            seconds(facing, "STILL", key.totals().stillSeconds());
            seconds(facing, "UNKNOWN", key.totals().unknownFacingSeconds());
        }
        Frame.Effort effort = key == null ? null : key.totals().effort();
        if (effort != null) {
            EffortJson.write(effort, node);
        }
        writeChallenge(node, runnerId);
        ArrayNode alertNodes = node.putArray("alerts");
        for (Alert alert : alerts.values()) {
            if (runnerId.equals(alert.runnerId())) {
                alertNodes.add(OutcomeJson.alert(alert));
            }
        }
        return node;
    }

    /** What was refused on the way in counts as offered, so that the sum stays right. */
    private static void writeCounts(ObjectNode node, Frame.Counts counts, Extras extras) {
        long refused = extras.refused().stream().mapToLong(Rejection::items).sum();
        node.put("samples", counts.read() + refused);
        node.put("accepted", counts.folded());
        node.put("duplicates", counts.duplicates());
    }

    private void writeRejected(ObjectNode node, String runnerId, Extras extras) {
        record Why(
                String reason,
                @Nullable String field,
                @Nullable String value) {}
        var counted = new LinkedHashMap<Why, Long>();
        var all = new ArrayList<>(extras.refused());
        for (Rejection rejection : rejections) {
            if (runnerId.equals(rejection.runnerId())) {
                all.add(rejection);
            }
        }
        for (Rejection rejection : all) {
            counted.merge(
                    new Why(rejection.reason(), rejection.field(), rejection.value()),
                    (long) rejection.items(),
                    Long::sum);
        }
        ArrayNode rejected = node.putArray("rejected");
        counted.forEach((why, count) -> {
            ObjectNode item = rejected.addObject();
            item.put("reason", why.reason());
            OutcomeJson.text(item, "field", why.field());
            OutcomeJson.text(item, "value", why.value());
            item.put("count", count);
        });
    }

    private static void writeFlags(ObjectNode node, @Nullable KeyEntry key) {
        ObjectNode flags = node.putObject("flags");
        if (key != null) {
            key.totals().flags().forEach(flag -> flags.put(flag.flag(), flag.count()));
        }
    }

    private static void writeZones(ObjectNode node, Frame.Totals totals) {
        ObjectNode zones = node.putObject("zones");
        zones.put("model", totals.zoneModel());
        OutcomeJson.number(zones, "profileMaximumHeartRateBpm", totals.profileMaximumHeartRateBpm(), OutcomeJson.BEATS);
        ArrayNode seconds = zones.putArray("seconds");
        totals.zoneSeconds().forEach(zone -> seconds.add(OutcomeJson.rounded(zone, OutcomeJson.SECONDS)));
        seconds(zones, "unknownSeconds", totals.unknownZoneSeconds());
    }

    private void writeChallenge(ObjectNode node, String runnerId) {
        ObjectNode challenge = node.putObject("challenge");
        Standings ratio = boards.get("ratio");
        Verdict verdict = Verdict.NO_VERDICT;
        if (ratio != null) {
            for (Standings.Row row : ratio.rows()) {
                if (row.runnerId().equals(runnerId)) {
                    OutcomeJson.number(challenge, "ratio", row.value(), OutcomeJson.RATIO);
                    OutcomeJson.number(challenge, "plusMinus", row.plusMinus(), OutcomeJson.RATIO);
                    verdict = row.verdict();
                }
            }
        }
        challenge.put("verdict", verdict.name());
    }

    private static void seconds(ObjectNode node, String name, double value) {
        OutcomeJson.number(node, name, value, OutcomeJson.SECONDS);
    }
}
