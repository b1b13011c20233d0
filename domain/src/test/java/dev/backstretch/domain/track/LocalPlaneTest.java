package dev.backstretch.domain.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalPlaneTest {
    /** A degree of WGS84 at the equator, m: to the east, and to the north. */
    private static final double EAST_METERS = 111_319.491;

    private static final double NORTH_METERS = 110_574.276;

    @Test
    void a_degree_at_the_equator_is_as_long_as_the_ellipsoid_says() {
        LocalPlane plane = new LocalPlane(0, 10);
        assertThat(plane.eastMeters(11)).isCloseTo(EAST_METERS, within(0.001));
        assertThat(plane.northMeters(1)).isCloseTo(NORTH_METERS, within(0.001));
        assertThat(plane.originLatitudeDegrees()).isZero();
        assertThat(plane.originLongitudeDegrees()).isEqualTo(10);
    }

    @Test
    void where_the_origin_is_told() {
        LocalPlane plane = new LocalPlane(18.79, 98.95);
        assertThat(plane.originLatitudeDegrees()).isEqualTo(18.79);
        assertThat(plane.originLongitudeDegrees()).isEqualTo(98.95);
        assertThat(plane.eastMeters(98.95)).isZero();
        assertThat(plane.northMeters(18.79)).isZero();
    }

    @ParameterizedTest(name = "from {0}° to {1}°: {2}° to the east")
    @CsvSource({"179.9995, -179.9995, 0.001", "-179.9995, 179.9995, -0.001", "179.5, 179.25, -0.25"})
    void a_track_may_lie_across_the_date_line(double from, double to, double east) {
        assertThat(new LocalPlane(0, from).eastMeters(to)).isCloseTo(east * EAST_METERS, within(0.001));
    }
}
