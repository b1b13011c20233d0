package dev.backstretch.schemas.access;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the lines that are open, and says when there are enough. Safe for threads. */
public final class OpenLines {
    private final LineLimits limits;
    private final Map<String, Integer> ofSession = new HashMap<>();
    private int all;

    /** Whether one more may be opened. */
    public enum Answer {
        /** It is counted until it is {@link #close}d. */
        OPEN,
        /** The session has as many as it may. */
        SESSION_FULL,
        /** All sessions together have. */
        ALL_FULL
    }

    public OpenLines(LineLimits limits) {
        this.limits = limits;
    }

    /**
     * Opens a line.
     *
     * @param session null for one that is of no session
     */
    public synchronized Answer open(@Nullable String session) {
        if (all >= limits.inAll()) {
            return Answer.ALL_FULL;
        }
        if (session != null && ofSession.getOrDefault(session, 0) >= limits.perSession()) {
            return Answer.SESSION_FULL;
        }
        all++;
        if (session != null) {
            ofSession.merge(session, 1, Integer::sum);
        }
        return Answer.OPEN;
    }

    /** Closes a line that was {@link Answer#OPEN}ed, once. */
    public synchronized void close(@Nullable String session) {
        all--;
        if (session != null) {
            ofSession.computeIfPresent(session, (id, lines) -> lines == 1 ? null : lines - 1);
        }
    }

    /** How many are open. */
    public synchronized int size() {
        return all;
    }
}
