package dev.backstretch.domain.effort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.zone.HeartRateLimits;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EnergyEquationsTest {
    // ---- ACSM

    @ParameterizedTest(name = "{0} at {1} m/min: {2}")
    @CsvSource({
        "WALK, 49.9, LOW",
        "WALK, 50, NORMAL",
        "WALK, 100, NORMAL",
        "WALK, 100.1, LOW",
        "RUN, 133.9, LOW",
        "RUN, 134, NORMAL",
        "RUN, 134.01, NORMAL",
        "RUN, 400, NORMAL"
    })
    void between_walking_and_running_the_acsm_is_a_rough_guess(
            Gait gait, double metersPerMinute, Confidence confidence) {
        assertThat(AcsmEnergy.confidence(gait, metersPerMinute / 60)).isEqualTo(confidence);
    }

    @ParameterizedTest
    @EnumSource(Gait.class)
    void standing_costs_what_resting_does(Gait gait) {
        assertThat(AcsmEnergy.vo2(gait, 0, 0)).isEqualTo(3.5);
    }

    @Test
    void the_example_of_the_notes() {
        assertThat(AcsmEnergy.kilocaloriesPerMinute(AcsmEnergy.vo2(Gait.RUN, 2.68, 0), 70))
                .isCloseTo(12.481, within(1e-9));
    }

    // ---- Keytel

    @Test
    void without_a_sex_the_cost_lies_between_the_two_fits() {
        KeytelEnergy.PerMinute male = KeytelEnergy.at(150, new Body(70, 35, Sex.MALE));
        KeytelEnergy.PerMinute female = KeytelEnergy.at(150, new Body(70, 35, Sex.FEMALE));
        KeytelEnergy.PerMinute open = KeytelEnergy.at(150, new Body(70, 35, Sex.NOT_GIVEN));
        assertThat(open).isEqualTo(new KeytelEnergy.PerMinute(female.lowest(), male.lowest()));
        assertThat(open.lowest()).isLessThan(open.highest());
    }

    @Test
    void a_slow_heart_costs_nothing_and_never_less() {
        assertThat(KeytelEnergy.at(40, new Body(100, 20, Sex.FEMALE))).isEqualTo(new KeytelEnergy.PerMinute(0, 0));
        assertThat(KeytelEnergy.at(40, new Body(60, 20, Sex.MALE))).isEqualTo(new KeytelEnergy.PerMinute(0, 0));
    }

    @Test
    void without_mass_or_age_the_cost_is_unknown() {
        assertThat(KeytelEnergy.at(150, new Body(Double.NaN, 35, Sex.MALE)).lowest())
                .isNaN();
        assertThat(KeytelEnergy.at(150, new Body(70, Double.NaN, Sex.FEMALE)).lowest())
                .isNaN();
        assertThat(KeytelEnergy.at(150, Body.UNKNOWN).highest()).isNaN();
    }

    @ParameterizedTest(name = "{0} of 200 bpm: {1}")
    @CsvSource({"113.9, LOW", "114, NORMAL", "180, NORMAL", "180.1, LOW"})
    void outside_the_fit_it_is_a_rough_guess(double bpm, Confidence confidence) {
        assertThat(KeytelEnergy.confidence(bpm, HeartRateLimits.measured(200))).isEqualTo(confidence);
        assertThat(KeytelEnergy.confidence(bpm, HeartRateLimits.UNKNOWN)).isEqualTo(Confidence.LOW);
    }

    // ---- Minetti

    @Test
    void beyond_the_steepest_slope_the_cost_stays_what_it_is_there() {
        assertThat(MinettiCost.joulesPerKgMeter(0.6)).isEqualTo(MinettiCost.joulesPerKgMeter(0.45));
        assertThat(MinettiCost.joulesPerKgMeter(-0.6)).isEqualTo(MinettiCost.joulesPerKgMeter(-0.45));
        assertThat(MinettiCost.joulesPerKgMeter(-0.45)).isNotEqualTo(MinettiCost.joulesPerKgMeter(0.45));
    }

    @Property
    void uphill_steeper_costs_more(@ForAll @DoubleRange(min = -0.1, max = 0.44) double grade) {
        assertThat(MinettiCost.joulesPerKgMeter(grade + 0.01)).isGreaterThan(MinettiCost.joulesPerKgMeter(grade));
    }

    // ---- backwards

    @Test
    void the_factor_is_the_measured_third() {
        assertThat(BackwardCost.FACTOR).isEqualTo(new Estimate(1.35, 0.07));
        assertThat(BackwardCost.factor(Facing.BACKWARD)).isEqualTo(1.35);
        for (Facing facing : new Facing[] {Facing.FORWARD, Facing.STILL, Facing.UNKNOWN, Facing.UNRECOGNISED}) {
            assertThat(BackwardCost.factor(facing)).isEqualTo(1);
        }
    }

    @Test
    void it_is_not_known_for_walking() {
        assertThat(BackwardCost.confidence(Facing.BACKWARD, Gait.WALK)).isEqualTo(Confidence.LOW);
        assertThat(BackwardCost.confidence(Facing.BACKWARD, Gait.RUN)).isEqualTo(Confidence.NORMAL);
        assertThat(BackwardCost.confidence(Facing.FORWARD, Gait.WALK)).isEqualTo(Confidence.NORMAL);
    }

    @Test
    void a_backward_lap_is_a_lap_and_a_third_and_not_six() {
        assertThat(BackwardCost.forwardLaps(1)).isEqualTo(new Estimate(1.35, 0.07));
        assertThat(BackwardCost.forwardLaps(2).value()).isEqualTo(2.7);
        assertThat(BackwardCost.forwardLaps(2).plusMinus()).isEqualTo(0.14);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BackwardCost.forwardLaps(-1))
                .withMessageContaining("backwardLaps is -1.0")
                .withMessageContaining(": count the laps");
    }

    @Property
    void the_gross_cost_grows_by_less_than_the_net_cost(@ForAll @DoubleRange(min = 3.6, max = 80) double forward) {
        double ratio = BackwardCost.vo2(forward) / forward;
        assertThat(ratio).isGreaterThan(1).isLessThan(BackwardCost.FACTOR.value());
    }

    @Test
    void resting_costs_the_same_whichever_way_one_faces() {
        assertThat(BackwardCost.vo2(3.5)).isEqualTo(3.5);
    }

    // ---- gait

    @ParameterizedTest(name = "{0} at {1} m/s facing {2}: {3}")
    @CsvSource({
        "WALK, 2.1, FORWARD, WALK",
        "WALK, 2.11, FORWARD, RUN",
        "RUN, 1.9, FORWARD, RUN",
        "RUN, 1.89, FORWARD, WALK",
        "WALK, 1.72, BACKWARD, WALK",
        "WALK, 1.74, BACKWARD, RUN",
        "RUN, 1.54, BACKWARD, RUN",
        "RUN, 1.52, BACKWARD, WALK",
        "WALK, 1.74, UNKNOWN, WALK",
        "RUN, NaN, FORWARD, RUN",
        "WALK, NaN, BACKWARD, WALK"
    })
    void people_change_gait_past_a_speed_that_depends_on_the_way_they_face(
            Gait before, double speed, Facing facing, Gait after) {
        assertThat(before.next(speed, facing)).isEqualTo(after);
    }

    @Property
    void a_speed_near_the_change_does_not_flutter(
            @ForAll @IntRange(min = 191, max = 209) int one, @ForAll @IntRange(min = 191, max = 209) int other) {
        for (Gait gait : Gait.values()) {
            assertThat(gait.next(one / 100.0, Facing.FORWARD).next(other / 100.0, Facing.FORWARD))
                    .isEqualTo(gait);
        }
    }

    // ---- what a body can be

    @ParameterizedTest(name = "{0} kg and {1} years are refused: {2}")
    @CsvSource({
        "14.9, 30, 'massKg is 14.9, outside 15.0 to 300.0: give kilograms, not pounds, or leave it out'",
        "300.1, 30, 'massKg is 300.1, outside 15.0 to 300.0: give kilograms, not pounds, or leave it out'",
        "70, 2.9, 'ageYears is 2.9, outside 3.0 to 120.0: give whole or part years, or leave it out'",
        "70, 121, 'ageYears is 121.0, outside 3.0 to 120.0: give whole or part years, or leave it out'"
    })
    void what_no_body_is_is_refused(double massKg, double ageYears, String told) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Body(massKg, ageYears, Sex.NOT_GIVEN))
                .withMessage(told);
    }

    @Test
    void the_limits_themselves_are_inside() {
        assertThatCode(() -> new Body(15, 3, Sex.MALE)).doesNotThrowAnyException();
        assertThatCode(() -> new Body(300, 120, Sex.FEMALE)).doesNotThrowAnyException();
    }

    @Test
    void one_rough_guess_makes_the_whole_one() {
        assertThat(Confidence.NORMAL.and(Confidence.NORMAL)).isEqualTo(Confidence.NORMAL);
        assertThat(Confidence.NORMAL.and(Confidence.LOW)).isEqualTo(Confidence.LOW);
        assertThat(Confidence.LOW.and(Confidence.NORMAL)).isEqualTo(Confidence.LOW);
    }
}
