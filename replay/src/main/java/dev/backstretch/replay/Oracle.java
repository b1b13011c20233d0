package dev.backstretch.replay;

import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.session.SessionFold;
import dev.backstretch.schemas.OutcomeRouting;
import dev.backstretch.schemas.RunSerdes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What should have come out: the plain fold of a session's log, in this process, without any of the machinery. */
public final class Oracle {
    private final OutcomeRouting routing;

    public Oracle(RunSerdes serdes) {
        this.routing = new OutcomeRouting(serdes);
    }

    /**
     * The outcomes by topic, in order. Records that are no events are stepped over, as the topology does; and as there, a
     * session begins with its opening: what came before was rejected and leaves nothing.
     */
    public Map<String, List<OutcomeRecord>> fold(String sessionId, List<LogRecord> log) {
        Map<String, List<OutcomeRecord>> byTopic = new LinkedHashMap<>();
        SessionTopics.OUTCOMES.forEach(topic -> byTopic.put(topic, new ArrayList<>()));
        tell(sessionId, log, outcome -> byTopic.computeIfAbsent(
                        OutcomeRouting.topicOf(outcome), fresh -> new ArrayList<>())
                .add(record(outcome)));
        return byTopic;
    }

    /** The same in the one order in which they left, whatever their topic. */
    static void tell(String sessionId, List<LogRecord> log, Consumer<Outcome> told) {
        log.forEach(teller(sessionId, told));
    }

    /** The same for records as they come, in the order of the log. */
    static Consumer<LogRecord> teller(String sessionId, Consumer<Outcome> told) {
        return new Consumer<>() {
            private SessionFold fold = new SessionFold(sessionId);

            @Override
            public void accept(LogRecord record) {
                RunEvent event = record.event();
                if (event != null) {
                    fold.apply(event, record.partition(), told::accept);
                    if (fold.logTime() == null) {
                        fold = new SessionFold(sessionId);
                    }
                }
            }
        };
    }

    /** An outcome as its topic would hold it. */
    OutcomeRecord record(Outcome outcome) {
        return new OutcomeRecord(
                OutcomeRouting.topicOf(outcome),
                OutcomeRouting.keyOf(outcome),
                RunSerdes.payload(routing.serialize(outcome)),
                outcome);
    }
}
