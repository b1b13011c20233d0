package dev.backstretch.ingest.doors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.ingest.Evidence;
import dev.backstretch.ingest.Item;
import dev.backstretch.ingest.LiveSession;
import dev.backstretch.schemas.access.Caller;
import dev.backstretch.schemas.json.EventJson;
import dev.backstretch.schemas.json.PlainReading;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the items of one request: events of one session, received at one moment. */
final class ItemReader {
    /** The fields that tell no place. What is not named here may tell one: a free text, or what somebody's app adds. */
    private static final Set<String> TELL_NO_PLACE = Set.of(
            "type",
            "runner",
            "eventId",
            "sessionId",
            "observedAt",
            "receivedAt",
            "origin",
            "source",
            "device",
            "reader",
            "coach",
            "bib",
            "chip",
            "rssiDbm",
            "horizontalAccuracyMeters",
            "speedMetersPerSecond",
            "courseDegrees",
            "compassDegrees",
            "altitudeMeters",
            "heartRateBpm",
            "cadenceStepsPerMinute",
            "distanceMeters",
            "action",
            "lap",
            "at",
            "with",
            "corrects",
            "lapEndedAt",
            "wave",
            "facing",
            "number",
            "purpose",
            "given",
            "rating",
            "passed",
            "spotters",
            "temperatureCelsius",
            "relativeHumidityPercent",
            "wbgtCelsius");

    private final EventJson.Context context;
    private final Instant receivedAt;
    private final @Nullable String ownRunner;

    /**
     * A reader.
     *
     * @param caller whose token names a runner need not name it in each item
     * @param receivedAt the door's clock; in a simulated session each item's own arrival time counts where it has one
     * @param types the types this door takes
     * @param typeWhenMissing the type of an item that names none, null when it must
     */
    ItemReader(
            LiveSession session,
            Caller caller,
            Instant receivedAt,
            Set<String> types,
            @Nullable String typeWhenMissing) {
        this.receivedAt = receivedAt;
        this.ownRunner = caller.runner();
        this.context = EventJson.Context.door(session.id(), receivedAt)
                .keepingReceivedAt(Doorway.keepsDeliveryTimes(session))
                .withTypes(typeWhenMissing, types);
    }

    Instant receivedAt() {
        return receivedAt;
    }

    Item read(Items.Raw raw) {
        PlainReading plain = raw.plain();
        RunEvent event = plain == null ? null : plain.event(context, ownRunner);
        return event == null ? readTree(raw) : new Item.Event(raw.index(), event, raw.bytes());
    }

    private Item readTree(Items.Raw raw) {
        ObjectNode object = raw.object();
        if (object == null) {
            return new Item.Faulty(
                    raw.index(),
                    ownRunner,
                    null,
                    raw.malformed() == null ? List.of() : List.of(raw.malformed()),
                    raw.bytes());
        }
        if (ownRunner != null && !object.hasNonNull("runner")) {
            object.put("runner", ownRunner);
        }
        EventJson.Result result = EventJson.parse(object, context);
        if (result instanceof EventJson.Result.Parsed parsed) {
            return new Item.Event(raw.index(), parsed.event(), raw.bytes(), told(object, parsed.event()));
        }
        return new Item.Faulty(
                raw.index(),
                text(object, "runner"),
                text(object, "eventId"),
                ((EventJson.Result.Faulty) result).faults(),
                raw.bytes(),
                isUnderstood(object, false) ? List.of() : null);
    }

    /** The readings of an event, which are all that its object tells of places; null where that may tell of others. */
    private static @Nullable List<Reading> told(ObjectNode object, RunEvent event) {
        return isUnderstood(object, event.body() instanceof EventBody.Readings) ? Item.readingsOf(event) : null;
    }

    /**
     * Whether none of its values can be a place that nobody read, by their names.
     *
     * @param positionsRead whether its position was read
     */
    private static boolean isUnderstood(ObjectNode object, boolean positionsRead) {
        return object.properties().stream()
                .allMatch(field -> field.getValue().isValueNode()
                        && (TELL_NO_PLACE.contains(field.getKey())
                                || (positionsRead && Evidence.isPlace(field.getKey()))));
    }

    /** Who and what it said it was, for whoever looks into the quarantine. */
    private static @Nullable String text(ObjectNode object, String field) {
        JsonNode node = object.get(field);
        String text = node == null ? null : node.textValue();
        return text == null || text.length() > 128 ? null : text;
    }
}
