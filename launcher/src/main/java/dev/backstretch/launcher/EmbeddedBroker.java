package dev.backstretch.launcher;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
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

    private final Path folder;
    private final int wantedPort;
    private final Map<String, String> overrides;
    private int port;
    private @Nullable FolderLock lock;
    private @Nullable KafkaRaftServer server;

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
        if (!Files.exists(logs.resolve("meta.properties"))) {
            format(logs);
        }
        if (wantedPort != 0 && !FreePort.isFree(wantedPort)) {
            throw new IOException("port " + wantedPort + " is taken: choose another with kafka.port, or 0 for any");
        }
        for (int attempt = 1; ; attempt++) {
            port = wantedPort == 0 ? FreePort.any() : wantedPort;
            KafkaRaftServer candidate = new KafkaRaftServer(
                    new KafkaConfig(settings(logs, port, FreePort.any(), overrides), false), Time.SYSTEM);
            try {
                candidate.startup();
                server = candidate;
                LOG.info("broker started port={} folder={}", port, folder);
                return;
            } catch (RuntimeException failed) {
                candidate.shutdown();
                candidate.awaitShutdown();
                // Both ports were free a moment ago, and another process may have been faster.
                if (wantedPort != 0 || attempt == ATTEMPTS) {
                    throw new IOException("the broker in " + folder + " did not start: " + failed.getMessage(), failed);
                }
            }
        }
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
        // After a kill -9 the next start waits for the dead node's session to end: 6 s instead of 9.
        // Less, and a machine that is busy elsewhere takes its own broker for dead.
        settings.setProperty("broker.session.timeout.ms", "6000");
        settings.setProperty("broker.heartbeat.interval.ms", "1000");
        settings.setProperty("initial.broker.registration.timeout.ms", "30000");
        // A quiet broker has nothing to tell itself twice a second.
        settings.setProperty("metadata.max.idle.interval.ms", "5000");
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
