package dev.backstretch.schemas.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.CoachCorrection;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.standing.Board;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Outcomes as JSON objects, fields in one fixed order. What is not known is left out. Seconds are rounded to 0.001,
 * metres and seconds per km to 0.1, ratios to 0.0001.
 */
public final class OutcomeJson {
    static final double SECONDS = 1_000;
    static final double METERS = 10;
    static final double PACE = 10;
    static final double RATIO = 10_000;
    private static final Set<String> OF_RATIOS = Set.of(Board.RATIO.key(), Board.IMPROVEMENT.key());
    static final double BEATS = 10;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private OutcomeJson() {}

    /** The time as users see it: ISO 8601, UTC, to the millisecond or, where it has them, the microsecond. */
    public static String time(Instant instant) {
        return JsonTime.format(instant);
    }

    /** One lap, as in a runner's report, with runner, state, flags, reason and who corrected it after the end. */
    public static ObjectNode lap(LapOutcome lap) {
        ObjectNode node = NODES.objectNode();
        node.put("runner", lap.runnerId());
        writeLap(lap, node);
        node.put("state", lap.state().name());
        texts(node, "flags", lap.flags());
        text(node, "reason", lap.reason());
        CoachCorrection correction = lap.correction();
        if (correction != null) {
            node.set("correction", correction(correction));
        }
        node.put("logTime", time(lap.logTime()));
        node.put("ruleVersion", lap.ruleVersion());
        return node;
    }

    /** What a coach said after the end, by which event, and which event it takes back. */
    public static ObjectNode correction(CoachCorrection correction) {
        ObjectNode said = NODES.objectNode();
        said.put("eventId", correction.eventId());
        text(said, "coach", correction.coach());
        text(said, "reason", correction.reason());
        text(said, "corrects", correction.corrects());
        return said;
    }

    /** The lap in the shape of a runner's report. */
    static void writeLap(LapOutcome lap, ObjectNode node) {
        node.put("lap", lap.lap());
        node.put("startedAt", time(lap.startedAt()));
        node.put("endedAt", time(lap.endedAt()));
        estimate(node, "lapSeconds", lap.lapSeconds(), SECONDS);
        estimate(node, "splitSeconds", lap.splitSeconds(), SECONDS);
        estimate(node, "distanceMeters", lap.distanceMeters(), METERS);
        estimate(node, "paceSecondsPerKm", lap.paceSecondsPerKm(), PACE);
        node.put("facing", lap.facing().name());
        node.put("source", lap.source().name());
        number(node, "averageHeartRateBpm", lap.averageHeartRateBpm(), BEATS);
        number(node, "maximumHeartRateBpm", lap.maximumHeartRateBpm(), BEATS);
        node.put("revision", lap.revision());
    }

    /** One board. */
    public static ObjectNode standings(Standings standings) {
        double unit = OF_RATIOS.contains(standings.board()) ? RATIO : SECONDS;
        ObjectNode node = NODES.objectNode();
        node.put("board", standings.board());
        node.put("revision", standings.revision());
        ArrayNode rows = node.putArray("rows");
        for (Standings.Row row : standings.rows()) {
            ObjectNode item = rows.addObject();
            item.put("place", row.place());
            item.put("shared", row.shared());
            item.put("runner", row.runnerId());
            text(item, "bib", row.bib());
            number(item, "value", row.value(), unit);
            number(item, "plusMinus", row.plusMinus(), unit);
            item.put("verdict", row.verdict().name());
            item.put("state", row.state().name());
            item.put("laps", row.laps());
            estimate(item, "lastLapSeconds", row.lastLap(), SECONDS);
            instant(item, "lastMarkAt", row.lastMarkAt());
            instant(item, "restUntil", row.restUntil());
            instant(item, "dueAt", row.dueAt());
            Standings.Team team = row.team();
            if (team != null) {
                ObjectNode who = item.putObject("team");
                team.members().forEach(who.putArray("members")::add);
                text(who, "onTrack", team.onTrack());
                team.unsure().forEach(who.putArray("unsure")::add);
            }
        }
        node.put("logTime", time(standings.logTime()));
        node.put("ruleVersion", standings.ruleVersion());
        return node;
    }

    /** One frame: the live values of the runners that changed. */
    public static ObjectNode metrics(Frame frame) {
        ObjectNode node = NODES.objectNode();
        node.put("number", frame.number());
        node.put("logTime", time(frame.logTime()));
        node.put("key", frame.key());
        node.put("last", frame.last());
        node.put("part", frame.part());
        node.put("parts", frame.parts());
        ArrayNode entries = node.putArray("entries");
        for (Frame.Entry entry : frame.entries()) {
            entries.add(entry(entry));
        }
        Frame.Counts counts = frame.counts();
        if (counts != null) {
            node.set("counts", counts(counts));
        }
        return node;
    }

    /** One runner in one second. */
    public static ObjectNode entry(Frame.Entry entry) {
        ObjectNode node = NODES.objectNode();
        node.put("runner", entry.runnerId());
        node.put("observedAt", time(entry.observedAt()));
        node.put("revision", entry.revision());
        number(node, "speedMetersPerSecond", entry.speedMetersPerSecond(), 1_000);
        estimate(node, "paceSecondsPerKm", entry.pace(), PACE);
        number(node, "heartRateBpm", entry.heartRateBpm(), BEATS);
        if (entry.zone() >= 0) {
            node.put("zone", entry.zone());
        }
        estimate(node, "distanceMeters", entry.distance(), METERS);
        node.put("facing", entry.facing().name());
        node.put("state", entry.state().name());
        node.put("lap", entry.lap());
        number(node, "lapDistanceMeters", entry.lapDistanceMeters(), METERS);
        number(node, "lapMeters", entry.lapMeters(), 1_000);
        instant(node, "lapStartedAt", entry.lapStartedAt());
        estimate(node, "projectedRatio", entry.projectedRatio(), RATIO);
        return node;
    }

    /** Where the group is in its plan. */
    public static ObjectNode plan(Frame.PlanProgress plan) {
        ObjectNode node = NODES.objectNode();
        node.put("plan", plan.planName());
        node.put("step", plan.step());
        node.put("of", plan.of());
        node.put("kind", plan.kind());
        node.put("facing", plan.facing().name());
        number(node, "goalMeters", plan.goalMeters(), 1_000);
        instant(node, "startedAt", plan.startedAt());
        instant(node, "endsAt", plan.endsAt());
        node.put("paused", plan.paused());
        text(node, "cue", plan.cue());
        text(node, "next", plan.next());
        if (plan.nextFacing() != null) {
            node.put("nextFacing", plan.nextFacing().name());
        }
        instant(node, "pausedAt", plan.pausedAt());
        number(node, "pausedSeconds", plan.pausedSeconds() > 0 ? plan.pausedSeconds() : Double.NaN, 1_000);
        number(node, "leftSeconds", plan.leftSeconds(), 1_000);
        return node;
    }

    /** One alert. */
    public static ObjectNode alert(Alert alert) {
        ObjectNode node = NODES.objectNode();
        node.put("alertId", alert.alertId());
        node.put("kind", alert.kind().name());
        node.put("severity", alert.severity().name());
        text(node, "runner", alert.runnerId());
        node.put("since", time(alert.since()));
        number(node, "value", alert.value(), 1_000);
        number(node, "threshold", alert.threshold(), 1_000);
        node.put("state", alert.state().name());
        node.put("revision", alert.revision());
        return node;
    }

    /** One rejection without its payload, which may hold a person's position. */
    public static ObjectNode rejection(Rejection rejection) {
        ObjectNode node = NODES.objectNode();
        text(node, "session", rejection.sessionId());
        text(node, "runner", rejection.runnerId());
        text(node, "eventId", rejection.eventId());
        node.put("door", rejection.door());
        node.put("reason", rejection.reason());
        text(node, "field", rejection.field());
        text(node, "value", rejection.value());
        node.put("message", rejection.message());
        node.put("receivedAt", time(rejection.receivedAt()));
        node.put("items", rejection.items());
        return node;
    }

    /** What became of the items of a log. */
    public static ObjectNode counts(Frame.Counts counts) {
        ObjectNode node = NODES.objectNode();
        node.put("read", counts.read());
        node.put("folded", counts.folded());
        node.put("rejected", counts.rejected());
        node.put("duplicates", counts.duplicates());
        node.put("late", counts.late());
        node.put("notUsed", counts.notUsed());
        node.put("conflicting", counts.conflicting());
        return node;
    }

    /** Left out when the value is not known; without ± when that is not known. */
    static void estimate(ObjectNode node, String name, Estimate estimate, double unit) {
        if (estimate.known()) {
            ObjectNode both = node.putObject(name);
            number(both, "value", estimate.value(), unit);
            number(both, "plusMinus", estimate.plusMinus(), unit);
        }
    }

    /**
     * Left out when it is not known.
     *
     * @param unit how many steps of rounding there are in 1
     */
    static void number(ObjectNode node, String name, double value, double unit) {
        if (!Double.isNaN(value) && !Double.isInfinite(value)) {
            node.put(name, rounded(value, unit));
        }
    }

    static double rounded(double value, double unit) {
        double rounded = Math.rint(value * unit) / unit;
        // No minus before a zero.
        return rounded == 0.0 ? 0.0 : rounded;
    }

    static void text(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    static void texts(ObjectNode node, String name, Iterable<String> values) {
        ArrayNode array = node.putArray(name);
        values.forEach(array::add);
    }

    static void instant(ObjectNode node, String name, @Nullable Instant value) {
        if (value != null) {
            node.put(name, time(value));
        }
    }
}
