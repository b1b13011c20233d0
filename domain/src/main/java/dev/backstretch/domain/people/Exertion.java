package dev.backstretch.domain.people;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How hard a runner found a session, as the runner said afterwards.
 *
 * @param rating 0, nothing at all, to 10, maximal (CR10: Borg 1982, Med Sci Sports Exerc 14:377)
 * @param at when it was said
 */
public record Exertion(String sessionId, double rating, Instant at) {
    /**
     * For how long after a session's close it is taken. It is asked some thirty minutes after a session, so that its last
     * minutes do not count for all of it (Foster et al. 2001, J Strength Cond Res 15:109), when other doors have long
     * been shut; that it may be said until the next day is a project decision.
     */
    public static final Duration TAKEN_AFTER_CLOSE = Duration.ofHours(24);

    public Exertion {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(at, "at");
        if (!(rating >= 0 && rating <= 10)) {
            throw new IllegalArgumentException("rating: 0 to 10, not " + rating);
        }
    }

    /**
     * Whether it may be said of a session.
     *
     * @param closedAt when the session was closed, null while it is open
     * @param at when it is said
     */
    public static boolean isTaken(@Nullable Instant closedAt, Instant at) {
        return closedAt == null || !at.isAfter(closedAt.plus(TAKEN_AFTER_CLOSE));
    }

    /** Leaves out how hard it was. */
    @Override
    public String toString() {
        return "Exertion[" + sessionId + "]";
    }
}
