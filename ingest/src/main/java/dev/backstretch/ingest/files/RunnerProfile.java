package dev.backstretch.ingest.files;

import dev.backstretch.domain.effort.Sex;
import dev.backstretch.domain.event.EventBody;
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
        @Nullable Integer ageYears,
        Sex sex,
        @Nullable Double massKg) {
    /** Nothing is known. */
    public static final RunnerProfile UNKNOWN = new RunnerProfile(null, null, null);

    /** Of whom neither sex nor mass is known. */
    public RunnerProfile(
            @Nullable Double maximumHeartRateBpm, @Nullable Double restingHeartRateBpm, @Nullable Integer ageYears) {
        this(maximumHeartRateBpm, restingHeartRateBpm, ageYears, Sex.NOT_GIVEN, null);
    }

    private static final int AGE_BAND_YEARS = 5;

    public RunnerProfile {
        within("maximumHeartRateBpm", maximumHeartRateBpm, 60, 250);
        within("restingHeartRateBpm", restingHeartRateBpm, 20, 150);
        within("ageYears", ageYears == null ? null : ageYears.doubleValue(), 1, 120);
        within("massKg", massKg, 15, 300);
    }

    private static void within(String field, @Nullable Double value, double lowest, double highest) {
        if (value != null && !(value >= lowest && value <= highest)) {
            throw new IllegalArgumentException(field + ": " + value + " is outside " + lowest + " to " + highest);
        }
    }

    /** As a join says it; null when it was not given. */
    EventBody.@Nullable Sex toldSex() {
        return switch (sex) {
            case FEMALE -> EventBody.Sex.FEMALE;
            case MALE -> EventBody.Sex.MALE;
            case NOT_GIVEN -> null;
        };
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
