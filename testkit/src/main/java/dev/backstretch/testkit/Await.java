package dev.backstretch.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, not for a time. */
public final class Await {
    private static final long LOOK_EVERY_NANOS = 50_000_000;

    private Await() {}

    /** @throws AssertionError with what was awaited, when it does not come true in time */
    public static void until(String what, Duration patience, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            long lookedAt = System.nanoTime();
            if (condition.call()) {
                return;
            }
            long now = System.nanoTime();
            if (now > deadline) {
                throw new AssertionError("not within " + patience + ": " + what);
            }
            // A look that is much work must not take the time from what it waits for.
            LockSupport.parkNanos(Math.max(LOOK_EVERY_NANOS, 2 * (now - lookedAt)));
        }
    }
}
