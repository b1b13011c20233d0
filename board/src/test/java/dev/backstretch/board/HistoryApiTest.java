package dev.backstretch.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstretch.domain.effort.ClaimsLedger;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.event.SessionClock;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.outcome.Verdict;
import dev.backstretch.domain.people.Exertion;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a runner has done, and who sees it. */
class HistoryApiTest {
    private static final Instant NOW = Scene.STARTED.plus(Duration.ofDays(3));
    private static final String HISTORY = "/v1/runners/r01/history";

    private Instant now = NOW;
    private final Vertx vertx = Vertx.vertx();
    private final ScriptedFeed feed = new ScriptedFeed();
    private final TokenKeys keys = TokenKeys.create(new SecureRandom(), NOW);
    private final Tokens tokens = new Tokens(() -> keys, () -> Revocations.NONE, Clock.fixed(NOW, ZoneOffset.UTC));
    private final List<String> views = new ArrayList<>();
    private final Access access =
            new Access(tokens, false, (caller, session, runner) -> views.add(session + " " + runner), runner -> {});
    private final BoardService board = new BoardService(
            new BoardSettings("unused:0", Map.of(), 1, Duration.ofSeconds(5), 64, Duration.ofDays(7)),
            new MovableClock(() -> now),
            access,
            new SimpleMeterRegistry(),
            feed);
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<LapOutcome> laps = new ArrayList<>();
    private final Map<String, Frame.Totals> totals = new HashMap<>();
    private final Map<String, Standings.Row> ratios = new HashMap<>();
    private final List<Alert> alerts = new ArrayList<>();
    private volatile boolean storeIsAway;
    private volatile CountDownLatch storeAnswers = new CountDownLatch(0);
    private int port;

    @BeforeEach
    void start() throws Exception {
        board.start();
        Router router = Router.router(vertx);
        board.mount(router);
        board.mountHistory(router, (runner, sessions) -> {
            awaitStore();
            if (storeIsAway) {
                throw new IOException("away");
            }
            return new PastRuns.Past(
                    laps.stream()
                            .filter(lap -> lap.runnerId().equals(runner) && sessions.contains(lap.sessionId()))
                            .toList(),
                    runner.equals("r01") ? totals : Map.of(),
                    runner.equals("r01") ? ratios : Map.of(),
                    runner.equals("r01") ? alerts : List.of());
        });
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        port = server.actualPort();
        feed.tell(Scene.head(SessionHead.State.CLOSED, Scene.STARTED.plusSeconds(1_200)));
        laps.add(Scene.lap("r01", 1, 0, Facing.FORWARD, 100, at(200), null));
        laps.add(Scene.lap("r01", 2, 0, Facing.BACKWARD, 190, at(400), null));
        laps.add(Scene.lap("r01", 3, 1, Facing.FORWARD, 96, at(600), "later read"));
        laps.add(Scene.lap(
                "r01", 4, 0, Facing.FORWARD, 60, at(700), null, LapOutcome.State.PROVISIONAL, List.of("unsigned")));
        laps.add(Scene.lap("r01", 5, 1, Facing.FORWARD, 50, at(800), null, LapOutcome.State.RETRACTED));
        laps.add(Scene.lap("r02", 1, 0, Facing.FORWARD, 80, at(200), null));
    }

    @Test
    void more_than_may_wait_for_a_slow_store_are_told_to_come_again_and_hold_up_nobody() throws Exception {
        person("r01", true, null);
        storeAnswers = new CountDownLatch(1);
        List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
        for (int i = 0; i < HistoryApi.MOST_ASKED + 1; i++) {
            asked.add(client.sendAsync(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + HISTORY))
                            .build(),
                    HttpResponse.BodyHandlers.ofString()));
        }
        var first = (HttpResponse<?>) CompletableFuture.anyOf(asked.toArray(CompletableFuture<?>[]::new))
                .get(20, TimeUnit.SECONDS);
        assertThat(first.statusCode()).isEqualTo(503);
        assertThat(first.headers().firstValue("Retry-After")).isPresent();
        assertThat(vertx.executeBlocking(() -> "served")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS))
                .as("what else waits for workers")
                .isEqualTo("served");
        storeAnswers.countDown();
        int served = 0;
        for (CompletableFuture<HttpResponse<String>> one : asked) {
            served += one.get(20, TimeUnit.SECONDS).statusCode() == 200 ? 1 : 0;
        }
        assertThat(served).isEqualTo(HistoryApi.MOST_ASKED);
    }

    private void awaitStore() throws IOException {
        try {
            storeAnswers.await();
        } catch (InterruptedException gone) {
            throw new IOException(gone);
        }
    }

    private static Instant at(long seconds) {
        return Scene.STARTED.plusSeconds(seconds);
    }

    private void person(String runner, boolean onBoard, @Nullable Boolean coach) {
        feed.tell(new Person(
                Scene.CAMP,
                runner,
                "Nok",
                null,
                null,
                null,
                onBoard,
                List.of(Scene.SESSION),
                NOW,
                new Privacy(coach, null, null, null, null, null, false, null, null)));
    }

    @AfterEach
    void stop() throws Exception {
        board.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private HttpResponse<String> get(String path, @Nullable Grant grant) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (grant != null) {
            request.header(
                    "Authorization",
                    "Bearer " + tokens.issue(grant, Duration.ofHours(1)).text());
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static Grant own(String runner) {
        return Grant.ofRunner(Role.RUNNER, Scene.SESSION, runner);
    }

    @Test
    void aRunnerSeesTheOwnLogRecordsAndTrendWithHeartRates() throws Exception {
        person("r01", false, false);

        HttpResponse<String> answer = get(HISTORY, own("r01"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode json = new ObjectMapper().readTree(answer.body());
        assertThat(json.get("alias").asText()).isEqualTo("Nok");
        assertThat(json.get("log")).hasSize(1);
        assertThat(json.at("/log/0/session").asText()).isEqualTo(Scene.SESSION);
        assertThat(json.at("/log/0/plan").asText()).isEqualTo("quarter-mile-twice");
        assertThat(json.at("/log/0/laps").asInt())
                .as("without the one that is no longer there")
                .isEqualTo(4);
        assertThat(json.at("/records/FORWARD/lap").asInt())
                .as("not the one that nobody is sure of")
                .isEqualTo(3);
        assertThat(json.at("/records/FORWARD/lapSeconds/value").asDouble()).isEqualTo(96);
        assertThat(json.at("/records/FORWARD/lapSeconds/plusMinus").asDouble()).isEqualTo(0.3);
        assertThat(json.at("/records/BACKWARD/lap").asInt()).isEqualTo(2);
        assertThat(json.at("/trend/FORWARD/0/paceSecondsPerKm").asDouble())
                .as("the time of all three laps by their distance: (100 + 96 + 60) s on 3 × 402.3 m")
                .isEqualTo(212.1);
        assertThat(json.at("/records/BACKWARD/averageHeartRateBpm").asDouble()).isEqualTo(161);
        assertThat(views).as("of oneself").isEmpty();
    }

    @Test
    void aCoachSeesItWhenTheRunnerHasSaidSoAndTheLookIsPutDown() throws Exception {
        person("r01", true, null);
        assertThat(get(HISTORY, Grant.ofCamp(Role.COACH, Scene.CAMP)).statusCode())
                .as("nothing was said")
                .isEqualTo(403);
        person("r01", true, true);

        assertThat(get(HISTORY, Grant.ofCamp(Role.COACH, Scene.CAMP)).body()).contains("averageHeartRateBpm");
        assertThat(get(HISTORY, Grant.ofSession(Role.COACH, Scene.SESSION)).statusCode())
                .isEqualTo(200);
        assertThat(get(HISTORY, Grant.ofCamp(Role.COACH, "another")).statusCode())
                .isEqualTo(404);
        assertThat(views).containsExactly("all r01", "all r01");
    }

    @Test
    void aCoachSeesThePeopleOfASessionForADayAfterItsCloseAndLaterThoseWhoSaidSo() throws Exception {
        laps.forEach(feed::tell);
        person("r01", false, null);
        String lineage = "/v1/sessions/" + Scene.SESSION + "/lineage/r01/1";
        String report = "/v1/sessions/" + Scene.SESSION + "/runners/r01";
        Grant coach = Grant.ofSession(Role.COACH, Scene.SESSION);
        assertThat(get(lineage, coach).statusCode()).as("three days later").isEqualTo(404);
        assertThat(get(report, coach).statusCode()).isEqualTo(404);
        assertThat(get(lineage, Grant.operator()).statusCode()).isEqualTo(200);

        feed.tell(Scene.head(SessionHead.State.CLOSED, NOW.minus(Duration.ofHours(24))));
        assertThat(get(lineage, coach).statusCode()).as("a day later").isEqualTo(200);
        feed.tell(Scene.head(
                SessionHead.State.CLOSED, NOW.minus(Duration.ofHours(24)).minusMillis(1)));
        assertThat(get(lineage, coach).statusCode()).isEqualTo(404);
        person("r01", false, true);
        assertThat(get(lineage, coach).statusCode()).as("a standing consent").isEqualTo(200);
    }

    @Test
    void nobodyElseSeesIt() throws Exception {
        person("r01", true, true);
        person("r02", true, true);
        assertThat(get(HISTORY, own("r02")).statusCode()).isEqualTo(403);
        for (Role role : List.of(Role.SCREEN, Role.ANALYST, Role.TIMING)) {
            assertThat(get(HISTORY, Grant.ofSession(role, Scene.SESSION)).statusCode())
                    .as(role.text())
                    .isEqualTo(403);
        }
        assertThat(get(HISTORY, Grant.ofRunner(Role.DEVICE, Scene.SESSION, "r01"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(get(HISTORY, Grant.operator()).statusCode()).isEqualTo(200);
        assertThat(get("/v1/runners/nobody/history", Grant.operator()).statusCode())
                .isEqualTo(404);
        assertThat(get(HISTORY + "?camp=another", Grant.operator()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void withoutTokensItIsOfThoseOnTheBoardAndWithoutHeartRates() throws Exception {
        person("r01", true, true);
        assertThat(get(HISTORY, null).body()).contains("records").doesNotContain("HeartRate");
        person("r01", false, true);
        assertThat(get(HISTORY, null).statusCode()).isEqualTo(404);
    }

    /** The challenge of that evening, and what it came to. */
    private void challenge() {
        laps.clear();
        laps.add(Scene.lap("r01", 1, 0, Facing.FORWARD, 100, at(200), null));
        laps.add(Scene.lap("r01", 2, 0, Facing.BACKWARD, 190, at(500), null));
        ratios.put(Scene.SESSION, Scene.ratio(1, false, "r01", 1.9, 0.06, Verdict.MET));
        totals.put(Scene.SESSION, Scene.totals(List.of(0.0, 20.0, 60.0, 180.0, 140.0, 80.0)));
    }

    private JsonNode json(String path, @Nullable Grant grant) throws Exception {
        HttpResponse<String> answer = get(path, grant);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private void said(Person person) {
        feed.tell(person);
    }

    private Person me() {
        return Scene.person("r01", "Nok", false);
    }

    @Test
    void aSessionHasItsRatioItsMinutesByZoneAndHowHardItWas() throws Exception {
        challenge();
        said(me().withExertion(new Exertion(Scene.SESSION, 6, NOW)));

        JsonNode session = json(HISTORY, own("r01")).at("/log/0");

        assertThat(session.at("/ratio/value").asDouble()).isEqualTo(1.9);
        assertThat(session.at("/ratio/plusMinus").asDouble()).isEqualTo(0.06);
        assertThat(session.at("/ratio/verdict").asText()).isEqualTo("MET");
        assertThat(session.at("/ratio/forward/value").asDouble()).isEqualTo(100);
        assertThat(session.at("/ratio/backward/value").asDouble()).isEqualTo(190);
        assertThat(session.at("/zones/seconds/3").asDouble()).isEqualTo(180);
        assertThat(session.at("/exertion/rating").asDouble()).isEqualTo(6);
        assertThat(session.at("/exertion/load").asDouble())
                .as("six times eight and a third minutes")
                .isEqualTo(50);
    }

    @Test
    void aSessionWithoutALapIsInTheLogAllTheSame() throws Exception {
        challenge();
        laps.clear();
        ratios.clear();
        said(me());

        JsonNode session = json(HISTORY, own("r01")).at("/log/0");

        assertThat(session.get("laps").asInt()).isZero();
        assertThat(session.get("startedAt").asText()).startsWith("2026-11-20T23:05:13");
        assertThat(session.at("/zones/seconds/4").asDouble()).isEqualTo(140);
    }

    @Test
    void howHardItWasIsAskedForADayAfterTheClose() throws Exception {
        challenge();
        said(me());
        feed.tell(Scene.head(SessionHead.State.CLOSED, NOW.minus(Duration.ofHours(24))));
        assertThat(json(HISTORY, own("r01")).at("/log/0/exertionOpen").asBoolean())
                .isTrue();
        feed.tell(Scene.head(
                SessionHead.State.CLOSED, NOW.minus(Duration.ofHours(24)).minusSeconds(1)));
        assertThat(json(HISTORY, own("r01")).at("/log/0/exertionOpen").asBoolean())
                .isFalse();
    }

    @Test
    void sorenessIsRemindedOfOnTheDayAfterByTheTracksCalendar() throws Exception {
        challenge();
        said(me());
        now = Instant.parse("2026-11-21T16:59:00Z");
        assertThat(json(HISTORY, own("r01")).at("/soreness/due").asBoolean())
                .as("one minute to midnight in Bangkok, of the same day")
                .isFalse();
        now = Instant.parse("2026-11-21T17:00:00Z");
        assertThat(json(HISTORY, own("r01")).at("/soreness/due").asBoolean()).isTrue();
        now = Instant.parse("2026-11-22T17:00:00Z");
        assertThat(json(HISTORY, own("r01")).at("/soreness/due").asBoolean()).isFalse();
    }

    @Test
    void whatTheClaimsSayOfThisRunnerRefusesEveryFactorThatTheTextsClaim() throws Exception {
        challenge();
        said(me());

        JsonNode claims = json(HISTORY, own("r01")).get("claims");

        assertThat(claims.get("session").asText()).isEqualTo(Scene.SESSION);
        JsonNode calories = claims.at("/lines/0");
        assertThat(calories.get("claim").asText()).isEqualTo("calories");
        assertThat(calories.get("agreement").asText()).isIn("AGREES", "CANNOT_TELL", "BELOW", "ABOVE");
        assertThat(calories.at("/own/value").asDouble()).isEqualTo(2.2);
        assertThat(calories.at("/own/of").asText()).isEqualTo("ENERGY_OF_A_METER");
        for (JsonNode line : claims.get("lines")) {
            assertThat(ClaimsLedger.refusedIn(line.get("weSay").asText()))
                    .as(line.toString())
                    .isEmpty();
        }
    }

    @Test
    void theLadderGoesUpAfterTwoGoodSessionsOfWalkingFirst() throws Exception {
        var sessions = new ArrayList<String>();
        Person walker = me();
        for (int i = 0; i < 3; i++) {
            String session = "walk-" + i;
            sessions.add(session);
            feed.tell(new SessionHead(
                    session,
                    Scene.CAMP,
                    SessionHead.State.CLOSED,
                    "walk-first",
                    List.of(),
                    SessionClock.WALL,
                    false,
                    0,
                    at(i * 1_000L),
                    at(i * 1_000L),
                    at(i * 1_000L + 900),
                    "KT7W3" + i,
                    "Asia/Bangkok",
                    true));
            totals.put(session, Scene.totals(List.of(0.0, 200.0, 200.0, 80.0, 0.0, 0.0)));
            if (i < 2) {
                walker = walker.withExertion(new Exertion(session, 4, NOW));
            }
        }
        sessions.add(Scene.SESSION);
        Person known = walker;
        said(new Person(
                known.campId(),
                known.runnerId(),
                known.alias(),
                null,
                null,
                null,
                false,
                sessions,
                NOW,
                known.privacy(),
                known.exertions()));

        assertThat(json(HISTORY, own("r01")).get("ladder").toString())
                .isEqualTo("{\"plan\":\"walk-first\",\"stage\":2,\"stages\":5,\"sessions\":3,\"unrated\":1}");
        alerts.add(new Alert(
                "walk-1",
                "r01",
                Alert.Kind.FALL,
                Alert.Severity.RED,
                at(1_500),
                0,
                0.3,
                Alert.State.CLEARED,
                1,
                at(1_520),
                "safety/1",
                Scene.FROM_NOWHERE));
        assertThat(json(HISTORY, own("r01")).at("/ladder/stage").asInt())
                .as("a fall begins the count again")
                .isEqualTo(1);
    }

    @Test
    void onlyTheRunnerAndWhoeverTheRunnerLetInHearsOfZonesExertionAndSoreness() throws Exception {
        challenge();
        person("r01", true, true);
        JsonNode coachs = json(HISTORY, Grant.ofCamp(Role.COACH, Scene.CAMP));
        assertThat(coachs.at("/log/0").has("zones")).isTrue();
        assertThat(coachs.at("/log/0").has("exertionOpen"))
                .as("only the runner is asked")
                .isFalse();
        JsonNode strangers = json(HISTORY, null);
        assertThat(strangers.at("/log/0/ratio/value").asDouble()).isEqualTo(1.9);
        for (String own : List.of("zones", "exertion", "exertionOpen", "elapsedSeconds")) {
            assertThat(strangers.at("/log/0").has(own)).as(own).isFalse();
        }
        for (String own : List.of("claims", "soreness", "ladder")) {
            assertThat(strangers.has(own)).as(own).isFalse();
        }
    }

    @Test
    void theLogIsATableForSpreadsheetsToo() throws Exception {
        challenge();
        said(me().withExertion(new Exertion(Scene.SESSION, 6.5, NOW)));

        HttpResponse<String> answer = get(HISTORY + "?format=csv", own("r01"));

        assertThat(answer.headers().firstValue("Content-Disposition")).contains("attachment; filename=\"log-r01.csv\"");
        assertThat(answer.body().lines().skip(1))
                .containsExactly(
                        "evening,2026-11-20T23:06:53.000Z,quarter-mile-twice,2,402.3,248.6,402.3,472.3,1.9,0.06,MET,"
                                + "0.0,20.0,60.0,180.0,140.0,80.0,20.0,6.5");
        assertThat(get(HISTORY + "?format=csv", own("r02")).statusCode()).isEqualTo(403);
        assertThat(get(HISTORY + "?format=xls", own("r01")).statusCode()).isEqualTo(400);
    }

    @Test
    void whenTheStoreIsAwayItSaysWhenToAskAgain() throws Exception {
        person("r01", true, true);
        storeIsAway = true;

        HttpResponse<String> answer = get(HISTORY, own("r01"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }
}
