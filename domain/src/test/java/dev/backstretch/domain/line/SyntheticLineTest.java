package dev.backstretch.domain.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.facing.CompassFacing;
import dev.backstretch.domain.plan.Plan;
import dev.backstretch.domain.plan.Plans;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whole runs with an ordinary phone's noise: the line alone, against the truth. */
class SyntheticLineTest {
    private static final int RUNNERS = 40;
    /** Enough to learn how a phone sits, at the first try or the second. */
    private static final int CALLED_READINGS = 60;

    @Test
    void the_line_alone_finds_every_passing_and_knows_how_well() {
        List<Double> errors = new ArrayList<>();
        int truths = 0;
        int found = 0;
        int made = 0;
        int inside = 0;
        for (int runner = 0; runner < RUNNERS; runner++) {
            SyntheticRun run = run(runner);
            Plan plan = runner % 4 == 0 ? Plans.QUARTER_MILE_REPEATED : Plans.FREE_RUN;
            List<Reading> readings = run.readings(1000 + runner, SyntheticRun.Noise.PHONE);
            Crossings crossings = CrossingsTest.fold(run, readings, plan);
            truths += run.truth().size();
            made += crossings.all().size();
            assertThat(crossings.level()).as("laps of runner %d", runner).isEqualTo(level(run));
            for (SyntheticRun.Truth truth : run.truth()) {
                for (Crossing one : crossings.all()) {
                    double off = CrossingsTest.seconds(one.deviceMicros()) - truth.seconds();
                    if (one.sign() == truth.sign() && Math.abs(off) < 6) {
                        found++;
                        errors.add(Math.abs(off));
                        inside += truth.seconds() >= CrossingsTest.seconds(one.earliestMicros())
                                        && truth.seconds() <= CrossingsTest.seconds(one.latestMicros())
                                ? 1
                                : 0;
                        break;
                    }
                }
            }
        }
        errors.sort(null);

        assertThat(truths).isGreaterThan(150);
        assertThat(found).as("found of %d", truths).isGreaterThanOrEqualTo((int) Math.ceil(0.99 * truths));
        assertThat(made - found).as("invented").isLessThanOrEqualTo(truths / 100);
        assertThat(errors.get(errors.size() / 2)).as("median error").isLessThan(0.30);
        assertThat(errors.get(errors.size() * 95 / 100)).as("95th percentile").isLessThan(1.2);
        assertThat(inside / (double) found).as("share inside ±").isBetween(0.93, 1.0);
    }

    @Test
    void pace_is_that_of_the_truth() {
        double paceError = 0;
        int paces = 0;
        for (int runner = 0; runner < RUNNERS; runner++) {
            SyntheticRun run = run(runner);
            Crossings crossings = CrossingsTest.started(run, Plans.FREE_RUN);
            for (Reading reading : run.readings(2000 + runner, SyntheticRun.Noise.PHONE)) {
                CrossingsTest.advance(crossings, reading);
                double speed = Math.abs(run.speedAt(Micros.of(reading.observedAt())));
                if (speed >= 0.5 && crossings.pace().known()) {
                    paceError += Math.abs(crossings.pace().value() * speed / 1000 - 1);
                    paces++;
                }
            }
        }

        assertThat(paceError / paces).isLessThan(0.04);
    }

    @Test
    void a_compass_tells_who_runs_backwards_once_a_lap_was_called_forwards() {
        int moving = 0;
        int right = 0;
        int wrong = 0;
        for (int runner = 0; runner < RUNNERS; runner += 2) {
            SyntheticRun run = run(runner).mounted(runner * 7);
            var compass = new CompassFacing();
            int called = 0;
            for (Reading reading : run.readings(2000 + runner, SyntheticRun.Noise.PHONE)) {
                long micros = Micros.of(reading.observedAt());
                Facing truth = run.facingAt(micros);
                boolean calling = called < CALLED_READINGS && truth == Facing.FORWARD;
                called += calling ? 1 : 0;
                compass.take(
                        micros,
                        reading.speedMetersPerSecond(),
                        reading.compassDegrees(),
                        reading.courseDegrees(),
                        calling ? Facing.FORWARD : Facing.UNKNOWN);
                if (!calling && called == CALLED_READINGS && Math.abs(run.speedAt(micros)) >= 0.7) {
                    moving++;
                    right += compass.facing() == truth ? 1 : 0;
                    wrong += compass.facing() != truth && compass.facing() != Facing.UNKNOWN ? 1 : 0;
                }
            }
        }

        // the 3 s of agreement after every turn are told wrong, which is what 2.3 % are
        assertThat(right / (double) moving).isGreaterThan(0.95);
        assertThat(wrong / (double) moving).isLessThan(0.03);
    }

    private static int level(SyntheticRun run) {
        return run.truth().stream().mapToInt(SyntheticRun.Truth::sign).sum() - 1;
    }

    /** Quarter-mile challenges, intervals, steady alternation and backward running, in all lanes. */
    private static SyntheticRun run(int runner) {
        Random random = new Random(runner);
        SyntheticRun run = new SyntheticRun(runner % 8 + 1, 9 * runner, false);
        double lap = run.lapMeters();
        double forward = 2.7 + 1.9 * random.nextDouble();
        double backward = forward * (0.44 + 0.2 * random.nextDouble());
        run.stand(5);
        switch (runner % 4) {
            case 0 ->
                run.runTo(lap, forward, Facing.FORWARD)
                        .stand(20)
                        .runTo(lap - 0.6, 1.2, Facing.FORWARD)
                        .stand(95)
                        .runTo(2 * lap, backward, Facing.BACKWARD)
                        .stand(20);
            case 1 -> {
                for (int i = 0; i < 14; i++) {
                    boolean ahead = i % 2 == 0;
                    run.leg(30, ahead ? forward : backward, ahead ? Facing.FORWARD : Facing.BACKWARD)
                            .stand(30);
                }
            }
            case 2 -> {
                for (int i = 1; i <= 5; i++) {
                    boolean ahead = i % 2 == 1;
                    run.runTo(i * lap, ahead ? forward : backward, ahead ? Facing.FORWARD : Facing.BACKWARD);
                    run.leg(3, 1, Facing.FORWARD);
                }
            }
            default ->
                run.leg(240, backward, Facing.BACKWARD)
                        .leg(60, 1.1, Facing.BACKWARD)
                        .leg(500, backward, Facing.BACKWARD);
        }
        return run;
    }
}
