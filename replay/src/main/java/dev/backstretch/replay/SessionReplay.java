package dev.backstretch.replay;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.schemas.RunSerdes;
import java.util.List;
import java.util.Map;

/** Re-runs a session from its log and compares with what went out live. */
public final class SessionReplay {
    private final SessionTopics topics;
    private final Oracle oracle;

    public SessionReplay(SessionTopics topics, RunSerdes serdes) {
        this.topics = topics;
        oracle = new Oracle(serdes);
    }

    /**
     * Payload for payload.
     *
     * @throws UnknownSessionException when the log holds nothing of it
     */
    public ComparisonReport compare(String sessionId) throws UnknownSessionException {
        List<LogRecord> log = topics.log(sessionId);
        if (log.isEmpty()) {
            throw new UnknownSessionException(sessionId);
        }
        return TopicComparison.compare(sessionId, log.size(), oracle.fold(sessionId, log), topics.outcomes(sessionId));
    }

    /**
     * Folds the log with everything that came late in its place, and tells what is other than what went out.
     *
     * @throws UnknownSessionException when the log holds nothing of it
     */
    public SettledFold settle(String sessionId) throws UnknownSessionException {
        List<LogRecord> log = topics.log(sessionId);
        if (log.isEmpty()) {
            throw new UnknownSessionException(sessionId);
        }
        return SettledFold.of(sessionId, log, topics.outcomes(sessionId), oracle);
    }

    /**
     * Laps, standings and alerts as they left, in their order and with the log times at which they did; without what is
     * withheld.
     *
     * @throws UnknownSessionException when the log holds nothing of it
     */
    public Retelling retell(String sessionId, Withheld withheld) throws UnknownSessionException {
        List<LogRecord> log = topics.log(sessionId);
        if (log.isEmpty()) {
            throw new UnknownSessionException(sessionId);
        }
        return Retelling.of(sessionId, log, withheld);
    }

    /**
     * Whose results are not shown to this purpose.
     *
     * @throws UnknownSessionException when the log holds nothing of it
     */
    public Withheld withheld(String sessionId, Withheld.Purpose purpose) throws UnknownSessionException {
        List<LogRecord> log = topics.log(sessionId);
        for (LogRecord record : log) {
            RunEvent event = record.event();
            if (event != null && event.body() instanceof EventBody.SessionOpened opened) {
                return Withheld.of(purpose, log, topics.people(opened.campId()));
            }
        }
        if (log.isEmpty()) {
            throw new UnknownSessionException(sessionId);
        }
        // Nobody knows whose camp it is, and so who has agreed to what.
        return Withheld.of(purpose, log, Map.of());
    }

    /** No log holds a record of that session. */
    public static final class UnknownSessionException extends Exception {
        private static final long serialVersionUID = 1L;

        public UnknownSessionException(String sessionId) {
            super("session " + sessionId + " is in no log: `backstretch sessions` lists those that are");
        }
    }
}
