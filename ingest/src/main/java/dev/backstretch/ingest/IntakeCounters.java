package dev.backstretch.ingest;

import dev.backstretch.domain.outcome.Rejection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Owns the four counters of every door. They move only together, by whole answers, so that {@code received = accepted +
 * rejected + duplicates} holds at every moment between two answers.
 */
public final class IntakeCounters {
    static final String RECEIVED = "run.ingest.readings.received";
    static final String ACCEPTED = "run.ingest.readings.accepted";
    static final String REJECTED = "run.ingest.readings.rejected";
    static final String DUPLICATES = "run.ingest.readings.duplicates";
    static final String CONFLICTING = "run.ingest.readings.conflicting";
    static final String NOTICES = "run.ingest.notices";
    static final String MQTT_MESSAGES = "run.ingest.mqtt.messages";
    static final String HIDDEN = "run.ingest.positions.hidden";
    static final String FAR = "run.ingest.positions.far";
    static final String REFUSED = "run.ingest.requests.refused";

    private final MeterRegistry meters;

    /** By name and door: a registry takes longer to find a meter than to count. */
    private final Map<Of, Counter> counters = new ConcurrentHashMap<>();

    private record Of(String name, String door) {}

    public IntakeCounters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Makes a door's meters, so that they can be read at 0. */
    void open(String door) {
        received(door);
        accepted(door);
        duplicates(door);
        conflicting(door);
        notices(door);
    }

    /** Counts an answer that is about to leave. A request that gets none, or is refused whole, counts nothing. */
    void count(String door, BatchAnswer answer) {
        synchronized (meters) {
            received(door).increment(answer.received());
            accepted(door).increment(answer.accepted());
            duplicates(door).increment(answer.duplicates());
            conflicting(door).increment(answer.conflicting());
            if (answer.farPositions() > 0) {
                counter(
                                FAR,
                                "Positions of accepted readings that were dropped because they lie nowhere near the track",
                                door)
                        .increment(answer.farPositions());
            }
            if (answer.hiddenPositions() > 0) {
                counter(
                                HIDDEN,
                                "Positions of accepted readings that were dropped in places which their runners hide",
                                door)
                        .increment(answer.hiddenPositions());
            }
            for (BatchAnswer.Refused refused : answer.rejected()) {
                rejected(door, refused.first().reason()).increment();
            }
        }
    }

    /** Counts what was turned away before it became items. */
    void countTurnedAway(String door, List<Rejection> rejections) {
        synchronized (meters) {
            for (Rejection rejection : rejections) {
                received(door).increment(rejection.items());
                rejected(door, rejection.reason()).increment(rejection.items());
            }
        }
    }

    /** A message that is no item, such as a reader's heartbeat. */
    public void notice(String door) {
        notices(door).increment();
    }

    /** A message came over MQTT; of quality 0 its sender will never hear what became of it. */
    public void mqttMessage(String door, int qualityOfService) {
        Counter.builder(MQTT_MESSAGES)
                .description("Messages published over MQTT, by quality of service")
                .tag("door", door)
                .tag("qos", Integer.toString(qualityOfService))
                .register(meters)
                .increment();
    }

    /** A whole request was refused; none of its items was looked at. */
    public void refused(String door, int status) {
        Counter.builder(REFUSED)
                .description("Requests refused whole, by HTTP status")
                .tag("door", door)
                .tag("status", Integer.toString(status))
                .register(meters)
                .increment();
    }

    private Counter rejected(String door, String reason) {
        return Counter.builder(REJECTED)
                .description("Items refused at a door, by the first fault's reason")
                .tag("door", door)
                .tag("reason", reason)
                .register(meters);
    }

    private Counter received(String door) {
        return counter(RECEIVED, "Items that were answered at a door", door);
    }

    private Counter accepted(String door) {
        return counter(ACCEPTED, "Items that are in the log", door);
    }

    private Counter duplicates(String door) {
        return counter(DUPLICATES, "Items that were in the log already", door);
    }

    private Counter conflicting(String door) {
        return counter(CONFLICTING, "Duplicates whose content was another; the first stands", door);
    }

    private Counter notices(String door) {
        return counter(NOTICES, "Messages that are no items", door);
    }

    private Counter counter(String name, String description, String door) {
        return counters.computeIfAbsent(new Of(name, door), fresh -> Counter.builder(name)
                .description(description)
                .tag("door", door)
                .register(meters));
    }
}
