package dev.backstretch.streams;

import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.schemas.Topics;
import dev.backstretch.schemas.UndecodableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the tail of {@code run.events.v1} with a consumer of its own, outside any group. */
final class KafkaEventTail implements EventTail {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Map<String, Object> consumerProperties;
    private final Deserializer<RunEvent> events;

    KafkaEventTail(Map<String, Object> consumerProperties, Deserializer<RunEvent> events) {
        this.consumerProperties = Map.copyOf(consumerProperties);
        this.events = events;
    }

    @Override
    public void read(int partition, long fromOffset, long beforeOffset, Taker taker) {
        TopicPartition source = new TopicPartition(Topics.EVENTS, partition);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(consumerProperties, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(source));
            long first = Objects.requireNonNull(
                    consumer.beginningOffsets(List.of(source)).get(source), "the first offset of " + source);
            if (fromOffset != ALL && first > fromOffset) {
                throw new LogTruncatedException(
                        source + " begins at offset " + first + ", but events from " + fromOffset
                                + " on may be in no snapshot: its retention is shorter than the snapshot interval. Restore the"
                                + " missing events, or reset the application to fold the log anew.");
            }
            consumer.seek(source, Math.max(first, fromOffset));
            while (consumer.position(source) < beforeOffset) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() < beforeOffset) {
                        take(record, taker);
                    }
                }
            }
        }
    }

    void take(ConsumerRecord<String, byte[]> record, Taker taker) {
        if (record.value() == null) {
            // rejected when it was first read, as what cannot be decoded
            return;
        }
        RunEvent event;
        try {
            event = events.deserialize(record.topic(), record.value());
        } catch (UndecodableException e) {
            // it was rejected when it was first read
            return;
        }
        taker.take(record.offset(), record.key(), event);
    }
}
