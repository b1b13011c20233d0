package dev.backstretch.sink;

import dev.backstretch.schemas.OutcomeRouting;
import dev.backstretch.schemas.RunSerdes;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the outcomes of all sessions from their topics to the store, for as long as it runs. */
public final class SinkService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SinkService.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofMillis(1_800);
    private static final Duration LEAVE_PATIENCE = Duration.ofMillis(500);
    /** Longer than any write may take, so that a slow store costs no place in the group. */
    private static final int POLL_INTERVAL_MILLIS = 300_000;

    private final SinkSettings settings;
    private final RunSerdes serdes;
    private final Store store;
    private final Quarantine quarantine;
    private final SinkHealth health = new SinkHealth();
    private final SinkMeters meters;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean wanted;
    private @Nullable Consumer<byte[], byte[]> consumer;

    public SinkService(SinkSettings settings, RunSerdes serdes, MeterRegistry registry) {
        this(settings, serdes, registry, new QuestStore(settings.store()), new TopicQuarantine(settings, serdes));
    }

    /** With a store and a quarantine of one's own; both are closed with the service. */
    public SinkService(
            SinkSettings settings, RunSerdes serdes, MeterRegistry registry, Store store, Quarantine quarantine) {
        this.settings = settings;
        this.serdes = serdes;
        this.store = store;
        this.quarantine = quarantine;
        this.meters = new SinkMeters(registry, () -> missing().isEmpty());
    }

    /** Returns at once; the store may come up later. */
    public void start() {
        if (wanted) {
            throw new IllegalStateException("the sink runs already");
        }
        wanted = true;
        Consumer<byte[], byte[]> opened = openConsumer();
        consumer = opened;
        var thread = new Thread(() -> run(opened), "run-sink");
        // The store's answer must not keep the process from ending.
        thread.setDaemon(true);
        thread.start();
        LOG.info(
                "sink started groupId={} store={}",
                settings.groupId(),
                settings.store().httpAddress());
    }

    private Consumer<byte[], byte[]> openConsumer() {
        return new KafkaConsumer<>(
                consumerProperties(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    static Map<String, Object> consumerProperties(SinkSettings settings) {
        var properties = new HashMap<String, Object>(settings.clientProperties());
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, settings.groupId());
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "backstretch-sink");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        properties.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, POLL_INTERVAL_MILLIS);
        // After a kill -9 the next start waits this long for the dead member's partitions.
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
        return properties;
    }

    private void run(Consumer<byte[], byte[]> opened) {
        var loop = new SinkLoop(
                opened, new OutcomeRouting(serdes), store, quarantine, settings, meters, health, System::nanoTime);
        try {
            loop.subscribe();
            while (wanted) {
                loop.step();
            }
            loop.finish();
        } catch (RuntimeException failed) {
            health.unhealthy("the sink has stopped: " + failed.getMessage());
            LOG.error("sink stopped", failed);
        } finally {
            leave(opened);
            store.close();
            quarantine.close();
            ended.countDown();
        }
    }

    private static void leave(Consumer<byte[], byte[]> opened) {
        try {
            opened.close(CloseOptions.timeout(LEAVE_PATIENCE));
        } catch (RuntimeException failed) {
            LOG.info("left the group without a word reason={}", failed.getMessage());
        }
    }

    /** What keeps the sink from working, if anything does. */
    public Optional<String> missing() {
        return health.missing();
    }

    /** Writes what was gathered and stops; what is not written by then is read again at the next start. */
    @Override
    public void close() {
        Consumer<byte[], byte[]> running = consumer;
        if (!wanted || running == null) {
            return;
        }
        wanted = false;
        try {
            if (!ended.await(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("sink still waits for the store, left behind patience={}", CLOSE_PATIENCE);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        LOG.info("sink stopped");
    }
}
