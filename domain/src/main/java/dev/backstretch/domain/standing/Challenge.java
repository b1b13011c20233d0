package dev.backstretch.domain.standing;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.outcome.Verdict;
import dev.backstretch.domain.plan.PlanStep.RestWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The quarter-mile challenge: a lap backwards in under twice the time of the same lap forwards (domain notes §7.2).
 * Rule set {@code challenge/1} takes the band of doubt, in thousandths of the ratio, from the worse source of the two
 * laps; {@code challenge/2} takes it from the laps' own standard deviations.
 *
 * @param ratio backward ÷ forward
 * @param plusMinus the band of doubt as a ratio; NaN without a verdict
 * @param rules name and version of the rule set
 */
public record Challenge(double ratio, double plusMinus, Verdict verdict, String rules) {
    /** The rule set of a session that pins none. */
    public static final String RULES = "challenge/1";

    /** The rule set that knows how sure each lap is. */
    public static final String RULES_BY_SIGMA = "challenge/2";

    private static final int CHIP_BAND = 6;
    private static final int TAP_BAND = 13;
    private static final int LINE_BAND = 60;
    private static final double NORMAL_95 = 1.96;

    /** Of two ratios of whole milliseconds; one millisecond moves a ratio by far more. */
    private static final double SAME = 1e-9;

    /** The two laps that a ratio is made of. */
    public record Pair(LapOutcome forward, LapOutcome backward) {}

    /** What a result says beside its verdict, which stands all the same. */
    public enum Note {
        /** The rest was shorter than the plan allows. */
        REST_SHORT,
        /** The rest was longer than the plan allows. */
        REST_LONG,
        /** Nobody is sure that the backward lap was run backwards: not ranked. */
        FACING_UNCONFIRMED
    }

    /** By {@code challenge/1}; both times in whole milliseconds. */
    public static Challenge of(long forwardMillis, long backwardMillis, MarkSource forward, MarkSource backward) {
        double ratio = (double) backwardMillis / forwardMillis;
        MarkSource worse = worse(forward, backward);
        int band =
                switch (worse) {
                    case CHIP -> CHIP_BAND;
                    case TAP -> TAP_BAND;
                    case LINE -> LINE_BAND;
                    case DISTANCE, UNRECOGNISED -> 0;
                };
        if (band == 0) {
            return new Challenge(ratio, Double.NaN, Verdict.NO_VERDICT, RULES);
        }
        Verdict verdict;
        if (Math.abs(backwardMillis - 2 * forwardMillis) * 1000 < band * forwardMillis) {
            verdict = Verdict.TOO_CLOSE;
        } else {
            verdict = backwardMillis < 2 * forwardMillis ? Verdict.MET : Verdict.NOT_MET;
        }
        return new Challenge(ratio, band / 1000.0, verdict, RULES);
    }

    /**
     * By {@code challenge/2}. Near the goal the ratio's standard deviation is 2 · hypot(σ of the forward lap ÷ its
     * time, σ of the backward lap ÷ its time); the band is 1.96 times that, so that it holds 95 % like every other ±.
     *
     * @param forwardSigmaSeconds one standard deviation of the forward lap's time
     * @param backwardSigmaSeconds one standard deviation of the backward lap's time
     */
    public static Challenge bySigma(
            long forwardMillis,
            long backwardMillis,
            MarkSource forward,
            MarkSource backward,
            double forwardSigmaSeconds,
            double backwardSigmaSeconds) {
        double ratio = (double) backwardMillis / forwardMillis;
        double forwardShare = forwardSigmaSeconds * 1000 / forwardMillis;
        double backwardShare = backwardSigmaSeconds * 1000 / backwardMillis;
        double band = NORMAL_95 * 2 * Math.sqrt(forwardShare * forwardShare + backwardShare * backwardShare);
        boolean timed =
                switch (worse(forward, backward)) {
                    case CHIP, TAP, LINE -> true;
                    case DISTANCE, UNRECOGNISED -> false;
                };
        if (!timed || Double.isNaN(band)) {
            return new Challenge(ratio, Double.NaN, Verdict.NO_VERDICT, RULES_BY_SIGMA);
        }
        long over = backwardMillis - 2 * forwardMillis;
        Verdict verdict;
        if (Math.abs(over) < band * forwardMillis) {
            verdict = Verdict.TOO_CLOSE;
        } else {
            verdict = over < 0 ? Verdict.MET : Verdict.NOT_MET;
        }
        return new Challenge(ratio, band, verdict, RULES_BY_SIGMA);
    }

    /**
     * What stands beside the verdict.
     *
     * @param restMicros the real rest between the two laps
     * @param allowed the plan's window for it, null where it asks for none
     */
    public static List<Note> notes(long restMicros, @Nullable RestWindow allowed, boolean facingConfirmed) {
        List<Note> notes = new ArrayList<>();
        if (allowed != null && restMicros < allowed.shortestMicros()) {
            notes.add(Note.REST_SHORT);
        }
        if (allowed != null && restMicros > allowed.longestMicros()) {
            notes.add(Note.REST_LONG);
        }
        if (!facingConfirmed) {
            notes.add(Note.FACING_UNCONFIRMED);
        }
        return List.copyOf(notes);
    }

    /**
     * Which laps a ratio was made of: the newest two next to each other whose whole milliseconds give it.
     *
     * @param laps that stand, by number
     * @param ratio as a board has it, NaN where it has none
     */
    public static Optional<Pair> pairOf(List<LapOutcome> laps, double ratio) {
        for (int i = laps.size() - 2; i >= 0; i--) {
            LapOutcome forward = laps.get(i);
            LapOutcome backward = laps.get(i + 1);
            if (forward.facing() == Facing.FORWARD
                    && backward.facing() == Facing.BACKWARD
                    && Math.abs((double) millis(backward) / millis(forward) - ratio) < SAME) {
                return Optional.of(new Pair(forward, backward));
            }
        }
        return Optional.empty();
    }

    private static long millis(LapOutcome lap) {
        return Math.round(lap.lapSeconds().value() * 1000);
    }

    /** The less sure of two sources. */
    public static MarkSource worseOf(Pair pair) {
        return worse(pair.forward().source(), pair.backward().source());
    }

    /** What no version knows is worse than anything. */
    private static MarkSource worse(MarkSource one, MarkSource other) {
        if (one == MarkSource.UNRECOGNISED || other == MarkSource.UNRECOGNISED) {
            return MarkSource.UNRECOGNISED;
        }
        return one.compareTo(other) > 0 ? one : other;
    }
}
