package dev.backstretch.board;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.schemas.json.OutcomeJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A runner's log, the best lap of each facing, and how the pace went from session to session. The best is the quickest pace
 * and not the shortest time, as laps differ in length; whole laps of known direction count.
 */
final class RunnerHistory {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<Facing> RUN = List.of(Facing.FORWARD, Facing.BACKWARD);

    /** What is less is no lap to compare. */
    private static final double LEAST_METERS = 100;

    /** Laps of which nobody is sure that they were run set no record. */
    private static final Set<String> UNSURE = Set.of("unsigned", "low", "conflict");

    private final Map<String, List<LapOutcome>> bySession = new LinkedHashMap<>();
    private final Function<String, @Nullable SessionHead> heads;
    private final boolean withVitals;

    /**
     * @param laps of one runner, the newest revision of each, in any order
     * @param heads knows the sessions, as far as they are known
     * @param withVitals whether heart rates are told
     */
    RunnerHistory(List<LapOutcome> laps, Function<String, @Nullable SessionHead> heads, boolean withVitals) {
        this.heads = heads;
        this.withVitals = withVitals;
        laps.stream()
                .filter(lap -> lap.state() != LapOutcome.State.RETRACTED)
                .sorted(Comparator.comparing(LapOutcome::startedAt).thenComparing(LapOutcome::lap))
                .forEach(lap -> bySession
                        .computeIfAbsent(lap.sessionId(), session -> new ArrayList<>())
                        .add(lap));
    }

    /** Log with the newest session first, records, and trend with the oldest first. */
    ObjectNode toJson() {
        ObjectNode json = JSON.objectNode();
        ArrayNode log = json.putArray("log");
        var sessions = new ArrayList<>(bySession.keySet());
        for (int i = sessions.size() - 1; i >= 0; i--) {
            log.add(session(sessions.get(i)));
        }
        ObjectNode records = json.putObject("records");
        ObjectNode trend = json.putObject("trend");
        for (Facing facing : RUN) {
            bySession.values().stream()
                    .flatMap(List::stream)
                    .filter(lap -> counts(lap, facing))
                    .min(Comparator.comparingDouble(
                            lap -> lap.paceSecondsPerKm().value()))
                    .ifPresent(best -> records.set(facing.name(), record(best)));
            ArrayNode points = trend.putArray(facing.name());
            bySession.forEach((session, laps) -> {
                Sum sum = sum(laps, facing);
                if (sum.meters > 0) {
                    ObjectNode point = points.addObject();
                    point.put("session", session);
                    point.put("at", OutcomeJson.time(laps.get(0).startedAt()));
                    sum.describeTo(point, withVitals);
                }
            });
        }
        return json;
    }

    private static boolean counts(LapOutcome lap, Facing facing) {
        return lap.facing() == facing
                && lap.distanceMeters().value() >= LEAST_METERS
                && lap.paceSecondsPerKm().value() > 0
                && lap.flags().stream().noneMatch(UNSURE::contains);
    }

    private ObjectNode session(String id) {
        List<LapOutcome> laps = bySession.getOrDefault(id, List.of());
        SessionHead head = heads.apply(id);
        ObjectNode node = JSON.objectNode();
        node.put("session", id);
        if (head != null) {
            node.put("plan", head.planName());
            node.put("timeZone", head.timeZone());
        }
        Instant began = laps.get(0).startedAt();
        node.put("startedAt", OutcomeJson.time(began));
        node.put("laps", laps.size());
        ObjectNode facings = node.putObject("facings");
        var known = new TreeMap<Facing, Sum>();
        laps.forEach(lap -> known.computeIfAbsent(lap.facing(), facing -> sum(laps, facing)));
        known.forEach((facing, sum) -> sum.describeTo(facings.putObject(facing.name()), withVitals));
        return node;
    }

    private ObjectNode record(LapOutcome lap) {
        ObjectNode node = JSON.objectNode();
        node.put("session", lap.sessionId());
        node.put("lap", lap.lap());
        node.put("startedAt", OutcomeJson.time(lap.startedAt()));
        estimate(node, "lapSeconds", lap.lapSeconds(), 10);
        estimate(node, "distanceMeters", lap.distanceMeters(), 10);
        estimate(node, "paceSecondsPerKm", lap.paceSecondsPerKm(), 10);
        node.put("source", lap.source().name());
        if (withVitals && !Double.isNaN(lap.averageHeartRateBpm())) {
            node.put("averageHeartRateBpm", rounded(lap.averageHeartRateBpm(), 1));
        }
        return node;
    }

    private static void estimate(ObjectNode node, String field, Estimate estimate, int parts) {
        if (!Double.isNaN(estimate.value())) {
            ObjectNode value = node.putObject(field);
            value.put("value", rounded(estimate.value(), parts));
            if (!Double.isNaN(estimate.plusMinus())) {
                value.put("plusMinus", rounded(estimate.plusMinus(), parts));
            }
        }
    }

    private static double rounded(double value, int parts) {
        return Math.rint(value * parts) / parts;
    }

    private static Sum sum(List<LapOutcome> laps, Facing facing) {
        var sum = new Sum();
        laps.stream()
                .filter(lap -> lap.facing() == facing && lap.lapSeconds().value() > 0)
                .forEach(sum::add);
        return sum;
    }

    /** What the laps of one facing come to. */
    private static final class Sum {
        private int laps;
        private double meters;
        private double seconds;
        private double beats;
        private double beatSeconds;

        void add(LapOutcome lap) {
            laps++;
            seconds += lap.lapSeconds().value();
            meters += Math.max(0, lap.distanceMeters().value());
            if (!Double.isNaN(lap.averageHeartRateBpm())) {
                beats += lap.averageHeartRateBpm() * lap.lapSeconds().value();
                beatSeconds += lap.lapSeconds().value();
            }
        }

        /** A pace is a distance's time, never a mean of paces. */
        void describeTo(ObjectNode node, boolean withVitals) {
            node.put("laps", laps);
            node.put("seconds", rounded(seconds, 10));
            if (meters > 0) {
                node.put("distanceMeters", rounded(meters, 10));
                node.put("paceSecondsPerKm", rounded(1_000 * seconds / meters, 10));
            }
            if (withVitals && beatSeconds > 0) {
                node.put("averageHeartRateBpm", rounded(beats / beatSeconds, 1));
            }
        }
    }
}
