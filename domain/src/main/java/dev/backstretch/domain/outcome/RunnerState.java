package dev.backstretch.domain.outcome;

/** What a runner is doing, as far as the log tells. */
public enum RunnerState {
    UNRECOGNISED,
    /** Joined; no mark and no gun yet. */
    WAITING,
    RUNNING,
    /** In a planned rest. */
    RESTING,
    /** Standing still outside a planned rest. */
    STOPPED,
    /** All steps of the plan are done. */
    FINISHED,
    /** Nothing was received for longer than the silence limit. */
    SILENT,
    LEFT
}
