package dev.backstretch.ingest.doors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.schemas.access.Action;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** {@code DELETE …/runners/{runner}}: the runner leaves the session; what was run stays. */
final class LeaveDoor extends CommandDoor {
    LeaveDoor(Doorway doorway) {
        super(doorway, "runners", "leave", Action.LEAVE);
    }

    void mount(Router router) {
        router.delete("/v1/sessions/:session/runners/:runner").handler(this::handle);
    }

    @Override
    void complete(ObjectNode command, RoutingContext context) {
        command.put("runner", context.pathParam("runner"));
    }
}
