package dev.backstretch.testkit;

import dev.backstretch.ingest.IngestService;
import dev.backstretch.ingest.IngestSettings;
import dev.backstretch.ingest.MqttSettings;
import dev.backstretch.ingest.doors.FrontDoor;
import dev.backstretch.launcher.EmbeddedBroker;
import dev.backstretch.schemas.RunSerdes;
import dev.backstretch.schemas.TopicCatalogue;
import dev.backstretch.schemas.access.Access;
import dev.backstretch.schemas.registry.InMemorySchemaRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/** The doors over a real broker, HTTP and MQTT, and nothing behind the log. The broker may be stopped and started. */
final class ServedIngest implements AutoCloseable {
    private static final int PARTITIONS = 2;

    final Vertx vertx = Vertx.vertx();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final RunSerdes serdes = new RunSerdes(new InMemorySchemaRegistry());
    final URI address;
    final int mqttPort;
    final int readerPort;
    private final Path folder;
    private final int brokerPort;
    private final IngestService ingest;
    private EmbeddedBroker broker;

    /** @param writeLimit how long the doors wait for the log */
    ServedIngest(Path folder, Duration writeLimit) throws Exception {
        this.folder = folder;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            brokerPort = free.getLocalPort();
        }
        broker = new EmbeddedBroker(folder, brokerPort);
        broker.start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            TopicCatalogue.createMissing(admin, PARTITIONS);
        }
        IngestSettings usual = IngestSettings.at(broker.bootstrapServers());
        var settings = new IngestSettings(
                usual.bootstrapServers(),
                "served",
                usual.kafka(),
                usual.maximumBodyBytes(),
                usual.maximumItems(),
                usual.maximumInFlightBytes(),
                usual.rememberedEvents(),
                usual.dawdleLimit(),
                writeLimit,
                usual.settleWindow(),
                usual.silenceLimit(),
                usual.lengthLimit());
        ingest = new IngestService(settings, serdes, Clock.systemUTC(), Access.withoutTokens(), meters);
        ingest.start();
        Router router = Router.router(vertx);
        ingest.mount(router);
        HttpServer server = await(FrontDoor.create(
                        vertx, new HttpServerOptions().setHost("127.0.0.1").setPort(0), router, Duration.ofSeconds(20))
                .listen());
        address = URI.create("http://127.0.0.1:" + server.actualPort());
        mqttPort = await(ingest.openMqtt(
                        vertx, new MqttSettings("127.0.0.1", OptionalInt.of(0), null, "", "", "served"), null))
                .orElseThrow();
        readerPort = ingest.openReaderPort(vertx, "127.0.0.1", 0)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .port();
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    void stopBroker() {
        broker.close();
    }

    /** Starts it again where it was. */
    void startBroker() throws IOException {
        broker = new EmbeddedBroker(folder, brokerPort);
        broker.start();
    }

    /** How often each reading is in the log. */
    Map<String, Integer> logged() {
        return LoggedReadings.count(broker.bootstrapServers(), serdes);
    }

    /** The count of a door's meter. */
    long count(String meter, String door) {
        return (long) meters.find("run.ingest.readings." + meter).tag("door", door).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    /** Opens a session with runners. */
    void open(String session, List<String> runners) throws Exception {
        post("/v1/sessions", "{\"sessionId\":\"" + session + "\",\"camp\":\"c1\"}");
        for (String runner : runners) {
            post("/v1/sessions/" + session + "/runners", "{\"runner\":\"" + runner + "\"}");
        }
    }

    /** What a GET is answered with; fails when that takes longer. */
    int statusOf(String path, Duration limit) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address.resolve(path))
                                .timeout(limit)
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** Fails when it is not taken. */
    void post(String path, String body) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address.resolve(path))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new AssertionError(path + ": " + answer.body());
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        ingest.close();
        broker.close();
    }
}
