package dev.backstretch.domain.session;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Frame.PlanProgress;
import dev.backstretch.domain.plan.Plan;
import dev.backstretch.domain.plan.Plans;
import dev.backstretch.domain.time.Micros;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Where the group is: the furthest step that at least half of those who follow the session's plan have reached. */
final class GroupPlan {
    private GroupPlan() {}

    /**
     * @param startedMicros when the group's clock started, {@code Long.MIN_VALUE} before
     * @param micros the moment that is asked about, in session time
     */
    static PlanProgress at(
            String planName, Collection<RunnerFold> runners, long startedMicros, boolean paused, long micros) {
        Plan plan = Plans.named(planName).orElse(Plans.FREE_RUN);
        List<RunnerFold> following = runners.stream()
                .filter(runner -> !runner.hasLeft() && runner.plan().name().equals(plan.name()))
                .toList();
        boolean started = startedMicros != Long.MIN_VALUE;
        Instant startedAt = started ? Micros.toInstant(startedMicros) : null;
        int of = plan.steps().size();
        boolean running = started || (of == 0 && runners.stream().anyMatch(RunnerFold::hasReadings));
        if (!running || of == 0 || following.isEmpty()) {
            return new PlanProgress(
                    planName,
                    0,
                    of,
                    running ? "run" : "waiting",
                    Facing.UNKNOWN,
                    Double.NaN,
                    startedAt,
                    null,
                    paused,
                    null,
                    null,
                    null);
        }
        long reached = reachedByHalf(following, micros);
        int laps = (int) (reached / 2);
        boolean resting = reached % 2 == 0;
        boolean finished = plan.laps() > 0 && laps >= plan.laps();
        if (finished) {
            return new PlanProgress(
                    planName,
                    of,
                    of,
                    "finished",
                    Facing.UNKNOWN,
                    Double.NaN,
                    startedAt,
                    null,
                    paused,
                    null,
                    null,
                    null);
        }
        if (resting) {
            return new PlanProgress(
                    planName,
                    plan.stepNumber(laps, true),
                    of,
                    "rest",
                    Facing.UNKNOWN,
                    Double.NaN,
                    startedAt,
                    lastRestEnd(following, micros),
                    paused,
                    null,
                    "lap",
                    plan.facingOfLap(laps + 1));
        }
        return new PlanProgress(
                planName,
                plan.stepNumber(laps, false),
                of,
                "lap",
                plan.facingOfLap(laps + 1),
                following.get(0).profile().lapMeters(),
                startedAt,
                null,
                paused,
                null,
                plan.restMicrosAfterLap(laps + 1) > 0 ? "rest" : null,
                null);
    }

    /** Twice the laps done, plus one once the rest after them is over: grows from step to step. */
    private static long reachedByHalf(List<RunnerFold> following, long micros) {
        List<Long> reached = new ArrayList<>();
        for (RunnerFold runner : following) {
            reached.add(2L * runner.lapsDone() + (runner.inRest(micros) ? 0 : 1));
        }
        reached.sort(null);
        return reached.get((reached.size() - 1) / 2);
    }

    private static Instant lastRestEnd(List<RunnerFold> following, long micros) {
        long last = micros;
        for (RunnerFold runner : following) {
            last = Math.max(last, runner.restUntil(micros));
        }
        return Micros.toInstant(last);
    }
}
