package dev.backstretch.domain.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.time.Micros;
import org.junit.jupiter.api.Test;

class StandstillTest {
    private final Standstill still = new Standstill();

    private void go(double speed, int seconds) {
        for (int i = 0; i < seconds; i++) {
            still.advance(speed, Micros.PER_SECOND, false);
        }
    }

    private void sums(int moving, int rest, int paused) {
        assertThat(still.movingMicros()).isEqualTo(moving * Micros.PER_SECOND);
        assertThat(still.restMicros()).isEqualTo(rest * Micros.PER_SECOND);
        assertThat(still.pausedMicros()).isEqualTo(paused * Micros.PER_SECOND);
    }

    @Test
    void half_a_meter_a_second_is_no_stop_and_less_is_one_from_where_it_began() {
        go(0.5, 60);
        assertThat(still.paused()).isFalse();
        sums(60, 0, 0);
        go(0.49, 2);
        assertThat(still.paused()).isFalse();
        go(0.49, 1);
        assertThat(still.paused()).isTrue();
        sums(60, 0, 3);
    }

    @Test
    void who_stopped_goes_on_above_eight_tenths_for_two_seconds() {
        go(0, 5);
        go(0.8, 10);
        assertThat(still.paused()).isTrue();
        go(0.81, 1);
        go(0.8, 1);
        go(0.81, 1);
        assertThat(still.paused()).as("not two in a row").isTrue();
        go(0.81, 1);
        assertThat(still.paused()).isFalse();
        sums(2, 0, 17);
    }

    @Test
    void a_speed_that_is_not_known_keeps_what_was() {
        go(3, 1);
        go(Double.NaN, 60);
        assertThat(still.paused()).isFalse();
        go(0, 3);
        go(Double.NaN, 60);
        assertThat(still.paused()).isTrue();
        sums(61, 0, 63);
    }

    @Test
    void a_planned_rest_is_no_pause_and_ends_one() {
        go(0, 3);
        still.advance(0, 120 * Micros.PER_SECOND, true);
        assertThat(still.paused()).isFalse();
        sums(0, 120, 3);
        go(0, 2);
        assertThat(still.paused()).as("what was before the rest does not count").isFalse();
    }

    @Test
    void a_device_that_stood_still_paused_or_rested() {
        go(0.4, 2);
        still.breakOff(10 * Micros.PER_SECOND, false);
        still.breakOff(7 * Micros.PER_SECOND, true);
        go(0.4, 2);
        assertThat(still.paused()).as("the change begins anew").isFalse();
        sums(4, 7, 10);
    }
}
