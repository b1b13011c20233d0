package dev.backstretch.domain.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.track.FinishLine.Crossed;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FinishLineTest {
    /** From (10, 20) five metres along (3, 4) ÷ 5. */
    private static final FinishLine SLANTED = FinishLine.inMeters(10, 20, 13, 24, 5);

    /** From (10, 20) six metres to the north. */
    private static final FinishLine NORTHWARD = FinishLine.inMeters(10, 20, 10, 26, 5);

    @Test
    void a_passing_is_told_by_the_share_of_the_way_and_the_place_on_the_line() {
        // a metre before and three metres past the point two metres along the line
        Crossed crossed = Objects.requireNonNull(SLANTED.between(12, 21, 8.8, 23.4), "passed");
        assertThat(crossed.sign()).isEqualTo(1);
        assertThat(crossed.share()).isCloseTo(0.25, within(1e-12));
        assertThat(crossed.along()).isCloseTo(0.4, within(1e-12));
        Crossed back = Objects.requireNonNull(SLANTED.between(8.8, 23.4, 12, 21), "passed");
        assertThat(back.sign()).isEqualTo(-1);
        assertThat(back.share()).isCloseTo(0.75, within(1e-12));
        assertThat(back.along()).isCloseTo(0.4, within(1e-12));
    }

    @ParameterizedTest(name = "at {0} m north: passed {1}")
    @CsvSource({"14.99, false", "15, true", "20, true", "26, true", "31, true", "31.01, false"})
    void five_metres_beyond_either_end_a_passing_still_counts(double north, boolean passed) {
        assertThat(NORTHWARD.between(12, north, 8, north) != null).isEqualTo(passed);
    }

    /** With an even deceleration the distance at the end and both speeds follow from the start. */
    private static double seconds(double beforeMeters, double speed, double deceleration, double gapSeconds, int sign) {
        double end = -beforeMeters + speed * gapSeconds - deceleration * gapSeconds * gapSeconds / 2;
        return FinishLine.secondsToLine(
                sign * -beforeMeters, sign * end, gapSeconds, sign * speed, sign * (speed - deceleration * gapSeconds));
    }

    @ParameterizedTest(name = "{0} m before the line at {1} m/s, less {2} m/s each second, for {3} s")
    @CsvSource({"6, 4, 1, 4, 2", "8, 5, 1, 5, 2", "3, 3, 0, 2, 1", "2.5, 2, -1, 3, 1"})
    void a_runner_who_brakes_past_the_line_passed_it_sooner_than_on_a_steady_way(
            double beforeMeters, double speed, double deceleration, double gapSeconds, double passedAfter) {
        assertThat(seconds(beforeMeters, speed, deceleration, gapSeconds, 1)).isCloseTo(passedAfter, within(1e-9));
        assertThat(seconds(beforeMeters, speed, deceleration, gapSeconds, -1)).isCloseTo(passedAfter, within(1e-9));
    }

    @Test
    void how_far_from_the_line_is_told_in_meters_whatever_its_length() {
        // its direction is that of a runner who goes from (12, 21) to (8.8, 23.4)
        assertThat(SLANTED.signedMeters(12, 21)).isCloseTo(-1, within(1e-12));
        assertThat(SLANTED.signedMeters(8.8, 23.4)).isCloseTo(3, within(1e-12));
        assertThat(NORTHWARD.signedMeters(12, 50)).isEqualTo(-2);
        assertThat(NORTHWARD.signedMeters(10, 21)).isZero();
    }

    @Test
    void a_gap_of_five_seconds_is_short_enough_to_brake_in() {
        double braked = FinishLine.secondsToLine(-6, 2, 5, 4, 0);
        assertThat(braked).isLessThan(3);
        assertThat(FinishLine.secondsToLine(-6, 2, 5.001, 4, 0)).isCloseTo(3.75, within(1e-3));
    }

    @Test
    void without_both_speeds_or_over_a_long_gap_the_way_is_steady() {
        assertThat(FinishLine.secondsToLine(-6, 2, 4, Double.NaN, 0)).isEqualTo(3);
        assertThat(FinishLine.secondsToLine(-6, 2, 4, 4, Double.NaN)).isEqualTo(3);
        assertThat(FinishLine.secondsToLine(-6, 2, 5.2, 4, 0)).isCloseTo(3.9, within(1e-12));
    }

    @Test
    void the_time_of_a_passing_is_as_sure_as_the_receiver_and_the_speed_allow() {
        // domain notes §4.4: 4 m at 2 m/s, a second between the fixes
        assertThat(FinishLine.sigmaSeconds(4, 2, 0)).isCloseTo(1.32, within(0.005));
        assertThat(FinishLine.sigmaSeconds(0, 2, 4)).isCloseTo(0.4, within(1e-12));
        assertThat(FinishLine.sigmaSeconds(1.515 * 0.3 * 3, 0.3, 40)).isCloseTo(5, within(1e-9));
        assertThat(FinishLine.sigmaSeconds(1.515 * 0.3 * 3, 0, 40)).isCloseTo(5, within(1e-9));
    }
}
