package dev.backstretch.domain.outcome;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that was turned away, with the reason and what is needed to find or mend it.
 *
 * @param sessionId null when not even that could be read
 * @param door which door, or {@code fold}, or {@code log} for undecodable bytes
 * @param reason a code such as {@code RANGE_POSITION}
 * @param field the field at fault, null when it is the whole
 * @param value the value at fault as text, at most 200 characters; never a heart rate or position of a person in a log
 * @param message words: field, value, remedy
 * @param sourceTopic where the bytes lie, null at a door
 * @param sourcePartition −1 at a door
 * @param sourceOffset −1 at a door
 * @param payload at most 4 KiB of what came; empty when it is still in the log
 * @param items how many items were turned away with it: the readings of one delivery share their fate
 */
// The bytes are copied in and out and compared by content, so the record stays a value.
@SuppressWarnings("ArrayRecordComponent")
public record Rejection(
        @Nullable String sessionId,
        @Nullable String runnerId,
        @Nullable String eventId,
        String door,
        String reason,
        @Nullable String field,
        @Nullable String value,
        String message,
        Instant receivedAt,
        @Nullable String sourceTopic,
        int sourcePartition,
        long sourceOffset,
        byte[] payload,
        int items)
        implements Outcome {
    /** The most of a payload that is kept (design D8). */
    public static final int MAXIMUM_PAYLOAD_BYTES = 4096;

    /** How the message ends where the payload's digits were blanked. */
    public static final String BLANKED = " (its digits are blanked: they may tell a place far from the track)";

    public Rejection {
        Objects.requireNonNull(reason, "reason");
        if (items < 1) {
            throw new IllegalArgumentException("items: at least 1, not " + items);
        }
        payload = Arrays.copyOf(payload, Math.min(payload.length, MAXIMUM_PAYLOAD_BYTES));
    }

    /** Of one item, as at a door. */
    public Rejection(
            @Nullable String sessionId,
            @Nullable String runnerId,
            @Nullable String eventId,
            String door,
            String reason,
            @Nullable String field,
            @Nullable String value,
            String message,
            Instant receivedAt,
            @Nullable String sourceTopic,
            int sourcePartition,
            long sourceOffset,
            byte[] payload) {
        this(
                sessionId,
                runnerId,
                eventId,
                door,
                reason,
                field,
                value,
                message,
                receivedAt,
                sourceTopic,
                sourcePartition,
                sourceOffset,
                payload,
                1);
    }

    /** Whether the payload is without its digits, so that it cannot be sent again. */
    public boolean blanked() {
        return message.endsWith(BLANKED);
    }

    @Override
    public byte[] payload() {
        return payload.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Rejection that
                && Objects.equals(sessionId, that.sessionId)
                && Objects.equals(runnerId, that.runnerId)
                && Objects.equals(eventId, that.eventId)
                && door.equals(that.door)
                && reason.equals(that.reason)
                && Objects.equals(field, that.field)
                && Objects.equals(value, that.value)
                && message.equals(that.message)
                && receivedAt.equals(that.receivedAt)
                && Objects.equals(sourceTopic, that.sourceTopic)
                && sourcePartition == that.sourcePartition
                && sourceOffset == that.sourceOffset
                && Arrays.equals(payload, that.payload)
                && items == that.items;
    }

    @Override
    public int hashCode() {
        return Objects.hash(sessionId, runnerId, eventId, reason, field, receivedAt, Arrays.hashCode(payload));
    }

    @Override
    public String toString() {
        return "Rejection[" + door + " " + reason + " field=" + field + " session=" + sessionId + " event=" + eventId
                + " items=" + items + "]";
    }
}
