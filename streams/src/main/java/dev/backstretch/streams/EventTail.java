package dev.backstretch.streams;

import dev.backstretch.domain.event.RunEvent;

/** The newest events before an offset, read again after a start so that snapshots may be older than the last commit. */
interface EventTail {
    /**
     * Hands over events in order. Records that cannot be decoded are left out, as the topology leaves them out.
     *
     * @throws IllegalStateException when the log no longer reaches back to {@code fromOffset}
     */
    void read(int partition, long fromOffset, long beforeOffset, Taker taker);

    /** Takes one event of the tail. */
    interface Taker {
        void take(long offset, String sessionId, RunEvent event);
    }
}
