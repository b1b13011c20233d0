package dev.backstretch.domain.zone;

import dev.backstretch.domain.reading.ReadingRules;

/**
 * What is known of a runner's heart: the figures that zones and load are reckoned from. A figure that is not known is
 * NaN.
 *
 * @param maximumBpm highest heart rate, kept to 0.01
 * @param maximumEstimated whether it comes from an age formula; what follows from it is to be shown as an estimate
 * @param restingBpm lowest, lying awake
 * @param thresholdBpm at the lactate threshold
 */
public record HeartRateLimits(double maximumBpm, boolean maximumEstimated, double restingBpm, double thresholdBpm) {
    /** Nothing is known. */
    public static final HeartRateLimits UNKNOWN = new HeartRateLimits(Double.NaN, false, Double.NaN, Double.NaN);

    public HeartRateLimits {
        plausible("maximumBpm", maximumBpm);
        plausible("restingBpm", restingBpm);
        plausible("thresholdBpm", thresholdBpm);
        if (restingBpm >= maximumBpm) {
            throw new IllegalArgumentException("restingBpm is " + restingBpm + ", not under maximumBpm " + maximumBpm
                    + ": measure it lying down in the morning, or leave it out");
        }
        if (thresholdBpm > maximumBpm) {
            throw new IllegalArgumentException("thresholdBpm is " + thresholdBpm + ", above maximumBpm " + maximumBpm
                    + ": raise the maximum to what was measured, or leave the threshold out");
        }
    }

    private static void plausible(String field, double bpm) {
        if (bpm < ReadingRules.LOWEST_HEART_RATE_BPM || bpm > ReadingRules.HIGHEST_HEART_RATE_BPM) {
            throw new IllegalArgumentException(field + " is " + bpm + ", outside "
                    + ReadingRules.LOWEST_HEART_RATE_BPM + " to " + ReadingRules.HIGHEST_HEART_RATE_BPM
                    + ": give beats per minute, or leave it out");
        }
    }

    /** A maximum that was measured always wins over a formula. */
    public static HeartRateLimits measured(double maximumBpm) {
        return new HeartRateLimits(maximumBpm, false, Double.NaN, Double.NaN);
    }

    /** The maximum of an age formula. */
    public static HeartRateLimits estimated(MaximumHeartRate formula, double ageYears) {
        return new HeartRateLimits(formula.bpm(ageYears), true, Double.NaN, Double.NaN);
    }

    public HeartRateLimits withResting(double newRestingBpm) {
        return new HeartRateLimits(maximumBpm, maximumEstimated, newRestingBpm, thresholdBpm);
    }

    public HeartRateLimits withThreshold(double newThresholdBpm) {
        return new HeartRateLimits(maximumBpm, maximumEstimated, restingBpm, newThresholdBpm);
    }

    /**
     * How far a heart rate is from resting to maximum (Karvonen 1957): 0 at rest, 1 at the maximum, NaN when unknown.
     */
    public double reserveShare(double heartRateBpm) {
        return (heartRateBpm - restingBpm) / (maximumBpm - restingBpm);
    }

    /** The heart rate at a share of the way from resting to maximum (Karvonen 1957), NaN when unknown. */
    public double atReserveShare(double share) {
        return restingBpm + share * (maximumBpm - restingBpm);
    }
}
