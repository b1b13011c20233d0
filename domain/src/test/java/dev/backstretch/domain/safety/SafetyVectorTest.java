package dev.backstretch.domain.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Alert;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The vectors of the rules of safety, told to a watch as a session would. {@code -Dbackstretch.vectors=FILE} tries
 * another file of the same form.
 */
class SafetyVectorTest {
    private interface Which {
        boolean test(JsonNode inputs);
    }

    private interface Check {
        void of(JsonNode inputs, JsonNode expected, double tolerance);
    }

    @TestFactory
    Stream<DynamicTest> wet_bulb_globe_temperature_of_three_thermometers() throws IOException {
        return each(
                "heat", inputs -> inputs.has("tnwb"), (inputs, expected, tolerance) -> assertThat(WetBulbGlobe.outdoors(
                                inputs.get("tnwb").asDouble(),
                                inputs.get("tg").asDouble(),
                                inputs.get("ta").asDouble()))
                        .isCloseTo(expected.asDouble(), within(tolerance)));
    }

    @TestFactory
    Stream<DynamicTest> wet_bulb_globe_temperature_estimated_without_a_globe() throws IOException {
        return each(
                "heat", inputs -> inputs.has("rh"), (inputs, expected, tolerance) -> assertThat(WetBulbGlobe.estimated(
                                inputs.get("ta").asDouble(), inputs.get("rh").asDouble()))
                        .isCloseTo(expected.asDouble(), within(tolerance)));
    }

    @TestFactory
    Stream<DynamicTest> the_heat_s_class_for_adults_and_minors() throws IOException {
        return each("heat", inputs -> inputs.has("wbgt"), (inputs, expected, tolerance) -> assertThat(HeatClass.of(
                                inputs.get("wbgt").asDouble(),
                                inputs.get("acclimatised").asBoolean(),
                                inputs.get("minor").asBoolean())
                        .name())
                .isEqualTo(expected.asText()));
    }

    @TestFactory
    Stream<DynamicTest> a_silence_s_severity_after_a_gap() throws IOException {
        return each("alert", inputs -> inputs.has("gap_s"), (inputs, expected, tolerance) -> {
            Facing facing = Facing.valueOf(inputs.get("facing").asText());
            Camp camp = Camp.ofNovice()
                    .see(0, "r1", Seen.unknown(1).facing(facing))
                    .tick(inputs.get("gap_s").asDouble());
            String severity = camp.alerts.stream()
                    .filter(alert -> alert.kind() == Alert.Kind.SILENCE)
                    .map(alert -> alert.severity().name())
                    .findFirst()
                    .orElse("NONE");
            assertThat(severity).isEqualTo(expected.asText());
        });
    }

    @TestFactory
    Stream<DynamicTest> the_second_in_which_a_fall_is_noticed() throws IOException {
        return each("alert", inputs -> inputs.has("speeds"), (inputs, expected, tolerance) -> {
            Camp camp = Camp.ofNovice();
            Integer noticed = null;
            JsonNode speeds = inputs.get("speeds");
            for (int second = 0; second < speeds.size(); second++) {
                camp.see(second, "r1", Seen.backward(speeds.get(second).asDouble()));
                if (noticed == null && camp.kinds().contains(Alert.Kind.FALL)) {
                    noticed = second;
                }
            }
            assertThat(noticed).isEqualTo(expected.isNull() ? null : (Integer) expected.asInt());
        });
    }

    private static Stream<DynamicTest> each(String group, Which which, Check check) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode vector : vectors().get("vectors")) {
            JsonNode inputs = vector.get("inputs");
            if (vector.get("group").asText().equals(group) && which.test(inputs)) {
                tests.add(DynamicTest.dynamicTest(
                        vector.get("id").asText() + " " + vector.get("name").asText(),
                        () -> check.of(
                                inputs,
                                vector.get("expected"),
                                vector.get("tolerance").asDouble())));
            }
        }
        assertThat(tests).as("vectors of group " + group).isNotEmpty();
        return tests.stream();
    }

    private static JsonNode vectors() throws IOException {
        String other = System.getProperty("backstretch.vectors");
        if (other != null) {
            return new ObjectMapper().readTree(Files.readString(Path.of(other)));
        }
        try (InputStream own = Objects.requireNonNull(
                SafetyVectorTest.class.getResourceAsStream("/vectors.json"), "vectors.json on the class path")) {
            return new ObjectMapper().readTree(own);
        }
    }
}
