package dev.backstretch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.launcher.EmbeddedBroker;
import dev.backstretch.replay.ComparisonReport;
import dev.backstretch.replay.OutcomeRecord;
import dev.backstretch.schemas.RunSerdes;
import dev.backstretch.schemas.SessionPartition;
import dev.backstretch.schemas.TopicCatalogue;
import dev.backstretch.schemas.Topics;
import dev.backstretch.schemas.registry.InMemorySchemaRegistry;
import dev.backstretch.simulator.Camp;
import dev.backstretch.simulator.CampOptions;
import dev.backstretch.streams.StreamsService;
import dev.backstretch.streams.StreamsSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the topology puts out on a real broker is the plain fold of the log, payload for payload. */
class OracleIT {
    private static final Instant START = Instant.parse("2026-11-20T06:00:00Z");
    private static final List<String> SESSIONS = List.of("dawn", "noon", "dusk");
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final byte[] NO_EVENT = {0, 0, 0, 0, 1, 99};

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(ints = {1, 12})
    void theTopicsEqualThePlainFoldOfTheLog(int partitions) throws Exception {
        var serdes = new RunSerdes(new InMemorySchemaRegistry());
        try (var broker = new EmbeddedBroker(folder.resolve("broker"), 0)) {
            broker.start();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                TopicCatalogue.createMissing(admin, partitions);
            }
            var proof = new SessionProof(broker.bootstrapServers(), serdes);
            try (var streams = new StreamsService(
                    StreamsSettings.of(broker.bootstrapServers(), folder.resolve("streams")),
                    serdes,
                    new SimpleMeterRegistry())) {
                streams.start();
                publish(broker.bootstrapServers(), serdes, partitions);
                for (String session : SESSIONS) {
                    Await.until("the last frame of " + session, PATIENCE, () -> proof.isComplete(session));
                }
            }
            for (String session : SESSIONS) {
                verify(session, proof);
            }
        }
    }

    private static void verify(String session, SessionProof proof) {
        ComparisonReport report = proof.topicsAgainstOracle(session);
        assertThat(report.same()).as(report.toString()).isTrue();

        Map<String, List<OutcomeRecord>> outcomes = proof.outcomes(session);
        assertThat(outcomes.get(Topics.LAPS))
                .as("each of two runners ran a lap forwards and one backwards")
                .extracting(record ->
                        ((LapOutcome) record.outcome()).runnerId() + " " + ((LapOutcome) record.outcome()).lap())
                .contains("r001 1", "r001 2", "r002 1", "r002 2");
        assertThat(outcomes.get(Topics.REJECTIONS))
                .as("bytes that are no event")
                .anySatisfy(record -> {
                    Rejection rejection = (Rejection) record.outcome();
                    assertThat(rejection.reason()).isEqualTo("UNDECODABLE");
                    assertThat(rejection.sourceTopic()).isEqualTo(Topics.EVENTS);
                    assertThat(rejection.payload()).isEqualTo(NO_EVENT);
                });

        var twice = new NothingTwice();
        proof.tell(session, new NothingLost(), twice, new InOrderPerSession());
        assertThat(twice.violations()).isEmpty();
    }

    /** Sessions interleaved event by event, and in the middle of each some bytes that are none. */
    private static void publish(String bootstrapServers, RunSerdes serdes, int partitions) {
        List<List<RunEvent>> logs = new ArrayList<>();
        for (int i = 0; i < SESSIONS.size(); i++) {
            String session = SESSIONS.get(i);
            logs.add(Camp.of(CampOptions.demo(session, 7 + i, START).withRunners(2))
                    .events(SessionPartition.of(session, partitions)));
        }
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", 5),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            int longest = logs.stream().mapToInt(List::size).max().orElseThrow();
            for (int at = 0; at < longest; at++) {
                for (List<RunEvent> log : logs) {
                    if (at >= log.size()) {
                        continue;
                    }
                    RunEvent event = log.get(at);
                    if (at == log.size() / 2) {
                        var unused = producer.send(record(event, partitions, NO_EVENT));
                    }
                    var unused = producer.send(record(
                            event, partitions, serdes.events().serializer().serialize(Topics.EVENTS, event)));
                }
            }
            producer.flush();
        }
    }

    private static ProducerRecord<byte[], byte[]> record(RunEvent event, int partitions, byte[] value) {
        return new ProducerRecord<>(
                Topics.EVENTS,
                SessionPartition.of(event.sessionId(), partitions),
                event.receivedAt().toEpochMilli(),
                event.sessionId().getBytes(StandardCharsets.UTF_8),
                value);
    }
}
