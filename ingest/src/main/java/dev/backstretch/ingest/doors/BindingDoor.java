package dev.backstretch.ingest.doors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.schemas.access.Action;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** {@code PATCH …/runners/{runner}}: from now on this device, chip or bib is the runner's. */
final class BindingDoor extends CommandDoor {
    BindingDoor(Doorway doorway) {
        super(doorway, "runners", "binding", Action.BIND);
    }

    void mount(Router router) {
        router.patch("/v1/sessions/:session/runners/:runner").handler(this::handle);
    }

    @Override
    void complete(ObjectNode command, RoutingContext context) {
        command.put("runner", context.pathParam("runner"));
    }
}
