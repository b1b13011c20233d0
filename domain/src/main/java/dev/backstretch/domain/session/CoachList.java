package dev.backstretch.domain.session;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.event.Track;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.RunnerState;
import dev.backstretch.domain.plan.GroupClock;
import dev.backstretch.domain.plan.Moment;
import dev.backstretch.domain.plan.Plans;
import dev.backstretch.domain.safety.BackwardStart;
import dev.backstretch.domain.safety.HeatClass;
import dev.backstretch.domain.safety.SafetyWatch;
import dev.backstretch.domain.safety.StartAnswers;
import dev.backstretch.domain.standing.Attention;
import dev.backstretch.domain.time.Micros;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a coach is told beside the boards: who needs them now, and what a backward start waits for. */
final class CoachList {
    /** So many alerts are remembered by their names at once; what falls out is named again. */
    private static final int MOST_NAMED = 256;

    private record Onset(@Nullable String runnerId, Alert.Kind kind, Instant since) {}

    /** An alert that is on is told each second: its name is written once. */
    private final Map<Onset, String> names = new HashMap<>();

    /**
     * As it is at a moment.
     *
     * @param over whether the session ends: then nobody needs anything any more
     * @param micros the moment, in session time
     */
    Frame.Attention at(
            Collection<RunnerFold> runners,
            @Nullable Track track,
            SafetyWatch safety,
            StartAnswers answers,
            GroupClock clock,
            boolean heatEstimated,
            boolean over,
            long micros) {
        if (over) {
            return new Frame.Attention(List.of(), null);
        }
        List<Frame.Need> needs = new ArrayList<>();
        for (Attention.Need need : Attention.order(situations(runners, track, safety, micros), micros)) {
            needs.add(told(need));
        }
        return new Frame.Attention(
                needs,
                gate(runners, safety, answers, micros),
                waves(runners, clock),
                heat(safety.wbgtCelsius(), heatEstimated));
    }

    private static Frame.@Nullable Heat heat(double wbgtCelsius, boolean estimated) {
        return Double.isNaN(wbgtCelsius)
                ? null
                : new Frame.Heat(
                        Math.rint(wbgtCelsius * 10) / 10,
                        estimated,
                        HeatClass.of(wbgtCelsius, true, false).name(),
                        HeatClass.of(wbgtCelsius, false, false).name(),
                        HeatClass.of(wbgtCelsius, false, true).name());
    }

    private static List<Frame.Wave> waves(Collection<RunnerFold> runners, GroupClock clock) {
        Map<Integer, List<String>> members = new TreeMap<>();
        for (RunnerFold runner : runners) {
            Integer wave = runner.profile().wave();
            if (wave != null && !runner.hasLeft()) {
                members.computeIfAbsent(wave, number -> new ArrayList<>()).add(runner.runnerId());
            }
        }
        List<Frame.Wave> waves = new ArrayList<>();
        members.forEach((wave, runnerIds) -> {
            long started = GroupClock.notRecalled(clock.gunsOf(wave));
            waves.add(new Frame.Wave(
                    wave, runnerIds.size(), started == Moment.NONE ? null : Micros.toInstant(started), runnerIds));
        });
        return waves;
    }

    private static List<Attention.Situation> situations(
            Collection<RunnerFold> runners, @Nullable Track track, SafetyWatch safety, long micros) {
        List<Alert> ofSession = new ArrayList<>();
        List<Alert> active = safety.active();
        Map<String, List<Alert>> alerts = active.isEmpty() ? Map.of() : new HashMap<>();
        for (Alert alert : active) {
            String runner = alert.runnerId();
            (runner == null ? ofSession : alerts.computeIfAbsent(runner, id -> new ArrayList<>())).add(alert);
        }
        List<Attention.Situation> situations = new ArrayList<>();
        if (!ofSession.isEmpty()) {
            situations.add(new Attention.Situation(
                    null, null, ofSession, Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE, Attention.Where.UNKNOWN));
        }
        for (RunnerFold runner : runners) {
            List<Alert> own = alerts.getOrDefault(runner.runnerId(), List.of());
            boolean gone = runner.hasLeft();
            if (gone && own.isEmpty()) {
                continue;
            }
            long due = gone ? Long.MIN_VALUE : runner.dueAt();
            // a rest by the clock ends for all at once, and the clock is what the coach looks at
            long rest = gone ? Long.MIN_VALUE : runner.ownRestUntil(micros);
            long doubt = gone ? Long.MIN_VALUE : runner.facingDoubt();
            if (own.isEmpty() && !Attention.needed(due, rest, doubt, micros)) {
                continue;
            }
            situations.add(new Attention.Situation(
                    runner.runnerId(),
                    runner.profile().bib(),
                    own,
                    due,
                    rest,
                    doubt,
                    own.isEmpty() ? Attention.Where.UNKNOWN : runner.where(track)));
        }
        return situations;
    }

    private Frame.Need told(Attention.Need need) {
        List<Frame.Why> reasons = new ArrayList<>();
        reasons.add(told(need.reason()));
        need.others().forEach(other -> reasons.add(told(other)));
        return new Frame.Need(
                need.runnerId(), need.urgency().name(), need.where().name(), reasons);
    }

    private Frame.Why told(Attention.Reason reason) {
        if (reason instanceof Attention.Reason.Alarm alarm) {
            Alert alert = alarm.alert();
            return new Frame.Why(
                    reason.key(),
                    alert.since(),
                    alert.value(),
                    alert.threshold(),
                    nameOf(alert),
                    alert.state() == Alert.State.ACKNOWLEDGED);
        }
        return new Frame.Why(reason.key(), Micros.toInstant(momentOf(reason)), Double.NaN, Double.NaN, null, false);
    }

    private String nameOf(Alert alert) {
        if (names.size() >= MOST_NAMED) {
            names.clear();
        }
        return names.computeIfAbsent(
                new Onset(alert.runnerId(), alert.kind(), alert.since()), onset -> alert.alertId());
    }

    private static long momentOf(Attention.Reason reason) {
        if (reason instanceof Attention.Reason.DueAtLine due) {
            return due.dueMicros();
        }
        if (reason instanceof Attention.Reason.RestEnding rest) {
            return rest.restUntilMicros();
        }
        if (reason instanceof Attention.Reason.FacingInDoubt doubt) {
            return doubt.sinceMicros();
        }
        throw new IllegalArgumentException(reason.key() + " has no moment");
    }

    /** Of those who wait or rest and whose next lap is backwards; null when there are none. */
    private static Frame.@Nullable Gate gate(
            Collection<RunnerFold> runners, SafetyWatch safety, StartAnswers answers, long micros) {
        List<BackwardStart.Runner> starting = starting(runners, answers, micros);
        if (starting.isEmpty()) {
            return null;
        }
        List<Integer> forwardLanes = forwardLanes(runners, micros);
        BackwardStart.Decision decision = BackwardStart.decide(new BackwardStart.Group(
                starting, answers.checks(), answers.spotters(), forwardLanes, safety.wbgtCelsius()));
        List<Frame.Obstacle> obstacles = new ArrayList<>();
        decision.obstacles().forEach(obstacle -> obstacles.add(told(obstacle, null)));
        for (BackwardStart.OfRunner runner : decision.runners()) {
            runner.obstacles().forEach(obstacle -> obstacles.add(told(obstacle, runner.runnerId())));
        }
        return new Frame.Gate(
                decision.permission().name(),
                starting.size(),
                answers.spotters(),
                BackwardStart.spottersNeeded(starting.size()),
                obstacles);
    }

    private static List<BackwardStart.Runner> starting(
            Collection<RunnerFold> runners, StartAnswers answers, long micros) {
        List<BackwardStart.Runner> starting = new ArrayList<>();
        for (RunnerFold runner : runners) {
            if (runner.nextFacing() == Facing.BACKWARD && waits(runner.state(micros))) {
                starting.add(new BackwardStart.Runner(
                        runner.runnerId(),
                        runner.profile().safety().minor(),
                        runner.profile().safety().acclimatised(),
                        runner.profile().lane(),
                        runner.plan().name().equals(Plans.WALK_FIRST.name()),
                        answers.questions(runner.runnerId())));
            }
        }
        return starting;
    }

    private static boolean waits(RunnerState state) {
        return state == RunnerState.WAITING || state == RunnerState.RESTING;
    }

    private static List<Integer> forwardLanes(Collection<RunnerFold> runners, long micros) {
        List<Integer> lanes = new ArrayList<>();
        for (RunnerFold runner : runners) {
            int lane = runner.profile().lane();
            if (lane > 0
                    && runner.state(micros) == RunnerState.RUNNING
                    && runner.facingForSafety(micros) == Facing.FORWARD) {
                lanes.add(lane);
            }
        }
        return lanes;
    }

    private static Frame.Obstacle told(BackwardStart.Obstacle obstacle, @Nullable String runner) {
        Enum<?> about = obstacle.about();
        return new Frame.Obstacle(
                obstacle.reason().name(),
                about == null ? null : about.name(),
                runner,
                obstacle.have(),
                obstacle.needed());
    }
}
