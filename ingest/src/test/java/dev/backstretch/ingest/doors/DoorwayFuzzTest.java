package dev.backstretch.ingest.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.people.Person;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.ingest.EventLog;
import dev.backstretch.ingest.IngestSettings;
import dev.backstretch.ingest.Intake;
import dev.backstretch.ingest.IntakeCounters;
import dev.backstretch.ingest.PeopleDirectory;
import dev.backstretch.ingest.QuotaSettings;
import dev.backstretch.ingest.SessionDirectory;
import dev.backstretch.ingest.SessionLogReader;
import dev.backstretch.schemas.access.Access;
import dev.backstretch.schemas.door.ReadingContainer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Requests as nobody would send them, through the HTTP server, each door, the intake and its log: each is answered, with a
 * status that the door's description has; what gets into the log is inside the ranges of the domain notes; no exception
 * escapes; and at the end everything received is accepted, rejected or a duplicate. {@code -Dbackstretch.fuzz=N} sets how
 * many there are, {@code -Dbackstretch.fuzz.seed=S} which.
 */
class DoorwayFuzzTest {
    private static final int INPUTS = Integer.getInteger("backstretch.fuzz", 20_000);
    private static final long SEED = Long.getLong("backstretch.fuzz.seed", 20261121L);
    private static final int ON_THE_WAY = 16;
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);
    private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");
    private static final String MINE = "?session=s1&runner=r01";

    /**
     * A request that is good before it is mutated.
     *
     * @param described its path in the API's description
     * @param query mutated where there is no body
     */
    private record Good(HttpMethod method, String described, String path, String query, String type, byte[] body) {
        static Good post(String described, String query, String type, String body) {
            return bytes(described, query, type, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        }

        static Good bytes(String described, String query, String type, byte[] body) {
            return new Good(HttpMethod.POST, described, described.replace("{session}", "s1"), query, type, body);
        }

        static Good get(String described, String query) {
            return new Good(HttpMethod.GET, described, described, query, "", new byte[0]);
        }
    }

    private static final String OF_SESSION = "/v1/sessions/{session}";

    private static final List<Good> GOOD = List.of(
            Good.post(
                    OF_SESSION + "/readings",
                    "",
                    "application/json",
                    "[" + ServedDoors.reading("a")
                            + ",{'runner':'r01','observedAt':'2026-11-21T01:59:58Z','heartRateBpm':90}]"),
            Good.post(
                    OF_SESSION + "/readings",
                    "",
                    "application/x-ndjson",
                    ServedDoors.reading("b") + "\n" + ServedDoors.reading("c")),
            Good.bytes(
                    OF_SESSION + "/readings",
                    "",
                    "application/avro",
                    ReadingContainer.encode(
                            List.of(JsonNodeFactory.instance
                                    .objectNode()
                                    .put("runner", "r01")
                                    .put("observedAt", "2026-11-21T02:00:00Z")
                                    .put("heartRateBpm", 150)),
                            false)),
            Good.post(
                    OF_SESSION + "/marks",
                    "",
                    "application/json",
                    "[{'type':'tap','runner':'r01','observedAt':'2026-11-21T01:59:00Z'},"
                            + "{'type':'chip','chip':'058000120001','observedAt':'2026-11-21T01:59:10Z','rssiDbm':-53}]"),
            Good.post(
                    OF_SESSION + "/marks",
                    "?format=ipico",
                    "text/plain",
                    "aa00058001a1b2c3010126112101595000ff\naa00058000120001010126112101595100ab"),
            Good.post(
                    OF_SESSION + "/marks",
                    "?format=rfid-csv",
                    "text/plain",
                    "058000120001,2026-11-21T01:59:10.120Z,1,-53\n058000120001,2026-11-21T01:59:40Z,2"),
            Good.post(
                    OF_SESSION + "/events",
                    "",
                    "application/json",
                    "[{'type':'rpe','runner':'r01','rating':7},{'type':'weather','temperatureCelsius':30},"
                            + "{'type':'facing','runner':'r01','facing':'BACKWARD'}]"),
            Good.post(
                    OF_SESSION + "/corrections",
                    "",
                    "application/json",
                    "{'action':'void','runner':'r01','lap':1,'reason':'it was not his'}"),
            Good.post(
                    "/owntracks",
                    MINE,
                    "application/json",
                    "{'_type':'location','lat':48.1,'lon':2.1,'tst':1795226400,'acc':5,'vel':11,'cog':271,"
                            + "'topic':'owntracks/jane/phone'}"),
            Good.post(
                    "/traccar",
                    MINE,
                    "application/json",
                    "{'location':{'timestamp':'2026-11-21T02:00:00.000Z','coords':{'latitude':48.1,'longitude':2.1,"
                            + "'accuracy':8.2,'speed':3.1,'heading':88.2,'altitude':300},'is_moving':true},"
                            + "'device_id':'48241179'}"),
            Good.get("/osmand", MINE + "&id=123456&timestamp=1795226400&lat=48.1&lon=2.1&speed=6.2&bearing=87.5"),
            Good.get(
                    "/gpslogger",
                    MINE + "&dev=p7&lat=48.1&lon=2.1&ts=1795226400&spd=3.18&dir=88.0&acc=10.6&prov=gps&batt=76.0"),
            Good.post(
                    "/sensorlogger",
                    MINE,
                    "application/json",
                    "{'messageId':7,'sessionId':'x1','deviceId':'d1','payload':["
                            + "{'name':'Compass','time':1795226400600000000,'values':{'magneticBearing':358.5}},"
                            + "{'name':'Location','time':1795226400514000000,'values':{'latitude':48.1,'longitude':2.1,"
                            + "'speed':2.9,'bearing':271.5,'horizontalAccuracy':4.1}}]}"));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ConcurrentLinkedQueue<Throwable> wrong = new ConcurrentLinkedQueue<>();

    @Test
    void whatever_comes_is_answered_as_described_and_accounted_for() throws Exception {
        Vertx vertx = Vertx.vertx();
        vertx.exceptionHandler(wrong::add);
        try {
            int port = serve(vertx);
            HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(ON_THE_WAY));
            for (String[] opening : new String[][] {
                {"/v1/sessions", "{\"sessionId\":\"s1\",\"camp\":\"c1\",\"plan\":\"free-run\"}"},
                {"/v1/sessions/s1/runners", "{\"runner\":\"r01\",\"chip\":\"058000120001\"}"}
            }) {
                int status = await(send(
                        vertx,
                        client,
                        port,
                        HttpMethod.POST,
                        opening[0],
                        "application/json",
                        Buffer.buffer(opening[1])));
                assertThat(status).isEqualTo(201);
            }
            Map<String, Set<Integer>> described = described();
            var random = new Random(SEED);
            Map<String, Map<Integer, Integer>> answers = new TreeMap<>();
            List<Future<?>> waves = new ArrayList<>();
            for (int i = 0; i < INPUTS; i++) {
                Good good = GOOD.get(i % GOOD.size());
                boolean whole = random.nextInt(20) == 0;
                boolean query = good.body().length == 0;
                String address = good.path()
                        + (query && !whole
                                ? "?"
                                        + escaped(BodiesFuzzTest.mutated(
                                                good.query().substring(1).getBytes(StandardCharsets.UTF_8), random))
                                : good.query());
                Buffer body = Buffer.buffer(query || whole ? good.body() : BodiesFuzzTest.mutated(good.body(), random));
                int input = i;
                String asked = good.method() + " " + good.described();
                waves.add(send(vertx, client, port, good.method(), address, good.type(), body)
                        .onSuccess(status -> {
                            if (!described.getOrDefault(asked, Set.of()).contains(status)) {
                                wrong.add(new AssertionError("seed " + SEED + ", input " + input + ": " + asked
                                        + " answered " + status + " to " + address + " "
                                        + body.toString(StandardCharsets.ISO_8859_1)));
                            }
                            synchronized (answers) {
                                answers.computeIfAbsent(asked, fresh -> new TreeMap<>())
                                        .merge(status, 1, Integer::sum);
                            }
                        }));
                if (waves.size() == 64 * ON_THE_WAY || i == INPUTS - 1) {
                    await(Future.all(waves));
                    waves.clear();
                }
            }
            assertThat(wrong).isEmpty();
            assertThat(answers).allSatisfy((asked, statuses) -> assertThat(statuses)
                    .as(asked)
                    .containsKey(200)
                    .hasSizeGreaterThan(asked.endsWith("/corrections") ? 0 : 1));
            for (String door : Doors.NAMES) {
                assertThat(count("received", door))
                        .as(door)
                        .isEqualTo(count("accepted", door) + count("rejected", door) + count("duplicates", door));
            }
            for (String door : List.of(
                    "readings", "marks", "events", "owntracks", "traccar", "osmand", "gpslogger", "sensorlogger")) {
                assertThat(count("accepted", door)).as(door).isPositive();
            }
            assertThat(Doors.NAMES.stream()
                            .mapToDouble(door -> count("rejected", door))
                            .sum())
                    .as("some of what can be read cannot be")
                    .isGreaterThan(INPUTS / 100.0);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
    }

    private int serve(Vertx vertx) throws Exception {
        IngestSettings settings = IngestSettings.at("localhost:1")
                .withQuotas(new QuotaSettings(
                        QuotaSettings.MOST_PER_SECOND, QuotaSettings.MOST_PER_SECOND, QuotaSettings.MOST_PER_SECOND));
        var sessions = new SessionDirectory(settings.rememberedEvents());
        var log = new Sieve();
        var counters = new IntakeCounters(meters);
        var people = new PeopleDirectory();
        Router router = Router.router(vertx);
        router.errorHandler(500, context -> {
            wrong.add(context.failure() == null ? new AssertionError("500") : context.failure());
            context.response().setStatusCode(500).end();
        });
        Doors.mount(
                router,
                new Doorway(
                        settings,
                        sessions,
                        people,
                        log,
                        log,
                        new Intake(log, log, people, counters, settings.maximumInFlightBytes()),
                        counters,
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        Access.withoutTokens()));
        return await(FrontDoor.listen(
                vertx, new HttpServerOptions().setHost("127.0.0.1").setPort(0), router, Duration.ofSeconds(20), 2));
    }

    /** From an event loop: elsewhere an answer may have come and gone before anybody asks for its body. */
    private static Future<Integer> send(
            Vertx vertx, HttpClient client, int port, HttpMethod method, String address, String type, Buffer body) {
        Promise<Integer> answered = Promise.promise();
        vertx.runOnContext(on -> client.request(method, port, "127.0.0.1", address)
                .compose(request -> {
                    if (!type.isEmpty()) {
                        request.putHeader("Content-Type", type);
                    }
                    return body.length() == 0 ? request.send() : request.send(body);
                })
                .compose((HttpClientResponse response) -> response.body().map(read -> response.statusCode()))
                .onComplete(answered));
        return answered.future();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(LONGEST_ANSWER.toSeconds(), TimeUnit.SECONDS);
    }

    private double count(String what, String door) {
        return meters.find("run.ingest.readings." + what).tag("door", door).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** Percent signs stand as they are, so that broken escapes are tried, too. */
    private static String escaped(byte[] query) {
        var text = new StringBuilder();
        for (byte one : query) {
            char c = (char) (one & 0xFF);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "=&%+-._~".indexOf(c) >= 0);
            text.append(plain ? String.valueOf(c) : String.format("%%%02X", one & 0xFF));
        }
        return text.toString();
    }

    /** By method and path, the statuses that {@code openapi.json} tells of. */
    private static Map<String, Set<Integer>> described() throws IOException {
        Map<String, Set<Integer>> statuses = new HashMap<>();
        try (InputStream in = Doors.class.getResourceAsStream("/openapi.json")) {
            JsonNode api = new ObjectMapper().readTree(in);
            api.get("paths")
                    .properties()
                    .forEach(path -> path.getValue().properties().forEach(way -> {
                        Set<Integer> known = new HashSet<>();
                        way.getValue()
                                .path("responses")
                                .fieldNames()
                                .forEachRemaining(one -> known.add(Integer.valueOf(one)));
                        statuses.put(
                                HttpMethod.valueOf(way.getKey().toUpperCase(java.util.Locale.ROOT)) + " "
                                        + path.getKey(),
                                known);
                    }));
        }
        return statuses;
    }

    /** A log that acknowledges at once, looks at what it is given, and keeps nothing. */
    private final class Sieve implements EventLog, SessionLogReader {
        @Override
        public int partitions() {
            return 12;
        }

        @Override
        public CompletionStage<?> append(RunEvent event) {
            try {
                if (event.body() instanceof EventBody.Readings readings) {
                    readings.readings().forEach(Plausible::check);
                }
            } catch (AssertionError impossible) {
                wrong.add(impossible);
            }
            return CompletableFuture.completedFuture(0L);
        }

        @Override
        public CompletionStage<?> announce(SessionHead head, Instant receivedAt) {
            return CompletableFuture.completedFuture(0L);
        }

        @Override
        public CompletionStage<?> introduce(Person person) {
            return CompletableFuture.completedFuture(0L);
        }

        @Override
        public CompletionStage<?> erase(String campId, String runnerId, Instant receivedAt) {
            return CompletableFuture.completedFuture(0L);
        }

        @Override
        public CompletionStage<?> quarantine(Rejection rejection) {
            if (rejection.reason().isEmpty() || rejection.message() == null) {
                wrong.add(new AssertionError("a rejection without a reason: " + rejection));
            }
            return CompletableFuture.completedFuture(0L);
        }

        @Override
        public CompletionStage<?> catchUp(SessionHead head) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<List<RunEvent>> eventsOf(SessionHead head) {
            return CompletableFuture.completedFuture(List.of());
        }
    }
}
