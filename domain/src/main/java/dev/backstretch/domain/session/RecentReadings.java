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
        return readings[placeOf(readingId)];
    }

    /** Keeps a reading; one of the same id that was kept before it is let go of. */
    void keep(Reading reading) {
        int place = placeOf(reading.readingId());
        if (readings[place] == null) {
            if (2 * (size + 1) > readings.length) {
                grow();
                place = placeOf(reading.readingId());
            }
            size++;
        }
        readings[place] = reading;
        hashes[place] = spread(reading.readingId());
    }

    void forget(String readingId) {
        int gap = placeOf(readingId);
        if (readings[gap] == null) {
            return;
        }
        size--;
        int mask = readings.length - 1;
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

    /** Where an id stands, or would. */
    private int placeOf(String readingId) {
        int hash = spread(readingId);
        int mask = readings.length - 1;
        int place = hash & mask;
        for (Reading there = readings[place]; there != null; there = readings[place]) {
            if (hashes[place] == hash && there.readingId().equals(readingId)) {
                break;
            }
            place = (place + 1) & mask;
        }
        return place;
    }

    /** Ids that count upwards differ in their last digit only. */
    private static int spread(String readingId) {
        int hash = readingId.hashCode() * 0x9E3779B9;
        return hash ^ (hash >>> 15);
    }

    private void grow() {
        @Nullable Reading[] before = readings;
        readings = new @Nullable Reading[2 * before.length];
        hashes = new int[readings.length];
        size = 0;
        for (Reading reading : before) {
            if (reading != null) {
                keep(reading);
            }
        }
    }
}
