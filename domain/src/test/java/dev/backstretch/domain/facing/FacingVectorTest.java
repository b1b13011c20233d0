package dev.backstretch.domain.facing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backstretch.domain.Vectors;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The vectors of facing. {@code -Dbackstretch.vectors=FILE} tries another file of the same form. */
class FacingVectorTest {
    @TestFactory
    Stream<DynamicTest> a_turn_of_the_body_is_a_facing() throws IOException {
        return Vectors.each("facing", vector -> true, (inputs, expected, tolerance) -> {
            double turn = CompassTurn.degrees(
                    inputs.get("compass_deg").asDouble(),
                    inputs.get("course_deg").asDouble(),
                    inputs.get("offset_deg").asDouble());
            assertThat(turn).isCloseTo(expected.get("delta_deg").asDouble(), within(tolerance));
            assertThat(CompassTurn.facing(turn).name())
                    .isEqualTo(expected.get("facing").asText());
        });
    }

    @TestFactory
    Stream<DynamicTest> a_mount_is_the_mean_direction_of_its_turns() throws IOException {
        return Vectors.each("facing-cal", vector -> true, (inputs, expected, tolerance) -> {
            var mount = new MountOffset();
            for (JsonNode turn : inputs.get("deltas_deg")) {
                mount.add(turn.asDouble());
            }
            assertThat(CompassTurn.degrees(
                            mount.degrees(), expected.get("offset_deg").asDouble(), 0))
                    .isCloseTo(0, within(tolerance));
            assertThat(mount.resultant()).isCloseTo(expected.get("R").asDouble(), within(tolerance));
        });
    }
}
