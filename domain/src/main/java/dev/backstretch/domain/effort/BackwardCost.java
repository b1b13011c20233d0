package dev.backstretch.domain.effort;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Estimate;

/**
 * How much dearer running backwards is than running forwards at the same speed: about a third, net of resting. Measured
 * at 35 ± 6 % at 3.0 m/s (Wright, Weyand 2001, J Exp Biol 204:1805, n = 4) and at 35 % on the mean from level to 25 %
 * (Eur J Appl Physiol 2020, 120:2507, n = 8).
 *
 * <p>It applies to what is reckoned from speed or distance. An estimate from the heart rate has the effort in it
 * already. It is not known for walking, which is dearer still (Flynn et al. 1994, Med Sci Sports Exerc 26:89, found
 * 60 % of the forward peak uptake at 1.79 m/s): there it is a lower limit, and the confidence is LOW.
 */
public final class BackwardCost {
    /** The factor on the net cost, with its measured range as ±: 1.28 to 1.41. */
    public static final Estimate FACTOR = new Estimate(1.35, 0.07);

    /** The lowest factor that the evidence carries. */
    public static final double LOWEST_FACTOR = 1.28;

    /** The highest factor that the evidence carries. */
    public static final double HIGHEST_FACTOR = 1.41;

    private BackwardCost() {}

    /** The factor for a facing: 1 unless it is known to be backward. */
    public static double factor(Facing facing) {
        return facing == Facing.BACKWARD ? FACTOR.value() : 1;
    }

    /** LOW where the factor was not measured: backwards and walking. */
    public static Confidence confidence(Facing facing, Gait gait) {
        return facing == Facing.BACKWARD && gait == Gait.WALK ? Confidence.LOW : Confidence.NORMAL;
    }

    /**
     * Gross uptake backwards from gross uptake forwards at the same speed, ml/(kg·min): only the net part is dearer.
     */
    public static double vo2(double forwardVo2) {
        return AcsmEnergy.RESTING_VO2 + FACTOR.value() * (forwardVo2 - AcsmEnergy.RESTING_VO2);
    }

    /** Net energy of a distance run in a facing. */
    public static double netKilocalories(double massKg, double distanceMeters, double grade, Facing facing) {
        return factor(facing) * MinettiCost.netKilocalories(massKg, distanceMeters, grade);
    }

    /** How many forward laps cost what a number of backward laps do, at the same speed. */
    public static Estimate forwardLaps(double backwardLaps) {
        Inputs.within("backwardLaps", backwardLaps, 0, 10_000, "count the laps that were run backwards");
        return new Estimate(FACTOR.value() * backwardLaps, FACTOR.plusMinus() * backwardLaps);
    }
}
