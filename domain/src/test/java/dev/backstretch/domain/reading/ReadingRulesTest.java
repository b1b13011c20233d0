package dev.backstretch.domain.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.ReadingFlag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingRulesTest {
    private static final double NONE = Double.NaN;
    private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");

    @ParameterizedTest(name = "latitude {0}, longitude {1} is refused as {2} for {3}")
    @CsvSource({
        "91, 98.9, RANGE_POSITION, latitudeDegrees",
        "-90.0001, 98.9, RANGE_POSITION, latitudeDegrees",
        "18.7, 180.0001, RANGE_POSITION, longitudeDegrees",
        "18.7, -181, RANGE_POSITION, longitudeDegrees",
        "Infinity, 98.9, RANGE_POSITION, latitudeDegrees",
        "0, 0, NULL_ISLAND, latitudeDegrees",
        "-0.0, 0, NULL_ISLAND, latitudeDegrees"
    })
    void impossible_positions_refuse_the_reading(double latitude, double longitude, String reason, String field) {
        Fault fault = refused(at(NOW, latitude, longitude)).get(0);

        assertThat(fault.reason()).isEqualTo(reason);
        assertThat(fault.field()).isEqualTo(field);
        assertThat(fault.value()).isNotBlank();
        assertThat(fault.message()).contains(":");
    }

    @ParameterizedTest(name = "latitude {0}, longitude {1} stands")
    @CsvSource({"90, 180", "-90, -180", "0, 0.00001", "18.7, 98.9"})
    void possible_positions_stand(double latitude, double longitude) {
        Reading checked = accepted(at(NOW, latitude, longitude));

        assertThat(checked.latitudeDegrees()).isEqualTo(latitude);
        assertThat(checked.longitudeDegrees()).isEqualTo(longitude);
        assertThat(checked.flags()).isEmpty();
    }

    @Test
    void the_first_fault_in_the_fixed_order_is_the_reason_and_none_is_lost() {
        assertThat(refused(at(NOW.plusSeconds(301), 91, 200)))
                .extracting(Fault::reason)
                .containsExactly("RANGE_POSITION", "RANGE_POSITION", "TIME_FUTURE");
    }

    @ParameterizedTest(name = "a reading of {0} is refused as {1}")
    @CsvSource({
        "1970-01-01T00:00:00Z, TIME_STALE",
        "2026-11-20T01:59:59.999999Z, TIME_STALE",
        "2026-11-21T02:05:00.000001Z, TIME_FUTURE",
        "2027-11-21T02:00:00Z, TIME_FUTURE"
    })
    void times_that_cannot_be_refuse_the_reading(Instant observedAt, String reason) {
        assertThat(refused(at(observedAt, 18.7, 98.9)))
                .singleElement()
                .satisfies(fault -> assertThat(fault.reason()).isEqualTo(reason))
                .satisfies(fault -> assertThat(fault.value()).isEqualTo(observedAt.toString()));
    }

    @ParameterizedTest(name = "{0} is within the limits of a live door")
    @CsvSource({"2026-11-20T02:00:00Z", "2026-11-21T02:05:00Z"})
    void the_limits_themselves_are_inside(Instant observedAt) {
        assertThat(accepted(at(observedAt, 18.7, 98.9)).observedAt()).isEqualTo(observedAt);
    }

    @Test
    void a_file_may_be_as_old_as_it_likes_but_not_of_tomorrow() {
        Instant in2013 = Instant.parse("2013-05-04T06:00:00Z");
        Instant tomorrow = NOW.plus(Duration.ofDays(1));

        assertThat(ReadingRules.check(at(in2013, 18.7, 98.9), NOW, Arrival.FILE))
                .isInstanceOf(ReadingRules.Result.Accepted.class);
        assertThat(ReadingRules.check(at(tomorrow, 18.7, 98.9), NOW, Arrival.FILE))
                .isInstanceOf(ReadingRules.Result.Rejected.class);
    }

    @Test
    void half_a_position_is_dropped_and_flagged_and_the_heart_rate_stands() {
        Reading checked = accepted(reading(NOW, 18.7, NONE, NONE, NONE, NONE, NONE, NONE, 150, NONE, NONE));

        assertThat(checked.hasPosition()).isFalse();
        assertThat(checked.latitudeDegrees()).isNaN();
        assertThat(checked.heartRateBpm()).isEqualTo(150);
        assertThat(checked.flags()).containsExactly(ReadingFlag.HALF_POSITION);
    }

    @ParameterizedTest(name = "heart rate {0} is dropped from an otherwise good reading")
    @CsvSource({"0", "24.99", "240.01", "300", "-1", "Infinity"})
    void impossible_heart_rates_are_dropped_and_flagged(double bpm) {
        Reading checked = accepted(reading(NOW, 18.7, 98.9, 4, 3, 87, NONE, NONE, bpm, 168, NONE));

        assertThat(checked.heartRateBpm()).isNaN();
        assertThat(checked.flags()).containsExactly(ReadingFlag.RANGE_HR);
        assertThat(checked.speedMetersPerSecond()).isEqualTo(3);
    }

    @ParameterizedTest(name = "heart rate {0} stands")
    @CsvSource({"25", "240", "152"})
    void possible_heart_rates_stand(double bpm) {
        Reading checked = accepted(reading(NOW, 18.7, 98.9, 4, 3, 87, NONE, NONE, bpm, 168, NONE));

        assertThat(checked.heartRateBpm()).isEqualTo(bpm);
        assertThat(checked.flags()).isEmpty();
    }

    @Test
    void other_impossible_values_are_dropped_each_with_its_flag() {
        Reading checked = accepted(reading(NOW, 18.7, 98.9, 51, 12.6, 361, -3, 9_001, 300, 401, -1));

        assertThat(checked.flags())
                .containsExactlyInAnyOrder(
                        ReadingFlag.LOW_ACCURACY,
                        ReadingFlag.SPEED_CAP,
                        ReadingFlag.RANGE_ANGLE,
                        ReadingFlag.RANGE_ALTITUDE,
                        ReadingFlag.RANGE_HR,
                        ReadingFlag.RANGE_CADENCE,
                        ReadingFlag.RANGE_DISTANCE);
        assertThat(checked.horizontalAccuracyMeters()).isEqualTo(51);
        assertThat(new double[] {
                    checked.speedMetersPerSecond(), checked.courseDegrees(), checked.compassDegrees(),
                    checked.altitudeMeters(), checked.heartRateBpm(), checked.cadenceStepsPerMinute(),
                    checked.distanceMeters()
                })
                .containsOnly(Double.NaN);
    }

    @ParameterizedTest(name = "a distance of {0} m is dropped from an otherwise good reading")
    @CsvSource({"-0.1", "1000000.1", "1e300", "Infinity"})
    void impossible_distances_are_dropped_and_flagged(double meters) {
        Reading checked = accepted(reading(NOW, 18.7, 98.9, 4, 3, 87, NONE, NONE, 150, 168, meters));

        assertThat(checked.distanceMeters()).isNaN();
        assertThat(checked.flags()).containsExactly(ReadingFlag.RANGE_DISTANCE);
        assertThat(checked.speedMetersPerSecond()).isEqualTo(3);
    }

    @ParameterizedTest(name = "a distance of {0} m stands")
    @CsvSource({"0", "402.336", "1000000"})
    void possible_distances_stand(double meters) {
        Reading checked = accepted(reading(NOW, 18.7, 98.9, 4, 3, 87, NONE, NONE, 150, 168, meters));

        assertThat(checked.distanceMeters()).isEqualTo(meters);
        assertThat(checked.flags()).isEmpty();
    }

    @Test
    void what_a_device_marks_as_unknown_is_absent_without_a_flag() {
        Reading checked = accepted(reading(NOW, 18.7, 98.9, -1, -1, -1, NONE, NONE, NONE, NONE, NONE));

        assertThat(checked.horizontalAccuracyMeters()).isNaN();
        assertThat(checked.speedMetersPerSecond()).isNaN();
        assertThat(checked.courseDegrees()).isNaN();
        assertThat(checked.flags()).isEmpty();
    }

    @Test
    void a_full_circle_is_north_and_zero_has_one_spelling() {
        Reading checked = accepted(reading(NOW, 18.7, 98.9, 4, -0.0, 360, 360, NONE, NONE, NONE, NONE));

        assertThat(checked.courseDegrees()).isEqualTo(0.0);
        assertThat(checked.compassDegrees()).isEqualTo(0.0);
        assertThat(Double.doubleToRawLongBits(checked.speedMetersPerSecond())).isZero();
    }

    @Test
    void nanoseconds_are_cut_to_microseconds() {
        assertThat(accepted(at(NOW.plusNanos(1_999), 18.7, 98.9)).observedAt()).isEqualTo(NOW.plusNanos(1_000));
    }

    @Test
    void a_reading_with_nothing_left_is_refused() {
        assertThat(refused(reading(NOW, NONE, NONE, 4, -1, NONE, NONE, NONE, 0, NONE, NONE)))
                .singleElement()
                .satisfies(fault -> assertThat(fault.reason()).isEqualTo("EMPTY"))
                .satisfies(fault -> assertThat(fault.value()).isEqualTo("[RANGE_HR]"));
    }

    private static Reading accepted(Reading raw) {
        ReadingRules.Result result = ReadingRules.check(raw, NOW, Arrival.LIVE);
        assertThat(result).isInstanceOf(ReadingRules.Result.Accepted.class);
        return ((ReadingRules.Result.Accepted) result).reading();
    }

    private static List<Fault> refused(Reading raw) {
        ReadingRules.Result result = ReadingRules.check(raw, NOW, Arrival.LIVE);
        assertThat(result).isInstanceOf(ReadingRules.Result.Rejected.class);
        return ((ReadingRules.Result.Rejected) result).faults();
    }

    private static Reading at(Instant observedAt, double latitude, double longitude) {
        return reading(observedAt, latitude, longitude, 4, 3, 87, NONE, NONE, NONE, NONE, NONE);
    }

    private static Reading reading(
            Instant observedAt,
            double latitude,
            double longitude,
            double accuracy,
            double speed,
            double course,
            double compass,
            double altitude,
            double heartRate,
            double cadence,
            double distance) {
        return new Reading(
                "r01-1",
                observedAt,
                latitude,
                longitude,
                accuracy,
                speed,
                course,
                compass,
                altitude,
                heartRate,
                cadence,
                distance,
                List.of());
    }

    @Test
    void an_accuracy_of_fifty_metres_is_still_a_good_one_and_none_at_all_is_a_number() {
        Reading fifty = accepted(reading(NOW, 18.7, 98.9, 50, NONE, NONE, NONE, NONE, NONE, NONE, NONE));
        assertThat(fifty.flags()).isEmpty();
        Reading exact = accepted(reading(NOW, 18.7, 98.9, 0, NONE, NONE, NONE, NONE, NONE, NONE, NONE));
        assertThat(exact.horizontalAccuracyMeters()).isZero();
        assertThat(exact.flags()).isEmpty();
    }
}
