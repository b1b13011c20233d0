package dev.backstretch.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.people.Person;
import dev.backstretch.domain.people.Privacy;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.schemas.access.Access;
import dev.backstretch.schemas.access.Grant;
import dev.backstretch.schemas.access.Revocations;
import dev.backstretch.schemas.access.Role;
import dev.backstretch.schemas.access.TokenKeys;
import dev.backstretch.schemas.access.Tokens;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadApiTest {
    private static final Instant NOW = Scene.STARTED.plusSeconds(527);
    private static final String SESSION = "/v1/sessions/" + Scene.SESSION;

    private final Vertx vertx = Vertx.vertx();
    private final ScriptedFeed feed = new ScriptedFeed();
    private final TokenKeys keys = TokenKeys.create(new SecureRandom(), NOW);
    private final Tokens tokens = new Tokens(() -> keys, () -> Revocations.NONE, Clock.fixed(NOW, ZoneOffset.UTC));
    private final List<String> views = new ArrayList<>();
    private final Access access =
            new Access(tokens, false, (caller, session, runner) -> views.add(caller + " " + runner), runner -> {});
    private final BoardService board = new BoardService(
            new BoardSettings("unused:0", Map.of(), 1, Duration.ofSeconds(5), 8192, Duration.ofDays(7)),
            Clock.fixed(NOW, ZoneOffset.UTC),
            access,
            new SimpleMeterRegistry(),
            feed);
    private final HttpClient client = HttpClient.newHttpClient();
    private int port;

    @BeforeEach
    void start() throws Exception {
        board.start();
        Router router = Router.router(vertx);
        board.mount(router);
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        port = server.actualPort();
        Scene.live(feed, NOW);
    }

    @AfterEach
    void stop() throws Exception {
        board.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void whoAgreedToBeOnTheBoardHasAReportAndALineage() throws Exception {
        assertThat(get(SESSION + "/runners/r03").body())
                .contains("\"runner\":\"r03\"")
                .contains("\"averageHeartRateBpm\":161");
        assertThat(get(SESSION + "/lineage/r03/1").body())
                .contains("\"runner\":\"r03\"")
                .contains("\"eventIds\":[\"e1\",\"e2\"]");
    }

    @Test
    void whoDidNotAgreeIsAsUnknownAsWhoIsNotThere() throws Exception {
        feed.tell(Scene.lap("r99", 1, 0, Facing.FORWARD, 100, NOW, null));
        feed.tell(Scene.person("r03", "Tiger", false));

        for (String runner : new String[] {"r03", "r99", "r98"}) {
            for (String path : new String[] {"/runners/" + runner, "/lineage/" + runner + "/1"}) {
                HttpResponse<String> answer = get(SESSION + path);
                assertThat(answer.statusCode()).as(path).isEqualTo(404);
                assertThat(answer.body())
                        .as(path)
                        .contains("Unknown runner")
                        .doesNotContain("heartRate", "HeartRate", "eventIds", "Tiger");
            }
        }
        String unknown = get(SESSION + "/runners/r98").body();
        assertThat(get(SESSION + "/runners/r03").body()).isEqualTo(unknown.replace("r98", "r03"));
    }

    private HttpResponse<String> get(String path, Grant grant) throws IOException, InterruptedException {
        return get(path + (path.contains("?") ? "&" : "?") + "token="
                + tokens.issue(grant, Duration.ofHours(1)).text());
    }

    @Test
    void heartRatesAreTheRunnersOwnAndTheCoachs() throws Exception {
        String report = SESSION + "/runners/r03";
        for (Grant grant : List.of(
                Grant.ofRunner(Role.RUNNER, Scene.SESSION, "r03"),
                Grant.ofSession(Role.COACH, Scene.SESSION),
                Grant.ofCamp(Role.COACH, Scene.CAMP),
                Grant.operator())) {
            assertThat(get(report, grant).body()).as(grant.toString()).contains("\"averageHeartRateBpm\":161");
        }
        for (Grant grant : List.of(
                Grant.ofRunner(Role.RUNNER, Scene.SESSION, "r01"),
                Grant.ofRunner(Role.DEVICE, Scene.SESSION, "r03"),
                Grant.ofSession(Role.SCREEN, Scene.SESSION),
                Grant.ofSession(Role.ANALYST, Scene.SESSION),
                Grant.ofSession(Role.TIMING, Scene.SESSION))) {
            assertThat(get(report, grant).body())
                    .as(grant.toString())
                    .contains("\"runner\":\"r03\"")
                    .doesNotContain("161", "HeartRate", "\"load\"", "\"energy\"", "\"claims\"");
        }
        // The runner's own look is nobody else's business.
        assertThat(views).containsExactly("coach r03", "coach r03", "operator r03");
    }

    @Test
    void aCoachSeesWhoIsOnNoBoardAndNoHeartRateThatWasTakenBack() throws Exception {
        var coach = Grant.ofSession(Role.COACH, Scene.SESSION);
        feed.tell(Scene.person("r03", "Tiger", false));
        assertThat(get(SESSION + "/runners/r03", coach).body()).contains("161");
        assertThat(get(SESSION + "/runners/r03", Grant.ofSession(Role.SCREEN, Scene.SESSION))
                        .statusCode())
                .isEqualTo(404);
        assertThat(get(SESSION + "/runners/r03", Grant.ofRunner(Role.RUNNER, Scene.SESSION, "r03"))
                        .body())
                .contains("161");

        Person tiger = Scene.person("r03", "Tiger", true);
        feed.tell(new Person(
                tiger.campId(),
                tiger.runnerId(),
                tiger.alias(),
                null,
                null,
                null,
                true,
                tiger.sessions(),
                tiger.updatedAt(),
                new Privacy(false, null, null, null, null, null, false, null, null)));
        views.clear();
        assertThat(get(SESSION + "/runners/r03", coach).body())
                .contains("\"laps\"")
                .doesNotContain("161", "HeartRate", "\"load\"", "\"energy\"", "\"claims\"");
        assertThat(views).isEmpty();
    }

    @Test
    void theStreamOfTheCoachIsForTheCoachAlone() throws Exception {
        String stream = SESSION + "/stream?view=coach&token=";
        for (Grant grant : List.of(
                Grant.ofRunner(Role.RUNNER, Scene.SESSION, "r03"),
                Grant.ofRunner(Role.DEVICE, Scene.SESSION, "r03"),
                Grant.ofSession(Role.SCREEN, Scene.SESSION),
                Grant.ofSession(Role.ANALYST, Scene.SESSION),
                Grant.ofSession(Role.TIMING, Scene.SESSION),
                Grant.ofSession(Role.COACH, "other"))) {
            assertThat(get(stream + tokens.issue(grant, Duration.ofHours(1)).text())
                            .statusCode())
                    .as(grant.toString())
                    .isEqualTo(403);
        }
        assertThat(get(SESSION + "/stream?view=everything").statusCode()).isEqualTo(400);
        HttpResponse<java.io.InputStream> answer = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + stream
                                + tokens.issue(Grant.ofSession(Role.COACH, Scene.SESSION), Duration.ofHours(1))
                                        .text()))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        answer.body().close();
    }

    @Test
    void aPhoneFollowsItsOwnRunnerAndNoOther() throws Exception {
        var own = Grant.ofRunner(Role.RUNNER, Scene.SESSION, "r03");
        assertThat(get(SESSION + "/stream?runner=r01", own).statusCode()).isEqualTo(403);
        feed.tell(Scene.person("r03", "Tiger", false));

        assertThat(begins(SESSION + "/stream?runner=r03", own))
                .contains("Tiger")
                .doesNotContain("Nok");
        assertThat(begins(SESSION + "/stream?runner=r03", Grant.ofSession(Role.COACH, Scene.SESSION)))
                .as("a coach has a view that asks what the runner agreed to")
                .doesNotContain("Tiger");
        assertThat(begins(SESSION + "/stream?runner=r03", Grant.ofSession(Role.SCREEN, Scene.SESSION)))
                .doesNotContain("Tiger");
    }

    @Test
    void aDayAfterTheCloseTheStreamOfTheCoachIsThatOfAScreen() throws Exception {
        Grant coach = Grant.ofSession(Role.COACH, Scene.SESSION);
        feed.tell(Scene.person("r03", "Tiger", false));
        feed.tell(Scene.head(SessionHead.State.CLOSED, NOW.minus(Duration.ofHours(24))));
        assertThat(begins(SESSION + "/stream?view=coach", coach)).contains("Tiger");
        feed.tell(Scene.head(
                SessionHead.State.CLOSED, NOW.minus(Duration.ofHours(24)).minusMillis(1)));

        assertThat(begins(SESSION + "/stream?view=coach", coach))
                .contains("Nok")
                .doesNotContain("Tiger");
        assertThat(begins(SESSION + "/stream?view=coach", Grant.operator())).contains("Tiger");
    }

    /** The state that a stream begins with. */
    private String begins(String path, Grant grant) throws IOException, InterruptedException {
        var address = URI.create("http://127.0.0.1:" + port + path + "&token="
                + tokens.issue(grant, Duration.ofHours(1)).text());
        HttpResponse<InputStream> answer =
                client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofInputStream());
        var text = new StringBuilder();
        try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine();
                    line != null && !line.equals("event: ready");
                    line = lines.readLine()) {
                text.append(line).append('\n');
            }
        }
        return text.toString();
    }

    @Test
    void nobodyReadsAnotherSessionAndNobodyWithABrokenToken() throws Exception {
        for (String path : List.of("/standings", "/laps", "/stream", "/runners/r03", "/lineage/r03/1")) {
            assertThat(get(SESSION + path, Grant.ofSession(Role.COACH, "other")).statusCode())
                    .as(path)
                    .isEqualTo(403);
            assertThat(get(SESSION + path, Grant.ofCamp(Role.COACH, "other")).statusCode())
                    .as(path)
                    .isEqualTo(403);
            assertThat(get(SESSION + path + "?token=x").statusCode()).as(path).isEqualTo(401);
        }
        assertThat(get("/v1/sessions", Grant.ofSession(Role.COACH, "other")).body())
                .doesNotContain(Scene.SESSION);
        assertThat(get("/v1/sessions", Grant.ofCamp(Role.COACH, Scene.CAMP)).body())
                .contains(Scene.SESSION);
    }
}
