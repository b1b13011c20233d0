package dev.backstretch.sink;

import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.schemas.OutcomeRouting;
import dev.backstretch.schemas.RunSerdes;
import dev.backstretch.schemas.Topics;
import dev.backstretch.schemas.registry.InMemorySchemaRegistry;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A sink with a log, a store and a clock that the test moves. */
final class SinkBench {
    static final List<String> TOPICS = List.of(Topics.LAPS, Topics.STANDINGS, Topics.ALERTS, Topics.METRICS);

    private final OutcomeRouting routing = new OutcomeRouting(new RunSerdes(new InMemorySchemaRegistry()));
    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> log = new HashMap<>();
    private Map<TopicPartition, OffsetAndMetadata> committedByDead = Map.of();
    private final AtomicLong nanos = new AtomicLong();
    final TroubledStore store = new TroubledStore();
    final TroubledQuarantine quarantine = new TroubledQuarantine();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SinkHealth health = new SinkHealth();
    private final SinkMeters meters =
            new SinkMeters(registry, () -> health.missing().isEmpty());
    private final SinkSettings settings = new SinkSettings(
            "127.0.0.1:9092",
            Map.of(),
            "sink",
            new StoreSettings("127.0.0.1:9000", "127.0.0.1:8812", "", "", Duration.ofSeconds(1)),
            Duration.ZERO,
            100,
            Duration.ofMillis(100),
            Duration.ofSeconds(1));
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    SinkLoop loop = open();

    private SinkLoop open() {
        var opened = new SinkLoop(consumer, routing, store, quarantine, settings, meters, health, nanos::get);
        opened.subscribe();
        Set<TopicPartition> all =
                TOPICS.stream().map(topic -> new TopicPartition(topic, 0)).collect(Collectors.toSet());
        consumer.updateBeginningOffsets(all.stream().collect(Collectors.toMap(partition -> partition, p -> 0L)));
        consumer.rebalance(all);
        for (TopicPartition partition : all) {
            OffsetAndMetadata from = committedByDead.get(partition);
            long offset = from == null ? 0 : from.offset();
            consumer.seek(partition, offset);
            List<ConsumerRecord<byte[], byte[]>> records = log.getOrDefault(partition, List.of());
            records.subList((int) offset, records.size()).forEach(consumer::addRecord);
        }
        return opened;
    }

    /** The process dies with whatever it had gathered, and another goes on from the committed offsets. */
    void dieAndRestart() {
        committedByDead = committed();
        consumer = new MockConsumer<>("earliest");
        loop = open();
    }

    Map<TopicPartition, OffsetAndMetadata> committed() {
        Set<TopicPartition> all =
                TOPICS.stream().map(topic -> new TopicPartition(topic, 0)).collect(Collectors.toSet());
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>(committedByDead);
        consumer.committed(all).forEach((partition, offset) -> {
            if (offset != null) {
                committed.put(partition, offset);
            }
        });
        return committed;
    }

    long committedOf(String topic) {
        OffsetAndMetadata offset = committed().get(new TopicPartition(topic, 0));
        return offset == null ? 0 : offset.offset();
    }

    void publish(Outcome outcome) {
        publish(OutcomeRouting.topicOf(outcome), routing.serialize(outcome));
    }

    void publish(String topic, byte[] value) {
        var partition = new TopicPartition(topic, 0);
        List<ConsumerRecord<byte[], byte[]>> records = log.computeIfAbsent(partition, fresh -> new ArrayList<>());
        var record = new ConsumerRecord<>(
                topic,
                0,
                records.size(),
                Sessions.START.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                value.length,
                "s".getBytes(StandardCharsets.UTF_8),
                value,
                new RecordHeaders(),
                Optional.empty());
        records.add(record);
        consumer.addRecord(record);
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Steps until everything is read and written, with a store that works. */
    void settle() {
        for (int i = 0; i < 20; i++) {
            pass(Duration.ofSeconds(2));
            loop.step();
        }
    }

    boolean ready() {
        return health.missing().isEmpty();
    }

    double sum(String meter) {
        return registry.find(meter).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    List<String> meterNames() {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .map(Meter.Id::getName)
                .distinct()
                .sorted()
                .toList();
    }

    /** An in-memory store that can be away. */
    static final class TroubledStore implements Store {
        final InMemoryStore rows = new InMemoryStore();
        int failures;
        int attempts;

        @Override
        public void prepare() {}

        @Override
        public List<RefusedRow> write(List<Row> written) throws StoreUnavailableException {
            attempts++;
            if (failures > 0) {
                failures--;
                throw new StoreUnavailableException("away", null);
            }
            return rows.write(written);
        }

        @Override
        public SessionRows read(String sessionId) {
            return rows.read(sessionId);
        }

        @Override
        public List<LapOutcome> laps(String runner, Collection<String> sessions) {
            return rows.laps(runner, sessions);
        }

        @Override
        public List<TotalsRow> totals(String runner, Collection<String> sessions) {
            return rows.totals(runner, sessions);
        }

        @Override
        public List<StandingRow> standings(String board, String runner, Collection<String> sessions) {
            return rows.standings(board, runner, sessions);
        }

        @Override
        public List<AlertRow> alerts(String runner, Collection<String> sessions) {
            return rows.alerts(runner, sessions);
        }

        @Override
        public void close() {}
    }

    /** A quarantine that can be away. */
    static final class TroubledQuarantine implements Quarantine {
        final List<Rejection> kept = new ArrayList<>();
        int failures;

        @Override
        public void put(List<Rejection> rejections) throws QuarantineUnavailableException {
            if (failures > 0) {
                failures--;
                throw new QuarantineUnavailableException("away", new IllegalStateException());
            }
            kept.addAll(rejections);
        }

        @Override
        public void close() {}
    }
}
