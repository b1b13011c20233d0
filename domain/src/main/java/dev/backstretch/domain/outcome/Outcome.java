package dev.backstretch.domain.outcome;

/** Something that follows from a session's events, ready to be published. */
public sealed interface Outcome permits LapOutcome, Standings, Alert, Frame, Rejection {
    /** Takes what a fold gives, in order. */
    interface Sink {
        void accept(Outcome outcome);
    }
}
