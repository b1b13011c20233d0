package dev.backstretch.ingest.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.event.Track;
import dev.backstretch.domain.people.Person;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.ingest.HeardAfterClose;
import dev.backstretch.ingest.IngestSettings;
import dev.backstretch.ingest.Intake;
import dev.backstretch.ingest.IntakeCounters;
import dev.backstretch.ingest.MemoryLog;
import dev.backstretch.ingest.PeopleDirectory;
import dev.backstretch.ingest.SessionDirectory;
import dev.backstretch.schemas.access.Access;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The doors over real HTTP, with the log in memory. */
class DoorsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");
    private static final String GOOD =
            "{'runner':'r01','observedAt':'2026-11-21T01:59:59Z','eventId':'%s','latitudeDegrees':18.7,"
                    + "'longitudeDegrees':98.9,'speedMetersPerSecond':3.4,'heartRateBpm':150}";

    private final MemoryLog log = new MemoryLog();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<HttpServer> servers = new ArrayList<>();
    private int port;

    @BeforeEach
    void openASessionWithARunner() throws Exception {
        port = serve(NOW);
        assertThat(post("/v1/sessions", "{'sessionId':'s1','camp':'c1','plan':'quarter-mile-twice'}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(post("/v1/sessions/s1/runners", "{'runner':'r01','bib':'101','chip':'chip-1','alias':'Ann'}")
                        .statusCode())
                .isEqualTo(201);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private final HeardAfterClose afterClose = new HeardAfterClose();

    /** Another instance over the same log: it knows what was published, and nothing that was only in memory. */
    private int serve(Instant now) throws Exception {
        IngestSettings usual = IngestSettings.at("localhost:1");
        var settings = new IngestSettings(
                usual.bootstrapServers(),
                null,
                Map.of(),
                usual.maximumBodyBytes(),
                usual.maximumItems(),
                usual.maximumInFlightBytes(),
                usual.rememberedEvents(),
                java.time.Duration.ofSeconds(6),
                usual.writeLimit(),
                usual.settleWindow(),
                usual.silenceLimit(),
                usual.lengthLimit());
        var sessions = new SessionDirectory(settings.rememberedEvents());
        log.heads().values().forEach(sessions::learn);
        log.tell(sessions);
        var people = new PeopleDirectory();
        log.people().forEach(people::learn);
        var counters = new IntakeCounters(meters);
        var intake = new Intake(log, log, people, counters, settings.maximumInFlightBytes(), afterClose);
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
        servers.add(server);
        return server.actualPort();
    }

    // ---- what is taken

    @Test
    void a_reading_is_in_the_log_when_the_answer_leaves() throws Exception {
        HttpResponse<String> answer = readings(GOOD.formatted("a"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).get("accepted").asInt()).isOne();
        RunEvent event = log.events(EventBody.Readings.class).get(0);
        assertThat(event.receivedAt()).isEqualTo(NOW);
        assertThat(event.runnerId()).isEqualTo("r01");
    }

    @Test
    void an_object_an_array_and_lines_are_the_same_to_a_door() throws Exception {
        assertThat(json(readings("[" + GOOD.formatted("a") + "," + GOOD.formatted("b") + "]"))
                        .get("accepted")
                        .asInt())
                .isEqualTo(2);
        assertThat(json(readings(GOOD.formatted("a") + "\n" + GOOD.formatted("c") + "\n"))
                        .toString())
                .isEqualTo("{\"accepted\":1,\"duplicates\":1,\"conflicting\":0,\"rejected\":[]}");
        assertThat(json(send(
                                "POST",
                                "/v1/sessions/s1/readings",
                                "application/x-ndjson",
                                "\uFEFF" + GOOD.formatted("d")))
                        .get("accepted")
                        .asInt())
                .isOne();
        assertThat(json(readings("[]")).toString())
                .isEqualTo("{\"accepted\":0,\"duplicates\":0,\"conflicting\":0,\"rejected\":[]}");
    }

    @ParameterizedTest(name = "heart rate {0}")
    @CsvSource({"0", "300"})
    void an_impossible_heart_rate_is_dropped_from_an_otherwise_good_reading(String bpm) throws Exception {
        HttpResponse<String> answer = readings(GOOD.formatted("a").replace(":150", ":" + bpm));

        assertThat(json(answer).get("accepted").asInt()).isOne();
        var readings =
                (EventBody.Readings) log.events(EventBody.Readings.class).get(0).body();
        assertThat(readings.readings().get(0).heartRateBpm()).isNaN();
        assertThat(readings.readings().get(0).flags()).hasSize(1);
    }

    @Test
    void a_runner_who_joined_before_a_restart_is_known_after_it() throws Exception {
        port = serve(NOW);

        assertThat(json(readings(GOOD.formatted("a"))).get("accepted").asInt()).isOne();
        assertThat(json(post(
                                "/v1/sessions/s1/marks",
                                "{'type':'chip','chip':'chip-1','observedAt':'2026-11-21T01:59:59Z'}"))
                        .get("accepted")
                        .asInt())
                .isOne();
        assertThat(post("/v1/sessions", "{'sessionId':'s1','camp':'c1','plan':'quarter-mile-twice'}")
                        .statusCode())
                .as("the same opening again")
                .isEqualTo(200);
    }

    // ---- people apart

    @Test
    void who_a_runner_is_never_reaches_the_sessions_log() throws Exception {
        post(
                "/v1/sessions/s1/runners",
                "{'runner':'r02','alias':'Bea','name':'Beatrice B.','contact':'bea@example.org',"
                        + "'birthDate':'1990-05-21'}");

        Person person = Objects.requireNonNull(log.people().get("c1|r02"));
        assertThat(person.alias()).isEqualTo("Bea");
        assertThat(person.name()).isEqualTo("Beatrice B.");
        assertThat(person.sessions()).containsExactly("s1");
        RunEvent join = log.events(EventBody.Join.class).get(1);
        assertThat(join.body().toString()).doesNotContain("Bea").doesNotContain("1990");
        assertThat(((EventBody.Join) join.body()).ageBandYears()).isEqualTo(35);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "'birthDate':'21 May 1990 Secret'                 | birthDate  | TIME",
                "'birthDate':'2050-05-21'                         | birthDate  | RANGE",
                "'birthDate':'1822-05-21'                         | birthDate  | RANGE",
                "'alias':['Secret']                               | alias      | MALFORMED",
                "'boardConsent':'maybe'                           | boardConsent | MALFORMED",
                "'lane':99                                        | lane       | RANGE",
                "'observedAt':'1990-01-01T00:00:00Z'              | observedAt | TIME_STALE",
                "'lane':1,'lane':2                                | lane       | MALFORMED"
            })
    void a_refused_join_is_kept_without_the_person(String wrong, String field, String reason) throws Exception {
        String person = "'name':'Secret','contact':'Secret','alias':'Secret','birthdate':'Secret',";
        String others = wrong.startsWith("'birthDate'") ? person : person + "'birthDate':'1991-06-22',";
        String join = "{" + (wrong.startsWith("'alias'") ? others.replace("'alias':'Secret',", "") : others)
                + "'eventId':'j-1','bib':'7'," + wrong + "}";

        HttpResponse<String> answer = post("/v1/sessions/s1/runners", "[" + join + "]");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(json(answer).at("/rejected/0/field").asText()).isEqualTo(field);
        assertThat(json(answer).at("/rejected/0/reason").asText()).isEqualTo(reason);
        assertThat(answer.body()).doesNotContain("Secret");
        assertThat(log.rejections()).singleElement().satisfies(kept -> {
            String payload = new String(kept.payload(), StandardCharsets.UTF_8);
            assertThat(payload + kept.value() + kept.message())
                    .doesNotContain("Secret")
                    .doesNotContain("1991-06-22")
                    .doesNotContain("1822")
                    .doesNotContain("2050");
            assertThat(kept.field()).isEqualTo(field);
            if (!reason.equals("MALFORMED") || !field.equals("lane")) {
                assertThat(payload).contains("\"bib\":\"7\"");
                assertThat(kept.eventId()).isEqualTo("j-1");
            }
        });
    }

    @Test
    void a_runner_without_an_id_gets_one_and_a_wrong_join_code_is_refused() throws Exception {
        HttpResponse<String> joined = post("/v1/sessions/s1/runners", "{'bib':'7'}");
        String runner = json(joined).get("runner").asText();
        assertThat(joined.headers().firstValue("Location")).contains("/v1/sessions/s1/runners/" + runner);

        assertThat(post("/v1/sessions/s1/runners", "{'bib':'8','joinCode':'WRONG1'}")
                        .statusCode())
                .isEqualTo(403);
        String code = json(get("/v1/sessions/s1")).get("joinCode").asText();
        assertThat(post("/v1/sessions/s1/runners", "{'bib':'8','joinCode':'" + code + "'}")
                        .statusCode())
                .isEqualTo(201);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'eventId':'j-1'}               | {'eventId':'j-2'}",
                "{'eventId':'j-1','bib':'7'}     | {'eventId':'j-2','bib':'7'}",
                "{'chip':'c7'}                   | {'chip':'c8'}",
                "{'bib':'7','device':'d1'}       | {'bib':'8','device':'d1'}",
                "{'device':'d1'}                 | {'device':'d2'}"
            })
    void a_join_without_a_runner_that_is_sent_again_is_the_same_runner(String join, String other) throws Exception {
        String runner =
                json(post("/v1/sessions/s1/runners", join)).get("runner").asText();
        port = serve(NOW.plusSeconds(5));

        assertThat(json(post("/v1/sessions/s1/runners", join)).get("runner").asText())
                .isEqualTo(runner);
        assertThat(json(post("/v1/sessions/s1/runners", other)).get("runner").asText())
                .isNotEqualTo(runner);
        post("/v1/sessions", "{'sessionId':'s2'}");
        assertThat(json(post("/v1/sessions/s2/runners", join)).get("runner").asText())
                .as("nobody is followed from session to session by it")
                .isNotEqualTo(runner);
    }

    @Test
    void a_join_with_a_plan_that_there_is_not_is_refused() throws Exception {
        JsonNode answer = json(post(
                "/v1/sessions/s1/runners",
                "[{'runner':'r02','plan':'qarter'},{'runner':'r03','plan':7},{'runner':'r04','plan':'free-run'},"
                        + "{'runner':'r05','plan':null}]"));

        assertThat(answer.get("accepted").asInt()).isEqualTo(2);
        assertThat(answer.at("/rejected/0/reason").asText()).isEqualTo("UNKNOWN_PLAN");
        assertThat(answer.at("/rejected/0/field").asText()).isEqualTo("plan");
        assertThat(answer.at("/rejected/0/value").asText()).isEqualTo("qarter");
        assertThat(answer.at("/rejected/0/message").asText()).contains("quarter-mile-twice");
        assertThat(answer.at("/rejected/1/reason").asText()).isEqualTo("MALFORMED");
        assertThat(log.people()).doesNotContainKey("c1|r02");
    }

    @Test
    void joins_that_tell_nothing_of_themselves_are_different_runners() throws Exception {
        JsonNode runners = json(post("/v1/sessions/s1/runners", "[{},{}]")).get("runners");

        assertThat(runners.get(0).asText()).isNotEqualTo(runners.get(1).asText());
    }

    @Test
    void withdrawn_consent_reaches_the_people_as_well() throws Exception {
        assertThat(Objects.requireNonNull(log.people().get("c1|r01")).boardConsent())
                .isTrue();

        post("/v1/sessions/s1/events", "{'type':'consent','runner':'r01','purpose':'board','given':false}");

        assertThat(Objects.requireNonNull(log.people().get("c1|r01")).boardConsent())
                .isFalse();
    }

    @Test
    void how_hard_a_session_was_reaches_the_people_and_a_later_consent_does_not_lose_it() throws Exception {
        post("/v1/sessions/s1/events", "{'type':'rpe','runner':'r01','rating':4}");
        post("/v1/sessions/s1/events", "{'type':'rpe','runner':'r01','rating':7}");
        post("/v1/sessions/s1/events", "{'type':'consent','runner':'r01','purpose':'coach','given':true}");
        post("/v1/sessions/s1/runners", "{'runner':'r01','alias':'Nok'}");

        assertThat(afterClose.take()).as("it moves nothing").isEmpty();
        assertThat(Objects.requireNonNull(log.people().get("c1|r01")).exertions())
                .as("the last word on the session")
                .singleElement()
                .satisfies(said -> {
                    assertThat(said.sessionId()).isEqualTo("s1");
                    assertThat(said.rating()).isEqualTo(7);
                });
        assertThat(post("/v1/sessions/s1/events", "{'type':'rpe','runner':'r01','rating':11}")
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void an_old_consent_sent_again_does_not_turn_a_newer_one_back() throws Exception {
        String given = "{'type':'consent','runner':'r01','eventId':'c-1','purpose':'board','given':true,"
                + "'observedAt':'2026-11-21T01:59:00Z'}";
        post("/v1/sessions/s1/events", given);
        post(
                "/v1/sessions/s1/events",
                "{'type':'consent','runner':'r01','eventId':'c-2','purpose':'board','given':false}");

        assertThat(json(post("/v1/sessions/s1/events", given)).get("duplicates").asInt())
                .isOne();

        assertThat(Objects.requireNonNull(log.people().get("c1|r01")).boardConsent())
                .isFalse();
    }

    @Test
    void a_join_sent_again_does_not_turn_a_newer_one_back() throws Exception {
        String first = "{'runner':'r02','eventId':'j-1','alias':'Bea','observedAt':'2026-11-21T01:59:00Z'}";
        post("/v1/sessions/s1/runners", first);
        post("/v1/sessions/s1/runners", "{'runner':'r02','eventId':'j-2','alias':'Trixi'}");

        assertThat(json(post("/v1/sessions/s1/runners", first))
                        .get("duplicates")
                        .asInt())
                .isOne();

        assertThat(Objects.requireNonNull(log.people().get("c1|r02")).alias()).isEqualTo("Trixi");
    }

    @Test
    void what_is_refused_changes_no_person() throws Exception {
        Map<String, Person> before = log.people();

        assertThat(post("/v1/sessions/s1/runners", "{'runner':'r01','alias':'Eve','observedAt':'2026-11-19T02:00:00Z'}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(post(
                                "/v1/sessions/s1/events",
                                "{'type':'consent','runner':'r01','purpose':'board','given':false,"
                                        + "'observedAt':'2026-11-19T02:00:00Z'}")
                        .statusCode())
                .isEqualTo(422);

        assertThat(log.people()).isEqualTo(before);
    }

    @Test
    void a_join_is_answered_when_the_person_is_kept_too_and_may_be_sent_again_until_then() throws Exception {
        String join = "{'runner':'r02','eventId':'j-1','alias':'Bea'}";
        log.failPeople(true);
        problem(post("/v1/sessions/s1/runners", join), 503, null);

        log.failPeople(false);
        assertThat(post("/v1/sessions/s1/runners", join).statusCode()).isEqualTo(201);

        assertThat(Objects.requireNonNull(log.people().get("c1|r02")).alias()).isEqualTo("Bea");
    }

    @Test
    void the_joins_of_one_request_add_to_one_person() throws Exception {
        post(
                "/v1/sessions/s1/runners",
                "[{'runner':'r02','eventId':'a','name':'Beatrice B.'},{'runner':'r02','eventId':'b','contact':'b@x'}]");

        Person person = Objects.requireNonNull(log.people().get("c1|r02"));
        assertThat(person.name()).isEqualTo("Beatrice B.");
        assertThat(person.contact()).isEqualTo("b@x");
    }

    @Test
    void nothing_is_expected_to_be_heard_of_whom_a_coach_enters_without_a_device() throws Exception {
        String code = Objects.requireNonNull(log.heads().get("s1")).joinCode();
        post("/v1/sessions/s1/runners", "{'runner':'taps','bib':'7'}");
        post("/v1/sessions/s1/runners", "{'runner':'phone','alias':'Bea','joinCode':'" + code + "'}");
        post("/v1/sessions/s1/runners", "{'runner':'watch','bib':'9','device':'watch-1'}");
        assertThat(Objects.requireNonNull(log.people().get("c1|taps")).tapsOnly())
                .isTrue();
        assertThat(Objects.requireNonNull(log.people().get("c1|watch")).tapsOnly())
                .isFalse();

        post("/v1/sessions/s1/runners", "{'runner':'phone','wave':2}");
        assertThat(Objects.requireNonNull(log.people().get("c1|phone")).tapsOnly())
                .as("a coach has put the phone's runner into a wave")
                .isFalse();
        post("/v1/sessions/s1/runners", "{'runner':'taps','alias':'Tam','joinCode':'" + code + "'}");
        assertThat(Objects.requireNonNull(log.people().get("c1|taps")).tapsOnly())
                .as("has a phone now")
                .isFalse();
    }

    // ---- commands

    @Test
    void starting_running_and_closing_is_published_once_each() throws Exception {
        assertThat(json(post("/v1/sessions/s1/control", "{'action':'start'}"))
                        .get("accepted")
                        .asInt())
                .isOne();
        assertThat(json(post("/v1/sessions/s1/control", "{'action':'start'}"))
                        .get("duplicates")
                        .asInt())
                .isOne();
        assertThat(head().state()).isEqualTo(SessionHead.State.RUNNING);
        assertThat(post("/v1/sessions/s1/gun", "{'wave':1}").statusCode()).isEqualTo(200);
        assertThat(post("/v1/sessions/s1/control", "{'action':'close'}").statusCode())
                .isEqualTo(200);
        assertThat(head().state()).isEqualTo(SessionHead.State.CLOSED);
        assertThat(head().closedAt()).isEqualTo(NOW);

        assertThat(post("/v1/sessions/s1/control", "{'action':'pause'}").statusCode())
                .isEqualTo(409);
        assertThat(log.events(EventBody.Control.class)).hasSize(2);
    }

    @Test
    void a_closed_session_takes_deliveries_for_five_minutes() throws Exception {
        post("/v1/sessions/s1/control", "{'action':'close'}");
        assertThat(readings(GOOD.formatted("a")).statusCode()).isEqualTo(200);

        port = serve(NOW.plusSeconds(300));
        assertThat(readings(GOOD.formatted("b")).statusCode()).isEqualTo(200);
        port = serve(NOW.plusSeconds(301));
        problem(readings(GOOD.formatted("c")), 409, "session");
    }

    @Test
    void laps_are_corrected_for_a_day_after_the_close_and_whoever_publishes_that_is_told() throws Exception {
        String add = "{'action':'add','eventId':'%s','runner':'r01','at':'" + NOW.minusSeconds(3600)
                + "','coach':'c','reason':'missed-read'}";
        assertThat(post("/v1/sessions/s1/corrections", add.formatted("k1")).statusCode())
                .isEqualTo(200);
        assertThat(afterClose.take()).as("while it goes on").isEmpty();
        post("/v1/sessions/s1/control", "{'action':'close'}");
        readings(GOOD.formatted("b"));
        assertThat(afterClose.take()).containsExactly("late s1");

        port = serve(NOW.plus(Duration.ofHours(24)));
        HttpResponse<String> preview = post("/v1/sessions/s1/corrections?preview=true", add.formatted("k2"));
        assertThat(preview.statusCode()).as(preview.body()).isEqualTo(200);
        assertThat(afterClose.take()).as("whoever looks changes nothing").isEmpty();
        HttpResponse<String> answer = post("/v1/sessions/s1/corrections", add.formatted("k2"));
        assertThat(json(answer).path("accepted").asInt())
                .as("of a lap more than a day ago: %s", answer.body())
                .isOne();
        assertThat(afterClose.take()).containsExactly("corrected s1");
        assertThat(json(post("/v1/sessions/s1/corrections", add.formatted("k2")))
                        .path("duplicates")
                        .asInt())
                .isOne();
        assertThat(afterClose.take()).as("a repeat changes nothing").isEmpty();
        String afterwards = add.replace(
                NOW.minusSeconds(3600).toString(), NOW.plusSeconds(1).toString());
        HttpResponse<String> tooLate = post("/v1/sessions/s1/corrections", afterwards.formatted("k3"));
        assertThat(tooLate.statusCode()).isEqualTo(422);
        assertThat(json(tooLate).at("/rejected/0/reason").asText())
                .as("no lap ended after the close")
                .isEqualTo("TIME_FUTURE");
        problem(post("/v1/sessions/s1/corrections?preview=true", afterwards.formatted("k3")), 400, "at");
        String atTheClose = add.replace(NOW.minusSeconds(3600).toString(), NOW.toString());
        assertThat(post("/v1/sessions/s1/corrections", atTheClose.formatted("k5"))
                        .statusCode())
                .isEqualTo(200);

        port = serve(NOW.plus(Duration.ofHours(24)).plusMillis(1));
        problem(post("/v1/sessions/s1/corrections", add.formatted("k4")), 409, "session");
        JsonNode refused = json(post("/v1/sessions/s1/corrections?preview=true", add.formatted("k4")));
        assertThat(refused.path("status").asInt()).isEqualTo(409);
        assertThat(refused.path("remedy").asText()).contains("import a recording");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"'void'", "'move','at':'2026-11-21T01:59:00Z'", "'facing','facing':'backward'"})
    void after_the_close_a_lap_is_named_by_its_end_and_not_by_its_number(String action) throws Exception {
        String byNumber = "{'action':" + action + ",'runner':'r01','lap':2,'coach':'c'}";
        String byEnd = byNumber.replace("'lap':2", "'lap':2,'lapEndedAt':'" + NOW.minusSeconds(70) + "'");
        assertThat(post("/v1/sessions/s1/corrections", byNumber).statusCode())
                .as("while it goes on the number is the one on the board")
                .isEqualTo(200);
        post("/v1/sessions/s1/control", "{'action':'close'}");

        port = serve(NOW.plusSeconds(60));
        HttpResponse<String> answer = post("/v1/sessions/s1/corrections", byNumber);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        JsonNode refused = json(answer).at("/rejected/0");
        assertThat(refused.get("field").asText()).isEqualTo("lap");
        assertThat(refused.get("value").asText()).isEqualTo("2");
        assertThat(refused.get("reason").asText()).isEqualTo("LAP_BY_NUMBER");
        assertThat(refused.toString()).contains("send lapEndedAt");
        problem(post("/v1/sessions/s1/corrections?preview=true", byNumber), 400, "lap");
        assertThat(log.events(EventBody.Correction.class)).hasSize(1);

        assertThat(post("/v1/sessions/s1/corrections", byEnd).statusCode()).isEqualTo(200);
        assertThat(log.events(EventBody.Correction.class)).hasSize(2);
    }

    @Test
    void which_way_a_lap_was_run_is_said_of_one_lap_and_is_forward_or_backward() throws Exception {
        String said = "{'action':'facing','runner':'r01','eventId':'%s',%s}";
        assertThat(post("/v1/sessions/s1/corrections", said.formatted("f1", "'lap':2,'facing':'backward'"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(log.events(EventBody.Correction.class)).hasSize(1);
        for (String[] wrong : new String[][] {
            {"'lap':2", "facing", "MISSING"},
            {"'facing':'forward'", "lap", "MISSING"},
            {"'lap':2,'facing':'still'", "facing", "UNKNOWN_VALUE"},
            {"'lap':2,'facing':'sideways'", "facing", "UNKNOWN_VALUE"}
        }) {
            HttpResponse<String> answer = post("/v1/sessions/s1/corrections", said.formatted("f2", wrong[0]));
            assertThat(answer.statusCode()).as(wrong[0]).isEqualTo(422);
            assertThat(json(answer).at("/rejected/0/field").asText()).isEqualTo(wrong[1]);
            assertThat(json(answer).at("/rejected/0/reason").asText()).isEqualTo(wrong[2]);
        }
        assertThat(log.events(EventBody.Correction.class)).hasSize(1);
    }

    @Test
    void how_hard_it_was_may_be_said_for_a_day_after_the_close_and_nothing_else() throws Exception {
        String hard = "{'type':'rpe','eventId':'%s','runner':'r01','rating':6}";
        String weather = "{'type':'weather','temperatureCelsius':30}";
        post("/v1/sessions/s1/control", "{'action':'close'}");

        port = serve(NOW.plus(Duration.ofHours(24)));
        JsonNode answer = json(post("/v1/sessions/s1/events", hard.formatted("h1")));
        assertThat(answer.path("accepted").asInt()).as(answer.toString()).isOne();
        assertThat(json(post("/v1/sessions/s1/events", hard.formatted("h1")))
                        .path("duplicates")
                        .asInt())
                .isOne();
        assertThat(Objects.requireNonNull(log.people().get("c1|r01")).exertions())
                .singleElement()
                .satisfies(said -> assertThat(said.rating()).isEqualTo(6));
        problem(post("/v1/sessions/s1/events", weather), 409, "session");
        problem(post("/v1/sessions/s1/events", '[' + hard.formatted("h2") + ',' + weather + ']'), 409, "session");
        problem(post("/v1/sessions/s1/events", "[]"), 409, "session");
        problem(readings(GOOD.formatted("a")), 409, "session");

        port = serve(NOW.plus(Duration.ofHours(24)).plusMillis(1));
        problem(post("/v1/sessions/s1/events", hard.formatted("h3")), 409, "session");
    }

    @Test
    void a_close_whose_head_was_lost_still_closes_the_doors() throws Exception {
        log.append(new RunEvent(
                "control-close",
                "s1",
                null,
                NOW,
                NOW,
                Origin.of(Origin.Kind.COACH),
                new EventBody.Control(EventBody.Control.Action.CLOSE)));
        assertThat(head().state()).isEqualTo(SessionHead.State.OPEN);

        port = serve(NOW.plusSeconds(301));
        // Whose it is must be looked up in the log, where the end is.
        readings(GOOD.formatted("a"));

        problem(readings(GOOD.formatted("b")), 409, "session");
        problem(post("/v1/sessions/s1/control", "{'action':'pause'}"), 409, "session");
    }

    @Test
    void a_binding_moves_a_chip_and_a_runner_can_leave() throws Exception {
        post("/v1/sessions/s1/runners", "{'runner':'r02','bib':'102'}");
        assertThat(send("PATCH", "/v1/sessions/s1/runners/r02", "application/json", "{'chip':'chip-2'}")
                        .statusCode())
                .isEqualTo(200);
        post("/v1/sessions/s1/marks", "{'type':'chip','chip':'chip-2','observedAt':'2026-11-21T02:00:00Z'}");
        assertThat(log.events(EventBody.Chip.class))
                .extracting(RunEvent::runnerId)
                .containsExactly("r02");

        assertThat(send("DELETE", "/v1/sessions/s1/runners/r02", null, "").statusCode())
                .isEqualTo(200);
        assertThat(log.events(EventBody.Leave.class)).hasSize(1);
        problem(send("DELETE", "/v1/sessions/s1/runners/r99", null, ""), 404, "runner");
    }

    @Test
    void corrections_and_other_events_are_events_like_any_other() throws Exception {
        assertThat(post("/v1/sessions/s1/corrections", "{'action':'void','runner':'r01','lap':1,'coach':'c'}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(post(
                                "/v1/sessions/s1/events",
                                "[{'type':'rpe','runner':'r01','rating':7},{'type':'weather',"
                                        + "'temperatureCelsius':30}]")
                        .statusCode())
                .isEqualTo(200);
        assertThat(log.events(EventBody.Correction.class)).hasSize(1);
        assertThat(log.events(EventBody.Rpe.class)).hasSize(1);
    }

    @Test
    void more_previews_than_may_wait_are_told_to_come_again() throws Exception {
        log.withholdReads(true);
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < CorrectionsDoor.MOST_PREVIEWS + 1; i++) {
            waiting.add(HttpClient.newHttpClient()
                    .sendAsync(
                            HttpRequest.newBuilder(URI.create(
                                            "http://127.0.0.1:" + port + "/v1/sessions/s1/corrections?preview=true"))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(
                                            "{\"action\":\"void\",\"runner\":\"r01\",\"lap\":1}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString()));
        }
        var first = (HttpResponse<?>) CompletableFuture.anyOf(waiting.toArray(CompletableFuture<?>[]::new))
                .get(20, TimeUnit.SECONDS);
        assertThat(first.statusCode()).isEqualTo(503);
        assertThat(first.headers().firstValue("Retry-After")).contains("2");
        log.withholdReads(false);
        for (CompletableFuture<HttpResponse<String>> one : waiting) {
            assertThat(one.get(20, TimeUnit.SECONDS).statusCode()).isIn(200, 503);
        }
        assertThat(post("/v1/sessions/s1/corrections?preview=true", "{'action':'void','runner':'r01','lap':1}")
                        .statusCode())
                .as("there is room again")
                .isEqualTo(200);
    }

    @Test
    void a_preview_says_what_would_move_and_writes_nothing() throws Exception {
        HttpResponse<String> answer =
                post("/v1/sessions/s1/corrections?preview=true", "{'action':'void','runner':'r01','lap':1}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).path("position").asLong())
                .isEqualTo(log.events().stream()
                        .filter(event -> event.sessionId().equals("s1"))
                        .count());
        assertThat(json(answer).path("moves").isArray()).isTrue();
        assertThat(log.events(EventBody.Correction.class)).isEmpty();
        assertThat(log.rejections()).isEmpty();
        assertThat(json(post(
                                "/v1/sessions/s1/corrections?preview=true",
                                "{'action':'swap','runner':'r01','with':'r77'}"))
                        .at("/rejected/reason")
                        .asText())
                .isEqualTo("UNKNOWN_RUNNER");
        problem(post("/v1/sessions/s1/corrections?preview=true", "{'action':'void'}"), 400, "corrects");
        problem(
                post("/v1/sessions/s1/corrections?preview=yes", "{'action':'void','runner':'r01','lap':1}"),
                400,
                "preview");
        problem(post("/v1/sessions/s1/corrections?dry=true", "{'action':'void','runner':'r01','lap':1}"), 400, "dry");
        assertThat(log.events(EventBody.Correction.class)).isEmpty();
    }

    @ParameterizedTest(name = "a mark at {0} is refused as {1}")
    @CsvSource({"2026-11-20T01:59:59Z, TIME_STALE", "2026-11-21T02:05:01Z, TIME_FUTURE"})
    void a_corrected_mark_is_as_near_to_now_as_any_other(String at, String reason) throws Exception {
        for (String action : List.of("'add'", "'move','lap':1")) {
            HttpResponse<String> answer =
                    post("/v1/sessions/s1/corrections", "{'action':" + action + ",'runner':'r01','at':'" + at + "'}");

            assertThat(answer.statusCode()).isEqualTo(422);
            JsonNode refused = json(answer).at("/rejected/0");
            assertThat(refused.get("reason").asText()).isEqualTo(reason);
            assertThat(refused.get("field").asText()).isEqualTo("at");
            assertThat(refused.get("value").asText()).isEqualTo(at);
        }
        assertThat(log.events(EventBody.Correction.class)).isEmpty();
    }

    @Test
    void the_coach_sends_the_group_on_and_a_retry_is_the_same_step() throws Exception {
        String step = "{'action':'step','eventId':'step-1'}";

        assertThat(post("/v1/sessions/s1/control", step).statusCode()).isEqualTo(200);
        assertThat(json(post("/v1/sessions/s1/control", step)).get("duplicates").asInt())
                .isEqualTo(1);
        assertThat(log.events(EventBody.Control.class))
                .extracting(event -> ((EventBody.Control) event.body()).action())
                .containsOnlyOnce(EventBody.Control.Action.STEP);
    }

    @ParameterizedTest(name = "a swap with {0}")
    @CsvSource({"r01, SAME_RUNNER", "nobody, UNKNOWN_RUNNER"})
    void a_swap_needs_two_runners_who_have_joined(String with, String reason) throws Exception {
        HttpResponse<String> answer = post(
                "/v1/sessions/s1/corrections", "{'action':'swap','runner':'r01','with':'" + with + "','coach':'c'}");

        assertThat(answer.statusCode()).isEqualTo(422);
        JsonNode refused = json(answer).at("/rejected/0");
        assertThat(refused.get("reason").asText()).isEqualTo(reason);
        assertThat(refused.get("field").asText()).isEqualTo("with");
        assertThat(refused.get("value").asText()).isEqualTo(with);
        assertThat(log.events(EventBody.Correction.class)).isEmpty();
    }

    @Test
    void a_swap_of_two_bibs_is_taken() throws Exception {
        assertThat(post("/v1/sessions/s1/runners", "{'runner':'r02','bib':'102'}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(post("/v1/sessions/s1/corrections", "{'action':'swap','runner':'r01','with':'r02','coach':'c'}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(log.events(EventBody.Correction.class)).singleElement().satisfies(event -> assertThat(
                        ((EventBody.Correction) event.body()).with())
                .isEqualTo("r02"));
    }

    @Test
    void a_correction_that_undoes_itself_is_refused() throws Exception {
        HttpResponse<String> answer = post(
                "/v1/sessions/s1/corrections",
                "{'action':'undo','runner':'r01','eventId':'u-1','corrects':'u-1','coach':'c'}");

        assertThat(answer.statusCode()).isEqualTo(422);
        JsonNode refused = json(answer).at("/rejected/0");
        assertThat(refused.get("reason").asText()).isEqualTo("CORRECTS_ITSELF");
        assertThat(refused.get("field").asText()).isEqualTo("corrects");
        assertThat(refused.get("value").asText()).isEqualTo("u-1");
        assertThat(refused.get("message").asText()).contains("name the event");
        assertThat(log.events(EventBody.Correction.class)).isEmpty();

        assertThat(post(
                                "/v1/sessions/s1/corrections",
                                "{'action':'undo','runner':'r01','eventId':'u-2','corrects':'u-0','coach':'c'}")
                        .statusCode())
                .isEqualTo(200);
    }

    // ---- sessions

    @Test
    void a_session_is_opened_with_its_track_before_anyone_hears_of_it() throws Exception {
        HttpResponse<String> opened = post(
                "/v1/sessions",
                "{'sessionId':'s2','track':{'centre':[18.7961,98.9629],'bearing_deg':12},'timeZone':'Asia/Bangkok'}");

        assertThat(opened.statusCode()).isEqualTo(201);
        assertThat(opened.headers().firstValue("Location")).contains("/v1/sessions/s2");
        assertThat(json(get("/v1/sessions/s2")).get("hasTrack").asBoolean()).isTrue();
        var body = (EventBody.SessionOpened) log.events().stream()
                .filter(event -> event.sessionId().equals("s2"))
                .findFirst()
                .orElseThrow()
                .body();
        var line = Objects.requireNonNull(body.track()).line();
        // As the simulator's geometry has it, to the centimetre.
        assertThat(line.innerLatitudeDegrees()).isCloseTo(18.7956982, within());
        assertThat(line.innerLongitudeDegrees()).isCloseTo(98.96321952, within());
        assertThat(line.outerLatitudeDegrees()).isCloseTo(18.79561195, within());
        assertThat(line.outerLongitudeDegrees()).isCloseTo(98.96320028, within());
    }

    @Test
    void two_points_of_the_home_straight_give_the_same_track_as_centre_and_bearing() throws Exception {
        post("/v1/sessions", "{'sessionId':'a','track':{'centre':[18.7961,98.9629],'bearing_deg':12}}");
        post("/v1/sessions", "{'sessionId':'b','track':{'home':[[18.79585671,98.9624365],[18.7956982,98.96321952]]}}");

        List<EventBody.SessionOpened> opened = log.events(EventBody.SessionOpened.class).stream()
                .map(event -> (EventBody.SessionOpened) event.body())
                .toList();
        var byCentre = Objects.requireNonNull(opened.get(1).track());
        var byPoints = Objects.requireNonNull(opened.get(2).track());
        assertThat(byPoints.centreLatitudeDegrees()).isCloseTo(byCentre.centreLatitudeDegrees(), within());
        assertThat(byPoints.centreLongitudeDegrees()).isCloseTo(byCentre.centreLongitudeDegrees(), within());
        assertThat(byPoints.bearingDegrees()).isCloseTo(12, org.assertj.core.data.Offset.offset(0.1));
    }

    @Test
    void a_start_and_a_turn_give_a_course_out_and_back() throws Exception {
        HttpResponse<String> opened = post(
                "/v1/sessions",
                "{'sessionId':'s3','track':{'name':'beach','start':[18.79,98.95],'turn':[18.8,98.95],'lap_m':2300,"
                        + "'legs':true}}");

        assertThat(opened.statusCode()).isEqualTo(201);
        assertThat(json(get("/v1/sessions/s3")).get("hasTrack").asBoolean()).isTrue();
        var body = (EventBody.SessionOpened)
                log.events(EventBody.SessionOpened.class).get(1).body();
        assertThat(body.track())
                .isEqualTo(Track.outAndBack("beach", 2300, new Track.OutAndBack(18.79, 98.95, 18.8, 98.95, true)));
    }

    @Test
    void a_line_and_a_length_give_a_loop_of_any_shape() throws Exception {
        HttpResponse<String> opened = post(
                "/v1/sessions",
                "{'sessionId':'s4','track':{'name':'park','lap_m':640},"
                        + "'line':{'inner':[18.7956982,98.96321952],'outer':[18.79561195,98.96320028]}}");

        assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
        var body = (EventBody.SessionOpened)
                log.events(EventBody.SessionOpened.class).get(1).body();
        Track loop = Objects.requireNonNull(body.track());
        assertThat(loop.lapMeters()).isEqualTo(640);
        assertThat(loop.line())
                .isEqualTo(new Track.TimingLine("finish", 18.7956982, 98.96321952, 18.79561195, 98.96320028));
        assertThat(loop.kerbRadiusMeters())
                .as("no oval that a lane could follow")
                .isZero();
    }

    @ParameterizedTest(name = "{0} is refused with {1} naming {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'sessionId':'x','track':{},'line':{'inner':[18.79,98.95],'outer':[18.7901,98.95]}} | 400 | track.lap_m",
                "{'sessionId':'x','track':{'lap_m':640},'line':{'inner':[18.79,98.95],'outer':[18.79,98.95]}} | 400 | line",
                "{'sessionId':'x','track':{'lap_m':640},'line':{'inner':[18.79,98.95],'outer':[18.8,98.95]}} | 400 | line",
                "{'sessionId':'x','track':{'lap_m':640,'lanes':8},'line':{'inner':[18.79,98.95],'outer':[18.7901,98.95]}} | 400 | track.lanes",
                "{'sessionId':'s1','camp':'other'}                | 409 | sessionId",
                "{'sessionId':'a b'}                              | 400 | sessionId",
                "{'sessionId':'x','plan':'moon'}                  | 400 | plan",
                "{'sessionId':'x','requireTokens':true}           | 400 | requireTokens",
                "{'sessionId':'x','clock':'sundial'}              | 400 | clock",
                "{'sessionId':'x','timeZone':'Mars/Olympus'}      | 400 | timeZone",
                "{'sessionId':'x','rules':['laps/9']}             | 400 | rules",
                "{'sessionId':'x','trakc':'none'}                 | 400 | trakc",
                "{'sessionId':'x','track':{'bearing_deg':1}}      | 400 | track.centre",
                "{'sessionId':'x','track':{'centre':[91,0]}}      | 400 | track.centre",
                "{'sessionId':'x','track':{'start':[18.79,98.95]}} | 400 | track.turn",
                "{'sessionId':'x','track':{'turn':[18.79,98.95]}} | 400 | track.start",
                "{'sessionId':'x','track':{'start':[18.79,98.95],'turn':[18.7901,98.95]}} | 400 | track.turn",
                "{'sessionId':'x','track':{'start':[18.79,98.95],'turn':[28.79,98.95]}} | 400 | track.turn",
                "{'sessionId':'x','track':{'start':[18.79,98.95],'turn':[18.8,98.95],'lap_m':1200}} | 400 | track.lap_m",
                "{'sessionId':'x','track':{'start':[18.79,98.95],'turn':[18.8,98.95],'lanes':8}} | 400 | track.lanes",
                "{'sessionId':'x','track':{'start':[18.79,98.95],'turn':[18.8,98.95],'legs':1}} | 400 | track.legs",
                "{'sessionId':'x','track':{'start':[18.79,98.95],'turn':[18.8,98.95]},'line':{}} | 400 | line"
            })
    void a_session_that_cannot_be_opened_is_refused_by_name(String body, int status, String field) throws Exception {
        problem(post("/v1/sessions", body), status, field);
        assertThat(log.heads()).hasSize(1);
    }

    @Test
    void a_simulated_session_keeps_the_deliveries_own_arrival_times() throws Exception {
        post(
                "/v1/sessions",
                "{'sessionId':'sim','clock':'simulated','observedAt':'2026-11-20T00:00:00Z',"
                        + "'receivedAt':'2026-11-20T00:00:00Z'}");
        post("/v1/sessions/sim/runners", "{'runner':'r01','receivedAt':'2026-11-20T00:00:01Z'}");
        HttpResponse<String> answer = post(
                "/v1/sessions/sim/readings",
                "[{'runner':'r01','observedAt':'2026-11-20T00:00:02Z','receivedAt':'2026-11-20T00:00:02.5Z',"
                        + "'heartRateBpm':120},"
                        + "{'runner':'r01','observedAt':'2026-11-20T00:06:00Z','receivedAt':'2026-11-20T00:00:03Z',"
                        + "'heartRateBpm':120}]");

        assertThat(log.events(EventBody.Readings.class).get(0).receivedAt())
                .isEqualTo(Instant.parse("2026-11-20T00:00:02.5Z"));
        assertThat(json(answer).at("/rejected/0/reason").asText())
                .as("judged by the arrival, not by the door's clock")
                .isEqualTo("TIME_FUTURE");
    }

    // ---- what is refused

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "RANGE_POSITION | latitudeDegrees | 18.7                 | 91",
                "RANGE_POSITION | longitudeDegrees| 98.9                 | 181",
                "TIME_STALE     | observedAt      | 2026-11-21T01:59:59Z | 1970-01-01T00:00:00Z",
                "TIME_FUTURE    | observedAt      | 2026-11-21T01:59:59Z | 2027-11-21T02:00:00Z",
                "TIME_ZONE      | observedAt      | 2026-11-21T01:59:59Z | 2026-11-21T01:59:59",
                "UNKNOWN_RUNNER | runner          | r01                  | r99",
                "MALFORMED      | latitudeDegrees | 18.7                 | \"north\"",
                "MALFORMED      | latitudeDegrees | 18.7                 | NaN",
                "MALFORMED      | latitudeDegrees | 18.7                 | 1e999"
            })
    void an_item_that_is_refused_is_named_counted_and_kept(String reason, String field, String good, String bad)
            throws Exception {
        String item = GOOD.formatted("a").replace(good, bad);

        HttpResponse<String> alone = readings(item);
        assertThat(alone.statusCode()).isEqualTo(422);
        JsonNode refused = json(alone).at("/rejected/0");
        assertThat(refused.get("index").asInt()).isZero();
        assertThat(refused.get("reason").asText()).isEqualTo(reason);
        assertThat(refused.get("field").asText()).isEqualTo(field);
        assertThat(refused.get("message").asText()).isNotBlank();

        HttpResponse<String> among = readings("[" + item + "," + GOOD.formatted("b") + "]");
        assertThat(among.statusCode()).as("the stream goes on").isEqualTo(200);
        assertThat(json(among).get("accepted").asInt()).isOne();
        assertThat(log.rejections()).hasSize(2).allSatisfy(kept -> {
            assertThat(kept.reason()).isEqualTo(reason);
            assertThat(kept.payload()).isNotEmpty();
        });
        assertThat(count("run.ingest.readings.rejected")).isEqualTo(2);
    }

    @Test
    void lines_stand_alone() throws Exception {
        JsonNode answer = json(readings(GOOD.formatted("a") + "\n{'runner':\n" + GOOD.formatted("b") + "\n"
                + "{'runner':'r01','runner':'r02'}\n{'type':'tap','runner':'r01'}\n"));

        assertThat(answer.get("accepted").asInt()).isEqualTo(2);
        assertThat(answer.get("rejected"))
                .extracting(one -> one.get("index").asInt() + one.get("reason").asText())
                .containsExactly("1MALFORMED", "3MALFORMED", "4UNKNOWN_TYPE");
    }

    @ParameterizedTest(name = "{1} to {0} as {2} is refused with {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/sessions/s1/readings   | hello            | application/json         | 400 | body",
                "/v1/sessions/s1/readings   | [{'a':1},        | application/json         | 400 | body",
                "/v1/sessions/s1/readings   | x                | application/x-ndjson     | 400 | body",
                "/v1/sessions/none/readings | {}               | application/json         | 404 | session",
                "/v1/sessions/s1/readings   | {}               | application/cbor         | 415 | Content-Type",
                "/v1/sessions/s1/readings   | {}               | application/json;charset=utf-16 | 415 | Content-Type",
                "/v1/sessions/s1/marks      | {}               | text/plain               | 415 | Content-Type",
                "/v1/sessions/s1/control    | {'action':'fly'} | application/json         | 400 | action",
                "/v1/sessions/s1/control    | {}               | application/json         | 400 | action",
                "/v1/sessions/s1/gun        | {'wave':'x'}     | application/json         | 400 | wave"
            })
    void a_request_that_cannot_be_read_is_refused_whole(String path, String body, String type, int status, String field)
            throws Exception {
        int before = log.events().size();
        problem(send("POST", path, type, body), status, field);
        assertThat(log.events()).hasSize(before);
        assertThat(log.rejections()).isEmpty();
    }

    @Test
    void text_in_two_bytes_a_letter_is_refused() throws Exception {
        byte[] body = "[{},{}]".getBytes(StandardCharsets.UTF_16LE);

        problem(sendBytes(HttpRequest.BodyPublishers.ofByteArray(body)), 415, "Content-Type");
    }

    @Test
    void fifty_megabytes_are_refused_before_they_are_read() throws Exception {
        byte[] large = new byte[50 * 1024 * 1024];
        Arrays.fill(large, (byte) ' ');
        problem(sendBytes(HttpRequest.BodyPublishers.ofByteArray(large)), 413, "body");
        // In chunks nobody says beforehand how much it will be.
        problem(
                sendBytes(HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large))),
                413,
                "body");

        assertThat(readings(GOOD.formatted("a")).statusCode())
                .as("the doors go on")
                .isEqualTo(200);
    }

    @Test
    void more_items_than_a_request_may_hold_are_refused() throws Exception {
        problem(readings("{'a':1}\n".repeat(10_001)), 413, "items");
    }

    @Test
    void who_dawdles_is_told_so() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /v1/sessions/s1/readings HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 100\r\n\r\n{")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            byte[] first = socket.getInputStream().readNBytes(12);

            assertThat(new String(first, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 408");
        }
    }

    @Test
    void a_log_that_does_not_answer_is_a_503_that_may_be_repeated() throws Exception {
        log.fail(true);
        HttpResponse<String> refused = readings(GOOD.formatted("a"));
        problem(refused, 503, null);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");

        log.fail(false);
        assertThat(json(readings(GOOD.formatted("a"))).get("accepted").asInt()).isOne();
    }

    @Test
    void per_door_what_was_received_is_accepted_rejected_or_duplicate() throws Exception {
        readings(GOOD.formatted("a"));
        readings("[" + GOOD.formatted("a") + ",{'x':1}," + GOOD.formatted("b") + "]");
        readings("hello");
        post(
                "/v1/sessions/s1/marks",
                "[{'type':'tap','bib':'101','observedAt':'2026-11-21T02:00:00Z'},"
                        + "{'type':'chip','chip':'lost','observedAt':'2026-11-21T02:00:00Z'}]");

        for (String door : Doors.NAMES) {
            assertThat(count("run.ingest.readings.received", door))
                    .as(door)
                    .isEqualTo(count("run.ingest.readings.accepted", door)
                            + count("run.ingest.readings.rejected", door)
                            + count("run.ingest.readings.duplicates", door));
        }
        assertThat(count("run.ingest.readings.received", "readings")).isEqualTo(4);
        assertThat(count("run.ingest.readings.received", "marks")).isEqualTo(2);
        assertThat(count("run.ingest.requests.refused", "readings")).isOne();
    }

    // ---- the document

    @Test
    void the_document_describes_every_door() throws Exception {
        JsonNode paths = json(get("/openapi.json")).get("paths");
        var described = new TreeSet<String>();
        paths.properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(
                        method -> described.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));

        // That it describes nothing else is held where the read side can be seen too.
        assertThat(described).containsAll(mounted());
    }

    private List<String> mounted() {
        Router router = Router.router(vertx);
        var sessions = new SessionDirectory(100_000);
        var counters = new IntakeCounters(meters);
        Doors.mount(
                router,
                new Doorway(
                        IngestSettings.at("localhost:1"),
                        sessions,
                        new PeopleDirectory(),
                        log,
                        log,
                        new Intake(log, log, new PeopleDirectory(), counters, 1),
                        counters,
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        Access.withoutTokens()));
        return router.getRoutes().stream()
                .flatMap(route -> route.methods().stream()
                        .map(method -> method.name() + " "
                                + Objects.requireNonNull(route.getName()).replaceAll(":(\\w+)", "{$1}")))
                .toList();
    }

    // ---- how it is asked

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(1e-6);
    }

    private SessionHead head() {
        return Objects.requireNonNull(log.heads().get("s1"));
    }

    private static void problem(
            HttpResponse<String> answer, int status, @org.jspecify.annotations.Nullable String field)
            throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = json(answer);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("type").asText()).startsWith("urn:backstretch:problem:");
        assertThat(problem.get("title").asText()).isNotBlank();
        assertThat(problem.get("detail").asText()).isNotBlank();
        assertThat(problem.get("remedy").asText()).isNotBlank();
        assertThat(problem.get("instance").asText()).startsWith("/v1/");
        assertThat(problem.path("field").asText(null)).isEqualTo(field);
    }

    private HttpResponse<String> readings(String body) throws Exception {
        return post("/v1/sessions/s1/readings", body);
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send("POST", path, "application/json", body);
    }

    /** JSON is written with single quotes here, to be read more easily. */
    private HttpResponse<String> send(
            String method, String path, @org.jspecify.annotations.Nullable String type, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
        if (type != null) {
            request.header("Content-Type", type);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> sendBytes(HttpRequest.BodyPublisher body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/sessions/s1/readings"))
                        .version(HttpClient.Version.HTTP_1_1)
                        .header("Content-Type", "application/json")
                        .POST(body)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    private double count(String name) {
        return meters.find(name).counters().stream().mapToDouble(Counter::count).sum();
    }

    private double count(String name, String door) {
        return meters.find(name).tag("door", door).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
