package dev.backstretch.ingest.doors;

import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.ingest.LiveSession;
import dev.backstretch.ingest.LogUnavailableException;
import dev.backstretch.ingest.SessionLife;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** How the published head follows what is in the log. */
final class Heads {
    private Heads() {}

    /** The first start or gun; later ones change nothing. */
    static CompletionStage<?> start(Doorway doorway, LiveSession session, RunEvent event) {
        return session.head().state() == SessionHead.State.OPEN
                ? publish(doorway, SessionLife.running(session.head(), event.observedAt()), event.receivedAt())
                : CompletableFuture.completedFuture(session.head());
    }

    static CompletionStage<?> publish(Doorway doorway, SessionHead head, Instant receivedAt) {
        return doorway.log().announce(head, receivedAt).handle((done, failure) -> {
            if (failure != null) {
                throw new LogUnavailableException("the sessions' topic did not acknowledge: send it again", failure);
            }
            return doorway.sessions().learn(head);
        });
    }
}
