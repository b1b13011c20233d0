package dev.backstretch.ingest.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.people.HiddenPlace;
import dev.backstretch.domain.people.Person;
import dev.backstretch.ingest.IngestSettings;
import dev.backstretch.ingest.Intake;
import dev.backstretch.ingest.IntakeCounters;
import dev.backstretch.ingest.MemoryLog;
import dev.backstretch.ingest.PeopleDirectory;
import dev.backstretch.ingest.SessionDirectory;
import dev.backstretch.ingest.StoredRows;
import dev.backstretch.schemas.access.Access;
import dev.backstretch.schemas.access.Grant;
import dev.backstretch.schemas.access.Revocations;
import dev.backstretch.schemas.access.Role;
import dev.backstretch.schemas.access.TokenKeys;
import dev.backstretch.schemas.access.Tokens;
import dev.backstretch.schemas.access.ViewLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the doors keep of people, and what they keep back. */
class PeopleDoorsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final double HOME_LATITUDE = 18.7900;
    private static final double HOME_LONGITUDE = 98.9600;
    private static final String HOME = "[" + HOME_LATITUDE + "," + HOME_LONGITUDE + "]";

    private final MemoryLog log = new MemoryLog();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final TokenKeys keys = TokenKeys.create(new SecureRandom(), NOW);
    private final Tokens tokens = new Tokens(() -> keys, () -> Revocations.NONE, CLOCK);
    private final List<String> revoked = new ArrayList<>();
    private final List<String> forgotten = new CopyOnWriteArrayList<>();
    private volatile boolean storeIsAway;
    private int port;

    @BeforeEach
    void openASession() throws Exception {
        var sessions = new SessionDirectory(65_536);
        log.tell(sessions);
        var people = new PeopleDirectory();
        var counters = new IntakeCounters(meters);
        Router router = Router.router(vertx);
        Doors.mount(
                router,
                new Doorway(
                        IngestSettings.at("localhost:1"),
                        sessions,
                        people,
                        log,
                        log,
                        new Intake(log, log, people, counters, 1 << 20),
                        counters,
                        CLOCK,
                        new Access(tokens, false, ViewLog.NONE, revoked::add)),
                (runner, where) -> {
                    if (storeIsAway) {
                        throw new IOException("away");
                    }
                    forgotten.add(runner + " " + where);
                    return Optional.of(new StoredRows.Forgotten("erased-" + forgotten.size(), where));
                });
        port = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .actualPort();
        assertThat(post("/v1/sessions", "{'sessionId':'s1','camp':'c1'}").statusCode())
                .isEqualTo(201);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    // ---- who is under age

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'birthDate':'2010-11-22' | true",
                "'birthDate':'2010-11-21' | false",
                "'birthYear':2010         | true",
                "'birthYear':2009         | false",
                "'ageYears':15            | true",
                "'ageYears':16            | false",
                "'ageBandYears':10        | true",
                "'ageBandYears':15        | false",
                "'bib':'7'                | false"
            })
    void who_is_under_sixteen_joins_with_a_parents_consent_alone(String age, boolean minor) throws Exception {
        HttpResponse<String> alone = join("{'runner':'r01'," + age + "}");
        assertThat(alone.statusCode()).as(alone.body()).isEqualTo(minor ? 422 : 201);
        if (minor) {
            assertThat(alone.body()).contains("PARENTAL_CONSENT");
            assertThat(log.people()).isEmpty();
            assertThat(log.events(EventBody.Join.class)).isEmpty();
            assertThat(join("{'runner':'r01','parentalConsent':true," + age + "}")
                            .statusCode())
                    .isEqualTo(201);
        }
        assertThat(person("r01").privacy().minor()).isEqualTo(minor);
        // A coach who enters someone has asked; but nobody under age is on a board unless that was said.
        assertThat(person("r01").boardConsent()).isEqualTo(!minor);
    }

    @Test
    void a_parent_may_agree_to_the_board_and_a_child_alone_may_not() throws Exception {
        join("{'runner':'r01','ageYears':12,'parentalConsent':true}");
        String child = tokens.issue(Grant.ofRunner(Role.RUNNER, "s1", "r01"), Duration.ofHours(1))
                .text();
        String yes = "{'type':'consent','runner':'r01','purpose':'board','given':true}";

        HttpResponse<String> alone = post("/v1/sessions/s1/events", yes, child);
        assertThat(alone.statusCode()).isEqualTo(403);
        assertThat(alone.body()).contains("parent");
        assertThat(person("r01").boardConsent()).isFalse();
        String coach = tokens.issue(Grant.ofSession(Role.COACH, "s1"), Duration.ofHours(1))
                .text();
        assertThat(post("/v1/sessions/s1/events", yes, coach).statusCode()).isEqualTo(200);
        assertThat(person("r01").boardConsent()).isTrue();
        String no = "{'type':'consent','runner':'r01','purpose':'board','given':false,'eventId':'no'}";
        assertThat(post("/v1/sessions/s1/events", no, child).statusCode()).isEqualTo(200);
        assertThat(person("r01").boardConsent()).isFalse();
    }

    // ---- consent, purpose by purpose

    @Test
    void each_purpose_is_agreed_to_and_taken_back_by_itself() throws Exception {
        join("{'runner':'r01','replayConsent':true,'researchConsent':false}");
        assertThat(person("r01").privacy().coachMaySee()).isTrue();
        assertThat(person("r01").privacy().mayBeReplayed()).isTrue();
        assertThat(person("r01").privacy().mayBeStudied()).isFalse();

        post(
                "/v1/sessions/s1/events",
                "[{'type':'consent','runner':'r01','purpose':'coach','given':false},"
                        + "{'type':'consent','runner':'r01','purpose':'replay','given':false},"
                        + "{'type':'consent','runner':'r01','purpose':'research','given':true}]");
        assertThat(person("r01").privacy().coachMaySee()).isFalse();
        assertThat(person("r01").privacy().mayBeReplayed()).isFalse();
        assertThat(person("r01").privacy().mayBeStudied()).isTrue();
        assertThat(person("r01").boardConsent()).isTrue();

        assertThat(person("r01").privacy().zoneOnBoard()).isTrue();
        assertThat(person("r01").privacy().placeOnBoard()).isTrue();
        post("/v1/sessions/s1/events", "{'type':'consent','runner':'r01','purpose':'zone','given':false}");
        assertThat(person("r01").privacy().zoneOnBoard()).isFalse();
        post("/v1/sessions/s1/events", "{'type':'consent','runner':'r01','purpose':'map','given':false}");
        assertThat(person("r01").privacy().placeOnBoard()).isFalse();

        // Joining again says nothing of consents, so none comes back.
        join("{'runner':'r01','bib':'9'}");
        assertThat(person("r01").privacy().coachMaySee()).isFalse();
        assertThat(person("r01").privacy().placeOnBoard()).isFalse();
    }

    @Test
    void who_takes_back_board_and_coach_in_mid_session_is_measured_no_more_until_one_is_given_again() throws Exception {
        join("{'runner':'r01','boardConsent':true,'device':'phone'}");
        assertThat(send(reading("r01", "a", 18.7, 98.9)).get("accepted").asInt())
                .isOne();
        consent("board", false);
        assertThat(send(reading("r01", "b", 18.7, 98.9)).get("accepted").asInt())
                .as("the coach looks after the runner still")
                .isOne();

        consent("coach", false);
        JsonNode refused = send(reading("r01", "c", 18.7, 98.9));
        JsonNode broken = send(reading("r01", "d", 95, 98.9));

        assertThat(refused.at("/rejected/0/reason").asText()).isEqualTo("OPTED_OUT");
        assertThat(broken.at("/rejected/0/reason").asText()).isEqualTo("OPTED_OUT");
        assertThat(log.rejections()).hasSize(2).allSatisfy(one -> {
            assertThat(one.payload()).as("nothing of what was measured").isEmpty();
            assertThat(one.value()).isNull();
        });
        assertThat(post("/v1/sessions/s1/events", "{'type':'symptom','runner':'r01','symptom':'stop'}")
                        .statusCode())
                .as("help is never refused")
                .isEqualTo(200);
        assertThat(readings()).containsExactly("a", "b");

        consent("coach", true);
        assertThat(send(reading("r01", "e", 18.7, 98.9)).get("accepted").asInt())
                .isOne();
    }

    @Test
    void who_joined_for_the_own_view_alone_is_measured() throws Exception {
        join("{'runner':'r01','boardConsent':false,'coachConsent':false}");

        assertThat(send(reading("r01", "a", 18.7, 98.9)).get("accepted").asInt())
                .isOne();
    }

    @Test
    void who_was_erased_is_measured_no_more_until_joining_again() throws Exception {
        join("{'runner':'r01'}");
        JsonNode erased = new ObjectMapper()
                .readTree(send("DELETE", "/v1/runners/r01", "", null).body());
        assertThat(erased.at("/remains/topicsDays").asInt()).isEqualTo(42);
        assertThat(erased.at("/remains/message").asText()).contains("nobody's").contains("erase again after its close");
        assertThat(send(reading("r01", "a", 18.7, 98.9))
                        .at("/rejected/0/reason")
                        .asText())
                .isEqualTo("OPTED_OUT");

        join("{'runner':'r01','eventId':'again'}");
        assertThat(send(reading("r01", "b", 18.7, 98.9)).get("accepted").asInt())
                .isOne();
    }

    private void consent(String purpose, boolean given) throws Exception {
        assertThat(post(
                                "/v1/sessions/s1/events",
                                "{'type':'consent','runner':'r01','purpose':'" + purpose + "','given':" + given + "}")
                        .statusCode())
                .isEqualTo(200);
    }

    private JsonNode send(String reading) throws Exception {
        return new ObjectMapper()
                .readTree(post("/v1/sessions/s1/readings", reading).body());
    }

    private List<String> readings() {
        return log.events(EventBody.Readings.class).stream()
                .flatMap(event -> ((EventBody.Readings) event.body()).readings().stream())
                .map(Reading::readingId)
                .toList();
    }

    @Test
    void neither_consents_nor_places_are_in_the_sessions_log() throws Exception {
        join("{'runner':'r01','name':'Secret Name','birthYear':1990,'coachConsent':true,'home':" + HOME + "}");

        assertThat(log.events(EventBody.Join.class)).hasSize(1);
        assertThat(log.events().toString()).doesNotContain("Secret", "1990", "18.79", "98.96");
        assertThat(person("r01").birthDate()).isEqualTo("1990");
    }

    // ---- places that are hidden

    @Test
    void a_position_at_home_never_reaches_the_log_and_the_reading_stands() throws Exception {
        join("{'runner':'r01','home':" + HOME + "}");
        join("{'runner':'r02'}");
        String readings = "["
                + reading("r01", "a", HOME_LATITUDE, HOME_LONGITUDE) + ","
                + reading("r01", "b", HOME_LATITUDE + 0.0017, HOME_LONGITUDE) + ","
                + reading("r01", "c", HOME_LATITUDE + 0.0100, HOME_LONGITUDE) + ","
                + reading("r02", "d", HOME_LATITUDE, HOME_LONGITUDE) + "]";
        JsonNode answer =
                JSON.readTree(post("/v1/sessions/s1/readings", readings).body());

        assertThat(answer.get("accepted").asInt()).isEqualTo(4);
        List<Reading> kept = keptReadings();
        assertThat(kept)
                .filteredOn(Reading::hasPosition)
                .extracting(Reading::readingId)
                .containsExactlyInAnyOrder("c", "d");
        assertThat(kept)
                .allSatisfy(reading -> assertThat(reading.heartRateBpm()).isEqualTo(150));
        assertThat(kept).allSatisfy(reading -> assertThat(reading.flags()).isEmpty());
        assertThat(meters.get("run.ingest.positions.hidden").counter().count()).isEqualTo(2);
    }

    private List<Reading> keptReadings() {
        return log.events(EventBody.Readings.class).stream()
                .flatMap(event -> ((EventBody.Readings) event.body()).readings().stream())
                .toList();
    }

    /** Phones go home and send on. */
    @Test
    void a_position_nowhere_near_the_track_never_reaches_the_log_and_the_reading_stands() throws Exception {
        assertThat(post(
                                "/v1/sessions",
                                "{'sessionId':'s2','camp':'c1','track':{'centre':[18.7961,98.9629],'bearing_deg':12}}")
                        .statusCode())
                .isEqualTo(201);
        post("/v1/sessions/s2/runners", "[{'runner':'r01'},{'runner':'r02','lapRule':'distance'}]");
        String readings = "["
                + reading("r01", "on-the-track", 18.7961, 98.9629) + ","
                + reading("r01", "beside-it", 18.7980, 98.9629) + ","
                + reading("r01", "at-home", 18.8161, 98.9629).replace("01:59:59", "02:00:00") + ","
                + reading("r02", "on-a-road", 18.8161, 98.9629) + "]";
        JsonNode answer =
                JSON.readTree(post("/v1/sessions/s2/readings", readings).body());

        assertThat(answer.get("accepted").asInt()).isEqualTo(4);
        List<Reading> kept = keptReadings();
        assertThat(kept)
                .filteredOn(Reading::hasPosition)
                .extracting(Reading::readingId)
                .containsExactlyInAnyOrder("on-the-track", "beside-it", "on-a-road");
        assertThat(kept)
                .allSatisfy(reading -> assertThat(reading.heartRateBpm()).isEqualTo(150));
        assertThat(meters.get("run.ingest.positions.far").counter().count()).isOne();
        assertThat(clocks().at("/far").toString()).isEqualTo("[{\"runner\":\"r01\"}]");

        post(
                "/v1/sessions/s2/readings",
                reading("r01", "back", 18.7962, 98.9629).replace("01:59:59", "02:00:01"));
        assertThat(clocks().at("/far")).isEmpty();
    }

    @Test
    void what_is_refused_of_someone_with_a_hidden_place_keeps_no_bytes() throws Exception {
        join("{'runner':'r01','home':" + HOME + "}");
        join("{'runner':'r02'}");
        String stale = "'observedAt':'2026-11-19T00:00:00Z','latitudeDegrees':18.79,'longitudeDegrees':98.96}";
        post("/v1/sessions/s1/readings", "[{'runner':'r01'," + stale + ",{'runner':'r02'," + stale + "]");

        assertThat(log.rejections()).hasSize(2);
        assertThat(log.rejections().get(0).payload()).isEmpty();
        assertThat(log.rejections().get(0).value()).isNull();
        assertThat(new String(log.rejections().get(1).payload(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("98.96");
    }

    @Test
    void a_reading_of_which_a_hidden_place_leaves_nothing_is_refused_without_saying_why() throws Exception {
        join("{'runner':'r01','home':" + HOME + "}");
        JsonNode answer = send("{'runner':'r01','observedAt':'2026-11-21T01:59:59Z','latitudeDegrees':" + HOME_LATITUDE
                + ",'longitudeDegrees':" + HOME_LONGITUDE + "}");

        assertThat(answer.at("/rejected/0/reason").asText()).isEqualTo("EMPTY");
        JsonNode other = send("{'runner':'r01','observedAt':'2026-11-21T01:59:58Z'}");
        assertThat(readings()).isEmpty();
        assertThat(other).as("what said nothing at all is answered alike").isEqualTo(answer);
        assertThat(log.rejections()).hasSize(2).allSatisfy(one -> {
            assertThat(one.payload()).isEmpty();
            assertThat(one.message()).isEqualTo(log.rejections().get(0).message());
            assertThat(one.value()).isNull();
        });
    }

    @Test
    void a_place_that_is_marked_twice_is_not_drawn_twice() throws Exception {
        join("{'runner':'r01','home':" + HOME + "}");
        HiddenPlace first = person("r01").privacy().home();
        join("{'runner':'r01','bib':'2','home':" + HOME + "}");
        assertThat(person("r01").privacy().home()).isNotNull().isEqualTo(first);
        join("{'runner':'r01','bib':'3','home':[19.5,99.5]}");
        assertThat(person("r01").privacy().home()).isNotEqualTo(first);
    }

    // ---- erasure

    @Test
    void who_is_erased_is_nobody_and_has_no_token() throws Exception {
        join("{'runner':'r01','name':'Secret Name'}");
        post("/v1/sessions", "{'sessionId':'s2','camp':'c2'}");
        post("/v1/sessions/s2/runners", "{'runner':'r01'}");
        assertThat(log.people()).containsKeys("c1|r01", "c2|r01");

        HttpResponse<String> erased = send("DELETE", "/v1/runners/r01?camp=c1", "", null);
        assertThat(erased.statusCode()).as(erased.body()).isEqualTo(200);
        assertThat(log.people()).doesNotContainKey("c1|r01").containsKey("c2|r01");
        assertThat(revoked).containsExactly("r01");
        assertThat(forgotten).containsExactly("r01 [s1]");
        JsonNode said = new ObjectMapper().readTree(erased.body());
        assertThat(said.at("/store/nobody").asText()).isEqualTo("erased-1");
        assertThat(said.at("/store/sessions/0").asText()).isEqualTo("s1");
        assertThat(send("DELETE", "/v1/runners/r01?camp=c1", "", null).statusCode())
                .as("again, for rows that have come since")
                .isEqualTo(200);
        assertThat(forgotten).hasSize(2);
        assertThat(send("DELETE", "/v1/runners/r99?camp=c1", "", null).statusCode())
                .isEqualTo(404);

        for (Role role : List.of(Role.COACH, Role.SCREEN)) {
            String token = tokens.issue(Grant.ofSession(role, "s2"), Duration.ofHours(1))
                    .text();
            assertThat(send("DELETE", "/v1/runners/r01", "", token).statusCode())
                    .isEqualTo(403);
        }
        String otherCamp = tokens.issue(Grant.ofCamp(Role.OPERATOR, "c3"), Duration.ofHours(1))
                .text();
        assertThat(send("DELETE", "/v1/runners/r01", "", otherCamp).statusCode())
                .isEqualTo(404);
        assertThat(log.people()).containsKey("c2|r01");
    }

    @Test
    void an_erasure_that_is_not_written_is_not_answered_with_success() throws Exception {
        join("{'runner':'r01'}");
        log.failPeople(true);
        assertThat(send("DELETE", "/v1/runners/r01", "", null).statusCode()).isEqualTo(503);
        assertThat(revoked)
                .as("first of all nobody sends for the runner any more")
                .containsExactly("r01");
    }

    @Test
    void whose_rows_the_store_does_not_forget_is_not_erased_and_can_be_asked_for_again() throws Exception {
        join("{'runner':'r01'}");
        storeIsAway = true;
        assertThat(send("DELETE", "/v1/runners/r01", "", null).statusCode()).isEqualTo(503);
        assertThat(log.people()).containsKey("c1|r01");
        storeIsAway = false;
        assertThat(send("DELETE", "/v1/runners/r01", "", null).statusCode()).isEqualTo(200);
        assertThat(log.people()).doesNotContainKey("c1|r01");
    }

    private static String reading(String runner, String id, double latitude, double longitude) {
        return "{'runner':'" + runner + "','observedAt':'2026-11-21T01:59:59Z','eventId':'" + id
                + "','latitudeDegrees':" + latitude + ",'longitudeDegrees':" + longitude
                + ",'horizontalAccuracyMeters':4,'speedMetersPerSecond':3.4,'heartRateBpm':150}";
    }

    private JsonNode clocks() throws Exception {
        return JSON.readTree(send("GET", "/v1/sessions/s2/clocks", "", null).body());
    }

    private Person person(String runner) {
        return Objects.requireNonNull(log.people().get("c1|" + runner));
    }

    private HttpResponse<String> join(String body) throws Exception {
        return post("/v1/sessions/s1/runners", body);
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return post(path, body, null);
    }

    private HttpResponse<String> post(String path, String body, @Nullable String token) throws Exception {
        return send("POST", path, body, token);
    }

    private HttpResponse<String> send(String method, String path, String body, @Nullable String token)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
