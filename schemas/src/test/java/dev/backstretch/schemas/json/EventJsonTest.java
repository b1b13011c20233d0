package dev.backstretch.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.event.Track;
import dev.backstretch.domain.reading.Fault;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventJsonTest {
    private static final EventJson.Context FILE = EventJson.Context.file("s1");
    private static final Instant DOOR_TIME = Instant.parse("2026-11-20T06:00:05Z");

    private static RunEvent parsed(String line, EventJson.Context context) {
        EventJson.Result result = EventJson.parse(line, context);
        assertThat(result).isInstanceOf(EventJson.Result.Parsed.class);
        return ((EventJson.Result.Parsed) result).event();
    }

    private static RunEvent parsed(String line) {
        return parsed(line, FILE);
    }

    private static List<Fault> faults(String line, EventJson.Context context) {
        EventJson.Result result = EventJson.parse(line, context);
        assertThat(result).isInstanceOf(EventJson.Result.Faulty.class);
        return ((EventJson.Result.Faulty) result).faults();
    }

    private static Fault fault(String line) {
        return faults(line, FILE).get(0);
    }

    private static Reading reading(RunEvent event) {
        return ((EventBody.Readings) event.body()).readings().get(0);
    }

    @Test
    void a_reading_of_the_contract_is_read_in_full() {
        RunEvent event = parsed("""
                {"type":"reading","runner":"r07","observedAt":"2026-11-20T06:00:01.000Z","eventId":"r07-000123",\
                "latitudeDegrees":18.79612,"longitudeDegrees":98.95371,"horizontalAccuracyMeters":4.0,\
                "speedMetersPerSecond":3.42,"courseDegrees":87.0,"compassDegrees":265.0,"heartRateBpm":152,\
                "cadenceStepsPerMinute":168}""");
        assertThat(event.eventId()).isEqualTo("r07-000123");
        assertThat(event.runnerId()).isEqualTo("r07");
        assertThat(event.receivedAt()).isEqualTo(event.observedAt());
        assertThat(event.origin()).isEqualTo(Origin.of(Origin.Kind.FILE));
        assertThat(reading(event))
                .isEqualTo(new Reading(
                        "r07-000123",
                        Instant.parse("2026-11-20T06:00:01Z"),
                        18.79612,
                        98.95371,
                        4.0,
                        3.42,
                        87.0,
                        265.0,
                        Double.NaN,
                        152.0,
                        168.0,
                        Double.NaN,
                        List.of()));
    }

    @Test
    void impossible_values_pass_for_the_rules_to_judge() {
        Reading reading = reading(parsed("""
                {"type":"reading","runner":"r1","observedAt":"2026-11-20T06:00:01Z","latitudeDegrees":91,\
                "heartRateBpm":300,"courseDegrees":null}"""));
        assertThat(reading.latitudeDegrees()).isEqualTo(91.0);
        assertThat(reading.longitudeDegrees()).isNaN();
        assertThat(reading.heartRateBpm()).isEqualTo(300.0);
        assertThat(reading.courseDegrees()).isNaN();
    }

    @Test
    void the_first_lines_of_a_session_file_are_read() {
        RunEvent opened = parsed("""
                {"type":"session","sessionId":"sim-7","observedAt":"2026-11-21T02:00:00.000Z","seconds":600.0,\
                "track":{"name":"standard 400 m","straight_m":84.39,"kerb_radius_m":36.5,"lane_width_m":1.22,"lanes":8,\
                "centre":[18.7961,98.9629],"bearing_deg":12,"direction":"anticlockwise"},\
                "line":{"name":"finish","inner":[18.7956982,98.96321952],"outer":[18.79561195,98.96320028]}}""", EventJson.Context.file(null));
        assertThat(opened.sessionId()).isEqualTo("sim-7");
        Track track = Objects.requireNonNull(((EventBody.SessionOpened) opened.body()).track());
        assertThat(track.straightMeters()).isEqualTo(84.39);
        assertThat(track.clockwise()).isFalse();
        assertThat(track.line().outerLongitudeDegrees()).isEqualTo(98.96320028);

        var join = (EventBody.Join) parsed("""
                {"type":"join","runner":"r002","observedAt":"2026-11-21T02:00:00.000Z","eventId":"join-r002","bib":"102",\
                "alias":"runner-102","device":"phone-102","chip":"058000120001","lane":2,"lapMeters":407.038,"wave":1,\
                "waveStart":"2026-11-21T02:00:05.000Z","ageYears":62,"restingHeartRateBpm":68,\
                "maximumHeartRateBpm":164.6,"plan":"quarter"}""").body();
        assertThat(join.ageBandYears()).isEqualTo(60);
        assertThat(join.maximumHeartRateBpm()).isEqualTo(164.6);
        assertThat(join.maximumHeartRateEstimated()).isFalse();
        assertThat(join.waveStartsAt()).isEqualTo(Instant.parse("2026-11-21T02:00:05Z"));

        RunEvent chip = parsed("""
                {"type":"chip","runner":"r002","observedAt":"2026-11-21T02:04:15.616Z",\
                "receivedAt":"2026-11-21T02:04:16.016Z","eventId":"058000120001-1-0","chip":"058000120001",\
                "reader":"finish","rssiDbm":-53.3}""");
        assertThat(chip.origin()).isEqualTo(new Origin(Origin.Kind.TIMING, "finish"));
        assertThat(chip.receivedAt()).isEqualTo(Instant.parse("2026-11-21T02:04:16.016Z"));

        RunEvent undone = parsed("""
                {"type":"correction","runner":"r001","observedAt":"2026-11-21T02:03:45.798Z","eventId":"c1",\
                "coach":"c1","action":"void","corrects":"tap-101-3"}""");
        assertThat(((EventBody.Correction) undone.body()).corrects()).isEqualTo("tap-101-3");
    }

    @Test
    void a_recorded_delivery_keeps_its_arrival_and_its_device() {
        RunEvent event = parsed("""
                {"type":"reading","runner":"r1","observedAt":"2026-11-21T02:00:00.607Z",\
                "receivedAt":"2026-11-21T02:00:00.388Z","heartRateBpm":59}""");
        assertThat(event.receivedAt()).isEqualTo(Instant.parse("2026-11-21T02:00:00.388Z"));
        assertThat(event.origin().kind()).isEqualTo(Origin.Kind.DEVICE);
    }

    @Test
    void a_live_door_trusts_its_own_clock_unless_the_session_is_simulated() {
        String line = """
                {"type":"reading","runner":"r1","observedAt":"2026-11-20T06:00:01Z","receivedAt":"2026-11-20T06:00:02Z",\
                "heartRateBpm":59,"flags":["RANGE_HR"],"origin":"timing"}""";
        var door = EventJson.Context.door("s1", DOOR_TIME);
        RunEvent live = parsed(line, door);
        assertThat(live.receivedAt()).isEqualTo(DOOR_TIME);
        assertThat(live.origin().kind()).isEqualTo(Origin.Kind.DEVICE);
        assertThat(reading(live).flags()).isEmpty();
        assertThat(parsed(line, door.keepingReceivedAt(true)).receivedAt())
                .isEqualTo(Instant.parse("2026-11-20T06:00:02Z"));
    }

    @Test
    void without_a_maximum_heart_rate_age_gives_an_estimate() {
        var join = (EventBody.Join)
                parsed("{\"type\":\"join\",\"runner\":\"r1\",\"observedAt\":\"2026-11-21T02:00:00Z\",\"ageYears\":35}")
                        .body();
        assertThat(join.maximumHeartRateBpm()).isEqualTo(183.5);
        assertThat(join.maximumHeartRateEstimated()).isTrue();
        assertThat(join.ageBandYears()).isEqualTo(35);
    }

    @Test
    void an_event_without_id_has_the_same_one_each_time_and_another_when_it_differs() {
        String line =
                "{\"type\":\"reading\",\"runner\":\"r1\",\"observedAt\":\"2026-11-20T06:00:01Z\",\"heartRateBpm\":150}";
        RunEvent first = parsed(line, EventJson.Context.door("s1", DOOR_TIME));
        RunEvent retried = parsed(line, EventJson.Context.door("s1", DOOR_TIME.plusSeconds(60)));
        assertThat(retried.eventId()).isEqualTo(first.eventId()).isNotEmpty();
        assertThat(reading(first).readingId()).isEqualTo(first.eventId());
        RunEvent other = parsed(line.replace("150", "151"), EventJson.Context.door("s1", DOOR_TIME));
        assertThat(other.eventId()).isNotEqualTo(first.eventId());
        String tap = "{\"type\":\"tap\",\"runner\":\"r1\",\"observedAt\":\"2026-11-20T06:00:01Z\",\"coach\":\"c1\"}";
        assertThat(parsed(tap).eventId()).isEqualTo(parsed(tap).eventId());
        assertThat(parsed(tap).eventId())
                .isNotEqualTo(parsed(tap.replace("c1", "c2")).eventId());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-20T06:00:01 | TIME_ZONE",
                "2026-11-20T06:00 | TIME_ZONE",
                "2026-11-20T06:00:60Z | TIME",
                "2026-02-30T06:00:00Z | TIME",
                "2026-11-20 | TIME",
                "2026-11-20T24:00:00Z | TIME",
                "2026-11-20T06:00:01Zulu | TIME",
                "2026-11-20T06:00:01+19:00 | TIME",
                "1763618401 | TIME",
                "yesterday | TIME"
            })
    void a_time_that_is_none_is_told_with_its_code(String time, String reason) {
        Fault fault =
                fault("{\"type\":\"reading\",\"runner\":\"r1\",\"heartRateBpm\":150,\"observedAt\":\"" + time + "\"}");
        assertThat(fault.reason()).isEqualTo(reason);
        assertThat(fault.field()).isEqualTo("observedAt");
        assertThat(fault.value()).isEqualTo(time);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-20T06:00:01.123456789Z | 2026-11-20T06:00:01.123456Z",
                "2026-11-20T13:00:01+07:00 | 2026-11-20T06:00:01Z",
                "2026-11-20T01:30:00-0430 | 2026-11-20T06:00:00Z",
                "2026-11-20T13:00:00.5+07 | 2026-11-20T06:00:00.5Z",
                "2026-11-20t06:00z | 2026-11-20T06:00:00Z"
            })
    void a_time_with_zone_is_read_and_cut_to_microseconds(String time, Instant expected) {
        assertThat(parsed("{\"type\":\"gun\",\"observedAt\":\"" + time + "\"}").observedAt())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"runner\":\"r1\"} | MISSING | type",
                "{\"type\":\"flight\"} | UNKNOWN_TYPE | type",
                "{\"type\":7} | MALFORMED | type",
                "{\"type\":\"reading\",\"observedAt\":\"2026-11-20T06:00:01Z\"} | MISSING | runner",
                "{\"type\":\"reading\",\"runner\":\"r1\"} | MISSING | observedAt",
                "{\"type\":\"reading\",\"runner\":\"a\\u007cb\",\"observedAt\":\"2026-11-20T06:00:01Z\"} | INVALID_ID | runner",
                "{\"type\":\"reading\",\"runner\":\"r1\",\"observedAt\":\"2026-11-20T06:00:01Z\",\"heartRateBpm\":\"152\"} | MALFORMED | heartRateBpm",
                "{\"type\":\"reading\",\"runner\":\"r1\",\"observedAt\":\"2026-11-20T06:00:01Z\",\"heartRateBpm\":NaN} | MALFORMED | heartRateBpm",
                "{\"type\":\"reading\",\"runner\":\"r1\",\"observedAt\":\"2026-11-20T06:00:01Z\",\"heartRateBpm\":1e999} | MALFORMED | heartRateBpm",
                "{\"type\":\"reading\",\"runner\":\"r1\",\"runner\":\"r2\"} | MALFORMED | runner",
                "{\"type\":\"control\",\"observedAt\":\"2026-11-20T06:00:01Z\",\"action\":\"fly\"} | UNKNOWN_VALUE | action",
                "{\"type\":\"control\",\"observedAt\":\"2026-11-20T06:00:01Z\"} | MISSING | action",
                "{\"type\":\"correction\",\"observedAt\":\"2026-11-20T06:00:01Z\",\"action\":\"undo\"} | MISSING | corrects",
                "{\"type\":\"rpe\",\"runner\":\"r1\",\"observedAt\":\"2026-11-20T06:00:01Z\",\"rating\":11} | RANGE | rating",
                "{\"type\":\"join\",\"runner\":\"r1\",\"observedAt\":\"2026-11-20T06:00:01Z\",\"lane\":2.5} | MALFORMED | lane",
                "{\"type\":\"gun\",\"sessionId\":\"other\",\"observedAt\":\"2026-11-20T06:00:01Z\"} | SESSION_MISMATCH | sessionId"
            })
    void what_is_no_event_is_told_with_code_and_field(String line, String reason, String field) {
        Fault fault = fault(line);
        assertThat(fault.reason()).isEqualTo(reason);
        assertThat(fault.field()).isEqualTo(field);
        assertThat(fault.message()).contains(field);
    }

    @Test
    void text_that_is_no_json_is_malformed_without_repeating_it() {
        Fault fault = fault("{\"latitudeDegrees\":18.79612,");
        assertThat(fault.reason()).isEqualTo("MALFORMED");
        assertThat(fault.message()).doesNotContain("18.79").contains("line 1");
    }

    @Test
    void all_faults_of_an_item_are_told_together() {
        assertThat(faults("{\"type\":\"reading\",\"observedAt\":\"noon\",\"speedMetersPerSecond\":\"fast\"}", FILE))
                .extracting(Fault::reason)
                .containsExactlyInAnyOrder("MISSING", "TIME", "MALFORMED");
    }

    @Test
    void a_door_of_readings_takes_no_other_type_and_needs_none() {
        var door = EventJson.Context.door("s1", DOOR_TIME).withTypes("reading", Set.of("reading"));
        RunEvent event =
                parsed("{\"runner\":\"r1\",\"observedAt\":\"2026-11-20T06:00:01Z\",\"heartRateBpm\":150}", door);
        assertThat(event.body()).isInstanceOf(EventBody.Readings.class);
        assertThat(faults("{\"type\":\"tap\",\"runner\":\"r1\",\"observedAt\":\"2026-11-20T06:00:01Z\"}", door)
                        .get(0)
                        .reason())
                .isEqualTo("UNKNOWN_TYPE");
    }
}
