package dev.backstretch.domain.people;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who a runner is: the value of the compacted {@code run.people.v1}, keyed {@code camp|runner}. A tombstone erases.
 *
 * @param alias the name on public views
 * @param sessions the sessions this runner joined, newest last
 * @param boardConsent whether alias and results may be on a public board
 * @param privacy further consents, and what is kept back
 */
public record Person(
        String campId,
        String runnerId,
        String alias,
        @Nullable String name,
        @Nullable String contact,
        @Nullable String birthDate,
        boolean boardConsent,
        List<String> sessions,
        Instant updatedAt,
        Privacy privacy) {
    public Person {
        sessions = List.copyOf(sessions);
    }

    /** Someone of whom nothing further was said. */
    public Person(
            String campId,
            String runnerId,
            String alias,
            @Nullable String name,
            @Nullable String contact,
            @Nullable String birthDate,
            boolean boardConsent,
            List<String> sessions,
            Instant updatedAt) {
        this(campId, runnerId, alias, name, contact, birthDate, boardConsent, sessions, updatedAt, Privacy.UNSAID);
    }

    /** Leaves out who it is. */
    @Override
    public String toString() {
        return "Person[" + campId + "|" + runnerId + "]";
    }
}
