package dev.backstretch.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.schemas.json.EventJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * A delivery as an HTTP request.
 *
 * @param path under the server's address, without a leading slash
 * @param body UTF-8 JSON
 * @param items how many things the body tells
 */
record DoorRequest(String path, byte[] body, int items) {
    /** What a door that opens sessions takes; it refuses fields that it does not know. */
    private static final Set<String> OF_A_SESSION = Set.of(
            "type",
            "sessionId",
            "observedAt",
            "receivedAt",
            "camp",
            "plan",
            "track",
            "line",
            "rules",
            "clock",
            "timeZone");

    /**
     * The request that tells of these events.
     *
     * @param events readings where there is more than one
     */
    static DoorRequest of(List<RunEvent> events) {
        return events.size() == 1 ? of(events.get(0)) : readings(events);
    }

    private static DoorRequest of(RunEvent event) {
        EventBody body = event.body();
        String session = "v1/sessions/" + event.sessionId();
        if (body instanceof EventBody.SessionOpened opened) {
            ObjectNode json = EventJson.toJson(event).retain(OF_A_SESSION);
            if (opened.rules().isEmpty()) {
                json.remove("rules");
            }
            return of("v1/sessions", json, 1);
        }
        if (body instanceof EventBody.Readings delivery && delivery.readings().size() > 1) {
            return readings(List.of(event));
        }
        String door;
        if (body instanceof EventBody.Readings) {
            door = "/readings";
        } else if (body instanceof EventBody.Join) {
            door = "/runners";
        } else if (body instanceof EventBody.Gun) {
            door = "/gun";
        } else if (body instanceof EventBody.Control) {
            door = "/control";
        } else if (body instanceof EventBody.Chip || body instanceof EventBody.Tap) {
            door = "/marks";
        } else if (body instanceof EventBody.Correction) {
            door = "/corrections";
        } else {
            door = "/events";
        }
        ObjectNode json = EventJson.toJson(event);
        if (body instanceof EventBody.Join) {
            // Who is invented, or plays a recording of their own, may be looked at again.
            json.put("replayConsent", true);
        }
        return of(session + door, json, 1);
    }

    private static DoorRequest readings(List<RunEvent> events) {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        for (RunEvent event : events) {
            if (!(event.body() instanceof EventBody.Readings delivery)) {
                throw new IllegalArgumentException(
                        "only readings go together, not " + event.body().kind());
            }
            for (Reading reading : delivery.readings()) {
                items.add(EventJson.toJson(single(event, reading)));
            }
        }
        return of("v1/sessions/" + events.get(0).sessionId() + "/readings", items, items.size());
    }

    private static RunEvent single(RunEvent delivery, Reading reading) {
        return new RunEvent(
                reading.readingId(),
                delivery.sessionId(),
                delivery.runnerId(),
                reading.observedAt(),
                delivery.receivedAt(),
                delivery.origin(),
                new EventBody.Readings(List.of(reading)));
    }

    private static DoorRequest of(String path, JsonNode body, int items) {
        return new DoorRequest(path, body.toString().getBytes(StandardCharsets.UTF_8), items);
    }
}
