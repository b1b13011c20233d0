package dev.backstretch.domain.line;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;

/**
 * Which way the body points, from the compass against the course: two hidden states, forwards and backwards, that change
 * about every 40 s, seen through a compass on a moving body. How the phone sits on the body is learnt from the first
 * readings in motion, in which the runner faces as the plan begins. Unknown rather than wrong.
 */
final class FacingSense {
    /** Alternating plans change every 30 s to some minutes. */
    private static final double HOLD_SECONDS = 40;

    /** Concentration of a compass on a moving body: a spread of about 45°, twice what it has (domain notes §6: 23°). */
    private static final double CONCENTRATION = 1.8;

    private static final double SURE = 0.8;
    private static final double VERY_SURE = 0.95;
    private static final double STILL_BELOW = 0.3;
    /** Below this the course is noise (domain notes §6). */
    private static final double COURSE_ABOVE = 0.7;

    private static final int CALIBRATION = 12;
    /** Resultant length under which the directions do not agree: a spread of 58°. */
    private static final double LEAST_RESULTANT = 0.6;
    /** With no plan to say how the runner begins, a phone that sits more than 60° off tells nothing. */
    private static final double LEAST_UNASKED_COSINE = 0.5;

    private static final double FOLLOWS = 0.02;

    private final double firstTurn;
    private final boolean asked;

    private int calibrated;
    private double sumCosine = 1;
    private double sumSine;
    private double mount;
    private double forward = 0.5;
    private double kept = 1;
    private double forwardSeconds;
    private double backwardSeconds;
    private boolean still = true;

    private double keptSeconds = Double.NaN;
    private double keptOf;

    /** @param first how the plan begins: FORWARD or BACKWARD, anything else when it does not say */
    FacingSense(Facing first) {
        firstTurn = first == Facing.BACKWARD ? Math.PI : 0;
        asked = first == Facing.FORWARD || first == Facing.BACKWARD;
    }

    /**
     * @param dt seconds since the last reading
     * @param speed along the lane, signed
     */
    void advance(double dt, double speed, Reading reading) {
        if (dt != keptSeconds) {
            keptSeconds = dt;
            keptOf = StrictMath.exp(-dt / HOLD_SECONDS);
        }
        if (dt > 0) {
            kept = keptOf;
        }
        forward = 0.5 + (forward - 0.5) * keptOf;
        still = Math.abs(speed) < STILL_BELOW;
        double compass = reading.compassDegrees();
        double course = reading.courseDegrees();
        boolean tells = Math.abs(speed) >= COURSE_ABOVE && !Double.isNaN(compass) && !Double.isNaN(course);
        if (tells) {
            see(StrictMath.toRadians(compass - course));
        }
        double held = Math.min(dt, 5);
        switch (facing()) {
            case FORWARD -> forwardSeconds += held;
            case BACKWARD -> backwardSeconds += held;
            case STILL, UNKNOWN, UNRECOGNISED -> {}
        }
    }

    private void see(double turn) {
        if (calibrated < CALIBRATION) {
            calibrate(turn - firstTurn);
            if (!asked && calibrated < CALIBRATION) {
                return;
            }
        }
        double off = turn - mount;
        double c = CONCENTRATION * StrictMath.cos(off);
        double odds = StrictMath.exp(-2 * c) * (1 - forward) / forward;
        forward = 1 / (1 + odds);
        forward = Math.max(1e-9, Math.min(1 - 1e-9, forward));
        if (calibrated >= CALIBRATION && (forward > VERY_SURE || forward < 1 - VERY_SURE)) {
            mount = wrap(mount + FOLLOWS * wrap(forward > 0.5 ? off : off + Math.PI));
        }
    }

    private void calibrate(double turn) {
        calibrated++;
        sumCosine += StrictMath.cos(turn);
        sumSine += StrictMath.sin(turn);
        if (calibrated == CALIBRATION) {
            double resultant = Math.sqrt(sumCosine * sumCosine + sumSine * sumSine);
            boolean agree = resultant >= LEAST_RESULTANT * (CALIBRATION + 1);
            if (!asked) {
                agree = Math.abs(sumCosine) >= LEAST_UNASKED_COSINE * resultant;
                if (sumCosine < 0) {
                    // begun backwards
                    sumCosine = -sumCosine;
                    sumSine = -sumSine;
                }
            }
            if (!agree) {
                calibrated = 0;
                sumCosine = 1;
                sumSine = 0;
                forward = 0.5;
            }
        }
        mount = StrictMath.atan2(sumSine, sumCosine);
    }

    private static double wrap(double angle) {
        return angle - 2 * Math.PI * Math.rint(angle / (2 * Math.PI));
    }

    Facing facing() {
        return still ? Facing.STILL : of(forward);
    }

    static Facing of(double forward) {
        return forward > SURE ? Facing.FORWARD : forward < 1 - SURE ? Facing.BACKWARD : Facing.UNKNOWN;
    }

    /** Probability of FORWARD at a row as the next row's probability shows it. */
    static double carriedBack(double forward, double keptToNext, double nextForward) {
        double stays = (1 + keptToNext) / 2;
        double ahead = 0.5 + (forward - 0.5) * keptToNext;
        return forward * (stays * nextForward / ahead + (1 - stays) * (1 - nextForward) / (1 - ahead));
    }

    void writeRow(double[] cells, int at) {
        cells[at + Trace.FORWARD] = forward;
        cells[at + Trace.FACING_KEPT] = kept;
        cells[at + Trace.FORWARD_SECONDS] = forwardSeconds;
        cells[at + Trace.BACKWARD_SECONDS] = backwardSeconds;
    }

    FacingSense copy() {
        FacingSense copy = new FacingSense(asked ? firstTurn == 0 ? Facing.FORWARD : Facing.BACKWARD : Facing.UNKNOWN);
        copy.calibrated = calibrated;
        copy.sumCosine = sumCosine;
        copy.sumSine = sumSine;
        copy.mount = mount;
        copy.forward = forward;
        copy.kept = kept;
        copy.forwardSeconds = forwardSeconds;
        copy.backwardSeconds = backwardSeconds;
        copy.still = still;
        return copy;
    }

    void writeTo(StateWriter out) {
        out.number(calibrated);
        out.real(sumCosine);
        out.real(sumSine);
        out.real(mount);
        out.real(forward);
        out.real(kept);
        out.real(forwardSeconds);
        out.real(backwardSeconds);
        out.bool(still);
    }

    static FacingSense readFrom(StateReader in, Facing first) {
        FacingSense read = new FacingSense(first);
        read.calibrated = in.integer();
        read.sumCosine = in.real();
        read.sumSine = in.real();
        read.mount = in.real();
        read.forward = in.real();
        read.kept = in.real();
        read.forwardSeconds = in.real();
        read.backwardSeconds = in.real();
        read.still = in.bool();
        return read;
    }
}
