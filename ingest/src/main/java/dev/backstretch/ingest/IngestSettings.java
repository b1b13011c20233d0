package dev.backstretch.ingest;

import dev.backstretch.schemas.access.LineLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the doors need to know.
 *
 * @param bootstrapServers Kafka's addresses, {@code host:port} separated by commas
 * @param instanceId a stable name of this instance, unlike any other's, so that a restart takes its partitions' session
 *     clocks back at once; null when instances come and go
 * @param kafka further properties of every Kafka client, such as its security
 * @param maximumBodyBytes the largest body of a live door
 * @param maximumItems the most items of one request
 * @param maximumInFlightBytes bodies that may await the log's acknowledgement at one time
 * @param rememberedEvents event identities remembered for each session, to recognise a repeat at the door
 * @param dawdleLimit how long a request may take to arrive
 * @param writeLimit how long the log may take to acknowledge
 * @param settleWindow how long a closed session's doors stay open
 * @param silenceLimit a session without events for this long is closed
 * @param lengthLimit a session is closed after this long
 * @param quotas how many items a second may come
 * @param lines how many WebSockets and MQTT connections may stay open
 */
public record IngestSettings(
        String bootstrapServers,
        @Nullable String instanceId,
        Map<String, String> kafka,
        int maximumBodyBytes,
        int maximumItems,
        long maximumInFlightBytes,
        int rememberedEvents,
        Duration dawdleLimit,
        Duration writeLimit,
        Duration settleWindow,
        Duration silenceLimit,
        Duration lengthLimit,
        QuotaSettings quotas,
        LineLimits lines) {

    public IngestSettings {
        Objects.requireNonNull(bootstrapServers, "bootstrapServers");
        kafka = Map.copyOf(kafka);
        List<String> problems = new ArrayList<>();
        if (bootstrapServers.isBlank()) {
            problems.add("bootstrapServers is empty: name at least one host:port");
        }
        atLeast(problems, "maximumBodyBytes", maximumBodyBytes, 1_024);
        atLeast(problems, "maximumItems", maximumItems, 1);
        atLeast(problems, "maximumInFlightBytes", maximumInFlightBytes, maximumBodyBytes);
        atLeast(problems, "rememberedEvents", rememberedEvents, maximumItems);
        positive(problems, "dawdleLimit", dawdleLimit);
        positive(problems, "writeLimit", writeLimit);
        positive(problems, "settleWindow", settleWindow);
        positive(problems, "silenceLimit", silenceLimit);
        positive(problems, "lengthLimit", lengthLimit);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** With as many lines as usual. */
    public IngestSettings(
            String bootstrapServers,
            @Nullable String instanceId,
            Map<String, String> kafka,
            int maximumBodyBytes,
            int maximumItems,
            long maximumInFlightBytes,
            int rememberedEvents,
            Duration dawdleLimit,
            Duration writeLimit,
            Duration settleWindow,
            Duration silenceLimit,
            Duration lengthLimit,
            QuotaSettings quotas) {
        this(
                bootstrapServers,
                instanceId,
                kafka,
                maximumBodyBytes,
                maximumItems,
                maximumInFlightBytes,
                rememberedEvents,
                dawdleLimit,
                writeLimit,
                settleWindow,
                silenceLimit,
                lengthLimit,
                quotas,
                LineLimits.USUAL);
    }

    /** With the usual quotas. */
    public IngestSettings(
            String bootstrapServers,
            @Nullable String instanceId,
            Map<String, String> kafka,
            int maximumBodyBytes,
            int maximumItems,
            long maximumInFlightBytes,
            int rememberedEvents,
            Duration dawdleLimit,
            Duration writeLimit,
            Duration settleWindow,
            Duration silenceLimit,
            Duration lengthLimit) {
        this(
                bootstrapServers,
                instanceId,
                kafka,
                maximumBodyBytes,
                maximumItems,
                maximumInFlightBytes,
                rememberedEvents,
                dawdleLimit,
                writeLimit,
                settleWindow,
                silenceLimit,
                lengthLimit,
                QuotaSettings.USUAL);
    }

    /** The limits that users are told of, against the given servers. */
    public static IngestSettings at(String bootstrapServers) {
        return new IngestSettings(
                bootstrapServers,
                null,
                Map.of(),
                8 * 1024 * 1024,
                10_000,
                32L * 1024 * 1024,
                65_536,
                Duration.ofSeconds(20),
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                Duration.ofMinutes(30),
                Duration.ofHours(12));
    }

    /** The same with further properties of every Kafka client. */
    public IngestSettings withClientProperties(Map<String, String> properties) {
        return new IngestSettings(
                bootstrapServers,
                instanceId,
                properties,
                maximumBodyBytes,
                maximumItems,
                maximumInFlightBytes,
                rememberedEvents,
                dawdleLimit,
                writeLimit,
                settleWindow,
                silenceLimit,
                lengthLimit,
                quotas,
                lines);
    }

    /** The same with other quotas. */
    public IngestSettings withQuotas(QuotaSettings others) {
        return new IngestSettings(
                bootstrapServers,
                instanceId,
                kafka,
                maximumBodyBytes,
                maximumItems,
                maximumInFlightBytes,
                rememberedEvents,
                dawdleLimit,
                writeLimit,
                settleWindow,
                silenceLimit,
                lengthLimit,
                others,
                lines);
    }

    /** Leaves out the clients' properties: there may be secrets among them. */
    @Override
    public String toString() {
        return "IngestSettings[" + bootstrapServers + " instanceId=" + instanceId + " maximumBodyBytes="
                + maximumBodyBytes + " maximumItems=" + maximumItems + " maximumInFlightBytes=" + maximumInFlightBytes
                + " rememberedEvents=" + rememberedEvents + " dawdleLimit=" + dawdleLimit + " writeLimit=" + writeLimit
                + " settleWindow=" + settleWindow + " silenceLimit=" + silenceLimit + " lengthLimit=" + lengthLimit
                + " quotas=" + quotas + " lines=" + lines + "]";
    }

    /** The same under a stable name. */
    public IngestSettings as(String stableInstanceId) {
        return new IngestSettings(
                bootstrapServers,
                stableInstanceId,
                kafka,
                maximumBodyBytes,
                maximumItems,
                maximumInFlightBytes,
                rememberedEvents,
                dawdleLimit,
                writeLimit,
                settleWindow,
                silenceLimit,
                lengthLimit,
                quotas,
                lines);
    }

    /** The same with another number of open lines. */
    public IngestSettings withLines(LineLimits others) {
        return new IngestSettings(
                bootstrapServers,
                instanceId,
                kafka,
                maximumBodyBytes,
                maximumItems,
                maximumInFlightBytes,
                rememberedEvents,
                dawdleLimit,
                writeLimit,
                settleWindow,
                silenceLimit,
                lengthLimit,
                quotas,
                others);
    }

    private static void atLeast(List<String> problems, String key, long value, long lowest) {
        if (value < lowest) {
            problems.add(key + " is " + value + ": at least " + lowest);
        }
    }

    private static void positive(List<String> problems, String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            problems.add(key + " is " + value + ": longer than nothing");
        }
    }
}
