package dev.backstretch.domain.session;

import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;

/**
 * How far a device's clock is behind the door's: the running minimum of (received − observed), which creeps up by 20 ppm
 * so that a drifting clock is followed, less the 0.04 s that even the fastest delivery takes. A step of more than 50 ms is
 * needed to move it, so that marks made shortly after one another share one offset.
 */
public final class ClockOffset {
    private static final double CREEP_PER_SECOND = 20e-6;
    /** Even the fastest delivery takes this long. */
    static final long FASTEST_DELIVERY_MICROS = 40 * Micros.PER_MILLI;

    private static final long SMALLEST_STEP_MICROS = 50 * Micros.PER_MILLI;

    private boolean known;
    private long minimumMicros;
    private long atMicros;
    private long offsetMicros;

    /** Takes one reading: when it was made by the device's clock, and when it was received by the door's. */
    public void observe(long observedMicros, long receivedMicros) {
        long difference = receivedMicros - observedMicros;
        if (!known) {
            known = true;
            minimumMicros = difference;
            offsetMicros = difference - FASTEST_DELIVERY_MICROS;
        } else {
            long creep = (long) (Math.max(0, receivedMicros - atMicros) * CREEP_PER_SECOND);
            minimumMicros = Math.min(minimumMicros + creep, difference);
            if (Math.abs(minimumMicros - FASTEST_DELIVERY_MICROS - offsetMicros) > SMALLEST_STEP_MICROS) {
                offsetMicros = minimumMicros - FASTEST_DELIVERY_MICROS;
            }
        }
        atMicros = Math.max(atMicros, receivedMicros);
    }

    /** What to add to the device's time to get session time; 0 while nothing is known. */
    public long micros() {
        return offsetMicros;
    }

    void writeTo(StateWriter out) {
        out.bool(known);
        out.number(minimumMicros);
        out.number(atMicros);
        out.number(offsetMicros);
    }

    static ClockOffset readFrom(StateReader in) {
        ClockOffset offset = new ClockOffset();
        offset.known = in.bool();
        offset.minimumMicros = in.number();
        offset.atMicros = in.number();
        offset.offsetMicros = in.number();
        return offset;
    }
}
