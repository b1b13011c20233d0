package dev.backstretch.ingest.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.outcome.Rejection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Phones go home and send on: of a place that is nowhere near the track nothing is kept, whatever becomes of the reading. */
class FarPlacesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");
    private static final String HOME = "'latitudeDegrees':18.8161,'longitudeDegrees':98.9631";
    private static final String TRACK = "'latitudeDegrees':18.7961,'longitudeDegrees':98.9629";
    private static final String STALE = "'observedAt':'2026-11-19T00:00:00Z'";
    private static final String FRESH = "'observedAt':'2026-11-21T01:59:59Z'";

    private final DeviceStage doors;

    FarPlacesTest() throws Exception {
        doors = new DeviceStage(NOW);
    }

    @BeforeEach
    void openASessionWithATrack() throws Exception {
        doors.post(
                "/v1/sessions", "{'sessionId':'s1','camp':'c1','track':{'centre':[18.7961,98.9629],'bearing_deg':12}}");
        doors.post("/v1/sessions/s1/runners", "[{'runner':'r01'},{'runner':'r02','lapRule':'distance'}]");
    }

    @AfterEach
    void everythingReceivedIsAccountedFor() throws Exception {
        for (String door :
                List.of("owntracks", "traccar", "osmand", "gpslogger", "sensorlogger", "readings", "files")) {
            assertThat(doors.unaccounted(door)).as(door).isZero();
        }
        doors.close();
    }

    private Rejection onlyRejection() {
        assertThat(doors.log.rejections()).hasSize(1);
        return doors.log.rejections().get(0);
    }

    private static String payload(Rejection rejection) {
        return new String(rejection.payload(), StandardCharsets.UTF_8);
    }

    // ---- what is refused

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "too old         | TIME_STALE     | {'runner':'r01'," + STALE + "," + HOME + "}",
                "nobody's        | UNKNOWN_RUNNER | {'runner':'r09'," + FRESH + "," + HOME + "}",
                "half a place    | TIME_STALE     | {'runner':'r01'," + STALE + ",'latitudeDegrees':18.8161}",
                "exchanged       | RANGE_POSITION | {'runner':'r01'," + FRESH
                        + ",'latitudeDegrees':98.9631,'longitudeDegrees':18.8161}",
                "a beat is text  | MALFORMED      | {'runner':'r01'," + FRESH + "," + HOME + ",'heartRateBpm':'x'}",
                "a place is text | MALFORMED      | {'runner':'r01'," + FRESH + ",'latitudeDegrees':'18.8161'}",
                "cut off         | MALFORMED      | {'runner':'r02'," + FRESH + "," + TRACK + "}\\n{'runner':'r01',"
                        + HOME
            })
    void what_is_refused_keeps_no_place_far_from_the_track(String what, String reason, String lines) throws Exception {
        doors.send(
                "POST",
                "/v1/sessions/s1/readings",
                "application/x-ndjson",
                lines.replace("\\n", "\n").replace('\'', '"'));

        Rejection kept = onlyRejection();
        assertThat(kept.reason()).isEqualTo(reason);
        assertThat(payload(kept)).contains("runner", "Degrees").doesNotContainPattern("\\d");
        assertThat(String.valueOf(kept.value())).doesNotContain("18.8161", "98.9631");
        assertThat(kept.message()).endsWith(Rejection.BLANKED);
        assertThat(kept.blanked()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "nothing else    | readings | EMPTY          | {'runner':'r01'," + FRESH + ",'lat':48.1,'lon':2.1}",
                "nobody's beat   | readings | UNKNOWN_RUNNER | {'runner':'r09'," + FRESH
                        + ",'heartRateBpm':150,'lat':48.1}",
                "in a text       | readings | UNKNOWN_RUNNER | {'runner':'r09'," + FRESH
                        + ",'heartRateBpm':150,'location':'48.1,2.1'}",
                "in an object    | readings | UNKNOWN_RUNNER | {'runner':'r09'," + FRESH
                        + ",'heartRateBpm':150,'extra':{'a':48.1}}",
                "under any name  | readings | UNKNOWN_RUNNER | {'runner':'r09'," + FRESH
                        + ",'heartRateBpm':150,'x':48.1,'y':2.1}",
                "beside the track| readings | UNKNOWN_RUNNER | {'runner':'r09'," + FRESH + "," + TRACK + ",'gps':48.1}",
                "faulty, a text  | readings | MALFORMED      | {'runner':'r01'," + FRESH
                        + ",'heartRateBpm':'x','location':'48.1,2.1'}",
                "faulty, a place | readings | MALFORMED      | {'runner':'r01'," + FRESH
                        + ",'heartRateBpm':'x','place':'48.1'}",
                "of a tap        | marks    | UNKNOWN_RUNNER | {'type':'tap','runner':'r09'," + FRESH
                        + ",'latitudeDegrees':48.1}",
                "in a free text  | events   | UNKNOWN_RUNNER | {'type':'symptom','runner':'r09'," + FRESH
                        + ",'symptom':'fell at 48.1,2.1'}"
            })
    void a_place_under_another_name_is_kept_no_more_than_any(String what, String door, String reason, String item)
            throws Exception {
        doors.post("/v1/sessions/s1/" + door, item);

        Rejection kept = onlyRejection();
        assertThat(kept.reason()).isEqualTo(reason);
        assertThat(payload(kept)).isNotEmpty().doesNotContainPattern("\\d");
        assertThat(kept.blanked()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"LocationNetwork", "Location Gps", "Pedometer"})
    void a_sensor_that_is_passed_over_leaves_no_place(String sensor) throws Exception {
        doors.post(
                "/sensorlogger?session=s1&runner=r09",
                "{'messageId':7,'sessionId':'x1','deviceId':'d1','payload':[{'name':'heart rate',"
                        + "'time':1795226400514000000,'values':{'bpm':151}},{'name':'" + sensor
                        + "','time':1795226400514000000,'values':{'latitude':48.1,'longitude':2.1}}]}");

        assertThat(payload(onlyRejection())).contains("latitude").doesNotContainPattern("\\d");
    }

    @Test
    void the_bytes_of_a_body_are_kept_once() throws Exception {
        doors.post(
                "/sensorlogger?session=s1&runner=r09",
                "{'messageId':7,'sessionId':'x1','deviceId':'d1','payload':[{'name':'heart rate',"
                        + "'time':1795226390514000000,'values':{'bpm':151}},{'name':'heart rate',"
                        + "'time':1795226395514000000,'values':{'bpm':152}}]}");

        assertThat(doors.reasons()).containsExactly("UNKNOWN_RUNNER", "UNKNOWN_RUNNER");
        assertThat(payload(doors.log.rejections().get(0))).contains("151", "152");
        assertThat(doors.log.rejections().get(1).payload()).isEmpty();
    }

    @Test
    void a_text_of_a_file_that_is_no_latitude_leaves_no_place() throws Exception {
        doors.sendBytes("/v1/sessions/s1/files?runner=r01", """
                time,latitude,longitude,heart_rate
                2026-11-21T01:00:00Z,18° 48' 57,98.9629,150
                2026-11-21T01:00:01Z,18.7961,98.9629,150
                """.getBytes(StandardCharsets.UTF_8));

        Rejection kept = onlyRejection();
        assertThat(kept.reason()).isEqualTo("MALFORMED");
        assertThat(kept.field()).isEqualTo("latitudeDegrees");
        assertThat(kept.value()).isNotEmpty().doesNotContainPattern("\\d");
        assertThat(kept.blanked()).isTrue();
    }

    @Test
    void digits_of_every_script_are_blanked() throws Exception {
        String thai = "\u0E51\u0E58.\u0E58\u0E51\u0E56\u0E51";
        doors.send(
                "POST",
                "/v1/sessions/s1/readings",
                "application/x-ndjson",
                ("{'runner':'r02'," + FRESH + "," + TRACK + "}\n{'runner':'r01','latitudeDegrees':" + thai + "}")
                        .replace('\'', '"'));

        assertThat(payload(onlyRejection())).endsWith("\"latitudeDegrees\":##.####}");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "on the track   | {'runner':'r01'," + STALE + "," + TRACK + "}",
                "no place       | {'runner':'r01'," + STALE + ",'heartRateBpm':150}",
                "runs elsewhere | {'runner':'r02'," + STALE + "," + HOME + "}",
                "no place, bad  | {'runner':'r01'," + FRESH + ",'heartRateBpm':'150'}",
                "nobody's       | {'runner':'r09'," + FRESH + "," + TRACK + ",'heartRateBpm':150}",
                "with a device  | {'runner':'r09'," + FRESH + "," + TRACK + ",'device':'p7'}"
            })
    void what_tells_no_such_place_is_kept_as_it_came(String what, String reading) throws Exception {
        doors.post("/v1/sessions/s1/readings", reading);

        Rejection kept = onlyRejection();
        assertThat(payload(kept)).isEqualTo(reading.replace('\'', '"'));
        assertThat(kept.blanked()).isFalse();
    }

    @Test
    void a_session_without_a_track_keeps_what_it_refuses() throws Exception {
        doors.post("/v1/sessions", "{'sessionId':'s2','camp':'c1'}");
        doors.post("/v1/sessions/s2/runners", "{'runner':'r01'}");
        doors.post("/v1/sessions/s2/readings", "{'runner':'r01'," + STALE + "," + HOME + "}");

        assertThat(payload(onlyRejection())).contains("18.8161");
    }

    @Test
    void a_line_of_a_timing_reader_tells_no_place_and_is_kept() throws Exception {
        doors.send("POST", "/v1/sessions/s1/marks?format=ipico", "text/plain", "aa40000000123456");

        assertThat(payload(onlyRejection())).isEqualTo("aa40000000123456");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "owntracks    | {'_type':'location','lat':48.1,'lon':2.1,'tst':1795226400,'tid':'jo'}",
                "traccar      | {'location':{'timestamp':'2026-11-21T02:00:00.000Z','coords':{'latitude':48.1,"
                        + "'longitude':2.1},'event':'motionchange'},'device_id':'48'}",
                "sensorlogger | {'messageId':7,'sessionId':'x1','deviceId':'d1','payload':[{'name':'Location',"
                        + "'time':1795226400514000000,'values':{'latitude':48.1,'longitude':2.1}},"
                        + "{'name':'heart rate','time':1795226410514000000,'values':{'bpm':151}}]}"
            })
    void a_device_that_sends_on_after_the_session_leaves_no_place(String door, String body) throws Exception {
        doors.post("/v1/sessions/s1/control", "{'action':'close'}");
        doors.move(NOW.plusSeconds(301));
        assertThat(doors.post("/" + door + "?session=s1&runner=r01", body).statusCode())
                .isEqualTo(200);

        assertThat(doors.log.rejections()).isNotEmpty().allSatisfy(kept -> {
            assertThat(kept.reason()).isEqualTo("SESSION_CLOSED");
            assertThat(kept.value()).isEqualTo("s1");
            assertThat(payload(kept)).doesNotContainPattern("\\d");
        });
        assertThat(payload(doors.log.rejections().get(0))).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"osmand", "gpslogger"})
    void an_address_is_as_silent_as_a_body(String door) throws Exception {
        doors.get(
                "/" + door + "?session=s1&runner=r01&id=1&dev=p7&lat=48.1&lon=2.1&timestamp=1795026400&ts=1795026400");

        assertThat(payload(onlyRejection())).contains("lat=##.#").doesNotContainPattern("\\d");
    }

    @Test
    void a_file_that_cannot_be_read_leaves_no_place() throws Exception {
        doors.sendBytes(
                "/v1/sessions/s1/files?runner=r01",
                "<gpx><trk><trkseg><trkpt lat=\"18.8161\" lon=\"98.9631\"></gpx>".getBytes(StandardCharsets.UTF_8));

        Rejection kept = onlyRejection();
        assertThat(payload(kept)).contains("lat=\"##.####\"");
    }

    // ---- what is left with nothing

    @Test
    void a_reading_of_which_nothing_may_be_kept_is_refused_and_counted() throws Exception {
        JsonNode answer = DeviceStage.json(doors.post(
                "/v1/sessions/s1/readings",
                "[{'runner':'r01'," + FRESH + "," + HOME
                        + ",'horizontalAccuracyMeters':4},{'runner':'r01','eventId':'b'," + FRESH + "," + HOME
                        + ",'heartRateBpm':150}]"));

        assertThat(answer.at("/accepted").asInt()).isOne();
        assertThat(answer.at("/rejected/0/index").asInt()).isZero();
        assertThat(answer.at("/rejected/0/reason").asText()).isEqualTo("FAR_FROM_TRACK");
        assertThat(answer.at("/rejected/0/message").asText()).contains("without a track");
        assertThat(payload(onlyRejection())).doesNotContainPattern("\\d");
        assertThat(doors.readings()).extracting(Reading::readingId).containsExactly("b");
        assertThat(far()).containsExactly("r01");
        assertThat(doors.count("positions.far", "readings")).isOne();
    }

    // ---- who is told to be far away

    private List<String> far() throws Exception {
        return DeviceStage.json(doors.get("/v1/sessions/s1/clocks")).at("/far").findValuesAsText("runner");
    }

    private void at(String place, int second, String id) throws Exception {
        doors.post(
                "/v1/sessions/s1/readings",
                "{'runner':'r01','heartRateBpm':150,'eventId':'" + id + "','observedAt':'"
                        + NOW.minusSeconds(60 - second) + "'," + place + "}");
    }

    @Test
    void only_a_newer_position_changes_where_a_runner_is() throws Exception {
        at(TRACK, 20, "a");
        at(HOME, 10, "late");
        assertThat(far()).isEmpty();
        at(HOME, 30, "b");
        assertThat(far()).containsExactly("r01");
        at(TRACK, 25, "late-2");
        assertThat(far()).containsExactly("r01");
        at(TRACK, 31, "c");
        assertThat(far()).isEmpty();
    }

    @Test
    void a_repeat_changes_nothing_and_is_counted_once() throws Exception {
        at(TRACK, 20, "a");
        at(HOME, 30, "a");
        assertThat(far()).as("the id was taken already").isEmpty();
        at(HOME, 40, "b");
        at(HOME, 40, "b");
        assertThat(doors.count("positions.far", "readings")).isOne();
        assertThat(doors.count("readings.duplicates", "readings")).isEqualTo(2);
    }

    @Test
    void a_repeat_that_tells_of_a_place_alone_is_a_repeat_too() throws Exception {
        at(TRACK, 20, "a");
        doors.post(
                "/v1/sessions/s1/readings",
                "{'runner':'r01','eventId':'a','observedAt':'" + NOW.minusSeconds(30) + "'," + HOME + "}");
        assertThat(far()).as("the id was taken already").isEmpty();
        assertThat(doors.count("readings.duplicates", "readings")).isOne();
        assertThat(doors.count("readings.rejected", "readings")).isZero();
    }

    @Test
    void who_left_is_nowhere_until_joining_again() throws Exception {
        at(HOME, 30, "a");
        assertThat(far()).containsExactly("r01");
        assertThat(doors.send("DELETE", "/v1/sessions/s1/runners/r01", "", "").statusCode())
                .isLessThan(300);
        assertThat(far()).isEmpty();
        at(HOME, 40, "b");
        assertThat(far()).as("the phone sends on").isEmpty();

        doors.post("/v1/sessions/s1/runners", "{'runner':'r01','eventId':'again'}");
        at(HOME, 50, "c");
        assertThat(far()).containsExactly("r01");
    }

    @Test
    void who_opts_out_or_is_erased_is_told_of_no_more() throws Exception {
        at(HOME, 30, "a");
        consent(false);
        assertThat(far()).isEmpty();
        consent(true);
        assertThat(far()).as("what was known is forgotten").isEmpty();
        at(HOME, 40, "b");
        assertThat(far()).containsExactly("r01");

        assertThat(doors.send("DELETE", "/v1/runners/r01", "", "").statusCode()).isEqualTo(200);
        assertThat(far()).isEmpty();
    }

    private void consent(boolean given) throws Exception {
        for (String purpose : List.of("board", "coach")) {
            assertThat(doors.post(
                                    "/v1/sessions/s1/events",
                                    "{'type':'consent','runner':'r01','purpose':'" + purpose + "','given':" + given
                                            + "}")
                            .statusCode())
                    .isEqualTo(200);
        }
    }
}
