package dev.backstretch.ingest;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The newest event identities of one session, so that a door can answer a repeat without writing it again. Bounded: an
 * older repeat is written and the fold, which remembers more, recognises it. Not safe for threads; the session's lock is.
 */
final class RecentEvents {
    private final int limit;
    private final Map<Identity, Seen> seen = new LinkedHashMap<>();

    RecentEvents(int limit) {
        this.limit = limit;
    }

    record Identity(@Nullable String runnerId, String eventId) {}

    /**
     * An event that was seen.
     *
     * @param contentHash of what it said
     * @param write ends when the log has it; a repeat must not be answered before
     */
    record Seen(int contentHash, CompletableFuture<?> write) {}

    /** Remembers an event unless it is known, and says what was known. */
    @Nullable
    Seen remember(Identity identity, Seen now) {
        Seen before = seen.putIfAbsent(identity, now);
        if (before == null && seen.size() > limit) {
            Iterator<Identity> oldest = seen.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return before;
    }

    int size() {
        return seen.size();
    }

    /** Forgets an event whose write failed: it may not be in the log, so a repeat of it is no duplicate. */
    void forget(Identity identity, CompletableFuture<?> write) {
        Seen known = seen.get(identity);
        if (known != null && known.write() == write) {
            seen.remove(identity);
        }
    }
}
