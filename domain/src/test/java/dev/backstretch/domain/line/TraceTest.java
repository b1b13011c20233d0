package dev.backstretch.domain.line;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TraceTest {
    private final Trace trace = new Trace();

    private void append(long place) {
        trace.append(micros(place));
        for (int cell = 0; cell < Trace.CELLS; cell++) {
            trace.cells(place)[Trace.at(place) + cell] = cell(place, cell);
        }
        trace.wroteNewest();
    }

    private static long micros(long place) {
        return 1_000_000 * place;
    }

    private static double cell(long place, int cell) {
        return place + cell / 100.0;
    }

    private void holds(long first, long end) {
        assertThat(trace.first()).isEqualTo(first);
        assertThat(trace.end()).isEqualTo(end);
        for (long place = first; place < end; place++) {
            assertThat(trace.micros(place)).isEqualTo(micros(place));
            assertThat(trace.placeAt(micros(place))).isEqualTo(place);
            assertThat(trace.placeAt(micros(place) - 1)).isEqualTo(place);
            for (int cell = 0; cell < Trace.CELLS; cell++) {
                assertThat(trace.cell(place, cell)).isEqualTo(cell(place, cell));
            }
        }
    }

    @Test
    void rows_stand_as_they_were_written_while_others_come_and_go() {
        long end = 0;
        long first = 0;
        // lengths that are no multiples of a block's: windows that grow, stand and shrink
        for (int keep : new int[] {5, 31, 32, 33, 64, 65, 200, 200, 97, 40, 500, 3}) {
            for (int i = 0; i < 77; i++) {
                append(end++);
                first = Math.max(first, end - keep);
                trace.forgetBefore(first);
            }
            holds(first, end);
        }
    }

    @Test
    void rows_that_were_taken_back_are_written_anew() {
        for (long place = 0; place < 150; place++) {
            append(place);
        }
        trace.forgetBefore(45);
        trace.truncate(70);
        holds(45, 70);
        for (long place = 70; place < 300; place++) {
            append(place);
        }
        holds(45, 300);
    }

    @Test
    void the_speed_of_a_row_is_told_from_the_row_before_as_the_filter_went_on_from_it() {
        for (long place = 0; place < 70; place++) {
            append(place);
        }
        // over the end of a block, and written anew after some were taken back
        trace.truncate(63);
        for (long place = 63; place < 70; place++) {
            append(place);
        }
        for (long place = 1; place < 70; place++) {
            double kept = cell(place, Trace.SPEED_KEPT);
            double expected = kept * cell(place - 1, Trace.SPEED) + cell(place, Trace.SPEED_ADDED);
            double spreadBefore = cell(place - 1, Trace.SPEED_SPREAD);
            double spread = kept * kept * spreadBefore + cell(place, Trace.NOISE_SPEED);
            double[] speeds = trace.speeds(place);
            int at = Trace.speedAt(place);
            assertThat(speeds[at + Trace.SPEED_HERE]).isEqualTo(cell(place, Trace.SPEED));
            assertThat(speeds[at + Trace.SPEED_EXPECTED]).isEqualTo(expected);
            assertThat(speeds[at + Trace.SPEED_GAIN]).isEqualTo(kept * spreadBefore / spread);
        }
    }

    @Test
    void of_a_row_whose_neighbour_was_let_go_of_nothing_is_expected() {
        append(0);
        trace.forgetBefore(1);
        append(1);
        assertThat(trace.speeds(1)[Trace.speedAt(1) + Trace.SPEED_HERE]).isEqualTo(cell(1, Trace.SPEED));
        assertThat(trace.speeds(1)[Trace.speedAt(1) + Trace.SPEED_EXPECTED]).isZero();
        append(2);
        assertThat(trace.speeds(2)[Trace.speedAt(2) + Trace.SPEED_EXPECTED]).isPositive();
    }

    @Test
    void a_gain_is_known_until_its_row_or_the_next_is_written() {
        for (long place = 0; place < 64; place++) {
            append(place);
        }
        for (long place = 60; place < 63; place++) {
            trace.gains(place)[Trace.gainAt(place)] = place;
            trace.keepGain(place);
        }
        trace.truncate(63);
        append(63);
        assertThat(trace.knowsGain(60)).isTrue();
        assertThat(trace.knowsGain(61)).isTrue();
        assertThat(trace.knowsGain(62)).isFalse();
        assertThat(trace.gains(61)[Trace.gainAt(61)]).isEqualTo(61);
        trace.forgetBefore(64);
        append(64);
        append(65);
        // a block that was let go of is taken again, without what was known of other rows
        for (long place = 66; place < 96; place++) {
            append(place);
        }
        for (long place = 64; place < 96; place++) {
            assertThat(trace.knowsGain(place)).isFalse();
        }
    }
}
