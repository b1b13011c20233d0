package dev.backstretch.streams;

import dev.backstretch.domain.event.RunEvent;

/** The newest events before an offset, read again after a start so that snapshots may be older than the last commit. */
interface EventTail {
    /** In place of an offset: from wherever the log begins. */
    long ALL = -1;

    /**
     * Hands over events in order. Records that cannot be decoded are left out, as the topology leaves them out.
     *
     * @param fromOffset the first one wanted, or {@link #ALL}
     * @throws LogTruncatedException when the log no longer reaches back to {@code fromOffset}
     */
    void read(int partition, long fromOffset, long beforeOffset, Taker taker);

    /** Takes one event of the tail. */
    interface Taker {
        void take(long offset, String sessionId, RunEvent event);
    }
}
