package dev.backstretch.domain.plan;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One step of a plan.
 *
 * @param kind what is done
 * @param facing which way; ANY in a rest
 * @param goal what ends it
 * @param effort how hard
 * @param lapMeters the length that is meant for its laps where it matters for the displayed pace, NaN for the lane's
 *     own
 * @param capMetersPerSecond the fastest that is allowed, NaN without a cap
 * @param allowed how long a rest may really last before the result carries a note, null where it does not matter
 * @param cues keys of the words to say in turn, at most one per 30 s; their source is the plan's
 * @param gate what has to be answered before it may start
 */
public record PlanStep(
        Kind kind,
        PlannedFacing facing,
        Goal goal,
        Effort effort,
        double lapMeters,
        double capMetersPerSecond,
        @Nullable RestWindow allowed,
        List<String> cues,
        Gate gate) {
    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9-]*");

    /** What is done in a step. */
    public enum Kind {
        /** Whole laps of the track. */
        LAP,
        /** A timed part of an interval plan. */
        WORK,
        RUN,
        JOG,
        WALK,
        REST,
        DRILL,
        STRETCH;

        /** Whether seconds of such a step count as planned work (domain notes §1, adherence). */
        public boolean isWork() {
            return switch (this) {
                case LAP, WORK, RUN, JOG, WALK -> true;
                case REST, DRILL, STRETCH -> false;
            };
        }
    }

    /** How hard a step is meant to be. */
    public enum Effort {
        /** Nothing is said. */
        ANY,
        EASY,
        /** Perceived exertion of 3 to 5 (CR10). */
        STEADY,
        MAXIMAL
    }

    /** What has to be answered before a step may start. */
    public enum Gate {
        NONE,
        /** The questions before the first backward step: {@link dev.backstretch.domain.safety.BackwardStart}. */
        BACKWARD
    }

    /** From the shortest to the longest rest, both included, that asks for no note. */
    public record RestWindow(long shortestMicros, long longestMicros) {
        public RestWindow {
            if (shortestMicros < 0 || longestMicros < shortestMicros) {
                throw new IllegalArgumentException(
                        "allowedSeconds: the first is at least 0 and not above the second, not " + shortestMicros / 1e6
                                + " to " + longestMicros / 1e6);
            }
        }
    }

    /** Refuses what contradicts itself, naming the component. */
    public PlanStep {
        Objects.requireNonNull(kind, "kind");
        cues = List.copyOf(cues);
        if (!kind.isWork() && facing != PlannedFacing.ANY) {
            throw new IllegalArgumentException(
                    "facing: a " + kind + " step asks for none; leave it out or make the step WORK");
        }
        if (!kind.isWork() && !(goal instanceof Goal.Time)) {
            throw new IllegalArgumentException("seconds: a " + kind + " step ends by time; say how long it lasts");
        }
        if (kind == Kind.LAP && !(goal instanceof Goal.Laps)) {
            throw new IllegalArgumentException("laps: a LAP step ends after laps; say how many");
        }
        if (kind != Kind.REST && allowed != null) {
            throw new IllegalArgumentException("allowedSeconds: only a REST step has it; " + kind + " does not");
        }
        if (facing.mayBeBackward() && gate != Gate.BACKWARD) {
            throw new IllegalArgumentException(
                    "gate: a step that may be run backwards has the gate BACKWARD; facing is " + facing);
        }
        if (lapMeters <= 0) {
            throw new IllegalArgumentException("lapMeters: more than 0, not " + lapMeters);
        }
        if (capMetersPerSecond <= 0) {
            throw new IllegalArgumentException("capMetersPerSecond: more than 0, not " + capMetersPerSecond);
        }
        for (String cue : cues) {
            if (!KEY.matcher(cue).matches()) {
                throw new IllegalArgumentException(
                        "cues: a cue is a key of lower-case letters, digits and hyphens, not \"" + cue + "\"");
            }
        }
    }

    /** A step with nothing more than kind, facing and goal; what may be backward gets its gate. */
    public static PlanStep of(Kind kind, PlannedFacing facing, Goal goal) {
        return new PlanStep(
                kind,
                facing,
                goal,
                Effort.ANY,
                Double.NaN,
                Double.NaN,
                null,
                List.of(),
                facing.mayBeBackward() ? Gate.BACKWARD : Gate.NONE);
    }

    public PlanStep withEffort(Effort newEffort) {
        return new PlanStep(kind, facing, goal, newEffort, lapMeters, capMetersPerSecond, allowed, cues, gate);
    }

    public PlanStep withLapMeters(double meters) {
        return new PlanStep(kind, facing, goal, effort, meters, capMetersPerSecond, allowed, cues, gate);
    }

    public PlanStep withCap(double metersPerSecond) {
        return new PlanStep(kind, facing, goal, effort, lapMeters, metersPerSecond, allowed, cues, gate);
    }

    public PlanStep withAllowed(RestWindow window) {
        return new PlanStep(kind, facing, goal, effort, lapMeters, capMetersPerSecond, window, cues, gate);
    }

    public PlanStep withCues(String... keys) {
        return new PlanStep(kind, facing, goal, effort, lapMeters, capMetersPerSecond, allowed, List.of(keys), gate);
    }

    public PlanStep withGate(Gate newGate) {
        return new PlanStep(kind, facing, goal, effort, lapMeters, capMetersPerSecond, allowed, cues, newGate);
    }
}
