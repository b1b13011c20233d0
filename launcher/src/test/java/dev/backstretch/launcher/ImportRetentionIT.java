package dev.backstretch.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.ingest.IngestSettings;
import dev.backstretch.ingest.KafkaEventLog;
import dev.backstretch.schemas.RunSerdes;
import dev.backstretch.schemas.TopicCatalogue;
import dev.backstretch.schemas.Topics;
import dev.backstretch.schemas.registry.InMemorySchemaRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Retention and the roll of segments go by when a door received something, never by when it was run. */
class ImportRetentionIT {
    private static final Instant RUN_IN = Instant.parse("2013-05-12T07:30:00Z");
    private static final String CONTROL = "stamped-by-device";
    private static final Map<String, String> ROLLS_EACH_SECOND = Map.of("segment.ms", "1000");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void aRunOf2013ThatIsImportedNowIsStillInTheLogAfterASegmentRoll(@TempDir Path folder) throws Exception {
        var serdes = new RunSerdes(new InMemorySchemaRegistry());
        Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
        try (var broker = new EmbeddedBroker(
                folder, 0, Map.of("log.retention.check.interval.ms", "300", "log.initial.task.delay.ms", "300"))) {
            broker.start();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                TopicCatalogue.createMissing(admin, 1, (short) 1, Map.of(Topics.EVENTS, ROLLS_EACH_SECOND));
                var control = new HashMap<>(TopicCatalogue.topic(Topics.EVENTS).settings());
                control.putAll(ROLLS_EACH_SECOND);
                admin.createTopics(List.of(new NewTopic(CONTROL, 1, (short) 1).configs(control)))
                        .all()
                        .get();
                var sent = new ArrayList<RunEvent>();
                try (var log = new KafkaEventLog(IngestSettings.at(broker.bootstrapServers()), serdes)) {
                    for (int i = 0; i < 4; i++) {
                        // Received seconds apart, so that each second one begins a segment.
                        RunEvent event = imported(i, now.plusSeconds(2L * i));
                        sent.add(event);
                        log.append(event).toCompletableFuture().get(30, TimeUnit.SECONDS);
                    }
                }
                stampByDevice(broker, now);

                // The same records with the device's time go, which shows that retention looked at both topics.
                awaitDeletion(admin);
                TimeUnit.SECONDS.sleep(1);
                assertThat(segments(folder)).as("segments of the log").isGreaterThan(1);
                assertThat(read(broker, serdes)).isEqualTo(sent);
            }
        }
    }

    private static RunEvent imported(int number, Instant receivedAt) {
        return new RunEvent(
                "imported-" + number,
                "the-2013-run",
                "r1",
                RUN_IN.plusSeconds(number),
                receivedAt,
                Origin.of(Origin.Kind.FILE),
                new EventBody.Readings(List.of(reading(number))));
    }

    private static Reading reading(int number) {
        return new Reading(
                "reading-" + number,
                RUN_IN.plusSeconds(number),
                18.796 + 0.00003 * number,
                98.953,
                4,
                3.3,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                140 + number,
                Double.NaN,
                Double.NaN,
                List.of());
    }

    private static void stampByDevice(EmbeddedBroker broker, Instant now) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (Instant stamp : List.of(RUN_IN, RUN_IN.plusSeconds(2), now)) {
                producer.send(new ProducerRecord<>(CONTROL, 0, stamp.toEpochMilli(), new byte[0], new byte[] {1}))
                        .get(30, TimeUnit.SECONDS);
            }
        }
    }

    private static void awaitDeletion(Admin admin) throws Exception {
        var partition = new TopicPartition(CONTROL, 0);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (admin.listOffsets(Map.of(partition, OffsetSpec.earliest()))
                        .partitionResult(partition)
                        .get()
                        .offset()
                < 2) {
            assertThat(System.nanoTime()).as("nothing was deleted").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static int segments(Path folder) {
        String[] files = folder.resolve("logs")
                .resolve(Topics.EVENTS + "-0")
                .toFile()
                .list((directory, name) -> name.endsWith(".log"));
        return files == null ? 0 : files.length;
    }

    private static List<RunEvent> read(EmbeddedBroker broker, RunSerdes serdes) {
        var found = new ArrayList<RunEvent>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(Topics.EVENTS, 0)));
            consumer.seekToBeginning(consumer.assignment());
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (found.size() < 4 && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    found.add(serdes.events().deserializer().deserialize(Topics.EVENTS, record.value()));
                }
            }
        }
        return found;
    }
}
