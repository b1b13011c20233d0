package dev.backstretch.ingest.files;

import dev.backstretch.domain.zone.MaximumHeartRate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the runner of a recording beside the recording.
 *
 * @param maximumHeartRateBpm measured; null takes the age's estimate
 */
public record RunnerProfile(
        @Nullable Double maximumHeartRateBpm,
        @Nullable Double restingHeartRateBpm,
        @Nullable Integer ageYears) {
    /** Nothing is known. */
    public static final RunnerProfile UNKNOWN = new RunnerProfile(null, null, null);

    private static final int AGE_BAND_YEARS = 5;

    public RunnerProfile {
        within("maximumHeartRateBpm", maximumHeartRateBpm, 60, 250);
        within("restingHeartRateBpm", restingHeartRateBpm, 20, 150);
        within("ageYears", ageYears == null ? null : ageYears.doubleValue(), 1, 120);
    }

    private static void within(String field, @Nullable Double value, double lowest, double highest) {
        if (value != null && !(value >= lowest && value <= highest)) {
            throw new IllegalArgumentException(field + ": " + value + " is outside " + lowest + " to " + highest);
        }
    }

    /** Measured, else estimated from the age, else null. */
    @Nullable
    Double bestMaximumHeartRateBpm() {
        if (maximumHeartRateBpm != null || ageYears == null) {
            return maximumHeartRateBpm;
        }
        return MaximumHeartRate.TANAKA.bpm(ageYears);
    }

    boolean maximumIsEstimated() {
        return maximumHeartRateBpm == null;
    }

    @Nullable
    Integer ageBandYears() {
        return ageYears == null ? null : (Integer) (ageYears / AGE_BAND_YEARS * AGE_BAND_YEARS);
    }
}
