package dev.backstretch.ingest.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.ReadingFlag;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.schemas.access.Grant;
import dev.backstretch.schemas.access.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The doors that speak the devices' own protocols, over real HTTP. */
class DeviceDoorsTest {
    /** {@code 1795226400} in seconds. */
    private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");

    private static final String OWNTRACKS =
            "{'_type':'location','topic':'owntracks/jane/phone','tid':'JJ','lat':48.85833,'lon':2.29513,"
                    + "'tst':1795226400,'acc':5,'vel':11,'cog':271,'batt':41}";
    private static final String TRACCAR =
            "{'location':{'timestamp':'2026-11-21T02:00:00.250Z','coords':{'latitude':48.1,"
                    + "'longitude':2.1,'accuracy':4.7,'speed':3.21,'heading':87.5,'altitude':35},'is_moving':true},"
                    + "'device_id':'48241179'}";
    private static final String OSMAND = "&id=123456&timestamp=1795226400&lat=48.1&lon=2.1&speed=6.2&bearing=87.5";
    private static final String GPSLOGGER =
            "&dev=p7&lat=48.1&lon=2.1&ts=1795226400&spd=3.18&dir=88.0&acc=10.6&prov=gps&batt=76.0";
    private static final String SENSORLOGGER = "{'messageId':7,'sessionId':'x1','deviceId':'d1','payload':["
            + "{'name':'Compass','time':1795226400600000000,'values':{'magneticBearing':358.5}},"
            + "{'name':'accelerometer','time':1795226400401773000,'values':{'x':0.1,'y':0,'z':1}},"
            + "{'name':'Location','time':1795226400514000000,'values':{'latitude':48.1,'longitude':2.1,"
            + "'speed':2.9,'bearing':271.5,'horizontalAccuracy':4.1}},"
            + "{'name':'heart rate','time':1795226400514000000,'values':{'bpm':151}}]}";
    private static final String MINE = "?session=s1&runner=r01";

    private final DeviceStage doors;

    DeviceDoorsTest() throws Exception {
        doors = new DeviceStage(NOW);
    }

    @BeforeEach
    void openASessionWithTwoRunners() throws Exception {
        assertThat(doors.post("/v1/sessions", "{'sessionId':'s1','camp':'c1','plan':'quarter-mile-twice'}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(doors.post("/v1/sessions/s1/runners", "{'runner':'r01','alias':'Ann'}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(doors.post("/v1/sessions/s1/runners", "{'runner':'r02','alias':'Bo','device':'jane/phone'}")
                        .statusCode())
                .isEqualTo(201);
    }

    @AfterEach
    void everythingReceivedIsAccountedFor() throws Exception {
        for (String door : List.of("owntracks", "traccar", "osmand", "gpslogger", "sensorlogger", "readings")) {
            assertThat(doors.unaccounted(door)).as(door).isZero();
        }
        doors.close();
    }

    private RunEvent only() {
        List<RunEvent> events = doors.log.events(EventBody.Readings.class);
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    private HttpResponse<String> owntracks(String query, String body) throws IOException, InterruptedException {
        return doors.post("/owntracks" + query, body);
    }

    // ---- each door by what its device sends

    @Test
    void owntracks_hears_an_empty_list_when_its_fix_is_in_the_log() throws Exception {
        HttpResponse<String> answer = owntracks(MINE, OWNTRACKS);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("[]");
        assertThat(only().runnerId()).isEqualTo("r01");
        assertThat(only().origin().source()).isEqualTo("jane/phone");
        Reading reading = doors.readings().get(0);
        assertThat(reading.observedAt()).isEqualTo(NOW);
        assertThat(reading.speedMetersPerSecond()).isCloseTo(11 / 3.6, within(1e-9));
        assertThat(reading.courseDegrees()).isEqualTo(271);
    }

    @Test
    void a_device_that_is_bound_needs_no_runner_in_its_address() throws Exception {
        owntracks("?session=s1", OWNTRACKS);

        assertThat(only().runnerId()).isEqualTo("r02");
    }

    @Test
    void a_device_that_is_bound_later_is_known_from_then_on() throws Exception {
        assertThat(doors.post("/traccar?session=s1", TRACCAR).statusCode()).isEqualTo(200);
        assertThat(doors.reasons()).containsExactly("UNKNOWN_DEVICE");

        assertThat(doors.send("PATCH", "/v1/sessions/s1/runners/r01", "application/json", "{\"device\":\"48241179\"}")
                        .statusCode())
                .isEqualTo(200);
        doors.post("/traccar?session=s1", TRACCAR);

        assertThat(only().runnerId()).isEqualTo("r01");
    }

    @Test
    void owntracks_may_name_user_and_device_in_headers() throws Exception {
        String body = OWNTRACKS.replace("'topic':'owntracks/jane/phone',", "").replace('\'', '"');
        doors.send(
                "POST", "/owntracks?session=s1", "application/json", body, "X-Limit-U", "jane", "X-Limit-D", "phone");

        assertThat(only().runnerId()).isEqualTo("r02");
    }

    @Test
    void a_line_to_owntracks_breaks_off_when_the_log_does_not_answer() throws Exception {
        doors.log.fail(true);

        assertThatThrownBy(() -> owntracks(MINE, OWNTRACKS)).isInstanceOf(IOException.class);
        doors.log.fail(false);
        assertThat(owntracks(MINE, OWNTRACKS).body()).isEqualTo("[]");

        assertThat(doors.readings()).hasSize(1);
        assertThat(doors.count("readings.received", "owntracks")).isOne();
        assertThat(doors.count("requests.refused", "owntracks")).isOne();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"traccar", "osmand", "gpslogger", "sensorlogger"})
    void others_are_told_to_come_again_when_the_log_does_not_answer(String door) throws Exception {
        doors.log.fail(true);
        HttpResponse<String> answer = good(door);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        doors.log.fail(false);
        assertThat(good(door).statusCode()).isEqualTo(200);
        assertThat(doors.readings()).hasSize(1);
    }

    private HttpResponse<String> good(String door) throws IOException, InterruptedException {
        return switch (door) {
            case "owntracks" -> owntracks(MINE, OWNTRACKS);
            case "traccar" -> doors.post("/traccar" + MINE, TRACCAR);
            case "osmand" -> doors.get("/osmand" + MINE + OSMAND);
            case "gpslogger" -> doors.get("/gpslogger" + MINE + GPSLOGGER);
            default -> doors.post("/sensorlogger" + MINE, SENSORLOGGER);
        };
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"owntracks", "traccar", "osmand", "gpslogger", "sensorlogger"})
    void what_is_sent_twice_is_one_reading(String door) throws Exception {
        assertThat(good(door).statusCode()).isEqualTo(200);
        assertThat(good(door).statusCode()).isEqualTo(200);

        assertThat(doors.readings()).hasSize(1);
        assertThat(doors.count("readings.accepted", door)).isOne();
        assertThat(doors.count("readings.duplicates", door)).isOne();
        assertThat(doors.count("readings.conflicting", door)).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"owntracks", "traccar", "osmand", "gpslogger", "sensorlogger"})
    void without_a_word_of_whose_it_is_nothing_is_taken(String door) throws Exception {
        for (String path : List.of(
                "/" + door,
                "/" + door + "/nobodys-token",
                "/" + door + MINE + "&token=nobodys-token",
                "/" + door + "?runner=r01")) {
            assertThat(doors.post(path, "{}").statusCode()).as(path).isEqualTo(401);
        }
        assertThat(doors.post("/" + door + "?session=other", "{}").statusCode()).isEqualTo(404);
        assertThat(doors.log.rejections()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"owntracks", "traccar", "osmand", "gpslogger", "sensorlogger"})
    void a_session_that_asks_for_tokens_takes_no_device_without_one(String door) throws Exception {
        openWithTokens();

        assertThat(doors.post("/" + door + "?session=s2&runner=r01", "{}").statusCode())
                .isEqualTo(401);
    }

    private void openWithTokens() throws IOException, InterruptedException {
        assertThat(doors.post("/v1/sessions", "{'sessionId':'s2','camp':'c1','requireTokens':true}")
                        .statusCode())
                .isEqualTo(201);
        String coach = doors.token(Grant.ofSession(Role.COACH, "s2"));
        assertThat(doors.post("/v1/sessions/s2/runners?token=" + coach, "{'runner':'r01','alias':'Ann'}")
                        .statusCode())
                .isEqualTo(201);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"owntracks", "traccar", "osmand", "gpslogger", "sensorlogger"})
    void a_devices_token_says_whose_it_is_wherever_the_device_can_put_it(String door) throws Exception {
        openWithTokens();
        String token = doors.token(Grant.ofRunner(Role.DEVICE, "s2", "r01"));

        for (String address : List.of("/" + token + "?", "?token=" + token)) {
            HttpResponse<String> answer =
                    switch (door) {
                        case "owntracks" -> doors.post("/owntracks" + address, OWNTRACKS);
                        case "traccar" -> doors.post("/traccar" + address, TRACCAR);
                        case "osmand" -> doors.get("/osmand" + address + OSMAND);
                        case "gpslogger" -> doors.get("/gpslogger" + address + GPSLOGGER);
                        default -> doors.post("/sensorlogger" + address, SENSORLOGGER);
                    };
            assertThat(answer.statusCode()).as(address).isEqualTo(200);
        }

        assertThat(only().sessionId()).isEqualTo("s2");
        assertThat(only().runnerId()).isEqualTo("r01");
        assertThat(doors.count("readings.duplicates", door)).isOne();
    }

    @Test
    void a_token_as_the_password_of_basic_is_what_owntracks_can_send() throws Exception {
        openWithTokens();
        String token = doors.token(Grant.ofRunner(Role.DEVICE, "s2", "r01"));
        String basic = Base64.getEncoder().encodeToString(("jane:" + token).getBytes(StandardCharsets.UTF_8));

        assertThat(doors.send(
                                "POST",
                                "/owntracks",
                                "application/json",
                                OWNTRACKS.replace('\'', '"'),
                                "Authorization",
                                "Basic " + basic)
                        .body())
                .isEqualTo("[]");
        assertThat(only().runnerId()).isEqualTo("r01");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"owntracks", "traccar", "osmand", "gpslogger", "sensorlogger"})
    void a_token_for_another_session_runner_or_role_is_refused(String door) throws Exception {
        openWithTokens();
        String device = doors.token(Grant.ofRunner(Role.DEVICE, "s2", "r01"));

        for (String address : List.of(
                "?session=s1&token=" + device,
                "?runner=r02&token=" + device,
                "/" + doors.token(Grant.ofSession(Role.COACH, "s2")),
                "/" + doors.token(Grant.ofSession(Role.SCREEN, "s2")),
                "/" + doors.token(Grant.ofSession(Role.TIMING, "s2")))) {
            assertThat(doors.post("/" + door + address, "{}").statusCode())
                    .as(address)
                    .isEqualTo(403);
        }
        assertThat(doors.log.rejections()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"owntracks", "traccar", "osmand", "gpslogger", "sensorlogger"})
    void after_the_session_a_device_is_answered_and_its_readings_are_kept_aside(String door) throws Exception {
        assertThat(doors.post("/v1/sessions/s1/control", "{'action':'close'}").statusCode())
                .isEqualTo(200);
        doors.move(NOW.plusSeconds(301));

        assertThat(good(door).statusCode()).isEqualTo(200);

        assertThat(doors.readings()).isEmpty();
        assertThat(doors.reasons()).containsExactly("SESSION_CLOSED");
    }

    @Test
    void traccar_client_is_read_before_and_after_its_version_9() throws Exception {
        doors.post("/traccar" + MINE, TRACCAR);
        doors.send("POST", "/traccar" + MINE + OSMAND, "", "");

        assertThat(doors.readings())
                .extracting(reading -> Math.round(reading.speedMetersPerSecond() * 100))
                .containsExactly(321L, 319L);
    }

    @Test
    void osmand_may_put_its_parameters_into_the_body() throws Exception {
        doors.send("POST", "/osmand" + MINE, "application/x-www-form-urlencoded", OSMAND.substring(1));

        assertThat(doors.readings().get(0).speedMetersPerSecond()).isCloseTo(3.1896, within(1e-4));
    }

    @ParameterizedTest(name = "unit {0}")
    @CsvSource({"kn, 3.1896", "mps, 6.2", "kmh, 1.7222", "mph, 2.7716"})
    void osmands_speed_is_in_the_unit_of_the_devices_address(String unit, double metersPerSecond) throws Exception {
        doors.get("/osmand" + MINE + "&unit=" + unit + OSMAND);

        assertThat(doors.readings().get(0).speedMetersPerSecond()).isCloseTo(metersPerSecond, within(1e-4));
    }

    @Test
    void sensor_loggers_sensors_become_one_reading_of_one_moment() throws Exception {
        doors.post("/sensorlogger" + MINE + "&declination=2.5", SENSORLOGGER);

        assertThat(doors.readings()).hasSize(1);
        Reading reading = doors.readings().get(0);
        assertThat(reading.observedAt()).isEqualTo(Instant.parse("2026-11-21T02:00:00.514Z"));
        assertThat(reading.heartRateBpm()).isEqualTo(151);
        assertThat(reading.compassDegrees()).isCloseTo(1.0, within(1e-9));
        assertThat(reading.courseDegrees()).isEqualTo(271.5);
    }

    // ---- what is no reading

    @Test
    void a_message_that_is_no_reading_is_a_notice() throws Exception {
        assertThat(owntracks(MINE, "{'_type':'lwt','tst':1}").body()).isEqualTo("[]");
        assertThat(owntracks(MINE, "").body()).isEqualTo("[]");
        assertThat(owntracks(MINE, "{'_type':'waypoints','waypoints':[]}").body())
                .isEqualTo("[]");
        assertThat(doors.post(
                                "/sensorlogger" + MINE,
                                "{'payload':[{'name':'gravity','time':1795226400514000000,'values':{}}]}")
                        .statusCode())
                .isEqualTo(200);

        assertThat(doors.count("notices", "owntracks")).isEqualTo(3);
        assertThat(doors.count("notices", "sensorlogger")).isOne();
        assertThat(doors.count("readings.received", "owntracks")).isZero();
    }

    /** What parses is answered with 200, so that nothing is sent for ever; why it was refused lies in the quarantine. */
    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "owntracks | {'_type':'encrypted','data':'x'} | ENCRYPTED | _type",
                "owntracks | {'lat':1,'lon':2} | UNKNOWN_TYPE | _type",
                "owntracks | {'_type':'location','tid':'AB','lat':91,'lon':2.1,'tst':1795226400} | RANGE_POSITION |"
                        + " latitudeDegrees",
                "owntracks | {'_type':'location','tid':'AB','lat':48.1,'lon':-181,'tst':1795226400} | RANGE_POSITION |"
                        + " longitudeDegrees",
                "owntracks | {'_type':'location','tid':'AB','lat':0,'lon':0,'tst':1795226400} | NULL_ISLAND |"
                        + " latitudeDegrees",
                "owntracks | {'_type':'location','tid':'AB','lat':48.1,'lon':2.1,'tst':1795226400000} | TIME_FUTURE |"
                        + " observedAt",
                "owntracks | {'_type':'location','tid':'AB','lat':48.1,'lon':2.1,'tst':1795053600} | TIME_STALE |"
                        + " observedAt",
                "owntracks | {'_type':'location','tid':'AB','lat':48.1,'lon':2.1} | MISSING_TIME | tst",
                "owntracks | {'_type':'location','tid':'AB','lat':48.1,'lon':2.1,'tst':'soon'} | BAD_TIME | tst",
                "owntracks | {'_type':'location','tid':'AB','lat':48.1,'lon':2.1,'tst':9e99} | BAD_TIME | tst",
                "owntracks | {'_type':'location','tid':'AB','lat':'x','lon':2.1,'tst':1795226400} | BAD_NUMBER | lat",
                "owntracks | {'_type':'location','tid':'AB','lat':NaN,'lon':2.1,'tst':1795226400} | BAD_NUMBER | lat",
                "owntracks | {'_type':'location','tid':'AB','lat':48.1,'tst':1795226400} | MISSING | lon",
                "owntracks | {'_type':'location','topic':'o/a/b\\u0007','lat':48.1,'lon':2.1,'tst':1795226400} |"
                        + " INVALID_ID | topic",
                "traccar |"
                        + " {'location':{'timestamp':'2026-11-21T02:06:00Z','coords':{'latitude':1,'longitude':2}},'device_id':'d'}"
                        + " | TIME_FUTURE | observedAt",
                "traccar |"
                        + " {'location':{'timestamp':'2026-11-20T01:00:00Z','coords':{'latitude':1,'longitude':2}},'device_id':'d'}"
                        + " | TIME_STALE | observedAt",
                "traccar |"
                        + " {'location':{'timestamp':'2026-11-21T02:00:00Z','coords':{'latitude':0,'longitude':0}},'device_id':'d'}"
                        + " | NULL_ISLAND | latitudeDegrees",
                "osmand | id=9&timestamp=1795226400&lat=48.1&lon=2.1&valid=0 | FIX_INVALID | valid",
                "osmand | id=9&timestamp=1795226400&lat=148.1&lon=2.1 | RANGE_POSITION | latitudeDegrees",
                "osmand | id=9&timestamp=1790000000&lat=48.1&lon=2.1 | TIME_STALE | observedAt",
                "gpslogger | dev=9&ts=1795228400&lat=48.1&lon=2.1 | TIME_FUTURE | observedAt",
                "sensorlogger |"
                        + " {'payload':[{'name':'location','time':1795226400514,'values':{'latitude':48.1,'longitude':2.1}}]}"
                        + " | TIME_UNIT | time",
                "sensorlogger |"
                        + " {'payload':[{'name':'location','time':1.5,'values':{'latitude':48.1,'longitude':2.1}}]} |"
                        + " BAD_TIME | time",
                "sensorlogger | {'payload':[{'name':'location','values':{'latitude':48.1,'longitude':2.1}}]} |"
                        + " MISSING_TIME | time",
                "sensorlogger | {'payload':[{'name':'location','time':1795226400514000000}]} | MISSING | values",
                "sensorlogger |"
                        + " {'payload':[{'name':'location','time':1795226400514000000,'values':{'latitude':48.1}}]} |"
                        + " MISSING | longitude",
                "sensorlogger | {'payload':[{'name':'heart rate','time':1795226400514000000,'values':{'bpm':'x'}}]} |"
                        + " BAD_NUMBER | bpm",
                "sensorlogger | {'payload':[{'time':1795226400514000000}]} | MISSING | name",
                "sensorlogger | {'payload':[7]} | MALFORMED | payload",
                "sensorlogger | {'payload':[{'name':'heart rate','time':1795226400514000000,'values':{'bpm':300}}]} |"
                        + " EMPTY |",
            })
    void what_parses_and_cannot_be_is_answered_and_quarantined(
            String door, String payload, String reason, @Nullable String field) throws Exception {
        HttpResponse<String> answer = send(door, payload);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(doors.reasons()).containsExactly(reason);
        assertThat(doors.log.rejections().get(0).field()).isEqualTo(field);
        assertThat(doors.log.rejections().get(0).door()).isEqualTo(door);
        assertThat(doors.log.rejections().get(0).message()).isNotBlank();
        assertThat(doors.readings()).isEmpty();
        assertThat(doors.count("readings.rejected", door)).isOne();
    }

    private HttpResponse<String> send(String door, String payload) throws IOException, InterruptedException {
        return payload.startsWith("{") || payload.startsWith("[")
                ? doors.post("/" + door + MINE, payload)
                : doors.get("/" + door + MINE + "&" + payload);
    }

    /** What cannot be read at all is refused whole: nothing of it is counted as received, nor kept. */
    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "owntracks | {'_type' | BAD_JSON | body",
                "owntracks | [1] | BAD_JSON | body",
                "traccar | {'location':{'timestamp':'2026-11-21T02:00:00Z','coords':{'latitude':1,'longitude':1}}} |"
                        + " MISSING_DEVICE | device_id",
                "traccar |"
                        + " {'location':{'timestamp':'yesterday','coords':{'latitude':1,'longitude':1}},'device_id':'d'} |"
                        + " BAD_TIME | timestamp",
                "traccar |"
                        + " {'location':{'timestamp':'2026-11-21T02:00:00','coords':{'latitude':1,'longitude':1}},'device_id':'d'}"
                        + " | TIME_ZONE | timestamp",
                "traccar |"
                        + " {'location':{'timestamp':'2026-11-21T02:00:60Z','coords':{'latitude':1,'longitude':1}},'device_id':'d'}"
                        + " | BAD_TIME | timestamp",
                "traccar | {'location':{'coords':{'latitude':1,'longitude':1}},'device_id':'d'} | MISSING_TIME |"
                        + " timestamp",
                "traccar | {'location':{'timestamp':'2026-11-21T02:00:00Z'},'device_id':'d'} | MISSING | coords",
                "traccar |"
                        + " {'location':{'timestamp':'2026-11-21T02:00:00Z','coords':{'latitude':'1','longitude':1}},'device_id':'d'}"
                        + " | BAD_NUMBER | latitude",
                "traccar | {'device_id':'d'} | MISSING | location",
                "traccar | {'device_id':'d','device_id':'e'} | BAD_JSON | device_id",
                "osmand | lat=1&lon=2 | MISSING_DEVICE | id",
                "osmand | id=9&timestamp=1795226400&lat=x&lon=2.1 | BAD_NUMBER | lat",
                "osmand | id=9&timestamp=1795226400&lat=0x1p3&lon=2.1 | BAD_NUMBER | lat",
                "osmand | id=9&timestamp=1795226400&lat=NaN&lon=2.1 | BAD_NUMBER | lat",
                "osmand | id=9&timestamp=1795226400&lat=1e999&lon=2.1 | BAD_NUMBER | lat",
                "osmand | id=9&timestamp=1795226400&lat=1 | MISSING | lon",
                "osmand | id=9&timestamp=1795226400&location=1 | BAD_NUMBER | location",
                "osmand | id=9&lat=1&lon=2 | MISSING_TIME | timestamp",
                "osmand | id=9&timestamp=soon&lat=1&lon=2 | BAD_TIME | timestamp",
                "osmand | id=9&timestamp=2026-02-30+00:00:00&lat=1&lon=2 | BAD_TIME | timestamp",
                "osmand | id=9&timestamp=1795226400&lat=1&lon=2&unit=furlongs | UNKNOWN_VALUE | unit",
                "osmand | id=9&timestamp=1795226400&lat=1&lon=2&speed=fast | BAD_NUMBER | speed",
                "gpslogger | dev=p7&lat=%25LAT&lon=%25LON&ts=%25TIMESTAMP | TEMPLATE_NOT_FILLED | lat",
                "gpslogger | lat=1&lon=2&ts=1795226400 | MISSING_DEVICE | dev",
                "gpslogger | dev=p7&lon=2&ts=1795226400 | MISSING | lat",
                "gpslogger | dev=p7&lat=1&lon=2 | MISSING_TIME | ts",
                "gpslogger | dev=p7&lat=1&lon=2&time=2026-11-21T02:00:00 | TIME_ZONE | time",
                "sensorlogger | {'messageId':1} | NO_PAYLOAD | payload",
                "sensorlogger | {'payload':{}} | NO_PAYLOAD | payload",
                "sensorlogger | {'deviceId':'a\\u0007','payload':[]} | INVALID_ID | deviceId",
            })
    void what_cannot_be_read_is_refused_whole(String door, String payload, String reason, String field)
            throws Exception {
        HttpResponse<String> answer = send(door, payload);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(DeviceStage.json(answer).get("detail").asText()).startsWith(reason + ": ");
        assertThat(DeviceStage.json(answer).path("field").asText("body")).isEqualTo(field);
        assertThat(doors.readings()).isEmpty();
        assertThat(doors.log.rejections()).isEmpty();
        assertThat(doors.count("readings.received", door)).isZero();
        assertThat(doors.count("requests.refused", door)).isOne();
    }

    @Test
    void a_word_of_the_template_that_was_not_filled_is_told_also_where_it_breaks_the_encoding() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), doors.httpPort())) {
            socket.getOutputStream()
                    .write(("GET /gpslogger" + MINE
                                    + "&dev=p7&lat=%LAT&lon=%LON&ts=%TIMESTAMP HTTP/1.0\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).contains(" 400 ").contains("TEMPLATE_NOT_FILLED");
        }
    }

    @Test
    void a_body_that_is_no_utf_8_is_refused_as_that() throws Exception {
        assertThat(doors.sendBytes("/traccar" + MINE, new byte[] {'{', (byte) 0xFF, '}'})
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void no_token_goes_into_the_quarantine() throws Exception {
        String secret = doors.token(Grant.ofRunner(Role.DEVICE, "s1", "r01"));
        doors.get("/osmand?token=" + secret + "&id=9&timestamp=1795226400&lat=148.1&lon=2.1");

        String kept = new String(doors.log.rejections().get(0).payload(), StandardCharsets.UTF_8);
        assertThat(kept).contains("lat=148.1").doesNotContain(secret);
    }

    // ---- straps and pods on the phone's page

    private HttpResponse<String> notification(String characteristic, String value)
            throws IOException, InterruptedException {
        return doors.post(
                "/v1/sessions/s1/readings",
                "{'type':'ble','runner':'r01','observedAt':'2026-11-21T01:59:59Z','device':'strap-1','characteristic':'"
                        + characteristic + "','value':'" + value + "'}");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"2A37", "2a37", "0x2A37", "00002a37-0000-1000-8000-00805f9b34fb"})
    void a_straps_bytes_are_a_heart_rate(String characteristic) throws Exception {
        assertThat(notification(characteristic, "16 96 9A 01 A0 01").statusCode())
                .isEqualTo(200);

        assertThat(doors.readings().get(0).heartRateBpm()).isEqualTo(150);
        assertThat(only().origin().source()).isEqualTo("strap-1");
    }

    @Test
    void a_pods_bytes_are_a_cadence_and_no_speed_which_is_wrong_backwards() throws Exception {
        notification("2A53", "07 80 02 A0 5F 00 A0 0F 00 00");

        assertThat(doors.readings().get(0).cadenceStepsPerMinute()).isEqualTo(160);
        assertThat(doors.readings().get(0).speedMetersPerSecond()).isNaN();
        assertThat(doors.readings().get(0).flags()).isEmpty();
    }

    @Test
    void a_pod_that_counts_one_foot_is_doubled_and_flagged() throws Exception {
        notification("2A53", "04 00 03 55");

        assertThat(doors.readings().get(0).cadenceStepsPerMinute()).isEqualTo(170);
        assertThat(doors.readings().get(0).flags()).containsExactly(ReadingFlag.CADENCE_DOUBLED);
    }

    @Test
    void a_receivers_sentence_is_a_reading_with_its_own_time() throws Exception {
        String sentence = "$GPRMC,015959,A,1847.7660,N,09857.2226,E,006.2,087.5,211126,,*1F";
        HttpResponse<String> answer =
                doors.post("/v1/sessions/s1/readings", "{'type':'nmea','runner':'r01','value':'" + sentence + "'}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        Reading reading = doors.readings().get(0);
        assertThat(reading.observedAt()).isEqualTo(Instant.parse("2026-11-21T01:59:59Z"));
        assertThat(reading.latitudeDegrees()).isCloseTo(18.7961, within(1e-6));
        assertThat(reading.speedMetersPerSecond()).isCloseTo(3.189556, within(1e-6));
        HttpResponse<String> changed = doors.post(
                "/v1/sessions/s1/readings",
                "{'type':'nmea','runner':'r01','value':'" + sentence.replace("1847", "1848") + "'}");
        assertThat(changed.statusCode()).isEqualTo(422);
        assertThat(DeviceStage.json(changed).at("/rejected/0/reason").asText()).isEqualTo("CHECKSUM");
    }

    @Test
    void a_strap_without_skin_is_a_notice() throws Exception {
        assertThat(DeviceStage.json(notification("2A37", "04 96"))
                        .get("accepted")
                        .asInt())
                .isZero();
        notification("2A37", "06 00");

        assertThat(doors.count("notices", "readings")).isEqualTo(2);
        assertThat(doors.readings()).isEmpty();
        assertThat(doors.log.rejections()).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "2A37, 01 36 01, RANGE_HR, heartRateBpm",
        "2A37, 01 50, LENGTH, value",
        "2A37, 10 50 00 04 01, LENGTH, value",
        "2A37, 10 50, LENGTH, value",
        "2A53, 03 00 01 5A, LENGTH, value",
        "2A38, 01, UNKNOWN_VALUE, characteristic",
        "2A37, 0g, MALFORMED, value",
        "2A37, '', MALFORMED, value",
    })
    void bytes_that_cannot_be_are_refused(String characteristic, String value, String reason, String field)
            throws Exception {
        HttpResponse<String> answer = notification(characteristic, value);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(DeviceStage.json(answer).at("/rejected/0/reason").asText()).isEqualTo(reason);
        assertThat(DeviceStage.json(answer).at("/rejected/0/field").asText()).isEqualTo(field);
        assertThat(doors.reasons()).containsExactly(reason);
    }
}
