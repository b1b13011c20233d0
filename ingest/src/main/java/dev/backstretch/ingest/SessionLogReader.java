package dev.backstretch.ingest;

import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.session.SessionHead;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Reads what the logs of sessions already say, whoever wrote it, and goes on reading. */
public interface SessionLogReader {
    /**
     * Completes when everything that was in the session's log at the time of the call has been told to the listener. The
     * first call for a session reads its log from the opening on.
     */
    CompletionStage<?> catchUp(SessionHead head);

    /** The same for a listener that has forgotten what it was told of the session: its log is read from the opening again. */
    default CompletionStage<?> readAgain(SessionHead head) {
        return catchUp(head);
    }

    /** Everything that was in the session's log at the time of the call, from the opening on. */
    CompletionStage<List<RunEvent>> eventsOf(SessionHead head);

    /** Is told the events of sessions, each partition in order; an event may be told again. */
    interface Listener {
        void onEvent(RunEvent event, long offset);
    }
}
