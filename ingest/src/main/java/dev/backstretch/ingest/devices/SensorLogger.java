package dev.backstretch.ingest.devices;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.reading.Fault;
import dev.backstretch.ingest.devices.Values.BadValue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sensor Logger's HTTP push. Times are nanoseconds since 1970, more than a double holds, and are cut to milliseconds.
 * A message mixes sensors that measure at rates of their own and in no order; they become readings of one moment each: a
 * position takes along the heart rate and the compass that lie nearest to it within half a second, and what has no
 * position near stands alone. A compass that turns fifty times a second so becomes one value a reading.
 *
 * <p>Source: Sensor Logger's pages PUSHING and UNITS.
 */
public final class SensorLogger {
    /** A time below is in another unit: as nanoseconds it would lie before March 1973. */
    private static final long LEAST_NANOS = 100_000_000_000_000_000L;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long NEAR_MILLIS = 500;
    private static final int MOST_USED_ENTRIES = 10_000;

    private SensorLogger() {}

    /** A message taken apart; one entry for each of its payload, in its order. */
    sealed interface Parsed {
        record Entries(@Nullable String device, String messageKey, List<Entry> entries) implements Parsed {}

        record Faulty(Decoded.Unreadable unreadable) implements Parsed {}
    }

    /** One entry of a payload. */
    sealed interface Entry {
        record Sample(Values.Sample sample) implements Entry {}

        record Ignored(String what) implements Entry {}

        record Refused(Message.Refused refused) implements Entry {}
    }

    /**
     * Reads one message.
     *
     * @param declinationDegrees added to magnetic bearings to make them true; east is positive
     */
    public static Decoded decode(String body, double declinationDegrees) {
        Parsed parsed = parse(body, declinationDegrees);
        if (parsed instanceof Parsed.Faulty faulty) {
            return faulty.unreadable();
        }
        var whole = (Parsed.Entries) parsed;
        List<Message> messages = new ArrayList<>();
        List<Values.Sample> samples = new ArrayList<>();
        for (Entry entry : whole.entries()) {
            if (entry instanceof Entry.Sample sample) {
                samples.add(sample.sample());
            } else if (entry instanceof Entry.Refused refused) {
                messages.add(refused.refused());
            }
        }
        messages.addAll(merge(whole.device(), whole.messageKey(), samples));
        if (messages.isEmpty()) {
            messages.add(new Message.Notice("NO_READING"));
        }
        return new Decoded.Told(messages, whole.entries().stream().anyMatch(Entry.Ignored.class::isInstance));
    }

    static Parsed parse(String body, double declinationDegrees) {
        ObjectNode object;
        String device;
        try {
            object = Values.object(body);
            device = Values.name(object, "deviceId");
            if (!(object.get("payload") instanceof ArrayNode)) {
                throw Values.bad(
                        "payload", null, "NO_PAYLOAD", "payload is missing: a message of Sensor Logger has one");
            }
        } catch (BadValue e) {
            return new Parsed.Faulty(new Decoded.Unreadable(e.fault()));
        }
        String session = Values.messageId(object, "sessionId");
        String message = Values.messageId(object, "messageId");
        // Without a number of its own a message is known by what it tells.
        String key = message == null ? "" : device + "/" + session + "/" + message;
        List<Entry> entries = new ArrayList<>();
        int used = 0;
        for (JsonNode node : object.withArray("payload")) {
            Entry entry;
            try {
                entry = entry(node, declinationDegrees);
            } catch (BadValue e) {
                entry = new Entry.Refused(new Message.Refused(device, e.fault()));
            }
            used += entry instanceof Entry.Ignored ? 0 : 1;
            if (used > MOST_USED_ENTRIES) {
                return new Parsed.Faulty(new Decoded.Unreadable(new Fault(
                        "payload",
                        null,
                        "TOO_MANY",
                        "payload has more than " + MOST_USED_ENTRIES + " entries that are used: push more often")));
            }
            entries.add(entry);
        }
        return new Parsed.Entries(device, key, entries);
    }

    private static Entry entry(JsonNode node, double declinationDegrees) throws BadValue {
        if (!(node instanceof ObjectNode entry)) {
            throw Values.bad("payload", null, "MALFORMED", "an entry of payload is no object: send {…}");
        }
        JsonNode named = entry.get("name");
        if (named == null || !named.isTextual()) {
            throw Values.bad("name", null, "MISSING", "name is missing: an entry names its sensor");
        }
        String sensor = named.textValue().toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
        return switch (sensor) {
            case "location", "watchlocation", "heartrate", "compass" ->
                new Entry.Sample(sample(sensor, entry, declinationDegrees));
            default -> new Entry.Ignored("SENSOR:" + sensor);
        };
    }

    private static Values.Sample sample(String sensor, ObjectNode entry, double declinationDegrees) throws BadValue {
        Instant at = at(entry.get("time"));
        if (!(entry.get("values") instanceof ObjectNode values)) {
            throw Values.bad("values", null, "MISSING", "values is missing: an entry tells what was measured");
        }
        return switch (sensor) {
            case "heartrate" -> Values.Sample.ofHeartRate(at, Values.unlessNegative(Values.required(values, "bpm")));
            case "compass" ->
                Values.Sample.ofCompass(at, turned(Values.required(values, "magneticBearing"), declinationDegrees));
            default ->
                new Values.Sample(
                        at,
                        Values.required(values, "latitude"),
                        Values.required(values, "longitude"),
                        Values.unlessNegative(Values.number(values, "horizontalAccuracy")),
                        Values.unlessNegative(Values.number(values, "speed")),
                        Values.unlessNegative(Values.number(values, values.has("bearing") ? "bearing" : "course")),
                        Double.NaN,
                        Values.number(values, "altitude"),
                        Double.NaN);
        };
    }

    /** A bearing that cannot be one stays as it is, for the rules to see. */
    private static double turned(double magneticDegrees, double declinationDegrees) {
        if (magneticDegrees < 0) {
            return Double.NaN;
        }
        if (magneticDegrees > 360) {
            return magneticDegrees;
        }
        double turned = (magneticDegrees + declinationDegrees) % 360;
        return turned < 0 ? turned + 360 : turned;
    }

    private static Instant at(@Nullable JsonNode time) throws BadValue {
        if (time == null || time.isNull()) {
            throw Values.bad("time", null, "MISSING_TIME", "time is missing: nanoseconds since 1970");
        }
        if (!time.isIntegralNumber()) {
            throw Values.badTime("time", time.isContainerNode() ? null : time.asText());
        }
        long nanos = time.longValue();
        if (nanos < LEAST_NANOS) {
            throw Values.bad("time", time.asText(), "TIME_UNIT", "time is not in nanoseconds since 1970");
        }
        return Instant.ofEpochMilli(Math.floorDiv(nanos, NANOS_PER_MILLI));
    }

    // ---- from the sensors' moments to readings

    private static List<Message> merge(@Nullable String device, String messageKey, List<Values.Sample> samples) {
        NavigableMap<Instant, Values.Sample> others = new TreeMap<>();
        NavigableMap<Instant, Values.Sample> positions = new TreeMap<>();
        List<Values.Sample> merged = new ArrayList<>();
        for (Values.Sample sample : samples) {
            if (!sample.isPosition()) {
                others.merge(sample.at(), sample, Values.Sample::and);
            }
        }
        for (Values.Sample sample : samples) {
            if (sample.isPosition()) {
                positions.putIfAbsent(sample.at(), sample);
                merged.add(withNearest(sample, others));
            }
        }
        Instant last = null;
        for (Values.Sample alone : others.values()) {
            if (isNear(alone.at(), positions.floorKey(alone.at()))
                    || isNear(alone.at(), positions.ceilingKey(alone.at()))
                    || isNear(alone.at(), last)) {
                continue;
            }
            last = alone.at();
            merged.add(withNearest(alone, others));
        }
        merged.sort(Comparator.comparing(Values.Sample::at));
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < merged.size(); i++) {
            messages.add(new Message.Measured(device, reading(device, messageKey, i, merged.get(i)), Double.NaN));
        }
        return messages;
    }

    private static Values.Sample withNearest(Values.Sample sample, NavigableMap<Instant, Values.Sample> others) {
        double heartRate = Double.NaN;
        double compass = Double.NaN;
        long heartRateAway = Long.MAX_VALUE;
        long compassAway = Long.MAX_VALUE;
        for (Values.Sample other : others.subMap(
                        sample.at().minusMillis(NEAR_MILLIS), true, sample.at().plusMillis(NEAR_MILLIS), true)
                .values()) {
            long away = Math.abs(ChronoUnit.MILLIS.between(sample.at(), other.at()));
            if (!Double.isNaN(other.heartRateBpm()) && away < heartRateAway) {
                heartRateAway = away;
                heartRate = other.heartRateBpm();
            }
            if (!Double.isNaN(other.compassDegrees()) && away < compassAway) {
                compassAway = away;
                compass = other.compassDegrees();
            }
        }
        return sample.with(heartRate, compass);
    }

    private static boolean isNear(Instant at, @Nullable Instant other) {
        return other != null && Math.abs(ChronoUnit.MILLIS.between(at, other)) <= NEAR_MILLIS;
    }

    private static Reading reading(@Nullable String device, String messageKey, int index, Values.Sample sample) {
        String content = messageKey.isEmpty() ? sample.toString() : messageKey + "/" + index;
        return sample.reading(Values.readingId(device, sample.at(), content));
    }
}
