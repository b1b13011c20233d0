package dev.backstretch.domain.effort;

/**
 * Oxygen uptake from speed and grade: the metabolic equations of the American College of Sports Medicine, Guidelines
 * for Exercise Testing and Prescription. Gross, so that standing still costs the resting 3.5 ml/(kg·min).
 */
public final class AcsmEnergy {
    /** At rest, ml/(kg·min). */
    public static final double RESTING_VO2 = 3.5;

    private static final double WALK_PER_SPEED = 0.1;
    private static final double WALK_PER_CLIMB = 1.8;
    private static final double RUN_PER_SPEED = 0.2;
    private static final double RUN_PER_CLIMB = 0.9;
    /** The walking equation is valid from 50 to 100 m/min, the running one from 134 m/min. */
    private static final double SLOWEST_WALK_METERS_PER_MINUTE = 50;

    private static final double FASTEST_WALK_METERS_PER_MINUTE = 100;
    private static final double SLOWEST_RUN_METERS_PER_MINUTE = 134;
    /** Energy of a litre of oxygen, kcal. */
    private static final double KILOCALORIES_PER_LITRE = 5.0;

    private AcsmEnergy() {}

    /**
     * Oxygen uptake in ml/(kg·min).
     *
     * @param grade rise over run: 0.05 is 5 %
     */
    public static double vo2(Gait gait, double speedMetersPerSecond, double grade) {
        double metersPerMinute = speedMetersPerSecond * 60;
        boolean walks = gait == Gait.WALK;
        return (walks ? WALK_PER_SPEED : RUN_PER_SPEED) * metersPerMinute
                + (walks ? WALK_PER_CLIMB : RUN_PER_CLIMB) * metersPerMinute * grade
                + RESTING_VO2;
    }

    /** Whether the equation of a gait is valid at a speed. */
    public static Confidence confidence(Gait gait, double speedMetersPerSecond) {
        double metersPerMinute = speedMetersPerSecond * 60;
        boolean valid = gait == Gait.WALK
                ? metersPerMinute >= SLOWEST_WALK_METERS_PER_MINUTE && metersPerMinute <= FASTEST_WALK_METERS_PER_MINUTE
                : metersPerMinute >= SLOWEST_RUN_METERS_PER_MINUTE;
        return valid ? Confidence.NORMAL : Confidence.LOW;
    }

    /** Energy from oxygen uptake in ml/(kg·min), at 5 kcal a litre. */
    public static double kilocaloriesPerMinute(double vo2, double massKg) {
        return vo2 * massKg / 1000 * KILOCALORIES_PER_LITRE;
    }
}
