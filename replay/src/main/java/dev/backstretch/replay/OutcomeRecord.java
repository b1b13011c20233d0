package dev.backstretch.replay;

import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.outcome.Standings;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An outcome as a topic holds it, or should.
 *
 * @param key null when not even the session is known
 * @param payload the Avro bytes after the header
 * @param settled whether a settled replay wrote it, and not the live fold
 */
public record OutcomeRecord(String topic, @Nullable String key, byte[] payload, Outcome outcome, boolean settled) {
    /** Of the live fold. */
    public OutcomeRecord(String topic, @Nullable String key, byte[] payload, Outcome outcome) {
        this(topic, key, payload, outcome, false);
    }

    public OutcomeRecord {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(outcome, "outcome");
        payload = payload.clone();
    }

    @Override
    public byte[] payload() {
        return payload.clone();
    }

    /** What this record is known by within its topic. */
    String identity() {
        if (outcome instanceof Frame frame) {
            return "frame " + frame.number() + " part " + frame.part();
        }
        if (outcome instanceof LapOutcome lap) {
            return key + " revision " + lap.revision();
        }
        if (outcome instanceof Standings standings) {
            return key + " revision " + standings.revision();
        }
        if (outcome instanceof Alert alert) {
            return key + " revision " + alert.revision();
        }
        Rejection rejection = (Rejection) outcome;
        return rejection.reason() + " of " + rejection.eventId() + " at " + rejection.sourceOffset();
    }

    /** How another record of the same identity differs, in words; null when payload and key are equal. */
    @Nullable
    String differenceTo(OutcomeRecord other) {
        if (!Objects.equals(key, other.key)) {
            return "key: " + key + " expected, " + other.key + " found";
        }
        if (Arrays.equals(payload, other.payload)) {
            return null;
        }
        RecordDifference difference = RecordDifference.first(outcome, other.outcome);
        if (difference != null) {
            return difference.toString();
        }
        int at = Arrays.mismatch(payload, other.payload);
        return "payload differs at byte " + at + " of " + payload.length + " and " + other.payload.length
                + " though both read as the same";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OutcomeRecord that
                && topic.equals(that.topic)
                && Objects.equals(key, that.key)
                && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return Objects.hash(topic, key, Arrays.hashCode(payload));
    }

    @Override
    public String toString() {
        return topic + " " + key + " " + HexFormat.of().formatHex(payload, 0, Math.min(8, payload.length)) + "…";
    }
}
