package dev.backstretch.domain.facing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import org.junit.jupiter.api.Test;

class FacingTraceTest {
    private final FacingTrace trace = new FacingTrace();

    @Test
    void a_facing_holds_until_the_next() {
        trace.put(Long.MIN_VALUE, Facing.UNKNOWN);
        trace.put(10, Facing.FORWARD);
        trace.put(50, Facing.BACKWARD);
        trace.put(70, Facing.UNKNOWN);
        assertThat(trace.at(9)).isEqualTo(Facing.UNKNOWN);
        assertThat(trace.at(10)).isEqualTo(Facing.FORWARD);
        assertThat(trace.at(69)).isEqualTo(Facing.BACKWARD);
        assertThat(trace.at(1000)).isEqualTo(Facing.UNKNOWN);
        assertThat(trace.microsOf(Facing.FORWARD, 0, 100)).isEqualTo(40);
        assertThat(trace.microsOf(Facing.BACKWARD, 60, 100)).isEqualTo(10);
        assertThat(trace.microsOf(Facing.BACKWARD, 0, 40)).isZero();
    }

    @Test
    void what_is_told_again_is_no_news_and_a_past_told_anew_replaces_what_followed() {
        assertThat(trace.put(10, Facing.FORWARD)).isTrue();
        assertThat(trace.put(10, Facing.FORWARD)).isFalse();
        assertThat(trace.put(50, Facing.BACKWARD)).isTrue();
        assertThat(trace.put(10, Facing.FORWARD)).isTrue();
        assertThat(trace.at(60)).isEqualTo(Facing.FORWARD);
    }

    @Test
    void what_repeats_the_facing_before_is_no_news() {
        assertThat(trace.put(5, Facing.UNKNOWN)).isFalse();
        assertThat(trace.put(10, Facing.FORWARD)).isTrue();
        assertThat(trace.put(20, Facing.FORWARD)).isFalse();
    }

    @Test
    void a_first_facing_can_be_told_anew() {
        trace.put(10, Facing.FORWARD);
        assertThat(trace.put(10, Facing.BACKWARD)).isTrue();
        assertThat(trace.at(10)).isEqualTo(Facing.BACKWARD);
        assertThat(trace.microsOf(Facing.FORWARD, 0, 100)).isZero();
        assertThat(trace.put(5, Facing.UNKNOWN)).isTrue();
        assertThat(trace.at(50)).isEqualTo(Facing.UNKNOWN);
    }

    @Test
    void it_goes_on_from_a_snapshot() {
        trace.put(10, Facing.FORWARD);
        trace.put(50, Facing.BACKWARD);
        StateWriter out = new StateWriter();
        trace.writeTo(out);
        FacingTrace read = FacingTrace.readFrom(new StateReader(out.toBytes()));
        assertThat(read.at(49)).isEqualTo(Facing.FORWARD);
        assertThat(read.at(50)).isEqualTo(Facing.BACKWARD);
        assertThat(read.put(50, Facing.BACKWARD)).isFalse();
    }
}
