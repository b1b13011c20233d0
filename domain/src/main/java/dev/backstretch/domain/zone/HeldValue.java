package dev.backstretch.domain.zone;

import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;

/**
 * The value of the newest reading and the time that it stands for: until the next reading, but at most 5 s (domain
 * notes §2.2). The rest of a gap belongs to no value, so that nothing is invented across it.
 */
public final class HeldValue {
    /** How long a value holds. */
    public static final long HOLD_MICROS = HeartRateTrace.HOLD_SECONDS * Micros.PER_SECOND;

    private boolean started;
    private long readMicros;
    private long countedMicros;
    private double value = Double.NaN;

    /** The newest value; NaN before the first and when the newest reading has none. */
    public double value() {
        return value;
    }

    /** Whether a reading came at this moment already: two reports of one moment complete each other. */
    public boolean isAt(long micros) {
        return started && readMicros == micros;
    }

    /**
     * Counts on to a moment.
     *
     * @return the time since the moment counted to before; 0 before the first reading
     */
    public long passed(long micros) {
        if (!started) {
            return 0;
        }
        if (micros < countedMicros) {
            throw new IllegalArgumentException("micros is " + micros + ", before " + countedMicros
                    + ", which is counted already: give readings in the order of their times, and fold again from"
                    + " before a late one");
        }
        return micros - countedMicros;
    }

    /** How much of the time since the moment counted to before the value stands for; moves on to the moment given. */
    public long advanceTo(long micros) {
        long passed = passed(micros);
        if (!started) {
            return 0;
        }
        long left = Math.max(0, readMicros + HOLD_MICROS - countedMicros);
        countedMicros = micros;
        return Double.isNaN(value) ? 0 : Math.min(passed, left);
    }

    /** A reading; count on to its moment first. */
    public void take(long micros, double newValue) {
        started = true;
        readMicros = micros;
        countedMicros = micros;
        value = newValue;
    }

    /** Is what another is at this moment. */
    public void takeOver(HeldValue other) {
        started = other.started;
        readMicros = other.readMicros;
        countedMicros = other.countedMicros;
        value = other.value;
    }

    public void writeTo(StateWriter out) {
        out.bool(started);
        out.number(readMicros);
        out.number(countedMicros);
        out.real(value);
    }

    public static HeldValue readFrom(StateReader in) {
        HeldValue held = new HeldValue();
        held.started = in.bool();
        held.readMicros = in.number();
        held.countedMicros = in.number();
        held.value = in.real();
        return held;
    }
}
