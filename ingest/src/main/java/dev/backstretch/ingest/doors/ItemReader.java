package dev.backstretch.ingest.doors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.ingest.Item;
import dev.backstretch.ingest.LiveSession;
import dev.backstretch.schemas.access.Caller;
import dev.backstretch.schemas.json.EventJson;
import dev.backstretch.schemas.json.PlainReading;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the items of one request: events of one session, received at one moment. */
final class ItemReader {
    private static final List<String> PLACES = List.of("lat", "lon", "lng", "pos", "home", "coord");

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
            return new Item.Event(raw.index(), parsed.event(), raw.bytes());
        }
        return new Item.Faulty(
                raw.index(),
                text(object, "runner"),
                text(object, "eventId"),
                ((EventJson.Result.Faulty) result).faults(),
                raw.bytes(),
                saysNoPlace(object) ? List.of() : null);
    }

    /** Whether none of its values can be a position, by their names. */
    private static boolean saysNoPlace(ObjectNode object) {
        return object.properties().stream().noneMatch(field -> {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            return field.getValue().isContainerNode() || PLACES.stream().anyMatch(name::contains);
        });
    }

    /** Who and what it said it was, for whoever looks into the quarantine. */
    private static @Nullable String text(ObjectNode object, String field) {
        JsonNode node = object.get(field);
        String text = node == null ? null : node.textValue();
        return text == null || text.length() > 128 ? null : text;
    }
}
