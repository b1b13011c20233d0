package dev.backstretch.sink;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * How outcomes get from the topics into the store.
 *
 * @param bootstrapServers the brokers
 * @param clientProperties further properties of every Kafka client, such as its security
 * @param groupId consumer group; instances of one group share the partitions
 * @param store where the rows go
 * @param linger how long rows are gathered into one write; a store works better on few large writes
 * @param maximumBatchRecords how many records are gathered at most; beyond, reading waits
 * @param firstRetryAfter how long to wait after a store's first failure; doubled from there
 * @param retryAtLeastEvery the longest wait between two attempts
 */
public record SinkSettings(
        String bootstrapServers,
        Map<String, String> clientProperties,
        String groupId,
        StoreSettings store,
        Duration linger,
        int maximumBatchRecords,
        Duration firstRetryAfter,
        Duration retryAtLeastEvery) {
    public static final String DEFAULT_GROUP_ID = "backstretch-sink";
    public static final Duration DEFAULT_LINGER = Duration.ofMillis(500);
    public static final int DEFAULT_MAXIMUM_BATCH_RECORDS = 10_000;
    public static final Duration DEFAULT_FIRST_RETRY_AFTER = Duration.ofMillis(100);
    public static final Duration DEFAULT_RETRY_AT_LEAST_EVERY = Duration.ofSeconds(5);

    public SinkSettings {
        clientProperties = Map.copyOf(clientProperties);
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("bootstrapServers: at least one host:port");
        }
        if (groupId.isBlank()) {
            throw new IllegalArgumentException("groupId: must not be blank");
        }
        Objects.requireNonNull(store, "store");
        if (linger.isNegative() || linger.compareTo(Duration.ofSeconds(30)) > 0) {
            throw new IllegalArgumentException("linger: 0 to 30 s, not " + linger);
        }
        if (maximumBatchRecords < 1) {
            throw new IllegalArgumentException("maximumBatchRecords: at least 1, not " + maximumBatchRecords);
        }
        if (firstRetryAfter.isNegative() || firstRetryAfter.isZero()) {
            throw new IllegalArgumentException("firstRetryAfter: more than 0, not " + firstRetryAfter);
        }
        if (retryAtLeastEvery.compareTo(firstRetryAfter) < 0) {
            throw new IllegalArgumentException(
                    "retryAtLeastEvery: at least firstRetryAfter, " + firstRetryAfter + ", not " + retryAtLeastEvery);
        }
    }

    /** All but the addresses as it comes. */
    public static SinkSettings of(String bootstrapServers, StoreSettings store) {
        return new SinkSettings(
                bootstrapServers,
                Map.of(),
                DEFAULT_GROUP_ID,
                store,
                DEFAULT_LINGER,
                DEFAULT_MAXIMUM_BATCH_RECORDS,
                DEFAULT_FIRST_RETRY_AFTER,
                DEFAULT_RETRY_AT_LEAST_EVERY);
    }

    /** The same with further properties of every Kafka client. */
    public SinkSettings withClientProperties(Map<String, String> properties) {
        return new SinkSettings(
                bootstrapServers,
                properties,
                groupId,
                store,
                linger,
                maximumBatchRecords,
                firstRetryAfter,
                retryAtLeastEvery);
    }

    /** Leaves out the clients' properties: there may be secrets among them. */
    @Override
    public String toString() {
        return "SinkSettings[" + bootstrapServers + " groupId=" + groupId + " store=" + store + " linger=" + linger
                + " maximumBatchRecords=" + maximumBatchRecords + " firstRetryAfter=" + firstRetryAfter
                + " retryAtLeastEvery=" + retryAtLeastEvery + "]";
    }
}
