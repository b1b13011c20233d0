package dev.backstretch.domain.plan;

import dev.backstretch.domain.event.Facing;
import org.jspecify.annotations.Nullable;

/**
 * Where one who follows a plan is at a moment.
 *
 * @param phase whether the plan has begun or ended
 * @param paused true while the coach has paused the clock
 * @param round from 1; 0 before the start
 * @param step number of the step, from 1; 0 before the start
 * @param of how many steps
 * @param current the step, null before the start, after the end and in a free run
 * @param facing the facing wanted now; UNKNOWN where none is asked
 * @param startedMicros when the step started, {@link #NONE} before the plan's start
 * @param endsMicros when the step ends by the clock; {@link #NONE} while paused or when the runner's own mark ends it
 * @param leftMicros what is left of the step on the clock, rounded in no way; {@link #NONE} when no clock ends it
 * @param next the step after this one, null at the end
 * @param nextFacing facing of the next step, or of the next lap of this one; UNKNOWN where none is asked
 * @param restUntilMicros when the planned rest ends; {@link #NONE} outside one and while paused
 * @param dueMicros when the runner should be at the line, going by the newest lap of the same facing; else {@link
 *     #NONE}
 * @param cue key of the newest cue of this step, null before the first
 * @param cueMicros when it was due, {@link #NONE} without
 * @param nextCueMicros when the next cue of this step is due, {@link #NONE} when there is none or it is not known
 */
public record Moment(
        Phase phase,
        boolean paused,
        int round,
        int step,
        int of,
        @Nullable PlanStep current,
        Facing facing,
        long startedMicros,
        long endsMicros,
        long leftMicros,
        @Nullable PlanStep next,
        Facing nextFacing,
        long restUntilMicros,
        long dueMicros,
        @Nullable String cue,
        long cueMicros,
        long nextCueMicros) {
    /** No such moment, or no such time. */
    public static final long NONE = Long.MIN_VALUE;

    /** Whether a plan has begun or ended. */
    public enum Phase {
        WAITING,
        RUNNING,
        FINISHED
    }

    static Moment outside(Phase phase, boolean paused, int round, int step, int of, long startedMicros) {
        return new Moment(
                phase,
                paused,
                round,
                step,
                of,
                null,
                Facing.UNKNOWN,
                startedMicros,
                NONE,
                NONE,
                null,
                Facing.UNKNOWN,
                NONE,
                NONE,
                null,
                NONE,
                NONE);
    }

    /** Whether the runner is in a planned rest. */
    public boolean resting() {
        return current != null && current.kind() == PlanStep.Kind.REST;
    }

    /** Whether what is done now counts as planned work. */
    public boolean working() {
        return current != null && current.kind().isWork() && !paused;
    }
}
