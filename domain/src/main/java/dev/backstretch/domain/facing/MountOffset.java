package dev.backstretch.domain.facing;

import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;

/**
 * How far a device is turned on the body: the circular mean of compass − course while the runner runs forwards, of use
 * from 30 samples on that agree (resultant length 0.9; domain notes §6).
 */
public final class MountOffset {
    static final int LEAST_SAMPLES = 30;
    private static final double LEAST_RESULTANT = 0.9;

    private int samples;
    private double sines;
    private double cosines;

    /** @param turnDegrees compass − course of one reading in motion */
    public void add(double turnDegrees) {
        double turn = StrictMath.toRadians(turnDegrees);
        samples++;
        sines += StrictMath.sin(turn);
        cosines += StrictMath.cos(turn);
    }

    public int samples() {
        return samples;
    }

    /** The offset in (−180, 180]; 0 without samples. */
    public double degrees() {
        return StrictMath.toDegrees(StrictMath.atan2(sines, cosines));
    }

    /** How well the samples agree: 1 when all are equal, 0 when they point everywhere, NaN without samples. */
    public double resultant() {
        return Math.sqrt(sines * sines + cosines * cosines) / samples;
    }

    /** Whether it is known well enough to tell forwards from backwards. */
    public boolean calibrated() {
        return samples >= LEAST_SAMPLES && resultant() >= LEAST_RESULTANT;
    }

    /** Has the samples of another from now on. */
    void takeOver(MountOffset other) {
        samples = other.samples;
        sines = other.sines;
        cosines = other.cosines;
    }

    void clear() {
        samples = 0;
        sines = 0;
        cosines = 0;
    }

    void writeTo(StateWriter out) {
        out.number(samples);
        out.real(sines);
        out.real(cosines);
    }

    static MountOffset readFrom(StateReader in) {
        MountOffset read = new MountOffset();
        read.samples = in.integer();
        read.sines = in.real();
        read.cosines = in.real();
        return read;
    }
}
