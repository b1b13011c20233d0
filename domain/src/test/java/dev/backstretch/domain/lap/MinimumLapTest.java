package dev.backstretch.domain.lap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.event.Facing;
import org.junit.jupiter.api.Test;

class MinimumLapTest {
    @Test
    void it_is_learnt_from_the_median_of_laps_in_whatever_order_they_were_run() {
        // domain notes §4.3: laps of 110, 118 and 130 s give 47.2 s
        assertThat(MinimumLap.seconds(new double[] {118, 130, 110}, 400, Facing.FORWARD))
                .isCloseTo(47.2, within(1e-9));
        assertThat(MinimumLap.seconds(new double[] {130, 300, 110, 118}, 400, Facing.FORWARD))
                .isCloseTo(0.4 * 124, within(1e-9));
    }
}
