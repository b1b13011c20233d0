package dev.backstretch.replay;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.schemas.RunSerdes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Re-runs a session from its log and compares with what went out live. */
public final class SessionReplay implements SettledPublisher.Folding {
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
        return settle(topics.now(sessionId));
    }

    /**
     * The same, beside what had gone out by a moment.
     *
     * @throws UnknownSessionException when the log holds nothing of the session
     */
    public SettledFold settle(SessionTopics.Moment until) throws UnknownSessionException {
        try {
            return settle(until, Long.MAX_VALUE);
        } catch (TooLargeException never) {
            throw new IllegalStateException("no log has as many readings", never);
        }
    }

    /**
     * The same of a session that is not too large.
     *
     * @param mostReadings how many the log may hold at most
     * @throws UnknownSessionException when the log holds nothing of it
     * @throws TooLargeException when it holds more
     */
    @Override
    public SettledFold settle(SessionTopics.Moment until, long mostReadings)
            throws UnknownSessionException, TooLargeException {
        String sessionId = until.sessionId();
        var read = new BoundedLog(mostReadings);
        try {
            topics.log(sessionId, read);
        } catch (BoundedLog.FullException more) {
            throw new TooLargeException(sessionId, mostReadings);
        }
        List<LogRecord> log = read.records();
        if (log.isEmpty()) {
            throw new UnknownSessionException(sessionId);
        }
        return SettledFold.of(sessionId, log, reader -> topics.revisable(until, reader));
    }

    @Override
    public SessionTopics.Moment now(String sessionId) {
        return topics.now(sessionId);
    }

    @Override
    public boolean saidSince(SessionTopics.Moment then) {
        return topics.saidSince(then);
    }

    /**
     * Tells laps, standings and alerts as they left, in their order and with the log times at which they did, while the log
     * is read; without what is withheld.
     *
     * @param told may take as long as it likes
     * @throws UnknownSessionException when the log holds nothing of it
     */
    public void retell(String sessionId, Withheld withheld, Consumer<Retelling.Told> told)
            throws UnknownSessionException {
        boolean[] any = new boolean[1];
        Consumer<LogRecord> retelling = Retelling.of(sessionId, withheld, told);
        topics.log(sessionId, record -> {
            any[0] = true;
            retelling.accept(record);
        });
        if (!any[0]) {
            throw new UnknownSessionException(sessionId);
        }
    }

    /**
     * Whose results are not shown to this purpose.
     *
     * @throws UnknownSessionException when the log holds nothing of it
     */
    public Withheld withheld(String sessionId, Withheld.Purpose purpose) throws UnknownSessionException {
        boolean[] any = new boolean[1];
        List<String> camp = new ArrayList<>(1);
        // The others are not held: a session is hours of them.
        List<LogRecord> joins = new ArrayList<>();
        topics.log(sessionId, record -> {
            any[0] = true;
            RunEvent event = record.event();
            if (event != null && event.body() instanceof EventBody.SessionOpened opened && camp.isEmpty()) {
                camp.add(opened.campId());
            } else if (event != null && event.body() instanceof EventBody.Join) {
                joins.add(record);
            }
        });
        if (!any[0]) {
            throw new UnknownSessionException(sessionId);
        }
        // Without an opening nobody knows whose camp it is, and so who has agreed to what.
        return Withheld.of(purpose, joins, camp.isEmpty() ? Map.of() : topics.people(camp.get(0)));
    }

    /** A session does not fit into the memory of this process beside what else it does. */
    public static final class TooLargeException extends Exception {
        private static final long serialVersionUID = 1L;

        TooLargeException(String sessionId, long most) {
            super("session " + sessionId + " has more than " + most
                    + " readings, which is the most that this process settles: run `backstretch replay --settled --publish --session "
                    + sessionId
                    + "`, or give it more memory");
        }
    }

    /** No log holds a record of that session. */
    public static final class UnknownSessionException extends Exception {
        private static final long serialVersionUID = 1L;

        public UnknownSessionException(String sessionId) {
            super("session " + sessionId + " is in no log: `backstretch sessions` lists those that are");
        }
    }
}
