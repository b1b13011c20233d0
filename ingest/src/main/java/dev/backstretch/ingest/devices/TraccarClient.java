package dev.backstretch.ingest.devices;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.ingest.devices.Values.BadValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of Traccar Client from version 9 on. Speeds are m/s; −1 says that speed or heading is not known. Its odometer
 * counts the life of the app and is no distance of a session.
 *
 * <p>Source: Traccar's page on the OsmAnd and Traccar Client protocol.
 */
public final class TraccarClient {
    private TraccarClient() {}

    /** Reads one message. */
    public static Decoded decode(String body) {
        ObjectNode object;
        Message.Measured measured;
        try {
            object = Values.object(body);
            String device = Values.name(object, "device_id");
            if (device == null) {
                throw missingDevice("device_id");
            }
            measured = measured(object, device);
        } catch (BadValue e) {
            return new Decoded.Unreadable(e.fault());
        }
        return Decoded.of(measured);
    }

    static BadValue missingDevice(String field) {
        return Values.bad(field, null, "MISSING_DEVICE", field + " is missing: set the device's identifier in the app");
    }

    private static Message.Measured measured(ObjectNode object, String device) throws BadValue {
        ObjectNode location = within(object, "location");
        ObjectNode coords = within(location, "coords");
        double latitude = Values.required(coords, "latitude");
        double longitude = Values.required(coords, "longitude");
        Instant at = at(location.get("timestamp"));
        double level =
                location.get("battery") instanceof ObjectNode battery ? Values.number(battery, "level") : Double.NaN;
        return new Message.Measured(
                device,
                Values.fix(
                        device,
                        Values.messageId(location, "uuid"),
                        at,
                        latitude,
                        longitude,
                        Values.unlessNegative(Values.number(coords, "accuracy")),
                        Values.unlessNegative(Values.number(coords, "speed")),
                        Values.unlessNegative(Values.number(coords, "heading")),
                        Values.number(coords, "altitude")),
                Values.unlessNegative(level) * 100);
    }

    private static ObjectNode within(ObjectNode object, String field) throws BadValue {
        if (object.get(field) instanceof ObjectNode found) {
            return found;
        }
        throw Values.bad(field, null, "MISSING", field + " is missing: this is no message of Traccar Client");
    }

    private static Instant at(@Nullable JsonNode timestamp) throws BadValue {
        if (timestamp == null || timestamp.isNull()) {
            throw Values.bad("timestamp", null, "MISSING_TIME", "timestamp is missing: send ISO 8601 with a zone");
        }
        if (!timestamp.isTextual()) {
            throw Values.badTime("timestamp", timestamp.isContainerNode() ? null : timestamp.asText());
        }
        return Values.isoTime("timestamp", timestamp.textValue());
    }
}
