package dev.backstretch.ingest;

import dev.backstretch.schemas.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Ownership by membership of a consumer group on {@code run.sessions.v1}: whose clock beats for a partition, and who takes
 * over, is Kafka's business. Nothing is read through it.
 */
final class GroupOwnership implements SessionClock.PartitionOwnership {
    private static final String GROUP = "backstretch-session-clock";

    private static final Duration WAIT_FOR_ASSIGNMENT = Duration.ofMillis(100);

    private final KafkaConsumer<String, byte[]> consumer;
    private boolean subscribed;

    GroupOwnership(IngestSettings settings) {
        Map<String, Object> group = new HashMap<>();
        group.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        group.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
        group.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_500);
        if (settings.instanceId() != null) {
            // Back after a crash under the same name, it need not wait for its own ghost.
            group.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, settings.instanceId());
        }
        this.consumer = KafkaClients.consumer(settings, "session-clock", group);
    }

    @Override
    public Set<Integer> owned() {
        if (!subscribed) {
            consumer.subscribe(Set.of(Topics.SESSIONS), new Pausing());
            subscribed = true;
        }
        // Keeps the membership; paused partitions give nothing. Who owns nothing has no beat to keep.
        consumer.poll(consumer.assignment().isEmpty() ? WAIT_FOR_ASSIGNMENT : Duration.ZERO);
        return consumer.assignment().stream().map(TopicPartition::partition).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(2))
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }

    private final class Pausing implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            // The next beat sees the assignment without them.
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            consumer.pause(assigned);
        }
    }
}
