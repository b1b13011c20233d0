package dev.backstretch.domain.standing;

import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.outcome.Verdict;

/**
 * The quarter-mile challenge: a lap backwards in under twice the time of the same lap forwards. Rule set
 * {@code challenge/1}: the band of doubt, in thousandths of the ratio, goes by the worse source of the two laps (domain
 * notes §7.2).
 *
 * @param ratio backward ÷ forward
 * @param plusMinus the band of doubt as a ratio; NaN without a verdict
 */
public record Challenge(double ratio, double plusMinus, Verdict verdict) {
    /** Name and version of the rule set. */
    public static final String RULES = "challenge/1";

    private static final int CHIP_BAND = 6;
    private static final int TAP_BAND = 13;
    private static final int LINE_BAND = 60;

    /** Both times in whole milliseconds. */
    public static Challenge of(long forwardMillis, long backwardMillis, MarkSource forward, MarkSource backward) {
        double ratio = (double) backwardMillis / forwardMillis;
        MarkSource worse = forward.compareTo(backward) > 0 ? forward : backward;
        int band =
                switch (worse) {
                    case CHIP -> CHIP_BAND;
                    case TAP -> TAP_BAND;
                    case LINE -> LINE_BAND;
                    case DISTANCE, UNRECOGNISED -> 0;
                };
        if (band == 0) {
            return new Challenge(ratio, Double.NaN, Verdict.NO_VERDICT);
        }
        Verdict verdict;
        if (Math.abs(backwardMillis - 2 * forwardMillis) * 1000 < band * forwardMillis) {
            verdict = Verdict.TOO_CLOSE;
        } else {
            verdict = backwardMillis < 2 * forwardMillis ? Verdict.MET : Verdict.NOT_MET;
        }
        return new Challenge(ratio, band / 1000.0, verdict);
    }
}
