package dev.backstretch.ingest.doors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.event.EventBody;
import dev.backstretch.ingest.Item;
import dev.backstretch.ingest.LiveSession;
import dev.backstretch.ingest.SessionLife;
import dev.backstretch.schemas.access.Action;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code POST …/control}: the group's clock. */
final class ControlDoor extends CommandDoor {
    ControlDoor(Doorway doorway) {
        super(doorway, "control", "control", Action.CONTROL);
    }

    void mount(Router router) {
        router.post("/v1/sessions/:session/control").handler(this::handle);
    }

    /** A session starts and closes once, so that saying so twice is a repeat whatever the time. */
    @Override
    void complete(ObjectNode command, RoutingContext context) {
        String action = command.path("action").asText("").toLowerCase(Locale.ROOT);
        if (!command.hasNonNull("eventId") && (action.equals("start") || action.equals("close"))) {
            command.put("eventId", "control-" + action);
        }
    }

    @Override
    void starts(LiveSession session, Item.Event command) {
        if (actionOf(command) == EventBody.Control.Action.CLOSE) {
            session.startClosing();
        }
    }

    @Override
    void failed(LiveSession session, Item.Event command) {
        if (actionOf(command) == EventBody.Control.Action.CLOSE) {
            session.stopClosing();
        }
    }

    @Override
    CompletionStage<?> taken(LiveSession session, Item.Event command) {
        return switch (actionOf(command)) {
            case START -> Heads.start(doorway(), session, command.event());
            case CLOSE ->
                Heads.publish(
                        doorway(),
                        SessionLife.closed(session.head(), command.event().receivedAt()),
                        command.event().receivedAt());
            case PAUSE, RESUME, STEP, UNRECOGNISED -> CompletableFuture.completedFuture(session.head());
        };
    }

    private static EventBody.Control.Action actionOf(Item.Event command) {
        return command.event().body() instanceof EventBody.Control control
                ? control.action()
                : EventBody.Control.Action.UNRECOGNISED;
    }
}
