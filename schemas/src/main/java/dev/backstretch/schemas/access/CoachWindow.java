package dev.backstretch.schemas.access;

import dev.backstretch.domain.session.SessionHead;
import java.time.Duration;
import java.time.Instant;

/** For how long a coach sees the people of a session (domain notes §10). Later it takes the runner's standing consent. */
public final class CoachWindow {
    /** After the close. */
    public static final Duration AFTER_CLOSE = Duration.ofHours(24);

    private CoachWindow() {}

    /** Whether a coach still sees who ran, without having been told so by the runner. */
    public static boolean isOpen(SessionHead head, Instant now) {
        Instant closedAt = head.closedAt();
        return head.state() != SessionHead.State.CLOSED || closedAt == null || !now.isAfter(closedAt.plus(AFTER_CLOSE));
    }
}
