package dev.backstretch.ingest.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.people.HiddenPlace;
import dev.backstretch.domain.people.Person;
import dev.backstretch.domain.people.Privacy;
import dev.backstretch.ingest.IngestSettings;
import dev.backstretch.ingest.Intake;
import dev.backstretch.ingest.IntakeCounters;
import dev.backstretch.ingest.MemoryLog;
import dev.backstretch.ingest.PeopleDirectory;
import dev.backstretch.ingest.QuotaSettings;
import dev.backstretch.ingest.SessionDirectory;
import dev.backstretch.ingest.files.UploadedFiles;
import dev.backstretch.schemas.access.Access;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.StreamResetException;
import io.vertx.ext.web.Router;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The door for files over real HTTP, with the log in memory. */
class FilesDoorTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = UploadedFiles.START.plusSeconds(7_200);

    private final MemoryLog log = new MemoryLog();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final PeopleDirectory people = new PeopleDirectory();
    private IngestSettings settings = IngestSettings.at("localhost:1");
    private int port;

    @BeforeEach
    void openASessionWithARunner() throws Exception {
        port = serve(NOW);
        post(
                "/v1/sessions",
                "{\"sessionId\":\"s1\",\"camp\":\"c1\",\"plan\":\"free-run\"}".getBytes(StandardCharsets.UTF_8));
        post(
                "/v1/sessions/s1/runners",
                "{\"runner\":\"r01\",\"lapRule\":\"distance\"}".getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** Another instance over the same log: it knows what was published, and nothing that was only in memory. */
    private int serve(Instant now) throws Exception {
        var sessions = new SessionDirectory(settings.rememberedEvents());
        log.heads().values().forEach(sessions::learn);
        log.tell(sessions);
        var counters = new IntakeCounters(meters);
        var intake = new Intake(log, log, people, counters, settings.maximumInFlightBytes());
        Router router = Router.router(vertx);
        Doors.mount(
                router,
                new Doorway(
                        settings,
                        sessions,
                        people,
                        log,
                        log,
                        intake,
                        counters,
                        Clock.fixed(now, ZoneOffset.UTC),
                        Access.withoutTokens()));
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        return server.actualPort();
    }

    private HttpResponse<String> post(String path, byte[] body) throws Exception {
        return post(path, path.contains("/files") ? "application/octet-stream" : "application/json", body);
    }

    private HttpResponse<String> post(String path, String type, byte[] body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> upload(String name, byte[] body) throws Exception {
        return post("/v1/sessions/s1/files?runner=r01&name=" + name, body);
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return JSON.readTree(answer.body());
    }

    private double counted(String what) {
        return meters.find("run.ingest.readings." + what).tag("door", "files").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private void assertTheDoorAddsUp() {
        assertThat(counted("received")).isEqualTo(counted("accepted") + counted("rejected") + counted("duplicates"));
    }

    @Test
    void a_file_becomes_deliveries_of_origin_file_and_its_pressed_laps_taps() throws Exception {
        HttpResponse<String> answer = upload("run.fit", UploadedFiles.fit(100));

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode json = json(answer);
        assertThat(json.get("accepted").asInt()).isEqualTo(101);
        assertThat(json.get("afterClose").asBoolean()).isFalse();
        JsonNode file = json.get("files").get(0);
        assertThat(file.get("file").asText()).isEqualTo("run.fit");
        assertThat(file.get("format").asText()).isEqualTo("FIT");
        assertThat(file.get("pressedLaps").asInt()).isOne();
        // The last lap ends with the recording.
        assertThat(file.get("ignoredLaps").asInt()).isOne();
        List<RunEvent> deliveries = log.events(EventBody.Readings.class);
        assertThat(deliveries).hasSizeLessThan(4);
        assertThat(deliveries).allSatisfy(event -> {
            assertThat(event.origin()).isEqualTo(Origin.of(Origin.Kind.FILE));
            assertThat(event.runnerId()).isEqualTo("r01");
            assertThat(event.receivedAt()).isEqualTo(NOW);
        });
        assertThat(log.events(EventBody.Tap.class))
                .extracting(RunEvent::observedAt)
                .containsExactly(UploadedFiles.START.plusSeconds(80));
        assertTheDoorAddsUp();
    }

    @Test
    void a_second_upload_is_all_duplicates_also_at_another_instance() throws Exception {
        assertThat(upload("run.fit", UploadedFiles.fit(100)).statusCode()).isEqualTo(200);
        int events = log.events().size();

        JsonNode again = json(upload("other-name.fit", UploadedFiles.fit(100)));
        assertThat(again.get("accepted").asInt()).isZero();
        assertThat(again.get("duplicates").asInt()).isEqualTo(101);

        port = serve(NOW.plusSeconds(60));
        JsonNode elsewhere = json(upload("run.fit", UploadedFiles.fit(100)));
        assertThat(elsewhere.get("accepted").asInt()).isZero();
        assertThat(elsewhere.get("duplicates").asInt()).isEqualTo(101);
        assertThat(elsewhere.get("conflicting").asInt()).isZero();
        assertThat(log.events()).hasSize(events);
        assertTheDoorAddsUp();
    }

    @Test
    void a_reading_that_came_live_and_comes_again_in_a_file_is_a_duplicate() throws Exception {
        String at = NOW.minusSeconds(2).toString();
        JsonNode live = json(post(
                "/v1/sessions/s1/readings",
                ("{\"runner\":\"r01\",\"observedAt\":\"" + at + "\",\"eventId\":\"p-1\",\"heartRateBpm\":150}")
                        .getBytes(StandardCharsets.UTF_8)));
        assertThat(live.get("accepted").asInt()).isEqualTo(1);
        String file = "observedAt,heartRateBpm,eventId\n" + at + ",150,p-1\n" + NOW.minusSeconds(1) + ",151,p-2\n";
        JsonNode filed = json(upload("phone.csv", file.getBytes(StandardCharsets.UTF_8)));
        assertThat(filed.get("accepted").asInt()).as(filed.toString()).isEqualTo(1);
        assertThat(filed.get("duplicates").asInt()).isEqualTo(1);
        assertTheDoorAddsUp();
    }

    @Test
    void a_session_that_closed_long_ago_takes_files_and_says_that_it_was_closed() throws Exception {
        post("/v1/sessions/s1/control", "{\"action\":\"close\"}".getBytes(StandardCharsets.UTF_8));
        port = serve(NOW.plusSeconds(86_400));

        assertThat(post("/v1/sessions/s1/readings", "[]".getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(409);
        JsonNode json = json(upload("run.csv", UploadedFiles.csv(30)));
        assertThat(json.get("accepted").asInt()).isEqualTo(30);
        assertThat(json.get("afterClose").asBoolean()).isTrue();
        assertThat(json.get("files").get(0).get("notices").get(0).get("message").asText())
                .isEqualTo("the column shoe is not used");
    }

    @Test
    void a_run_elsewhere_loses_its_positions_aloud_in_a_session_with_a_track() throws Exception {
        String track = "\"track\":{\"centre\":[18.7961,98.9629],\"bearing_deg\":12}";
        post("/v1/sessions", ("{\"sessionId\":\"s2\",\"camp\":\"c1\"," + track + "}").getBytes(StandardCharsets.UTF_8));
        post("/v1/sessions/s2/runners", "{\"runner\":\"r02\"}".getBytes(StandardCharsets.UTF_8));
        Map<String, byte[]> entries = new LinkedHashMap<>();
        // With heart rates, and of positions alone.
        entries.put("beats.tcx", UploadedFiles.tcx(10));
        entries.put("places.gpx", UploadedFiles.gpx(7));
        HttpResponse<String> answer = post("/v1/sessions/s2/files?runner=r02", UploadedFiles.zip(entries));

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode json = json(answer);
        assertThat(json.at("/files/0/accepted").asInt()).isEqualTo(10);
        assertThat(json.at("/files/0/farPositions").asInt()).isEqualTo(10);
        assertThat(json.at("/files/0/notices/0/reason").asText()).isEqualTo("FAR_FROM_TRACK");
        assertThat(json.at("/files/0/notices/0/message").asText())
                .startsWith("10 positions lie nowhere near")
                .contains("without a track", "lapRule distance");
        assertThat(json.at("/files/1/accepted").asInt()).isZero();
        assertThat(json.at("/files/1/rejected").asInt()).isEqualTo(7);
        assertThat(json.at("/files/1/farPositions").asInt()).isEqualTo(7);
        assertThat(json.at("/rejected/0/reason").asText()).isEqualTo("FAR_FROM_TRACK");
        assertThat(json.at("/rejected/0/count").asInt()).isEqualTo(7);
        assertThat(log.rejections()).hasSize(7).allSatisfy(one -> assertThat(one.reason())
                .isEqualTo("FAR_FROM_TRACK"));
        assertThat(log.events(EventBody.Readings.class)).allSatisfy(event -> assertThat(
                        ((EventBody.Readings) event.body()).readings())
                .allSatisfy(reading -> assertThat(reading.heartRateBpm()).isEqualTo(150)));
        assertTheDoorAddsUp();

        assertThat(post("/v1/sessions/s2/files?runner=r02", UploadedFiles.gpx(7))
                        .statusCode())
                .isEqualTo(422);
        JsonNode anywhere = json(upload("places.gpx", UploadedFiles.gpx(7)));
        assertThat(anywhere.at("/files/0/accepted").asInt()).isEqualTo(7);
        assertThat(anywhere.at("/files/0/farPositions").asInt()).isZero();
        assertThat(anywhere.at("/files/0/notices").toString()).doesNotContain("FAR_FROM_TRACK");
    }

    @Test
    void an_archive_of_several_files_is_told_file_by_file() throws Exception {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("a/run.fit", UploadedFiles.fit(20));
        entries.put("readme.txt", "hello".getBytes(StandardCharsets.UTF_8));
        entries.put("b/run.csv.gz", UploadedFiles.gzip(UploadedFiles.csv(10)));
        entries.put("c/broken.gpx", "<gpx".getBytes(StandardCharsets.UTF_8));
        JsonNode json = json(upload("week.zip", UploadedFiles.zip(entries)));

        assertThat(json.get("files").findValuesAsText("file"))
                .containsExactly("week.zip!run.fit", "week.zip!run.csv.gz", "week.zip!broken.gpx");
        assertThat(json.get("rejected")).hasSize(1);
        assertThat(json.get("rejected").get(0).get("file").asText()).isEqualTo("week.zip!broken.gpx");
        assertThat(json.get("accepted").asInt()).isEqualTo(31);
        assertThat(log.rejections()).hasSize(1);
        assertTheDoorAddsUp();
    }

    @Test
    void several_parts_of_a_form_are_several_files() throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (String name : List.of("one.fit", "../two.csv")) {
            body.writeBytes(("--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                            + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            body.writeBytes(name.endsWith("fit") ? UploadedFiles.fit(20) : UploadedFiles.csv(10));
            body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes("--edge--\r\n".getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> answer =
                post("/v1/sessions/s1/files?runner=r01", "multipart/form-data; boundary=edge", body.toByteArray());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).get("files").findValuesAsText("file")).containsExactly("one.fit", "two.csv");
    }

    /** A form with one whole file in it, and what follows that file. */
    private static byte[] form(String after) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(text("--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"one.fit\"\r\n\r\n"));
        body.writeBytes(UploadedFiles.fit(20));
        body.writeBytes(text("\r\n--edge\r\nContent-Disposition: form-data; name=\"file\"" + after));
        return body.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // A second part whose encoding does not exist.
                "; filename=\"two.csv\"\r\nContent-Transfer-Encoding: nonsense\r\n\r\ntime,lat,lon\r\n--edge--\r\n",
                // Heads on which decoders break.
                "; filename=\"two.csv\";tion: form-data\r\n\r\ntime,lat,lon\r\n--edge--\r\n",
                "; filename\u00b4\"two.csv\"\r\n\r\ntime,lat,lon\r\n--edge--\r\n",
                // Cut off in what a part holds, in the head of one, within its boundary, and before the last boundary.
                "; filename=\"two.csv\"\r\n\r\ntime,l",
                "; filename=\"two.csv\"\r\nContent-Ty",
                "; filename=\"two.csv\"\r\n",
                "; filename=\"two.csv\"\r\n\r\ntime,lat,lon\r\n--ed",
                "; filename=\"two.csv\"\r\n\r\ntime,lat,lon\r\n--edge\r\n"
            })
    void a_form_that_breaks_is_refused_and_nothing_of_it_is_taken(String after) throws Exception {
        int events = log.events().size();
        HttpResponse<String> answer =
                post("/v1/sessions/s1/files?runner=r01", "multipart/form-data; boundary=edge", form(after));

        assertThat(answer.statusCode()).isEqualTo(400);
        boolean whole = after.endsWith("--edge--\r\n");
        assertThat(json(answer).get("detail").asText())
                .contains(whole ? "no whole file" : "ends before its last boundary");
        // Had it been taken all the same, the same file would bring nothing new.
        assertThat(json(upload("run.fit", UploadedFiles.fit(20)))
                        .get("duplicates")
                        .asInt())
                .isZero();
        assertThat(log.events()).hasSizeGreaterThan(events);
        assertTheDoorAddsUp();
    }

    @Test
    void uploads_that_are_slow_to_come_leave_the_door_open_for_others() throws Exception {
        try (var stated = new Socket(InetAddress.getLoopbackAddress(), port);
                var chunked = new Socket(InetAddress.getLoopbackAddress(), port)) {
            begin(stated, "Content-Length: 67000000");
            begin(chunked, "Transfer-Encoding: chunked");
            // Time for both to be at the door.
            TimeUnit.MILLISECONDS.sleep(300);
            assertThat(upload("run.fit", UploadedFiles.fit(20)).statusCode()).isEqualTo(200);
        }
    }

    private static void begin(Socket line, String length) throws Exception {
        line.getOutputStream()
                .write(text("POST /v1/sessions/s1/files?runner=r01 HTTP/1.1\r\nHost: a\r\n"
                        + "Content-Type: application/octet-stream\r\n" + length + "\r\n\r\n"));
        line.getOutputStream().flush();
    }

    @Test
    void readings_that_cannot_be_are_told_with_their_file_and_kept_in_the_quarantine() throws Exception {
        HttpResponse<String> answer = upload(
                "run.csv",
                "time,lat,lon\n2026-11-21T02:00:00Z,18.7,98.9\n2026-11-21T02:00:01Z,95,98.9\n"
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode refused = json(answer).get("rejected").get(0);
        assertThat(refused.get("file").asText()).isEqualTo("run.csv");
        assertThat(refused.get("reason").asText()).isEqualTo("RANGE_POSITION");
        assertThat(refused.get("count").asInt()).isOne();
        assertThat(log.rejections()).hasSize(1);
        assertThat(counted("rejected")).isOne();
        assertTheDoorAddsUp();
    }

    @Test
    void of_a_broken_file_of_who_hides_a_place_nothing_is_kept() throws Exception {
        byte[] broken = text("<gpx><trk><trkseg><trkpt lat='18.7' lon='98.9'>");
        upload("open.gpx", broken);
        people.learn(
                PeopleDirectory.key("c1", "r01"),
                new Person(
                        "c1",
                        "r01",
                        "Runner",
                        null,
                        null,
                        null,
                        true,
                        List.of("s1"),
                        NOW,
                        new Privacy(
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                false,
                                HiddenPlace.around(18.7, 98.9, 100, 30),
                                null)));
        upload("hidden.gpx", broken);

        assertThat(log.rejections())
                .extracting(rejection -> rejection.payload().length)
                .containsExactly(broken.length, 0);
        assertTheDoorAddsUp();
    }

    @Test
    void a_file_costs_what_it_holds_and_the_next_waits_until_it_is_paid() throws Exception {
        settings = settings.withQuotas(new QuotaSettings(5, 5, 5));
        port = serve(NOW);

        // It is twice what may come at once, and is taken whole.
        assertThat(json(upload("run.fit", UploadedFiles.fit(100)))
                        .get("accepted")
                        .asInt())
                .isEqualTo(101);
        HttpResponse<String> next = upload("run.csv", UploadedFiles.csv(10));
        assertThat(next.statusCode()).isEqualTo(429);
        assertThat(next.headers().firstValue("Retry-After")).isPresent();
    }

    static Stream<Arguments> hostile() {
        byte[] spaces = new byte[16 * 1024 * 1024];
        Arrays.fill(spaces, (byte) ' ');
        System.arraycopy(text("<gpx>"), 0, spaces, 0, 5);
        byte[] nested = UploadedFiles.zip(Map.of("run.gpx", spaces));
        return Stream.of(
                new Arguments("a gzip bomb", UploadedFiles.gzip(spaces), 413, "TOO_LARGE"),
                new Arguments("a zip bomb", UploadedFiles.zip(Map.of("run.gpx", spaces)), 413, "TOO_LARGE"),
                new Arguments("an archive in an archive", UploadedFiles.zip(Map.of("a.fit", nested)), 415, "FORMAT"),
                new Arguments(
                        "a name that leads out of the archive",
                        UploadedFiles.zip(Map.of("../../etc/cron.d/run.fit", UploadedFiles.fit(5))),
                        422,
                        "ZIP_PATH"),
                new Arguments(
                        "an absolute name",
                        UploadedFiles.zip(Map.of("C:\\run.fit", UploadedFiles.fit(5))),
                        422,
                        "ZIP_PATH"),
                new Arguments(
                        "an external entity",
                        text("<!DOCTYPE gpx [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><gpx>&x;</gpx>"),
                        422,
                        "XML_DOCTYPE"),
                new Arguments(
                        "a billion laughs",
                        text("<!DOCTYPE gpx [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]><gpx>&b;</gpx>"),
                        422,
                        "XML_DOCTYPE"),
                new Arguments("a picture", new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}, 415, "FORMAT"),
                new Arguments("nothing", new byte[0], 415, "EMPTY"),
                new Arguments(
                        "another encoding",
                        "time,lat,lon,Höhe\n1,2,3,4\n".getBytes(StandardCharsets.ISO_8859_1),
                        415,
                        "ENCODING"),
                new Arguments("a list of laps", text("Laps,Time,Avg Pace\n1,05:00,5:00\n"), 422, "SUMMARY"),
                new Arguments(
                        "a session's events",
                        text("{\"type\":\"session\",\"sessionId\":\"x\",\"observedAt\":\"2026-11-21T02:00:00Z\"}\n"),
                        415,
                        "FORMAT"));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    record Arguments(String what, byte[] body, int status, String reason) {
        @Override
        public String toString() {
            return what + ": " + status + " " + reason;
        }
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void what_is_no_recording_or_means_harm_is_refused_with_its_reason(Arguments upload) throws Exception {
        HttpResponse<String> answer = upload("upload", upload.body());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(upload.status());
        assertThat(answer.body()).contains(upload.reason());
        assertThat(log.events(EventBody.Readings.class)).isEmpty();
        assertTheDoorAddsUp();
    }

    @Test
    void a_body_beyond_the_bound_is_refused_before_it_is_here() throws Exception {
        assertThat(upload("run.fit", new byte[64 * 1024 * 1024 + 1]).statusCode())
                .isEqualTo(413);
    }

    /** A browser sends all that it sends over one connection of HTTP/2. */
    @Test
    void what_is_refused_over_a_shared_connection_ends_alone() throws Exception {
        var options =
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false);
        var shared = vertx.createHttpClient(options, new PoolOptions().setHttp2MaxSize(1));
        var refusedStatus = new CompletableFuture<Integer>();
        var refusedEnds = new CompletableFuture<Throwable>();
        log.withhold();
        var waiting = shared.request(HttpMethod.POST, port, "127.0.0.1", "/v1/sessions/s1/readings")
                .compose(request -> request.putHeader("Content-Type", "application/json")
                        .send("{\"runner\":\"r01\",\"observedAt\":\"" + NOW + "\",\"heartRateBpm\":150}"))
                .map(answer -> answer.statusCode());
        shared.request(HttpMethod.POST, port, "127.0.0.1", "/v1/sessions/s1/files?runner=r01")
                .onSuccess(request -> {
                    request.putHeader("Content-Length", String.valueOf(64 * 1024 * 1024 + 1));
                    request.exceptionHandler(refusedEnds::complete);
                    request.response().onSuccess(answer -> refusedStatus.complete(answer.statusCode()));
                    request.write("the first of it, and no more comes");
                });

        assertThat(refusedStatus.get(20, TimeUnit.SECONDS)).isEqualTo(413);
        assertThat(refusedEnds.get(20, TimeUnit.SECONDS)).isInstanceOf(StreamResetException.class);
        log.acknowledge();
        assertThat(waiting.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS))
                .isEqualTo(200);
    }

    @Test
    void whose_file_it_is_has_to_be_said_and_known() throws Exception {
        assertThat(post("/v1/sessions/s1/files", UploadedFiles.fit(5)).statusCode())
                .isEqualTo(400);
        assertThat(post("/v1/sessions/s1/files?runner=r99", UploadedFiles.fit(5))
                        .statusCode())
                .isEqualTo(404);
        assertThat(post("/v1/sessions/none/files?runner=r01", UploadedFiles.fit(5))
                        .statusCode())
                .isEqualTo(404);
        assertThat(post("/v1/sessions/s1/files?runner=r01", "multipart/form-data", UploadedFiles.fit(5))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_log_that_does_not_answer_is_said_and_the_same_file_is_taken_later() throws Exception {
        log.fail(true);
        HttpResponse<String> refused = upload("run.fit", UploadedFiles.fit(50));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();

        log.fail(false);
        assertThat(json(upload("run.fit", UploadedFiles.fit(50)))
                        .get("accepted")
                        .asInt())
                .isEqualTo(51);
    }

    @Test
    void a_recording_of_each_brand_is_taken_whole() throws Exception {
        String folder = System.getenv("BACKSTRETCH_RECORDINGS");
        assumeTrue(folder != null, "BACKSTRETCH_RECORDINGS does not name a folder of recordings");
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of(folder))) {
            files = all.filter(file -> file.toString().matches(".*\\.(fit|tcx|gpx)(\\.gz)?"))
                    .sorted()
                    .toList();
        }
        assertThat(files).isNotEmpty();
        // A shelf of watches at once is more than one camp's share.
        settings = settings.withQuotas(new QuotaSettings(1_000_000, 1_000_000, 1_000_000));
        port = serve(NOW);
        for (Path file : files) {
            HttpResponse<String> answer = upload(String.valueOf(file.getFileName()), Files.readAllBytes(file));
            assertThat(answer.statusCode()).as("%s: %s", file, answer.body()).isEqualTo(200);
            JsonNode one = json(answer).get("files").get(0);
            assertThat(one.get("accepted").asInt()
                            + one.get("duplicates").asInt()
                            + one.get("rejected").asInt())
                    .as("%s", file)
                    .isEqualTo(
                            one.get("readings").asInt() + one.get("pressedLaps").asInt());
        }
        assertTheDoorAddsUp();
    }
}
