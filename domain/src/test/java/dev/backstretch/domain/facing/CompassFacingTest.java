package dev.backstretch.domain.facing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompassFacingTest {
    private static final double RUNNING = 2.5;

    private CompassFacing compass = new CompassFacing();
    private int second;

    /** Readings of a runner who goes north, one a second. */
    private void north(int seconds, double compassDegrees, Facing said) {
        for (int i = 0; i < seconds; i++) {
            take(RUNNING, compassDegrees, said);
        }
    }

    private void take(double speed, double compassDegrees, Facing said) {
        compass.take(second * Micros.PER_SECOND, speed, compassDegrees, 0, said);
        second++;
    }

    @Test
    void nothing_is_said_before_somebody_has_said_forwards() {
        north(300, 0, Facing.UNKNOWN);
        north(300, 180, Facing.BACKWARD);
        assertThat(compass.facing()).isEqualTo(Facing.UNKNOWN);
    }

    @Test
    void a_phone_in_any_pocket_learns_how_it_sits() {
        for (int mounted = 0; mounted < 360; mounted += 45) {
            compass = new CompassFacing();
            north(40, mounted, Facing.FORWARD);
            assertThat(compass.facing()).as("mounted at %d°", mounted).isEqualTo(Facing.FORWARD);
            north(10, (mounted + 180) % 360, Facing.UNKNOWN);
            assertThat(compass.facing()).as("mounted at %d°", mounted).isEqualTo(Facing.BACKWARD);
        }
    }

    @Test
    void a_change_is_believed_after_three_seconds_and_holds_from_its_first() {
        north(40, 0, Facing.FORWARD);
        int turned = second;
        // the median of five follows after two more readings
        north(5, 180, Facing.UNKNOWN);
        assertThat(compass.facing()).isEqualTo(Facing.FORWARD);
        north(1, 180, Facing.UNKNOWN);
        assertThat(compass.facing()).isEqualTo(Facing.BACKWARD);
        assertThat(compass.sinceMicros()).isEqualTo((turned + 2) * Micros.PER_SECOND);
    }

    @Test
    void one_glance_over_the_shoulder_changes_nothing() {
        north(40, 0, Facing.FORWARD);
        for (int glance = 0; glance < 20; glance++) {
            north(2, 170, Facing.UNKNOWN);
            north(4, 5, Facing.UNKNOWN);
            assertThat(compass.facing()).isEqualTo(Facing.FORWARD);
        }
    }

    @Test
    void who_goes_sideways_or_slowly_faces_nowhere_after_ten_seconds() {
        north(40, 0, Facing.FORWARD);
        north(10, 90, Facing.UNKNOWN);
        assertThat(compass.facing()).isEqualTo(Facing.FORWARD);
        north(4, 90, Facing.UNKNOWN);
        assertThat(compass.facing()).isEqualTo(Facing.UNKNOWN);

        compass = new CompassFacing();
        north(40, 0, Facing.FORWARD);
        for (int i = 0; i < 11; i++) {
            take(0.5, 0, Facing.UNKNOWN);
        }
        assertThat(compass.facing()).isEqualTo(Facing.UNKNOWN);
        assertThat(compass.sinceMicros())
                .as("ten seconds after the last that told")
                .isEqualTo((second - 2) * Micros.PER_SECOND);
    }

    @Test
    void a_phone_that_swings_is_not_believed() {
        for (int i = 0; i < 200; i++) {
            take(RUNNING, i % 3 * 60, Facing.FORWARD);
        }
        north(60, 180, Facing.UNKNOWN);
        assertThat(compass.facing()).isEqualTo(Facing.UNKNOWN);
    }

    @Test
    void a_phone_that_was_taken_out_is_learnt_anew_but_a_turned_runner_is_not_a_moved_phone() {
        north(40, 0, Facing.FORWARD);
        north(60, 90, Facing.FORWARD);
        assertThat(compass.facing()).isEqualTo(Facing.FORWARD);
        north(60, 270, Facing.FORWARD);
        assertThat(compass.facing()).as("said forwards, run backwards").isEqualTo(Facing.BACKWARD);
    }

    @Test
    void it_goes_on_from_a_snapshot() {
        north(37, 20, Facing.FORWARD);
        north(4, 200, Facing.UNKNOWN);
        var out = new StateWriter();
        compass.writeTo(out);
        var straight = compass;
        int at = second;
        north(3, 200, Facing.UNKNOWN);
        compass = CompassFacing.readFrom(new StateReader(out.toBytes()));
        second = at;
        north(3, 200, Facing.UNKNOWN);
        assertThat(compass.facing()).isEqualTo(straight.facing()).isEqualTo(Facing.BACKWARD);
        assertThat(compass.sinceMicros()).isEqualTo(straight.sinceMicros());
    }

    private void takeAt(double seconds, double speed, double compassDegrees) {
        compass.take(Micros.ofSeconds(seconds), speed, compassDegrees, 0, Facing.UNKNOWN);
    }

    @Test
    void a_facing_is_kept_for_ten_seconds_and_no_longer() {
        north(40, 0, Facing.FORWARD);
        takeAt(49, 0, 0);
        assertThat(compass.facing()).isEqualTo(Facing.FORWARD);
        takeAt(49.000001, 0, 0);
        assertThat(compass.facing()).isEqualTo(Facing.UNKNOWN);
        assertThat(compass.sinceMicros()).isEqualTo(49 * Micros.PER_SECOND);
    }

    @Test
    void thirty_samples_five_of_them_and_three_seconds_are_needed() {
        north(36, 0, Facing.FORWARD);
        assertThat(compass.facing()).isEqualTo(Facing.UNKNOWN);
        north(1, 0, Facing.FORWARD);
        assertThat(compass.facing()).isEqualTo(Facing.FORWARD);
        assertThat(compass.sinceMicros()).isEqualTo(33 * Micros.PER_SECOND);
    }

    @Test
    void the_course_is_believed_from_seven_tenths_of_a_metre_a_second_on() {
        for (int i = 0; i < 40; i++) {
            take(0.7, 0, Facing.FORWARD);
        }
        assertThat(compass.facing()).isEqualTo(Facing.FORWARD);
        compass = new CompassFacing();
        for (int i = 0; i < 40; i++) {
            take(0.69, 0, Facing.FORWARD);
        }
        assertThat(compass.facing()).isEqualTo(Facing.UNKNOWN);
    }

    @ParameterizedTest(name = "turned, then nothing for {0} s: {1}")
    @CsvSource({"10, BACKWARD", "10.000001, UNKNOWN"})
    void what_the_compass_showed_more_than_ten_seconds_ago_says_nothing_any_more(double gap, Facing facing) {
        north(40, 0, Facing.FORWARD);
        north(4, 180, Facing.UNKNOWN);
        takeAt(43 + gap, RUNNING, 180);
        assertThat(compass.facing()).isEqualTo(facing);
    }

    @Test
    void what_lies_before_a_break_says_nothing_after_it() {
        north(40, 0, Facing.FORWARD);
        north(4, 180, Facing.UNKNOWN);
        compass.breakOff();
        assertThat(compass.facing()).isEqualTo(Facing.UNKNOWN);
        assertThat(compass.sinceMicros()).as("the last that told").isEqualTo(41 * Micros.PER_SECOND);
        north(7, 180, Facing.UNKNOWN);
        assertThat(compass.facing()).isEqualTo(Facing.UNKNOWN);
        north(1, 180, Facing.UNKNOWN);
        assertThat(compass.facing()).isEqualTo(Facing.BACKWARD);
        assertThat(compass.sinceMicros()).isEqualTo(48 * Micros.PER_SECOND);
    }

    @Test
    void a_break_while_nothing_was_known_is_no_change() {
        compass.breakOff();
        assertThat(compass.sinceMicros()).isEqualTo(Long.MIN_VALUE);
    }
}
