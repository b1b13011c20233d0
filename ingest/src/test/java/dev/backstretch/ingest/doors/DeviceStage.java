package dev.backstretch.ingest.doors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.ingest.IngestSettings;
import dev.backstretch.ingest.Intake;
import dev.backstretch.ingest.IntakeCounters;
import dev.backstretch.ingest.MemoryLog;
import dev.backstretch.ingest.PeopleDirectory;
import dev.backstretch.ingest.SessionDirectory;
import dev.backstretch.schemas.access.Access;
import dev.backstretch.schemas.access.Grant;
import dev.backstretch.schemas.access.Revocations;
import dev.backstretch.schemas.access.TokenKeys;
import dev.backstretch.schemas.access.Tokens;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** All doors over real HTTP and TCP, with the log in memory and a clock that stands until it is moved. */
final class DeviceStage {
    private static final ObjectMapper JSON = new ObjectMapper();

    final MemoryLog log = new MemoryLog();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpServer server;
    private final ReaderPort readers;
    private final Access access;
    private volatile Instant now;

    DeviceStage(Instant now) throws Exception {
        this(now, Duration.ofSeconds(6));
    }

    DeviceStage(Instant now, Duration dawdleLimit) throws Exception {
        this.now = now;
        var clock = new Standing();
        TokenKeys keys = TokenKeys.create(new SecureRandom(), now);
        access = new Access(new Tokens(() -> keys, () -> Revocations.NONE, clock), false);
        IngestSettings usual = IngestSettings.at("localhost:1");
        var settings = new IngestSettings(
                usual.bootstrapServers(),
                null,
                Map.of(),
                usual.maximumBodyBytes(),
                usual.maximumItems(),
                usual.maximumInFlightBytes(),
                usual.rememberedEvents(),
                dawdleLimit,
                usual.writeLimit(),
                usual.settleWindow(),
                usual.silenceLimit(),
                usual.lengthLimit());
        var sessions = new SessionDirectory(settings.rememberedEvents());
        log.tell(sessions);
        var counters = new IntakeCounters(meters);
        var people = new PeopleDirectory();
        var intake = new Intake(log, log, people, counters, settings.maximumInFlightBytes());
        var doorway = new Doorway(settings, sessions, people, log, log, intake, counters, clock, access);
        Router router = Router.router(vertx);
        Doors.mount(router, doorway);
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        readers = ReaderPort.open(doorway, vertx, "127.0.0.1", 0, Duration.ofSeconds(30))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    /** What time it is at the doors. */
    private final class Standing extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    String token(Grant grant) {
        return access.issue(grant, Duration.ofHours(1)).orElseThrow().text();
    }

    void move(Instant to) {
        now = to;
    }

    int readerPort() {
        return readers.port();
    }

    HttpResponse<String> send(String method, String path, String type, String body, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    int httpPort() {
        return server.actualPort();
    }

    HttpResponse<String> sendBytes(String path, byte[] body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return send("POST", path, "application/json", json.replace('\'', '"'));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, "", "");
    }

    static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    /** Readings in the log, in its order. */
    List<Reading> readings() {
        return log.events(EventBody.Readings.class).stream()
                .flatMap(event -> ((EventBody.Readings) event.body()).readings().stream())
                .toList();
    }

    List<String> reasons() {
        return log.rejections().stream().map(Rejection::reason).toList();
    }

    double count(String meter, String door) {
        return meters.find("run.ingest." + meter).tag("door", door).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** {@code received − accepted − rejected − duplicates}, which is never anything but 0. */
    double unaccounted(String door) {
        return count("readings.received", door)
                - count("readings.accepted", door)
                - count("readings.rejected", door)
                - count("readings.duplicates", door);
    }

    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
