package dev.backstretch.ingest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Keeps what it is told of sessions that have ended. */
public final class HeardAfterClose implements AfterClose {
    private final List<String> told = new ArrayList<>();

    @Override
    public synchronized void closed(String sessionId, Instant closedAt) {
        told.add("closed " + sessionId);
    }

    @Override
    public synchronized void corrected(String sessionId) {
        told.add("corrected " + sessionId);
    }

    @Override
    public synchronized void cameLate(String sessionId) {
        told.add("late " + sessionId);
    }

    /** What was told since this was asked last. */
    public synchronized List<String> take() {
        List<String> taken = List.copyOf(told);
        told.clear();
        return taken;
    }
}
