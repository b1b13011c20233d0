package dev.backstretch.domain.effort;

import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import dev.backstretch.domain.zone.HeartRateLimits;
import dev.backstretch.domain.zone.HeartRateZones;
import dev.backstretch.domain.zone.HeldValue;

/**
 * Training load by the share x of the heart-rate reserve: each minute counts x · k · e^(b·x), with k and b of the sex
 * (Banister 1991; Morton, Fitz-Clarke, Banister 1990, J Appl Physiol 69:1171). It is summed beat by beat, since the
 * mean of a session of intervals hides its peaks; a beat holds for 5 s at most. A runner who gives no sex gets a range.
 */
public final class BanisterTrimp {
    /** Name and version of the rule. */
    public static final String RULES = "trimp-banister/1";

    private static final double MALE_FACTOR = 0.64;
    private static final double MALE_EXPONENT = 1.92;
    private static final double FEMALE_FACTOR = 0.86;
    private static final double FEMALE_EXPONENT = 1.67;
    private static final double MICROS_PER_MINUTE = 60.0 * Micros.PER_SECOND;

    private final Weights weights;
    private HeldValue beat = new HeldValue();
    private double male;
    private double female;

    /** What a minute at each heart rate weighs: a heart comes back to the same few numbers all the time. */
    private static final class Weights {
        /** A power of two. */
        private static final int KEPT = 64;

        private static final int CELLS = 3;
        private static final int MALE = 1;
        private static final int FEMALE = 2;

        private final HeartRateLimits limits;
        /** A heart rate and its two weights, where the whole part of the heart rate has them. */
        private final double[] cells = new double[KEPT * CELLS];

        Weights(HeartRateLimits limits) {
            this.limits = limits;
        }

        /** Index of the cells of a heart rate. */
        int of(double bpm) {
            int at = ((int) bpm & (KEPT - 1)) * CELLS;
            if (cells[at] != bpm) {
                double share = limits.reserveShare(bpm);
                cells[at] = bpm;
                cells[at + MALE] = weight(share, MALE_FACTOR, MALE_EXPONENT);
                cells[at + FEMALE] = weight(share, FEMALE_FACTOR, FEMALE_EXPONENT);
            }
            return at;
        }
    }

    public BanisterTrimp(HeartRateLimits limits) {
        this(new Weights(limits));
    }

    private BanisterTrimp(Weights weights) {
        this.weights = weights;
    }

    /** One that has counted nothing yet, by the limits of this one. */
    public BanisterTrimp another() {
        return new BanisterTrimp(weights);
    }

    /**
     * A load, or the two that it lies between.
     *
     * @param lowest the same as the highest when the sex was given; NaN when unknown
     */
    public record Load(double lowest, double highest) {}

    /** What a minute at a heart rate counts. Below resting it counts nothing; NaN without both limits. */
    public static Load perMinute(double heartRateBpm, HeartRateLimits limits, Sex sex) {
        double share = limits.reserveShare(heartRateBpm);
        return load(weight(share, MALE_FACTOR, MALE_EXPONENT), weight(share, FEMALE_FACTOR, FEMALE_EXPONENT), sex);
    }

    private static double weight(double share, double factor, double exponent) {
        double above = Math.max(0, share);
        return above * factor * StrictMath.exp(exponent * above);
    }

    private static Load load(double male, double female, Sex sex) {
        return switch (sex) {
            case MALE -> new Load(male, male);
            case FEMALE -> new Load(female, female);
            case NOT_GIVEN -> new Load(Math.min(male, female), Math.max(male, female));
        };
    }

    /** A reading, in the order of time; NaN when it has no heart rate that is believed. */
    public void take(long micros, double heartRateBpm) {
        advanceTo(micros);
        if (HeartRateZones.isBeat(heartRateBpm)) {
            beat.take(micros, heartRateBpm);
        } else if (!beat.isAt(micros)) {
            beat.take(micros, Double.NaN);
        }
    }

    /** Counts on to a moment without a reading. */
    public void advanceTo(long micros) {
        long held = beat.advanceTo(micros);
        if (held > 0) {
            int weight = weights.of(beat.value());
            double minutes = held / MICROS_PER_MINUTE;
            male += minutes * weights.cells[weight + Weights.MALE];
            female += minutes * weights.cells[weight + Weights.FEMALE];
        }
    }

    /** The load so far; NaN when a limit is unknown and a beat was there to count. */
    public Load load(Sex sex) {
        return load(male, female, sex);
    }

    /** Has counted what another has; what follows is counted by the own limits. */
    public void takeOver(BanisterTrimp other) {
        beat.takeOver(other.beat);
        male = other.male;
        female = other.female;
    }

    public void writeTo(StateWriter out) {
        beat.writeTo(out);
        out.real(male);
        out.real(female);
    }

    public static BanisterTrimp readFrom(StateReader in, HeartRateLimits limits) {
        BanisterTrimp trimp = new BanisterTrimp(limits);
        trimp.beat = HeldValue.readFrom(in);
        trimp.male = in.real();
        trimp.female = in.real();
        return trimp;
    }
}
