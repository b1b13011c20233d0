package dev.backstretch.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.event.EventBody;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class CampPropertyTest {
    private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");

    @Property(tries = 12)
    void theTruthAgreesWithItself(@ForAll @LongRange(min = -1_000_000, max = 1_000_000) long seed) {
        Camp camp = Camp.of(CampOptions.demo("demo", seed, START).withRunners(9));
        int seconds = camp.truth().seconds();
        for (RunnerTruth runner : camp.truth().runners()) {
            assertThat(runner.laps()).hasSize(2);
            double net = 0;
            for (RunnerTruth.Crossing crossing : runner.crossings()) {
                net += crossing.direction();
            }
            assertThat(net).isEqualTo(Math.floor((runner.netMeters() - 1) / runner.laneMeters()) + 1);
            assertThat(runner.crossings()).isSortedAccordingTo((a, b) -> Double.compare(a.seconds(), b.seconds()));
            for (RunnerTruth.Lap lap : runner.laps()) {
                assertThat(lap.lapSeconds()).isCloseTo(lap.endSeconds() - lap.startSeconds(), within(1e-9));
                assertThat(lap.elapsedSeconds()).isGreaterThanOrEqualTo(lap.lapSeconds() - 1e-9);
                assertThat(runner.crossings())
                        .extracting(RunnerTruth.Crossing::seconds)
                        .contains(lap.startSeconds(), lap.endSeconds());
            }
            // The way is two laps, the overshoot out and back, and the stop behind the line.
            assertThat(runner.pathMeters()).isGreaterThanOrEqualTo(Math.abs(runner.netMeters()));
            assertThat(runner.netMeters()).isBetween(2 * runner.laneMeters() + 1, 2 * runner.laneMeters() + 12);
            assertThat(runner.pathMeters() - runner.netMeters()).isBetween(2.0, 40.0);
            assertThat(runner.zoneSeconds().stream().mapToInt(Integer::intValue).sum())
                    .isEqualTo(seconds);
            assertThat(runner.forwardSeconds() + runner.backwardSeconds() + runner.stillSeconds())
                    .isCloseTo(seconds, within(0.05));
            List<RunnerTruth.FacingSpan> spans = runner.facing();
            assertThat(spans.get(0).startSeconds()).isZero();
            assertThat(spans.get(spans.size() - 1).endSeconds()).isEqualTo(seconds);
            for (int i = 1; i < spans.size(); i++) {
                assertThat(spans.get(i).startSeconds())
                        .isEqualTo(spans.get(i - 1).endSeconds());
                assertThat(spans.get(i).facing()).isNotEqualTo(spans.get(i - 1).facing());
            }
        }
    }

    @Property(tries = 12)
    void lapsAreALaneLongAndDeliveriesKeepTheirPromises(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
        Camp camp = Camp.of(CampOptions.demo("demo", seed, START).withRunners(3));
        for (int index = 0; index < 3; index++) {
            RunnerTruth runner = camp.truth().runners().get(index);
            Motion motion = new Motion(seed, index, Motion.Runner.of(seed, index, runner.startSeconds()));
            motion.runToEnd();
            for (RunnerTruth.Lap lap : runner.laps()) {
                assertThat(motion.metersAt(lap.endSeconds()) - motion.metersAt(lap.startSeconds()))
                        .isCloseTo(runner.laneMeters(), within(1e-6));
            }
        }
        for (Delivery delivery : camp.deliveries()) {
            if (delivery.event().body() instanceof EventBody.Readings body) {
                assertThat(body.readings()).hasSizeBetween(1, EventBody.Readings.MAXIMUM);
            }
            assertThat(delivery.arrivesAt()).isAfterOrEqualTo(START);
        }
    }
}
