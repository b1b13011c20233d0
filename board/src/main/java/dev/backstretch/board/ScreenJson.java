package dev.backstretch.board;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.CoachCorrection;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.domain.standing.Board;
import dev.backstretch.domain.standing.Challenge;
import dev.backstretch.schemas.access.CoachWindow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The JSON that a screen may see. It names what goes out, field by field: a heart rate or a position that a later
 * outcome carries does not slip through. A value that is not known has no field.
 */
final class ScreenJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Milliseconds always, so that texts of one length compare as their instants do. */
    private static final DateTimeFormatter INSTANT =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(java.util.Locale.ROOT);

    /** To how many digits after the point a board's value goes out. */
    static final int RATIO_DECIMALS = 4;

    /** Alerts that come from a heart rate. */
    private static final Set<Alert.Kind> OF_HEART_RATE = EnumSet.of(Alert.Kind.HR_HIGH, Alert.Kind.HR_NO_RECOVERY);

    /** As they are called where they are reasons. */
    private static final Set<String> REASONS_OF_HEART_RATE =
            OF_HEART_RATE.stream().map(kind -> "alert." + kind.name()).collect(Collectors.toUnmodifiableSet());

    /** Someone on the board. */
    record Shown(String runner, String alias, @Nullable String bib, boolean tapsOnly) {}

    /**
     * What of a frame goes out.
     *
     * @param visible who is told of at all
     * @param zone whose heart zone is
     * @param place whose place on the track is
     * @param steps whether where each is in their own plan is: a phone asks for it, many screens need no more than the group's
     */
    record Sight(Predicate<String> visible, Predicate<String> zone, Predicate<String> place, boolean steps) {}

    private ScreenJson() {}

    static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }

    static String session(SessionHead head, double speed) {
        ObjectNode node = sessionNode(head);
        node.put("joinCode", head.joinCode());
        node.put("speed", speed);
        return node.toString();
    }

    static ObjectNode sessionNode(SessionHead head) {
        ObjectNode node = JSON.objectNode();
        node.put("session", head.sessionId());
        node.put("plan", head.planName());
        node.put("board", Board.ofPlan(head.planName()).key());
        node.put("state", head.state().name());
        node.put("timeZone", head.timeZone());
        node.put("hasTrack", head.hasTrack());
        put(node, "openedAt", head.openedAt());
        put(node, "startedAt", head.startedAt());
        Instant closedAt = head.closedAt();
        put(node, "closedAt", closedAt);
        if (head.state() == SessionHead.State.CLOSED && closedAt != null) {
            put(node, "correctableUntil", closedAt.plus(CoachWindow.AFTER_CLOSE));
        }
        return node;
    }

    static String people(Collection<Shown> people) {
        ArrayNode runners = JSON.arrayNode();
        for (Shown person : people) {
            ObjectNode node = runners.addObject();
            node.put("runner", person.runner());
            node.put("alias", person.alias());
            if (person.bib() != null) {
                node.put("bib", person.bib());
            }
            if (person.tapsOnly()) {
                node.put("tapsOnly", true);
            }
        }
        ObjectNode node = JSON.objectNode();
        node.set("runners", runners);
        return node.toString();
    }

    static String plan(Frame.PlanProgress plan, Instant logTime) {
        ObjectNode node = JSON.objectNode();
        node.put("plan", plan.planName());
        node.put("step", plan.step());
        node.put("of", plan.of());
        node.put("kind", plan.kind());
        node.put("facing", plan.facing().name());
        put(node, "goalMeters", plan.goalMeters(), 1);
        put(node, "startedAt", plan.startedAt());
        put(node, "endsAt", plan.endsAt());
        node.put("paused", plan.paused());
        put(node, "pausedAt", plan.pausedAt());
        put(node, "leftSeconds", plan.leftSeconds(), 1);
        if (plan.pausedSeconds() > 0) {
            put(node, "pausedSeconds", plan.pausedSeconds(), 1);
        }
        if (plan.cue() != null) {
            node.put("cue", plan.cue());
        }
        if (plan.next() != null) {
            node.put("next", plan.next());
        }
        if (plan.nextFacing() != null) {
            node.put("nextFacing", plan.nextFacing().name());
        }
        put(node, "logTime", logTime);
        return node.toString();
    }

    /**
     * @param corrected the revision that people knew and this one replaces, null when none was out long enough
     */
    static ObjectNode lapNode(LapOutcome lap, @Nullable LapOutcome corrected) {
        ObjectNode node = JSON.objectNode();
        node.put("runner", lap.runnerId());
        node.put("lap", lap.lap());
        node.put("revision", lap.revision());
        node.put("state", lap.state().name());
        put(node, "startedAt", lap.startedAt());
        put(node, "endedAt", lap.endedAt());
        put(node, "lapSeconds", lap.lapSeconds(), 3);
        put(node, "splitSeconds", lap.splitSeconds(), 3);
        put(node, "distanceMeters", lap.distanceMeters(), 1);
        put(node, "paceSecondsPerKm", lap.paceSecondsPerKm(), 1);
        node.put("facing", lap.facing().name());
        node.put("source", lap.source().name());
        ArrayNode flags = node.putArray("flags");
        lap.flags().forEach(flags::add);
        if (lap.reason() != null) {
            node.put("reason", lap.reason());
        }
        correction(node, lap);
        put(node, "logTime", lap.logTime());
        if (corrected != null) {
            ObjectNode was = node.putObject("was");
            was.put("revision", corrected.revision());
            was.put("state", corrected.state().name());
            put(was, "lapSeconds", corrected.lapSeconds(), 3);
        }
        return node;
    }

    /** Which two laps a ratio is made of. */
    static void pair(ObjectNode node, Challenge.Pair pair) {
        node.put("forwardLap", pair.forward().lap());
        node.put("backwardLap", pair.backward().lap());
    }

    /** Who corrected a lap after the end and why, as far as they said, and by which event, which an undo names. */
    static void correction(ObjectNode node, LapOutcome lap) {
        CoachCorrection correction = lap.correction();
        if (correction != null) {
            said(node.putObject("correction"), correction);
        }
    }

    /**
     * All that corrected a lap after the end, oldest first: the newest is not the only one that may be taken back.
     *
     * @param revisions oldest first
     */
    static void corrections(ObjectNode node, List<LapOutcome> revisions) {
        Map<String, LapOutcome> first = new LinkedHashMap<>();
        for (LapOutcome revision : revisions) {
            CoachCorrection correction = revision.correction();
            if (correction != null) {
                first.putIfAbsent(correction.eventId(), revision);
            }
        }
        if (first.isEmpty()) {
            return;
        }
        ArrayNode all = node.putArray("corrections");
        for (LapOutcome revision : first.values()) {
            ObjectNode one = all.addObject();
            said(one, Objects.requireNonNull(revision.correction()));
            put(one, "at", revision.logTime());
        }
    }

    private static void said(ObjectNode node, CoachCorrection correction) {
        node.put("eventId", correction.eventId());
        if (correction.coach() != null) {
            node.put("coach", correction.coach());
        }
        if (correction.reason() != null) {
            node.put("reason", correction.reason());
        }
        if (correction.corrects() != null) {
            node.put("corrects", correction.corrects());
        }
    }

    /**
     * One board with those who may be seen on it; the others leave no gap.
     *
     * @param shown grows when the same revision is told differently: consents changed, or a correction got its reason
     * @param visible who has a place
     * @param told whose rows go out, with the places they have among all that are visible
     */
    static ObjectNode standings(
            Standings board,
            int shown,
            Map<String, SessionView.Was> corrections,
            Predicate<String> visible,
            Predicate<String> told) {
        ObjectNode node = JSON.objectNode();
        node.put("board", board.board());
        node.put("revision", board.revision());
        node.put("shown", shown);
        put(node, "logTime", board.logTime());
        ArrayNode rows = node.putArray("rows");
        var seen = board.rows().stream().filter(row -> mayBeSeen(row, visible)).toList();
        for (Standings.Row row : seen) {
            if (!mayBeSeen(row, told)) {
                continue;
            }
            ObjectNode item = rows.addObject();
            int place = row.place();
            if (place > 0) {
                long better = seen.stream()
                        .filter(other -> other.place() > 0 && other.place() < place)
                        .count();
                long same =
                        seen.stream().filter(other -> other.place() == place).count();
                item.put("place", better + 1);
                item.put("shared", same > 1);
            }
            rowValues(item, row);
            item.put("state", row.state().name());
            put(item, "lastMarkAt", row.lastMarkAt());
            put(item, "restUntil", row.restUntil());
            put(item, "dueAt", row.dueAt());
            Standings.Team team = row.team();
            if (team != null) {
                team(item.putObject("team"), team, visible);
            }
            SessionView.Was was = corrections.get(row.runnerId());
            if (was != null) {
                ObjectNode before = item.putObject("was");
                rowValues(before, was.row());
                before.remove("runner");
                before.remove("bib");
                put(before, "at", was.at());
                if (was.reason() != null) {
                    before.put("reason", was.reason());
                }
            }
        }
        return node;
    }

    /** A team may be seen as long as one of its members may. */
    private static boolean mayBeSeen(Standings.Row row, Predicate<String> visible) {
        Standings.Team team = row.team();
        return team == null
                ? visible.test(row.runnerId())
                : team.members().stream().anyMatch(visible);
    }

    private static void team(ObjectNode node, Standings.Team team, Predicate<String> visible) {
        ArrayNode members = node.putArray("members");
        team.members().stream().filter(visible).forEach(members::add);
        String onTrack = team.onTrack();
        if (onTrack != null && visible.test(onTrack)) {
            node.put("onTrack", onTrack);
        }
        ArrayNode unsure = node.putArray("unsure");
        team.unsure().stream().filter(visible).forEach(unsure::add);
    }

    private static void rowValues(ObjectNode item, Standings.Row row) {
        item.put("runner", row.runnerId());
        if (row.bib() != null) {
            item.put("bib", row.bib());
        }
        put(item, "value", row.value(), RATIO_DECIMALS);
        put(item, "plusMinus", row.plusMinus(), RATIO_DECIMALS);
        item.put("verdict", row.verdict().name());
        item.put("laps", row.laps());
        put(item, "lastLap", row.lastLap(), 3);
    }

    /** An alert without a coach's rights: no heart rate as its value. */
    static String alert(Alert alert) {
        ObjectNode node = JSON.objectNode();
        node.put("alertId", alert.alertId());
        node.put("kind", alert.kind().name());
        node.put("severity", alert.severity().name());
        if (alert.runnerId() != null) {
            node.put("runner", alert.runnerId());
        }
        put(node, "since", alert.since());
        if (!isOfHeartRate(alert)) {
            put(node, "value", alert.value(), 3);
            put(node, "threshold", alert.threshold(), 3);
        }
        node.put("state", alert.state().name());
        node.put("revision", alert.revision());
        put(node, "logTime", alert.logTime());
        return node.toString();
    }

    static boolean isOfHeartRate(Alert alert) {
        return OF_HEART_RATE.contains(alert.kind());
    }

    private static boolean isOfHeartRate(Frame.Why why) {
        return REASONS_OF_HEART_RATE.contains(why.key());
    }

    /**
     * Who needs the coach, in order, and what a backward start waits for; no heart rate as a value, nothing that comes from one
     * of whom the coach may see none, and where they are.
     */
    static String attention(Frame.Attention attention, Sight sight) {
        ObjectNode node = JSON.objectNode();
        ArrayNode needs = node.putArray("needs");
        for (Frame.Need need : attention.needs()) {
            String runner = need.runnerId();
            List<Frame.Why> reasons = need.reasons().stream()
                    .filter(why -> runner == null
                            || !isOfHeartRate(why)
                            || sight.zone().test(runner))
                    .toList();
            if (reasons.isEmpty() || (runner != null && !sight.visible().test(runner))) {
                continue;
            }
            ObjectNode item = needs.addObject();
            if (runner != null) {
                item.put("runner", runner);
            }
            item.put("urgency", need.urgency());
            // where somebody lies is told whatever was agreed to; else a place is theirs to show
            boolean told = runner == null
                    || need.urgency().startsWith("RED")
                    || sight.place().test(runner);
            item.put("where", told ? need.where() : "UNKNOWN");
            ArrayNode whys = item.putArray("reasons");
            reasons.forEach(why -> why(whys.addObject(), why));
        }
        Frame.Gate gate = attention.gate();
        if (gate != null) {
            gate(node.putObject("gate"), gate, sight.visible());
        }
        ArrayNode waves = node.putArray("waves");
        for (Frame.Wave wave : attention.waves()) {
            ObjectNode item = waves.addObject();
            item.put("wave", wave.wave());
            item.put("runners", wave.runners());
            put(item, "startedAt", wave.startedAt());
            ArrayNode members = item.putArray("members");
            wave.runnerIds().stream().filter(sight.visible()).forEach(members::add);
        }
        Frame.Heat heat = attention.heat();
        if (heat != null) {
            ObjectNode item = node.putObject("heat");
            put(item, "wbgtCelsius", heat.wbgtCelsius(), 1);
            item.put("estimated", heat.estimated());
            item.put("acclimatised", heat.acclimatised());
            item.put("notAcclimatised", heat.notAcclimatised());
            item.put("minors", heat.minors());
        }
        return node.toString();
    }

    private static void why(ObjectNode node, Frame.Why why) {
        node.put("key", why.key());
        put(node, "at", why.at());
        if (!isOfHeartRate(why)) {
            put(node, "value", why.value(), 3);
            put(node, "threshold", why.threshold(), 3);
        }
        if (why.alertId() != null) {
            node.put("alertId", why.alertId());
            node.put("answered", why.answered());
        }
    }

    private static void gate(ObjectNode node, Frame.Gate gate, Predicate<String> visible) {
        node.put("permission", gate.permission());
        node.put("runners", gate.runners());
        node.put("spotters", gate.spotters());
        node.put("spottersNeeded", gate.spottersNeeded());
        ArrayNode obstacles = node.putArray("obstacles");
        for (Frame.Obstacle obstacle : gate.obstacles()) {
            String runner = obstacle.runnerId();
            if (runner != null && !visible.test(runner)) {
                continue;
            }
            ObjectNode item = obstacles.addObject();
            item.put("reason", obstacle.reason());
            if (obstacle.about() != null) {
                item.put("about", obstacle.about());
            }
            if (runner != null) {
                item.put("runner", runner);
            }
            if (obstacle.have() != 0 || obstacle.needed() != 0) {
                item.put("have", obstacle.have());
                item.put("needed", obstacle.needed());
            }
        }
    }

    /** A frame without heart rates and sums. */
    static String metrics(Frame frame, Sight sight) {
        ObjectNode node = JSON.objectNode();
        node.put("number", frame.number());
        put(node, "logTime", frame.logTime());
        node.put("key", frame.key());
        if (frame.last()) {
            node.put("last", true);
        }
        ArrayNode entries = node.putArray("entries");
        for (Frame.Entry entry : frame.entries()) {
            if (sight.visible().test(entry.runnerId())) {
                entry(entries.addObject(), entry, sight);
            }
        }
        return node.toString();
    }

    private static void entry(ObjectNode node, Frame.Entry entry, Sight sight) {
        node.put("runner", entry.runnerId());
        put(node, "observedAt", entry.observedAt());
        node.put("revision", entry.revision());
        put(node, "speedMetersPerSecond", entry.speedMetersPerSecond(), 2);
        put(node, "paceSecondsPerKm", entry.pace(), 1);
        if (entry.zone() >= 0 && sight.zone().test(entry.runnerId())) {
            node.put("zone", entry.zone());
        }
        // From the distance anyone can tell the place.
        boolean place = sight.place().test(entry.runnerId());
        if (place) {
            put(node, "distanceMeters", entry.distance(), 1);
        }
        node.put("facing", entry.facing().name());
        node.put("state", entry.state().name());
        node.put("lap", entry.lap());
        if (place) {
            put(node, "lapDistanceMeters", entry.lapDistanceMeters(), 1);
        }
        put(node, "lapMeters", entry.lapMeters(), 1);
        put(node, "lapStartedAt", entry.lapStartedAt());
        put(node, "projectedRatio", entry.projectedRatio(), 3);
        Frame.Finish finish = entry.finish();
        if (finish != null) {
            finish(node.putObject("finish"), finish, place);
        }
        Frame.OwnStep step = entry.step();
        if (step != null && sight.steps()) {
            step(node.putObject("step"), step);
        }
    }

    private static void step(ObjectNode node, Frame.OwnStep step) {
        if (step.cue() != null) {
            node.put("cue", step.cue());
        }
        node.put("facing", step.facing().name());
        put(node, "endsAt", step.endsAt());
        if (step.nextFacing() != null) {
            node.put("nextFacing", step.nextFacing().name());
        }
        put(node, "leftSeconds", step.leftSeconds(), 1);
    }

    private static void finish(ObjectNode node, Frame.Finish finish, boolean place) {
        put(node, "seconds", finish.seconds(), 1);
        node.put("reached", finish.reached());
        put(node, "goalMeters", finish.goalMeters(), 0);
        put(node, "targetSeconds", finish.targetSeconds(), 0);
        node.put("verdict", finish.verdict().name());
        // how somebody moves is told to whom it is told where they are
        if (place) {
            put(node, "walkedShare", finish.walkedShare(), 2);
        }
    }

    static void put(ObjectNode node, String field, @Nullable Instant instant) {
        if (instant != null) {
            node.put(field, INSTANT.format(instant));
        }
    }

    static void put(ObjectNode node, String field, Estimate estimate, int decimals) {
        if (estimate.known()) {
            ObjectNode value = node.putObject(field);
            put(value, "value", estimate.value(), decimals);
            put(value, "plusMinus", estimate.plusMinus(), decimals);
        }
    }

    static void put(ObjectNode node, String field, double value, int decimals) {
        if (!Double.isNaN(value) && !Double.isInfinite(value)) {
            node.put(
                    field,
                    BigDecimal.valueOf(value)
                            .setScale(decimals, RoundingMode.HALF_UP)
                            .doubleValue());
        }
    }
}
