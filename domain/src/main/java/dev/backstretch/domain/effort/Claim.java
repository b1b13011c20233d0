package dev.backstretch.domain.effort;

import dev.backstretch.domain.outcome.Estimate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that the texts say of running backwards, and what may be said instead.
 *
 * @param key for words in other languages
 * @param texts which of the seed texts say it
 * @param says what they say, in short
 * @param factor what they say as a number; null when they give none
 * @param evidence what is known, in short
 * @param sources of the evidence; empty when there is none
 * @param stance what is done with it
 * @param instead what may be said; null when nothing may
 */
public record Claim(
        String key,
        List<String> texts,
        String says,
        @Nullable Factor factor,
        String evidence,
        List<String> sources,
        Stance stance,
        @Nullable String instead) {
    /** What is done with a claim. */
    public enum Stance {
        /** Never said; something smaller is said in its place. */
        REFUSED,
        /** Said only as far as the evidence goes, and how thin that is. */
        QUALIFIED,
        /** Nothing is said of it: it is medical, or the texts contradict each other. */
        SILENT,
        /** An opinion, offered as one. */
        OFFERED,
        /** A goal, not a finding: used as the goal. */
        GOAL,
        /** Taken as a warning. */
        HEEDED
    }

    /** What a factor is one of. */
    public enum Of {
        /** Net energy of the same way. */
        ENERGY_OF_A_METER,
        /** Net effort of the same time. */
        EFFORT_OF_A_MINUTE
    }

    /**
     * A claimed factor, backwards ÷ forwards.
     *
     * @param highest the same as the lowest when one number is claimed
     */
    public record Factor(Of of, double lowest, double highest) {
        public Factor {
            Objects.requireNonNull(of, "of");
            if (!(lowest > 0 && lowest <= highest)) {
                throw new IllegalArgumentException("lowest is " + lowest + " and highest " + highest
                        + ": give factors above 0, the smaller one first");
            }
        }
    }

    /** How a runner's own figure stands to a claim. */
    public enum Agreement {
        /** The whole of the figure's interval lies within the claim. */
        AGREES,
        /** All of it lies below. */
        BELOW,
        /** All of it lies above. */
        ABOVE,
        /** It lies partly within, or there is no figure. */
        CANNOT_TELL
    }

    public Claim {
        Objects.requireNonNull(key, "key");
        texts = List.copyOf(texts);
        Objects.requireNonNull(says, "says");
        Objects.requireNonNull(evidence, "evidence");
        sources = List.copyOf(sources);
        Objects.requireNonNull(stance, "stance");
        if ((stance == Stance.SILENT) != (instead == null)) {
            throw new IllegalArgumentException("instead is " + instead + " though the stance is " + stance
                    + ": say nothing where the stance is SILENT, and something elsewhere");
        }
    }

    /** What this runner's own heart rate says of the claim's number; unknown when the claim has none. */
    public Estimate own(OwnHeartRate.Finding finding) {
        Factor claimed = factor;
        if (claimed == null) {
            return Estimate.UNKNOWN;
        }
        return switch (claimed.of()) {
            case ENERGY_OF_A_METER -> finding.perMeterRatio();
            case EFFORT_OF_A_MINUTE -> finding.perMinuteRatio();
        };
    }

    /** How a runner's own figure stands to it, with the figure's ±. */
    public Agreement against(OwnHeartRate.Finding finding) {
        Factor claimed = factor;
        Estimate own = own(finding);
        if (claimed == null || !own.known()) {
            return Agreement.CANNOT_TELL;
        }
        double least = own.value() - own.plusMinus();
        double most = own.value() + own.plusMinus();
        if (most < claimed.lowest()) {
            return Agreement.BELOW;
        }
        if (least > claimed.highest()) {
            return Agreement.ABOVE;
        }
        return least >= claimed.lowest() && most <= claimed.highest() ? Agreement.AGREES : Agreement.CANNOT_TELL;
    }
}
