package dev.backstretch.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.event.Track;
import dev.backstretch.domain.lap.Lap;
import dev.backstretch.domain.lap.LapBook;
import dev.backstretch.domain.lap.LapFacing;
import dev.backstretch.domain.lap.Mark;
import dev.backstretch.domain.lap.MinimumLap;
import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.pace.Standstill;
import dev.backstretch.domain.plan.Plans;
import dev.backstretch.domain.standing.Challenge;
import dev.backstretch.domain.time.Micros;
import dev.backstretch.domain.track.FinishLine;
import dev.backstretch.domain.track.Lanes;
import dev.backstretch.domain.track.LocalPlane;
import dev.backstretch.domain.zone.HeartRateZones;
import dev.backstretch.domain.zone.MaximumHeartRate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The vectors of the rules that exist so far. {@code -Dbackstretch.vectors=FILE} tries another file of the same form.
 */
class RulesVectorTest {
    private static final Track STANDARD = new Track(
            "standard 400 m",
            84.39,
            36.50,
            1.22,
            8,
            0,
            0,
            0,
            false,
            0,
            new Track.TimingLine("finish", 0, 0, -0.0001, 0));

    @TestFactory
    Stream<DynamicTest> a_maximum_heart_rate_follows_its_formula() throws IOException {
        return each("hrmax", inputs -> true, (inputs, expected, tolerance) -> assertThat(
                        MaximumHeartRate.valueOf(inputs.get("formula").asText().toUpperCase(Locale.ROOT))
                                .bpm(inputs.get("age").asDouble()))
                .isCloseTo(expected.asDouble(), within(tolerance)));
    }

    @TestFactory
    Stream<DynamicTest> a_beat_on_a_bound_belongs_to_the_upper_zone() throws IOException {
        return each(
                "zone",
                inputs -> inputs.get("scheme").asText().equals("hrmax5"),
                (inputs, expected, tolerance) -> assertThat(HeartRateZones.of(
                                inputs.get("hr_bpm").asDouble(),
                                inputs.get("base_bpm").asDouble()))
                        .isEqualTo(expected.asInt()));
    }

    @TestFactory
    Stream<DynamicTest> a_lane_has_its_published_length() throws IOException {
        return each("lane", inputs -> inputs.has("lane"), (inputs, expected, tolerance) -> assertThat(
                        Lanes.lapMeters(STANDARD, inputs.get("lane").asInt()))
                .isCloseTo(expected.asDouble(), within(tolerance)));
    }

    @TestFactory
    Stream<DynamicTest> the_doubt_of_a_crossing_follows_accuracy_speed_and_gap() throws IOException {
        return each("line-sigma", inputs -> true, (inputs, expected, tolerance) -> assertThat(FinishLine.sigmaSeconds(
                        inputs.get("acc_m").asDouble(),
                        inputs.get("v_mps").asDouble(),
                        inputs.get("dt_s").asDouble()))
                .isCloseTo(expected.asDouble(), within(tolerance)));
    }

    @TestFactory
    Stream<DynamicTest> no_lap_is_shorter_than_the_gate() throws IOException {
        return each("gate", inputs -> true, (inputs, expected, tolerance) -> assertThat(MinimumLap.seconds(
                        StreamSupport.stream(inputs.get("laps_s").spliterator(), false)
                                .mapToDouble(JsonNode::asDouble)
                                .toArray(),
                        inputs.get("lap_m").asDouble(),
                        Facing.valueOf(inputs.get("facing").asText())))
                .isCloseTo(expected.asDouble(), within(tolerance)));
    }

    @TestFactory
    Stream<DynamicTest> the_challenge_says_when_it_is_too_close() throws IOException {
        return each("verdict", inputs -> true, (inputs, expected, tolerance) -> {
            Challenge challenge = Challenge.of(
                    inputs.get("t_forward_ms").asLong(),
                    inputs.get("t_backward_ms").asLong(),
                    source(inputs, "source_forward"),
                    source(inputs, "source_backward"));
            assertThat(challenge.verdict().name())
                    .isEqualTo(expected.get("verdict").asText());
            assertThat(challenge.ratio()).isCloseTo(expected.get("ratio").asDouble(), within(tolerance));
        });
    }

    private static MarkSource source(JsonNode inputs, String field) {
        return MarkSource.valueOf(inputs.get(field).asText().toUpperCase(Locale.ROOT));
    }

    @TestFactory
    Stream<DynamicTest> signed_crossings_become_laps_by_their_net_level() throws IOException {
        return each("laps", inputs -> true, (inputs, expected, tolerance) -> {
            List<Mark> marks = new ArrayList<>();
            for (JsonNode crossing : inputs.get("events_t_dir")) {
                boolean retracted = inputs.has("retract_t")
                        && inputs.get("retract_t").asDouble() == crossing.get(0).asDouble();
                if (!retracted) {
                    marks.add(
                            crossing(crossing.get(0).asDouble(), crossing.get(1).asInt()));
                }
            }
            List<Lap> laps = LapBook.atTheLine(
                            marks, null, false, 400, Plans.FREE_RUN, LapFacing.UNKNOWN, List.of(), List.of())
                    .laps();
            assertThat(laps).hasSameSizeAs(expected);
            for (int i = 0; i < laps.size(); i++) {
                Lap lap = laps.get(i);
                assertThat(lap.number()).isEqualTo(expected.get(i).get("n").asInt());
                assertThat(Micros.seconds(lap.start().micros()))
                        .isCloseTo(expected.get(i).get("start").asDouble(), within(tolerance));
                assertThat(Micros.seconds(lap.micros()))
                        .isCloseTo(expected.get(i).get("lap_s").asDouble(), within(tolerance));
            }
        });
    }

    private static Mark crossing(double seconds, int sign) {
        return new Mark(
                MarkSource.LINE,
                Micros.ofSeconds(seconds),
                0.5,
                sign,
                Double.NaN,
                0,
                Double.NaN,
                false,
                List.of("crossing-" + seconds));
    }

    @TestFactory
    Stream<DynamicTest> moving_rest_and_paused_add_up() throws IOException {
        return each("motion", inputs -> true, (inputs, expected, tolerance) -> {
            Standstill standstill = new Standstill();
            JsonNode speeds = inputs.get("speeds_mps");
            for (int second = 0; second < speeds.size(); second++) {
                boolean rest = false;
                for (JsonNode planned : inputs.get("planned_rests_s")) {
                    rest |= second >= planned.get(0).asInt()
                            && second < planned.get(1).asInt();
                }
                standstill.advance(speeds.get(second).asDouble(), Micros.PER_SECOND, rest);
            }
            assertThat(Micros.seconds(standstill.movingMicros()))
                    .isEqualTo(expected.get("moving_s").asDouble());
            assertThat(Micros.seconds(standstill.pausedMicros()))
                    .isEqualTo(expected.get("paused_s").asDouble());
            assertThat(Micros.seconds(standstill.restMicros()))
                    .isEqualTo(expected.get("rest_s").asDouble());
        });
    }

    @TestFactory
    Stream<DynamicTest> degrees_become_metres_on_the_ellipsoid() throws IOException {
        return each("geo", inputs -> inputs.has("lat0"), (inputs, expected, tolerance) -> {
            LocalPlane plane = new LocalPlane(
                    inputs.get("lat0").asDouble(), inputs.get("lon0").asDouble());
            assertThat(plane.eastMeters(inputs.get("lon").asDouble()))
                    .isCloseTo(expected.get("x").asDouble(), within(tolerance));
            assertThat(plane.northMeters(inputs.get("lat").asDouble()))
                    .isCloseTo(expected.get("y").asDouble(), within(tolerance));
        });
    }

    private interface Which {
        boolean test(JsonNode inputs);
    }

    private interface Check {
        void of(JsonNode inputs, JsonNode expected, double tolerance);
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
                RulesVectorTest.class.getResourceAsStream("/vectors.json"), "vectors.json on the class path")) {
            return new ObjectMapper().readTree(own);
        }
    }
}
