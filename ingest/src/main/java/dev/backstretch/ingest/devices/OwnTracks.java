package dev.backstretch.ingest.devices;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.ingest.devices.Values.BadValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * OwnTracks' JSON, the same over HTTP and MQTT. Speeds are whole km/h, times seconds since 1970.
 *
 * <p>Source: the OwnTracks booklet, pages JSON and HTTP. What parses is never unreadable: the app hears 200 for it.
 */
public final class OwnTracks {
    private OwnTracks() {}

    /**
     * Reads one message.
     *
     * @param body JSON; empty is a notice
     * @param userDevice {@code user/device} as headers, query or an MQTT topic tell it, null when they do not
     */
    public static Decoded decode(String body, @Nullable String userDevice) {
        return decode(body, userDevice, false);
    }

    /**
     * Reads a message that was published. Whose device it is says the topic that the broker let it come under, whatever the
     * message claims.
     *
     * @param userDevice {@code user/device} of its topic
     */
    public static Decoded published(String body, @Nullable String userDevice) {
        return decode(body, userDevice, true);
    }

    private static Decoded decode(String body, @Nullable String userDevice, boolean published) {
        if (body.isBlank()) {
            return Decoded.of(new Message.Notice("EMPTY"));
        }
        ObjectNode object;
        try {
            object = Values.object(body);
            if (published) {
                object.remove("topic");
            }
        } catch (BadValue e) {
            return new Decoded.Unreadable(e.fault());
        }
        String device = null;
        try {
            device = device(object, userDevice);
            return Decoded.of(message(object, device));
        } catch (BadValue e) {
            return Decoded.of(new Message.Refused(device, e.fault()));
        }
    }

    private static Message message(ObjectNode object, @Nullable String device) throws BadValue {
        JsonNode type = object.get("_type");
        if (type == null || !type.isTextual()) {
            throw Values.bad("_type", null, "UNKNOWN_TYPE", "_type is missing: this is no message of OwnTracks");
        }
        if (type.textValue().equals("encrypted")) {
            throw Values.bad(
                    "_type",
                    "encrypted",
                    "ENCRYPTED",
                    "the message is encrypted with a key that only the app has: clear the encryption key in the app's"
                            + " preferences; TLS protects the way");
        }
        if (!type.textValue().equals("location")) {
            return new Message.Notice("NOT_LOCATION");
        }
        double latitude = Values.required(object, "lat");
        double longitude = Values.required(object, "lon");
        Instant at = at(object.get("tst"));
        return new Message.Measured(
                device,
                Values.fix(
                        device,
                        Values.messageId(object, "_id"),
                        at,
                        latitude,
                        longitude,
                        Values.unlessNegative(Values.number(object, "acc")),
                        Values.unlessNegative(Values.number(object, "vel")) * Values.METERS_PER_SECOND_OF_KMH,
                        Values.unlessNegative(Values.number(object, "cog")),
                        Values.number(object, "alt")),
                Values.unlessNegative(Values.number(object, "batt")));
    }

    private static Instant at(@Nullable JsonNode tst) throws BadValue {
        if (tst == null || tst.isNull()) {
            throw Values.bad("tst", null, "MISSING_TIME", "tst is missing: the time of the fix in seconds since 1970");
        }
        // Milliseconds of this century are far ahead as seconds, and refused as that; more is no time of anything.
        if (!tst.isIntegralNumber() || Math.abs(tst.doubleValue()) > 1e14) {
            throw Values.badTime("tst", tst.isContainerNode() ? null : tst.asText());
        }
        return Instant.ofEpochSecond(tst.longValue());
    }

    /** The topic names user and device; two letters of {@code tid} may be those of somebody else as well. */
    private static @Nullable String device(ObjectNode object, @Nullable String userDevice) throws BadValue {
        JsonNode topic = object.get("topic");
        if (topic != null && topic.isTextual()) {
            String[] parts = topic.textValue().split("/", 3);
            if (parts.length == 3 && !parts[1].isBlank() && !parts[2].isBlank()) {
                return Values.id("topic", parts[1] + "/" + parts[2]);
            }
        }
        if (userDevice != null) {
            return Values.id("device", userDevice);
        }
        return Values.name(object, "tid");
    }
}
