package dev.backstretch.schemas.access;

/** Where it is put down who looked at whose heart rates and positions. */
@FunctionalInterface
public interface ViewLog {
    /** Puts down nothing, where nobody could ask for it. */
    ViewLog NONE = (caller, sessionId, runnerId) -> {};

    /** Called when the answer is about to leave. */
    void viewed(Caller caller, String sessionId, String runnerId);
}
