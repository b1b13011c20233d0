package dev.backstretch.domain.plan;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;

/**
 * How much of the moving time was walked. Gait goes by speed: from walking to running at 2.0 m/s forwards, and at 1.63
 * m/s backwards (preferred transition 1.63 ± 0.11 m/s, Hreljac et al. 2005), each with 0.1 m/s of hysteresis (domain
 * notes §3).
 */
public final class WalkedShare {
    private static final double FORWARD_METERS_PER_SECOND = 2.0;
    private static final double BACKWARD_METERS_PER_SECOND = 1.63;
    private static final double HYSTERESIS_METERS_PER_SECOND = 0.1;

    /** Below this nobody moves (facing STILL, domain notes §1). */
    private static final double STILL_METERS_PER_SECOND = 0.3;

    private boolean running;
    private long walkedMicros;
    private long ranMicros;

    /** Time passes at a speed; where speed or facing is unknown it counts for neither gait. */
    public void advance(double speedMetersPerSecond, Facing facing, long micros) {
        double change =
                switch (facing) {
                    case FORWARD -> FORWARD_METERS_PER_SECOND;
                    case BACKWARD -> BACKWARD_METERS_PER_SECOND;
                    case STILL, UNKNOWN, UNRECOGNISED -> Double.NaN;
                };
        if (Double.isNaN(change) || !(speedMetersPerSecond >= STILL_METERS_PER_SECOND)) {
            return;
        }
        running = speedMetersPerSecond >= change + (running ? -1 : 1) * HYSTERESIS_METERS_PER_SECOND;
        if (running) {
            ranMicros += micros;
        } else {
            walkedMicros += micros;
        }
    }

    /** 0 to 1; NaN before anybody moved. */
    public double share() {
        long moving = walkedMicros + ranMicros;
        return moving == 0 ? Double.NaN : (double) walkedMicros / moving;
    }

    public long walkedMicros() {
        return walkedMicros;
    }

    public WalkedShare copy() {
        WalkedShare copy = new WalkedShare();
        copy.running = running;
        copy.walkedMicros = walkedMicros;
        copy.ranMicros = ranMicros;
        return copy;
    }

    public void writeTo(StateWriter out) {
        out.bool(running);
        out.number(walkedMicros);
        out.number(ranMicros);
    }

    public static WalkedShare readFrom(StateReader in) {
        WalkedShare read = new WalkedShare();
        read.running = in.bool();
        read.walkedMicros = in.number();
        read.ranMicros = in.number();
        return read;
    }
}
