package dev.backstretch.domain.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import org.junit.jupiter.api.Test;

class HeartRateTraceTest {
    private static final long NONE = Long.MIN_VALUE;

    private final HeartRateTrace trace = new HeartRateTrace();

    @Test
    void a_beat_fills_the_seconds_until_the_next_but_no_more_than_five() {
        trace.put(100, 150, NONE, Double.NaN);
        trace.put(103, 160, 100, 150);
        trace.put(113, 120, 103, 160);
        assertThat(trace.average(100, 103)).isEqualTo(150);
        assertThat(trace.average(103, 108)).isEqualTo(160);
        assertThat(trace.average(108, 113)).isNaN();
        assertThat(trace.average(100, 114)).isEqualTo((3 * 150 + 5 * 160 + 120) / 9.0);
        assertThat(trace.maximum(100, 103)).isEqualTo(150);
        assertThat(trace.maximum(100, 114)).isEqualTo(160);
        assertThat(trace.maximum(108, 113)).isNaN();
    }

    @Test
    void an_old_reading_that_came_first_takes_no_beats_away() {
        long now = 100_000;
        trace.put(now - 13 * 3600, 90, NONE, Double.NaN);
        trace.put(now, 150, now - 13 * 3600, 90);
        trace.put(now + 3, 160, now, 150);
        assertThat(trace.average(now, now + 4)).isEqualTo((3 * 150 + 160) / 4.0);
        assertThat(trace.maximum(now - 14 * 3600, now)).isNaN();
    }

    @Test
    void a_beat_before_the_first_one_counts_when_it_comes_later() {
        trace.put(100, 150, NONE, Double.NaN);
        trace.put(97, 120, NONE, Double.NaN);
        trace.put(100, 150, 97, 120);
        assertThat(trace.average(97, 101)).isEqualTo((3 * 120 + 150) / 4.0);
    }

    @Test
    void a_reading_without_a_beat_leaves_its_second_unknown() {
        trace.put(100, 150, NONE, Double.NaN);
        trace.put(101, Double.NaN, 100, 150);
        trace.put(103, 150, 101, Double.NaN);
        assertThat(trace.average(101, 103)).isNaN();
        assertThat(trace.average(99, 104)).isEqualTo(150);
    }

    @Test
    void a_beat_does_not_reach_past_the_next_reading() {
        trace.put(100, 150, NONE, Double.NaN);
        trace.put(102, 160, 100, 150);
        trace.put(105, Double.NaN, 102, Double.NaN);
        assertThat(trace.average(103, 106)).isNaN();
        trace.put(106, 170, 105, Double.NaN);
        assertThat(trace.average(107, 110)).isNaN();
    }

    @Test
    void a_position_in_the_same_second_does_not_take_its_beat_away() {
        trace.put(100, 150, NONE, Double.NaN);
        trace.put(100, Double.NaN, 100, 150);
        trace.put(100, Double.NaN, 100, Double.NaN);
        assertThat(trace.average(100, 101)).isEqualTo(150);
        trace.put(100, 152, 100, Double.NaN);
        assertThat(trace.average(100, 101)).isEqualTo(152);
    }

    @Test
    void a_late_reading_without_a_beat_takes_back_what_was_held_across_it() {
        trace.put(100, 150, NONE, Double.NaN);
        trace.put(104, 150, 100, 150);
        trace.put(101, Double.NaN, 100, 150);
        trace.put(104, 150, 101, Double.NaN);
        assertThat(trace.average(101, 104)).isNaN();
    }

    @Test
    void the_highest_of_all_beats_fits() {
        trace.put(0, 240, NONE, Double.NaN);
        trace.put(1, 239.6, 0, 240);
        assertThat(trace.maximum(0, 2)).isEqualTo(240);
        assertThat(trace.average(0, 2)).isEqualTo(240);
    }

    @Test
    void of_more_than_the_longest_session_the_newest_seconds_are_kept() {
        trace.put(1000, 150, NONE, Double.NaN);
        trace.put(999, 160, NONE, Double.NaN);
        assertThat(trace.average(0, 1001)).isEqualTo(155);
        trace.put(1000 + 12 * 3600 - 1, 180, NONE, Double.NaN);
        assertThat(trace.average(0, 1001)).isEqualTo(150);
        trace.put(1000 + 12 * 3600, 170, NONE, Double.NaN);
        trace.put(1000, 190, NONE, Double.NaN);
        assertThat(trace.average(0, 1001)).isNaN();
        assertThat(trace.maximum(0, 2000 + 12 * 3600)).isEqualTo(180);
    }

    @Test
    void the_oldest_second_of_the_longest_session_can_still_be_corrected() {
        trace.put(1000, 150, NONE, Double.NaN);
        trace.put(1000 + 12 * 3600 - 1, 180, NONE, Double.NaN);
        trace.put(1000, 120, NONE, Double.NaN);
        trace.put(1001, 130, NONE, Double.NaN);
        assertThat(trace.average(1000, 1001)).isEqualTo(120);
        assertThat(trace.average(1001, 1002)).isEqualTo(130);
    }

    @Test
    void its_state_can_be_written_and_read() {
        trace.put(100, 150, NONE, Double.NaN);
        trace.put(102, 160, 100, 150);
        StateWriter out = new StateWriter();
        trace.writeTo(out);
        HeartRateTrace read = HeartRateTrace.readFrom(new StateReader(out.toBytes()));
        read.put(103, 170, 102, 160);
        assertThat(read.average(100, 104)).isEqualTo((150 + 150 + 160 + 170) / 4.0);
    }
}
