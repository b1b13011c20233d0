package dev.backstretch.domain.lap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backstretch.domain.Vectors;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.plan.Plan;
import dev.backstretch.domain.plan.Plans;
import dev.backstretch.domain.time.Micros;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** From the marks of several sources to laps. {@code -Dbackstretch.vectors=FILE} tries another file of the same form. */
class MarksVectorTest {
    /** A passing long before, so that each of a vector ends a lap. */
    private static final Mark LONG_BEFORE =
            mark(MarkSource.TAP, -10_000, Mark.TAP_SIGMA_SECONDS, 0, Double.NaN, Double.NaN);

    private static final double FLOOR_SECONDS_PER_METER = 43.0 / 400;

    private record Crossing(long micros, MarkSource source, int revision, boolean conflict) {}

    @TestFactory
    Stream<DynamicTest> marks_of_several_sources_are_one_passing_or_two() throws IOException {
        return Vectors.each("fusion", vector -> true, (inputs, expected, tolerance) -> {
            double gateSeconds = inputs.get("gate_s").asDouble();
            List<Mark> arrived = new ArrayList<>(List.of(LONG_BEFORE));
            List<Crossing> crossings = List.of();
            List<Mark> rejected = List.of();
            for (JsonNode arrival : inputs.get("arrivals")) {
                arrived.add(mark(arrival));
                // a lap of such a length has just that gate
                LapBook book = book(arrived, null, gateSeconds / FLOOR_SECONDS_PER_METER, Plans.FREE_RUN);
                crossings = revised(crossings, book.laps(), Micros.ofSeconds(gateSeconds));
                rejected = book.tooSoon();
            }

            JsonNode wanted = expected.get("crossings");
            assertThat(crossings).hasSameSizeAs(wanted);
            for (int i = 0; i < wanted.size(); i++) {
                Crossing crossing = crossings.get(i);
                JsonNode one = wanted.get(i);
                assertThat(Micros.seconds(crossing.micros()))
                        .isCloseTo(one.get("t").asDouble(), within(Math.max(tolerance, 1e-6)));
                assertThat(crossing.source()).isEqualTo(source(one));
                assertThat(crossing.revision()).isEqualTo(one.get("rev").asInt());
                assertThat(crossing.conflict()).isEqualTo(one.get("conflict").asBoolean());
            }
            assertThat(rejected).extracting(Mark::micros).containsExactlyElementsOf(times(expected.get("rejected")));
        });
    }

    /** A crossing that moved or was seen by another source is the same one, revised. */
    private static List<Crossing> revised(List<Crossing> before, List<Lap> laps, long gateMicros) {
        List<Crossing> after = new ArrayList<>();
        for (Lap lap : laps) {
            Mark end = lap.end();
            int revision = 0;
            for (Crossing old : before) {
                if (Math.abs(old.micros() - end.micros()) < gateMicros) {
                    boolean same = old.micros() == end.micros() && old.source() == end.source();
                    revision = old.revision() + (same ? 0 : 1);
                }
            }
            after.add(new Crossing(
                    end.micros(), end.source(), revision, lap.flags().contains(LapBook.CONFLICT)));
        }
        return after;
    }

    @TestFactory
    Stream<DynamicTest> marks_without_a_sign_become_laps() throws IOException {
        return Vectors.each("unsigned", vector -> true, (inputs, expected, tolerance) -> {
            List<Mark> marks = new ArrayList<>();
            inputs.get("marks").forEach(mark -> marks.add(mark(mark)));
            Mark gun = inputs.has("gun") ? gun(inputs) : null;
            LapBook book = book(
                    marks,
                    gun,
                    400,
                    Objects.requireNonNull(PLANS.get(inputs.get("plan").asText())));

            JsonNode laps = expected.get("laps");
            assertThat(book.laps()).hasSameSizeAs(laps);
            for (int i = 0; i < laps.size(); i++) {
                Lap lap = book.laps().get(i);
                JsonNode wanted = laps.get(i);
                assertThat(lap.number()).isEqualTo(wanted.get("n").asInt());
                assertThat(Micros.seconds(lap.start().micros()))
                        .isCloseTo(wanted.get("start").asDouble(), within(tolerance));
                assertThat(Micros.seconds(lap.micros()))
                        .isCloseTo(wanted.get("lap_s").asDouble(), within(tolerance));
                List<String> flags = new ArrayList<>();
                wanted.get("flags").forEach(flag -> flags.add(flag.asText()));
                assertThat(lap.flags()).containsExactlyInAnyOrderElementsOf(flags);
            }
            List<Long> tooSoon = new ArrayList<>();
            expected.get("too_soon").forEach(seconds -> tooSoon.add(Micros.ofSeconds(seconds.asDouble())));
            assertThat(book.tooSoon()).extracting(Mark::micros).containsExactlyElementsOf(tooSoon);
        });
    }

    private static final Map<String, Plan> PLANS = new TreeMap<>(Map.of(
            "free-run", Plans.FREE_RUN,
            "quarter-mile-twice", Plans.QUARTER_MILE_TWICE,
            "steady-alternating", Plans.STEADY_ALTERNATING));

    @TestFactory
    Stream<DynamicTest> what_the_readings_over_read_is_taken_off() throws IOException {
        return Vectors.each("gps", vector -> true, (inputs, expected, tolerance) -> {
            int laps = inputs.get("laps").asInt();
            double lane = inputs.get("lane_m").asDouble();
            double read = inputs.get("gps_m").asDouble();
            List<Lap> run = new ArrayList<>();
            for (int i = 0; i < laps; i++) {
                run.add(new Lap(
                        i + 1,
                        mark(MarkSource.CHIP, 120 * i, 0.1, 0, read / laps * i, 0),
                        mark(MarkSource.CHIP, 120 * (i + 1), 0.1, 0, read / laps * (i + 1), 0),
                        Facing.FORWARD,
                        lane,
                        List.of()));
            }
            TrackDistance distance = TrackDistance.after(run);

            assertThat(distance.factor()).isCloseTo(expected.asDouble(), within(tolerance));
            assertThat(distance.at(read)).isCloseTo(laps * lane, within(1e-6));
            assertThat(distance.at(read + 100)).isCloseTo(laps * lane + 100 * distance.factor(), within(1e-6));
        });
    }

    private static LapBook book(List<Mark> marks, @Nullable Mark gun, double lapMeters, Plan plan) {
        return LapBook.atTheLine(marks, gun, true, lapMeters, plan, LapFacing.UNKNOWN, List.of(), List.of());
    }

    /** Nobody saw the runner start: a mark from the gun is in doubt. */
    private static Mark gun(JsonNode inputs) {
        return new Mark(
                MarkSource.LINE,
                Micros.ofSeconds(inputs.get("gun").asDouble()),
                1.5,
                1,
                number(inputs, "gun_path_m"),
                0,
                Double.NaN,
                true,
                List.of());
    }

    private static List<Long> times(JsonNode rejected) {
        List<Long> times = new ArrayList<>();
        for (JsonNode one : rejected) {
            assertThat(one.get("reason").asText()).isEqualTo("MIN_LAP_GATE");
            times.add(Micros.ofSeconds(one.get("t").asDouble()));
        }
        return times;
    }

    private static Mark mark(JsonNode mark) {
        MarkSource source = source(mark);
        double sigma = mark.has("sigma")
                ? mark.get("sigma").asDouble()
                : source == MarkSource.TAP ? Mark.TAP_SIGMA_SECONDS : Mark.CHIP_SIGMA_SECONDS;
        // a line always knows its direction
        int sign = mark.has("sign") ? mark.get("sign").asInt() : source == MarkSource.LINE ? 1 : 0;
        return mark(source, mark.get("t").asDouble(), sigma, sign, number(mark, "path_m"), number(mark, "rssi_dbm"));
    }

    private static double number(JsonNode node, String field) {
        return node.has(field) ? node.get(field).asDouble() : Double.NaN;
    }

    private static Mark mark(
            MarkSource source, double seconds, double sigma, int sign, double pathMeters, double rssiDbm) {
        return new Mark(
                source,
                Micros.ofSeconds(seconds),
                sigma,
                sign,
                pathMeters,
                0,
                rssiDbm,
                false,
                List.of(source + " at " + seconds));
    }

    private static MarkSource source(JsonNode mark) {
        return MarkSource.valueOf(mark.get("src").asText().toUpperCase(Locale.ROOT));
    }
}
