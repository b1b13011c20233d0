package dev.backstretch.board;

import dev.backstretch.schemas.access.LineLimits;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * What the board needs to know before it starts.
 *
 * @param bootstrapServers where the outcome topics live
 * @param clientProperties further properties of the Kafka client, such as its security
 * @param speed how fast the session's clock runs against the wall's, 1 for real life; pages run their clocks by it
 * @param heartbeat how often a silent stream says that it is alive
 * @param logEntries how many events of a session are kept so that a reader who lost its connection misses none
 * @param keepClosed how long a closed session stays readable
 * @param lines how many streams may be open
 */
public record BoardSettings(
        String bootstrapServers,
        Map<String, String> clientProperties,
        double speed,
        Duration heartbeat,
        int logEntries,
        Duration keepClosed,
        LineLimits lines) {
    public BoardSettings {
        Objects.requireNonNull(bootstrapServers, "bootstrapServers");
        clientProperties = Map.copyOf(clientProperties);
        if (!(speed > 0) || Double.isInfinite(speed)) {
            throw new IllegalArgumentException("speed: must be a positive number, was " + speed);
        }
        if (heartbeat.isNegative() || heartbeat.isZero()) {
            throw new IllegalArgumentException("heartbeat: must be longer than zero, was " + heartbeat);
        }
        if (logEntries < 1) {
            throw new IllegalArgumentException("logEntries: must be at least 1, was " + logEntries);
        }
        if (keepClosed.isNegative()) {
            throw new IllegalArgumentException("keepClosed: must not be negative, was " + keepClosed);
        }
    }

    /** With as many streams as usual. */
    public BoardSettings(
            String bootstrapServers,
            Map<String, String> clientProperties,
            double speed,
            Duration heartbeat,
            int logEntries,
            Duration keepClosed) {
        this(bootstrapServers, clientProperties, speed, heartbeat, logEntries, keepClosed, LineLimits.USUAL);
    }

    /** Real time, a heartbeat every 5 s, about half an hour of events, a day of closed sessions. */
    public static BoardSettings at(String bootstrapServers) {
        return new BoardSettings(bootstrapServers, Map.of(), 1.0, Duration.ofSeconds(5), 8192, Duration.ofHours(24));
    }

    /** The same with the session's clock running {@code factor} times as fast as the wall's. */
    public BoardSettings withSpeed(double factor) {
        return new BoardSettings(bootstrapServers, clientProperties, factor, heartbeat, logEntries, keepClosed, lines);
    }

    /** The same with further properties of the Kafka client. */
    public BoardSettings withClientProperties(Map<String, String> properties) {
        return new BoardSettings(bootstrapServers, properties, speed, heartbeat, logEntries, keepClosed, lines);
    }

    /** The same with another number of streams. */
    public BoardSettings withLines(LineLimits others) {
        return new BoardSettings(bootstrapServers, clientProperties, speed, heartbeat, logEntries, keepClosed, others);
    }

    /** Leaves out the client's properties: there may be secrets among them. */
    @Override
    public String toString() {
        return "BoardSettings[" + bootstrapServers + " speed=" + speed + " heartbeat=" + heartbeat + " logEntries="
                + logEntries + " keepClosed=" + keepClosed + " lines=" + lines + "]";
    }
}
