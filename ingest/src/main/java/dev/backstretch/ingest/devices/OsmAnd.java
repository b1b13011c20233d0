package dev.backstretch.ingest.devices;

import dev.backstretch.ingest.devices.Values.BadValue;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The query of the OsmAnd app and of Traccar Client before version 9. The unit of {@code speed} is the device's: knots
 * unless its address says {@code unit=mps}, {@code kmh} or {@code mph}. {@code hdop} is a factor, not an accuracy.
 *
 * <p>Source: Traccar's page on the OsmAnd protocol; OsmAnd's on live tracking.
 */
public final class OsmAnd {
    private static final Set<String> VALID = Set.of("1", "true", "t", "yes", "a");

    private OsmAnd() {}

    /** Reads one position; parameters of address and body together. */
    public static Decoded decode(Query query) {
        Message message;
        try {
            message = message(query);
        } catch (BadValue e) {
            return new Decoded.Unreadable(e.fault());
        }
        return Decoded.of(message);
    }

    private static Message message(Query query) throws BadValue {
        String named = query.first("id", "deviceid");
        if (named == null) {
            throw TraccarClient.missingDevice("id");
        }
        String device = Values.id("id", named);
        double latitude;
        double longitude;
        String pair = query.first("location");
        if (pair != null) {
            int comma = pair.indexOf(',');
            if (comma < 0) {
                throw Values.bad("location", pair, "BAD_NUMBER", "location is no pair: send location=48.1,2.1");
            }
            latitude = Values.number("location", pair.substring(0, comma).strip());
            longitude = Values.number("location", pair.substring(comma + 1).strip());
        } else {
            latitude = required(query, "lat");
            longitude = required(query, "lon");
        }
        String timestamp = query.first("timestamp");
        if (timestamp == null) {
            throw Values.bad(
                    "timestamp",
                    null,
                    "MISSING_TIME",
                    "timestamp is missing: when the position was, in seconds since 1970");
        }
        Instant at = Values.time("timestamp", timestamp);
        SpeedUnit unit = unit(query.first("unit"));
        Message.Measured measured = new Message.Measured(
                device,
                Values.fix(
                        device,
                        null,
                        at,
                        latitude,
                        longitude,
                        Values.unlessNegative(optional(query, "accuracy")),
                        Values.unlessNegative(optional(query, "speed")) * unit.metersPerSecond(),
                        Values.unlessNegative(optional(query, "bearing", "heading")),
                        optional(query, "altitude")),
                Values.unlessNegative(optional(query, "batt")));
        String valid = query.first("valid");
        if (valid != null && !VALID.contains(valid.toLowerCase(Locale.ROOT))) {
            return new Message.Refused(
                    device,
                    Values.bad(
                                    "valid",
                                    valid,
                                    "FIX_INVALID",
                                    "the receiver says itself that it has no fix: wait until it has one")
                            .fault());
        }
        return measured;
    }

    private static SpeedUnit unit(@Nullable String word) throws BadValue {
        SpeedUnit unit = word == null ? SpeedUnit.KN : SpeedUnit.named(word);
        if (unit == null) {
            throw Values.bad(
                    "unit", word, "UNKNOWN_VALUE", "unit is none of kn, mps, kmh, mph: mend the device's address");
        }
        return unit;
    }

    private static double required(Query query, String name) throws BadValue {
        String text = query.first(name);
        if (text == null) {
            throw Values.bad(name, null, "MISSING", name + " is missing: mend the device's address");
        }
        return Values.number(name, text);
    }

    static double optional(Query query, String... names) throws BadValue {
        String text = query.first(names);
        return text == null ? Double.NaN : Values.number(names[0], text);
    }
}
