package dev.backstretch.ingest.doors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.event.RuleVersion;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.reading.Fault;
import dev.backstretch.domain.session.CorrectionPreview;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.ingest.BatchAnswer;
import dev.backstretch.ingest.LiveSession;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The JSON of the doors' answers. */
final class Answers {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Answers() {}

    static ObjectNode of(BatchAnswer answer) {
        ObjectNode json = NODES.objectNode();
        json.put("accepted", answer.accepted());
        json.put("duplicates", answer.duplicates());
        json.put("conflicting", answer.conflicting());
        ArrayNode rejected = json.putArray("rejected");
        for (BatchAnswer.Refused refused : answer.rejected()) {
            ObjectNode entry = rejected.addObject();
            entry.put("index", refused.index());
            put(entry, refused.first());
            ArrayNode more = entry.putArray("faults");
            refused.faults().stream().skip(1).forEach(fault -> put(more.addObject(), fault));
        }
        return json;
    }

    /** Says whose speeds are in a wrong unit. */
    static ArrayNode ofUnits(List<LiveSession.UnitOff> units) {
        ArrayNode array = NODES.arrayNode();
        for (LiveSession.UnitOff unit : units) {
            ObjectNode node = array.addObject();
            node.put("runner", unit.runner());
            node.put("device", unit.source());
            node.put("ratio", unit.ratio());
            node.put(
                    "message",
                    "its positions go on " + unit.ratio() + " times as fast as its speeds say, so these are in another"
                            + " unit (knots are 1.94, km/h 3.6): name it, as in ?unit=mps, or leave the speed out");
        }
        return array;
    }

    /** What a correction would move. */
    static ObjectNode of(CorrectionPreview preview) {
        ObjectNode json = NODES.objectNode();
        json.put("position", preview.position());
        json.put("unmoved", preview.unmoved());
        ArrayNode moves = json.putArray("moves");
        for (CorrectionPreview.Move move : preview.moves()) {
            ObjectNode entry = moves.addObject();
            entry.put("board", move.board());
            entry.put("runner", move.runnerId());
            put(entry, "before", move.before());
            put(entry, "after", move.after());
        }
        Rejection rejection = preview.rejection();
        if (rejection != null) {
            ObjectNode refused = json.putObject("rejected");
            refused.put("reason", rejection.reason());
            if (rejection.field() != null) {
                refused.put("field", rejection.field());
            }
            refused.put("message", rejection.message());
        }
        return json;
    }

    private static void put(ObjectNode entry, String name, Standings.@Nullable Row row) {
        if (row == null) {
            return;
        }
        ObjectNode json = entry.putObject(name);
        if (row.place() > 0) {
            json.put("place", row.place());
            json.put("shared", row.shared());
        }
        if (!Double.isNaN(row.value())) {
            json.put("value", row.value());
        }
        if (!Double.isNaN(row.plusMinus())) {
            json.put("plusMinus", row.plusMinus());
        }
        json.put("verdict", row.verdict().name());
        json.put("laps", row.laps());
        if (row.lastLap().known()) {
            json.put("lastLapSeconds", row.lastLap().value());
        }
    }

    /** Says whose clock is off, and that it is corrected. */
    static ArrayNode of(List<LiveSession.ClockOff> clocks) {
        ArrayNode json = NODES.arrayNode();
        for (LiveSession.ClockOff clock : clocks) {
            ObjectNode entry = json.addObject();
            entry.put("runner", clock.runner());
            if (clock.source() != null) {
                entry.put("device", clock.source());
            }
            entry.put("offsetSeconds", clock.offsetSeconds());
            entry.put(
                    "message",
                    "the device's clock is " + Math.round(Math.abs(clock.offsetSeconds())) + " s "
                            + (clock.offsetSeconds() < 0 ? "ahead" : "behind, or it sends late")
                            + "; its times are corrected");
        }
        return json;
    }

    private static void put(ObjectNode entry, Fault fault) {
        if (fault.field() != null) {
            entry.put("field", fault.field());
        }
        if (fault.value() != null) {
            entry.put("value", fault.value());
        }
        entry.put("reason", fault.reason());
        entry.put("message", fault.message());
    }

    /**
     * What is known of a session.
     *
     * @param withJoinCode whether whoever asks may let others join
     */
    static ObjectNode of(SessionHead head, boolean withJoinCode) {
        ObjectNode json = NODES.objectNode();
        json.put("sessionId", head.sessionId());
        json.put("camp", head.campId());
        json.put("state", head.state().name());
        json.put("plan", head.planName());
        ArrayNode rules = json.putArray("rules");
        for (RuleVersion rule : head.rules()) {
            rules.addObject().put("name", rule.name()).put("version", rule.version());
        }
        json.put("clock", head.clock().name().toLowerCase(Locale.ROOT));
        json.put("requireTokens", head.requireTokens());
        json.put("partition", head.partition());
        json.put("openedAt", head.openedAt().toString());
        if (head.startedAt() != null) {
            json.put("startedAt", head.startedAt().toString());
        }
        if (head.closedAt() != null) {
            json.put("closedAt", head.closedAt().toString());
        }
        if (withJoinCode) {
            json.put("joinCode", head.joinCode());
        }
        json.put("timeZone", head.timeZone());
        json.put("hasTrack", head.hasTrack());
        return json;
    }
}
