package dev.backstretch.domain.effort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import dev.backstretch.domain.zone.HeartRateLimits;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class EnergyMeterTest {
    private static final double NONE = Double.NaN;
    private static final HeartRateLimits LIMITS = HeartRateLimits.measured(190);
    private static final Body MAN = new Body(80, 35, Sex.MALE);
    private static final Body SEVENTY = new Body(70, NONE, Sex.NOT_GIVEN);

    /** An hour at a reading a second. */
    private static EnergyMeter hour(Body body, double bpm, double speed, Facing facing) {
        EnergyMeter meter = new EnergyMeter(body, LIMITS);
        for (int second = 0; second <= 3600; second++) {
            meter.take(second * Micros.PER_SECOND, bpm, speed, NONE, facing);
        }
        return meter;
    }

    @Test
    void the_heart_rate_comes_first() {
        // 14.9382 kcal a minute
        assertThat(hour(MAN, 150, 3, Facing.FORWARD).estimate())
                .isEqualTo(new EnergyEstimate(
                        new Estimate(896, 179), EnergyEstimate.Method.HEART_RATE, Confidence.NORMAL, 1));
    }

    @Test
    void facing_changes_nothing_that_comes_from_the_heart_rate() {
        assertThat(hour(MAN, 150, 3, Facing.BACKWARD).estimate())
                .isEqualTo(hour(MAN, 150, 3, Facing.FORWARD).estimate());
    }

    @Test
    void without_a_sex_the_figure_spans_both_fits() {
        // 8.6651 to 14.4631 kcal a minute
        EnergyEstimate estimate =
                hour(new Body(70, 35, Sex.NOT_GIVEN), 150, 3, Facing.FORWARD).estimate();
        double least =
                0.8 * 60 * KeytelEnergy.at(150, new Body(70, 35, Sex.FEMALE)).lowest();
        double most =
                1.2 * 60 * KeytelEnergy.at(150, new Body(70, 35, Sex.MALE)).lowest();
        assertThat(estimate.kilocalories())
                .isEqualTo(new Estimate(Math.rint((least + most) / 2), Math.rint((most - least) / 2)));
        assertThat(estimate.kilocalories().plusMinus())
                .isGreaterThan(0.3 * estimate.kilocalories().value());
    }

    @Test
    void a_heart_outside_the_fit_makes_a_rough_guess() {
        assertThat(hour(MAN, 180, 3, Facing.FORWARD).estimate().confidence()).isEqualTo(Confidence.LOW);
    }

    @Test
    void a_tenth_of_the_energy_outside_the_fit_of_the_heart_rate_is_borne_and_half_is_not() {
        EnergyMeter meter = new EnergyMeter(MAN, LIMITS);
        int second = 0;
        for (; second < 900; second++) {
            meter.take(second * Micros.PER_SECOND, 150, NONE, NONE, Facing.FORWARD);
        }
        for (; second < 1000; second++) {
            meter.take(second * Micros.PER_SECOND, 180, NONE, NONE, Facing.FORWARD);
        }
        assertThat(meter.estimate().method()).isEqualTo(EnergyEstimate.Method.HEART_RATE);
        assertThat(meter.estimate().confidence()).isEqualTo(Confidence.NORMAL);
        for (; second < 1900; second++) {
            meter.take(second * Micros.PER_SECOND, 180, NONE, NONE, Facing.FORWARD);
        }
        assertThat(meter.estimate().confidence()).isEqualTo(Confidence.LOW);
    }

    @Test
    void four_fifths_of_the_time_with_a_speed_are_enough() {
        EnergyMeter meter = new EnergyMeter(SEVENTY, LIMITS);
        for (int second = 0; second < 8; second++) {
            meter.take(second * Micros.PER_SECOND, NONE, 3, NONE, Facing.FORWARD);
        }
        meter.take(8 * Micros.PER_SECOND, NONE, NONE, NONE, Facing.FORWARD);
        meter.advanceTo(10 * Micros.PER_SECOND);
        assertThat(meter.estimate().method()).isEqualTo(EnergyEstimate.Method.SPEED);
        assertThat(meter.estimate().coveredShare()).isEqualTo(0.8);
        meter.advanceTo(10 * Micros.PER_SECOND + 1);
        assertThat(meter.estimate().method()).isEqualTo(EnergyEstimate.Method.NONE);
    }

    @Test
    void a_fifth_of_rough_guesses_is_borne_and_more_is_not() {
        EnergyMeter meter = new EnergyMeter(SEVENTY, LIMITS);
        int second = 0;
        for (; second < 800; second++) {
            meter.take(second * Micros.PER_SECOND, NONE, 3, NONE, Facing.FORWARD);
        }
        for (; second < 990; second++) {
            meter.take(second * Micros.PER_SECOND, NONE, 2.2, NONE, Facing.FORWARD);
        }
        assertThat(meter.estimate().confidence()).isEqualTo(Confidence.NORMAL);
        for (; second < 1200; second++) {
            meter.take(second * Micros.PER_SECOND, NONE, 2.2, NONE, Facing.FORWARD);
        }
        assertThat(meter.estimate().confidence()).isEqualTo(Confidence.LOW);
    }

    @Test
    void without_a_heart_rate_the_speed_tells_by_gait() {
        // 39.5 ml/(kg·min), 13.825 kcal a minute
        assertThat(hour(SEVENTY, NONE, 3, Facing.FORWARD).estimate())
                .isEqualTo(
                        new EnergyEstimate(new Estimate(829, 166), EnergyEstimate.Method.SPEED, Confidence.NORMAL, 1));
        // walking: 0.1 · 90 + 3.5 = 12.5 ml/(kg·min), 4.375 kcal a minute
        assertThat(hour(SEVENTY, NONE, 1.5, Facing.FORWARD).estimate().kilocalories())
                .isEqualTo(new Estimate(262, 52));
    }

    @Test
    void backwards_the_speed_costs_a_third_more_net() {
        // 3.5 + 1.35 · 36 = 52.1 ml/(kg·min), 18.235 kcal a minute
        assertThat(hour(SEVENTY, NONE, 3, Facing.BACKWARD).estimate())
                .isEqualTo(
                        new EnergyEstimate(new Estimate(1094, 219), EnergyEstimate.Method.SPEED, Confidence.NORMAL, 1));
        assertThat(hour(SEVENTY, NONE, 3, Facing.UNKNOWN).estimate())
                .isEqualTo(hour(SEVENTY, NONE, 3, Facing.FORWARD).estimate());
    }

    @Test
    void walking_backwards_is_a_rough_guess_and_no_less_than_running_says() {
        EnergyEstimate backward = hour(SEVENTY, NONE, 1.2, Facing.BACKWARD).estimate();
        assertThat(backward.confidence()).isEqualTo(Confidence.LOW);
        // 3.5 + 1.35 · 7.2 = 13.22 ml/(kg·min)
        assertThat(backward.kilocalories().value()).isEqualTo(Math.rint(13.22 * 0.07 * 5 * 60));
        assertThat(hour(SEVENTY, NONE, 1.2, Facing.FORWARD).estimate().confidence())
                .isEqualTo(Confidence.NORMAL);
    }

    @Test
    void without_speed_the_distance_tells() {
        EnergyMeter meter = new EnergyMeter(SEVENTY, LIMITS);
        meter.take(0, NONE, NONE, 1000, Facing.FORWARD);
        meter.take(120 * Micros.PER_SECOND, NONE, 3, 1400, Facing.BACKWARD);
        assertThat(meter.estimate())
                .isEqualTo(
                        new EnergyEstimate(new Estimate(24, 5), EnergyEstimate.Method.DISTANCE, Confidence.NORMAL, 1));
        meter.take(360 * Micros.PER_SECOND, NONE, NONE, 1800, Facing.FORWARD);
        // 24.09 forwards and 32.52 backwards
        assertThat(meter.estimate().kilocalories()).isEqualTo(new Estimate(57, 11));
        assertThat(meter.estimate().confidence()).isEqualTo(Confidence.NORMAL);
    }

    @Test
    void a_distance_walked_backwards_is_a_rough_guess() {
        EnergyMeter meter = new EnergyMeter(SEVENTY, LIMITS);
        meter.take(0, NONE, 1, 0, Facing.BACKWARD);
        meter.take(400 * Micros.PER_SECOND, NONE, NONE, 400, Facing.BACKWARD);
        assertThat(meter.estimate().method()).isEqualTo(EnergyEstimate.Method.DISTANCE);
        assertThat(meter.estimate().kilocalories().value()).isEqualTo(33);
        assertThat(meter.estimate().confidence()).isEqualTo(Confidence.LOW);
    }

    @Test
    void four_fifths_of_the_time_with_a_heart_rate_are_enough_and_nothing_is_made_up_for_the_rest() {
        EnergyMeter meter = new EnergyMeter(MAN, LIMITS);
        for (int second = 0; second < 480; second++) {
            meter.take(second * Micros.PER_SECOND, 150, 3, NONE, Facing.FORWARD);
        }
        for (int second = 480; second <= 600; second++) {
            meter.take(second * Micros.PER_SECOND, NONE, 3, NONE, Facing.FORWARD);
        }
        EnergyEstimate enough = meter.estimate();
        assertThat(enough.method()).isEqualTo(EnergyEstimate.Method.HEART_RATE);
        assertThat(enough.coveredShare()).isEqualTo(0.8);
        assertThat(enough.kilocalories().value()).isEqualTo(Math.rint(8 * 14.9382));
        meter.take(601 * Micros.PER_SECOND, NONE, 3, NONE, Facing.FORWARD);
        assertThat(meter.estimate().method()).isEqualTo(EnergyEstimate.Method.SPEED);
        assertThat(meter.estimate().coveredShare()).isEqualTo(1);
    }

    @Test
    void a_gap_costs_five_seconds() {
        EnergyMeter meter = new EnergyMeter(MAN, LIMITS);
        meter.take(0, 150, NONE, NONE, Facing.FORWARD);
        meter.advanceTo(6 * Micros.PER_SECOND);
        assertThat(meter.estimate().coveredShare()).isEqualTo(5 / 6.0);
        meter.advanceTo(7 * Micros.PER_SECOND);
        assertThat(meter.estimate().method()).isEqualTo(EnergyEstimate.Method.NONE);
    }

    @Test
    void without_a_mass_nothing_can_be_said() {
        EnergyMeter meter = new EnergyMeter(Body.UNKNOWN, LIMITS);
        meter.take(0, 150, 3, 0, Facing.FORWARD);
        meter.take(Micros.PER_SECOND, 150, 3, 3, Facing.FORWARD);
        assertThat(meter.estimate())
                .isEqualTo(new EnergyEstimate(Estimate.UNKNOWN, EnergyEstimate.Method.NONE, Confidence.LOW, 0));
        assertThat(new EnergyMeter(MAN, LIMITS).estimate().method()).isEqualTo(EnergyEstimate.Method.NONE);
    }

    @Test
    void a_mass_without_an_age_leaves_the_speed() {
        assertThat(hour(SEVENTY, 150, 3, Facing.FORWARD).estimate().method()).isEqualTo(EnergyEstimate.Method.SPEED);
    }

    @Test
    void two_reports_of_one_moment_complete_each_other() {
        EnergyMeter meter = new EnergyMeter(MAN, LIMITS);
        meter.take(0, 150, 3, 0, Facing.FORWARD);
        meter.take(0, NONE, NONE, NONE, Facing.FORWARD);
        meter.take(4 * Micros.PER_SECOND, NONE, NONE, NONE, Facing.FORWARD);
        assertThat(meter.estimate().coveredShare()).isEqualTo(1);
        EnergyMeter speedOnly = new EnergyMeter(SEVENTY, LIMITS);
        speedOnly.take(0, NONE, 3, 0, Facing.FORWARD);
        speedOnly.take(0, 0, NONE, NONE, Facing.FORWARD);
        speedOnly.take(4 * Micros.PER_SECOND, NONE, NONE, NONE, Facing.FORWARD);
        assertThat(speedOnly.estimate().method()).isEqualTo(EnergyEstimate.Method.SPEED);
    }

    @Test
    void a_way_that_shrinks_is_refused() {
        EnergyMeter meter = new EnergyMeter(MAN, LIMITS);
        meter.take(0, NONE, NONE, 10, Facing.FORWARD);
        meter.take(0, NONE, NONE, 10, Facing.FORWARD);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> meter.take(1, NONE, NONE, 9, Facing.FORWARD))
                .withMessage("pathMeters is 9.0, less than 10.0 before: give the movement since the start, which never"
                        + " falls");
    }

    private static void feed(EnergyMeter meter, int fromSecond, int toSecond, long shift) {
        for (int second = fromSecond; second < toSecond; second++) {
            meter.take(
                    second * Micros.PER_SECOND + shift,
                    second % 7 == 0 ? NONE : 110 + second % 60,
                    second % 5 == 0 ? NONE : 1 + second % 90 / 30.0,
                    2.0 * second,
                    second / 50 % 2 == 0 ? Facing.FORWARD : Facing.BACKWARD);
        }
    }

    @Property(tries = 200)
    void neither_the_time_of_day_nor_a_restart_in_the_middle_matters(
            @ForAll @IntRange(max = 300) int cut,
            @ForAll @LongRange(min = -1_000_000_000_000L, max = 1_000_000_000_000L) long shift) {
        EnergyMeter whole = new EnergyMeter(MAN, LIMITS);
        feed(whole, 0, 300, 0);
        EnergyMeter first = new EnergyMeter(MAN, LIMITS);
        feed(first, 0, cut, shift);
        StateWriter out = new StateWriter();
        first.writeTo(out);
        EnergyMeter second = EnergyMeter.readFrom(new StateReader(out.toBytes()), MAN, LIMITS);
        feed(second, cut, 300, shift);
        assertThat(second.estimate()).isEqualTo(whole.estimate());
        StateWriter ofSecond = new StateWriter();
        second.writeTo(ofSecond);
        EnergyMeter unshifted = new EnergyMeter(MAN, LIMITS);
        feed(unshifted, 0, 300, shift);
        StateWriter ofWhole = new StateWriter();
        unshifted.writeTo(ofWhole);
        assertThat(ofSecond.toBytes()).isEqualTo(ofWhole.toBytes());
    }
}
