package dev.backstretch.ingest;

import dev.backstretch.domain.session.SessionHead;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a session's head changes. */
public final class SessionLife {
    private SessionLife() {}

    public static SessionHead running(SessionHead head, Instant startedAt) {
        return with(head, SessionHead.State.RUNNING, startedAt, null);
    }

    public static SessionHead closed(SessionHead head, Instant closedAt) {
        return with(head, SessionHead.State.CLOSED, head.startedAt(), closedAt);
    }

    private static SessionHead with(
            SessionHead head, SessionHead.State state, @Nullable Instant startedAt, @Nullable Instant closedAt) {
        return new SessionHead(
                head.sessionId(),
                head.campId(),
                state,
                head.planName(),
                head.rules(),
                head.clock(),
                head.requireTokens(),
                head.partition(),
                head.openedAt(),
                startedAt,
                closedAt,
                head.joinCode(),
                head.timeZone(),
                head.hasTrack());
    }
}
