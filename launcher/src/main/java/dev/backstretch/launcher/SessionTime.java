package dev.backstretch.launcher;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * The one clock of a simulated session, handed to doors, session clock and simulator alike. It stands still until it is
 * started, then runs {@code speed} times as fast as the wall's.
 */
final class SessionTime extends Clock {
    private final Instant origin;
    private final double speed;
    private final LongSupplier nanos;
    private volatile long startedAtNanos;
    private volatile boolean running;

    SessionTime(Instant origin, double speed) {
        this(origin, speed, System::nanoTime);
    }

    SessionTime(Instant origin, double speed, LongSupplier nanos) {
        if (!(speed > 0) || Double.isInfinite(speed)) {
            throw new IllegalArgumentException("speed: more than 0, not " + speed);
        }
        this.origin = origin;
        this.speed = speed;
        this.nanos = nanos;
    }

    /** From now on it runs. */
    void start() {
        startedAtNanos = nanos.getAsLong();
        running = true;
    }

    @Override
    public Instant instant() {
        if (!running) {
            return origin;
        }
        // In doubles: a long of nanoseconds would overflow within days at a speed of 1000.
        double nanosOfSession = (nanos.getAsLong() - startedAtNanos) * speed;
        long seconds = (long) (nanosOfSession / 1e9);
        return origin.plus(Duration.ofSeconds(seconds, (long) (nanosOfSession - seconds * 1e9)));
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
