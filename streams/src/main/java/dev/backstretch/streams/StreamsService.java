package dev.backstretch.streams;

import dev.backstretch.schemas.RunSerdes;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the topology: exactly once, from where it last committed. */
public final class StreamsService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsService.class);
    private static final Duration IDLE_SNAPSHOT_INTERVAL = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);
    private static final int BATCH_BYTES = 128 * 1024;
    /** A dead instance's transaction blocks its successor for this long (design D7). */
    private static final int TRANSACTION_TIMEOUT_MILLIS = 5_000;

    private static final int SESSION_TIMEOUT_MILLIS = 6_000;
    private static final int HEARTBEAT_MILLIS = 1_500;
    /** A snapshot's page may be larger than Kafka's default for a request. */
    private static final int LARGEST_REQUEST_BYTES = 4 * 1024 * 1024;

    /** For once the whole log is folded before the first record: brokers allow no longer transaction by default. */
    private static final int PATIENT_TRANSACTION_TIMEOUT_MILLIS = 900_000;

    private static final int PATIENT_POLL_INTERVAL_MILLIS = 3_600_000;

    private final StreamsSettings settings;
    private final RunSerdes serdes;
    private final Counter folded;
    private final Counter failures;
    private volatile KafkaStreams streams;
    private boolean closed;

    public StreamsService(StreamsSettings settings, RunSerdes serdes, MeterRegistry meters) {
        this.settings = settings;
        this.serdes = serdes;
        folded = Counter.builder("run_streams_events_folded_total")
                .description("Events handed to a session's fold")
                .register(meters);
        failures = Counter.builder("run_streams_thread_failures_total")
                .description("Stream threads that died and were replaced")
                .register(meters);
        streams = topology(false);
        Gauge.builder("run_streams_running_count", this, service -> service.isRunning() ? 1 : 0)
                .description("1 while the topology is running, 0 while it starts, moves or stops")
                .register(meters);
    }

    private KafkaStreams topology(boolean patient) {
        EventTail tail =
                new KafkaEventTail(tailProperties(settings), serdes.events().deserializer());
        var built = new KafkaStreams(
                SessionTopology.build(
                        serdes,
                        new SessionProcessor.Settings(
                                settings.snapshotEveryOffsets(),
                                IDLE_SNAPSHOT_INTERVAL,
                                settings.promptCommitGap(),
                                tail,
                                patient,
                                folded)),
                properties(settings, serdes, patient));
        built.setUncaughtExceptionHandler(exception -> {
            if (causedBy(exception, OtherFormatException.class)) {
                LOG.info("snapshots are of another version: folding the whole log again, which may take minutes");
                new Thread(this::restartPatiently, "backstretch-streams-restart").start();
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
            failures.increment();
            if (causedBy(exception, LogTruncatedException.class)) {
                LOG.error("topology stopped, for the next thread would meet the same", exception);
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
            LOG.warn("stream thread failed, replacing it", exception);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        return built;
    }

    private synchronized void restartPatiently() {
        if (!closed) {
            streams.close();
            streams = topology(true);
            streams.start();
        }
    }

    /** Whether a failure of that kind lies below: Streams wraps what a processor throws. */
    static boolean causedBy(@Nullable Throwable thrown, Class<? extends Throwable> kind) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    public synchronized void start() {
        streams.start();
    }

    /** Whether the topology takes events now. */
    public boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (!streams.close(CLOSE_TIMEOUT)) {
            LOG.warn("topology did not stop in time timeout={}", CLOSE_TIMEOUT);
        }
    }

    /** The topology in words, as Kafka Streams describes it. */
    public static String describe(RunSerdes serdes, MeterRegistry meters) {
        EventTail none = (partition, from, before, taker) -> {};
        Counter folded = Counter.builder("run_streams_described_total")
                .description("Events folded by a topology that is only described")
                .register(meters);
        return SessionTopology.build(
                        serdes,
                        new SessionProcessor.Settings(
                                StreamsSettings.DEFAULT_SNAPSHOT_EVERY_OFFSETS,
                                IDLE_SNAPSHOT_INTERVAL,
                                StreamsSettings.DEFAULT_COMMIT_INTERVAL,
                                none,
                                false,
                                folded))
                .describe()
                .toString();
    }

    static Properties properties(StreamsSettings settings, RunSerdes serdes, boolean patient) {
        Properties properties = new Properties();
        properties.putAll(settings.client());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.put(
                StreamsConfig.STATE_DIR_CONFIG,
                settings.stateFolder().toAbsolutePath().toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                settings.commitInterval().toMillis());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, UndecodableEvents.class);
        properties.put(UndecodableEvents.SERDES, serdes);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                patient ? PATIENT_TRANSACTION_TIMEOUT_MILLIS : TRANSACTION_TIMEOUT_MILLIS);
        if (patient) {
            properties.put(
                    StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG),
                    PATIENT_POLL_INTERVAL_MILLIS);
        }
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), LARGEST_REQUEST_BYTES);
        properties.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MILLIS);
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), HEARTBEAT_MILLIS);
        String instance = settings.instanceId();
        if (instance != null) {
            properties.put(StreamsConfig.mainConsumerPrefix(CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG), instance);
        }
        return properties;
    }

    static Map<String, Object> tailProperties(StreamsSettings settings) {
        Map<String, Object> properties = new HashMap<>(settings.client());
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return properties;
    }
}
