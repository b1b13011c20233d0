package dev.backstretch.domain.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.Track;
import dev.backstretch.domain.track.Lanes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaneOvalTest {
    @ParameterizedTest(name = "lane {0}, turned by {1}°, clockwise {2}: every place is found where it is")
    @CsvSource({"1, 0, false", "1, 12, true", "4, 200, false", "8, 333, true"})
    void a_place_on_the_lane_is_found_where_it_is(int lane, double bearing, boolean clockwise) {
        SyntheticRun run = new SyntheticRun(lane, bearing, clockwise).leg(300, 4, Facing.FORWARD);
        LaneOval oval = run.oval();
        LaneOval.Spot spot = new LaneOval.Spot();
        double way = -0.7;
        double speed = 0;
        for (Reading reading : run.readings(1, SyntheticRun.Noise.NONE)) {
            oval.project(reading.latitudeDegrees(), reading.longitudeDegrees(), spot);
            assertThat(oval.nearest(spot.meters - way)).isCloseTo(0, within(1e-3));
            assertThat(spot.leftMeters).isCloseTo(0, within(1e-3));
            assertThat(spot.meters).isBetween(0.0, oval.lapMeters());
            if (!Double.isNaN(reading.courseDegrees())) {
                assertThat(oval.alongLane(reading.courseDegrees(), spot)).isCloseTo(1, within(1e-6));
            }
            for (int i = 0; i < 10; i++) {
                speed = Math.min(4, speed + 0.12);
                way += speed * 0.1;
            }
        }
    }

    @Test
    void left_of_the_lane_is_towards_the_infield() {
        SyntheticRun run = SyntheticRun.inLane(1).leg(1, 0, Facing.FORWARD);
        LaneOval second = SyntheticRun.inLane(2).oval();
        LaneOval.Spot spot = new LaneOval.Spot();
        Reading onFirst = run.readings(1, SyntheticRun.Noise.NONE).get(0);

        second.project(onFirst.latitudeDegrees(), onFirst.longitudeDegrees(), spot);

        assertThat(spot.leftMeters).isCloseTo(1.12, within(1e-3));
    }

    @Test
    void a_quarter_mile_lies_in_the_straights_of_the_same_oval() {
        Track track = SyntheticRun.inLane(1).track();

        assertThat(LaneOval.of(track, 1, 402.336))
                .hasValueSatisfying(oval -> assertThat(oval.lapMeters()).isCloseTo(402.336, within(1e-9)));
        assertThat(LaneOval.of(track, 5, Lanes.lapMeters(track, 5)))
                .hasValueSatisfying(oval -> assertThat(oval.lapMeters()).isCloseTo(430.03, within(0.01)));
    }

    @Test
    void a_lap_that_is_no_such_oval_has_none() {
        Track track = SyntheticRun.inLane(1).track();

        assertThat(LaneOval.of(track, 1, 200)).isEmpty();
        assertThat(LaneOval.of(track, 1, 1000)).isEmpty();
        assertThat(LaneOval.of(track, 1, Double.NaN)).isEmpty();
    }
}
