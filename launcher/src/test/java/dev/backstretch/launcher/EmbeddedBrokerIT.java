package dev.backstretch.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
    @Test
    void recordsAreStillThereAfterARestart(@TempDir Path folder) throws Exception {
        try (var broker = new EmbeddedBroker(folder, 0)) {
            broker.start();
            createTopic(broker, "kept");
            write(broker, "kept", "first");
        }
        try (var broker = new EmbeddedBroker(folder, 0)) {
            broker.start();
            write(broker, "kept", "second");
            assertThat(read(broker, "kept", 2)).containsExactly("first", "second");
        }
    }

    @Test
    void afterAFirstStartThatCameToNothingTheNextOneStarts(@TempDir Path folder) throws Exception {
        try (var broken = new EmbeddedBroker(folder, 0, Map.of("log.retention.hours", "many"))) {
            assertThatThrownBy(broken::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("log.retention.hours");
        }
        try (var broker = new EmbeddedBroker(folder, 0)) {
            broker.start();
            createTopic(broker, "kept");
            write(broker, "kept", "first");
            assertThat(read(broker, "kept", 1)).containsExactly("first");
        }
    }

    /** A broker that stops does not tell the controller, so for the next start it is one that died. */
    @Test
    void aTransactionThatNobodyEndedHidesNothingAfterTheNextStart(@TempDir Path folder) throws Exception {
        KafkaProducer<String, String> producer;
        try (var broker = new EmbeddedBroker(folder, 0)) {
            broker.start();
            createTopic(broker, "cut");
            producer = writeWithoutCommit(broker, "cut");
        }
        producer.close(Duration.ZERO);
        try (var broker = new EmbeddedBroker(folder, 0)) {
            broker.start();
            write(broker, "cut", "after");
            assertThat(read(broker, "cut", 1)).containsExactly("after");
        }
    }

    @Test
    void aSecondBrokerOnTheSameFolderIsTurnedAwayWithAReason(@TempDir Path folder) throws Exception {
        try (var broker = new EmbeddedBroker(folder, 0);
                var second = new EmbeddedBroker(folder, 0)) {
            broker.start();
            assertThatThrownBy(second::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("--data");
            createTopic(broker, "unharmed");
            write(broker, "unharmed", "value");
            assertThat(read(broker, "unharmed", 1)).containsExactly("value");
        }
    }

    @Test
    void aTakenPortIsNamed(@TempDir Path folder) throws Exception {
        try (var broker = new EmbeddedBroker(folder.resolve("first"), 0)) {
            broker.start();
            try (var second = new EmbeddedBroker(folder.resolve("second"), broker.port())) {
                assertThatThrownBy(second::start)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("port " + broker.port())
                        .hasMessageContaining("kafka.port");
            }
            assertThat(folder.resolve("second").resolve("logs")).doesNotExist();
        }
    }

    private static void createTopic(EmbeddedBroker broker, String topic)
            throws InterruptedException, ExecutionException {
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    private static void write(EmbeddedBroker broker, String topic, String value)
            throws InterruptedException, ExecutionException {
        try (var producer = new KafkaProducer<String, String>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    private static KafkaProducer<String, String> writeWithoutCommit(EmbeddedBroker broker, String topic)
            throws InterruptedException, ExecutionException {
        var producer = new KafkaProducer<String, String>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "transactional.id",
                        "cut-off",
                        "transaction.timeout.ms",
                        "1000"),
                new StringSerializer(),
                new StringSerializer());
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, "never committed")).get();
        return producer;
    }

    private static List<String> read(EmbeddedBroker broker, String topic, int count) {
        try (var consumer = new KafkaConsumer<String, String>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "auto.offset.reset",
                        "earliest",
                        "isolation.level",
                        "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            var values = new ArrayList<String>();
            long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
            return values;
        }
    }
}
