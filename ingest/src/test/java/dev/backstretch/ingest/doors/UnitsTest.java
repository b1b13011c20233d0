package dev.backstretch.ingest.doors;

import static dev.backstretch.ingest.doors.ServedDoors.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A device whose speeds are in another unit than they are read in, through the door. */
class UnitsTest {
    private static final double RUN_METERS_PER_SECOND = 3.0;
    private static final double METERS_PER_DEGREE = 110_600;

    private ServedDoors doors;

    @BeforeEach
    void serve() throws Exception {
        doors = ServedDoors.usual();
    }

    @AfterEach
    void close() throws Exception {
        doors.close();
    }

    /** Someone who runs north at 3 m/s with some noise, at 1 Hz, with a device that tells so many times that. */
    private JsonNode run(int fromSecond, int seconds, double told, String device) throws Exception {
        String items = IntStream.range(fromSecond, fromSecond + seconds)
                .mapToObj(second -> String.format(
                        Locale.ROOT,
                        "{'runner':'r01','eventId':'%s-%d','observedAt':'%s','latitudeDegrees':%.7f,"
                                + "'longitudeDegrees':98.9,'speedMetersPerSecond':%.3f%s}",
                        device,
                        second,
                        ServedDoors.NOW.minusSeconds(1_000 - second),
                        18.7 + (RUN_METERS_PER_SECOND * second + (second % 2) * 0.2) / METERS_PER_DEGREE,
                        RUN_METERS_PER_SECOND * told,
                        device.isEmpty() ? "" : ",'device':'" + device + "'"))
                .collect(Collectors.joining(",", "[", "]"));
        return json(doors.post("/v1/sessions/s1/readings", items));
    }

    @ParameterizedTest(name = "speeds told {0} times")
    @CsvSource({
        "0.5144, 1.94",
        "1.944, 0.51",
        "3.6, 0.28",
        "0.2778, 3.6",
        // 15 m/s, which nobody runs: they are dropped, and count as the 12.5 that somebody might.
        "5, 0.24"
    })
    void a_minute_of_speeds_in_a_wrong_unit_is_said_to_the_phone_and_to_the_coach(double told, double ratio)
            throws Exception {
        assertThat(run(0, 60, told, "phone-7").has("units"))
                .as("59 s are no minute")
                .isFalse();

        JsonNode wrong = run(60, 5, told, "phone-7").at("/units/0");

        assertThat(wrong.get("runner").asText()).isEqualTo("r01");
        assertThat(wrong.get("device").asText()).isEqualTo("phone-7");
        assertThat(wrong.get("ratio").asDouble()).isCloseTo(ratio, within(0.06));
        assertThat(wrong.get("message").asText()).contains("unit");
        assertThat(json(doors.send(doors.request("/v1/sessions/s1/clocks").GET()))
                        .at("/units/0"))
                .isEqualTo(wrong);
    }

    @ParameterizedTest(name = "speeds told {0} times")
    @CsvSource({"1.0", "0.7", "1.5"})
    void what_an_error_of_positions_explains_is_no_wrong_unit(double told) throws Exception {
        assertThat(run(0, 200, told, "phone-7").has("units")).isFalse();
    }

    @Test
    void it_is_over_when_a_minute_is_right_and_nameless_devices_are_not_judged() throws Exception {
        assertThat(run(0, 70, 3.6, "phone-7").has("units")).isTrue();
        assertThat(run(70, 130, 1, "phone-7").has("units")).isFalse();
        assertThat(run(200, 130, 3.6, "").has("units")).isFalse();
    }
}
