package dev.backstretch.ingest.doors;

import dev.backstretch.ingest.LiveSession;
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
            LiveSession session = doorway.session(NAME, context);
            if (session != null) {
                Doorway.send(context, 200, Answers.of(session.head()));
            }
        });
    }
}
