package dev.backstretch.domain.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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

class ZoneClockTest {
    private static final HeartRateZones ZONES = HeartRateZones.of(ZoneModel.HRMAX_5, HeartRateLimits.measured(200));

    /** A time since the reading before, and a heart rate or NaN. */
    record Beat(long afterMicros, double bpm) {}

    @Provide
    Arbitrary<List<Beat>> runs() {
        Arbitrary<Long> gaps = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.just(Micros.PER_SECOND)),
                Tuple.of(1, Arbitraries.longs().between(0, 5 * Micros.PER_SECOND)),
                Tuple.of(1, Arbitraries.longs().between(0, 60 * Micros.PER_SECOND)));
        Arbitrary<Double> rates = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.integers().between(60, 210).map(Integer::doubleValue)),
                Tuple.of(1, Arbitraries.of(Double.NaN, 0.0, 250.0)));
        return Combinators.combine(gaps, rates).as(Beat::new).list().ofMaxSize(40);
    }

    private static ZoneClock run(List<Beat> beats, long startMicros) {
        ZoneClock clock = new ZoneClock(ZONES);
        feed(clock, beats, startMicros);
        return clock;
    }

    private static long feed(ZoneClock clock, List<Beat> beats, long startMicros) {
        long micros = startMicros;
        for (Beat beat : beats) {
            micros += beat.afterMicros();
            clock.take(micros, beat.bpm());
        }
        return micros;
    }

    private static List<Long> all(ZoneClock clock) {
        List<Long> micros = new ArrayList<>();
        for (int zone = 0; zone < HeartRateZones.COUNT; zone++) {
            micros.add(clock.zoneMicros(zone));
        }
        micros.add(clock.unknownMicros());
        return micros;
    }

    @Property
    void zones_and_unknown_are_the_elapsed_time_to_the_microsecond(@ForAll("runs") List<Beat> beats) {
        long elapsed = beats.stream().skip(1).mapToLong(Beat::afterMicros).sum();
        assertThat(all(run(beats, 0)).stream().mapToLong(Long::longValue).sum()).isEqualTo(elapsed);
    }

    @Property
    void no_second_comes_from_a_gap(@ForAll("runs") List<Beat> beats) {
        ZoneClock clock = run(beats, 0);
        long atMost = 0;
        for (int i = 1; i < beats.size(); i++) {
            // a moment may have a second report that completes the first
            atMost += Math.min(5 * Micros.PER_SECOND, beats.get(i).afterMicros());
        }
        assertThat(all(clock).stream().limit(6).mapToLong(Long::longValue).sum())
                .isLessThanOrEqualTo(atMost);
    }

    @Property
    void the_time_of_day_does_not_matter(
            @ForAll("runs") List<Beat> beats,
            @ForAll @LongRange(min = -2_000_000_000_000_000L, max = 2_000_000_000_000_000L) long shift) {
        assertThat(all(run(beats, shift))).isEqualTo(all(run(beats, 0)));
    }

    @Property
    void a_run_can_be_cut_anywhere_and_taken_up_from_its_written_state(
            @ForAll("runs") List<Beat> beats, @ForAll @IntRange(max = 40) int cut) {
        int at = Math.min(cut, beats.size());
        ZoneClock first = new ZoneClock(ZONES);
        long micros = feed(first, beats.subList(0, at), 0);
        StateWriter out = new StateWriter();
        first.writeTo(out);
        ZoneClock second = ZoneClock.readFrom(new StateReader(out.toBytes()), ZONES);
        feed(second, beats.subList(at, beats.size()), micros);
        assertThat(all(second)).isEqualTo(all(run(beats, 0)));
    }

    @Property
    void looking_in_between_changes_nothing(@ForAll("runs") List<Beat> beats, @ForAll @IntRange(max = 99) int percent) {
        ZoneClock looked = new ZoneClock(ZONES);
        long micros = 0;
        for (Beat beat : beats) {
            looked.advanceTo(micros + beat.afterMicros() * percent / 100);
            micros += beat.afterMicros();
            looked.take(micros, beat.bpm());
        }
        assertThat(all(looked)).isEqualTo(all(run(beats, 0)));
    }

    @Test
    void a_beat_holds_for_exactly_five_seconds() {
        ZoneClock clock = new ZoneClock(ZONES);
        clock.take(0, 150);
        clock.advanceTo(5 * Micros.PER_SECOND);
        assertThat(clock.zoneMicros(3)).isEqualTo(5 * Micros.PER_SECOND);
        assertThat(clock.unknownMicros()).isZero();
        clock.advanceTo(5 * Micros.PER_SECOND + 1);
        assertThat(clock.zoneMicros(3)).isEqualTo(5 * Micros.PER_SECOND);
        assertThat(clock.unknownMicros()).isEqualTo(1);
    }

    @Test
    void two_reports_of_one_moment_complete_each_other() {
        ZoneClock clock = new ZoneClock(ZONES);
        clock.take(0, Double.NaN);
        clock.take(0, 150);
        clock.take(0, Double.NaN);
        clock.take(0, 0);
        clock.advanceTo(Micros.PER_SECOND);
        assertThat(clock.zoneMicros(3)).isEqualTo(Micros.PER_SECOND);
    }

    @Test
    void before_the_first_reading_no_time_passes() {
        ZoneClock clock = new ZoneClock(ZONES);
        clock.advanceTo(-7);
        clock.advanceTo(9 * Micros.PER_SECOND);
        clock.take(5, 150);
        assertThat(all(clock)).containsOnly(0L);
    }

    @Test
    void the_seconds_are_told_with_their_model() {
        ZoneClock clock = new ZoneClock(ZONES);
        clock.take(0, 150);
        clock.take(2_500_000, Double.NaN);
        clock.advanceTo(4_000_000);
        assertThat(clock.seconds())
                .isEqualTo(new ZoneSeconds(ZoneModel.HRMAX_5, List.of(0.0, 0.0, 0.0, 2.5, 0.0, 0.0), 1.5));
    }

    @Test
    void without_limits_all_time_is_unknown() {
        ZoneClock clock = new ZoneClock(HeartRateZones.of(ZoneModel.KARVONEN, HeartRateLimits.measured(190)));
        clock.take(0, 150);
        clock.advanceTo(2);
        assertThat(clock.unknownMicros()).isEqualTo(2);
    }

    @Test
    void a_reading_from_before_is_refused_with_a_remedy() {
        ZoneClock clock = new ZoneClock(ZONES);
        clock.take(10, 150);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> clock.take(9, 150))
                .withMessageContaining("micros is 9, before 10")
                .withMessageContaining(": give readings in the order of their times");
        clock.advanceTo(12);
        assertThatIllegalArgumentException().isThrownBy(() -> clock.advanceTo(11));
    }
}
