package dev.backstretch.schemas;

import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.outcome.Standings;
import org.jspecify.annotations.Nullable;

/** Which topic, key and partition an outcome goes to, and as which bytes. */
public final class OutcomeRouting {
    /** Name of the header that marks what a settled replay wrote, and not the live fold. */
    public static final String SETTLED_HEADER = "backstretch.settled";

    private final RunSerdes serdes;

    public OutcomeRouting(RunSerdes serdes) {
        this.serdes = serdes;
    }

    public static String topicOf(Outcome outcome) {
        if (outcome instanceof Frame) {
            return Topics.METRICS;
        } else if (outcome instanceof LapOutcome) {
            return Topics.LAPS;
        } else if (outcome instanceof Standings) {
            return Topics.STANDINGS;
        } else if (outcome instanceof Alert) {
            return Topics.ALERTS;
        }
        return Topics.REJECTIONS;
    }

    /** The record's key; null for a rejection of which not even the session is known. */
    public static @Nullable String keyOf(Outcome outcome) {
        if (outcome instanceof Frame frame) {
            return frame.sessionId();
        } else if (outcome instanceof LapOutcome lap) {
            return lap.sessionId() + "|" + lap.runnerId() + "|" + lap.lap();
        } else if (outcome instanceof Standings standings) {
            return standings.sessionId() + "|" + standings.board();
        } else if (outcome instanceof Alert alert) {
            return alert.alertId();
        }
        return ((Rejection) outcome).sessionId();
    }

    public static @Nullable String sessionOf(Outcome outcome) {
        if (outcome instanceof Frame frame) {
            return frame.sessionId();
        } else if (outcome instanceof LapOutcome lap) {
            return lap.sessionId();
        } else if (outcome instanceof Standings standings) {
            return standings.sessionId();
        } else if (outcome instanceof Alert alert) {
            return alert.sessionId();
        }
        return ((Rejection) outcome).sessionId();
    }

    /** The partition of the outcome's session; null, the producer's choice, where there is none. */
    public static @Nullable Integer partitionOf(Outcome outcome, int partitions) {
        String sessionId = sessionOf(outcome);
        return sessionId == null ? null : (Integer) SessionPartition.of(sessionId, partitions);
    }

    /** The outcome as the value of its topic. */
    public byte[] serialize(Outcome outcome) {
        String topic = topicOf(outcome);
        if (outcome instanceof Frame frame) {
            return serdes.frames().serializer().serialize(topic, frame);
        } else if (outcome instanceof LapOutcome lap) {
            return serdes.laps().serializer().serialize(topic, lap);
        } else if (outcome instanceof Standings standings) {
            return serdes.standings().serializer().serialize(topic, standings);
        } else if (outcome instanceof Alert alert) {
            return serdes.alerts().serializer().serialize(topic, alert);
        }
        return serdes.rejections().serializer().serialize(topic, (Rejection) outcome);
    }

    /** What a record of one of the five outcome topics says. */
    public Outcome deserialize(String topic, byte[] value) {
        return switch (topic) {
            case Topics.METRICS -> serdes.frames().deserializer().deserialize(topic, value);
            case Topics.LAPS -> serdes.laps().deserializer().deserialize(topic, value);
            case Topics.STANDINGS -> serdes.standings().deserializer().deserialize(topic, value);
            case Topics.ALERTS -> serdes.alerts().deserializer().deserialize(topic, value);
            case Topics.REJECTIONS -> serdes.rejections().deserializer().deserialize(topic, value);
            default -> throw new IllegalArgumentException(topic + " holds no outcomes");
        };
    }
}
