package dev.backstretch.domain.session;

import dev.backstretch.domain.event.Reading;
import org.jspecify.annotations.Nullable;

/**
 * The readings of the settle window by their ids, by which one that comes twice is known. Open addressing: the hashes lie
 * side by side, so that an id that is new, as nearly all are, is told from the others without looking at any of them.
 */
final class RecentReadings {
    private static final int FIRST_ROOM = 64;

    /** A power of two, of which at most half is taken. */
    private @Nullable Reading[] readings = new @Nullable Reading[FIRST_ROOM];

    private int[] hashes = new int[FIRST_ROOM];
    private int size;

    @Nullable
    Reading find(String readingId) {
        int hash = hash(readingId);
        int mask = readings.length - 1;
        int place = hash & mask;
        for (Reading there = readings[place]; there != null; there = readings[place]) {
            if (hashes[place] == hash && there.readingId().equals(readingId)) {
                return there;
            }
            place = (place + 1) & mask;
        }
        return null;
    }

    /**
     * Keeps a reading, of whose id none is kept.
     *
     * @param hash of its id
     */
    void keep(Reading reading, int hash) {
        if (2 * (size + 1) > readings.length) {
            grow();
        }
        size++;
        put(reading, hash);
    }

    private void put(Reading reading, int hash) {
        int mask = readings.length - 1;
        int place = hash & mask;
        while (readings[place] != null) {
            place = (place + 1) & mask;
        }
        readings[place] = reading;
        hashes[place] = hash;
    }

    /**
     * Lets go of a reading that is kept.
     *
     * @param hash of its id
     */
    @SuppressWarnings("ReferenceEquality")
    void forget(Reading reading, int hash) {
        int mask = readings.length - 1;
        int gap = hash & mask;
        while (readings[gap] != reading) {
            if (readings[gap] == null) {
                return;
            }
            gap = (gap + 1) & mask;
        }
        size--;
        // what stands behind the gap and would not be found beyond it moves up
        for (int next = (gap + 1) & mask; readings[next] != null; next = (next + 1) & mask) {
            int home = hashes[next] & mask;
            if (((next - home) & mask) >= ((next - gap) & mask)) {
                readings[gap] = readings[next];
                hashes[gap] = hashes[next];
                gap = next;
            }
        }
        readings[gap] = null;
    }

    /** Ids that count upwards, as a device's do, stand side by side: those that come next are looked for in one place. */
    static int hash(String readingId) {
        int hash = readingId.hashCode();
        return hash ^ (hash >>> 16);
    }

    private void grow() {
        @Nullable Reading[] before = readings;
        int[] hashesBefore = hashes;
        readings = new @Nullable Reading[2 * before.length];
        hashes = new int[readings.length];
        for (int place = 0; place < before.length; place++) {
            Reading reading = before[place];
            if (reading != null) {
                put(reading, hashesBefore[place]);
            }
        }
    }
}
