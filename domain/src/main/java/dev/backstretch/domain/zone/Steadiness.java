package dev.backstretch.domain.zone;

import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;

/** Tells when a measure of effort, smoothed over ten seconds, has left what it was at some moment. */
final class Steadiness {
    private static final long NEVER = Long.MIN_VALUE;
    private static final double SMOOTHED_OVER_SECONDS = 10;

    private final double share;
    private final double least;
    private double smoothed = Double.NaN;
    private long micros = NEVER;
    private double reference = Double.NaN;
    private long leftMicros = NEVER;

    /**
     * @param share a change is larger than this share of the reference, …
     * @param least … and than this
     */
    Steadiness(double share, double least) {
        this.share = share;
        this.least = least;
    }

    /** A value, in the order of time; NaN tells nothing. */
    void take(long newMicros, double value) {
        if (Double.isNaN(value)) {
            return;
        }
        double seconds = Micros.seconds(newMicros - micros);
        if (micros == NEVER || newMicros - micros > HeldValue.HOLD_MICROS) {
            smoothed = value;
        } else {
            smoothed += seconds / (seconds + SMOOTHED_OVER_SECONDS) * (value - smoothed);
        }
        micros = newMicros;
        if (Double.isNaN(reference)) {
            reference = smoothed;
        } else if (leftMicros == NEVER && Math.abs(smoothed - reference) > Math.max(least, share * reference)) {
            leftMicros = newMicros;
        }
    }

    /** What it is now is what it is held against from now on. */
    void restart() {
        reference = smoothed;
        leftMicros = NEVER;
    }

    /** Whether it has left what it was, at least so long ago. */
    boolean leftBefore(long latestMicros) {
        return leftMicros != NEVER && leftMicros <= latestMicros;
    }

    void takeOver(Steadiness other) {
        smoothed = other.smoothed;
        micros = other.micros;
        reference = other.reference;
        leftMicros = other.leftMicros;
    }

    void writeTo(StateWriter out) {
        out.real(smoothed);
        out.number(micros);
        out.real(reference);
        out.number(leftMicros);
    }

    void readFrom(StateReader in) {
        smoothed = in.real();
        micros = in.number();
        reference = in.real();
        leftMicros = in.number();
    }
}
