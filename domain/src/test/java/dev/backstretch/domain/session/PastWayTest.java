package dev.backstretch.domain.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import org.junit.jupiter.api.Test;

/** How far a runner had come at a time whose readings are forgotten. */
final class PastWayTest {
    private static final double METERS_PER_SECOND = 3;

    private static Step step(double second) {
        Step step = new Step(SessionScript.speed(second, METERS_PER_SECOND), micros(second));
        step.pathMeters = METERS_PER_SECOND * second;
        return step;
    }

    private static long micros(double second) {
        return Micros.of(SessionScript.at(second));
    }

    private static PastWay left(int fromSecond, int toSecond) {
        PastWay way = new PastWay();
        for (int second = fromSecond; second <= toSecond; second++) {
            way.leave(step(second));
        }
        return way;
    }

    @Test
    void between_its_points_the_way_is_straight() {
        PastWay way = left(10, 60);
        for (double second : new double[] {10, 12.5, 15, 31.2, 60, 62}) {
            assertThat(way.at(micros(second), step(64)))
                    .as("at %s s", second)
                    .isCloseTo(METERS_PER_SECOND * second, within(1e-6));
        }
    }

    @Test
    void a_little_before_the_first_step_of_all_the_runner_stood_there_already() {
        PastWay way = left(10, 60);
        assertThat(way.at(micros(5), step(64))).isEqualTo(30);
        assertThat(way.at(micros(4.9), step(64))).isNaN();
        assertThat(new PastWay().at(micros(5), step(10))).isEqualTo(30);
        assertThat(new PastWay().at(micros(4.9), step(10))).isNaN();
    }

    @Test
    void after_twelve_hours_the_oldest_is_forgotten_and_the_rest_stays() {
        int end = 13 * 3600;
        PastWay way = left(0, end);
        assertThat(way.at(micros(60), step(end + 1))).isNaN();
        assertThat(way.at(micros(8 * 3600), step(end + 1))).isCloseTo(METERS_PER_SECOND * 8 * 3600, within(1e-6));
    }

    @Test
    void it_goes_on_from_a_snapshot() {
        for (int end : new int[] {0, 100, 13 * 3600}) {
            PastWay way = left(0, end);
            StateWriter out = new StateWriter();
            way.writeTo(out);
            PastWay read = PastWay.readFrom(new StateReader(out.toBytes()));
            for (int second = end + 1; second < end + 40; second++) {
                way.leave(step(second));
                read.leave(step(second));
            }
            StateWriter again = new StateWriter();
            StateWriter expected = new StateWriter();
            read.writeTo(again);
            way.writeTo(expected);
            assertThat(again.toBytes()).isEqualTo(expected.toBytes());
            assertThat(read.at(micros(-1), step(end + 50))).isEqualTo((Double) way.at(micros(-1), step(end + 50)));
        }
    }
}
