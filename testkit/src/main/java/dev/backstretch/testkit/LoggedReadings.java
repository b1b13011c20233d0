package dev.backstretch.testkit;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.schemas.RunSerdes;
import dev.backstretch.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** How often each reading is in the log. */
public final class LoggedReadings {
    private LoggedReadings() {}

    /** By session, runner and event id, with bars between. */
    public static Map<String, Integer> count(String bootstrapServers, RunSerdes serdes) {
        Map<String, Integer> counts = new HashMap<>();
        try (var consumer = new KafkaConsumer<String, byte[]>(
                Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", "false"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.EVENTS).stream()
                    .map(one -> new TopicPartition(Topics.EVENTS, one.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    RunEvent event = serdes.events().deserializer().deserialize(Topics.EVENTS, record.value());
                    if (event.body() instanceof EventBody.Readings readings) {
                        for (Reading reading : readings.readings()) {
                            counts.merge(
                                    event.sessionId() + "|" + event.runnerId() + "|" + reading.readingId(),
                                    1,
                                    Integer::sum);
                        }
                    }
                }
            }
        }
        return counts;
    }
}
