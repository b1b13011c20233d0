package dev.backstretch.domain.standing;

import dev.backstretch.domain.outcome.RunnerState;

/** Whether someone who had joined a session took part in it. */
public enum Attendance {
    CAME,
    /** Took part, and said good-bye before the end. */
    LEFT,
    /** Joined, and nothing was seen of them from the start on. */
    NO_SHOW;

    /**
     * @param state as it was last; {@link RunnerState#WAITING} of whom nothing was heard at all
     * @param laps that stand
     */
    public static Attendance of(RunnerState state, int laps) {
        return switch (state) {
            case WAITING -> laps > 0 ? CAME : NO_SHOW;
            case LEFT -> LEFT;
            case RUNNING, RESTING, STOPPED, FINISHED, SILENT, UNRECOGNISED -> CAME;
        };
    }
}
