package dev.backstretch.ingest;

import java.time.Instant;

/**
 * Is told of sessions that have ended, and of what reaches them still: somebody has to publish what that changes. Called from
 * threads that others wait for, so it returns at once.
 */
public interface AfterClose {
    /** Where nobody publishes it. */
    AfterClose UNHEARD = new AfterClose() {
        @Override
        public void closed(String sessionId, Instant closedAt) {}

        @Override
        public void corrected(String sessionId) {}

        @Override
        public void cameLate(String sessionId) {}
    };

    /** A session has ended, perhaps long ago; told at least once, and for every session there is at the start. */
    void closed(String sessionId, Instant closedAt);

    /** A correction is in the log of a session that has ended. */
    void corrected(String sessionId);

    /** Something else of what was run is in the log of a session that has ended. */
    void cameLate(String sessionId);
}
