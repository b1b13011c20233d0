package dev.backstretch.domain.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.EventBody.LapRule;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.event.Track;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.outcome.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Laps of a course that is no loop, from positions alone, against what was really run (domain notes §4.5). */
final class SessionOutAndBackTest {
    private static final double LATITUDE = 18.7961;
    private static final double LONGITUDE = 98.9629;
    private static final double DEGREES_EAST_PER_METER = 1 / 105_400.0;
    private static final double DEGREES_NORTH_PER_METER = 1 / 110_650.0;
    private static final double LEG = 500;

    /** To compass 60. */
    private static final double COURSE_DEGREES = 60;

    private static double[] place(double metersOut, double errorEast, double errorNorth) {
        double turn = StrictMath.toRadians(COURSE_DEGREES);
        return new double[] {
            LATITUDE + (metersOut * StrictMath.cos(turn) + errorNorth) * DEGREES_NORTH_PER_METER,
            LONGITUDE + (metersOut * StrictMath.sin(turn) + errorEast) * DEGREES_EAST_PER_METER
        };
    }

    private static Track beach(boolean legs) {
        double[] start = place(0, 0, 0);
        double[] turn = place(LEG, 0, 0);
        return Track.outAndBack("beach", 0, new Track.OutAndBack(start[0], start[1], turn[0], turn[1], legs));
    }

    /** A runner second by second: where and how fast, which is also what the phone would say without an error. */
    private static final class Run {
        private static final int STEPS_PER_SECOND = 20;

        private final List<double[]> seconds = new ArrayList<>();
        private final List<Double> ends = new ArrayList<>();
        private final List<Double> passedAt = new ArrayList<>();
        private double meters;
        private double speed;
        private double direction;
        private int steps;

        private void step() {
            if (steps % STEPS_PER_SECOND == 0) {
                seconds.add(new double[] {meters, speed, speed == 0 ? 0 : direction});
            }
            steps++;
        }

        double now() {
            return (double) steps / STEPS_PER_SECOND;
        }

        Run stand(int forSeconds) {
            speed = 0;
            for (int i = 0; i < forSeconds * STEPS_PER_SECOND; i++) {
                step();
            }
            return this;
        }

        /** To a place at a speed, reached by 1 m/s² and braked by as much at the end. */
        Run to(double target, double metersPerSecond) {
            direction = Math.signum(target - meters);
            speed = 0;
            double dt = 1.0 / STEPS_PER_SECOND;
            for (double left = Math.abs(target - meters); left > 0.01; left = Math.abs(target - meters)) {
                speed = Math.min(speed + dt, Math.min(metersPerSecond, Math.sqrt(2 * left)));
                step();
                meters += direction * Math.min(left, speed * dt);
                if (passedAt.isEmpty() && direction < 0 && meters <= 0) {
                    passedAt.add(now());
                }
            }
            ends.add(now());
            return this;
        }
    }

    /** As the simulator's receiver errs: 1.6 m each way with a memory of a minute, 0.2 m/s, and a little white noise. */
    private static final class Phone {
        private final Random random;
        private final double share;
        private final boolean tellsSpeed;
        private double east;
        private double north;

        Phone(long seed, double share, boolean tellsSpeed) {
            random = new Random(seed);
            this.share = share;
            this.tellsSpeed = tellsSpeed;
            east = 1.6 * share * random.nextGaussian();
            north = 1.6 * share * random.nextGaussian();
        }

        Reading reading(int second, double[] truth, double compassDegrees) {
            double keep = StrictMath.exp(-1 / 60.0);
            double fresh = 1.6 * share * Math.sqrt(1 - keep * keep);
            east = keep * east + fresh * random.nextGaussian();
            north = keep * north + fresh * random.nextGaussian();
            double[] place = place(
                    truth[0], east + 0.3 * share * random.nextGaussian(), north + 0.3 * share * random.nextGaussian());
            double speed = Math.max(0, truth[1] + 0.2 * share * random.nextGaussian());
            double course = truth[2] == 0
                    ? Double.NaN
                    : (COURSE_DEGREES + (truth[2] > 0 ? 0 : 180) + 5 * share * random.nextGaussian() + 360) % 360;
            return new Reading(
                    "g" + second,
                    SessionScript.at(second),
                    place[0],
                    place[1],
                    4,
                    tellsSpeed ? speed : Double.NaN,
                    tellsSpeed ? course : Double.NaN,
                    compassDegrees,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    List.of());
        }
    }

    private static SessionScript open(boolean legs) {
        return new SessionScript().open("free-run", beach(legs)).join("r", LapRule.LINE, legs ? LEG : 2 * LEG);
    }

    private static SessionScript play(SessionScript script, Run run, Phone phone) {
        for (int second = 0; second < run.seconds.size(); second++) {
            script.read("r", "phone", phone.reading(second, run.seconds.get(second), Double.NaN));
        }
        return script.close(run.seconds.size() + 1);
    }

    private static double seconds(LapOutcome lap) {
        return Duration.between(SessionScript.OPENED, lap.endedAt()).toNanos() / 1e9;
    }

    /** Four rounds without a stop. */
    private static Run fourRounds(double metersPerSecond) {
        Run run = new Run().stand(40);
        for (int round = 0; round < 4; round++) {
            run.to(LEG, metersPerSecond).to(0, metersPerSecond);
        }
        return run.stand(20);
    }

    @ParameterizedTest(name = "noise × {0}, speed told {1}")
    @CsvSource({"1, true", "1, false", "2, true"})
    void rounds_are_found_where_they_ended_and_none_is_invented(double noise, boolean tellsSpeed) {
        List<Double> errors = new ArrayList<>();
        int inside = 0;
        int runs = 40;
        for (int seed = 0; seed < runs; seed++) {
            Run run = fourRounds(1.5 + seed % 5 * 0.6);
            SessionScript script = play(open(false), run, new Phone(seed, noise, tellsSpeed));
            List<LapOutcome> laps = script.laps("r");
            assertThat(laps).as("seed %d", seed).hasSize(4);
            for (int lap = 0; lap < 4; lap++) {
                double error = Math.abs(seconds(laps.get(lap)) - run.ends.get(2 * lap + 1));
                errors.add(error);
                double truth = lap == 0 ? run.ends.get(1) - 40 : run.ends.get(2 * lap + 1) - run.ends.get(2 * lap - 1);
                inside += Math.abs(laps.get(lap).lapSeconds().value() - truth)
                                <= laps.get(lap).lapSeconds().plusMinus()
                        ? 1
                        : 0;
                assertThat(laps.get(lap).source()).isEqualTo(MarkSource.LINE);
                assertThat(laps.get(lap).distanceMeters().value()).isEqualTo(2 * LEG);
            }
        }
        Collections.sort(errors);
        double median = errors.get(errors.size() / 2);
        double most = errors.get(errors.size() * 95 / 100);
        assertThat(median).isLessThan(0.6 * noise);
        assertThat(most).isLessThan(2.2 * noise);
        if (noise == 1) {
            assertThat(inside / (4.0 * runs)).as("inside the ±").isGreaterThan(0.9);
        }
    }

    @Test
    void each_way_is_a_lap_where_the_coach_asks_for_legs() {
        Run run = fourRounds(3);
        List<LapOutcome> laps = play(open(true), run, new Phone(1, 1, true)).laps("r");

        assertThat(laps).hasSize(8);
        for (int leg = 0; leg < 8; leg++) {
            assertThat(seconds(laps.get(leg))).isCloseTo(run.ends.get(leg), within(2.0));
        }
    }

    /** The phone is silent until a second. */
    private static SessionScript seenFrom(int second, boolean legs, @Nullable Integer gun, Run run, long seed) {
        Phone phone = new Phone(seed, 1, seed % 2 == 0);
        SessionScript script = open(legs);
        for (int at = 0; at < run.seconds.size(); at++) {
            if (gun != null && gun == at) {
                script.gun(at);
            }
            Reading reading = phone.reading(at, run.seconds.get(at), Double.NaN);
            if (at >= second) {
                script.read("r", "phone", reading);
            }
        }
        return script.close(run.seconds.size() + 1);
    }

    @ParameterizedTest(name = "first seen after {0} s")
    @ValueSource(ints = {60, 110, 180, 205})
    void a_first_round_whose_start_nobody_saw_is_run_from_the_gun(int second) {
        // at the turn after 210 s, back after 380 s
        for (int seed = 0; seed < 10; seed++) {
            Run run = fourRounds(3);
            List<LapOutcome> laps = seenFrom(second, false, 40, run, seed).laps("r");

            assertThat(laps).as("seed %d", seed).hasSize(4);
            assertThat(laps.get(0).flags()).contains("gun-start", "low");
            assertThat(laps.get(0).lapSeconds().value()).isCloseTo(run.ends.get(1) - 40, within(4.0));
            assertThat(laps.get(1).flags()).doesNotContain("gun-start", "low");
        }
    }

    @Test
    void a_first_round_whose_start_nobody_saw_is_none_where_nobody_knows_when_it_began() {
        Run run = fourRounds(3);
        assertThat(seenFrom(60, false, null, run, 1).laps("r")).as("no gun").hasSize(3);
        assertThat(seenFrom(300, false, 40, run, 1).laps("r"))
                .as("first seen on the way back")
                .hasSize(3);

        Run late = new Run().stand(600);
        for (int round = 0; round < 4; round++) {
            late.to(LEG, 3).to(0, 3);
        }
        assertThat(seenFrom(640, false, 40, late.stand(20), 1).laps("r"))
                .as("went long after the gun")
                .hasSize(3);
    }

    @Test
    void a_first_way_whose_start_nobody_saw_is_run_from_the_gun_where_each_way_is_a_lap() {
        Run run = fourRounds(3);
        List<LapOutcome> laps = seenFrom(60, true, 40, run, 1).laps("r");

        assertThat(laps).hasSize(8);
        assertThat(laps.get(0).lapSeconds().value()).isCloseTo(run.ends.get(0) - 40, within(4.0));
        assertThat(seenFrom(60, true, null, run, 1).laps("r")).hasSize(7);
    }

    @Test
    void a_round_that_ends_where_the_phone_stops_is_found_at_the_close() {
        for (int seed = 0; seed < 20; seed++) {
            Run run = new Run().stand(40);
            for (int round = 0; round < 4; round++) {
                run.to(LEG, 3).to(0, 3);
            }
            List<LapOutcome> laps =
                    play(open(false), run, new Phone(seed, 1, false)).laps("r");

            assertThat(laps).as("seed %d", seed).hasSize(4);
        }
    }

    @Test
    void who_waits_for_long_beside_the_start_is_no_trouble() {
        for (int seed = 0; seed < 80; seed++) {
            Run run = new Run().to(-16, 1).stand(200).to(LEG, 3).to(0, 3).stand(20);
            List<LapOutcome> laps =
                    play(open(false), run, new Phone(seed, 1.5, seed % 2 == 0)).laps("r");

            assertThat(laps).as("seed %d", seed).hasSizeBetween(0, 1);
        }
    }

    @Test
    void who_turns_too_early_has_not_run_that_round() {
        Run run = new Run()
                .stand(40)
                .to(LEG, 3)
                .to(0, 3)
                // 60 m short
                .to(LEG - 60, 3)
                .to(0, 3)
                .to(LEG, 3)
                .to(0, 3)
                .stand(20);
        for (int seed = 0; seed < 20; seed++) {
            List<LapOutcome> laps =
                    play(open(false), run, new Phone(seed, 1, true)).laps("r");
            assertThat(laps).hasSize(2);
            assertThat(laps.get(1).lapSeconds().value())
                    .as("from the second start")
                    .isCloseTo(run.ends.get(5) - run.ends.get(3), within(4.0));
        }
    }

    @Test
    void who_rests_at_the_start_begins_the_next_round_when_they_go() {
        Run run = new Run().stand(40).to(LEG, 3).to(0, 3);
        double arrived = run.ends.get(1);
        run.stand(90);
        double went = run.now();
        run.to(LEG, 3).to(0, 3).stand(20);
        for (int seed = 0; seed < 20; seed++) {
            List<LapOutcome> laps =
                    play(open(false), run, new Phone(seed, 1, true)).laps("r");
            assertThat(laps).hasSize(2);
            assertThat(seconds(laps.get(0))).isCloseTo(arrived, within(4.0));
            assertThat(laps.get(1).lapSeconds().value()).isCloseTo(run.ends.get(3) - went, within(4.0));
        }
    }

    @Test
    void whoever_runs_through_the_start_ends_the_lap_there() {
        Run run = new Run().stand(40).to(LEG, 3).to(-15, 3).stand(20);
        double passed = run.passedAt.get(0);
        List<LapOutcome> laps = play(open(false), run, new Phone(3, 1, true)).laps("r");

        assertThat(laps).hasSize(1);
        assertThat(seconds(laps.get(0))).isCloseTo(passed, within(2.0));
    }

    @Test
    void a_turn_that_nobody_saw_counts_by_the_way_and_says_that_it_is_in_doubt() {
        Run run = fourRounds(3);
        Phone phone = new Phone(5, 1, true);
        SessionScript script = open(false);
        for (int second = 0; second < run.seconds.size(); second++) {
            Reading reading = phone.reading(second, run.seconds.get(second), Double.NaN);
            boolean lost = Math.abs(second - run.ends.get(2)) < 10;
            if (!lost) {
                script.read("r", "phone", reading);
            }
        }
        List<LapOutcome> laps = script.close(run.seconds.size() + 1).laps("r");

        assertThat(laps).hasSize(4);
        assertThat(laps.get(1).flags()).contains("low");
        assertThat(laps.get(3).flags()).doesNotContain("low", "unsigned");
    }

    @ParameterizedTest(name = "{0} s on either side of the turn, speed told {1}")
    @CsvSource({"3, true", "4, true", "5, true", "6, true", "7, true", "3, false", "5, false", "7, false"})
    void a_turn_in_a_short_gap_costs_no_round(int seconds, boolean tellsSpeed) {
        Run run = fourRounds(3);
        for (int seed = 0; seed < 20; seed++) {
            Phone phone = new Phone(seed, 1, tellsSpeed);
            SessionScript script = open(false);
            for (int second = 0; second < run.seconds.size(); second++) {
                Reading reading = phone.reading(second, run.seconds.get(second), Double.NaN);
                if (Math.abs(second - run.ends.get(2)) >= seconds) {
                    script.read("r", "phone", reading);
                }
            }
            assertThat(script.close(run.seconds.size() + 1).laps("r"))
                    .as("seed %d", seed)
                    .hasSize(4);
        }
    }

    @Test
    void who_walks_about_before_the_start_begins_the_lap_when_they_go() {
        Run run = new Run().to(-12, 1.2);
        for (int i = 0; i < 4; i++) {
            run.to(8, 1.2).to(-10, 1.2);
        }
        double went = run.now();
        // 10 m to the start at 3 m/s, after 3 s of gaining speed
        run.to(LEG, 3).to(0, 3).stand(20);
        for (int seed = 0; seed < 20; seed++) {
            List<LapOutcome> laps =
                    play(open(false), run, new Phone(seed, 1, seed % 2 == 0)).laps("r");
            assertThat(laps).as("seed %d", seed).hasSize(1);
            assertThat(laps.get(0).lapSeconds().value())
                    .as("seed %d", seed)
                    .isCloseTo(run.ends.get(run.ends.size() - 1) - went - 4.8, within(4.0));
        }
    }

    /** The phone stays as it is on the body while the course goes to and fro. */
    @Test
    void who_comes_back_without_turning_round_runs_backwards() {
        Run run = fourRounds(3);
        Phone phone = new Phone(7, 1, true);
        SessionScript script = open(true).said(0, "r", new EventBody.FacingDeclared(Facing.FORWARD));
        for (int second = 0; second < run.seconds.size(); second++) {
            double[] truth = run.seconds.get(second);
            if (second == (int) Math.ceil(run.ends.get(0))) {
                script.said(second, "r", new EventBody.FacingDeclared(Facing.UNKNOWN));
            }
            // the first round is run turning round, the others are not
            boolean turnsRound = second < run.ends.get(1) && truth[2] < 0;
            script.read("r", "phone", phone.reading(second, truth, turnsRound ? COURSE_DEGREES + 180 : COURSE_DEGREES));
        }
        List<LapOutcome> laps = script.close(run.seconds.size() + 1).laps("r");

        assertThat(laps)
                .extracting(LapOutcome::facing)
                .containsExactly(
                        Facing.FORWARD,
                        Facing.FORWARD,
                        Facing.FORWARD,
                        Facing.BACKWARD,
                        Facing.FORWARD,
                        Facing.BACKWARD,
                        Facing.FORWARD,
                        Facing.BACKWARD);
    }

    @Test
    void a_coach_s_taps_at_the_start_are_the_same_laps_only_better_timed() {
        Run run = fourRounds(3);
        Phone phone = new Phone(13, 1, true);
        SessionScript script = open(false);
        for (int second = 0; second < run.seconds.size(); second++) {
            script.read("r", "phone", phone.reading(second, run.seconds.get(second), Double.NaN));
            for (int round = 0; round < 4; round++) {
                double tapped = run.ends.get(2 * round + 1) + 0.15;
                if (tapped > second && tapped <= second + 1) {
                    script.tap(tapped, "r");
                }
            }
        }
        List<LapOutcome> laps = script.close(run.seconds.size() + 1).laps("r");

        assertThat(laps).hasSize(4);
        for (int round = 0; round < 4; round++) {
            assertThat(seconds(laps.get(round))).isCloseTo(run.ends.get(2 * round + 1), within(0.01));
        }
    }

    @Test
    void the_gun_starts_whoever_was_about_before() {
        Run run = new Run().stand(5).to(LEG, 3).to(0, 3).stand(40);
        int gun = (int) run.now();
        run.to(LEG, 3).to(0, 3).stand(20);
        SessionScript script = open(false);
        Phone phone = new Phone(9, 1, true);
        for (int second = 0; second < run.seconds.size(); second++) {
            if (second == gun) {
                script.gun(second);
            }
            script.read("r", "phone", phone.reading(second, run.seconds.get(second), Double.NaN));
        }
        List<LapOutcome> laps = script.close(run.seconds.size() + 1).laps("r");

        assertThat(laps).hasSize(1);
        assertThat(laps.get(0).lapSeconds().value()).isCloseTo(run.ends.get(3) - gun, within(4.0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void the_order_of_arrival_changes_nothing(long seed) {
        Run run = fourRounds(3);
        Phone phone = new Phone(seed, 1, true);
        List<Reading> readings = new ArrayList<>();
        for (int second = 0; second < run.seconds.size(); second++) {
            readings.add(phone.reading(second, run.seconds.get(second), Double.NaN));
        }
        SessionScript inOrder = open(false);
        readings.forEach(reading -> inOrder.read("r", "phone", reading));
        List<Reading> shuffled = new ArrayList<>();
        Random random = new Random(seed);
        for (int from = 0; from < readings.size(); from += 90) {
            List<Reading> part = new ArrayList<>(readings.subList(from, Math.min(readings.size(), from + 90)));
            Collections.shuffle(part, random);
            shuffled.addAll(part);
        }
        SessionScript outOfOrder = open(false);
        Reading newest = shuffled.get(0);
        for (Reading reading : shuffled) {
            newest = reading.observedAt().isAfter(newest.observedAt()) ? reading : newest;
            double received =
                    Duration.between(SessionScript.OPENED, newest.observedAt()).toSeconds() + 0.04;
            outOfOrder.readAt(received, "r", "phone", reading);
        }

        List<LapOutcome> expected = inOrder.close(2001).laps("r");
        List<LapOutcome> laps = outOfOrder.close(2001).laps("r");
        assertThat(laps).hasSameSizeAs(expected).hasSize(4);
        for (int lap = 0; lap < 4; lap++) {
            assertThat(laps.get(lap).lapSeconds()).isEqualTo(expected.get(lap).lapSeconds());
            assertThat(laps.get(lap).flags()).isEqualTo(expected.get(lap).flags());
        }
    }

    @Test
    void a_course_goes_on_from_a_snapshot_wherever_the_runner_is() {
        Run run = fourRounds(3);
        Phone phone = new Phone(11, 1, true);
        SessionScript script = open(false);
        SessionFold restored = null;
        List<Outcome> goneOn = new ArrayList<>();
        int taken = (int) (run.ends.get(1) + 1);
        for (int second = 0; second < run.seconds.size(); second++) {
            Reading reading = phone.reading(second, run.seconds.get(second), Double.NaN);
            script.read("r", "phone", reading);
            if (restored != null) {
                restored.apply(
                        new RunEvent(
                                "again" + second,
                                "s",
                                "r",
                                reading.observedAt(),
                                reading.observedAt().plusMillis(40),
                                new Origin(Origin.Kind.DEVICE, "phone"),
                                new EventBody.Readings(List.of(reading))),
                        SessionFold.NO_PARTITION,
                        goneOn::add);
            } else if (second == taken) {
                restored = SessionFold.restore("s", script.fold().snapshot());
                assertThat(restored.snapshot().toArray())
                        .matches(pages -> Arrays.deepEquals(
                                pages, script.fold().snapshot().toArray()));
            }
        }
        List<LapOutcome> laps = script.laps("r");
        assertThat(laps.size()).isGreaterThanOrEqualTo(3);
        assertThat(goneOn.stream()
                        .filter(LapOutcome.class::isInstance)
                        .map(LapOutcome.class::cast)
                        .toList())
                .containsAll(laps.subList(1, laps.size()));
    }
}
