package dev.backstretch.domain.effort;

import dev.backstretch.domain.zone.HeartRateLimits;

/**
 * Energy from the heart rate (Keytel et al. 2005, J Sports Sci 23:289). The heart rate has the extra effort of running
 * backwards in it already: facing is no input here, and nobody may multiply what comes out by a factor for it.
 */
public final class KeytelEnergy {
    /** The equations were fitted from here to 90 % of the maximum heart rate. */
    private static final double LOWEST_MAXIMUM_SHARE = 0.57;

    private static final double HIGHEST_MAXIMUM_SHARE = 0.90;
    private static final double KILOJOULES_PER_KILOCALORIE = 4.184;

    private KeytelEnergy() {}

    /**
     * What a minute costs in kcal, never less than 0.
     *
     * @param lowest the same as the highest when the sex was given; NaN when mass or age is unknown
     */
    public record PerMinute(double lowest, double highest) {}

    /** What a minute at a heart rate costs. */
    public static PerMinute at(double heartRateBpm, Body body) {
        double male = male(heartRateBpm, body);
        double female = female(heartRateBpm, body);
        return switch (body.sex()) {
            case MALE -> new PerMinute(male, male);
            case FEMALE -> new PerMinute(female, female);
            case NOT_GIVEN -> new PerMinute(Math.min(male, female), Math.max(male, female));
        };
    }

    private static double male(double heartRateBpm, Body body) {
        return Math.max(
                0,
                (-55.0969 + 0.6309 * heartRateBpm + 0.1988 * body.massKg() + 0.2017 * body.ageYears())
                        / KILOJOULES_PER_KILOCALORIE);
    }

    private static double female(double heartRateBpm, Body body) {
        return Math.max(
                0,
                (-20.4022 + 0.4472 * heartRateBpm - 0.1263 * body.massKg() + 0.0740 * body.ageYears())
                        / KILOJOULES_PER_KILOCALORIE);
    }

    /** Whether a heart rate is in the range of the fit; LOW when the maximum is unknown. */
    public static Confidence confidence(double heartRateBpm, HeartRateLimits limits) {
        double share = heartRateBpm / limits.maximumBpm();
        return share >= LOWEST_MAXIMUM_SHARE && share <= HIGHEST_MAXIMUM_SHARE ? Confidence.NORMAL : Confidence.LOW;
    }
}
