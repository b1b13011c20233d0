package dev.backstretch.launcher;

import dev.backstretch.replay.SessionTopics;
import dev.backstretch.schemas.RunSerdes;
import dev.backstretch.schemas.TopicCatalogue;
import dev.backstretch.schemas.registry.HttpSchemaRegistry;
import dev.backstretch.schemas.registry.RegistryException;
import dev.backstretch.schemas.registry.SchemaRegistry;
import dev.backstretch.sink.StoreSettings;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Broker, schema registry and store, each embedded or a real one as configured. While they run, a file in the data folder
 * tells other commands how to reach them.
 */
final class Servers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Servers.class);
    private static final Duration REGISTRY_PATIENCE = Duration.ofMinutes(1);
    private static final String RUNNING_FILE = "running.properties";

    /** What is needed. */
    enum Need {
        /** Broker and registry. */
        LOG,
        /** The store besides. */
        LOG_AND_STORE
    }

    private final BackstretchConfig config;
    private final Need need;
    private final boolean attached;
    private @Nullable EmbeddedBroker broker;
    private @Nullable EmbeddedRegistry registry;
    private @Nullable EmbeddedStore store;
    private @Nullable RunSerdes serdes;
    private boolean announced;

    Servers(BackstretchConfig config, Need need) {
        this(config, need, false);
    }

    private Servers(BackstretchConfig config, Need need, boolean attached) {
        this.config = config;
        this.need = need;
        this.attached = attached;
    }

    /** Where the doors of a system are that runs on the same data folder; empty when none does. */
    static Optional<URI> runningAddress(BackstretchConfig config) throws IOException {
        Path file = config.data().resolve(RUNNING_FILE);
        if (!Files.exists(file) || FolderLock.isFree(config.data().resolve("broker"))) {
            return Optional.empty();
        }
        var known = new Properties();
        try (var in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            known.load(in);
        }
        return Optional.ofNullable(known.getProperty("http.address")).map(URI::create);
    }

    /**
     * Those of a system that runs on the same data folder, when there is one; else ones of its own for as long as they
     * are needed.
     */
    static Servers runningOrOwn(BackstretchConfig config, Need need) throws IOException {
        Path file = config.data().resolve(RUNNING_FILE);
        if (Files.exists(file) && !FolderLock.isFree(config.data().resolve("broker"))) {
            var known = new Properties();
            try (var in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                known.load(in);
            }
            return new Servers(
                    new BackstretchConfig(
                            config.data(),
                            config.partitions(),
                            config.speed(),
                            new BackstretchConfig.Kafka(
                                    Optional.of(known.getProperty("kafka.bootstrap.servers", "")),
                                    0,
                                    1,
                                    config.kafka().clientProperties()),
                            new BackstretchConfig.Registry(
                                    Optional.of(URI.create(known.getProperty("schema.registry.url", ""))),
                                    0,
                                    config.registry().user(),
                                    config.registry().password()),
                            new BackstretchConfig.Store(
                                    Optional.of(known.getProperty("store.http.server", "")),
                                    Optional.of(known.getProperty("store.pg.server", "")),
                                    known.getProperty("store.user", ""),
                                    known.getProperty("store.password", "")),
                            config.http(),
                            config.doors(),
                            config.access(),
                            config.streams(),
                            config.timing()),
                    need,
                    true);
        }
        return new Servers(config, need);
    }

    /** Returns when all that is needed answers and the topics are there. */
    void start() throws IOException {
        EmbeddedBroker ownBroker = null;
        if (config.kafka().embedded()) {
            ownBroker = new EmbeddedBroker(
                    config.data().resolve("broker"), config.kafka().port());
            broker = ownBroker;
            // Whoever comes second to a folder is told so before anything in it is touched.
            ownBroker.takeFolder();
        }
        CompletableFuture<Void> storeStarted = CompletableFuture.completedFuture(null);
        if (need == Need.LOG_AND_STORE && config.store().embedded()) {
            var starting = new EmbeddedStore(config.data().resolve("store"));
            store = starting;
            // Its process takes as long to come up as the broker: side by side they take the time of one.
            storeStarted = CompletableFuture.runAsync(() -> {
                try {
                    starting.start();
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
        }
        try {
            if (ownBroker != null) {
                ownBroker.start();
            }
            URI registryUri = config.registry().url().orElse(null);
            if (registryUri == null) {
                var starting = new EmbeddedRegistry(
                        bootstrapServers(),
                        config.kafka().clientProperties(),
                        config.registry().port());
                registry = starting;
                starting.start();
                registryUri = starting.uri();
            }
            SchemaRegistry client = config.registry().user().isEmpty()
                    ? new HttpSchemaRegistry(registryUri)
                    : new HttpSchemaRegistry(
                            List.of(registryUri),
                            config.registry().user(),
                            config.registry().password());
            var values = new RunSerdes(client);
            serdes = values;
            if (!attached) {
                createTopics();
                registerSchemas(values);
            }
            storeStarted.join();
        } catch (IOException | RuntimeException failed) {
            storeStarted.exceptionally(alsoFailed -> null).join();
            close();
            Throwable cause = failed instanceof CompletionException wrapped && wrapped.getCause() != null
                    ? wrapped.getCause()
                    : failed;
            if (cause instanceof UncheckedIOException unchecked) {
                throw unchecked.getCause();
            }
            throw cause instanceof IOException io ? io : new IOException(cause.getMessage(), cause);
        }
    }

    private void createTopics() {
        try (var admin = Admin.create(clientProperties())) {
            TopicCatalogue.createMissing(
                    admin, config.partitions(), (short) config.kafka().replicas(), Map.of());
        }
    }

    /** A registry that was started just now may take its time over the first answer. */
    private static void registerSchemas(RunSerdes serdes) {
        long deadline = System.nanoTime() + REGISTRY_PATIENCE.toNanos();
        while (true) {
            try {
                serdes.registerAll();
                return;
            } catch (RegistryException failed) {
                if (failed.kind() != RegistryException.Kind.UNREACHABLE || System.nanoTime() > deadline) {
                    throw failed;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            }
        }
    }

    /** Tells other commands of this machine how to reach what runs here. */
    void announce(URI http) throws IOException {
        var known = new Properties();
        known.setProperty("http.address", http.toString());
        known.setProperty("kafka.bootstrap.servers", bootstrapServers());
        known.setProperty("schema.registry.url", registryUri().toString());
        if (need == Need.LOG_AND_STORE) {
            StoreSettings settings = storeSettings();
            known.setProperty("store.http.server", settings.httpAddress());
            known.setProperty("store.pg.server", settings.pgAddress());
            known.setProperty("store.user", settings.user());
            known.setProperty("store.password", settings.password());
        }
        var text = new StringWriter();
        known.store(text, "how to reach the system that runs on this folder");
        OwnerOnly.write(config.data().resolve(RUNNING_FILE), text.toString());
        announced = true;
    }

    Map<String, Object> clientProperties() {
        var properties = new HashMap<String, Object>(config.kafka().clientProperties());
        properties.put("bootstrap.servers", bootstrapServers());
        return properties;
    }

    /** Reads what the topics hold of a session. */
    SessionTopics topics() {
        return new SessionTopics(bootstrapServers(), config.kafka().clientProperties(), serdes());
    }

    String bootstrapServers() {
        EmbeddedBroker own = broker;
        return own != null
                ? own.bootstrapServers()
                : config.kafka()
                        .bootstrapServers()
                        .orElseThrow(() -> new IllegalStateException("the broker is not started"));
    }

    URI registryUri() {
        EmbeddedRegistry own = registry;
        return own != null
                ? own.uri()
                : config.registry().url().orElseThrow(() -> new IllegalStateException("the registry is not started"));
    }

    RunSerdes serdes() {
        RunSerdes made = serdes;
        if (made == null) {
            throw new IllegalStateException("the servers are not started");
        }
        return made;
    }

    /** Whether there is a store to ask; a system that runs without one has none. */
    boolean hasStore() {
        return store != null
                || config.store()
                        .httpServer()
                        .filter(server -> !server.isEmpty())
                        .isPresent();
    }

    StoreSettings storeSettings() {
        EmbeddedStore own = store;
        if (own != null) {
            return new StoreSettings(
                    "127.0.0.1:" + own.httpPort(),
                    "127.0.0.1:" + own.pgPort(),
                    own.user(),
                    own.secret(),
                    StoreSettings.DEFAULT_REQUEST_TIMEOUT);
        }
        BackstretchConfig.Store real = config.store();
        return new StoreSettings(
                real.httpServer().orElseThrow(() -> new IllegalStateException("the store is not started")),
                real.pgServer().orElseThrow(() -> new IllegalStateException("the store is not started")),
                real.user(),
                real.password(),
                StoreSettings.DEFAULT_REQUEST_TIMEOUT);
    }

    /** Stops those of its own, those that others write to last. */
    @Override
    public void close() {
        if (announced) {
            try {
                Files.deleteIfExists(config.data().resolve(RUNNING_FILE));
            } catch (IOException failed) {
                LOG.warn("file not deleted name={}", RUNNING_FILE, failed);
            }
            announced = false;
        }
        EmbeddedStore ownStore = store;
        store = null;
        CompletableFuture<Void> storeClosed = ownStore == null
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.runAsync(ownStore::close);
        if (registry != null) {
            registry.close();
            registry = null;
        }
        if (broker != null) {
            broker.close();
            broker = null;
        }
        try {
            storeClosed.join();
        } catch (CompletionException failed) {
            LOG.warn("store not closed cleanly", failed);
        }
    }
}
