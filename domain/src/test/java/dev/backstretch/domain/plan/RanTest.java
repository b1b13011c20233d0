package dev.backstretch.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.Facing;
import java.util.List;
import org.junit.jupiter.api.Test;

class RanTest {
    private static final Ran RAN = new Ran(
            List.of(
                    new Span(0, 100, Facing.FORWARD),
                    new Span(150, 330, Facing.BACKWARD),
                    new Span(400, 510, Facing.FORWARD)),
            600,
            List.of(50L, 90L));

    @Test
    void a_lap_that_ended_at_the_first_moment_is_not_among_those_after_it_and_one_at_the_second_is() {
        assertThat(RAN.lapsEnded(100, 510)).isEqualTo(2);
        assertThat(RAN.lapsEnded(99, 510)).isEqualTo(3);
        assertThat(RAN.lapsEnded(100, 509)).isEqualTo(1);
        assertThat(RAN.lapsEnded(510, 900)).isZero();
    }

    @Test
    void the_end_of_a_lap_or_distance_after_a_moment_lies_behind_it() {
        assertThat(RAN.lapEndAfter(100, 1)).isEqualTo(330);
        assertThat(RAN.lapEndAfter(99, 2)).isEqualTo(330);
        assertThat(RAN.lapEndAfter(330, 2)).isEqualTo(Long.MAX_VALUE);
        assertThat(RAN.distanceEndAfter(49)).isEqualTo(50);
        assertThat(RAN.distanceEndAfter(50)).isEqualTo(90);
        assertThat(RAN.distanceEndAfter(90)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void the_newest_lap_of_a_facing_tells_how_long_the_next_takes() {
        assertThat(RAN.newestLapMicros(Facing.FORWARD)).isEqualTo(110);
        assertThat(RAN.newestLapMicros(Facing.BACKWARD)).isEqualTo(180);
        assertThat(Ran.NOTHING.newestLapMicros(Facing.FORWARD)).isEqualTo(Moment.NONE);
    }
}
