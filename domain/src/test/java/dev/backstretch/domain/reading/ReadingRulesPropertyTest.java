package dev.backstretch.domain.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.Reading;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ReadingRulesPropertyTest {
    private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");

    @Property
    void whatever_comes_in_what_enters_the_log_is_within_its_ranges(@ForAll("rawReadings") Reading raw) {
        if (ReadingRules.check(raw, NOW, Arrival.LIVE) instanceof ReadingRules.Result.Accepted accepted) {
            Reading reading = accepted.reading();
            within(reading.latitudeDegrees(), -90, 90);
            within(reading.longitudeDegrees(), -180, 180);
            within(reading.horizontalAccuracyMeters(), 0, Double.POSITIVE_INFINITY);
            within(reading.speedMetersPerSecond(), 0, 12.5);
            within(reading.courseDegrees(), 0, Math.nextDown(360.0));
            within(reading.compassDegrees(), 0, Math.nextDown(360.0));
            within(reading.heartRateBpm(), 25, 240);
            within(reading.cadenceStepsPerMinute(), 0, 400);
            within(reading.distanceMeters(), 0, 1_000_000);
            assertThat(Double.isNaN(reading.latitudeDegrees())).isEqualTo(Double.isNaN(reading.longitudeDegrees()));
        }
    }

    @Property
    void checking_twice_is_checking_once(@ForAll("rawReadings") Reading raw) {
        if (ReadingRules.check(raw, NOW, Arrival.LIVE) instanceof ReadingRules.Result.Accepted once) {
            assertThat(ReadingRules.check(once.reading(), NOW, Arrival.LIVE)).isEqualTo(once);
        }
    }

    @Property
    void every_refusal_names_reason_and_remedy(@ForAll("rawReadings") Reading raw) {
        if (ReadingRules.check(raw, NOW, Arrival.LIVE) instanceof ReadingRules.Result.Rejected rejected) {
            assertThat(rejected.faults()).isNotEmpty().allSatisfy(fault -> {
                assertThat(fault.reason()).matches("[A-Z_]+");
                assertThat(fault.message()).contains(": ");
            });
        }
    }

    @Provide
    Arbitrary<Reading> rawReadings() {
        Arbitrary<Double> anything = Arbitraries.oneOf(
                Arbitraries.just(Double.NaN),
                Arbitraries.of(0.0, -0.0, -1.0, 360.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY),
                Arbitraries.doubles().between(-400, 400),
                Arbitraries.doubles());
        Arbitrary<Instant> times = Arbitraries.longs()
                .between(-90_000_000_000L, 600_000_000L)
                .map(micros -> NOW.plusNanos(micros * 1_000));
        return Combinators.combine(times, anything.array(double[].class).ofSize(10))
                .as((observedAt, v) -> new Reading(
                        "id", observedAt, v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], List.of()));
    }

    private static void within(double value, double lowest, double highest) {
        assertThat(Double.isNaN(value) || (value >= lowest && value <= highest))
                .as("%s is absent or within %s to %s", value, lowest, highest)
                .isTrue();
    }
}
