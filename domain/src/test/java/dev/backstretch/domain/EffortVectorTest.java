package dev.backstretch.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backstretch.domain.effort.AcsmEnergy;
import dev.backstretch.domain.effort.BackwardCost;
import dev.backstretch.domain.effort.BanisterTrimp;
import dev.backstretch.domain.effort.Body;
import dev.backstretch.domain.effort.EdwardsTrimp;
import dev.backstretch.domain.effort.EffortPoints;
import dev.backstretch.domain.effort.EnergyEstimate;
import dev.backstretch.domain.effort.EnergyMeter;
import dev.backstretch.domain.effort.Gait;
import dev.backstretch.domain.effort.KeytelEnergy;
import dev.backstretch.domain.effort.MinettiCost;
import dev.backstretch.domain.effort.Sex;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.time.Micros;
import dev.backstretch.domain.zone.HeartRateLimits;
import dev.backstretch.domain.zone.ZoneModel;
import dev.backstretch.domain.zone.ZoneSeconds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The vectors of training load, effort points and energy. */
class EffortVectorTest {
    @TestFactory
    Stream<DynamicTest> banisters_load_of_a_steady_run() throws IOException {
        return Vectors.each("trimp", vector -> vector.at("/inputs/hr").isNumber(), (inputs, expected, tolerance) -> {
            double minutes = inputs.get("minutes").asDouble();
            double bpm = inputs.get("hr").asDouble();
            HeartRateLimits limits = HeartRateLimits.measured(inputs.get("max").asDouble())
                    .withResting(inputs.get("rest").asDouble());
            BanisterTrimp.Load perMinute = BanisterTrimp.perMinute(bpm, limits, sex(inputs));
            assertThat(minutes * perMinute.lowest()).isCloseTo(expected.asDouble(), within(tolerance));
            assertThat(perMinute.highest()).isEqualTo(perMinute.lowest());

            BanisterTrimp beatByBeat = new BanisterTrimp(limits);
            for (long micros = 0; micros < Micros.ofSeconds(minutes * 60); micros += Micros.PER_SECOND) {
                beatByBeat.take(micros, bpm);
            }
            beatByBeat.advanceTo(Micros.ofSeconds(minutes * 60));
            assertThat(beatByBeat.load(sex(inputs)).lowest()).isCloseTo(expected.asDouble(), within(tolerance));
        });
    }

    @TestFactory
    Stream<DynamicTest> edwards_load_is_zone_times_minutes() throws IOException {
        return Vectors.each(
                "trimp", vector -> vector.at("/inputs/minutes").isArray(), (inputs, expected, tolerance) -> assertThat(
                                EdwardsTrimp.of(zones(inputs.get("minutes"), 60)))
                        .isCloseTo(expected.asDouble(), within(tolerance)));
    }

    @TestFactory
    Stream<DynamicTest> effort_points_accrue_by_the_second() throws IOException {
        return Vectors.each(
                "meps",
                vector -> vector.at("/inputs/zone_seconds").isArray(),
                (inputs, expected, tolerance) -> assertThat(EffortPoints.of(zones(inputs.get("zone_seconds"), 1)))
                        .isCloseTo(expected.asDouble(), within(tolerance)));
    }

    @TestFactory
    Stream<DynamicTest> splat_points_are_minutes_in_orange_and_red() throws IOException {
        return Vectors.each(
                "meps", vector -> vector.at("/inputs/seconds").isNumber(), (inputs, expected, tolerance) -> {
                    double orange = Math.floor(inputs.get("seconds").asDouble() / 3);
                    double red = inputs.get("seconds").asDouble() - orange;
                    assertThat(EffortPoints.splat(new ZoneSeconds(
                                    ZoneModel.ORANGETHEORY, List.of(10.0, 20.0, 30.0, 40.0, orange, red), 5)))
                            .isCloseTo(expected.asDouble(), within(tolerance));
                });
    }

    private static ZoneSeconds zones(JsonNode fromOneToFive, double secondsEach) {
        List<Double> seconds = new ArrayList<>(List.of(77.0));
        fromOneToFive.forEach(each -> seconds.add(each.asDouble() * secondsEach));
        return new ZoneSeconds(ZoneModel.HRMAX_5, seconds, 0);
    }

    @TestFactory
    Stream<DynamicTest> keytels_energy_of_a_minute() throws IOException {
        return Vectors.each("energy", EffortVectorTest::isKeytel, (inputs, expected, tolerance) -> {
            KeytelEnergy.PerMinute cost = KeytelEnergy.at(inputs.get("hr").asDouble(), body(inputs));
            assertThat(cost.lowest()).isCloseTo(expected.asDouble(), within(tolerance));
            assertThat(cost.highest()).isEqualTo(cost.lowest());
        });
    }

    @TestFactory
    Stream<DynamicTest> energy_from_the_heart_is_not_multiplied_backwards() throws IOException {
        return Vectors.each("policy", vector -> true, (inputs, expected, tolerance) -> {
            double bpm = inputs.get("hr").asDouble();
            Facing facing = Facing.valueOf(inputs.get("facing").asText());
            int minutes = 100;
            EnergyMeter meter = new EnergyMeter(body(inputs), HeartRateLimits.measured(190));
            for (int second = 0; second <= minutes * 60; second++) {
                meter.take(second * Micros.PER_SECOND, bpm, 2, 2 * second, facing);
            }
            EnergyEstimate estimate = meter.estimate();
            assertThat(estimate.method()).isEqualTo(EnergyEstimate.Method.HEART_RATE);
            assertThat(estimate.kilocalories().value() / minutes)
                    .isCloseTo(expected.asDouble(), within(tolerance + 0.5 / minutes));
        });
    }

    @TestFactory
    Stream<DynamicTest> minettis_cost_of_a_slope() throws IOException {
        return Vectors.each("energy", EffortVectorTest::isSlope, (inputs, expected, tolerance) -> assertThat(
                        MinettiCost.joulesPerKgMeter(inputs.get("grade").asDouble()))
                .isCloseTo(expected.asDouble(), within(tolerance)));
    }

    @TestFactory
    Stream<DynamicTest> a_distance_costs_more_backwards() throws IOException {
        return Vectors.each("energy", EffortVectorTest::isDistance, (inputs, expected, tolerance) -> {
            double multiplier = inputs.get("mult").asDouble();
            Facing facing = multiplier == BackwardCost.factor(Facing.BACKWARD) ? Facing.BACKWARD : Facing.FORWARD;
            double kilocalories = BackwardCost.netKilocalories(
                    inputs.get("kg").asDouble(), inputs.get("m").asDouble(), 0, facing);
            assertThat(kilocalories * multiplier / BackwardCost.factor(facing))
                    .isCloseTo(expected.asDouble(), within(tolerance));
        });
    }

    @TestFactory
    Stream<DynamicTest> the_acsm_has_an_equation_for_walking() throws IOException {
        return Vectors.each("energy", vector -> isSpeed(vector) && isWalk(vector), uptake(Gait.WALK));
    }

    @TestFactory
    Stream<DynamicTest> the_acsm_has_another_for_running() throws IOException {
        return Vectors.each("energy", vector -> isSpeed(vector) && !isWalk(vector), uptake(Gait.RUN));
    }

    private static Vectors.Check uptake(Gait gait) {
        return (inputs, expected, tolerance) -> assertThat(AcsmEnergy.vo2(
                        gait,
                        inputs.get("v_mps").asDouble(),
                        inputs.get("grade").asDouble()))
                .isCloseTo(expected.asDouble(), within(tolerance));
    }

    @TestFactory
    Stream<DynamicTest> only_the_net_uptake_is_dearer_backwards() throws IOException {
        return Vectors.each("energy", EffortVectorTest::isBackwardUptake, (inputs, expected, tolerance) -> assertThat(
                        BackwardCost.vo2(inputs.get("vo2_forward").asDouble()))
                .isCloseTo(expected.asDouble(), within(tolerance)));
    }

    @TestFactory
    Stream<DynamicTest> a_litre_of_oxygen_is_five_kilocalories() throws IOException {
        return Vectors.each("energy", EffortVectorTest::isUptake, (inputs, expected, tolerance) -> assertThat(
                        AcsmEnergy.kilocaloriesPerMinute(
                                inputs.get("vo2").asDouble(), inputs.get("kg").asDouble()))
                .isCloseTo(expected.asDouble(), within(tolerance)));
    }

    @Test
    void no_vector_of_energy_is_left_out() throws IOException {
        assertThat(Vectors.of("energy"))
                .allMatch(vector -> isKeytel(vector)
                        || isSlope(vector)
                        || isDistance(vector)
                        || isSpeed(vector)
                        || isBackwardUptake(vector)
                        || isUptake(vector));
    }

    private static boolean isKeytel(JsonNode vector) {
        return vector.get("inputs").has("sex");
    }

    private static boolean isSlope(JsonNode vector) {
        return vector.get("inputs").has("grade") && !isSpeed(vector);
    }

    private static boolean isDistance(JsonNode vector) {
        return vector.get("inputs").has("mult");
    }

    private static boolean isSpeed(JsonNode vector) {
        return vector.get("inputs").has("v_mps");
    }

    private static boolean isWalk(JsonNode vector) {
        return vector.get("name").asText().contains("walk");
    }

    private static boolean isBackwardUptake(JsonNode vector) {
        return vector.get("inputs").has("vo2_forward");
    }

    private static boolean isUptake(JsonNode vector) {
        return vector.get("inputs").has("vo2");
    }

    private static Sex sex(JsonNode inputs) {
        return inputs.get("sex").asText().equals("M") ? Sex.MALE : Sex.FEMALE;
    }

    private static Body body(JsonNode inputs) {
        return new Body(inputs.get("kg").asDouble(), inputs.get("age").asDouble(), sex(inputs));
    }
}
