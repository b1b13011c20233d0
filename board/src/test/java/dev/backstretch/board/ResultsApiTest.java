package dev.backstretch.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.lap.LapBook;
import dev.backstretch.domain.outcome.CoachCorrection;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.RunnerState;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.outcome.Verdict;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.schemas.access.Access;
import dev.backstretch.schemas.access.CoachWindow;
import dev.backstretch.schemas.access.Grant;
import dev.backstretch.schemas.access.Revocations;
import dev.backstretch.schemas.access.Role;
import dev.backstretch.schemas.access.TokenKeys;
import dev.backstretch.schemas.access.Tokens;
import dev.backstretch.schemas.json.OutcomeJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
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
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a session came to, who sees whom in it, and as a table for spreadsheets. */
class ResultsApiTest {
    private static final Instant END = Scene.STARTED.plusSeconds(1_200);
    private static final Instant NOW = END.plusSeconds(30);
    private static final String RESULTS = "/v1/sessions/" + Scene.SESSION + "/results";

    private final Vertx vertx = Vertx.vertx();
    private final ScriptedFeed feed = new ScriptedFeed();
    private final TokenKeys keys = TokenKeys.create(new SecureRandom(), NOW);
    private final Tokens tokens = new Tokens(() -> keys, () -> Revocations.NONE, Clock.fixed(NOW, ZoneOffset.UTC));
    private final HttpClient client = HttpClient.newHttpClient();
    private Instant now = NOW;
    private final BoardService board = new BoardService(
            BoardSettings.at("unused:0"),
            new MovableClock(() -> now),
            new Access(tokens, false),
            new SimpleMeterRegistry(),
            feed);
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

    private JsonNode results(String query) throws Exception {
        HttpResponse<String> answer = get(RESULTS + query, null);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private static List<String> texts(JsonNode array, String field) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(item -> item.path(field).asText())
                .toList();
    }

    /** Three with a ratio, of whom two share a place; one who left, one who never came. */
    private void finished() {
        feed.tell(Scene.head(SessionHead.State.RUNNING, null));
        feed.tell(Scene.person("r01", "Nok", true));
        feed.tell(Scene.person("r02", "Somsak", true));
        feed.tell(Scene.person("r03", "=HYPERLINK(1)", true));
        feed.tell(Scene.person("r04", "Ploy, \"P\"", true));
        feed.tell(Scene.person("r05", "Anan", true));
        pair("r01", 100, 164, List.of());
        pair("r02", 100, 179, List.of("gun-start"));
        pair("r03", 100, 180, List.of(LapBook.CONFLICT));
        feed.tell(Scene.board(
                "ratio",
                1,
                END,
                List.of(
                        Scene.ratio(1, false, "r01", 1.64, 0.011, Verdict.MET),
                        Scene.ratio(2, true, "r02", 1.79, 0.06, Verdict.MET),
                        Scene.ratio(2, true, "r03", 1.80, 0.06, Verdict.MET),
                        Scene.running("r04", RunnerState.LEFT, null))));
        feed.tell(Scene.board("effort", 0, END, List.of(effort(1, "r02", 31), effort(0, "r01", 12))));
        feed.tell(Scene.board(
                "improvement",
                0,
                END,
                List.of(
                        Scene.ratio(1, false, "r02", 0.08, 0.02, Verdict.MET),
                        Scene.ratio(2, false, "r01", -0.03, 0.02, Verdict.MET))));
        feed.tell(Scene.head(SessionHead.State.CLOSED, END));
    }

    private static Standings.Row effort(int place, String runner, int points) {
        return Scene.ratio(place, false, runner, points, Double.NaN, Verdict.NO_VERDICT);
    }

    private void pair(String runner, double forward, double backward, List<String> flags) {
        feed.tell(Scene.lap(
                runner,
                1,
                0,
                Facing.FORWARD,
                forward,
                END.minusSeconds(500),
                null,
                LapOutcome.State.PROVISIONAL,
                flags));
        feed.tell(Scene.lap(runner, 2, 0, Facing.BACKWARD, backward, END.minusSeconds(100), null));
    }

    @Test
    void podiumsHaveEqualPlacesAndOnlyThoseWhoGainedAreTheMostImproved() throws Exception {
        finished();

        JsonNode results = results("");

        assertThat(texts(results.get("boards"), "board")).containsExactly("ratio", "improvement", "effort");
        assertThat(results.get("main").asText()).isEqualTo("ratio");
        JsonNode steps = results.at("/boards/0/podium");
        assertThat(texts(steps, "place")).containsExactly("1", "2");
        assertThat(steps.at("/1/shared").asBoolean()).isTrue();
        assertThat(texts(steps.at("/1/rows"), "alias")).containsExactly("Somsak", "=HYPERLINK(1)");
        assertThat(texts(results.at("/boards/1/podium/0/rows"), "alias")).containsExactly("Somsak");
        assertThat(results.at("/boards/1/podium"))
                .as("who lost is told of no gain")
                .hasSize(1);
        assertThat(texts(results.at("/boards/2/podium/0/rows"), "value")).containsExactly("31.0");
    }

    @Test
    void everyLineHasTheTwoLapsThatItsRatioIsMadeOf() throws Exception {
        finished();
        feed.tell(Scene.lap("r01", 3, 0, Facing.FORWARD, 120, END, null));

        JsonNode first = results("").at("/runners/0");

        assertThat(first.get("alias").asText()).isEqualTo("Nok");
        assertThat(first.at("/forward/value").asDouble())
                .as("not the lap that came after")
                .isEqualTo(100);
        assertThat(first.at("/backward/value").asDouble()).isEqualTo(164);
        assertThat(first.get("source").asText()).isEqualTo("CHIP");
        assertThat(first.get("effortPoints").asInt()).isEqualTo(12);
        assertThat(first.get("laps").asInt()).isEqualTo(3);
        assertThat(results("").at("/runners/1/notes"))
                .as("how a lap was found is no doubt")
                .isEmpty();
        assertThat(results("").at("/runners/2/notes/0").asText()).isEqualTo(LapBook.CONFLICT);
    }

    @Test
    void attendanceSaysWhoCameWhoLeftAndWhoDidNotCome() throws Exception {
        finished();

        JsonNode results = results("");

        assertThat(results.get("attendance").toString()).isEqualTo("{\"CAME\":3,\"LEFT\":1,\"NO_SHOW\":1}");
        assertThat(texts(results.get("runners"), "attendance"))
                .containsExactly("CAME", "CAME", "CAME", "LEFT", "NO_SHOW");
    }

    @ParameterizedTest(name = "{0} s after the end: final {1}")
    @CsvSource({"0, false", "299, false", "300, true", "7200, true"})
    void resultsAreFinalWhenTheSettleWindowIsOver(long seconds, boolean settled) throws Exception {
        finished();
        now = END.plusSeconds(seconds);

        JsonNode results = results("");

        assertThat(results.get("final").asBoolean()).isEqualTo(settled);
        assertThat(results.get("provisionalUntil").asText()).isEqualTo("2026-11-20T23:30:13.000Z");
    }

    @Test
    void whatChangedSinceTheEndIsToldWithTheOldTheNewTheReasonAndTheTime() throws Exception {
        finished();
        Instant nextMorning = END.plusSeconds(36_000);
        feed.tellSettled(Scene.lap("r03", 2, 1, Facing.BACKWARD, 160, nextMorning, "settled-replay"));
        feed.tellSettled(Scene.board(
                "ratio",
                2,
                nextMorning,
                List.of(
                        Scene.ratio(1, false, "r03", 1.60, 0.011, Verdict.MET),
                        Scene.ratio(2, false, "r01", 1.64, 0.011, Verdict.MET),
                        Scene.ratio(3, false, "r02", 1.79, 0.011, Verdict.MET),
                        Scene.running("r04", RunnerState.LEFT, null))));

        JsonNode changes = results("").get("changes");

        assertThat(texts(changes, "runner")).containsExactly("r03", "r01", "r02");
        assertThat(changes.at("/0/was/value").asDouble()).isEqualTo(1.8);
        assertThat(changes.at("/0/was/place").asInt()).isEqualTo(2);
        assertThat(changes.at("/0/is/value").asDouble()).isEqualTo(1.6);
        assertThat(changes.at("/0/is/place").asInt()).isEqualTo(1);
        assertThat(changes.at("/0/reason").asText()).isEqualTo("settled-replay");
        assertThat(changes.at("/0/at").asText()).isEqualTo("2026-11-21T09:25:13.000Z");
        assertThat(changes.get(1).has("reason"))
                .as("whom others moved has no reason of their own")
                .isFalse();
    }

    @Test
    void whatWasCorrectedBeforeTheEndIsNoChangeAndTheEndMayBecomeKnownLate() throws Exception {
        feed.tell(Scene.person("r01", "Nok", true));
        for (int i = 0; i < 20; i++) {
            double ratio = 1.5 + i * 0.01;
            feed.tell(Scene.board(
                    "ratio",
                    i,
                    END.minusSeconds(30 - i),
                    List.of(Scene.ratio(1, false, "r01", ratio, 0.011, Verdict.MET))));
        }
        // a file that was late, and nothing in the log is newer than the close
        feed.tellSettled(Scene.board("ratio", 20, END, List.of(Scene.ratio(1, false, "r01", 1.9, 0.011, Verdict.MET))));
        feed.tell(Scene.head(SessionHead.State.CLOSED, END));

        JsonNode changes = results("").get("changes");

        assertThat(changes).hasSize(1);
        assertThat(changes.at("/0/was/value").asDouble()).isEqualTo(1.69);
        assertThat(changes.at("/0/is/value").asDouble()).isEqualTo(1.9);
    }

    @Test
    void whatACoachCorrectedTheNextMorningIsToldWithWhoAndWhy() throws Exception {
        finished();
        Instant nextMorning = END.plusSeconds(36_000);
        var byC1 = new CoachCorrection("fix-C1-1", "C1", "missed-read");
        feed.tellSettled(Scene.lap("r03", 2, 1, Facing.BACKWARD, 160, nextMorning, CoachCorrection.REASON)
                .by(byC1));
        feed.tellSettled(Scene.board(
                "ratio",
                2,
                nextMorning,
                List.of(
                        Scene.ratio(1, false, "r03", 1.60, 0.011, Verdict.MET),
                        Scene.ratio(2, false, "r01", 1.64, 0.011, Verdict.MET),
                        Scene.ratio(3, false, "r02", 1.79, 0.011, Verdict.MET),
                        Scene.running("r04", RunnerState.LEFT, null))));
        // and a lap that moves nobody on a board
        Instant later = nextMorning.plusSeconds(60);
        feed.tellSettled(Scene.lap("r01", 2, 1, Facing.BACKWARD, 164.001, later, CoachCorrection.REASON)
                .by(new CoachCorrection("fix-C2-1", null, null)));

        JsonNode results = results("");
        assertThat(results.get("correctableUntil").asText())
                .isEqualTo(OutcomeJson.time(END.plus(CoachWindow.AFTER_CLOSE)));
        JsonNode changes = results.get("changes");
        assertThat(texts(changes, "runner")).containsExactly("r03", "r01", "r02", "r01");
        assertThat(changes.at("/0/reason").asText()).isEqualTo("coach-correction");
        assertThat(changes.at("/0/correction/coach").asText()).isEqualTo("C1");
        assertThat(changes.at("/0/correction/reason").asText()).isEqualTo("missed-read");
        assertThat(changes.at("/0/correction/eventId").asText())
                .as("what an undo names")
                .isEqualTo("fix-C1-1");
        assertThat(changes.at("/1").has("correction")).as("whom others moved").isFalse();
        assertThat(changes.at("/3/lap").asInt()).isEqualTo(2);
        assertThat(changes.at("/3").has("board")).isFalse();
        assertThat(changes.at("/3/was/value").asDouble()).isEqualTo(164);
        assertThat(changes.at("/3/is/value").asDouble()).isEqualTo(164.001);
        assertThat(changes.at("/3/correction").fieldNames())
                .toIterable()
                .as("of who did not say who they are, nor why")
                .containsExactly("eventId");
    }

    @Test
    void whatMovedARowTwiceInOneSittingIsToldWithTheCauseOfEach() throws Exception {
        finished();
        Instant late = END.plusSeconds(36_000);
        Instant corrected = late.plusMillis(1);
        feed.tellSettled(Scene.lap("r03", 2, 1, Facing.BACKWARD, 160, late, "settled-replay"));
        feed.tellSettled(Scene.lap("r03", 2, 2, Facing.BACKWARD, 155, corrected, CoachCorrection.REASON)
                .by(new CoachCorrection("fix-C1-1", "C1", "missed-read")));
        feed.tellSettled(Scene.board("ratio", 2, late, withR03First(1.60)));
        feed.tellSettled(Scene.board("ratio", 3, corrected, withR03First(1.55)));

        List<JsonNode> ofR03 = new ArrayList<>();
        for (JsonNode change : results("").get("changes")) {
            if (change.get("runner").asText().equals("r03")) {
                ofR03.add(change);
            }
        }
        assertThat(ofR03)
                .extracting(change -> change.get("reason").asText())
                .containsExactly("settled-replay", "coach-correction");
        assertThat(ofR03.get(0).has("correction")).isFalse();
        assertThat(ofR03.get(1).at("/correction/coach").asText()).isEqualTo("C1");
        assertThat(ofR03.get(1).at("/was/value").asDouble()).isEqualTo(1.6);
        assertThat(ofR03.get(1).at("/is/value").asDouble()).isEqualTo(1.55);
    }

    private static List<Standings.Row> withR03First(double ratio) {
        return List.of(
                Scene.ratio(1, false, "r03", ratio, 0.011, Verdict.MET),
                Scene.ratio(2, false, "r01", 1.64, 0.011, Verdict.MET),
                Scene.ratio(3, false, "r02", 1.79, 0.011, Verdict.MET),
                Scene.running("r04", RunnerState.LEFT, null));
    }

    @Test
    void ofALapThatIsCorrectedAgainAndAgainTheEndAndTheNewestRevisionsAreTold() throws Exception {
        finished();
        for (int revision = 1; revision <= 200; revision++) {
            feed.tellSettled(Scene.lap(
                            "r03",
                            2,
                            revision,
                            Facing.BACKWARD,
                            200 + revision,
                            END.plusSeconds(36_000 + revision),
                            CoachCorrection.REASON)
                    .by(new CoachCorrection("fix-" + revision, "C1", null)));
        }

        JsonNode changes = results("").get("changes");

        assertThat(changes)
                .as("sixteen of a lap are kept, with that of the end")
                .hasSize(15);
        assertThat(changes.at("/0/was/value").asDouble()).isEqualTo(180);
        assertThat(changes.at("/14/is/value").asDouble()).isEqualTo(400);
    }

    @Test
    void whoStandsOnABoardForTheFirstTimeAfterTheEndIsAChangeToo() throws Exception {
        feed.tell(Scene.person("r01", "Nok", true));
        feed.tell(Scene.head(SessionHead.State.CLOSED, END));
        feed.tellSettled(Scene.board(
                "ratio", 0, END.plusSeconds(60), List.of(Scene.ratio(1, false, "r01", 1.9, 0.011, Verdict.MET))));

        JsonNode changes = results("").get("changes");
        assertThat(changes).hasSize(1);
        assertThat(changes.at("/0/was")).isEmpty();
        assertThat(changes.at("/0/is/place").asInt()).isOne();
    }

    @Test
    void nobodyWhoIsOnNoBoardIsInAScreensResultsNorInItsTable() throws Exception {
        finished();
        feed.tell(Scene.person("r01", "Nok", false));

        JsonNode results = results("");

        assertThat(results.toString()).doesNotContain("Nok", "r01");
        assertThat(texts(results.get("runners"), "place")).as("places close up").containsExactly("1", "1", "", "");
        assertThat(results.get("attendance").get("CAME").asInt()).isEqualTo(2);
        assertThat(get(RESULTS + "?format=csv", null).body())
                .doesNotContain("Nok", "r01")
                .contains("Somsak");
        assertThat(results("?view=coach").toString())
                .as("whoever leads looks after all")
                .contains("Nok");
    }

    @Test
    void aTableForSpreadsheetsIsQuotedAndHoldsNoFormula() throws Exception {
        finished();

        HttpResponse<String> answer = get(RESULTS + "?format=csv", null);

        assertThat(answer.headers().firstValue("Content-Type")).contains("text/csv; charset=utf-8; header=present");
        assertThat(answer.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"results-evening.csv\"");
        assertThat(answer.body())
                .isEqualTo("\uFEFF"
                        + "place,bib,alias,attendance,laps,forward_seconds,backward_seconds,ratio,ratio_plus_minus,verdict,source,effort_points,note\r\n"
                        + "1,,Nok,CAME,2,100.0,164.0,1.64,0.011,MET,CHIP,12,\r\n"
                        + "2,,Somsak,CAME,2,100.0,179.0,1.79,0.06,MET,CHIP,31,\r\n"
                        + "2,,'=HYPERLINK(1),CAME,2,100.0,180.0,1.8,0.06,MET,CHIP,,conflict\r\n"
                        + ",,\"Ploy, \"\"P\"\"\",LEFT,0,,,,,,,,\r\n"
                        + ",,Anan,NO_SHOW,0,,,,,,,,\r\n");
    }

    @ParameterizedTest
    @CsvSource({"=1", "+1", "-1", "@SUM(A1)", "'\t1'"})
    void whatASpreadsheetWouldTakeForAFormulaHasAnApostropheBeforeIt(String alias) throws Exception {
        feed.tell(Scene.head(SessionHead.State.CLOSED, END));
        feed.tell(Scene.person("r01", alias, true));

        assertThat(get(RESULTS + "?format=csv", null).body()).contains(",'" + alias + ",NO_SHOW");
    }

    @Test
    void eachRoleGetsWhatItMaySee() throws Exception {
        finished();
        String coachs = RESULTS + "?view=coach";
        for (Role role : List.of(Role.SCREEN, Role.ANALYST, Role.TIMING)) {
            Grant grant = Grant.ofSession(role, Scene.SESSION);
            assertThat(get(RESULTS, grant).statusCode()).as(role.text()).isEqualTo(200);
            assertThat(get(coachs, grant).statusCode()).as(role.text()).isEqualTo(403);
        }
        Grant runner = Grant.ofRunner(Role.RUNNER, Scene.SESSION, "r01");
        assertThat(get(RESULTS, runner).statusCode()).isEqualTo(200);
        assertThat(get(coachs, runner).statusCode()).isEqualTo(403);
        assertThat(get(coachs, Grant.ofSession(Role.COACH, Scene.SESSION)).statusCode())
                .isEqualTo(200);
        assertThat(get(RESULTS, Grant.ofSession(Role.COACH, "another")).statusCode())
                .isEqualTo(403);
        assertThat(get(RESULTS.replace(Scene.SESSION, "nowhere"), null).statusCode())
                .isEqualTo(404);
        assertThat(get(RESULTS + "?format=xls", null).statusCode()).isEqualTo(400);
        assertThat(get(RESULTS + "?view=all", null).statusCode()).isEqualTo(400);
    }

    @Test
    void aSessionThatGoesOnHasResultsSoFarAndNoChanges() throws Exception {
        finished();
        feed.tell(Scene.head(SessionHead.State.RUNNING, null));

        JsonNode results = results("");

        assertThat(results.get("final").asBoolean()).isFalse();
        assertThat(results.has("provisionalUntil")).isFalse();
        assertThat(results.get("changes")).isEmpty();
    }
}
