package dev.backstretch.ingest.doors;

import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.schemas.access.Action;
import io.vertx.ext.web.Router;

/** {@code GET /v1/sessions/{id}}: what is known of a session without its log. */
final class HeadDoor {
    private static final String NAME = "sessions";

    private final Doorway doorway;

    HeadDoor(Doorway doorway) {
        this.doorway = doorway;
    }

    void mount(Router router) {
        router.get("/v1/sessions/:session").handler(context -> {
            Doorway.Admitted admitted = doorway.admit(NAME, context, Action.READ_SESSION);
            if (admitted != null) {
                SessionHead head = admitted.session().head();
                boolean mayInvite = doorway.access()
                        .check(admitted.caller(), Action.READ_JOIN_CODE, head.sessionId(), head)
                        .isEmpty();
                Doorway.send(context, 200, Answers.of(head, mayInvite));
            }
        });
    }
}
