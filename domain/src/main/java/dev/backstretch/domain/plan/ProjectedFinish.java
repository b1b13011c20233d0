package dev.backstretch.domain.plan;

import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.Verdict;

/**
 * When a runner will have covered a distance, from the splits so far, and how sure that is.
 *
 * <p>The mean pace so far is carried on. Its doubt is that of a sum of splits yet to come, predicted from those that
 * were run (a Student interval with 95 %). Few splits say little about their spread, so it starts from {@link
 * #USUAL_SPREAD} of a split, which weighs as much as {@link #USUAL_WEIGHT} splits. A pace that drifts all the time is
 * not foreseen.
 */
public final class ProjectedFinish {
    /** Standard deviation of one split as a share of it: running with walks between. A project decision. */
    static final double USUAL_SPREAD = 0.08;

    /** How many splits that assumption is worth. */
    static final int USUAL_WEIGHT = 4;

    private static final double NORMAL_95 = 1.959964;

    private ProjectedFinish() {}

    /**
     * Seconds from the start to the end of the distance.
     *
     * @param splitSeconds times of the full splits so far; none means nothing is known yet
     * @param splitMeters length of each
     * @param intoSeconds time since the newest split
     * @param intoMeters metres since the newest split
     * @param goalMeters the whole distance
     * @param distanceSigmaShare one standard deviation of the distance as a share of it; 0 where laps of a track count
     */
    public static Estimate seconds(
            double[] splitSeconds,
            double splitMeters,
            double intoSeconds,
            double intoMeters,
            double goalMeters,
            double distanceSigmaShare) {
        int splits = splitSeconds.length;
        if (splits == 0) {
            return Estimate.UNKNOWN;
        }
        double sum = 0;
        for (double split : splitSeconds) {
            sum += split;
        }
        double mean = sum / splits;
        double squares = 0;
        for (double split : splitSeconds) {
            squares += (split - mean) * (split - mean);
        }
        double elapsed = sum + intoSeconds;
        double covered = splits * splitMeters + intoMeters;
        double splitsLeft = Math.max(0, goalMeters - covered) / splitMeters;
        double splitsDone = covered / splitMeters;
        double finish = elapsed + splitsLeft * elapsed / splitsDone;
        int freedom = USUAL_WEIGHT + splits - 1;
        double usual = USUAL_SPREAD * mean;
        double variance = (USUAL_WEIGHT * usual * usual + squares) / freedom;
        double spread = student95(freedom) * Math.sqrt(variance * (splitsLeft + splitsLeft * splitsLeft / splitsDone));
        double scale = NORMAL_95 * finish * distanceSigmaShare;
        return new Estimate(finish, Math.sqrt(spread * spread + scale * scale));
    }

    /**
     * Seconds from the start to the end of a distance that full splits have covered. Within the split that crosses it the
     * pace is taken as even; its doubt is that of a walk tied at both ends, largest in the middle of the split.
     *
     * @param splitSeconds times of the full splits, at least as many as cover the distance
     * @param markPlusMinusSeconds half-width of the 95 % interval of the last mark
     */
    public static Estimate covered(
            double[] splitSeconds, double splitMeters, double goalMeters, double markPlusMinusSeconds) {
        int full = (int) Math.floor(goalMeters / splitMeters);
        double part = goalMeters / splitMeters - full;
        double seconds = 0;
        for (int i = 0; i < full; i++) {
            seconds += splitSeconds[i];
        }
        double spread = 0;
        if (part > 0) {
            seconds += part * splitSeconds[full];
            spread = NORMAL_95 * USUAL_SPREAD * splitSeconds[full] * Math.sqrt(part * (1 - part));
        }
        return new Estimate(seconds, Math.sqrt(spread * spread + markPlusMinusSeconds * markPlusMinusSeconds));
    }

    /**
     * Two-sided 95 % quantile, by the Cornish-Fisher expansion: within 2 % of the tables from 4 degrees of freedom on.
     */
    static double student95(int freedom) {
        double z = NORMAL_95;
        double first = (z * z * z + z) / 4;
        double second = (5 * z * z * z * z * z + 16 * z * z * z + 3 * z) / 96;
        return z + first / freedom + second / ((double) freedom * freedom);
    }

    /** Whether a finish stays under a target time in seconds; too close where the target lies within the doubt. */
    public static Verdict under(Estimate finish, double targetSeconds) {
        if (!finish.known() || Double.isNaN(targetSeconds)) {
            return Verdict.NO_VERDICT;
        }
        double over = finish.value() - targetSeconds;
        if (Math.abs(over) < finish.plusMinus()) {
            return Verdict.TOO_CLOSE;
        }
        return over < 0 ? Verdict.MET : Verdict.NOT_MET;
    }
}
