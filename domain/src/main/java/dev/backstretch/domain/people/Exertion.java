package dev.backstretch.domain.people;

import java.time.Instant;
import java.util.Objects;

/**
 * How hard a runner found a session, as the runner said afterwards.
 *
 * @param rating 0, nothing at all, to 10, maximal (CR10: Borg 1982, Med Sci Sports Exerc 14:377)
 * @param at when it was said
 */
public record Exertion(String sessionId, double rating, Instant at) {
    public Exertion {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(at, "at");
        if (!(rating >= 0 && rating <= 10)) {
            throw new IllegalArgumentException("rating: 0 to 10, not " + rating);
        }
    }

    /** Leaves out how hard it was. */
    @Override
    public String toString() {
        return "Exertion[" + sessionId + "]";
    }
}
