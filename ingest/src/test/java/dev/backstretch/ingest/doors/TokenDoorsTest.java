package dev.backstretch.ingest.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstretch.domain.event.EventBody;
import dev.backstretch.ingest.IngestSettings;
import dev.backstretch.ingest.Intake;
import dev.backstretch.ingest.IntakeCounters;
import dev.backstretch.ingest.MemoryLog;
import dev.backstretch.ingest.PeopleDirectory;
import dev.backstretch.ingest.SessionDirectory;
import dev.backstretch.schemas.access.Access;
import dev.backstretch.schemas.access.Grant;
import dev.backstretch.schemas.access.Revocations;
import dev.backstretch.schemas.access.Role;
import dev.backstretch.schemas.access.TokenKeys;
import dev.backstretch.schemas.access.Tokens;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The doors of sessions that require tokens, over real HTTP. */
class TokenDoorsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String READING =
            "{'runner':'%s','observedAt':'2026-11-21T01:59:59Z','eventId':'%s','heartRateBpm':150}";

    private final MemoryLog log = new MemoryLog();
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final TokenKeys keys = TokenKeys.create(new SecureRandom(), NOW);
    private Revocations revocations = Revocations.NONE;
    private final Tokens tokens = new Tokens(() -> keys, () -> revocations, CLOCK);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final String operator = tokens.issue(Grant.operator(), HOUR).text();
    private int port;

    @BeforeEach
    void openASessionThatRequiresTokens() throws Exception {
        port = serve(false);
        assertThat(send("POST", "/v1/sessions", operator, "{'sessionId':'s1','camp':'c1','requireTokens':true}")
                        .statusCode())
                .isEqualTo(201);
        for (String runner : List.of("r01", "r02")) {
            assertThat(send("POST", "/v1/sessions/s1/runners", coach(), "{'runner':'" + runner + "'}")
                            .statusCode())
                    .isEqualTo(201);
        }
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private int serve(boolean alwaysRequired) throws Exception {
        IngestSettings settings = IngestSettings.at("localhost:1");
        var sessions = new SessionDirectory(settings.rememberedEvents());
        log.heads().values().forEach(sessions::learn);
        log.tell(sessions);
        var people = new PeopleDirectory();
        log.people().forEach(people::learn);
        var counters = new IntakeCounters(meters);
        Router router = Router.router(vertx);
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
                        CLOCK,
                        new Access(tokens, alwaysRequired)));
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .actualPort();
    }

    // ---- each door with each role

    /** Who may: the letters are the roles' first, of runner, coach, screen, analyst, device, timing; operators may always. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST   | /v1/sessions                       | {'camp':'c1'}                              | c",
                "GET    | /v1/sessions/s1                    |                                            | rcsadt",
                "GET    | /v1/sessions/s1/invitation         |                                            | cs",
                "GET    | /v1/sessions/s1/invitation.svg     |                                            | cs",
                "POST   | /v1/sessions/s1/screens            |                                            | c",
                "POST   | /v1/sessions/s1/coaches            |                                            | -",
                "POST   | /v1/sessions/s1/control            | {'action':'start'}                         | c",
                "POST   | /v1/sessions/s1/gun                | {}                                         | c",
                "POST   | /v1/sessions/s1/runners            | {'runner':'r01','bib':'7'}                 | rc",
                "PATCH  | /v1/sessions/s1/runners/r01        | {'device':'d1'}                            | rc",
                "DELETE | /v1/sessions/s1/runners/r01        |                                            | rc",
                "POST   | /v1/sessions/s1/readings           | {'observedAt':'2026-11-21T01:59:59Z','heartRateBpm':150,'runner':'r01'} | rd",
                "POST   | /v1/sessions/s1/files?runner=r01   | <gpx><trk><trkseg><trkpt lat='18.7' lon='98.9'><time>2026-11-21T01:59:59Z</time></trkpt></trkseg></trk></gpx> | rcd",
                "POST   | /v1/sessions/s1/marks              | {'type':'tap','runner':'r01','observedAt':'2026-11-21T01:59:59Z'} | ct",
                "POST   | /v1/sessions/s1/corrections        | {'action':'void','runner':'r01','lap':1}   | c",
                "POST   | /v1/sessions/s1/events             | {'type':'rpe','runner':'r01','rating':5}   | rc",
                "POST   | /v1/sessions/s1/events             | {'type':'weather','temperatureCelsius':30} | c"
            })
    void each_door_is_for_its_roles_alone(String method, String path, @Nullable String body, String allowed)
            throws Exception {
        String sent = body == null ? "" : body;
        assertThat(send(method, path, operator, sent).statusCode())
                .as("operator")
                .isBetween(200, 299);
        for (Role role : EnumSet.complementOf(EnumSet.of(Role.OPERATOR))) {
            // Opening is for a camp's coach; everything else is tried with tokens of the one session.
            boolean opening = path.equals("/v1/sessions") && role == Role.COACH;
            String token =
                    opening ? tokens.issue(Grant.ofCamp(role, "c1"), HOUR).text() : tokenOf(role, "s1", "r01");
            boolean may = allowed.contains(role.text().substring(0, 1));
            HttpResponse<String> answer = send(method, path, token, sent);
            if (may) {
                assertThat(answer.statusCode()).as(role + " " + answer.body()).isBetween(200, 299);
            } else {
                problem(answer, 403);
            }
        }
        if (!path.equals("/v1/sessions")) {
            problem(send(method, path, null, sent), 401);
        }
        problem(send(method, path, operator + "x", sent), 401);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void nobody_but_an_operator_does_anything_in_another_session(Role role) throws Exception {
        send("POST", "/v1/sessions", operator, "{'sessionId':'s2','camp':'c2','requireTokens':true}");
        String token = role == Role.OPERATOR
                ? tokens.issue(Grant.ofCamp(role, "c1"), HOUR).text()
                : tokenOf(role, "s1", "r01");
        for (String path :
                List.of("control", "gun", "readings", "files?runner=r01", "marks", "corrections", "events")) {
            problem(send("POST", "/v1/sessions/s2/" + path, token, "{}"), 403);
        }
        problem(send("GET", "/v1/sessions/s2", token, ""), 403);
        // Whether there is one is not told either.
        problem(send("GET", "/v1/sessions/s3", role == Role.OPERATOR ? tokenOf(Role.COACH, "s1", "") : token, ""), 403);
    }

    @Test
    void on_an_address_that_others_reach_nothing_is_served_without_a_token() throws Exception {
        port = serve(true);
        problem(send("POST", "/v1/sessions", null, "{}"), 401);
        problem(send("GET", "/v1/sessions/unknown", null, ""), 401);
        problem(send("POST", "/v1/sessions/unknown/runners", null, "{'joinCode':'ABCDEF'}"), 401);
        problem(send("POST", "/v1/sessions", operator, "{'requireTokens':false}"), 400);
        HttpResponse<String> opened = send("POST", "/v1/sessions", operator, "{'sessionId':'s9'}");
        assertThat(json(opened).get("requireTokens").asBoolean()).isTrue();
    }

    // ---- whose data

    @Test
    void another_runners_item_refuses_the_whole_batch() throws Exception {
        HttpResponse<String> answer = send(
                "POST",
                "/v1/sessions/s1/readings",
                tokenOf(Role.RUNNER, "s1", "r01"),
                "[" + READING.formatted("r01", "a") + "," + READING.formatted("r02", "b") + "]");

        problem(answer, 403);
        assertThat(answer.body()).contains("another runner's").doesNotContain("r02");
        assertThat(log.events(EventBody.Readings.class)).isEmpty();
        assertThat(log.rejections()).isEmpty();
    }

    @Test
    void another_runners_file_is_refused() throws Exception {
        String token = tokenOf(Role.RUNNER, "s1", "r01");
        problem(send("POST", "/v1/sessions/s1/files?runner=r02", token, "time,lat,lon"), 403);
        // Their own they need not name.
        HttpResponse<String> own = send("POST", "/v1/sessions/s1/files", token, "time,lat,lon");
        assertThat(own.statusCode()).isEqualTo(422);
        assertThat(log.events(EventBody.Readings.class)).isEmpty();
    }

    @Test
    void a_tokens_runner_need_not_be_named_in_each_item() throws Exception {
        HttpResponse<String> answer = send(
                "POST",
                "/v1/sessions/s1/readings",
                tokenOf(Role.DEVICE, "s1", "r02"),
                "{'observedAt':'2026-11-21T01:59:59Z','heartRateBpm':150}");

        assertThat(json(answer).get("accepted").asInt()).isOne();
        assertThat(log.events(EventBody.Readings.class).get(0).runnerId()).isEqualTo("r02");
    }

    @Test
    void a_runner_neither_leaves_nor_binds_for_another() throws Exception {
        String token = tokenOf(Role.RUNNER, "s1", "r01");
        problem(send("DELETE", "/v1/sessions/s1/runners/r02", token, ""), 403);
        problem(send("PATCH", "/v1/sessions/s1/runners/r02", token, "{'device':'d'}"), 403);
        problem(
                send(
                        "POST",
                        "/v1/sessions/s1/events",
                        token,
                        "{'type':'consent','runner':'r02','purpose':'board','given':true}"),
                403);
        assertThat(log.events(EventBody.Leave.class)).isEmpty();
    }

    @Test
    void a_token_comes_in_the_header_as_password_or_in_the_query() throws Exception {
        String token = tokenOf(Role.RUNNER, "s1", "r01");
        String basic = "Basic " + Base64.getEncoder().encodeToString(("ann:" + token).getBytes(StandardCharsets.UTF_8));

        assertThat(sendAs("GET", "/v1/sessions/s1", basic, "").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/v1/sessions/s1?token=" + token, null, "").statusCode())
                .isEqualTo(200);
        problem(send("GET", "/v1/sessions/s1?token=x", null, ""), 401);
    }

    @Test
    void a_lost_phone_is_shut_out_and_the_next_one_let_in() throws Exception {
        String lost = tokenOf(Role.RUNNER, "s1", "r01");
        String others = tokenOf(Role.RUNNER, "s1", "r02");
        revocations = new Revocations(List.of(new Revocations.Entry(null, "s1", "r01", NOW)));

        problem(send("POST", "/v1/sessions/s1/readings", lost, READING.formatted("r01", "a")), 401);
        assertThat(send("POST", "/v1/sessions/s1/readings", others, READING.formatted("r02", "a"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(log.events(EventBody.Readings.class)).hasSize(1);
    }

    @Test
    void a_token_is_checked_where_none_is_required() throws Exception {
        send("POST", "/v1/sessions", null, "{'sessionId':'open','camp':'c1'}");

        assertThat(send("GET", "/v1/sessions/open", null, "").statusCode()).isEqualTo(200);
        problem(send("GET", "/v1/sessions/open", "wrong", ""), 401);
        problem(send("GET", "/v1/sessions/open", tokenOf(Role.COACH, "s1", ""), ""), 403);
    }

    // ---- joining

    @Test
    void a_join_code_lets_a_runner_in_and_the_answer_brings_a_token() throws Exception {
        HttpResponse<String> answer =
                join("{'joinCode':'" + code().toLowerCase(Locale.ROOT) + "','alias':'Ann'}", null);

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        String runner = json(answer).get("runner").asText();
        String token = json(answer).get("token").asText();
        assertThat(send("POST", "/v1/sessions/s1/readings", token, READING.formatted(runner, "a"))
                        .statusCode())
                .isEqualTo(200);
        problem(send("POST", "/v1/sessions/s1/readings", token, READING.formatted("r01", "a")), 403);
    }

    @Test
    void a_join_code_makes_nobody_someone_who_is_known() throws Exception {
        HttpResponse<String> asOther =
                join("{'joinCode':'" + code() + "','runner':'r01','maximumHeartRateBpm':190}", null);

        problem(asOther, 403);
        assertThat(asOther.body()).doesNotContain("token\":\"ey");
        assertThat(log.events(EventBody.Join.class)).hasSize(2);

        String first = "{'joinCode':'" + code() + "','bib':'101'}";
        assertThat(join(first, null).statusCode()).isEqualTo(201);
        // Its name follows from the bib, which all can read on the board.
        problem(join(first, null), 403);
    }

    @Test
    void an_event_that_every_lineage_names_is_no_proof_of_who_joins() throws Exception {
        String first = "{'joinCode':'" + code() + "','bib':'101','eventId':'6f1c0c1e-join'}";
        JsonNode joined = json(join(first, null));
        String runner = joined.get("runner").asText();
        send(
                "POST",
                "/v1/sessions/s1/readings",
                joined.get("token").asText(),
                READING.formatted(runner, "seen-by-all"));

        for (String guess : List.of("seen-by-all", "6f1c0c1e-join")) {
            HttpResponse<String> answer =
                    join("{'joinCode':'" + code() + "','runner':'" + runner + "','eventId':'" + guess + "'}", null);
            assertThat(answer.body()).as(guess).doesNotContain("token\":\"ey");
        }
    }

    @Test
    void a_join_that_is_sent_again_by_who_sent_it_brings_a_token_again() throws Exception {
        String join = "{'joinCode':'" + code() + "','bib':'101','eventId':'6f1c0c1e-join'}";
        String runner = json(join(join, null)).get("runner").asText();
        HttpResponse<String> again = join(join, null);

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(json(again).get("duplicates").asInt()).isOne();
        assertThat(tokens.verify(json(again).get("token").asText()))
                .isInstanceOfSatisfying(
                        Access.Verified.Good.class,
                        good -> assertThat(good.caller().runner()).isEqualTo(runner));
    }

    @Test
    void a_runners_own_token_joins_the_camps_next_session_by_its_code() throws Exception {
        String token =
                json(join("{'joinCode':'" + code() + "'}", null)).get("token").asText();
        send("POST", "/v1/sessions", operator, "{'sessionId':'s2','camp':'c1','requireTokens':true}");
        send("POST", "/v1/sessions", operator, "{'sessionId':'s3','camp':'other','requireTokens':true}");
        String second = "{'joinCode':'" + code("s2") + "'}";

        HttpResponse<String> joined = send("POST", "/v1/sessions/s2/runners", token, second);
        assertThat(joined.statusCode()).isEqualTo(201);
        assertThat(json(joined).get("runner").asText())
                .isEqualTo(runnerOf(token))
                .isEqualTo(runnerOf(json(joined).get("token").asText()));
        problem(send("POST", "/v1/sessions/s2/runners", token, "{}"), 403);
    }

    @Test
    void codes_are_not_found_by_trying() throws Exception {
        for (int i = 0; i < JoinCodeGuesses.OF_ADDRESS_A_MINUTE; i++) {
            problem(join("{'joinCode':'WRONG" + i + "'}", null), 403);
        }
        HttpResponse<String> next = join("{'joinCode':'" + code() + "'}", null);

        problem(next, 429);
        assertThat(next.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 7L);
        assertThat(log.events(EventBody.Join.class)).hasSize(2);
        // Who has a token needs no code.
        assertThat(send("POST", "/v1/sessions/s1/runners", coach(), "{'runner':'r09'}")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void who_may_not_invite_is_not_told_the_code() throws Exception {
        assertThat(send("GET", "/v1/sessions/s1", coach(), "").body()).contains(code());
        for (Role role : Set.of(Role.RUNNER, Role.DEVICE, Role.ANALYST, Role.TIMING)) {
            assertThat(send("GET", "/v1/sessions/s1", tokenOf(role, "s1", "r01"), "")
                            .body())
                    .doesNotContain(code());
        }
        JsonNode invitation = json(send("GET", "/v1/sessions/s1/invitation", coach(), ""));
        assertThat(invitation.get("address").asText()).isEqualTo("http://127.0.0.1:" + port + "/run/s1?code=" + code());
        HttpResponse<String> svg = send("GET", "/v1/sessions/s1/invitation.svg", coach(), "");
        assertThat(svg.headers().firstValue("Content-Type")).contains("image/svg+xml");
        assertThat(svg.body())
                .startsWith("<svg ")
                .isEqualTo(InvitationDoor.svg(invitation.get("address").asText()));
    }

    @Test
    void a_screen_s_link_has_a_token_that_reads_one_session_and_does_nothing() throws Exception {
        HttpResponse<String> answer = send("POST", "/v1/sessions/s1/screens", coach(), "");
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        JsonNode link = json(answer);
        String token = link.get("token").asText();
        assertThat(link.get("address").asText())
                .isEqualTo("http://127.0.0.1:" + port + "/board/s1?token=" + token)
                .doesNotContain(coach());
        assertThat(Instant.parse(link.get("tokenExpiresAt").asText()))
                .isEqualTo(CLOCK.instant().plus(Duration.ofDays(2)));
        assertThat(send("GET", "/v1/sessions/s1", token, "").statusCode()).isEqualTo(200);
        problem(send("POST", "/v1/sessions/s1/control", token, "{'action':'start'}"), 403);
        problem(send("POST", "/v1/sessions/s1/screens", token, ""), 403);
        send("POST", "/v1/sessions", operator, "{'sessionId':'s2','camp':'c1','requireTokens':true}");
        problem(send("GET", "/v1/sessions/s2", token, ""), 403);
    }

    @Test
    void a_second_coach_s_link_leads_one_session_and_no_other() throws Exception {
        String leads = tokens.issue(Grant.ofCamp(Role.COACH, "c1"), HOUR).text();
        HttpResponse<String> answer = send("POST", "/v1/sessions/s1/coaches", leads, "");
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        JsonNode link = json(answer);
        String token = link.get("token").asText();
        assertThat(link.get("address").asText())
                .isEqualTo("http://127.0.0.1:" + port + "/coach/s1?token=" + token)
                .doesNotContain(leads);
        assertThat(link.get("qr").asText())
                .as("what a phone scans is that address")
                .isEqualTo(InvitationDoor.svg(link.get("address").asText()));
        assertThat(Instant.parse(link.get("tokenExpiresAt").asText()))
                .isEqualTo(CLOCK.instant().plus(Duration.ofDays(2)));
        assertThat(send("POST", "/v1/sessions/s1/control", token, "{'action':'start'}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(send("POST", "/v1/sessions/s1/screens", token, "").statusCode())
                .as("a second coach is a coach")
                .isEqualTo(201);
        HttpResponse<String> another = send("POST", "/v1/sessions/s1/coaches", token, "");
        problem(another, 403);
        assertThat(json(another).get("type").asText())
                .as("who takes this link back has taken back all that came of it")
                .endsWith("session-coach");
        send("POST", "/v1/sessions", operator, "{'sessionId':'s2','camp':'c1','requireTokens':true}");
        problem(send("POST", "/v1/sessions/s2/control", token, "{'action':'start'}"), 403);
        problem(send("POST", "/v1/sessions/s2/coaches", token, ""), 403);
    }

    // ---- how it is asked

    private String code() {
        return code("s1");
    }

    private String code(String session) {
        return Objects.requireNonNull(log.heads().get(session)).joinCode();
    }

    private String coach() {
        return tokenOf(Role.COACH, "s1", "");
    }

    private String tokenOf(Role role, String session, String runner) {
        Grant grant =
                role.isOneRunners() ? new Grant(role, "c1", session, runner) : new Grant(role, "c1", session, null);
        return tokens.issue(grant, HOUR).text();
    }

    private @Nullable String runnerOf(String token) {
        return tokens.verify(token) instanceof Access.Verified.Good good
                ? good.caller().runner()
                : null;
    }

    private HttpResponse<String> join(String body, @Nullable String token) throws Exception {
        return send("POST", "/v1/sessions/s1/runners", token, body);
    }

    @Test
    void one_token_brings_one_file_at_a_time_and_others_do_not_wait_for_it() throws Exception {
        String slow = tokenOf(Role.RUNNER, "s1", "r01");
        String other = tokenOf(Role.RUNNER, "s1", "r02");
        String gpx = "<gpx><trk><trkseg><trkpt lat='18.7' lon='98.9'><time>2026-11-21T01:59:59Z</time></trkpt>"
                + "</trkseg></trk></gpx>";
        try (var line = new Socket(InetAddress.getLoopbackAddress(), port)) {
            line.getOutputStream()
                    .write(("POST /v1/sessions/s1/files HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + slow
                                    + "\r\nContent-Length: 1000\r\n\r\n<gpx")
                            .getBytes(StandardCharsets.UTF_8));
            line.getOutputStream().flush();
            TimeUnit.MILLISECONDS.sleep(300);

            HttpResponse<String> second = send("POST", "/v1/sessions/s1/files", slow, gpx);
            problem(second, 503);
            assertThat(second.headers().firstValue("Retry-After")).isPresent();
            assertThat(send("POST", "/v1/sessions/s1/files", other, gpx).statusCode())
                    .isEqualTo(200);
        }
        // The first is gone with its line.
        TimeUnit.MILLISECONDS.sleep(300);
        assertThat(send("POST", "/v1/sessions/s1/files", slow, gpx).statusCode())
                .isEqualTo(200);
    }

    private HttpResponse<String> send(String method, String path, @Nullable String token, String body)
            throws Exception {
        return sendAs(method, path, token == null ? null : "Bearer " + token, body);
    }

    private HttpResponse<String> sendAs(String method, String path, @Nullable String authorization, String body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void problem(HttpResponse<String> answer, int status) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(answer).get("status").asInt()).isEqualTo(status);
        assertThat(json(answer).path("remedy").asText()).isNotEmpty();
        assertThat(answer.headers().firstValue("WWW-Authenticate").isPresent()).isEqualTo(status == 401);
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return JSON.readTree(answer.body());
    }
}
