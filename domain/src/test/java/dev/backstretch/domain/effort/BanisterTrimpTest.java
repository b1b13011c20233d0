package dev.backstretch.domain.effort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import dev.backstretch.domain.zone.HeartRateLimits;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BanisterTrimpTest {
    private static final HeartRateLimits LIMITS = HeartRateLimits.measured(190).withResting(60);

    private final BanisterTrimp trimp = new BanisterTrimp(LIMITS);

    private static double perMinute(double bpm, Sex sex) {
        return BanisterTrimp.perMinute(bpm, LIMITS, sex).lowest();
    }

    private static void feed(BanisterTrimp trimp, int fromSecond, int toSecond, double bpm) {
        for (int second = fromSecond; second < toSecond; second++) {
            trimp.take(second * Micros.PER_SECOND, bpm);
        }
    }

    @Test
    void without_a_sex_the_load_is_a_range_of_both() {
        BanisterTrimp.Load both = BanisterTrimp.perMinute(150, LIMITS, Sex.NOT_GIVEN);
        assertThat(both).isEqualTo(new BanisterTrimp.Load(perMinute(150, Sex.MALE), perMinute(150, Sex.FEMALE)));
        assertThat(both.lowest()).isLessThan(both.highest());
    }

    @Test
    void below_resting_counts_nothing() {
        assertThat(BanisterTrimp.perMinute(60, LIMITS, Sex.NOT_GIVEN)).isEqualTo(new BanisterTrimp.Load(0, 0));
        assertThat(BanisterTrimp.perMinute(45, LIMITS, Sex.NOT_GIVEN)).isEqualTo(new BanisterTrimp.Load(0, 0));
    }

    @Test
    void without_a_resting_heart_rate_it_is_unknown() {
        HeartRateLimits noRest = HeartRateLimits.measured(190);
        assertThat(BanisterTrimp.perMinute(150, noRest, Sex.MALE).lowest()).isNaN();
        BanisterTrimp unknown = new BanisterTrimp(noRest);
        feed(unknown, 0, 3, 150);
        assertThat(unknown.load(Sex.MALE).lowest()).isNaN();
    }

    @Test
    void intervals_weigh_more_than_their_mean() {
        feed(trimp, 0, 60, 180);
        feed(trimp, 60, 120, 100);
        trimp.advanceTo(120 * Micros.PER_SECOND);
        assertThat(trimp.load(Sex.MALE).lowest())
                .isCloseTo(perMinute(180, Sex.MALE) + perMinute(100, Sex.MALE), within(1e-9))
                .isGreaterThan(2 * perMinute(140, Sex.MALE));
        assertThat(trimp.load(Sex.FEMALE).highest())
                .isCloseTo(perMinute(180, Sex.FEMALE) + perMinute(100, Sex.FEMALE), within(1e-9));
        assertThat(trimp.load(Sex.NOT_GIVEN).lowest())
                .isEqualTo(trimp.load(Sex.MALE).lowest());
        assertThat(trimp.load(Sex.NOT_GIVEN).highest())
                .isEqualTo(trimp.load(Sex.FEMALE).lowest());
    }

    @Test
    void a_gap_counts_five_seconds_and_a_reading_without_a_beat_none() {
        trimp.take(0, 150);
        trimp.take(60 * Micros.PER_SECOND, Double.NaN);
        trimp.take(64 * Micros.PER_SECOND, 150);
        assertThat(trimp.load(Sex.MALE).lowest()).isCloseTo(perMinute(150, Sex.MALE) * 5 / 60, within(1e-12));
    }

    @Test
    void two_reports_of_one_moment_complete_each_other() {
        trimp.take(0, 150);
        trimp.take(0, Double.NaN);
        trimp.take(0, 0);
        trimp.advanceTo(Micros.PER_SECOND);
        assertThat(trimp.load(Sex.MALE).lowest()).isCloseTo(perMinute(150, Sex.MALE) / 60, within(1e-12));
        trimp.take(Micros.PER_SECOND, 150);
        trimp.take(2 * Micros.PER_SECOND, 0);
        trimp.advanceTo(3 * Micros.PER_SECOND);
        assertThat(trimp.load(Sex.MALE).lowest()).isCloseTo(perMinute(150, Sex.MALE) / 30, within(1e-12));
    }

    @Property
    void a_faster_heart_never_counts_less(@ForAll @IntRange(min = 25, max = 239) int bpm) {
        for (Sex sex : Sex.values()) {
            BanisterTrimp.Load slower = BanisterTrimp.perMinute(bpm, LIMITS, sex);
            BanisterTrimp.Load faster = BanisterTrimp.perMinute(bpm + 1, LIMITS, sex);
            assertThat(faster.lowest()).isGreaterThanOrEqualTo(slower.lowest());
            assertThat(faster.highest()).isGreaterThanOrEqualTo(slower.highest());
            assertThat(slower.lowest()).isLessThanOrEqualTo(slower.highest());
        }
    }

    @Property(tries = 200)
    void neither_the_time_of_day_nor_a_restart_in_the_middle_matters(
            @ForAll @IntRange(max = 100) int cut,
            @ForAll @LongRange(min = -1_000_000_000_000L, max = 1_000_000_000_000L) long shift) {
        BanisterTrimp whole = new BanisterTrimp(LIMITS);
        BanisterTrimp first = new BanisterTrimp(LIMITS);
        BanisterTrimp current = first;
        for (int second = 0; second < 100; second++) {
            if (second == cut) {
                StateWriter out = new StateWriter();
                first.writeTo(out);
                current = BanisterTrimp.readFrom(new StateReader(out.toBytes()), LIMITS);
            }
            whole.take(second * Micros.PER_SECOND, 100 + second);
            current.take(second * Micros.PER_SECOND, 100 + second);
        }
        assertThat(current.load(Sex.NOT_GIVEN)).isEqualTo(whole.load(Sex.NOT_GIVEN));

        BanisterTrimp shifted = new BanisterTrimp(LIMITS);
        for (int second = 0; second < 100; second++) {
            shifted.take(second * Micros.PER_SECOND + shift, 100 + second);
        }
        assertThat(shifted.load(Sex.NOT_GIVEN)).isEqualTo(whole.load(Sex.NOT_GIVEN));
    }
}
