package dev.backstretch.launcher;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import javax.management.JMException;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Kafka broker inside this process: one KRaft node on loopback that keeps its data from start to start. */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final int NODE = 1;
    private static final int ATTEMPTS = 3;
    private static final int FENCED_AFTER_MILLIS = 100;
    private static final Duration FENCED_WITHIN = Duration.ofSeconds(3);
    private static final Duration SLOW_MACHINE = Duration.ofSeconds(30);
    private static final ObjectName FENCED_BROKERS = controllerMetric("FencedBrokerCount");
    private static final ObjectName ACTIVE_BROKERS = controllerMetric("ActiveBrokerCount");
    private static final ObjectName ACTIVE_CONTROLLERS = controllerMetric("ActiveControllerCount");

    private final Path folder;
    private final int wantedPort;
    private final Map<String, String> overrides;
    private int port;
    private @Nullable FolderLock lock;
    private @Nullable KafkaRaftServer server;

    private static ObjectName controllerMetric(String name) {
        try {
            return new ObjectName("kafka.controller:type=KafkaController,name=" + name);
        } catch (MalformedObjectNameException impossible) {
            throw new IllegalArgumentException(name, impossible);
        }
    }

    /**
     * @param folder where the logs are kept; formatted at the first start only
     * @param port the port to listen on, 0 for any free one
     */
    public EmbeddedBroker(Path folder, int port) {
        this(folder, port, Map.of());
    }

    /** @param overrides the broker's own settings, laid over those chosen here */
    EmbeddedBroker(Path folder, int port, Map<String, String> overrides) {
        this.folder = folder.toAbsolutePath().normalize();
        this.wantedPort = port;
        this.overrides = Map.copyOf(overrides);
    }

    /**
     * Starts the broker and returns when it takes requests.
     *
     * @throws IOException when the folder is in use or cannot be written, or the port is taken
     */
    public void start() throws IOException {
        if (server != null) {
            throw new IllegalStateException("the broker runs already on port " + port);
        }
        takeFolder();
        try {
            startLocked();
        } catch (IOException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /**
     * Takes the broker's folder, which {@link #start} does where it was not done before.
     *
     * @throws IOException when another broker works in it
     */
    void takeFolder() throws IOException {
        if (lock == null) {
            lock = FolderLock.take(folder, "broker");
        }
    }

    private void startLocked() throws IOException {
        Path logs = folder.resolve("logs");
        if (wantedPort != 0 && !FreePort.isFree(wantedPort)) {
            throw new IOException("port " + wantedPort + " is taken: choose another with kafka.port, or 0 for any");
        }
        boolean fresh = !Files.exists(logs.resolve("meta.properties"));
        if (fresh) {
            format(logs);
        }
        for (int attempt = 1; ; attempt++) {
            try {
                if (!fresh) {
                    fencePredecessor(logs);
                }
                startTogether(logs);
                return;
            } catch (RuntimeException failed) {
                // The ports were free a moment ago, and another process may have been faster.
                if (wantedPort != 0 || attempt == ATTEMPTS) {
                    throw new IOException("the broker in " + folder + " did not start: " + failed.getMessage(), failed);
                }
            }
        }
    }

    private void startTogether(Path logs) throws IOException {
        port = wantedPort == 0 ? FreePort.any() : wantedPort;
        KafkaRaftServer candidate = new KafkaRaftServer(
                new KafkaConfig(settings(logs, port, FreePort.any(), overrides), false), Time.SYSTEM);
        try {
            candidate.startup();
        } catch (RuntimeException failed) {
            candidate.shutdown();
            candidate.awaitShutdown();
            throw failed;
        }
        server = candidate;
        LOG.info("broker started port={} folder={}", port, folder);
    }

    private static void format(Path logs) throws IOException {
        Files.createDirectories(logs);
        var said = new ByteArrayOutputStream();
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(said, true, StandardCharsets.UTF_8))
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(NODE)
                    .setControllerListenerName("CONTROLLER")
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .addDirectory(logs.toString())
                    .setMetadataLogDirectory(logs.toString())
                    .run();
        } catch (Exception failed) {
            throw new IOException(
                    "the broker's folder " + logs + " could not be formatted: "
                            + said.toString(StandardCharsets.UTF_8).strip(),
                    failed);
        }
    }

    /**
     * Runs the controller alone until it has fenced whoever ran on this folder before. That one is dead, as its lock is held
     * here, but the log of the cluster still has it as the leader of every partition. A broker that started from that would
     * wait until the dead one's session ends, and meanwhile its coordinator would end the transactions that a crash cut off
     * without writing the markers: once the partitions have no leader it takes them for deleted. Such a transaction hides
     * for ever what is committed after it (Kafka 4.3.1).
     */
    private void fencePredecessor(Path logs) throws IOException {
        int controllerPort = FreePort.any();
        Properties alone = settings(logs, 0, controllerPort, overrides);
        alone.setProperty("process.roles", "controller");
        alone.setProperty("listeners", "CONTROLLER://127.0.0.1:" + controllerPort);
        alone.remove("inter.broker.listener.name");
        alone.remove("advertised.listeners");
        alone.setProperty("broker.session.timeout.ms", String.valueOf(FENCED_AFTER_MILLIS));
        alone.setProperty("broker.heartbeat.interval.ms", String.valueOf(FENCED_AFTER_MILLIS / 2));
        var controller = new KafkaRaftServer(new KafkaConfig(alone, false), Time.SYSTEM);
        try {
            controller.startup();
            long deadline = System.nanoTime() + FENCED_WITHIN.toNanos();
            while (metric(FENCED_BROKERS) == 0) {
                // a first start that was cut short has registered nobody
                boolean nobody = metric(ACTIVE_CONTROLLERS) == 1 && metric(ACTIVE_BROKERS) == 0;
                if (System.nanoTime() > (nobody ? deadline : deadline + SLOW_MACHINE.toNanos())) {
                    LOG.info("no broker ran before folder={}", folder);
                    return;
                }
                Thread.sleep(20);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the broker was to be stopped while it started");
        } finally {
            controller.shutdown();
            controller.awaitShutdown();
        }
    }

    /** Kafka publishes these numbers for monitoring alone; 0 as long as there is none. */
    private static int metric(ObjectName name) {
        try {
            Object value = ManagementFactory.getPlatformMBeanServer().getAttribute(name, "Value");
            return value instanceof Number number ? number.intValue() : 0;
        } catch (JMException notYet) {
            return 0;
        }
    }

    private static Properties settings(Path logs, int port, int controllerPort, Map<String, String> overrides) {
        var settings = new Properties();
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", String.valueOf(NODE));
        settings.setProperty("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        settings.setProperty("controller.listener.names", "CONTROLLER");
        settings.setProperty("inter.broker.listener.name", "CLIENTS");
        settings.setProperty("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.setProperty("listeners", "CLIENTS://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.setProperty("advertised.listeners", "CLIENTS://127.0.0.1:" + port);
        settings.setProperty("log.dirs", logs.toString());
        settings.setProperty("auto.create.topics.enable", "false");
        settings.setProperty("default.replication.factor", "1");
        settings.setProperty("min.insync.replicas", "1");
        // Internal topics: one node has no use for fifty partitions of each.
        settings.setProperty("offsets.topic.num.partitions", "1");
        settings.setProperty("offsets.topic.replication.factor", "1");
        settings.setProperty("transaction.state.log.num.partitions", "1");
        settings.setProperty("transaction.state.log.replication.factor", "1");
        settings.setProperty("transaction.state.log.min.isr", "1");
        settings.setProperty("share.coordinator.state.topic.num.partitions", "1");
        settings.setProperty("share.coordinator.state.topic.replication.factor", "1");
        settings.setProperty("share.coordinator.state.topic.min.isr", "1");
        settings.setProperty("group.initial.rebalance.delay.ms", "0");
        // Long: a machine that is busy elsewhere must not take its own broker for dead. No start waits for it.
        settings.setProperty("broker.session.timeout.ms", "30000");
        settings.setProperty("broker.heartbeat.interval.ms", "1000");
        settings.setProperty("initial.broker.registration.timeout.ms", "30000");
        // A quiet broker has nothing to tell itself twice a second.
        settings.setProperty("metadata.max.idle.interval.ms", "5000");
        // The next start fences this one anyhow.
        settings.setProperty("controlled.shutdown.enable", "false");
        // A snapshot's page may be larger than one mebibyte.
        settings.setProperty("message.max.bytes", String.valueOf(4 << 20));
        settings.setProperty("replica.fetch.max.bytes", String.valueOf(4 << 20));
        // Small: one camp, one machine.
        settings.setProperty("num.network.threads", "2");
        settings.setProperty("num.io.threads", "4");
        settings.setProperty("background.threads", "2");
        // They also write the logs out at a stop, where each waits for the disk and not for a processor.
        settings.setProperty("num.recovery.threads.per.data.dir", "8");
        settings.setProperty("num.replica.fetchers", "1");
        settings.setProperty("log.cleaner.threads", "1");
        settings.setProperty("log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20));
        settings.setProperty("log.cleaner.io.buffer.size", String.valueOf(256 << 10));
        settings.setProperty("log.segment.bytes", String.valueOf(128 << 20));
        settings.setProperty("log.index.size.max.bytes", String.valueOf(2 << 20));
        settings.setProperty("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        settings.setProperty("group.consumer.session.timeout.ms", "45000");
        settings.setProperty("group.min.session.timeout.ms", "1000");
        settings.putAll(overrides);
        return settings;
    }

    /** The port it listens on, known after the start. */
    public int port() {
        return port;
    }

    /** What clients are given as {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Stops the broker; its data stays. */
    @Override
    public void close() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
            server = null;
            LOG.info("broker stopped port={}", port);
        }
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException failed) {
                LOG.warn("lock not released folder={}", folder, failed);
            }
            lock = null;
        }
    }
}
