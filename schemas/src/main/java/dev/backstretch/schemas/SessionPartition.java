package dev.backstretch.schemas;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * Where a session's records lie: the same partition in each topic that is partitioned by session, and the one that
 * Kafka's own partitioner would choose for the session id as key.
 */
public final class SessionPartition {
    private SessionPartition() {}

    public static int of(String sessionId, int partitions) {
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions: at least 1, not " + partitions);
        }
        return Utils.toPositive(Utils.murmur2(sessionId.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
