package dev.backstretch.streams;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the topology is run.
 *
 * @param bootstrapServers Kafka's addresses, {@code host:port[,…]}
 * @param applicationId the consumer group and the prefix of the changelog
 * @param stateFolder where Kafka Streams keeps its lock and checkpoint files
 * @param commitInterval the longest time an outcome waits for its transaction
 * @param snapshotEveryOffsets how many input offsets a session may be ahead of its snapshot
 * @param threads stream threads: one for every two cores
 * @param instanceId names this instance in the group so that a restart is no rebalance; null leaves it unnamed
 * @param client further properties for every Kafka client, such as security
 */
public record StreamsSettings(
        String bootstrapServers,
        String applicationId,
        Path stateFolder,
        Duration commitInterval,
        int snapshotEveryOffsets,
        int threads,
        @Nullable String instanceId,
        Map<String, String> client) {
    public static final String DEFAULT_APPLICATION_ID = "backstretch-streams";
    public static final Duration DEFAULT_COMMIT_INTERVAL = Duration.ofMillis(50);
    public static final int DEFAULT_SNAPSHOT_EVERY_OFFSETS = 20_000;

    public StreamsSettings {
        client = Map.copyOf(client);
        List<String> problems = new ArrayList<>();
        if (bootstrapServers.isBlank()) {
            problems.add("bootstrapServers: must name at least one host:port");
        }
        if (commitInterval.isNegative() || commitInterval.isZero()) {
            problems.add("commitInterval: must be longer than 0, was " + commitInterval);
        }
        if (snapshotEveryOffsets < 1) {
            problems.add("snapshotEveryOffsets: must be at least 1, was " + snapshotEveryOffsets);
        }
        if (threads < 1) {
            problems.add("threads: must be at least 1, was " + threads);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /**
     * What lies at least between two commits that laps and alerts ask for before their interval is over: with many runners at
     * the line, half of it costs little more than the interval does.
     */
    Duration promptCommitGap() {
        return commitInterval.dividedBy(2);
    }

    /** Leaves out the clients' properties: there may be secrets among them. */
    @Override
    public String toString() {
        return "StreamsSettings[" + bootstrapServers + " applicationId=" + applicationId + " stateFolder=" + stateFolder
                + " commitInterval=" + commitInterval + " snapshotEveryOffsets=" + snapshotEveryOffsets + " threads="
                + threads + " instanceId=" + instanceId + "]";
    }

    /** The defaults for one machine. */
    public static StreamsSettings of(String bootstrapServers, Path stateFolder) {
        return new StreamsSettings(
                bootstrapServers,
                DEFAULT_APPLICATION_ID,
                stateFolder,
                DEFAULT_COMMIT_INTERVAL,
                DEFAULT_SNAPSHOT_EVERY_OFFSETS,
                1,
                null,
                Map.of());
    }
}
