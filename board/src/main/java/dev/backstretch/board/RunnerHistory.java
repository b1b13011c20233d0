package dev.backstretch.board;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.effort.PerceivedLoad;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.people.Exertion;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.domain.standing.Challenge;
import dev.backstretch.schemas.json.OutcomeJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A runner's log, the best lap of each facing, and how the pace went from session to session. The best is the quickest pace
 * and not the shortest time, as laps differ in length; whole laps of known direction count.
 */
final class RunnerHistory {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<Facing> RUN = List.of(Facing.FORWARD, Facing.BACKWARD);

    private static final double DAY_SECONDS = 86_400;

    /** What is less is no lap to compare. */
    private static final double LEAST_METERS = 100;

    /** Laps of which nobody is sure that they were run set no record. */
    private static final Set<String> UNSURE = Set.of("unsigned", "low", "conflict");

    private final Map<String, List<LapOutcome>> bySession = new LinkedHashMap<>();
    private final PastRuns.Past past;
    private final List<RunnerProgress.Run> runs;
    private final Map<String, Exertion> exertions;
    private final Function<String, @Nullable SessionHead> heads;
    private final boolean withVitals;
    private final boolean own;

    /**
     * @param past of one runner, in any order
     * @param exertions what the runner said of sessions
     * @param heads knows the sessions, as far as they are known
     * @param withVitals whether heart rates are told, and what else is the runner's own
     * @param own whether it is that runner who asks, and may be asked how hard it was
     */
    RunnerHistory(
            PastRuns.Past past,
            List<Exertion> exertions,
            Function<String, @Nullable SessionHead> heads,
            boolean withVitals,
            boolean own) {
        this.own = own;
        this.past = past;
        this.exertions = RunnerProgress.bySession(exertions);
        this.heads = heads;
        this.withVitals = withVitals;
        past.laps().stream()
                .filter(lap -> lap.state() != LapOutcome.State.RETRACTED)
                .sorted(Comparator.comparing(LapOutcome::startedAt).thenComparing(LapOutcome::lap))
                .forEach(lap -> bySession
                        .computeIfAbsent(lap.sessionId(), session -> new ArrayList<>())
                        .add(lap));
        var sessions = new TreeSet<>(bySession.keySet());
        past.totals().forEach((session, totals) -> {
            if (totals.elapsedSeconds() > 0) {
                sessions.add(session);
            }
        });
        this.runs = sessions.stream()
                .map(this::run)
                .sorted(Comparator.comparing(RunnerProgress.Run::startedAt).thenComparing(RunnerProgress.Run::session))
                .toList();
    }

    private RunnerProgress.Run run(String session) {
        List<LapOutcome> laps = bySession.getOrDefault(session, List.of());
        Frame.Totals totals = past.totals().get(session);
        SessionHead head = heads.apply(session);
        Instant began = laps.isEmpty() ? null : laps.get(0).startedAt();
        if (began == null && totals != null) {
            began = totals.startedAt();
        }
        if (began == null && head != null) {
            began = head.startedAt() == null ? head.openedAt() : head.startedAt();
        }
        boolean backward = (totals != null && totals.backwardSeconds() > 0)
                || laps.stream().anyMatch(lap -> lap.facing() == Facing.BACKWARD);
        return new RunnerProgress.Run(
                session,
                head == null ? null : head.planName(),
                began == null ? Instant.EPOCH : began,
                head == null ? "UTC" : head.timeZone(),
                backward,
                totals);
    }

    /** Log with the newest session first, records, and trend with the oldest first. */
    ObjectNode toJson(Instant now) {
        ObjectNode json = JSON.objectNode();
        ArrayNode log = json.putArray("log");
        for (int i = runs.size() - 1; i >= 0; i--) {
            log.add(session(runs.get(i), now));
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
        if (withVitals) {
            new RunnerProgress(runs, exertions, past.alerts()).describeTo(json, now);
        }
        return json;
    }

    private static boolean counts(LapOutcome lap, Facing facing) {
        return lap.facing() == facing
                && lap.distanceMeters().value() >= LEAST_METERS
                && lap.paceSecondsPerKm().value() > 0
                && lap.flags().stream().noneMatch(UNSURE::contains);
    }

    private ObjectNode session(RunnerProgress.Run run, Instant now) {
        String id = run.session();
        List<LapOutcome> laps = bySession.getOrDefault(id, List.of());
        SessionHead head = heads.apply(id);
        ObjectNode node = JSON.objectNode();
        node.put("session", id);
        if (head != null) {
            node.put("plan", head.planName());
            node.put("timeZone", head.timeZone());
        }
        node.put("startedAt", OutcomeJson.time(run.startedAt()));
        node.put("laps", laps.size());
        ObjectNode facings = node.putObject("facings");
        var known = new TreeMap<Facing, Sum>();
        laps.forEach(lap -> known.computeIfAbsent(lap.facing(), facing -> sum(laps, facing)));
        known.forEach((facing, sum) -> sum.describeTo(facings.putObject(facing.name()), withVitals));
        ratio(node, past.ratios().get(id), laps);
        if (withVitals) {
            ofTheRunner(node, run, head, now);
        }
        return node;
    }

    private static void ratio(ObjectNode node, Standings.@Nullable Row row, List<LapOutcome> laps) {
        if (row == null || Double.isNaN(row.value())) {
            return;
        }
        ObjectNode ratio = node.putObject("ratio");
        ScreenJson.put(ratio, "value", row.value(), ScreenJson.RATIO_DECIMALS);
        ScreenJson.put(ratio, "plusMinus", row.plusMinus(), ScreenJson.RATIO_DECIMALS);
        ratio.put("verdict", row.verdict().name());
        Challenge.pairOf(laps, row.value()).ifPresent(pair -> {
            pairLap(ratio.putObject("forward"), pair.forward());
            pairLap(ratio.putObject("backward"), pair.backward());
        });
    }

    private static void pairLap(ObjectNode node, LapOutcome lap) {
        node.put("lap", lap.lap());
        ScreenJson.put(node, "value", lap.lapSeconds().value(), 3);
        node.put("source", lap.source().name());
    }

    /** Minutes by heart zone and what the runner said: nobody's but the runner's, and of whom the runner lets in. */
    private void ofTheRunner(ObjectNode node, RunnerProgress.Run run, @Nullable SessionHead head, Instant now) {
        Frame.Totals totals = run.totals();
        if (totals != null) {
            node.put("elapsedSeconds", rounded(totals.elapsedSeconds(), 10));
            node.put("movingSeconds", rounded(totals.movingSeconds(), 10));
            ObjectNode zones = node.putObject("zones");
            zones.put("model", totals.zoneModel());
            ArrayNode seconds = zones.putArray("seconds");
            totals.zoneSeconds().forEach(zone -> seconds.add(rounded(zone, 10)));
            if (!Double.isNaN(totals.unknownZoneSeconds())) {
                zones.put("unknownSeconds", rounded(totals.unknownZoneSeconds(), 10));
            }
        }
        Exertion said = exertions.get(run.session());
        if (said != null) {
            ObjectNode exertion = node.putObject("exertion");
            exertion.put("rating", said.rating());
            exertion.put("at", OutcomeJson.time(said.at()));
            if (totals != null && totals.elapsedSeconds() <= DAY_SECONDS) {
                exertion.put("load", rounded(PerceivedLoad.of(said.rating(), totals.elapsedSeconds() / 60), 1));
                exertion.put("rules", PerceivedLoad.RULES);
            }
        }
        if (own) {
            node.put("exertionOpen", head != null && Exertion.isTaken(head.closedAt(), now));
        }
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
