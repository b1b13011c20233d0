package dev.backstretch.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * The one clock of a simulated session, handed to doors, session clock and player alike. It stands still until it is
 * started, then runs {@code speed} times as fast as the wall's, but never past the horizon: where the machine cannot keep
 * up, the session takes longer instead of running away from what is still on its way to the doors.
 */
public final class SessionTime extends Clock {
    private final double speed;
    private final LongSupplier nanos;

    /** Where the clock was at {@link #baseNanos}; it runs on from there. */
    private Instant base;

    private long baseNanos;
    private boolean running;
    private Instant horizon = Instant.MAX;

    /**
     * @param origin where it stands until it is started
     * @param speed how many times faster than the wall's
     */
    public SessionTime(Instant origin, double speed) {
        this(origin, speed, System::nanoTime);
    }

    SessionTime(Instant origin, double speed, LongSupplier nanos) {
        if (!(speed > 0) || Double.isInfinite(speed)) {
            throw new IllegalArgumentException("speed: more than 0, not " + speed);
        }
        this.base = origin;
        this.speed = speed;
        this.nanos = nanos;
    }

    /** How many times faster than the wall's. */
    public double speed() {
        return speed;
    }

    /** From now on it runs. */
    public synchronized void start() {
        if (!running) {
            baseNanos = nanos.getAsLong();
            running = true;
        }
    }

    /** How far it may run; a horizon that it has passed stops it, but does not turn it back. */
    public synchronized void runUntil(Instant newHorizon) {
        Instant now = advance();
        if (running) {
            // From here: what was lost in standing still is not caught up with, and time never goes back.
            base = now;
            baseNanos = nanos.getAsLong();
        }
        horizon = newHorizon;
    }

    @Override
    public synchronized Instant instant() {
        return advance();
    }

    private Instant advance() {
        if (!running) {
            return base;
        }
        long now = nanos.getAsLong();
        // In doubles: a long of nanoseconds would overflow within days at a speed of 1000.
        double nanosOfSession = (now - baseNanos) * speed;
        long seconds = (long) (nanosOfSession / 1e9);
        Instant free = base.plus(Duration.ofSeconds(seconds, (long) (nanosOfSession - seconds * 1e9)));
        if (!free.isAfter(horizon)) {
            return free;
        }
        base = base.isAfter(horizon) ? base : horizon;
        baseNanos = now;
        return base;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** Instants have no zone, so it is the same clock. */
    @Override
    public Clock withZone(ZoneId other) {
        return this;
    }
}
