package dev.backstretch.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backstretch.domain.pace.Pace;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The published paces. {@code -Dbackstretch.vectors=FILE} tries another file of the same form. */
class PaceVectorTest {
    @TestFactory
    Stream<DynamicTest> a_way_and_a_time_are_a_pace() throws IOException {
        return Vectors.each("pace", vector -> vector.get("inputs").has("m"), (inputs, expected, tolerance) -> {
            double pace = Pace.secondsPerKm(
                    inputs.get("m").asDouble(), inputs.get("s").asDouble());
            // one of them asks for the speed
            double speed = 1000 / pace;
            assertThat(expected.asDouble() < 100 ? speed : pace).isCloseTo(expected.asDouble(), within(tolerance));
        });
    }

    @TestFactory
    Stream<DynamicTest> a_pace_is_that_of_the_mean_speed() throws IOException {
        return Vectors.each("pace", vector -> vector.get("inputs").has("speeds"), (inputs, expected, tolerance) -> {
            double meters = 0;
            double seconds = 0;
            JsonNode times = inputs.get("dt");
            for (int i = 0; i < times.size(); i++) {
                meters += inputs.get("speeds").get(i).asDouble() * times.get(i).asDouble();
                seconds += times.get(i).asDouble();
            }
            assertThat(Pace.secondsPerKm(meters, seconds)).isCloseTo(expected.asDouble(), within(tolerance));
        });
    }

    @TestFactory
    Stream<DynamicTest> the_doubt_of_a_pace_grows_as_the_square_of_slowness() throws IOException {
        return Vectors.each("pace", vector -> vector.get("inputs").has("sigma_v"), (inputs, expected, tolerance) -> {
            double plusMinus = Pace.at(
                            inputs.get("v_mps").asDouble(),
                            inputs.get("sigma_v").asDouble())
                    .plusMinus();
            assertThat(plusMinus / Pace.NORMAL_95).isCloseTo(expected.asDouble(), within(tolerance));
        });
    }

    @TestFactory
    Stream<DynamicTest> a_speed_in_whole_kilometres_an_hour_hides_so_much_pace() throws IOException {
        return Vectors.each("pace", vector -> vector.get("inputs").has("kmh"), (inputs, expected, tolerance) -> {
            double kmh = inputs.get("kmh").asDouble();
            assertThat(Pace.secondsPerKm((kmh - 0.5) * 1000, 3600) - Pace.secondsPerKm(kmh * 1000, 3600))
                    .isCloseTo(expected.asDouble(), within(tolerance));
        });
    }
}
