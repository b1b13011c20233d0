package dev.backstretch.domain.effort;

/**
 * Energy of running a distance on a slope (Minetti et al. 2002, J Appl Physiol 93:1039), net of resting. On the level
 * the polynomial says 3.6 J/(kg·m) where 3.40 ± 0.24 was measured. On a track the grade is 0: a receiver's altitude
 * there is noise.
 */
public final class MinettiCost {
    /** The steepest slopes that were measured; beyond them the cost stays what it is there. */
    public static final double STEEPEST_GRADE = 0.45;

    private static final double JOULES_PER_KILOCALORIE = 4184;

    private MinettiCost() {}

    /**
     * Cost in J/(kg·m).
     *
     * @param grade rise over run: 0.1 is 10 %
     */
    public static double joulesPerKgMeter(double grade) {
        double i = Math.max(-STEEPEST_GRADE, Math.min(STEEPEST_GRADE, grade));
        return ((((155.4 * i - 30.4) * i - 43.3) * i + 46.3) * i + 19.5) * i + 3.6;
    }

    /** Net energy of a distance. */
    public static double netKilocalories(double massKg, double distanceMeters, double grade) {
        return joulesPerKgMeter(grade) * massKg * distanceMeters / JOULES_PER_KILOCALORIE;
    }
}
