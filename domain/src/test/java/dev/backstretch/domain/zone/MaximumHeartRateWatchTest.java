package dev.backstretch.domain.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import org.junit.jupiter.api.Test;

class MaximumHeartRateWatchTest {
    private static final HeartRateLimits ESTIMATED = HeartRateLimits.estimated(MaximumHeartRate.FOX, 40);

    private final MaximumHeartRateWatch watch = new MaximumHeartRateWatch(ESTIMATED);

    private void beats(int fromSecond, int toSecond, double bpm) {
        for (int second = fromSecond; second <= toSecond; second++) {
            watch.take(second * Micros.PER_SECOND, bpm);
        }
    }

    @Test
    void thirty_seconds_above_the_estimate_ask_for_a_raise() {
        beats(0, 29, 185);
        assertThat(watch.proposedBpm()).isNaN();
        beats(30, 30, 184);
        assertThat(watch.proposedBpm()).isEqualTo(185);
    }

    @Test
    void no_raise_is_more_than_ten_beats() {
        beats(0, 30, 205);
        assertThat(watch.proposedBpm()).isEqualTo(190);
    }

    @Test
    void the_estimate_itself_is_not_above_it_and_ends_the_run() {
        beats(0, 100, 180);
        assertThat(watch.proposedBpm()).isNaN();
        beats(101, 120, 185);
        beats(121, 121, 180);
        beats(122, 145, 185);
        assertThat(watch.proposedBpm()).isNaN();
    }

    @Test
    void a_gap_ends_the_run_and_a_short_one_does_not() {
        beats(0, 20, 185);
        beats(26, 50, 185);
        assertThat(watch.proposedBpm()).isNaN();
        beats(55, 56, 183);
        assertThat(watch.proposedBpm()).isEqualTo(185);
    }

    @Test
    void a_new_run_forgets_the_highest_of_the_one_before_and_a_proposal_never_falls() {
        beats(0, 5, 189);
        beats(6, 6, 150);
        beats(7, 37, 183);
        assertThat(watch.proposedBpm()).isEqualTo(183);
        beats(38, 38, 186);
        beats(39, 39, 150);
        beats(40, 70, 182);
        assertThat(watch.proposedBpm()).isEqualTo(186);
    }

    @Test
    void a_measured_maximum_is_never_doubted() {
        MaximumHeartRateWatch measured = new MaximumHeartRateWatch(HeartRateLimits.measured(180));
        for (int second = 0; second < 100; second++) {
            measured.take(second * Micros.PER_SECOND, 190);
        }
        assertThat(measured.proposedBpm()).isNaN();
    }

    @Test
    void readings_without_a_beat_say_nothing() {
        beats(0, 15, 185);
        beats(16, 18, Double.NaN);
        beats(19, 30, 185);
        assertThat(watch.proposedBpm()).isEqualTo(185);
    }

    @Test
    void its_state_can_be_written_and_read_in_the_middle_of_a_run() {
        beats(0, 20, 187);
        StateWriter out = new StateWriter();
        watch.writeTo(out);
        MaximumHeartRateWatch read = MaximumHeartRateWatch.readFrom(new StateReader(out.toBytes()), ESTIMATED);
        assertThat(read.proposedBpm()).isNaN();
        for (int second = 21; second <= 30; second++) {
            read.take(second * Micros.PER_SECOND, 184);
        }
        assertThat(read.proposedBpm()).isEqualTo(187);
        StateWriter again = new StateWriter();
        read.writeTo(again);
        assertThat(MaximumHeartRateWatch.readFrom(new StateReader(again.toBytes()), ESTIMATED)
                        .proposedBpm())
                .isEqualTo(187);
    }
}
