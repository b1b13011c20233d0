package dev.backstretch.ingest.devices;

import dev.backstretch.ingest.devices.Values.BadValue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * GPSLogger for Android's custom URL, filled in from {@link #TEMPLATE}. Speed and direction that are both 0.0 were not
 * given, and a position from the network has neither.
 *
 * <p>Source: GPSLogger's page on custom URLs.
 */
public final class GpsLogger {
    /** What to write in the app after the door's address. */
    public static final String TEMPLATE =
            "dev=%SER&lat=%LAT&lon=%LON&ts=%TIMESTAMP&spd=%SPD&dir=%DIR&acc=%ACC&alt=%ALT&prov=%PROV&batt=%BATT";

    private static final List<String> FIELDS =
            List.of("dev", "lat", "lon", "ts", "time", "spd", "dir", "acc", "alt", "prov", "batt");

    private GpsLogger() {}

    /** Reads one position; parameters of address and body together. */
    public static Decoded decode(Query query) {
        Message.Measured measured;
        try {
            measured = measured(query);
        } catch (BadValue e) {
            return new Decoded.Unreadable(e.fault());
        }
        return Decoded.of(measured);
    }

    private static Message.Measured measured(Query query) throws BadValue {
        for (String field : FIELDS) {
            String value = query.first(field);
            if (value != null && value.startsWith("%")) {
                throw Values.bad(
                        field,
                        value,
                        "TEMPLATE_NOT_FILLED",
                        field + " still is the template's word: GPSLogger fills in its own words only, " + TEMPLATE);
            }
        }
        String named = query.first("dev");
        if (named == null) {
            throw TraccarClient.missingDevice("dev");
        }
        String device = Values.id("dev", named);
        double latitude = required(query, "lat");
        double longitude = required(query, "lon");
        Instant at = at(query.first("ts"), query.first("time"));
        double speed = Values.unlessNegative(OsmAnd.optional(query, "spd"));
        double course = Values.unlessNegative(OsmAnd.optional(query, "dir"));
        boolean notGiven = "network".equals(query.first("prov")) || (speed == 0.0 && course == 0.0);
        return new Message.Measured(
                device,
                Values.fix(
                        device,
                        null,
                        at,
                        latitude,
                        longitude,
                        Values.unlessNegative(OsmAnd.optional(query, "acc")),
                        notGiven ? Double.NaN : speed,
                        notGiven ? Double.NaN : course,
                        OsmAnd.optional(query, "alt")),
                Values.unlessNegative(OsmAnd.optional(query, "batt")));
    }

    private static Instant at(@Nullable String seconds, @Nullable String iso) throws BadValue {
        if (seconds != null) {
            return Values.time("ts", seconds);
        }
        if (iso != null) {
            return Values.isoTime("time", iso);
        }
        throw Values.bad("ts", null, "MISSING_TIME", "ts is missing: use the template, " + TEMPLATE);
    }

    private static double required(Query query, String name) throws BadValue {
        String text = query.first(name);
        if (text == null) {
            throw Values.bad(name, null, "MISSING", name + " is missing: use the template, " + TEMPLATE);
        }
        return Values.number(name, text);
    }
}
