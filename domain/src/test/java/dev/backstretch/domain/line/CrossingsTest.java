package dev.backstretch.domain.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.plan.Plan;
import dev.backstretch.domain.plan.Plans;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrossingsTest {
    private static final long GUN = SyntheticRun.START_MICROS + 5 * Micros.PER_SECOND;

    @Test
    void a_passing_is_told_at_the_first_reading_past_the_line_and_settled_within_a_tenth() {
        SyntheticRun run = SyntheticRun.inLane(1).stand(5).leg(160, 3, Facing.FORWARD);
        Crossings crossings = started(run, Plans.FREE_RUN);
        double end = run.truth().get(1).seconds();

        for (Reading reading : run.readings(1, SyntheticRun.Noise.NONE)) {
            boolean changed = advance(crossings, reading);
            double now = seconds(Micros.of(reading.observedAt()));
            if (now < end) {
                assertThat(crossings.level()).isLessThanOrEqualTo(0);
            } else if (now < end + 1) {
                assertThat(changed).isTrue();
                assertThat(crossings.level()).isEqualTo(1);
                Crossing live = crossings.all().get(1);
                assertThat(live.stage()).isEqualTo(Crossing.Stage.LIVE);
                assertThat(seconds(live.deviceMicros())).isCloseTo(end, within(0.3));
            }
        }
        crossings.close();

        assertTrue(crossings, run, 0.1);
        assertThat(crossings.all()).allSatisfy(one -> {
            assertThat(one.stage()).isEqualTo(Crossing.Stage.SETTLED);
            assertThat(one.doubtful()).isFalse();
        });
        assertThat(crossings.all()).extracting(Crossing::line).containsExactly(0, 1);
    }

    @Test
    void a_passing_keeps_its_id_through_all_its_decisions() {
        SyntheticRun run = SyntheticRun.inLane(1).stand(5).leg(400, 3, Facing.FORWARD);
        Crossings crossings = started(run, Plans.FREE_RUN);
        List<Crossing.Stage> stages = new ArrayList<>();
        for (Reading reading : run.readings(7, SyntheticRun.Noise.PHONE)) {
            advance(crossings, reading);
            for (Crossing one : crossings.all()) {
                if (one.line() == 1 && (stages.isEmpty() || stages.get(stages.size() - 1) != one.stage())) {
                    assertThat(one.id()).isEqualTo(2);
                    stages.add(one.stage());
                }
            }
        }

        assertThat(stages).containsExactly(Crossing.Stage.LIVE, Crossing.Stage.SMOOTHED, Crossing.Stage.SETTLED);
        assertThat(crossings.settledCount()).isEqualTo(2);
    }

    @Test
    void who_overshoots_walks_back_and_starts_again_passes_three_times() {
        SyntheticRun run = quarter(1);
        for (long seed = 1; seed <= 8; seed++) {
            Crossings crossings = fold(run, run.readings(seed, SyntheticRun.Noise.PHONE), Plans.QUARTER_MILE_REPEATED);

            assertThat(crossings.all()).extracting(Crossing::sign).containsExactly(1, 1, -1, 1, 1);
            assertThat(crossings.all()).extracting(Crossing::line).containsExactly(0, 1, 1, 1, 2);
            assertTrue(crossings, run, 2.5);
        }
    }

    @Test
    void with_twice_the_noise_most_overshoots_are_still_seen() {
        int right = 0;
        for (long seed = 1; seed <= 40; seed++) {
            right += linesOfPoorPhone(seed).equals(List.of(0, 1, 1, 1, 2)) ? 1 : 0;
        }

        assertThat(right).isGreaterThanOrEqualTo(34);
    }

    @Test
    void a_passing_that_the_plan_has_shown_is_not_smoothed_away() {
        // with this noise the smoothed way stays just before the line while the runner stands past it
        assertThat(linesOfPoorPhone(217)).containsExactly(0, 1, 1, 1, 2);
    }

    private static List<Integer> linesOfPoorPhone(long seed) {
        SyntheticRun run = quarter(1);
        SyntheticRun.Noise poor = new SyntheticRun.Noise(3.2, 0.7, 0.24, 40);
        return fold(run, run.readings(seed, poor), Plans.QUARTER_MILE_REPEATED).all().stream()
                .map(Crossing::line)
                .toList();
    }

    @Test
    void standing_on_the_line_passes_it_once_and_says_how_little_is_known() {
        int inside = 0;
        for (long seed = 1; seed <= 20; seed++) {
            SyntheticRun run = SyntheticRun.inLane(2)
                    .stand(5)
                    .runTo(SyntheticRun.inLane(2).lapMeters() - 2.0, 3, Facing.FORWARD)
                    .stand(30)
                    .leg(60, 3, Facing.FORWARD);
            Crossings crossings = fold(run, run.readings(seed, SyntheticRun.Noise.PHONE), Plans.FREE_RUN);

            assertThat(crossings.all()).hasSize(2);
            Crossing passed = crossings.all().get(1);
            assertThat(passed.sigmaSeconds()).isGreaterThan(5);
            double truth = run.truth().get(1).seconds();
            boolean holds = truth >= seconds(passed.earliestMicros()) && truth <= seconds(passed.latestMicros());
            inside += holds ? 1 : 0;
        }

        assertThat(inside).isGreaterThanOrEqualTo(18);
    }

    @Test
    void jitter_at_the_line_before_the_gun_is_no_passing() {
        for (long seed = 1; seed <= 8; seed++) {
            SyntheticRun run = SyntheticRun.inLane(1)
                    .stand(10)
                    .leg(4, 1, Facing.FORWARD)
                    .stand(5)
                    .leg(4, -1, Facing.BACKWARD)
                    .stand(30)
                    .leg(60, 3, Facing.FORWARD);
            Crossings crossings = new Crossings(run.oval(), true, Plans.FREE_RUN, 0);
            long gun = SyntheticRun.START_MICROS + 50 * Micros.PER_SECOND;
            crossings.gunAt(gun);
            run.readings(seed, SyntheticRun.Noise.PHONE).forEach(reading -> advance(crossings, reading));
            crossings.close();

            assertThat(crossings.all()).singleElement().satisfies(start -> {
                assertThat(start.deviceMicros()).isGreaterThanOrEqualTo(gun);
                assertThat(start.earliestMicros()).isGreaterThanOrEqualTo(gun);
                assertThat(seconds(start.deviceMicros()))
                        .isCloseTo(run.truth().get(run.truth().size() - 1).seconds(), within(1.5));
            });
        }
    }

    @Test
    void a_passing_in_a_gap_is_doubtful_and_its_interval_holds_the_truth() {
        SyntheticRun run = SyntheticRun.inLane(1).stand(5).leg(300, 3, Facing.FORWARD);
        double truth = run.truth().get(1).seconds();
        List<Reading> heard = lost(run.readings(3, SyntheticRun.Noise.PHONE), truth - 6, truth + 5);

        Crossings crossings = fold(run, heard, Plans.FREE_RUN);

        Crossing passed = crossings.all().get(1);
        assertThat(passed.doubtful()).isTrue();
        assertThat(seconds(passed.deviceMicros())).isCloseTo(truth, within(1.5));
        assertThat(truth).isBetween(seconds(passed.earliestMicros()), seconds(passed.latestMicros()));
        assertThat(crossings.all().get(2).doubtful()).isFalse();
    }

    @Test
    void a_minute_unheard_neither_gains_nor_loses_a_lap() {
        for (long seed = 1; seed <= 6; seed++) {
            SyntheticRun run = SyntheticRun.inLane(1).stand(5);
            for (int i = 0; i < 12; i++) {
                run.leg(30, 4.5, i % 2 == 0 ? Facing.FORWARD : Facing.BACKWARD).stand(30);
            }
            for (double from = 200; from < 330; from += 13) {
                List<Reading> heard = lost(run.readings(seed, SyntheticRun.Noise.PHONE), from, from + 62);
                Crossings crossings = fold(run, heard, Plans.FREE_RUN);

                assertThat(crossings.level())
                        .as("seed %d, lost from %.0f s", seed, from)
                        .isEqualTo(3);
                assertThat(crossings.now().wayMeters()).isCloseTo(run.way(), within(6.0));
            }
        }
    }

    @Test
    void a_silence_long_enough_for_a_lap_more_or_less_leaves_the_laps_after_it_in_doubt() {
        SyntheticRun run = SyntheticRun.inLane(1).stand(5).leg(600, 4, Facing.FORWARD);
        List<Reading> heard = lost(run.readings(5, SyntheticRun.Noise.PHONE), 150, 420);
        Crossings crossings = started(run, Plans.FREE_RUN);

        heard.forEach(reading -> advance(crossings, reading));

        assertThat(crossings.now().forkLaps()).isNotZero();
        assertThat(crossings.now().forkProbability()).isBetween(0.001, 0.5);
        assertThat(crossings.all()).hasSizeGreaterThan(3).last().matches(Crossing::doubtful);
        assertThat(crossings.all().get(0).doubtful()).isFalse();

        crossings.confirmLap();
        assertThat(crossings.now().forkLaps()).isZero();
    }

    @Test
    void a_runner_who_rests_unheard_has_not_moved() {
        SyntheticRun run = quarter(1);
        double back = run.truth().get(2).seconds();
        for (long seed = 1; seed <= 6; seed++) {
            List<Reading> heard = lost(run.readings(seed, SyntheticRun.Noise.PHONE), back + 10, back + 40);

            Crossings crossings = fold(run, heard, Plans.QUARTER_MILE_REPEATED);

            assertThat(crossings.all()).extracting(Crossing::sign).containsExactly(1, 1, -1, 1, 1);
            assertTrue(crossings, run, 2.5);
        }
    }

    @Test
    void the_eighth_lane_has_laps_of_its_own_length() {
        SyntheticRun run = SyntheticRun.inLane(8).stand(5).leg(320, 3, Facing.FORWARD);

        Crossings crossings = fold(run, run.readings(1, SyntheticRun.Noise.NONE), Plans.FREE_RUN);

        assertThat(run.oval().lapMeters()).isCloseTo(453.03, within(0.01));
        assertThat(crossings.all()).hasSize(3);
        assertTrue(crossings, run, 0.2);
    }

    @Test
    void run_clockwise_a_passing_is_still_one_up() {
        SyntheticRun run = new SyntheticRun(3, 250, true).stand(5).leg(300, 3, Facing.FORWARD);

        Crossings crossings = fold(run, run.readings(1, SyntheticRun.Noise.NONE), Plans.FREE_RUN);

        assertThat(crossings.all()).extracting(Crossing::sign).containsExactly(1, 1, 1);
        assertTrue(crossings, run, 0.2);
    }

    @Test
    void who_runs_the_wrong_way_passes_downwards() {
        SyntheticRun run =
                SyntheticRun.inLane(1).stand(5).leg(60, 3, Facing.FORWARD).leg(120, -3, Facing.FORWARD);

        Crossings crossings = fold(run, run.readings(2, SyntheticRun.Noise.PHONE), Plans.FREE_RUN);

        assertThat(crossings.all()).extracting(Crossing::sign).containsExactly(1, -1);
        assertThat(crossings.level()).isEqualTo(-1);
    }

    @Test
    void without_a_gun_the_first_passing_is_found_all_the_same() {
        SyntheticRun run = SyntheticRun.inLane(1).stand(20).leg(160, 3, Facing.FORWARD);
        Crossings crossings = new Crossings(run.oval(), true, Plans.FREE_RUN, 0);
        run.readings(1, SyntheticRun.Noise.PHONE).forEach(reading -> advance(crossings, reading));
        crossings.close();

        assertThat(crossings.all()).extracting(Crossing::line).containsExactly(0, 1);
    }

    @Test
    void an_older_reading_is_not_taken_and_one_of_the_same_moment_counts_once() {
        SyntheticRun run = SyntheticRun.inLane(1).stand(5).leg(200, 3, Facing.FORWARD);
        Crossings once = started(run, Plans.FREE_RUN);
        Crossings doubled = started(run, Plans.FREE_RUN);
        List<Reading> readings = run.readings(4, SyntheticRun.Noise.PHONE);
        for (int i = 0; i < readings.size(); i++) {
            advance(once, readings.get(i));
            advance(doubled, readings.get(i));
            advance(doubled, readings.get(i));
            assertThat(advance(doubled, readings.get(Math.max(0, i - 3)))).isFalse();
        }

        assertThat(doubled.all()).isEqualTo(once.all());
        assertThat(doubled.now().wayMeters()).isEqualTo(once.now().wayMeters());
    }

    @Test
    void the_noise_of_a_devices_speed_is_learnt() {
        SyntheticRun run = SyntheticRun.inLane(1).stand(5).leg(900, 3, Facing.FORWARD);
        SyntheticRun.Noise rough = new SyntheticRun.Noise(1.6, 0.35, 0.30, 20);

        assertThat(folded(run, rough).now().dopplerSigma()).isCloseTo(0.30, within(0.06));
        assertThat(folded(run, SyntheticRun.Noise.PHONE).now().dopplerSigma()).isCloseTo(0.12, within(0.03));
    }

    @Test
    void pace_is_right_for_walking_backwards_and_says_how_sure_it_is() {
        SyntheticRun run = SyntheticRun.inLane(1).stand(5).leg(120, 0.8, Facing.BACKWARD);
        Crossings crossings = folded(run, SyntheticRun.Noise.PHONE);

        Estimate live = crossings.pace();
        assertThat(live.value()).isCloseTo(1250, within(200.0));
        assertThat(Math.abs(live.value() - 1250)).isLessThan(2 * live.plusMinus());
        long earlier = crossings.now().micros() - 20 * Micros.PER_SECOND;
        assertThat(crossings.paceAt(earlier).value()).isCloseTo(1250, within(150.0));
        assertThat(crossings.paceAt(earlier).plusMinus()).isLessThan(live.plusMinus());
        assertThat(crossings.paceAt(earlier + 1).known()).isFalse();
    }

    @Test
    void readings_without_speed_course_or_position_do_no_harm() {
        SyntheticRun run = SyntheticRun.inLane(1).stand(5).leg(300, 3, Facing.FORWARD);
        List<Reading> bare = new ArrayList<>();
        for (Reading full : run.readings(2, SyntheticRun.Noise.PHONE)) {
            boolean place = bare.size() % 5 != 4;
            bare.add(new Reading(
                    full.readingId(),
                    full.observedAt(),
                    place ? full.latitudeDegrees() : Double.NaN,
                    place ? full.longitudeDegrees() : Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    150,
                    Double.NaN,
                    Double.NaN,
                    List.of()));
        }

        Crossings crossings = fold(run, bare, Plans.FREE_RUN);

        assertThat(crossings.all()).hasSize(run.truth().size());
        assertTrue(crossings, run, 3);
    }

    /** A lap, a rest with the way back over the line, and a lap backwards. */
    static SyntheticRun quarter(int lane) {
        SyntheticRun run = SyntheticRun.inLane(lane);
        double lap = run.lapMeters();
        return run.stand(5)
                .runTo(lap, 4, Facing.FORWARD)
                .stand(20)
                .runTo(lap - 0.6, 1.2, Facing.FORWARD)
                .stand(90)
                .runTo(2 * lap, 2, Facing.BACKWARD)
                .stand(20);
    }

    static Crossings started(SyntheticRun run, Plan plan) {
        Crossings crossings = new Crossings(run.oval(), true, plan, 0);
        crossings.gunAt(GUN);
        return crossings;
    }

    static Crossings fold(SyntheticRun run, List<Reading> readings, Plan plan) {
        Crossings crossings = started(run, plan);
        readings.forEach(reading -> advance(crossings, reading));
        crossings.close();
        return crossings;
    }

    private static Crossings folded(SyntheticRun run, SyntheticRun.Noise noise) {
        return fold(run, run.readings(11, noise), Plans.FREE_RUN);
    }

    static boolean advance(Crossings crossings, Reading reading) {
        return crossings.advance(Micros.of(reading.observedAt()), reading);
    }

    static double seconds(long micros) {
        return Micros.seconds(micros - SyntheticRun.START_MICROS);
    }

    static List<Reading> lost(List<Reading> readings, double fromSeconds, double toSeconds) {
        return readings.stream()
                .filter(reading -> {
                    double at = seconds(Micros.of(reading.observedAt()));
                    return at < fromSeconds || at > toSeconds;
                })
                .toList();
    }

    private static void assertTrue(Crossings crossings, SyntheticRun run, double withinSeconds) {
        List<Crossing> all = crossings.all();
        assertThat(all).hasSize(run.truth().size());
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).sign()).isEqualTo(run.truth().get(i).sign());
            assertThat(seconds(all.get(i).deviceMicros()))
                    .as("passing %d", i)
                    .isCloseTo(run.truth().get(i).seconds(), within(withinSeconds));
        }
    }
}
