package dev.backstretch.domain.session;

import dev.backstretch.domain.event.RuleVersion;
import dev.backstretch.domain.event.SessionClock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a session without reading its log: the value of the compacted {@code run.sessions.v1}. */
public record SessionHead(
        String sessionId,
        String campId,
        State state,
        String planName,
        List<RuleVersion> rules,
        SessionClock clock,
        boolean requireTokens,
        int partition,
        Instant openedAt,
        @Nullable Instant startedAt,
        @Nullable Instant closedAt,
        String joinCode,
        String timeZone,
        boolean hasTrack) {
    public SessionHead {
        rules = List.copyOf(rules);
    }

    /** Life of a session. */
    public enum State {
        UNRECOGNISED,
        OPEN,
        RUNNING,
        CLOSED
    }
}
