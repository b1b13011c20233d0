package dev.backstretch.ingest.doors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.schemas.access.Action;
import io.vertx.ext.web.Router;

/**
 * {@code GET …/clocks}: whose clock is off, whose speeds are in a wrong unit, and who is nowhere near the track, for the coach
 * who can set it right before it matters.
 */
final class ClocksDoor {
    private static final String NAME = "sessions";

    private final Doorway doorway;

    ClocksDoor(Doorway doorway) {
        this.doorway = doorway;
    }

    void mount(Router router) {
        router.get("/v1/sessions/:session/clocks").handler(context -> {
            Doorway.Admitted admitted = doorway.admit(NAME, context, Action.CONTROL);
            if (admitted != null) {
                ObjectNode json = JsonNodeFactory.instance.objectNode();
                json.set("clocks", Answers.of(admitted.session().clocksOff(null)));
                json.set("units", Answers.ofUnits(admitted.session().unitsOff(null)));
                ArrayNode far = json.putArray("far");
                SessionHead head = admitted.session().head();
                admitted.session()
                        .farAway(runner -> doorway.people().isKeptBack(head.campId(), head.sessionId(), runner))
                        .forEach(runner -> far.addObject().put("runner", runner));
                Doorway.send(context, 200, json);
            }
        });
    }
}
