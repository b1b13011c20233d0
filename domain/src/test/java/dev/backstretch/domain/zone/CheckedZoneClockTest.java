package dev.backstretch.domain.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CheckedZoneClockTest {
    private static final double NONE = Double.NaN;
    private static final HeartRateZones ZONES = HeartRateZones.of(ZoneModel.HRMAX_5, HeartRateLimits.measured(200));

    private final CheckedZoneClock clock = new CheckedZoneClock(ZONES);

    private BeatVerdict at(int second, double bpm, double cadence) {
        return clock.take(second * Micros.PER_SECOND, bpm, cadence);
    }

    private void from(int fromSecond, int toSecond, double bpm, double cadence) {
        for (int second = fromSecond; second < toSecond; second++) {
            at(second, bpm + second % 2, cadence);
        }
    }

    private List<Long> seconds() {
        return all(clock).stream().map(micros -> micros / Micros.PER_SECOND).toList();
    }

    @Test
    void a_spike_is_taken_back_and_its_time_is_unknown() {
        from(0, 10, 125, NONE);
        at(10, 185, NONE);
        at(11, 185, NONE);
        assertThat(seconds()).containsExactly(0L, 0L, 10L, 0L, 0L, 1L, 0L);
        from(12, 21, 125, NONE);
        assertThat(seconds()).containsExactly(0L, 0L, 18L, 0L, 0L, 0L, 2L);
    }

    @Test
    void a_leap_that_proves_right_loses_no_second() {
        from(0, 10, 185, NONE);
        from(10, 21, 125, NONE);
        assertThat(seconds()).containsExactly(0L, 0L, 10L, 0L, 0L, 10L, 0L);
    }

    @Test
    void a_spike_that_a_gap_ends_is_unknown_with_the_gap() {
        from(0, 10, 125, NONE);
        at(10, 185, NONE);
        at(30, 125, NONE);
        assertThat(seconds()).containsExactly(0L, 0L, 10L, 0L, 0L, 0L, 20L);
    }

    @Test
    void a_cadence_lock_is_taken_back_to_where_the_heart_stepped_there() {
        from(0, 100, 125, 167);
        from(100, 119, 165, 167);
        assertThat(clock.zoneMicros(4)).isEqualTo(18 * Micros.PER_SECOND);
        from(119, 161, 165, 167);
        assertThat(clock.verdict()).isEqualTo(BeatVerdict.CADENCE_LOCK);
        assertThat(seconds()).containsExactly(0L, 0L, 100L, 0L, 0L, 0L, 60L);
        from(161, 182, 125, 167);
        assertThat(seconds()).containsExactly(0L, 0L, 120L, 0L, 0L, 0L, 61L);
    }

    @Test
    void a_lock_that_was_there_from_the_beginning_is_taken_back_to_the_beginning() {
        from(0, 31, 167, 168);
        assertThat(seconds()).containsExactly(0L, 0L, 0L, 0L, 0L, 0L, 30L);
    }

    @Test
    void a_heart_beside_the_cadence_by_chance_keeps_its_seconds() {
        from(0, 31, 164, 167);
        assertThat(clock.verdict()).isEqualTo(BeatVerdict.NEAR_CADENCE);
        assertThat(seconds()).containsExactly(0L, 0L, 0L, 0L, 30L, 0L, 0L);
    }

    @Test
    void a_stuck_strap_is_taken_back_to_its_first_repetition() {
        from(0, 50, 125, NONE);
        for (int second = 50; second <= 400; second++) {
            at(second, 131, NONE);
        }
        assertThat(seconds()).containsExactly(0L, 0L, 50L, 0L, 0L, 0L, 350L);
    }

    @Test
    void what_was_taken_back_once_is_not_taken_back_twice() {
        // a spike to a number that then sticks, with a spike within
        from(0, 10, 125, NONE);
        for (int second = 10; second <= 60; second++) {
            at(second, 131, NONE);
        }
        at(61, 190, NONE);
        from(62, 70, 131, NONE);
        assertThat(seconds()).containsExactly(0L, 0L, 68L, 0L, 0L, 0L, 1L);

        from(70, 100, 165, 167);
        from(100, 102, 120, 167);
        assertThat(all(clock).stream().mapToLong(Long::longValue).sum()).isEqualTo(101 * Micros.PER_SECOND);
        assertThat(all(clock)).allMatch(micros -> micros >= 0);
    }

    @Test
    void a_number_that_began_to_repeat_within_a_lock_gives_no_time_back() {
        from(0, 100, 125, 167);
        from(100, 110, 165, 167);
        for (int second = 110; second <= 250; second++) {
            at(second, 165, 167);
        }
        assertThat(clock.verdict()).isEqualTo(BeatVerdict.CADENCE_LOCK);
        assertThat(seconds()).containsExactly(0L, 0L, 100L, 0L, 0L, 0L, 150L);
    }

    @Test
    void each_reading_is_told_its_verdict() {
        assertThat(at(0, 125, NONE)).isEqualTo(BeatVerdict.BELIEVED);
        assertThat(at(1, 185, NONE)).isEqualTo(BeatVerdict.SPIKE);
        assertThat(at(2, NONE, NONE)).isEqualTo(BeatVerdict.DROPOUT);
    }

    @Test
    void a_dropout_in_a_lock_does_not_bring_the_lock_back() {
        from(0, 10, 125, 167);
        from(10, 40, 165, 167);
        at(40, NONE, 167);
        clock.advanceTo(44 * Micros.PER_SECOND);
        assertThat(seconds()).containsExactly(0L, 0L, 10L, 0L, 0L, 0L, 34L);
        assertThat(clock.unknownMicros()).isEqualTo(34 * Micros.PER_SECOND);
        assertThat(clock.seconds().unknownSeconds()).isEqualTo(34);
    }

    @Test
    void what_was_counted_before_the_start_does_not_count_and_is_not_taken_back_later() {
        from(0, 10, 125, NONE);
        at(10, 185, NONE);
        at(11, 185, NONE);
        clock.forgetSums();
        assertThat(seconds()).containsOnly(0L);
        at(12, 185, NONE);
        at(13, 125, NONE);
        assertThat(seconds()).containsExactly(0L, 0L, 0L, 0L, 0L, 0L, 2L);
        from(14, 20, 125, NONE);
        assertThat(seconds()).containsExactly(0L, 0L, 6L, 0L, 0L, 0L, 2L);
    }

    @Test
    void a_beat_stands_for_nothing_while_the_device_stands_still() {
        from(0, 10, 125, NONE);
        clock.breakOff(9 * Micros.PER_SECOND);
        clock.advanceTo(12 * Micros.PER_SECOND);
        assertThat(seconds()).containsExactly(0L, 0L, 9L, 0L, 0L, 0L, 3L);
    }

    // ---- properties

    /** A stretch of seconds in which a heart wanders, a sensor counts steps, sticks, spikes or is gone. */
    record Part(int kind, int seconds, int bpm, int cadence, long gapMicros) {}

    record Taken(long micros, double bpm, double cadence) {}

    @Provide
    Arbitrary<List<Taken>> runs() {
        Arbitrary<Part> parts = Combinators.combine(
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.frequencyOf(
                                Tuple.of(3, Arbitraries.integers().between(1, 40)),
                                Tuple.of(1, Arbitraries.integers().between(110, 150))),
                        Arbitraries.integers().between(70, 200),
                        Arbitraries.integers().between(150, 180),
                        Arbitraries.frequencyOf(
                                Tuple.of(4, Arbitraries.just(0L)),
                                Tuple.of(1, Arbitraries.longs().between(0, 20 * Micros.PER_SECOND))))
                .as(Part::new);
        return parts.list().ofMaxSize(8).map(CheckedZoneClockTest::taken);
    }

    private static List<Taken> taken(List<Part> parts) {
        List<Taken> taken = new ArrayList<>();
        long micros = 0;
        for (Part part : parts) {
            micros += part.gapMicros();
            for (int second = 0; second < part.seconds(); second++) {
                double heart = part.bpm() + second % 3;
                double bpm =
                        switch (part.kind()) {
                            case 0 -> heart;
                            case 1 -> part.cadence() + second % 2;
                            case 2 -> part.bpm();
                            case 3 -> second % 11 == 5 ? 230 : heart;
                            default -> NONE;
                        };
                taken.add(new Taken(micros, bpm, part.cadence()));
                micros += Micros.PER_SECOND;
            }
        }
        return taken;
    }

    private static void feed(CheckedZoneClock clock, List<Taken> run, long shift) {
        for (Taken one : run) {
            clock.take(one.micros() + shift, one.bpm(), one.cadence());
        }
    }

    private static List<Long> all(CheckedZoneClock clock) {
        List<Long> micros = new ArrayList<>();
        for (int zone = 0; zone < HeartRateZones.COUNT; zone++) {
            micros.add(clock.zoneMicros(zone));
        }
        micros.add(clock.unknownMicros());
        return micros;
    }

    @Property(tries = 300)
    void zones_and_unknown_are_the_elapsed_time_whatever_is_taken_back(@ForAll("runs") List<Taken> run) {
        CheckedZoneClock checked = new CheckedZoneClock(ZONES);
        feed(checked, run, 0);
        long elapsed = run.isEmpty()
                ? 0
                : run.get(run.size() - 1).micros() - run.get(0).micros();
        assertThat(all(checked).stream().mapToLong(Long::longValue).sum()).isEqualTo(elapsed);
        assertThat(all(checked)).allMatch(micros -> micros >= 0);
    }

    @Property(tries = 300)
    void doubt_only_ever_takes_time_from_a_zone(@ForAll("runs") List<Taken> run) {
        CheckedZoneClock checked = new CheckedZoneClock(ZONES);
        ZoneClock plain = new ZoneClock(ZONES);
        for (Taken one : run) {
            checked.take(one.micros(), one.bpm(), one.cadence());
            plain.take(one.micros(), one.bpm());
        }
        for (int zone = 0; zone < HeartRateZones.COUNT; zone++) {
            assertThat(checked.zoneMicros(zone)).isLessThanOrEqualTo(plain.zoneMicros(zone));
        }
    }

    @Property(tries = 300)
    void the_time_of_day_does_not_matter(
            @ForAll("runs") List<Taken> run,
            @ForAll @LongRange(min = -2_000_000_000_000_000L, max = 2_000_000_000_000_000L) long shift) {
        CheckedZoneClock here = new CheckedZoneClock(ZONES);
        CheckedZoneClock there = new CheckedZoneClock(ZONES);
        feed(here, run, 0);
        feed(there, run, shift);
        assertThat(all(there)).isEqualTo(all(here));
    }

    @Property(tries = 300)
    void a_run_can_be_cut_anywhere_and_taken_up_from_its_written_state(
            @ForAll("runs") List<Taken> run, @ForAll @IntRange(max = 400) int cut) {
        int at = Math.min(cut, run.size());
        CheckedZoneClock whole = new CheckedZoneClock(ZONES);
        feed(whole, run, 0);
        CheckedZoneClock first = new CheckedZoneClock(ZONES);
        feed(first, run.subList(0, at), 0);
        StateWriter out = new StateWriter();
        first.writeTo(out);
        CheckedZoneClock second = CheckedZoneClock.readFrom(new StateReader(out.toBytes()), ZONES);
        feed(second, run.subList(at, run.size()), 0);
        assertThat(all(second)).isEqualTo(all(whole));
        assertThat(second.verdict()).isEqualTo(whole.verdict());
        StateWriter ofWhole = new StateWriter();
        whole.writeTo(ofWhole);
        StateWriter ofSecond = new StateWriter();
        second.writeTo(ofSecond);
        assertThat(ofSecond.toBytes()).isEqualTo(ofWhole.toBytes());
    }
}
