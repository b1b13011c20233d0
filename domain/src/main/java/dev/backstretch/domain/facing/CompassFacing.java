package dev.backstretch.domain.facing;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;

/**
 * Facing as a compass on the body shows it, reading by reading: the median of five turns, believed once it has said the
 * same for 3 s, and kept for 10 s when nothing tells. How the device sits on the body is learnt while somebody says that
 * the runner faces forwards; before that nothing is said at all (domain notes §6).
 */
public final class CompassFacing {
    /** Below this the course is noise. */
    private static final double COURSE_FROM_METERS_PER_SECOND = 0.7;

    private static final int MEDIAN_OF = 5;
    private static final long AGREES_AFTER_MICROS = 3 * Micros.PER_SECOND;
    private static final long HOLD_MICROS = 10 * Micros.PER_SECOND;

    /** A device that seems to have turned by this much was not: the runner runs backwards where forwards was said. */
    private static final double CONTRARY_FROM_DEGREES = 120;

    private MountOffset mount = new MountOffset();
    private MountOffset sought = new MountOffset();
    private final double[] turns = new double[MEDIAN_OF];
    private int seen;
    private long seenMicros;
    private Facing facing = Facing.UNKNOWN;
    private long sinceMicros = Long.MIN_VALUE;
    private long toldMicros;
    private Facing next = Facing.UNKNOWN;
    private long nextSinceMicros;

    /** FORWARD, BACKWARD or UNKNOWN at the newest reading. */
    public Facing facing() {
        return facing;
    }

    /** From when on {@link #facing()} holds, which may lie 3 s before the reading that made it sure. */
    public long sinceMicros() {
        return sinceMicros;
    }

    /**
     * Takes one reading; readings come in the order of their times.
     *
     * @param speedMetersPerSecond of the runner, NaN when unknown
     * @param compassDegrees NaN when not told
     * @param courseDegrees NaN when not told
     * @param said what the coach or the plan says of this moment, UNKNOWN when nobody says
     */
    public void take(
            long micros, double speedMetersPerSecond, double compassDegrees, double courseDegrees, Facing said) {
        if (facing != Facing.UNKNOWN && micros - toldMicros > HOLD_MICROS) {
            facing = Facing.UNKNOWN;
            sinceMicros = toldMicros + HOLD_MICROS;
        }
        if (micros - seenMicros > HOLD_MICROS) {
            forgetTurns();
        }
        double turn = CompassTurn.degrees(compassDegrees, courseDegrees, 0);
        if (!(speedMetersPerSecond >= COURSE_FROM_METERS_PER_SECOND) || Double.isNaN(turn)) {
            return;
        }
        if (said == Facing.FORWARD) {
            calibrate(turn);
        }
        if (mount.calibrated()) {
            see(micros, turn);
        }
    }

    /** Nothing is known of what lies between the last reading and the next. */
    public void breakOff() {
        if (facing != Facing.UNKNOWN) {
            facing = Facing.UNKNOWN;
            sinceMicros = toldMicros;
        }
        forgetTurns();
    }

    private void forgetTurns() {
        seen = 0;
        next = Facing.UNKNOWN;
    }

    /** Follows a device that slips or is taken out: the newest samples that agree count, not those of another pocket. */
    private void calibrate(double turn) {
        sought.add(turn);
        if (sought.samples() < MountOffset.LEAST_SAMPLES) {
            return;
        }
        double moved = Math.abs(CompassTurn.wrapped(sought.degrees() - mount.degrees()));
        if (sought.calibrated() && (!mount.calibrated() || moved < CONTRARY_FROM_DEGREES)) {
            mount.takeOver(sought);
        }
        sought.clear();
    }

    private void see(long micros, double turn) {
        turns[seen % MEDIAN_OF] = Math.abs(CompassTurn.wrapped(turn - mount.degrees()));
        seen++;
        seenMicros = micros;
        if (seen < MEDIAN_OF) {
            return;
        }
        Facing shown = medianFacing();
        if (shown == Facing.UNKNOWN) {
            return;
        }
        if (shown == facing) {
            toldMicros = micros;
            next = Facing.UNKNOWN;
        } else if (shown != next) {
            next = shown;
            nextSinceMicros = micros;
        } else if (micros - nextSinceMicros >= AGREES_AFTER_MICROS) {
            facing = shown;
            sinceMicros = nextSinceMicros;
            toldMicros = micros;
            next = Facing.UNKNOWN;
        }
    }

    /** What the median shows, which lies where most of the turns lie. */
    private Facing medianFacing() {
        int forward = 0;
        int backward = 0;
        for (double turn : turns) {
            Facing one = CompassTurn.facing(turn);
            forward += one == Facing.FORWARD ? 1 : 0;
            backward += one == Facing.BACKWARD ? 1 : 0;
        }
        if (forward > MEDIAN_OF / 2) {
            return Facing.FORWARD;
        }
        return backward > MEDIAN_OF / 2 ? Facing.BACKWARD : Facing.UNKNOWN;
    }

    /** Is from now on what another is at this moment, on its own. */
    public void takeOver(CompassFacing other) {
        mount.takeOver(other.mount);
        sought.takeOver(other.sought);
        System.arraycopy(other.turns, 0, turns, 0, turns.length);
        seen = other.seen;
        seenMicros = other.seenMicros;
        facing = other.facing;
        sinceMicros = other.sinceMicros;
        toldMicros = other.toldMicros;
        next = other.next;
        nextSinceMicros = other.nextSinceMicros;
    }

    /** For a snapshot of the session's state. */
    public void writeTo(StateWriter out) {
        mount.writeTo(out);
        sought.writeTo(out);
        for (double turn : turns) {
            out.real(turn);
        }
        out.number(seen);
        out.number(seenMicros);
        out.symbol(facing);
        out.number(sinceMicros);
        out.number(toldMicros);
        out.symbol(next);
        out.number(nextSinceMicros);
    }

    public static CompassFacing readFrom(StateReader in) {
        CompassFacing read = new CompassFacing();
        read.mount = MountOffset.readFrom(in);
        read.sought = MountOffset.readFrom(in);
        for (int i = 0; i < MEDIAN_OF; i++) {
            read.turns[i] = in.real();
        }
        read.seen = in.integer();
        read.seenMicros = in.number();
        read.facing = in.symbol(Facing.class);
        read.sinceMicros = in.number();
        read.toldMicros = in.number();
        read.next = in.symbol(Facing.class);
        read.nextSinceMicros = in.number();
        return read;
    }
}
