package dev.backstretch.ingest.devices;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.event.EventIds;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.reading.Fault;
import dev.backstretch.schemas.json.JsonBody;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers, times and names as devices write them. What cannot be read leaves as a {@link BadValue} to the decoder. */
final class Values {
    static final double METERS_PER_SECOND_OF_KNOT = 1852.0 / 3600.0;
    static final double METERS_PER_SECOND_OF_KMH = 1.0 / 3.6;
    static final double METERS_PER_SECOND_OF_MPH = 1609.344 / 3600.0;

    /** Long enough for any device; what is longer is no identity but an attack on memory. */
    private static final int MAXIMUM_ID_CHARS = 128;

    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d{1,40}(\\.\\d{0,40})?|\\.\\d{1,40})([eE][+-]?\\d{1,3})?");
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");
    private static final DateTimeFormatter SPACED =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final Pattern ZONELESS = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}([.,]\\d+)?)?");

    private Values() {}

    /** A value that cannot be read. Thrown and caught inside one decoder; it never leaves this package. */
    static final class BadValue extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Fault fault;

        BadValue(Fault fault) {
            super(fault.reason(), null, false, false);
            this.fault = fault;
        }

        Fault fault() {
            return fault;
        }
    }

    static BadValue bad(@Nullable String field, @Nullable String value, String reason, String message) {
        return new BadValue(new Fault(field, value, reason, message));
    }

    // ---- numbers

    static double number(String field, String text) throws BadValue {
        double value = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        if (!Double.isFinite(value)) {
            throw bad(field, text, "BAD_NUMBER", field + " is no number: send digits with a decimal point");
        }
        return value;
    }

    /** NaN when the member is missing or null. */
    static double number(ObjectNode object, String field) throws BadValue {
        JsonNode node = object.get(field);
        if (node == null || node.isNull()) {
            return Double.NaN;
        }
        double value = node.isNumber() ? node.doubleValue() : Double.NaN;
        if (!Double.isFinite(value)) {
            throw bad(
                    field,
                    node.isContainerNode() ? null : node.asText(),
                    "BAD_NUMBER",
                    field + " is no finite number: leave it out when it is not known");
        }
        return value;
    }

    static double required(ObjectNode object, String field) throws BadValue {
        double value = number(object, field);
        if (Double.isNaN(value)) {
            throw bad(field, null, "MISSING", field + " is missing: a reading needs it");
        }
        return value;
    }

    /** What the device marks as unknown by a negative value is absent. */
    static double unlessNegative(double value) {
        return value < 0 ? Double.NaN : value;
    }

    // ---- times

    /** Seconds since 1970 below 2³¹ − 1, else milliseconds; ISO 8601; or {@code yyyy-MM-dd HH:mm:ss} in UTC. */
    static Instant time(String field, String text) throws BadValue {
        if (WHOLE.matcher(text).matches()) {
            long number = Long.parseLong(text);
            return number < Integer.MAX_VALUE ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
        }
        if (text.length() == 19 && text.charAt(10) == ' ') {
            try {
                return LocalDateTime.parse(text, SPACED).toInstant(ZoneOffset.UTC);
            } catch (DateTimeException e) {
                throw badTime(field, text);
            }
        }
        return isoTime(field, text);
    }

    static Instant isoTime(String field, String text) throws BadValue {
        try {
            return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException e) {
            if (ZONELESS.matcher(text).matches()) {
                throw bad(field, text, "TIME_ZONE", field + " has no zone: add Z for UTC or an offset such as +07:00");
            }
            throw badTime(field, text);
        }
    }

    static BadValue badTime(String field, @Nullable String text) {
        return bad(
                field,
                text,
                "BAD_TIME",
                field + " is no time: send seconds or milliseconds since 1970, or ISO 8601 with a zone");
    }

    // ---- names

    /** A name that becomes part of keys: no control characters and no bar, which parts keys. */
    static String id(String field, String id) throws BadValue {
        if (!isId(id)) {
            throw bad(
                    field,
                    id,
                    "INVALID_ID",
                    field + " is no name: 1 to " + MAXIMUM_ID_CHARS + " characters without control characters and |");
        }
        return id;
    }

    static boolean isId(String id) {
        return !id.isBlank()
                && id.length() <= MAXIMUM_ID_CHARS
                && id.codePoints().noneMatch(c -> c == '|' || Character.isISOControl(c) || isSurrogate(c));
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    /** Text or a whole number as a name, null when the member is missing. */
    static @Nullable String name(ObjectNode object, String field) throws BadValue {
        JsonNode node = object.get(field);
        if (node == null
                || node.isNull()
                || (node.isTextual() && node.textValue().isEmpty())) {
            return null;
        }
        if (!node.isTextual() && !node.isIntegralNumber()) {
            throw bad(field, null, "INVALID_ID", field + " is no name: send text");
        }
        return id(field, node.asText());
    }

    /** What tells one message from the next, null where the device sends nothing that can. */
    static @Nullable String messageId(ObjectNode object, String field) {
        JsonNode node = object.get(field);
        boolean usable = node != null && (node.isTextual() || node.isIntegralNumber()) && isId(node.asText());
        return usable ? node.asText() : null;
    }

    // ---- JSON

    static ObjectNode object(String text) throws BadValue {
        JsonBody.Item item = JsonBody.item(text);
        if (item instanceof JsonBody.Item.Tree tree) {
            return tree.node();
        }
        Fault fault = ((JsonBody.Item.Malformed) item).fault();
        throw bad(fault.field(), null, "BAD_JSON", "the body is no JSON object: " + fault.message());
    }

    // ---- readings

    /** A reading of a position, whose identity is the message's when it has one, else device, time and place. */
    static Reading fix(
            @Nullable String device,
            @Nullable String messageId,
            Instant at,
            double latitude,
            double longitude,
            double accuracy,
            double speed,
            double course,
            double altitude) {
        return new Reading(
                readingId(
                        device,
                        at,
                        messageId == null
                                ? "at " + (latitude + 0.0) + "," + (longitude + 0.0)
                                : "message " + messageId),
                at,
                latitude,
                longitude,
                accuracy,
                speed,
                course,
                Double.NaN,
                altitude,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                List.of());
    }

    /** The same for the same device, moment and content, whichever way and however often it comes. */
    static String readingId(@Nullable String device, Instant at, String content) {
        return EventIds.of(new Origin(Origin.Kind.DEVICE, device), null, at, content);
    }

    /** What one sensor said at one moment; NaN where it does not measure. */
    record Sample(
            Instant at,
            double latitudeDegrees,
            double longitudeDegrees,
            double accuracyMeters,
            double speedMetersPerSecond,
            double courseDegrees,
            double compassDegrees,
            double altitudeMeters,
            double heartRateBpm) {
        static Sample ofHeartRate(Instant at, double bpm) {
            double none = Double.NaN;
            return new Sample(at, none, none, none, none, none, none, none, bpm);
        }

        static Sample ofCompass(Instant at, double degrees) {
            double none = Double.NaN;
            return new Sample(at, none, none, none, none, none, degrees, none, none);
        }

        boolean isPosition() {
            return !Double.isNaN(latitudeDegrees);
        }

        /** Of two of one moment that are no positions, the first of each sensor. */
        Sample and(Sample later) {
            return with(
                    Double.isNaN(heartRateBpm) ? later.heartRateBpm : heartRateBpm,
                    Double.isNaN(compassDegrees) ? later.compassDegrees : compassDegrees);
        }

        /** The same with what others measured near this moment. */
        Sample with(double heartRate, double compass) {
            return new Sample(
                    at,
                    latitudeDegrees,
                    longitudeDegrees,
                    accuracyMeters,
                    speedMetersPerSecond,
                    courseDegrees,
                    compass,
                    altitudeMeters,
                    heartRate);
        }

        Reading reading(String id) {
            return new Reading(
                    id,
                    at,
                    latitudeDegrees,
                    longitudeDegrees,
                    accuracyMeters,
                    speedMetersPerSecond,
                    courseDegrees,
                    compassDegrees,
                    altitudeMeters,
                    heartRateBpm,
                    Double.NaN,
                    Double.NaN,
                    List.of());
        }
    }
}
