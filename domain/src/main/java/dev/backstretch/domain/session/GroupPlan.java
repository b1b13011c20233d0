package dev.backstretch.domain.session;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Frame.PlanProgress;
import dev.backstretch.domain.plan.GroupClock;
import dev.backstretch.domain.plan.GroupStep;
import dev.backstretch.domain.plan.Moment;
import dev.backstretch.domain.plan.Plan;
import dev.backstretch.domain.plan.PlanStep;
import dev.backstretch.domain.time.Micros;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the group is: the furthest step that at least half of those who follow the session's plan have reached. What was
 * found holds until something happens or a rest or a pause begins or ends.
 */
final class GroupPlan {
    private @Nullable PlanProgress found;
    private long foundMicros;
    private long holdsUntilMicros;

    /** Something happened that a plan goes by: laps, guns, who is there. */
    void mayDiffer() {
        found = null;
    }

    /**
     * Where the group is.
     *
     * @param planName as the session was opened with it
     * @param plan of that name
     * @param micros the moment that is asked about, in session time
     */
    PlanProgress at(String planName, Plan plan, Collection<RunnerFold> runners, GroupClock clock, long micros) {
        PlanProgress known = found;
        if (known != null && micros >= foundMicros && micros < holdsUntilMicros) {
            return known;
        }
        PlanProgress now = withPauses(find(planName, plan, runners, clock, micros), plan, clock, micros);
        found = now;
        foundMicros = micros;
        holdsUntilMicros = holdsUntil(plan, runners, clock, micros);
        return now;
    }

    /** The clock moves on with each moment, and whoever has no plan starts with a reading. */
    private static long holdsUntil(Plan plan, Collection<RunnerFold> runners, GroupClock clock, long micros) {
        if (plan.steps().isEmpty() || plan.onTheClock()) {
            return micros;
        }
        long until = clock.pauseMayChangeAfter(micros);
        for (RunnerFold runner : runners) {
            until = Math.min(until, runner.restMayChangeAfter(micros));
        }
        return until;
    }

    /** How the clock stands, or has stood: the same at whatever moment of a pause it is asked for. */
    private static PlanProgress withPauses(PlanProgress now, Plan plan, GroupClock clock, long micros) {
        long start = clock.firstStart();
        long since = clock.pausedSince(micros);
        boolean stands = since != Moment.NONE;
        boolean started = start != Moment.NONE && start <= micros;
        long stoppedAt = started ? Math.max(since, start) : since;
        long until = stands ? stoppedAt : micros;
        long stood = started ? until - start - clock.runningMicros(start, until) : 0;
        if (!stands) {
            return stood == 0 ? now : now.beside(null, Micros.seconds(stood), Double.NaN);
        }
        return now.beside(
                Micros.toInstant(stoppedAt), Micros.seconds(stood), left(now, plan, clock, stoppedAt, micros));
    }

    private static double left(PlanProgress now, Plan plan, GroupClock clock, long stoppedAt, long micros) {
        if (plan.onTheClock()) {
            long left = clock.ofGroup(plan, micros).leftMicros();
            return left == Moment.NONE ? Double.NaN : Micros.seconds(left);
        }
        // a rest that runs from the own mark does not wait for the clock, which shows where it was
        Instant end = now.endsAt();
        return end == null ? Double.NaN : Math.max(0, Micros.seconds(Micros.of(end) - stoppedAt));
    }

    private static PlanProgress find(
            String planName, Plan plan, Collection<RunnerFold> runners, GroupClock clock, long micros) {
        boolean paused = clock.pausedAt(micros);
        long startedMicros = clock.firstStart();
        boolean started = startedMicros != Moment.NONE;
        Instant startedAt = started ? Micros.toInstant(startedMicros) : null;
        if (plan.onTheClock()) {
            return byTheClock(planName, clock.ofGroup(plan, micros), startedAt);
        }
        List<RunnerFold> following = new ArrayList<>(runners.size());
        for (RunnerFold runner : runners) {
            if (follows(runner, plan)) {
                following.add(runner);
            }
        }
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

    private static PlanProgress byTheClock(String planName, Moment now, @Nullable Instant startedAt) {
        PlanStep current = now.current();
        PlanStep next = now.next();
        String kind =
                switch (now.phase()) {
                    case WAITING -> "waiting";
                    case FINISHED -> "finished";
                    case RUNNING -> current == null ? "run" : kindOf(current);
                };
        return new PlanProgress(
                planName,
                now.step(),
                now.of(),
                kind,
                now.facing(),
                Double.NaN,
                startedAt,
                now.endsMicros() == Moment.NONE ? null : Micros.toInstant(now.endsMicros()),
                now.paused(),
                now.cue(),
                next == null ? null : kindOf(next),
                now.nextFacing() == Facing.UNKNOWN ? null : now.nextFacing());
    }

    private static String kindOf(PlanStep step) {
        return step.kind().isWork() ? "run" : "rest";
    }

    /**
     * Where a coach sends the group at a moment who says that it goes on from where it is.
     *
     * @return a place as {@link GroupStep} counts them; 0 where the plan has no step after this one, and where its steps go
     *     by the clock
     */
    static long placeAfter(Plan plan, Collection<RunnerFold> runners, long micros) {
        if (plan.onTheClock()) {
            return 0;
        }
        long[] reached = runners.stream()
                .filter(runner -> follows(runner, plan))
                .mapToLong(runner -> runner.placeAt(micros))
                .sorted()
                .toArray();
        if (reached.length == 0) {
            return 0;
        }
        long place = ofHalf(reached);
        int lap = (int) (place + 1) / 2;
        if (place % 2 == 0) {
            return place + 1;
        }
        if (!plan.hasLapAfter(lap)) {
            return 0;
        }
        return plan.restMicrosAfterLap(lap) > 0 ? place + 1 : place + 2;
    }

    static boolean follows(RunnerFold runner, Plan plan) {
        return !runner.hasLeft() && runner.plan().name().equals(plan.name());
    }

    /** Twice the planned laps that are behind, plus one once the rest after them is over: grows from step to step. */
    private static long reachedByHalf(List<RunnerFold> following, long micros) {
        long[] reached = new long[following.size()];
        for (int i = 0; i < reached.length; i++) {
            RunnerFold runner = following.get(i);
            reached[i] = 2L * runner.plannedBehind() + (runner.inRest(micros) ? 0 : 1);
        }
        Arrays.sort(reached);
        return ofHalf(reached);
    }

    private static long ofHalf(long[] ascending) {
        return ascending[(ascending.length - 1) / 2];
    }

    private static Instant lastRestEnd(List<RunnerFold> following, long micros) {
        long last = micros;
        for (RunnerFold runner : following) {
            last = Math.max(last, runner.restUntil(micros));
        }
        return Micros.toInstant(last);
    }
}
