package dev.backstretch.domain.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.time.Micros;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanePlaceTest {
    private static final double LAP = 400;

    private final LanePlace place = new LanePlace();

    private void see(double second, Seen seen) {
        place.take(seen.observed(Seen.micros(second), Seen.micros(second)), LAP);
    }

    private double metersAt(double second) {
        return place.metersAt(Seen.micros(second), LAP);
    }

    @ParameterizedTest(name = "from {0} m to {1} m it is {2} m")
    @CsvSource({
        "0, 10, 10",
        "10, 0, -10",
        "390, 10, 20",
        "10, 390, -20",
        "0, 200, 200",
        "200, 0, 200",
        "0, 200.5, -199.5",
        "200.5, 0, 199.5",
        "0, 410, 10",
        "-10, 0, 10",
        "0, 400, 0",
        "0, -450, -50"
    })
    void the_shorter_way_is_taken_and_half_a_lap_is_onward(double from, double to, double expected) {
        assertThat(LanePlace.between(from, to, LAP)).isCloseTo(expected, within(1e-9));
    }

    @Test
    void who_goes_on_like_this_passes_the_line() {
        see(0, Seen.forward(4).at(394).sureTo(5));
        assertThat(metersAt(1)).isEqualTo(398);
        assertThat(metersAt(1.5)).isZero();
        assertThat(metersAt(2)).isEqualTo(2);
        assertThat(metersAt(252)).as("two and a half laps on").isEqualTo(202);
    }

    @Test
    void who_goes_against_the_wave_comes_below_the_line() {
        see(0, Seen.forward(4).at(10).sureTo(5));
        see(1, Seen.forward(4).at(6).sureTo(5));
        assertThat(place.way()).isEqualTo(-1);
        assertThat(metersAt(2)).isEqualTo(2);
        assertThat(metersAt(3)).isEqualTo(398);
    }

    @Test
    void two_meters_turn_the_way_and_less_does_not() {
        see(0, Seen.forward(1).at(100).sureTo(5));
        see(1, Seen.forward(1).at(98.01).sureTo(5));
        assertThat(place.way()).isEqualTo(1);
        see(2, Seen.forward(1).at(98).sureTo(5));
        assertThat(place.way()).isEqualTo(-1);
        see(3, Seen.forward(1).at(99.9).sureTo(5));
        assertThat(place.way()).as("from where it turned").isEqualTo(-1);
        see(4, Seen.forward(1).at(100).sureTo(5));
        assertThat(place.way()).isEqualTo(1);
    }

    @Test
    void half_a_meter_a_second_is_walking_and_less_is_standing() {
        see(0, Seen.forward(0.5).at(100).sureTo(5));
        assertThat(place.speedMetersPerSecond()).isEqualTo(0.5);
        see(1, Seen.forward(0.49).at(100).sureTo(5));
        assertThat(place.speedMetersPerSecond()).isZero();
        see(2, Seen.forward(Double.NaN).at(100).sureTo(5));
        assertThat(place.speedMetersPerSecond()).isZero();
    }

    @Test
    void a_fix_that_may_be_wrong_by_more_than_fifty_meters_shows_no_place() {
        see(0, Seen.forward(1).at(100).sureTo(50));
        see(1, Seen.forward(1).at(300).sureTo(50.1));
        assertThat(place.atMicros()).isEqualTo(Seen.micros(0));
        assertThat(place.accuracyMeters()).isEqualTo(50);
        assertThat(place.metersAt(Seen.micros(0) + Micros.PER_SECOND, LAP)).isEqualTo(101);
    }
}
