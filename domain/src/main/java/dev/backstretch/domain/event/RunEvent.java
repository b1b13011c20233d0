package dev.backstretch.domain.event;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened in a session: the envelope of every record of {@code run.events.v1}.
 *
 * @param eventId identity within (session, runner): from the device where it has one, else a stable hash of the content
 * @param sessionId the session, which is also the record's key
 * @param runnerId the runner it is about, or null where it concerns the session
 * @param observedAt when it happened, by the clock of whoever saw it, to the microsecond
 * @param receivedAt when the door took it in; the record's Kafka timestamp
 * @param origin who says so
 * @param body what happened, one of the kinds
 */
public record RunEvent(
        String eventId,
        String sessionId,
        @Nullable String runnerId,
        Instant observedAt,
        Instant receivedAt,
        Origin origin,
        EventBody body) {
    public RunEvent {
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(observedAt, "observedAt");
        Objects.requireNonNull(receivedAt, "receivedAt");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(body, "body");
    }
}
