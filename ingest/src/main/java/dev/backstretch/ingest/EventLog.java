package dev.backstretch.ingest;

import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.people.Person;
import dev.backstretch.domain.session.SessionHead;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * Where the doors write. Each stage completes when the write will survive a crash, and fails when that is not known; calls
 * for one session are written in the order in which they are made.
 */
public interface EventLog {
    /** How many partitions the log has; a session's is {@link dev.backstretch.schemas.SessionPartition#of}. */
    int partitions();

    CompletionStage<?> append(RunEvent event);

    /** Publishes what is known of a session. */
    CompletionStage<?> announce(SessionHead head, Instant receivedAt);

    /** Publishes who a runner is, apart from the session's log. */
    CompletionStage<?> introduce(Person person);

    /** Takes back who a runner is: what was written under this name belongs to nobody known from then on. */
    CompletionStage<?> erase(String campId, String runnerId, Instant receivedAt);

    /** Keeps what was refused. */
    CompletionStage<?> quarantine(Rejection rejection);
}
