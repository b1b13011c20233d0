package dev.backstretch.domain.people;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who a runner is: the value of the compacted {@code run.people.v1}, keyed {@code camp|runner}. A tombstone erases.
 *
 * @param alias the name on public views
 * @param sessions the sessions this runner joined, newest last
 * @param boardConsent whether alias and results may be on a public board
 * @param privacy further consents, and what is kept back
 * @param exertions how hard the runner found sessions, one of each at most, the newest last
 * @param tapsOnly whether a coach entered the runner, without a device: nothing is expected to be heard
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
        Privacy privacy,
        List<Exertion> exertions,
        boolean tapsOnly) {
    /** More than anybody runs in the time for which laps are kept. */
    private static final int EXERTIONS_KEPT = 400;

    public Person {
        sessions = List.copyOf(sessions);
        exertions = List.copyOf(exertions);
    }

    /** Someone who joined with a phone. */
    public Person(
            String campId,
            String runnerId,
            String alias,
            @Nullable String name,
            @Nullable String contact,
            @Nullable String birthDate,
            boolean boardConsent,
            List<String> sessions,
            Instant updatedAt,
            Privacy privacy,
            List<Exertion> exertions) {
        this(
                campId,
                runnerId,
                alias,
                name,
                contact,
                birthDate,
                boardConsent,
                sessions,
                updatedAt,
                privacy,
                exertions,
                false);
    }

    /** Someone who said of no session how hard it was. */
    public Person(
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
        this(campId, runnerId, alias, name, contact, birthDate, boardConsent, sessions, updatedAt, privacy, List.of());
    }

    /** The same, who now says of a session how hard it was; the last word on a session counts. */
    public Person withExertion(Exertion said) {
        var kept = new ArrayList<Exertion>(exertions);
        kept.removeIf(known -> known.sessionId().equals(said.sessionId()));
        kept.add(said);
        int tooMany = Math.max(0, kept.size() - EXERTIONS_KEPT);
        return new Person(
                campId,
                runnerId,
                alias,
                name,
                contact,
                birthDate,
                boardConsent,
                sessions,
                said.at(),
                privacy,
                kept.subList(tooMany, kept.size()),
                tapsOnly);
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
