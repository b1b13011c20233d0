package dev.backstretch.domain.pace;

import dev.backstretch.domain.outcome.Estimate;

/** Pace in seconds per km: always 1000 ÷ mean speed, never a mean of paces, and none below 0.5 m/s (domain notes §5). */
public final class Pace {
    private static final double SLOWEST_METERS_PER_SECOND = 0.5;

    /** One standard deviation of a receiver's Doppler speed, m/s (domain notes §5). */
    public static final double DOPPLER_SIGMA = 0.15;

    /** One standard deviation of a speed taken from positions some seconds apart, m/s. */
    public static final double POSITION_SIGMA = 0.40;

    /** Two-sided 95 % of a normal distribution. */
    public static final double NORMAL_95 = 1.96;

    private Pace() {}

    /** Pace over a way in metres and a time in seconds: seconds per km. */
    public static double secondsPerKm(double meters, double seconds) {
        return 1000 * seconds / meters;
    }

    /** Pace at a speed in m/s, with σ_pace = 1000 ÷ v² · σ_v. */
    public static Estimate at(double speedMetersPerSecond, double sigmaMetersPerSecond) {
        if (!(speedMetersPerSecond >= SLOWEST_METERS_PER_SECOND)) {
            return Estimate.UNKNOWN;
        }
        double sigma = 1000 / (speedMetersPerSecond * speedMetersPerSecond) * sigmaMetersPerSecond;
        return new Estimate(1000 / speedMetersPerSecond, NORMAL_95 * sigma);
    }
}
