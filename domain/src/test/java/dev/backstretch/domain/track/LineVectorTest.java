package dev.backstretch.domain.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backstretch.domain.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The published passings of a line. {@code -Dbackstretch.vectors=FILE} tries another file of the same form. */
class LineVectorTest {
    private record Passed(double seconds, int sign, double along, String line, String confidence) {}

    @TestFactory
    Stream<DynamicTest> a_way_from_one_fix_to_the_next_passes_the_line_or_does_not() throws IOException {
        return Vectors.each("line", vector -> true, (inputs, expected, tolerance) -> {
            FinishLine line =
                    line(inputs.get("A"), inputs.get("B"), inputs.get("ext_m").asDouble());
            Passed passed = passed(
                    "line",
                    line,
                    inputs.get("t0").asDouble(),
                    inputs.get("p0").get(0).asDouble(),
                    inputs.get("p0").get(1).asDouble(),
                    inputs.get("t1").asDouble(),
                    inputs.get("p1").get(0).asDouble(),
                    inputs.get("p1").get(1).asDouble());
            if (expected.isNull()) {
                assertThat(passed).isNull();
            } else {
                same(passed, expected, tolerance);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> fixes_in_a_row_pass_lines_in_the_order_of_time() throws IOException {
        return Vectors.each("line-track", vector -> true, (inputs, expected, tolerance) -> {
            assertThat(inputs.get("max_gap_s").asDouble()).isEqualTo(FinishLine.LONGEST_GAP_SECONDS);
            List<Passed> all = new ArrayList<>();
            JsonNode fixes = inputs.get("track_t_x_y");
            for (Map.Entry<String, JsonNode> named : inputs.get("lines").properties()) {
                JsonNode ends = named.getValue();
                FinishLine line =
                        line(ends.get(0), ends.get(1), inputs.get("ext_m").asDouble());
                for (int i = 1; i < fixes.size(); i++) {
                    JsonNode from = fixes.get(i - 1);
                    JsonNode to = fixes.get(i);
                    Passed passed = passed(
                            named.getKey(),
                            line,
                            from.get(0).asDouble(),
                            from.get(1).asDouble(),
                            from.get(2).asDouble(),
                            to.get(0).asDouble(),
                            to.get(1).asDouble(),
                            to.get(2).asDouble());
                    if (passed != null) {
                        all.add(passed);
                    }
                }
            }
            all.sort(Comparator.comparingDouble(Passed::seconds));
            assertThat(all).hasSameSizeAs(expected);
            for (int i = 0; i < all.size(); i++) {
                same(all.get(i), expected.get(i), tolerance);
                assertThat(all.get(i).line())
                        .isEqualTo(expected.get(i).get("line").asText());
                assertThat(all.get(i).confidence())
                        .isEqualTo(expected.get(i).get("conf").asText());
            }
        });
    }

    private static void same(@Nullable Passed passed, JsonNode expected, double tolerance) {
        assertThat(passed).isNotNull();
        if (passed != null) {
            assertThat(passed.seconds()).isCloseTo(expected.get("t").asDouble(), within(tolerance));
            assertThat(passed.sign()).isEqualTo(expected.get("dir").asInt());
            assertThat(passed.along()).isCloseTo(expected.get("u").asDouble(), within(tolerance));
        }
    }

    private static FinishLine line(JsonNode from, JsonNode to, double extensionMeters) {
        return FinishLine.inMeters(
                from.get(0).asDouble(),
                from.get(1).asDouble(),
                to.get(0).asDouble(),
                to.get(1).asDouble(),
                extensionMeters);
    }

    private static @Nullable Passed passed(
            String name,
            FinishLine line,
            double fromSeconds,
            double fromEast,
            double fromNorth,
            double toSeconds,
            double toEast,
            double toNorth) {
        double gap = toSeconds - fromSeconds;
        FinishLine.Crossed crossed = line.between(fromEast, fromNorth, toEast, toNorth);
        if (crossed == null || gap > FinishLine.LONGEST_GAP_SECONDS) {
            return null;
        }
        // without speeds the way is straight
        double seconds = FinishLine.secondsToLine(
                line.signedMeters(fromEast, fromNorth),
                line.signedMeters(toEast, toNorth),
                gap,
                Double.NaN,
                Double.NaN);
        assertThat(seconds).isCloseTo(crossed.share() * gap, within(1e-9));
        return new Passed(
                fromSeconds + seconds,
                crossed.sign(),
                crossed.along(),
                name,
                gap > FinishLine.SURE_GAP_SECONDS ? "LOW" : "OK");
    }
}
