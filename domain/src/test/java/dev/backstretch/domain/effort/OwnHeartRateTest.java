package dev.backstretch.domain.effort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class OwnHeartRateTest {
    private OwnHeartRate own = new OwnHeartRate();

    private void run(int fromSecond, int toSecond, double bpm, double speed, Facing facing) {
        for (int second = fromSecond; second < toSecond; second++) {
            own.take(second * Micros.PER_SECOND, bpm, speed, facing);
        }
    }

    @Test
    void a_heart_is_compared_above_resting_and_by_the_metre() {
        run(0, 400, 150, 3, Facing.FORWARD);
        run(400, 800, 160, 2, Facing.BACKWARD);
        OwnHeartRate.Finding finding = own.finding(50);
        // steady hearts leave the sensor's own 1 bpm
        assertThat(finding.forwardBpm()).isEqualTo(new Estimate(150, 1.96));
        assertThat(finding.backwardBpm()).isEqualTo(new Estimate(160, 1.96));
        assertThat(finding.perMinuteRatio().value()).isCloseTo(1.1, within(1e-12));
        double sigma = Math.sqrt(1e-4 + 1.1 * 1.1 * 1e-4 + 0.1 * 0.1 * 9e-4);
        assertThat(finding.perMinuteRatio().plusMinus()).isCloseTo(1.96 * sigma, within(1e-12));
        assertThat(finding.perMeterRatio().value()).isCloseTo(1.65, within(1e-12));
        double perMeter = Math.sqrt(1.5 * sigma * 1.5 * sigma + 2 * 1.65 * 0.03 * 1.65 * 0.03);
        assertThat(finding.perMeterRatio().plusMinus()).isCloseTo(1.96 * perMeter, within(1e-12));
    }

    @Test
    void the_first_minute_after_a_change_is_left_out() {
        run(0, 60, 90, 3, Facing.FORWARD);
        run(60, 400, 150, 3, Facing.FORWARD);
        run(400, 460, 150, 2, Facing.BACKWARD);
        run(460, 800, 170, 2, Facing.BACKWARD);
        assertThat(own.finding(50).forwardBpm().value()).isEqualTo(150);
        assertThat(own.finding(50).backwardBpm().value()).isEqualTo(170);
    }

    @Test
    void two_settled_minutes_of_each_are_needed() {
        run(0, 400, 150, 3, Facing.FORWARD);
        run(400, 580, 170, 2, Facing.BACKWARD);
        assertThat(own.finding(50)).isEqualTo(OwnHeartRate.Finding.NOTHING_YET);
        run(580, 581, 170, 2, Facing.BACKWARD);
        assertThat(own.finding(50).backwardBpm().value()).isEqualTo(170);
        assertThat(OwnHeartRate.Finding.NOTHING_YET.perMeterRatio().known()).isFalse();
    }

    @Test
    void backwards_alone_says_nothing_either() {
        run(0, 800, 150, 2, Facing.BACKWARD);
        run(800, 900, 150, 2, Facing.FORWARD);
        assertThat(own.finding(50)).isEqualTo(OwnHeartRate.Finding.NOTHING_YET);
    }

    @Test
    void standing_and_gaps_unsettle_the_heart_and_count_for_neither() {
        run(0, 150, 150, 3, Facing.FORWARD);
        run(150, 300, 100, 0, Facing.STILL);
        run(300, 359, 110, 3, Facing.FORWARD);
        run(360, 480, 150, 3, Facing.FORWARD);
        run(490, 550, 110, 3, Facing.FORWARD);
        run(550, 700, 150, 3, Facing.FORWARD);
        run(700, 1000, 160, 2, Facing.BACKWARD);
        assertThat(own.finding(50).forwardBpm().value()).isEqualTo(150);
    }

    @Test
    void a_reading_every_five_seconds_leaves_no_gap() {
        for (int second = 0; second < 800; second += 5) {
            own.take(
                    second * Micros.PER_SECOND,
                    second < 400 ? 150 : 160,
                    3,
                    second < 400 ? Facing.FORWARD : Facing.BACKWARD);
        }
        assertThat(own.finding(50).forwardBpm().value()).isEqualTo(150);
        assertThat(own.finding(50).backwardBpm().value()).isEqualTo(160);
    }

    @Test
    void an_unknown_facing_counts_for_neither() {
        run(0, 400, 150, 3, Facing.FORWARD);
        run(400, 800, 190, 3, Facing.UNKNOWN);
        run(800, 1200, 160, 2, Facing.BACKWARD);
        assertThat(own.finding(50).forwardBpm().value()).isEqualTo(150);
        assertThat(own.finding(50).backwardBpm().value()).isEqualTo(160);
    }

    @Test
    void without_a_resting_heart_rate_there_is_no_ratio() {
        run(0, 400, 150, 3, Facing.FORWARD);
        run(400, 800, 160, 2, Facing.BACKWARD);
        assertThat(own.finding(Double.NaN).backwardBpm().known()).isTrue();
        assertThat(own.finding(Double.NaN).perMinuteRatio()).isEqualTo(Estimate.UNKNOWN);
        assertThat(own.finding(155).perMinuteRatio()).isEqualTo(Estimate.UNKNOWN);
        assertThat(own.finding(150).perMinuteRatio()).isEqualTo(Estimate.UNKNOWN);
        assertThat(own.finding(149).perMinuteRatio().known()).isTrue();
        own = new OwnHeartRate();
        run(0, 400, 160, 3, Facing.FORWARD);
        run(400, 800, 150, 2, Facing.BACKWARD);
        assertThat(own.finding(150).perMinuteRatio()).isEqualTo(Estimate.UNKNOWN);
    }

    @Test
    void seconds_without_a_beat_or_a_speed_count_for_nothing() {
        run(0, 400, 150, 3, Facing.FORWARD);
        for (int second = 400; second < 800; second++) {
            own.take(
                    second * Micros.PER_SECOND,
                    second % 3 == 0 ? Double.NaN : 160,
                    second % 3 == 1 ? Double.NaN : 2,
                    Facing.BACKWARD);
        }
        assertThat(own.finding(50)).isEqualTo(OwnHeartRate.Finding.NOTHING_YET);
        run(800, 820, 160, 2, Facing.BACKWARD);
        assertThat(own.finding(50).perMeterRatio().value()).isCloseTo(1.65, within(1e-12));
    }

    @Test
    void an_impossible_heart_rate_counts_for_nothing() {
        run(0, 400, 150, 3, Facing.FORWARD);
        run(400, 600, 160, 2, Facing.BACKWARD);
        run(600, 800, 250, 2, Facing.BACKWARD);
        assertThat(own.finding(50).backwardBpm().value()).isEqualTo(160);
    }

    @Test
    void without_movement_there_is_no_cost_of_a_metre() {
        run(0, 400, 150, 0, Facing.FORWARD);
        run(400, 800, 160, 2, Facing.BACKWARD);
        assertThat(own.finding(50).perMinuteRatio().known()).isTrue();
        assertThat(own.finding(50).perMeterRatio()).isEqualTo(Estimate.UNKNOWN);
        own = new OwnHeartRate();
        run(0, 400, 150, 3, Facing.FORWARD);
        run(400, 800, 160, 0, Facing.BACKWARD);
        assertThat(own.finding(50).perMeterRatio()).isEqualTo(Estimate.UNKNOWN);
    }

    @Test
    void a_wandering_heart_is_less_sure_and_longer_running_makes_it_surer() {
        for (int second = 0; second < 300; second++) {
            own.take(second * Micros.PER_SECOND, 140 + second / 30 % 2 * 20, 3, Facing.FORWARD);
        }
        for (int second = 300; second < 1500; second++) {
            own.take(second * Micros.PER_SECOND, 140 + second / 30 % 2 * 20, 2, Facing.BACKWARD);
        }
        OwnHeartRate.Finding finding = own.finding(50);
        assertThat(finding.forwardBpm().plusMinus()).isCloseTo(1.96 * Math.sqrt(100 * 60 / 240.0 + 1), within(0.02));
        assertThat(finding.backwardBpm().plusMinus()).isCloseTo(1.96 * Math.sqrt(100 * 60 / 1140.0 + 1), within(0.02));
        // both hearts 100 bpm above resting on the mean: the ratio has the doubts of both
        assertThat(finding.perMinuteRatio().value()).isCloseTo(1, within(0.01));
        assertThat(finding.perMinuteRatio().plusMinus())
                .isCloseTo(1.96 * Math.sqrt(100 * 60 / 240.0 + 1 + 100 * 60 / 1140.0 + 1) / 100, within(0.001));
    }

    private static void feed(OwnHeartRate own, int fromSecond, int toSecond, long shift) {
        for (int second = fromSecond; second < toSecond; second++) {
            own.take(
                    second * Micros.PER_SECOND + shift,
                    second % 7 == 0 ? Double.NaN : 110 + second % 60,
                    2,
                    second / 300 % 2 == 0 ? Facing.FORWARD : Facing.BACKWARD);
        }
    }

    @Property(tries = 100)
    void neither_the_time_of_day_nor_a_restart_in_the_middle_matters(
            @ForAll @IntRange(max = 1200) int cut,
            @ForAll @LongRange(min = -1_000_000_000_000L, max = 1_000_000_000_000L) long shift) {
        OwnHeartRate whole = new OwnHeartRate();
        feed(whole, 0, 1200, 0);
        OwnHeartRate first = new OwnHeartRate();
        feed(first, 0, cut, shift);
        StateWriter out = new StateWriter();
        first.writeTo(out);
        OwnHeartRate second = OwnHeartRate.readFrom(new StateReader(out.toBytes()));
        feed(second, cut, 1200, shift);
        assertThat(second.finding(50)).isEqualTo(whole.finding(50));
        assertThat(second.finding(50).perMeterRatio().known()).isTrue();
    }
}
