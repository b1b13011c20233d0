package dev.backstretch.domain.pace;

import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;

/**
 * Moving or standing, with the time spent in each: slower than 0.5 m/s for 3 s stops, faster than 0.8 m/s for 2 s resumes,
 * both back-dated to the first such second. Inside a planned rest nothing pauses (domain notes §5). Moving, rest and
 * paused add up to the elapsed time.
 */
public final class Standstill {
    private static final double STOPS_BELOW = 0.5;
    private static final double RESUMES_ABOVE = 0.8;
    private static final long STOPS_AFTER_MICROS = 3 * Micros.PER_SECOND;
    private static final long RESUMES_AFTER_MICROS = 2 * Micros.PER_SECOND;

    private long movingMicros;
    private long restMicros;
    private long pausedMicros;
    private boolean paused;
    /** Time since the change began that is not yet long enough to count as one. */
    private long pendingMicros;

    /**
     * The runner went at a speed for a while.
     *
     * @param speedMetersPerSecond NaN keeps what was
     * @param inRest whether the plan has a rest there
     */
    public void advance(double speedMetersPerSecond, long forMicros, boolean inRest) {
        if (inRest) {
            restMicros += forMicros;
            pendingMicros = 0;
            paused = false;
            return;
        }
        boolean changes = paused ? speedMetersPerSecond > RESUMES_ABOVE : speedMetersPerSecond < STOPS_BELOW;
        if (!changes) {
            pendingMicros = 0;
            add(forMicros, paused);
            return;
        }
        add(forMicros, paused);
        pendingMicros += forMicros;
        if (pendingMicros >= (paused ? RESUMES_AFTER_MICROS : STOPS_AFTER_MICROS)) {
            add(-pendingMicros, paused);
            paused = !paused;
            add(pendingMicros, paused);
            pendingMicros = 0;
        }
    }

    /** The device itself stood still for a while: a pause, or part of a planned rest. */
    public void breakOff(long forMicros, boolean inRest) {
        pendingMicros = 0;
        if (inRest) {
            restMicros += forMicros;
        } else {
            pausedMicros += forMicros;
        }
    }

    private void add(long micros, boolean toPaused) {
        if (toPaused) {
            pausedMicros += micros;
        } else {
            movingMicros += micros;
        }
    }

    public boolean paused() {
        return paused;
    }

    public long movingMicros() {
        return movingMicros;
    }

    public long restMicros() {
        return restMicros;
    }

    public long pausedMicros() {
        return pausedMicros;
    }

    /** Is from now on what another is at this moment. */
    public void takeOver(Standstill other) {
        movingMicros = other.movingMicros;
        restMicros = other.restMicros;
        pausedMicros = other.pausedMicros;
        paused = other.paused;
        pendingMicros = other.pendingMicros;
    }

    public void writeTo(StateWriter out) {
        out.number(movingMicros);
        out.number(restMicros);
        out.number(pausedMicros);
        out.bool(paused);
        out.number(pendingMicros);
    }

    public static Standstill readFrom(StateReader in) {
        Standstill read = new Standstill();
        read.movingMicros = in.number();
        read.restMicros = in.number();
        read.pausedMicros = in.number();
        read.paused = in.bool();
        read.pendingMicros = in.number();
        return read;
    }
}
