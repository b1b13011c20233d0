package dev.backstretch.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.launcher.EmbeddedBroker;
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
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;

/**
 * How long the whole topology takes to work off a log that is there, against a Streams application that only passes the same
 * log through: the same broker, the same settings, exactly once, in turns, the medians compared. A last run of the topology
 * is sampled for what costs most.
 */
final class DrainBenchmark {
    private static final int PARTITIONS = 12;
    private static final int RUNNERS = 12;
    private static final String PASSED_ON = "bench.passed-on";
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");

    private final int sessions;
    private final int rounds;
    private final PrintWriter out;
    private final RunSerdes serdes = new RunSerdes(new InMemorySchemaRegistry());
    private int applications;

    /**
     * @param sessions of 12 runners each in the log
     * @param rounds how often each of the two is timed
     */
    DrainBenchmark(int sessions, int rounds, PrintWriter out) {
        this.sessions = sessions;
        this.rounds = rounds;
        this.out = out;
    }

    ObjectNode measure() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("backstretch-drain-");
        try (var broker = new EmbeddedBroker(folder.resolve("broker"), 0)) {
            broker.start();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                TopicCatalogue.createMissing(admin, PARTITIONS);
                admin.createTopics(List.of(new NewTopic(PASSED_ON, PARTITIONS, (short) 1)))
                        .all()
                        .get();
                long records = publish(broker.bootstrapServers());
                long log = total(ends(admin));
                say(records + " records in the log");
                var passed = new ArrayList<Double>();
                var folded = new ArrayList<Double>();
                for (int round = 0; round < rounds; round++) {
                    passed.add(drainPassThrough(broker, admin, folder, log));
                    folded.add(drainTopology(broker, admin, folder, log));
                    say(String.format(
                            Locale.ROOT,
                            "round %d of %d: passed through in %.2f s, folded in %.2f s",
                            round + 1,
                            rounds,
                            passed.get(round),
                            folded.get(round)));
                }
                return report(records, passed, folded, costs(broker, admin, folder, log));
            }
        } catch (ExecutionException failed) {
            throw new IOException("the broker refused: " + failed.getCause(), failed);
        } finally {
            delete(folder);
        }
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }

    /** All sessions, one event of each in turn, as they would come if they ran at one time. */
    private long publish(String bootstrapServers) {
        List<List<RunEvent>> logs = IntStream.range(0, sessions)
                .mapToObj(i -> Camp.of(
                                CampOptions.demo("drain-" + i, 7 + i, START).withRunners(RUNNERS))
                        .events(SessionPartition.of("drain-" + i, PARTITIONS)))
                .toList();
        int longest = logs.stream().mapToInt(List::size).max().orElse(0);
        long records = 0;
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "compression.type", "lz4", "linger.ms", 5),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int at = 0; at < longest; at++) {
                for (List<RunEvent> log : logs) {
                    if (at < log.size()) {
                        RunEvent event = log.get(at);
                        var unused = producer.send(new ProducerRecord<>(
                                Topics.EVENTS,
                                SessionPartition.of(event.sessionId(), PARTITIONS),
                                event.receivedAt().toEpochMilli(),
                                event.sessionId().getBytes(StandardCharsets.UTF_8),
                                serdes.events().serializer().serialize(Topics.EVENTS, event)));
                        records++;
                    }
                }
            }
            producer.flush();
        }
        return records;
    }

    private double drainTopology(EmbeddedBroker broker, Admin admin, Path folder, long log)
            throws InterruptedException, ExecutionException {
        String application = "bench-fold-" + applications++;
        StreamsSettings defaults = StreamsSettings.of(broker.bootstrapServers(), folder.resolve(application));
        var settings = new StreamsSettings(
                defaults.bootstrapServers(),
                application,
                defaults.stateFolder(),
                defaults.commitInterval(),
                defaults.snapshotEveryOffsets(),
                defaults.threads(),
                null,
                Map.of());
        try (var service = new StreamsService(settings, serdes, new SimpleMeterRegistry())) {
            service.start();
            return seconds(service::isRunning, admin, application, log);
        }
    }

    private double drainPassThrough(EmbeddedBroker broker, Admin admin, Path folder, long log)
            throws InterruptedException, ExecutionException {
        String application = "bench-pass-" + applications++;
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        properties.put(
                StreamsConfig.STATE_DIR_CONFIG, folder.resolve(application).toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, StreamsSettings.DEFAULT_COMMIT_INTERVAL.toMillis());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        properties.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 * 1024);
        Topology topology = new Topology().addSource("read", Topics.EVENTS).addSink("pass-on", PASSED_ON, "read");
        try (var streams = new KafkaStreams(topology, properties)) {
            streams.start();
            return seconds(() -> streams.state() == KafkaStreams.State.RUNNING, admin, application, log);
        }
    }

    /** From running to the last offset committed. */
    private static double seconds(BooleanSupplier running, Admin admin, String application, long log)
            throws InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!running.getAsBoolean()) {
            pause(deadline, application);
        }
        long started = System.nanoTime();
        while (committed(admin, application) < log) {
            pause(deadline, application);
        }
        return (System.nanoTime() - started) / 1e9;
    }

    private static void pause(long deadline, String application) {
        if (System.nanoTime() > deadline) {
            throw new IllegalStateException(application + " did not work off the log within " + PATIENCE);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }

    private static Map<TopicPartition, Long> ends(Admin admin) throws InterruptedException, ExecutionException {
        var wanted = new HashMap<TopicPartition, OffsetSpec>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            wanted.put(new TopicPartition(Topics.EVENTS, partition), OffsetSpec.latest());
        }
        var ends = new HashMap<TopicPartition, Long>();
        admin.listOffsets(wanted).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private static long committed(Admin admin, String application) throws InterruptedException, ExecutionException {
        var offsets = new HashMap<TopicPartition, Long>();
        for (Map.Entry<TopicPartition, OffsetAndMetadata> entry : admin.listConsumerGroupOffsets(application)
                .partitionsToOffsetAndMetadata()
                .get()
                .entrySet()) {
            if (entry.getKey().topic().equals(Topics.EVENTS) && entry.getValue() != null) {
                offsets.put(entry.getKey(), entry.getValue().offset());
            }
        }
        return total(offsets);
    }

    private static long total(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The methods of ours or of Kafka's that the topology's thread was in most often, innermost first. */
    private ArrayNode costs(EmbeddedBroker broker, Admin admin, Path folder, long log)
            throws IOException, InterruptedException, ExecutionException {
        Path file = folder.resolve("drain.jfr");
        try (var recording = new Recording()) {
            recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
            recording.start();
            drainTopology(broker, admin, folder, log);
            recording.stop();
            recording.dump(file);
        }
        var counts = new HashMap<String, Integer>();
        int samples = 0;
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            String where = ownMethod(event);
            if (where != null) {
                counts.merge(where, 1, Integer::sum);
                samples++;
            }
        }
        ArrayNode costs = JsonNodeFactory.instance.arrayNode();
        int all = samples;
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(3)
                .forEach(entry -> costs.addObject()
                        .put("method", entry.getKey())
                        .put("share", Math.round(1000.0 * entry.getValue() / all) / 1000.0));
        return costs;
    }

    private static @Nullable String ownMethod(RecordedEvent event) {
        if (!event.getEventType().getName().equals("jdk.ExecutionSample")
                || event.getThread("sampledThread") == null
                || !event.getThread("sampledThread").getJavaName().contains("StreamThread")
                || event.getStackTrace() == null) {
            return null;
        }
        for (RecordedFrame frame : event.getStackTrace().getFrames()) {
            String type = frame.getMethod().getType().getName();
            if (type.startsWith("dev.backstretch.") || type.startsWith("org.apache.kafka.")) {
                return type + "." + frame.getMethod().getName();
            }
        }
        return null;
    }

    private ObjectNode report(long records, List<Double> passed, List<Double> folded, ArrayNode costs)
            throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("benchmark", "drain");
        json.put(
                "what",
                "the topology and a Streams pass-through of the same log, exactly once, in turns; seconds from running"
                        + " to the last offset committed");
        json.set("machine", Machine.json());
        json.put("sessions", sessions);
        json.put("runnersEach", RUNNERS);
        json.put("records", records);
        json.put("rounds", rounds);
        ArrayNode passedSeconds = json.putArray("passThroughSeconds");
        passed.forEach(seconds -> passedSeconds.add(rounded(seconds)));
        ArrayNode foldedSeconds = json.putArray("topologySeconds");
        folded.forEach(seconds -> foldedSeconds.add(rounded(seconds)));
        json.put("passThroughRecordsPerSecond", Math.round(records / median(passed)));
        json.put("topologyRecordsPerSecond", Math.round(records / median(folded)));
        json.put("ratio", rounded(median(passed) / median(folded)));
        json.set("largestCosts", costs);
        return json;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
        }
    }
}
