package dev.backstretch.ingest.doors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import dev.backstretch.schemas.access.ViewLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
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
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** The doors over a real server on loopback, with the log in memory: session s1 with runner r01. */
final class ServedDoors {
    static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");

    private static final ObjectMapper JSON = new ObjectMapper();

    final MemoryLog log = new MemoryLog();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Vertx vertx = Vertx.vertx();
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final TokenKeys keys = TokenKeys.create(new SecureRandom(), NOW);
    private final AtomicReference<Revocations> revocations = new AtomicReference<>(Revocations.NONE);
    private final Access access = new Access(
            new Tokens(() -> keys, revocations::get, clock), false, ViewLog.NONE, this::revokeTokensOfRunner);
    final Doorway doorway;
    /** Where the tokens of a runner were revoked. */
    volatile String revokedOn = "nowhere";

    final int port;
    private final HttpClient client = HttpClient.newHttpClient();

    ServedDoors(IngestSettings settings) throws Exception {
        this(settings, Duration.ofSeconds(20));
    }

    /**
     * @param headLimit how long a request's head may take
     */
    ServedDoors(IngestSettings settings, Duration headLimit) throws Exception {
        var sessions = new SessionDirectory(settings.rememberedEvents());
        log.tell(sessions);
        var counters = new IntakeCounters(meters);
        var people = new PeopleDirectory();
        doorway = new Doorway(
                settings,
                sessions,
                people,
                log,
                log,
                new Intake(log, log, people, counters, settings.maximumInFlightBytes()),
                counters,
                clock,
                access);
        Router router = Router.router(vertx);
        Doors.mount(router, doorway);
        HttpServer server = await(FrontDoor.create(vertx, new HttpServerOptions(), router, headLimit)
                .listen(0, "127.0.0.1"));
        port = server.actualPort();
        openSession("s1");
        post("/v1/sessions/s1/runners", "{'runner':'r01','bib':'101','chip':'chip-1'}");
    }

    static ServedDoors usual() throws Exception {
        return new ServedDoors(IngestSettings.at("localhost:1"));
    }

    void openSession(String id) throws Exception {
        post("/v1/sessions", "{'sessionId':'" + id + "','camp':'c1','plan':'quarter-mile-twice'}");
    }

    /** A session that serves nobody without a token, with runners r01 and r02. */
    void openLockedSession(String id) throws Exception {
        String operator = "Bearer " + token(Grant.operator());
        for (String[] ask : new String[][] {
            {"/v1/sessions", "{'sessionId':'" + id + "','camp':'c1','plan':'free-run','requireTokens':true}"},
            {"/v1/sessions/" + id + "/runners", "[{'runner':'r01'},{'runner':'r02'}]"}
        }) {
            HttpResponse<String> answer = send(request(ask[0])
                    .header("Content-Type", "application/json")
                    .header("Authorization", operator)
                    .POST(HttpRequest.BodyPublishers.ofString(ask[1].replace('\'', '"'))));
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(ask[0] + ": " + answer.body());
            }
        }
    }

    String token(Grant grant) {
        return access.issue(grant, Duration.ofHours(1)).orElseThrow().text();
    }

    /** From now on no token of the session holds that was issued so far. */
    void revokeTokensOf(String session) {
        revocations.set(new Revocations(List.of(new Revocations.Entry(null, session, null, NOW))));
    }

    private void revokeTokensOfRunner(String runner) {
        revokedOn = Thread.currentThread().getName();
        revocations.set(new Revocations(List.of(new Revocations.Entry(null, null, runner, NOW))));
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** JSON is written with single quotes here, to be read more easily. */
    HttpResponse<String> post(String path, String body) throws Exception {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .version(HttpClient.Version.HTTP_1_1);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    static String reading(String eventId) {
        return "{'runner':'r01','observedAt':'2026-11-21T01:59:59Z','eventId':'" + eventId
                + "','latitudeDegrees':18.7,'longitudeDegrees':98.9,'speedMetersPerSecond':3.4,'heartRateBpm':150}";
    }

    double count(String name, String door) {
        return meters.find(name).tag("door", door).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** Whether {@code received = accepted + rejected + duplicates} at a door. */
    boolean addsUp(String door) {
        return count("run.ingest.readings.received", door)
                == count("run.ingest.readings.accepted", door)
                        + count("run.ingest.readings.rejected", door)
                        + count("run.ingest.readings.duplicates", door);
    }

    void close() throws Exception {
        await(vertx.close());
    }
}
