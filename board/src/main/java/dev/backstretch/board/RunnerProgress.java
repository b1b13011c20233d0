package dev.backstretch.board;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.effort.Claim;
import dev.backstretch.domain.effort.ClaimsLedger;
import dev.backstretch.domain.effort.OwnHeartRate;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.people.Exertion;
import dev.backstretch.domain.plan.Plans;
import dev.backstretch.domain.plan.Progression;
import dev.backstretch.domain.safety.SorenessReminder;
import dev.backstretch.schemas.json.OutcomeJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a runner's sessions lead to: the next rung from walking to running backwards, a reminder of sore calves, and what the
 * own heart rate says of what the texts claim. It is told to that runner, and to whom that runner has let in.
 */
final class RunnerProgress {
    private static final double HUNDREDTHS = 100;

    /** Alerts that say that a session was not done without a stop. */
    private static final Set<Alert.Kind> STOPS = Set.of(Alert.Kind.STOPPED, Alert.Kind.SYMPTOM);

    /**
     * One session of a runner.
     *
     * @param plan by name, null where its head is not known any more
     * @param totals null where none are kept
     */
    record Run(
            String session,
            @Nullable String plan,
            Instant startedAt,
            String timeZone,
            boolean backward,
            Frame.@Nullable Totals totals) {}

    private final List<Run> runs;
    private final Map<String, Exertion> exertions;
    private final List<Alert> alerts;

    /**
     * @param runs oldest first
     */
    RunnerProgress(List<Run> runs, Map<String, Exertion> exertions, List<Alert> alerts) {
        this.runs = runs;
        this.exertions = exertions;
        this.alerts = alerts;
    }

    void describeTo(ObjectNode json, Instant now) {
        soreness(json.putObject("soreness"), now);
        ladder(json);
        claims(json);
    }

    private void soreness(ObjectNode node, Instant now) {
        Run last = last(Run::backward);
        node.put("due", last != null && isDue(last, now));
        if (last != null) {
            node.put("session", last.session());
            node.put("ranAt", OutcomeJson.time(last.startedAt()));
        }
    }

    private static boolean isDue(Run last, Instant now) {
        ZoneId zone = zone(last.timeZone());
        return SorenessReminder.isDue(
                last.startedAt().atZone(zone).toLocalDate(), now.atZone(zone).toLocalDate());
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            return ZoneOffset.UTC;
        }
    }

    private @Nullable Run last(Predicate<Run> of) {
        Run found = null;
        for (Run run : runs) {
            found = of.test(run) ? run : found;
        }
        return found;
    }

    /** Only who walks first has a ladder to climb. */
    private void ladder(ObjectNode json) {
        var attempts = new ArrayList<Progression.Attempt>();
        var sessions = new ArrayList<Run>();
        for (Run run : runs) {
            if (isWalkFirst(run.plan())) {
                Exertion said = exertions.get(run.session());
                sessions.add(run);
                attempts.add(new Progression.Attempt(
                        1,
                        raised(run.session(), STOPS),
                        raised(run.session(), Set.of(Alert.Kind.FALL)),
                        said == null ? Double.NaN : said.rating()));
            }
        }
        if (sessions.isEmpty()) {
            return;
        }
        int stages = Plans.WALK_FIRST.stages().size();
        ObjectNode ladder = json.putObject("ladder");
        ladder.put("plan", Plans.WALK_FIRST.name());
        ladder.put("stage", Progression.stageAfterAll(attempts, stages));
        ladder.put("stages", stages);
        ladder.put("sessions", sessions.size());
        ladder.put(
                "unrated",
                attempts.stream().filter(one -> Double.isNaN(one.rating())).count());
    }

    private static boolean isWalkFirst(@Nullable String plan) {
        return plan != null
                && Plans.named(plan).filter(Plans.WALK_FIRST::equals).isPresent();
    }

    private boolean raised(String session, Set<Alert.Kind> kinds) {
        return alerts.stream().anyMatch(alert -> alert.sessionId().equals(session) && kinds.contains(alert.kind()));
    }

    /** The newest session whose heart rates compare both ways; else the newest that knows of any effort. */
    private void claims(ObjectNode json) {
        Run compared = last(RunnerProgress::compares);
        Run told = compared == null ? last(run -> effort(run) != null) : compared;
        Frame.Effort effort = told == null ? null : effort(told);
        if (told == null || effort == null) {
            return;
        }
        ObjectNode claims = json.putObject("claims");
        claims.put("rules", ClaimsLedger.RULES);
        claims.put("session", told.session());
        ArrayNode lines = claims.putArray("lines");
        for (ClaimsLedger.Line line : ClaimsLedger.of(new OwnHeartRate.Finding(
                effort.forwardHeartRateBpm(),
                effort.backwardHeartRateBpm(),
                effort.effortOfAMinute(),
                effort.effortOfAMeter()))) {
            String instead = line.claim().instead();
            if (instead != null) {
                ObjectNode item = lines.addObject();
                item.put("claim", line.claim().key());
                item.put("weSay", instead);
                item.put("agreement", line.agreement().name());
                Estimate own = line.own();
                Claim.Factor claimed = line.claim().factor();
                if (own.known() && claimed != null) {
                    ObjectNode figure = item.putObject("own");
                    figure.put("of", claimed.of().name());
                    figure.put("value", Math.rint(own.value() * HUNDREDTHS) / HUNDREDTHS);
                    figure.put("plusMinus", Math.ceil(own.plusMinus() * HUNDREDTHS - 1e-9) / HUNDREDTHS);
                }
            }
        }
    }

    private static boolean compares(Run run) {
        Frame.Effort effort = effort(run);
        return effort != null && effort.effortOfAMeter().known();
    }

    private static Frame.@Nullable Effort effort(Run run) {
        Frame.Totals totals = run.totals();
        return totals == null ? null : totals.effort();
    }

    static Map<String, Exertion> bySession(List<Exertion> exertions) {
        return exertions.stream().collect(Collectors.toMap(Exertion::sessionId, said -> said, (one, later) -> later));
    }
}
