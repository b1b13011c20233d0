package dev.backstretch.ingest.doors;

import java.util.concurrent.atomic.AtomicLong;

/** How much memory bodies that are still arriving and messages that wait may take, all of them together. Safe for threads. */
final class Room {
    private final long bytes;
    private final AtomicLong taken = new AtomicLong();

    Room(long bytes) {
        this.bytes = bytes;
    }

    /** Takes room for a piece; false when there is none, and then nothing is taken. */
    boolean take(int piece) {
        if (taken.addAndGet(piece) > bytes) {
            taken.addAndGet(-piece);
            return false;
        }
        return true;
    }

    void give(int piece) {
        taken.addAndGet(-piece);
    }

    long taken() {
        return taken.get();
    }
}
