package dev.backstretch.launcher;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and a polite kill into a clean stop: whoever waits is woken, and the process ends when
 * {@link #finished()} is said, or after five seconds.
 */
final class Interrupt {
    private static final int PATIENCE_MILLIS = 5_000;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);

    /** To be called once, before there is anything to stop. */
    static Interrupt install() {
        var interrupt = new Interrupt();
        Runtime.getRuntime().addShutdownHook(new Thread(interrupt::stop, "stop"));
        return interrupt;
    }

    private void stop() {
        asked.countDown();
        try {
            finished.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    boolean asked() {
        return asked.getCount() == 0;
    }

    /** Waits until a stop is asked for, at most that long; tells whether it was. */
    boolean await(long nanos) throws InterruptedException {
        return asked.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Everything is stopped: the process may end. */
    void finished() {
        finished.countDown();
    }
}
