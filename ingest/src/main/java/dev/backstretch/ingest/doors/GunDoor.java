package dev.backstretch.ingest.doors;

import dev.backstretch.ingest.Item;
import dev.backstretch.ingest.LiveSession;
import dev.backstretch.schemas.access.Action;
import io.vertx.ext.web.Router;
import java.util.concurrent.CompletionStage;

/** {@code POST …/gun}: a wave is released; the first gun starts the session. */
final class GunDoor extends CommandDoor {
    GunDoor(Doorway doorway) {
        super(doorway, "gun", "gun", Action.GUN);
    }

    void mount(Router router) {
        router.post("/v1/sessions/:session/gun").handler(this::handle);
    }

    @Override
    CompletionStage<?> taken(LiveSession session, Item.Event command) {
        return Heads.start(doorway(), session, command.event());
    }
}
