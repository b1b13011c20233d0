package dev.backstretch.ingest;

import dev.backstretch.domain.event.Fnv1a;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The newest event identities of one session, so that a door can answer a repeat without writing it again. Bounded: an
 * older repeat is written and the fold, which remembers more, recognises it. Not safe for threads; the session's lock is.
 *
 * <p>Identities are kept as 128 bits of hash in plain arrays, 44 bytes each in all. As objects they were some 150,
 * lived just long enough to be copied by the collector, and then were the garbage that it had to look for. Of 65,536 there is one chance in 10^29 that any two are alike.
 */
final class RecentEvents {
    private static final int FIRST_PLACES = 64;
    private static final long NOBODY = 0;
    private static final long PLACE_BITS = 0xFFFF_FFFFL;
    private static final long SECOND_FACTOR = 0x9E3779B97F4A7C15L;

    /** Another one in each process, so that nobody can choose ids that crowd one corner of the table. */
    private static final long SEED = new SecureRandom().nextLong();

    private final int limit;

    /** A ring, in the order of arrival; what was forgotten leaves an empty place until its turn comes. */
    private long[] first = new long[FIRST_PLACES];

    private long[] second = new long[FIRST_PLACES];
    private int[] contents = new int[FIRST_PLACES];
    private @Nullable CompletableFuture<?>[] writes = new CompletableFuture<?>[FIRST_PLACES];
    private int oldest;
    private int used;
    private int forgotten;

    /**
     * By hash, open, twice as long as the ring or more: the upper half of the first hash, and the place in the ring and 1, or
     * {@link #NOBODY}. With half of the hash at hand the ring, which is never near, is hardly ever asked in vain.
     */
    private long[] table = new long[2 * FIRST_PLACES];

    private @Nullable String lastRunner;
    private long runnersFirst;
    private long runnersSecond;

    private long soughtFirst;
    private long soughtSecond;

    RecentEvents(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit: at least 1, not " + limit);
        }
        this.limit = limit;
    }

    /**
     * An event that was seen.
     *
     * @param contentHash of what it said
     * @param write ends when the log has it; a repeat must not be answered before
     */
    record Seen(int contentHash, CompletableFuture<?> write) {}

    /** Remembers an event unless it is known, and says what was known. */
    @Nullable
    Seen remember(@Nullable String runnerId, String eventId, int contentHash, CompletableFuture<?> write) {
        hash(runnerId, eventId);
        long one = soughtFirst;
        long two = soughtSecond;
        int slot = slot(one, two);
        if (table[slot] != NOBODY) {
            int place = place(slot);
            return new Seen(contents[place], Objects.requireNonNull(writes[place]));
        }
        if (used == limit) {
            dropOldest();
            slot = slot(one, two);
        } else if (used == first.length) {
            grow();
            slot = slot(one, two);
        }
        int place = (oldest + used) % first.length;
        used++;
        first[place] = one;
        second[place] = two;
        contents[place] = contentHash;
        writes[place] = write;
        table[slot] = entry(one, place);
        return null;
    }

    /** What is known of an event; null when it is none of the newest. */
    @Nullable
    Seen find(@Nullable String runnerId, String eventId) {
        hash(runnerId, eventId);
        int slot = slot(soughtFirst, soughtSecond);
        if (table[slot] == NOBODY) {
            return null;
        }
        int place = place(slot);
        return new Seen(contents[place], Objects.requireNonNull(writes[place]));
    }

    int size() {
        return used - forgotten;
    }

    /** Forgets an event whose write failed: it may not be in the log, so a repeat of it is no duplicate. */
    void forget(@Nullable String runnerId, String eventId, CompletableFuture<?> write) {
        hash(runnerId, eventId);
        int slot = slot(soughtFirst, soughtSecond);
        if (table[slot] != NOBODY && writes[place(slot)] == write) {
            writes[place(slot)] = null;
            clear(slot);
            forgotten++;
        }
    }

    private void dropOldest() {
        if (writes[oldest] == null) {
            forgotten--;
        } else {
            clear(slot(first[oldest], second[oldest]));
            writes[oldest] = null;
        }
        oldest = (oldest + 1) % first.length;
        used--;
    }

    private void grow() {
        int places = Math.min(limit, 2 * first.length);
        // The ring is full and was never turned: nothing is dropped before it has its last size.
        first = Arrays.copyOf(first, places);
        second = Arrays.copyOf(second, places);
        contents = Arrays.copyOf(contents, places);
        writes = Arrays.copyOf(writes, places);
        table = new long[2 * Integer.highestOneBit(2 * places - 1)];
        for (int place = 0; place < used; place++) {
            if (writes[place] != null) {
                table[slot(first[place], second[place])] = entry(first[place], place);
            }
        }
    }

    private static long entry(long one, int place) {
        return (one & ~PLACE_BITS) | (place + 1);
    }

    private int place(int slot) {
        return (int) (table[slot] & PLACE_BITS) - 1;
    }

    /** Where it stands, or where there is room for it. */
    private int slot(long one, long two) {
        int slot = home(one);
        while (table[slot] != NOBODY && !isAt(slot, one, two)) {
            slot = slot + 1 & table.length - 1;
        }
        return slot;
    }

    private boolean isAt(int slot, long one, long two) {
        return (table[slot] & ~PLACE_BITS) == (one & ~PLACE_BITS)
                && first[place(slot)] == one
                && second[place(slot)] == two;
    }

    /** Of a hash, or of an entry made from it. */
    private int home(long one) {
        return (int) (one >>> 32) & table.length - 1;
    }

    /** Empties a slot, and moves those after it up that were pushed on by it. */
    private void clear(int emptied) {
        int hole = emptied;
        int slot = hole;
        while (true) {
            slot = slot + 1 & table.length - 1;
            if (table[slot] == NOBODY) {
                table[hole] = NOBODY;
                return;
            }
            // Not between the hole and here, going round: it may come forward.
            if ((slot - home(table[slot]) & table.length - 1) >= (slot - hole & table.length - 1)) {
                table[hole] = table[slot];
                hole = slot;
            }
        }
    }

    /** Finds both hashes in one walk: a step waits for the one before it, and two that do not wait for each other cost as one. */
    @SuppressWarnings("ReferenceEquality")
    private void hash(@Nullable String runnerId, String eventId) {
        // Deliveries hold one runner's, whose part need not be found again; the same id in another string is as good.
        if (runnerId == null || runnerId != lastRunner) {
            long one = Fnv1a.START ^ SEED;
            long two = 1;
            if (runnerId != null) {
                two = (runnerId.length() + 1L) * SECOND_FACTOR;
                for (int i = 0; i < runnerId.length(); i++) {
                    one = Fnv1a.with(one, runnerId.charAt(i));
                    two = (two + runnerId.charAt(i)) * SECOND_FACTOR;
                }
            }
            lastRunner = runnerId;
            runnersFirst = Fnv1a.with(one, runnerId == null ? 1 : 0);
            runnersSecond = two ^ two >>> 29;
        }
        long one = runnersFirst;
        long two = runnersSecond;
        for (int i = 0; i < eventId.length(); i++) {
            char c = eventId.charAt(i);
            one = Fnv1a.with(one, c);
            two = (two + c) * SECOND_FACTOR;
        }
        // The upper half says where it stands, and would not know much of the last letters.
        soughtFirst = (one ^ one >>> 32) * SECOND_FACTOR;
        soughtSecond = two ^ two >>> 32;
    }
}
