package dev.backstretch.domain.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.plan.Plan;
import dev.backstretch.domain.plan.Plans;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CrossingsPropertyTest {
    private static final long GUN = SyntheticRun.START_MICROS + 5 * Micros.PER_SECOND;
    private static final long BACK = 320 * Micros.PER_SECOND;

    @Property(tries = 20)
    void a_track_turned_or_mirrored_has_the_same_passings(
            @ForAll @IntRange(min = 1, max = 8) int lane,
            @ForAll @DoubleRange(min = 0, max = 359) double bearing,
            @ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
        List<Crossing> plain = passings(new SyntheticRun(lane, 0, false), seed);
        List<Crossing> turned = passings(new SyntheticRun(lane, bearing, false), seed);
        List<Crossing> mirrored = passings(new SyntheticRun(lane, bearing, true), seed);

        assertSame(plain, turned);
        assertSame(plain, mirrored);
    }

    @Property(tries = 20)
    void shifted_in_time_the_passings_shift_and_nothing_else(
            @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
            @ForAll @LongRange(min = -10_000_000_000L, max = 10_000_000_000L) long shift) {
        SyntheticRun run = mixed(SyntheticRun.inLane(2), seed);
        Crossings here = crossings(run);
        Crossings there = new Crossings(run.oval(), true, plan(), BACK);
        there.gunAt(GUN + shift);
        for (Reading reading : run.readings(seed, SyntheticRun.Noise.PHONE)) {
            long micros = Micros.of(reading.observedAt());
            here.advance(micros, reading);
            there.advance(micros + shift, reading);
        }
        here.close();
        there.close();

        assertThat(there.all()).hasSameSizeAs(here.all());
        for (int i = 0; i < here.all().size(); i++) {
            Crossing a = here.all().get(i);
            Crossing b = there.all().get(i);
            assertThat(b.deviceMicros() - shift).isEqualTo(a.deviceMicros());
            assertThat(b.earliestMicros() - shift).isEqualTo(a.earliestMicros());
            assertThat(b.latestMicros() - shift).isEqualTo(a.latestMicros());
        }
    }

    @Property(tries = 20)
    void written_and_read_in_mid_stream_the_fold_goes_on_to_the_bit(
            @ForAll @LongRange(min = 0, max = 1_000_000) long seed, @ForAll @IntRange(min = 1, max = 400) int at) {
        SyntheticRun run = mixed(SyntheticRun.inLane(1), seed);
        List<Reading> readings = run.readings(seed, SyntheticRun.Noise.PHONE);
        Crossings through = crossings(run);
        Crossings stored = crossings(run);
        for (int i = 0; i < readings.size(); i++) {
            if (i == at) {
                StateWriter out = new StateWriter();
                stored.writeTo(out);
                StateReader in = new StateReader(out.toBytes());
                stored = Crossings.readFrom(in, run.oval(), true, plan(), BACK);
                stored.gunAt(GUN);
            }
            boolean changed = CrossingsTest.advance(through, readings.get(i));
            assertThat(CrossingsTest.advance(stored, readings.get(i))).isEqualTo(changed);
        }

        assertThat(bytes(stored)).isEqualTo(bytes(through));
        through.close();
        stored.close();
        assertThat(stored.all()).isEqualTo(through.all());
    }

    @Test
    void a_reading_without_a_place_after_a_silence_means_the_same_whether_the_fold_was_stored_or_not() {
        SyntheticRun run = SyntheticRun.inLane(1).leg(60, 3, Facing.FORWARD).stand(80);
        List<Reading> readings = run.readings(1, SyntheticRun.Noise.PHONE);
        Crossings through = crossings(run);
        for (Reading reading : readings.subList(0, 90)) {
            CrossingsTest.advance(through, reading);
        }
        Crossings stored = Crossings.readFrom(new StateReader(bytes(through)), run.oval(), true, plan(), BACK);
        stored.gunAt(GUN);
        Reading later = readings.get(125);
        Reading placeless = new Reading(
                later.readingId(),
                later.observedAt(),
                Double.NaN,
                Double.NaN,
                Double.NaN,
                0,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                0,
                Double.NaN,
                List.of());
        CrossingsTest.advance(through, placeless);
        CrossingsTest.advance(stored, placeless);

        assertThat(bytes(stored)).isEqualTo(bytes(through));
    }

    @Property(tries = 20)
    void folded_again_from_any_snapshot_the_result_is_the_same_to_the_bit(
            @ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
        SyntheticRun run = mixed(SyntheticRun.inLane(1), seed);
        List<Reading> readings = run.readings(seed, SyntheticRun.Noise.PHONE);
        Crossings straight = crossings(run);
        readings.forEach(reading -> CrossingsTest.advance(straight, reading));
        Random random = new Random(seed);
        Crossings again = crossings(run);
        Map<Integer, Crossings.Snapshot> snapshots = new TreeMap<>();
        int next = 0;
        int returns = 0;
        while (next < readings.size()) {
            if (next % 16 == 0) {
                snapshots.put(next, again.snapshot());
            }
            CrossingsTest.advance(again, readings.get(next++));
            if (returns < 12 && random.nextInt(40) == 0) {
                // a late reading: back by up to five minutes, and the same way once more
                int back = Math.max(0, next - random.nextInt(300));
                next = back - back % 16;
                StateWriter out = new StateWriter();
                Objects.requireNonNull(snapshots.get(next)).writeTo(out);
                again.restore(again.readSnapshot(new StateReader(out.toBytes())));
                returns++;
            }
        }

        assertThat(bytes(again)).isEqualTo(bytes(straight));
    }

    @Property(tries = 20)
    void readings_that_are_lost_at_random_never_change_the_number_of_laps(
            @ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
        SyntheticRun run = SyntheticRun.inLane(1).stand(5);
        for (int i = 0; i < 8; i++) {
            run.leg(60, 3.5, i % 2 == 0 ? Facing.FORWARD : Facing.BACKWARD).leg(20, 1, Facing.FORWARD);
        }
        run.leg(15, 2, Facing.FORWARD);
        Random random = new Random(seed);
        List<Reading> heard = new ArrayList<>();
        double silentUntil = 0;
        for (Reading reading : run.readings(seed, SyntheticRun.Noise.PHONE)) {
            double at = CrossingsTest.seconds(Micros.of(reading.observedAt()));
            if (at > 30 && at > silentUntil + 20 && at < 560 && random.nextInt(60) == 0) {
                silentUntil = at + 5 + random.nextInt(50);
            }
            if (at >= silentUntil) {
                heard.add(reading);
            }
        }
        Crossings crossings = CrossingsTest.fold(run, heard, Plans.FREE_RUN);

        assertThat(crossings.now().wayMeters()).isCloseTo(run.way(), within(8.0));
        assertThat(crossings.all()).extracting(Crossing::line).doesNotHaveDuplicates();
        assertThat(crossings.level()).isEqualTo((int) Math.floor(run.way() / run.lapMeters()));
    }

    private static Plan plan() {
        return Plans.QUARTER_MILE_REPEATED;
    }

    private static SyntheticRun mixed(SyntheticRun run, long seed) {
        double lap = run.lapMeters();
        double forward = 3 + new Random(seed).nextDouble();
        return run.stand(5)
                .runTo(lap, forward, Facing.FORWARD)
                .stand(20)
                .runTo(lap - 0.6, 1.2, Facing.FORWARD)
                .stand(70)
                .runTo(2 * lap, forward / 2, Facing.BACKWARD)
                .stand(20)
                .runTo(2 * lap - 0.6, 1.2, Facing.FORWARD)
                .stand(40);
    }

    private static Crossings crossings(SyntheticRun run) {
        Crossings crossings = new Crossings(run.oval(), true, plan(), BACK);
        crossings.gunAt(GUN);
        return crossings;
    }

    private static List<Crossing> passings(SyntheticRun empty, long seed) {
        SyntheticRun run = mixed(empty, seed);
        Crossings crossings = crossings(run);
        run.readings(seed, SyntheticRun.Noise.PHONE).forEach(reading -> CrossingsTest.advance(crossings, reading));
        crossings.close();
        assertThat(crossings.all()).hasSizeGreaterThanOrEqualTo(4);
        return crossings.all();
    }

    private static void assertSame(List<Crossing> expected, List<Crossing> actual) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i).sign()).isEqualTo(expected.get(i).sign());
            assertThat(actual.get(i).line()).isEqualTo(expected.get(i).line());
            assertThat(actual.get(i).deviceMicros()).isCloseTo(expected.get(i).deviceMicros(), within(2_000L));
        }
    }

    private static byte[] bytes(Crossings crossings) {
        StateWriter out = new StateWriter();
        crossings.writeTo(out);
        return out.toBytes();
    }
}
