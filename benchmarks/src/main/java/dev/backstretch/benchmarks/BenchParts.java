package dev.backstretch.benchmarks;

import dev.backstretch.ingest.IngestService;
import dev.backstretch.ingest.IngestSettings;
import dev.backstretch.ingest.MqttSettings;
import dev.backstretch.ingest.QuotaSettings;
import dev.backstretch.ingest.doors.FrontDoor;
import dev.backstretch.launcher.BackstretchConfig;
import dev.backstretch.launcher.BackstretchSystem;
import dev.backstretch.launcher.EmbeddedBroker;
import dev.backstretch.launcher.EmbeddedRegistry;
import dev.backstretch.schemas.RunSerdes;
import dev.backstretch.schemas.TopicCatalogue;
import dev.backstretch.schemas.access.Access;
import dev.backstretch.schemas.registry.HttpSchemaRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** What runs in {@link BenchProcess}es: the broker, the doors, and the whole system. They end with their input. */
final class BenchParts {
    static final String READY = "READY ";

    /** Where producer-perf writes. */
    static final String PLAIN_TOPIC = "bench.plain";

    static final int PARTITIONS = 12;

    /** As the launcher has it. */
    private static final int EVENT_LOOPS = 2;

    /** A camp may send as much as two of its sessions, as it may by the usual quotas. */
    private static final long CAMP_SESSIONS = 2;

    private BenchParts() {}

    /** {@code broker FOLDER PORT REGISTRY_PORT | system FOLDER PORT REGISTRY_PORT | doors BOOTSTRAP REGISTRY ITEMS_PER_SECOND_OF_A_SESSION}. */
    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("broker")) {
            broker(Path.of(arguments[1]), Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        } else if (arguments[0].equals("system")) {
            system(arguments[1], arguments[2], arguments[3]);
        } else {
            doors(arguments[1], URI.create(arguments[2]), Long.parseLong(arguments[3]));
        }
        System.exit(0);
    }

    private static void system(String folder, String brokerPort, String registryPort) throws Exception {
        var read = BackstretchConfig.read(
                null,
                Map.of(),
                Map.of(
                        "data",
                        folder,
                        "http.port",
                        "0",
                        "kafka.port",
                        brokerPort,
                        "schema.registry.port",
                        registryPort));
        if (!(read instanceof BackstretchConfig.Read.Good good)) {
            throw new IllegalStateException(read.toString());
        }
        try (var system = new BackstretchSystem(
                good.config(),
                EnumSet.of(BackstretchSystem.Part.INGEST, BackstretchSystem.Part.STREAMS, BackstretchSystem.Part.BOARD),
                Clock.systemUTC())) {
            system.start();
            while (!system.missing().isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            System.out.println(
                    READY + system.address() + " 127.0.0.1:" + brokerPort + " http://127.0.0.1:" + registryPort);
            awaitEndOfInput();
        }
    }

    private static void broker(Path folder, int port, int registryPort) throws Exception {
        try (var broker = new EmbeddedBroker(folder, port)) {
            broker.start();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                TopicCatalogue.createMissing(admin, PARTITIONS);
                if (!admin.listTopics().names().get().contains(PLAIN_TOPIC)) {
                    admin.createTopics(List.of(new NewTopic(PLAIN_TOPIC, PARTITIONS, (short) 1)))
                            .all()
                            .get();
                }
            }
            try (var registry = new EmbeddedRegistry(broker.bootstrapServers(), Map.of(), registryPort)) {
                registry.start();
                System.out.println(READY + broker.bootstrapServers() + " " + registry.uri());
                awaitEndOfInput();
            }
        }
    }

    private static void doors(String bootstrapServers, URI registry, long sessionItemsPerSecond) throws Exception {
        var serdes = new RunSerdes(new HttpSchemaRegistry(registry));
        var settings = IngestSettings.at(bootstrapServers)
                .as("bench")
                .withQuotas(new QuotaSettings(
                        sessionItemsPerSecond, sessionItemsPerSecond, CAMP_SESSIONS * sessionItemsPerSecond));
        var meters = new SimpleMeterRegistry();
        try (var ingest = new IngestService(settings, serdes, Clock.systemUTC(), Access.withoutTokens(), meters)) {
            ingest.start();
            Vertx vertx = Vertx.vertx(new VertxOptions()
                    .setEventLoopPoolSize(EVENT_LOOPS)
                    .setWorkerPoolSize(4)
                    .setInternalBlockingPoolSize(2));
            Router router = Router.router(vertx);
            router.get("/bench/memory").handler(context -> {
                Runtime runtime = Runtime.getRuntime();
                context.response()
                        .end((runtime.totalMemory() - runtime.freeMemory()) + " "
                                + (long) meters.get("run.ingest.inflight.bytes")
                                        .gauge()
                                        .value());
            });
            ingest.mount(router);
            router.errorHandler(500, context -> {
                if (context.failure() != null) {
                    context.failure().printStackTrace();
                }
                context.response().setStatusCode(500).end();
            });
            int port = FrontDoor.listen(
                            vertx,
                            new HttpServerOptions().setHost("127.0.0.1").setPort(0),
                            router,
                            Duration.ofSeconds(20),
                            EVENT_LOOPS)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            int mqtt = ingest.openMqtt(
                            vertx, new MqttSettings("127.0.0.1", OptionalInt.of(0), null, "", "", "bench"), null)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS)
                    .orElseThrow();
            System.out.println(READY + "http://127.0.0.1:" + port + " " + mqtt);
            awaitEndOfInput();
            vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        }
    }

    private static void awaitEndOfInput() throws IOException {
        while (System.in.read() >= 0) {
            // Nobody says anything; that nobody can any more is what is waited for.
        }
    }
}
