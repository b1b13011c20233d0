package dev.backstretch.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backstretch.domain.time.Micros;
import dev.backstretch.domain.zone.CheckedZoneClock;
import dev.backstretch.domain.zone.HeartRateLimits;
import dev.backstretch.domain.zone.HeartRateZones;
import dev.backstretch.domain.zone.MaximumHeartRate;
import dev.backstretch.domain.zone.ZoneClock;
import dev.backstretch.domain.zone.ZoneModel;
import dev.backstretch.domain.zone.ZoneSeconds;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The vectors of heart-rate maxima, zone models and seconds in zone. */
class ZoneVectorTest {
    private static final Map<String, ZoneModel> BY_SCHEME = Map.of(
            "hrmax5", ZoneModel.HRMAX_5,
            "otf", ZoneModel.ORANGETHEORY,
            "friel", ZoneModel.FRIEL_RUN,
            "coggan", ZoneModel.COGGAN);

    @TestFactory
    Stream<DynamicTest> a_maximum_by_formula_is_an_estimate_to_the_hundredth() throws IOException {
        return Vectors.each("hrmax", vector -> true, (inputs, expected, tolerance) -> {
            HeartRateLimits limits = HeartRateLimits.estimated(
                    MaximumHeartRate.valueOf(inputs.get("formula").asText().toUpperCase(Locale.ROOT)),
                    inputs.get("age").asDouble());
            assertThat(limits.maximumBpm()).isCloseTo(expected.asDouble(), within(tolerance));
            assertThat(limits.maximumEstimated()).isTrue();
        });
    }

    @TestFactory
    Stream<DynamicTest> each_model_counts_the_bounds_at_or_under_a_beat() throws IOException {
        return Vectors.each("zone", vector -> true, (inputs, expected, tolerance) -> {
            ZoneModel model = model(inputs);
            assertThat(zones(model, inputs.get("base_bpm").asDouble())
                            .zoneOf(inputs.get("hr_bpm").asDouble()))
                    .isEqualTo(expected.asInt());
        });
    }

    /** The scheme's own model; a scheme without one is known by its bounds. */
    private static ZoneModel model(JsonNode inputs) {
        List<Integer> bounds = StreamSupport.stream(inputs.get("bounds_pct").spliterator(), false)
                .map(JsonNode::asInt)
                .toList();
        ZoneModel named = BY_SCHEME.get(inputs.get("scheme").asText());
        ZoneModel model = named != null
                ? named
                : ZoneModel.published().stream()
                        .filter(each ->
                                each.lowerBoundsPercent().equals(bounds) && each.base() != ZoneModel.Base.RESERVE)
                        .findFirst()
                        .orElseThrow();
        assertThat(model.lowerBoundsPercent()).isEqualTo(bounds);
        return model;
    }

    private static HeartRateZones zones(ZoneModel model, double baseBpm) {
        return HeartRateZones.of(
                model,
                model.base() == ZoneModel.Base.THRESHOLD
                        ? HeartRateLimits.UNKNOWN.withThreshold(baseBpm)
                        : HeartRateLimits.measured(baseBpm));
    }

    @TestFactory
    Stream<DynamicTest> the_reserve_lies_between_resting_and_maximum() throws IOException {
        return Vectors.each("karvonen", vector -> true, (inputs, expected, tolerance) -> {
            HeartRateLimits limits = reserve(inputs);
            double actual = inputs.has("p")
                    ? limits.atReserveShare(inputs.get("p").asDouble())
                    : 100 * limits.reserveShare(inputs.get("hr").asDouble());
            assertThat(actual).isCloseTo(expected.asDouble(), within(tolerance));
        });
    }

    @TestFactory
    Stream<DynamicTest> karvonens_zones_are_tenths_of_the_reserve() throws IOException {
        return Vectors.each("zone-hrr", vector -> true, (inputs, expected, tolerance) -> assertThat(
                        HeartRateZones.of(ZoneModel.KARVONEN, reserve(inputs))
                                .zoneOf(inputs.get("hr").asDouble()))
                .isEqualTo(expected.asInt()));
    }

    private static HeartRateLimits reserve(JsonNode inputs) {
        return HeartRateLimits.measured(inputs.get("max").asDouble())
                .withResting(inputs.get("rest").asDouble());
    }

    @TestFactory
    Stream<DynamicTest> a_beat_holds_five_seconds_and_no_longer() throws IOException {
        return Vectors.each("zone-seconds", vector -> true, (inputs, expected, tolerance) -> {
            ZoneClock clock = new ZoneClock(HeartRateZones.of(
                    ZoneModel.HRMAX_5,
                    HeartRateLimits.measured(inputs.get("max").asDouble())));
            for (JsonNode sample : inputs.get("samples_t_hr")) {
                clock.take(Micros.ofSeconds(sample.get(0).asDouble()), beat(sample.get(1)));
            }
            clock.advanceTo(Micros.ofSeconds(inputs.get("end").asDouble()));
            check(clock.seconds(), expected, tolerance);
        });
    }

    @TestFactory
    Stream<DynamicTest> checking_the_beats_takes_no_second_from_a_heart() throws IOException {
        return Vectors.each(
                "zone-seconds", vector -> believable(vector.get("inputs")), (inputs, expected, tolerance) -> {
                    CheckedZoneClock clock = new CheckedZoneClock(HeartRateZones.of(
                            ZoneModel.HRMAX_5,
                            HeartRateLimits.measured(inputs.get("max").asDouble())));
                    for (JsonNode sample : inputs.get("samples_t_hr")) {
                        clock.take(Micros.ofSeconds(sample.get(0).asDouble()), beat(sample.get(1)), Double.NaN);
                    }
                    clock.advanceTo(Micros.ofSeconds(inputs.get("end").asDouble()));
                    check(clock.seconds(), expected, tolerance);
                });
    }

    /** A vector may leap as no heart does, to show the plain rule. */
    private static boolean believable(JsonNode inputs) {
        double before = Double.NaN;
        for (JsonNode sample : inputs.get("samples_t_hr")) {
            double bpm = beat(sample.get(1));
            if (Math.abs(bpm - before) > 25) {
                return false;
            }
            before = bpm;
        }
        return true;
    }

    private static double beat(JsonNode value) {
        return value.isNull() ? Double.NaN : value.asDouble();
    }

    private static void check(ZoneSeconds seconds, JsonNode expected, double tolerance) {
        JsonNode zones = expected.get("zones_s");
        assertThat(seconds.seconds()).hasSize(zones.size());
        for (int zone = 0; zone < zones.size(); zone++) {
            assertThat(seconds.in(zone))
                    .as("zone %d", zone)
                    .isCloseTo(zones.get(zone).asDouble(), within(tolerance));
        }
        assertThat(seconds.unknownSeconds()).isCloseTo(expected.get("unknown_s").asDouble(), within(tolerance));
    }
}
