package dev.backstretch.domain.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeartRateCheckTest {
    private static final double NONE = Double.NaN;

    private HeartRateCheck check = new HeartRateCheck();

    private BeatVerdict at(double second, double bpm) {
        return at(second, bpm, NONE);
    }

    private BeatVerdict at(double second, double bpm, double cadence) {
        return check.take(Micros.ofSeconds(second), bpm, cadence);
    }

    /** A second each, to before the last; the heart goes up and down by a beat, as hearts do. */
    private List<BeatVerdict> from(int fromSecond, int toSecond, double bpm, double cadence) {
        List<BeatVerdict> verdicts = new ArrayList<>();
        for (int second = fromSecond; second < toSecond; second++) {
            verdicts.add(at(second, bpm + second % 2, cadence));
        }
        return verdicts;
    }

    // ---- dropouts

    @ParameterizedTest(name = "{0} bpm is a dropout")
    @ValueSource(doubles = {Double.NaN, 0, 24.9, 240.1})
    void what_is_no_beat_is_a_dropout(double bpm) {
        assertThat(check.verdict()).isEqualTo(BeatVerdict.DROPOUT);
        assertThat(at(0, 150)).isEqualTo(BeatVerdict.BELIEVED);
        assertThat(at(1, bpm)).isEqualTo(BeatVerdict.DROPOUT);
        assertThat(check.verdict()).isEqualTo(BeatVerdict.DROPOUT);
        assertThat(at(2, 150)).isEqualTo(BeatVerdict.BELIEVED);
    }

    @Test
    void a_second_report_of_the_moment_is_no_dropout() {
        at(1, 150);
        assertThat(at(1, NONE, 160)).isEqualTo(BeatVerdict.BELIEVED);
    }

    // ---- spikes

    @ParameterizedTest(name = "from 150 to {1} within {0} s: {2}")
    @CsvSource({
        "1, 175, BELIEVED",
        "1, 175.1, SPIKE",
        "1, 125, BELIEVED",
        "1, 124.9, SPIKE",
        "2, 176, SPIKE",
        "3, 180, BELIEVED",
        "3, 180.1, SPIKE",
        "5, 200, BELIEVED",
        "5, 200.1, SPIKE",
        "5.1, 230, BELIEVED"
    })
    void a_heart_changes_by_so_much_and_no_more(double after, double bpm, BeatVerdict verdict) {
        at(0, 150);
        assertThat(at(after, bpm)).isEqualTo(verdict);
    }

    @Test
    void a_spike_is_over_when_the_heart_is_back_where_it_was() {
        at(0, 150);
        assertThat(at(1, 210)).isEqualTo(BeatVerdict.SPIKE);
        assertThat(check.begins(HeartRateCheck.Doubt.SPIKE)).isTrue();
        assertThat(at(2, 209)).isEqualTo(BeatVerdict.SPIKE);
        assertThat(check.begins(HeartRateCheck.Doubt.SPIKE)).isFalse();
        assertThat(check.withdraws(HeartRateCheck.Doubt.SPIKE)).isFalse();
        assertThat(at(3, 175)).isEqualTo(BeatVerdict.BELIEVED);
        assertThat(check.withdraws(HeartRateCheck.Doubt.SPIKE)).isTrue();
        assertThat(at(4, 176)).isEqualTo(BeatVerdict.BELIEVED);
        assertThat(check.withdraws(HeartRateCheck.Doubt.SPIKE)).isFalse();
    }

    @Test
    void a_leap_that_lasts_five_seconds_is_believed() {
        at(0, 174);
        for (int second = 1; second < 6; second++) {
            assertThat(at(second, 123)).as("second %d", second).isEqualTo(BeatVerdict.SPIKE);
        }
        assertThat(at(6, 123)).isEqualTo(BeatVerdict.BELIEVED);
        assertThat(check.withdraws(HeartRateCheck.Doubt.SPIKE)).isFalse();
        assertThat(at(7, 140)).isEqualTo(BeatVerdict.BELIEVED);
    }

    @Test
    void each_leap_of_a_loose_strap_begins_anew() {
        at(0, 150);
        at(1, 80);
        at(4, 82);
        assertThat(at(5, 220)).isEqualTo(BeatVerdict.SPIKE);
        assertThat(check.withdraws(HeartRateCheck.Doubt.SPIKE)).isTrue();
        assertThat(check.begins(HeartRateCheck.Doubt.SPIKE)).isTrue();
        assertThat(at(9, 220)).isEqualTo(BeatVerdict.SPIKE);
        assertThat(at(10, 220)).isEqualTo(BeatVerdict.BELIEVED);
    }

    @Test
    void after_a_gap_any_heart_rate_will_do_and_an_open_spike_is_withdrawn() {
        at(0, 150);
        at(1, 210);
        assertThat(at(6.000001, 210)).isEqualTo(BeatVerdict.BELIEVED);
        assertThat(check.withdraws(HeartRateCheck.Doubt.SPIKE)).isTrue();
        assertThat(at(12, 90)).isEqualTo(BeatVerdict.BELIEVED);
        assertThat(check.withdraws(HeartRateCheck.Doubt.SPIKE)).isFalse();
    }

    @Test
    void dropouts_in_between_do_not_make_a_gap_of_a_few_seconds() {
        at(0, 150);
        at(1, NONE);
        at(2, 0);
        assertThat(at(3, 181)).isEqualTo(BeatVerdict.SPIKE);
    }

    // ---- cadence

    @Test
    void a_heart_rate_that_steps_to_the_cadence_and_stays_is_the_cadence() {
        from(0, 10, 150, 168);
        assertThat(at(10, 166, 168)).isEqualTo(BeatVerdict.BELIEVED);
        assertThat(check.begins(HeartRateCheck.Doubt.STEPPED_TO_CADENCE)).isTrue();
        assertThat(check.begins(HeartRateCheck.Doubt.ON_CADENCE)).isFalse();
        assertThat(from(11, 30, 165, 168)).containsOnly(BeatVerdict.BELIEVED);
        assertThat(check.withdraws(HeartRateCheck.Doubt.STEPPED_TO_CADENCE)).isFalse();
        assertThat(at(30, 166, 168)).isEqualTo(BeatVerdict.CADENCE_LOCK);
        assertThat(check.withdraws(HeartRateCheck.Doubt.STEPPED_TO_CADENCE)).isTrue();
        assertThat(check.withdraws(HeartRateCheck.Doubt.ON_CADENCE)).isFalse();
        assertThat(at(31, 166, 168)).isEqualTo(BeatVerdict.CADENCE_LOCK);
        assertThat(check.withdraws(HeartRateCheck.Doubt.STEPPED_TO_CADENCE)).isFalse();
    }

    @ParameterizedTest(name = "from {0} to 165 beside a cadence of 167 within {1} s: {2} after 20 s")
    @CsvSource({
        "157, 1, NEAR_CADENCE",
        "156.9, 1, CADENCE_LOCK",
        "155, 2, NEAR_CADENCE",
        "154.9, 2, CADENCE_LOCK",
        "150, 3, NEAR_CADENCE",
        "149.9, 3, CADENCE_LOCK"
    })
    void only_a_step_to_the_cadence_is_a_lock(double before, double seconds, BeatVerdict verdict) {
        at(0, before, 167);
        at(seconds, 165, 167);
        from((int) seconds + 1, (int) seconds + 20, 164, 167);
        assertThat(at(seconds + 20, 165, 167)).isEqualTo(verdict);
    }

    @Test
    void a_heart_rate_on_the_cadence_for_twenty_seconds_is_the_cadence_however_it_came() {
        at(0, 166, 168);
        from(1, 21, 167, 168);
        assertThat(check.verdict()).isEqualTo(BeatVerdict.NEAR_CADENCE);
        assertThat(at(21, 168, 168)).isEqualTo(BeatVerdict.CADENCE_LOCK);
        assertThat(check.withdraws(HeartRateCheck.Doubt.ON_CADENCE)).isTrue();
        assertThat(check.withdraws(HeartRateCheck.Doubt.STEPPED_TO_CADENCE)).isFalse();
        assertThat(at(22, 171, 168)).isEqualTo(BeatVerdict.CADENCE_LOCK);
        assertThat(at(23, 171.01, 168)).isEqualTo(BeatVerdict.BELIEVED);
    }

    @Test
    void leaving_the_cadence_for_a_moment_begins_the_twenty_seconds_again() {
        at(0, 166, 168);
        from(1, 15, 167, 168);
        at(15, 166.9, 168);
        from(16, 36, 167, 168);
        assertThat(check.verdict()).isEqualTo(BeatVerdict.NEAR_CADENCE);
        assertThat(at(36, 167, 168)).isEqualTo(BeatVerdict.CADENCE_LOCK);
    }

    @Test
    void a_heart_beside_the_cadence_by_chance_counts_and_is_only_doubted() {
        assertThat(from(0, 20, 164, 167)).containsOnly(BeatVerdict.BELIEVED);
        assertThat(at(20, 164, 167)).isEqualTo(BeatVerdict.NEAR_CADENCE);
        assertThat(check.verdict().believed()).isTrue();
        assertThat(at(21, 163.9, 167)).isEqualTo(BeatVerdict.BELIEVED);
        assertThat(from(22, 42, 164, 167)).containsOnly(BeatVerdict.BELIEVED);
    }

    @Test
    void the_end_of_a_lock_is_believed_at_once() {
        at(0, 130, 168);
        from(1, 40, 166, 168);
        assertThat(check.verdict()).isEqualTo(BeatVerdict.CADENCE_LOCK);
        assertThat(at(40, 128, 168)).isEqualTo(BeatVerdict.BELIEVED);
        assertThat(at(41, 170, 160)).isEqualTo(BeatVerdict.SPIKE);
    }

    @Test
    void a_lock_follows_the_cadence_wherever_it_goes() {
        at(0, 130, 168);
        from(1, 30, 167, 168);
        assertThat(at(30, 120, 120)).isEqualTo(BeatVerdict.CADENCE_LOCK);
        assertThat(at(31, 168, 168)).isEqualTo(BeatVerdict.CADENCE_LOCK);
    }

    @Test
    void the_newest_cadence_holds_for_five_seconds() {
        at(0, 130, 168);
        for (int second = 1; second <= 21; second++) {
            at(second, 165 + second % 2, second % 5 == 0 ? 168 : NONE);
        }
        assertThat(check.verdict()).isEqualTo(BeatVerdict.CADENCE_LOCK);
        assertThat(at(25, 165, NONE)).isEqualTo(BeatVerdict.CADENCE_LOCK);
        assertThat(at(25.000001, 165, NONE)).isEqualTo(BeatVerdict.BELIEVED);
    }

    @Test
    void a_cadence_may_come_without_a_beat() {
        at(0, 130);
        for (int second = 1; second <= 21; second++) {
            check.take(Micros.ofSeconds(second - 0.5), NONE, 168);
            at(second, 165 + second % 2);
        }
        assertThat(check.verdict()).isEqualTo(BeatVerdict.CADENCE_LOCK);
    }

    @Test
    void after_a_gap_a_lock_has_to_show_itself_again_and_need_not_step_again() {
        at(0, 130, 168);
        from(1, 25, 165, 168);
        assertThat(from(31, 51, 165, 168)).containsOnly(BeatVerdict.BELIEVED);
        assertThat(at(51, 165, 168)).isEqualTo(BeatVerdict.CADENCE_LOCK);
        assertThat(check.withdraws(HeartRateCheck.Doubt.STEPPED_TO_CADENCE)).isTrue();
    }

    @Test
    void a_sensor_that_counted_steps_before_a_gap_is_not_believed_beside_the_cadence_after_it() {
        from(0, 21, 167, 168);
        assertThat(check.verdict()).isEqualTo(BeatVerdict.CADENCE_LOCK);
        assertThat(from(31, 51, 165, 168)).containsOnly(BeatVerdict.BELIEVED);
        assertThat(at(51, 165, 168)).isEqualTo(BeatVerdict.CADENCE_LOCK);
    }

    @Test
    void after_a_gap_a_heart_beside_the_cadence_has_its_twenty_seconds_again() {
        from(0, 15, 167, 168);
        from(21, 41, 167, 168);
        assertThat(check.verdict()).isEqualTo(BeatVerdict.BELIEVED);
        assertThat(at(41, 167, 168)).isEqualTo(BeatVerdict.CADENCE_LOCK);
    }

    // ---- stuck

    private BeatVerdict moving(int second, double bpm, double metersPerSecond) {
        check.moves(Micros.ofSeconds(second), metersPerSecond);
        return at(second, bpm);
    }

    @Test
    void the_same_number_for_two_minutes_through_a_change_of_speed_is_a_stuck_strap() {
        moving(0, 149, 1.5);
        for (int second = 1; second < 121; second++) {
            assertThat(moving(second, 150, second < 30 ? 1.5 : 3))
                    .as("second %d", second)
                    .isEqualTo(BeatVerdict.BELIEVED);
        }
        assertThat(moving(121, 150, 3)).isEqualTo(BeatVerdict.STUCK);
        assertThat(check.withdraws(HeartRateCheck.Doubt.STUCK)).isTrue();
        assertThat(moving(122, 150, 3)).isEqualTo(BeatVerdict.STUCK);
        assertThat(check.withdraws(HeartRateCheck.Doubt.STUCK)).isFalse();
        assertThat(moving(123, 100, 3)).isEqualTo(BeatVerdict.BELIEVED);
        assertThat(check.begins(HeartRateCheck.Doubt.STUCK)).isTrue();
    }

    @Test
    void the_cadence_tells_of_a_change_where_nothing_tells_the_speed() {
        at(0, 139, 120);
        for (int second = 1; second < 121; second++) {
            assertThat(at(second, 140, second < 30 ? 120 : 165)).isEqualTo(BeatVerdict.BELIEVED);
        }
        assertThat(at(121, 140, 165)).isEqualTo(BeatVerdict.STUCK);
    }

    @Test
    void a_calm_runner_whose_watch_rounds_is_believed_for_minutes() {
        for (int second = 0; second < 300; second++) {
            double speed = 3 + 0.3 * (second % 7 - 3) / 3;
            check.moves(Micros.ofSeconds(second), speed);
            assertThat(at(second, 142, 168 + second % 5))
                    .as("second %d", second)
                    .isEqualTo(BeatVerdict.BELIEVED);
        }
        check.moves(Micros.ofSeconds(300), 3);
        assertThat(at(300, 142, 168))
                .as("no heart stands still for five minutes")
                .isEqualTo(BeatVerdict.STUCK);
    }

    @Test
    void a_heart_is_given_a_minute_to_follow_a_change() {
        for (int second = 0; second < 205; second++) {
            assertThat(moving(second, 150, second < 145 ? 3 : 1)).isEqualTo(BeatVerdict.BELIEVED);
        }
        assertThat(moving(209, 150, 1)).isEqualTo(BeatVerdict.STUCK);
    }

    @Test
    void without_speed_and_cadence_one_other_beat_begins_the_five_minutes_again() {
        for (int second = 0; second < 420; second++) {
            assertThat(at(second, second == 119 ? 151 : 150)).isEqualTo(BeatVerdict.BELIEVED);
        }
        assertThat(at(420, 150)).isEqualTo(BeatVerdict.STUCK);
    }

    @Test
    void a_gap_begins_the_time_again_and_dropouts_do_not() {
        for (int second = 0; second < 100; second++) {
            at(second, second % 3 == 1 ? NONE : 150);
        }
        for (int second = 105; second < 405; second++) {
            assertThat(at(second, 150)).isEqualTo(BeatVerdict.BELIEVED);
        }
        assertThat(at(405, 150)).isEqualTo(BeatVerdict.STUCK);
    }

    // ---- state

    @Test
    void readings_come_in_the_order_of_their_times() {
        at(5, 150);
        assertThat(at(5, 151)).isEqualTo(BeatVerdict.BELIEVED);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> at(4, 150))
                .withMessageContaining("micros is 4000000, before the last reading's 5000000")
                .withMessageContaining(": give readings in the order");
    }

    @Test
    void only_beats_of_the_heart_count() {
        assertThat(BeatVerdict.values())
                .filteredOn(BeatVerdict::believed)
                .containsExactly(BeatVerdict.BELIEVED, BeatVerdict.NEAR_CADENCE);
    }

    @Test
    void the_verdict_is_written_too() {
        from(0, 21, 164, 167);
        StateWriter out = new StateWriter();
        check.writeTo(out);
        check = HeartRateCheck.readFrom(new StateReader(out.toBytes()));
        assertThat(check.verdict()).isEqualTo(BeatVerdict.NEAR_CADENCE);
        assertThat(at(21, 164, 167)).isEqualTo(BeatVerdict.NEAR_CADENCE);
    }
}
