package dev.backstretch.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstretch.launcher.BackstretchSystem.Part;
import dev.backstretch.replay.SessionReplay;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A coach mends the laps on the morning after, when every live door has been shut for hours. */
class NextMorningIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String SESSION = "/v1/sessions/s1";
    private static final String RESULTS = SESSION + "/results?view=coach";

    /** As fast as the wall's, and passing over hours; never ahead of it, which brokers refuse. */
    private static final class StoryClock extends Clock {
        private volatile Duration behind = Duration.ofHours(26);

        void pass(Duration time) {
            behind = behind.minus(time);
        }

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().minus(behind);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final StoryClock clock = new StoryClock();
    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable BackstretchSystem running;

    @Test
    void whatACoachCorrectsTheNextMorningIsInTheResultsWithinSecondsAndAfterARestart(@TempDir Path folder)
            throws Exception {
        String undone;
        try (var system = system(folder)) {
            runAndClose();
            JsonNode evening = awaitResults(results -> isOver(results, "r01", "r02"));
            assertThat(line(evening, "r02").at("/ratio/value").asDouble()).isBetween(1.7, 1.9);
            assertThat(evening.get("changes")).isEmpty();

            clock.pass(Duration.ofHours(9));
            String moved = moveOfTheBackwardLapOfR02();
            JsonNode preview = JSON.readTree(post(SESSION + "/corrections?preview=true", moved));
            assertThat(preview.get("moves").toString()).contains("\"ratio\"", "r01", "r02");
            assertThat(get(RESULTS).get("changes")).as("looked at, not made").isEmpty();

            long asked = System.nanoTime();
            assertThat(JSON.readTree(post(SESSION + "/corrections", moved))
                            .get("accepted")
                            .asInt())
                    .isOne();
            JsonNode morning = awaitResults(results -> isOver(results, "r02", "r01"));
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(PATIENCE);
            assertThat(line(morning, "r02").at("/ratio/value").asDouble()).isBetween(1.4, 1.6);
            assertTold(morning, "r02", "C1", "missed-read");
            undone = "{'type':'correction','action':'undo','eventId':'undo-C2-1','runner':'r02','corrects':'fix-C1-1',"
                    + "'coach':'C2'}";

            assertThat(send("GET", RESULTS + "&format=csv", "").body())
                    .containsPattern("(?m)^1,,Anan,CAME,2,\\d+\\.\\d+,150\\.\\d+,1\\.5");
            assertThat(get(SESSION + "/runners/r02")
                            .at("/laps/1/lapSeconds/value")
                            .asDouble())
                    .as("a runner's card is drawn from this")
                    .isBetween(149.0, 151.0);
            await("the store has it", () -> VerifyStoreCommand.compare(system.servers(), "s1")
                    .same());
            assertThat(get("/v1/runners/r02/history")
                            .at("/log/0/ratio/backward/value")
                            .asDouble())
                    .as("the runner's log")
                    .isBetween(149.0, 151.0);
            assertThat(replay(system).compare("s1").same())
                    .as("what went out live is as it was")
                    .isTrue();
            assertThat(replay(system).settle("s1").settlement().same())
                    .as("settled once more, nothing is left to say")
                    .isTrue();
            // the next one is in the log, and the power goes
            post(SESSION + "/corrections", undone);
        }

        try (var system = system(folder)) {
            JsonNode again = awaitResults(results -> isOver(results, "r01", "r02"));
            assertThat(again.get("changes").toString()).contains("\"C1\"", "missed-read", "\"C2\"");
            assertTold(again, "r02", "C1", "missed-read");
            assertThat(replay(system).settle("s1").settlement().same()).isTrue();

            clock.pass(Duration.ofHours(15));
            HttpResponse<String> late = send("POST", SESSION + "/corrections", undone);
            assertThat(late.statusCode()).as(late.body()).isEqualTo(409);
            assertThat(JSON.readTree(late.body()).get("remedy").asText()).contains("import a recording");
        }
    }

    // ---- the evening

    private void runAndClose() throws Exception {
        post(
                "/v1/sessions",
                "{'sessionId':'s1','camp':'c1','plan':'quarter-mile-twice','track':{'name':'oval','straight_m':84.39,"
                        + "'kerb_radius_m':36.5,'lane_width_m':1.22,'lanes':8,'centre':[18.7961,98.9629],"
                        + "'bearing_deg':12,'direction':'anticlockwise'},'line':{'name':'finish',"
                        + "'inner':[18.7956982,98.96321952],'outer':[18.79561195,98.96320028]}}");
        post(SESSION + "/runners", "{'runner':'r01','alias':'Nok','boardConsent':true}");
        post(SESSION + "/runners", "{'runner':'r02','alias':'Anan','boardConsent':true}");
        post(SESSION + "/gun", "{}");
        lap(100, "r01", "r02");
        lap(120, "r01", "r02");
        lap(160, "r01");
        lap(20, "r02");
        clock.pass(Duration.ofSeconds(30));
        post(SESSION + "/control", "{'action':'close'}");
    }

    private void lap(int secondsLater, String... runners) throws Exception {
        clock.pass(Duration.ofSeconds(secondsLater));
        for (String runner : runners) {
            post(
                    SESSION + "/marks",
                    "{'type':'tap','runner':'" + runner + "','coach':'C1','observedAt':'" + clock.instant() + "'}");
        }
    }

    /** Half a minute earlier than the coach tapped. */
    private String moveOfTheBackwardLapOfR02() throws Exception {
        for (JsonNode lap : get(SESSION + "/laps?runner=r02").get("laps")) {
            if (lap.get("lap").asInt() == 2) {
                Instant ended = Instant.parse(lap.get("endedAt").asText());
                return "{'type':'correction','action':'move','eventId':'fix-C1-1','runner':'r02','lap':2,'lapEndedAt':'"
                        + ended + "','at':'" + ended.minusSeconds(30) + "','coach':'C1','reason':'missed-read'}";
            }
        }
        throw new AssertionError("r02 has no second lap");
    }

    // ---- the morning

    private static void assertTold(JsonNode results, String runner, String coach, String why) {
        for (JsonNode change : results.get("changes")) {
            if (change.get("runner").asText().equals(runner)
                    && change.at("/correction/coach").asText().equals(coach)) {
                assertThat(change.get("reason").asText()).isEqualTo("coach-correction");
                assertThat(change.at("/correction/reason").asText()).isEqualTo(why);
                return;
            }
        }
        throw new AssertionError(coach + " is not told of: " + results.get("changes"));
    }

    private static boolean isOver(JsonNode results, String first, String second) {
        return results.path("state").asText().equals("CLOSED")
                && place(results, first) == 1
                && place(results, second) == 2;
    }

    private static int place(JsonNode results, String runner) {
        return line(results, runner).path("place").asInt();
    }

    private static JsonNode line(JsonNode results, String runner) {
        for (JsonNode line : results.path("runners")) {
            if (line.path("runner").asText().equals(runner)) {
                return line;
            }
        }
        return JSON.createObjectNode();
    }

    private JsonNode awaitResults(Predicate<JsonNode> holds) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            HttpResponse<String> answer = send("GET", RESULTS, "");
            JsonNode results = JSON.readTree(answer.body());
            if (answer.statusCode() == 200 && holds.test(results)) {
                return results;
            }
            assertThat(System.nanoTime()).as("in vain: " + answer.body()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** Something that may be so in a while. */
    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(250);
        }
    }

    // ---- the system

    private BackstretchSystem system(Path folder) throws Exception {
        var read = BackstretchConfig.read(
                null, Map.of(), Map.of("data", folder.toString(), "http.port", "0", "partitions", "2"));
        var system =
                new BackstretchSystem(((BackstretchConfig.Read.Good) read).config(), EnumSet.allOf(Part.class), clock);
        running = system;
        system.start();
        system.awaitReady(Duration.ofMinutes(2));
        return system;
    }

    private static SessionReplay replay(BackstretchSystem system) {
        return new SessionReplay(system.servers().topics(), system.servers().serdes());
    }

    private JsonNode get(String path) throws Exception {
        HttpResponse<String> answer = send("GET", path, "");
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private String post(String path, String body) throws Exception {
        HttpResponse<String> answer = send("POST", path, body);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isBetween(200, 201);
        return answer.body();
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        BackstretchSystem system = running;
        if (system == null) {
            throw new IllegalStateException("nothing runs");
        }
        return http.send(
                HttpRequest.newBuilder(URI.create(system.address() + path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
