package dev.backstretch.ingest.doors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.reading.Fault;
import dev.backstretch.ingest.BatchAnswer;
import dev.backstretch.ingest.Item;
import dev.backstretch.ingest.LiveSession;
import dev.backstretch.ingest.Share;
import dev.backstretch.ingest.devices.Decoded;
import dev.backstretch.schemas.access.Access;
import dev.backstretch.schemas.access.Caller;
import dev.backstretch.schemas.access.Denial;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What doors without HTTP requests have in common: the payload of a message is what a body is to the door of readings. Nobody
 * waits there for a status, so a payload that cannot be read is one refused item, quarantined and counted.
 */
final class Messages {
    private final Doorway doorway;
    private final String door;

    Messages(Doorway doorway, String door) {
        this.doorway = doorway;
        this.door = door;
    }

    /**
     * What became of a message.
     *
     * @param eventIds of its items, by their places, where they have one
     * @param runners of whom it tells
     */
    record Outcome(BatchAnswer answer, Map<Integer, String> eventIds, Set<String> runners) {
        Outcome {
            eventIds = Collections.unmodifiableMap(new LinkedHashMap<>(eventIds));
            runners = Set.copyOf(runners);
        }

        /** The event ids that are in the log, by this message or an earlier one. */
        List<String> settled() {
            Map<Integer, String> settled = new LinkedHashMap<>(eventIds);
            answer.rejected().forEach(refused -> settled.remove(refused.index()));
            return List.copyOf(settled.values());
        }

        /** The batch answer, with event ids. */
        ObjectNode json() {
            ObjectNode json = Answers.of(answer);
            ArrayNode acknowledged = json.putArray("acknowledged");
            settled().forEach(acknowledged::add);
            for (int i = 0; i < answer.rejected().size(); i++) {
                String id = eventIds.get(answer.rejected().get(i).index());
                if (id != null) {
                    ((ObjectNode) json.withArray("rejected").get(i)).put("eventId", id);
                }
            }
            return json;
        }
    }

    /**
     * Takes the items of one message.
     *
     * @param share what they are charged to
     * @return fails as the intake does when the log does not acknowledge
     */
    CompletionStage<Outcome> take(LiveSession session, Share share, List<Item> items, long bytes, Instant receivedAt) {
        // The items and their bytes are held no longer than until they are written.
        Map<Integer, String> ids = new LinkedHashMap<>();
        for (Item item : items) {
            String id = eventId(item);
            if (id != null) {
                ids.put(item.index(), id);
            }
        }
        Set<String> runners = Doorway.runnersOf(items);
        return doorway.take(
                        door,
                        session,
                        share,
                        items,
                        bytes,
                        receivedAt,
                        accepted -> CompletableFuture.completedFuture(null))
                .thenApply(answer -> new Outcome(answer, ids, runners));
    }

    /**
     * Reads a message's items; a payload that is none is one faulty item. Notices are counted and left out.
     *
     * @param runner whose they are, where the message's place says it; null where each item, or the token, does
     */
    List<Item> read(LiveSession session, Caller caller, byte[] payload, @Nullable String runner, Instant receivedAt) {
        Items.Parsed parsed =
                Items.parseReadings(payload, false, doorway.settings().maximumItems());
        if (!(parsed instanceof Items.Parsed.Whole whole)) {
            return List.of(new Item.Faulty(0, runner, null, List.of(unreadable(parsed)), ByteBuffer.wrap(payload)));
        }
        var reader = new ItemReader(session, caller, receivedAt, Set.of("reading"), "reading");
        List<Item> items = new ArrayList<>(whole.items().size());
        for (Items.Raw raw : whole.items()) {
            Item item = ReadingsDoor.item(reader, named(raw, runner));
            if (item == null) {
                doorway.notices(door, 1);
            } else {
                items.add(ofRunner(item, runner));
            }
        }
        return items;
    }

    /**
     * The items of a device's message. Notices are counted and left out.
     *
     * @param runner whose device it is; null when the session's bindings tell
     */
    List<Item> read(
            LiveSession session, @Nullable String runner, Decoded.Told told, byte[] payload, Instant receivedAt) {
        var items =
                new DeviceItems(session, runner, receivedAt, doorway.settings().settleWindow());
        items.addBody(told, payload);
        doorway.notices(door, items.notices());
        return items.itemsOfBody();
    }

    /** The item with the runner that its message was sent for, where it names none itself. */
    private static Items.Raw named(Items.Raw raw, @Nullable String runner) {
        if (runner == null || (raw.plain() != null && raw.plain().namesRunner())) {
            return raw;
        }
        ObjectNode object = raw.object();
        if (object == null || object.hasNonNull("runner")) {
            return raw;
        }
        object.put("runner", runner);
        return new Items.Raw(raw.index(), object, null, raw.bytes());
    }

    /** Why the caller may not bring one of the items; null when all of them may be. */
    static @Nullable Denial denial(Caller caller, List<Item> items) {
        for (Item item : items) {
            String runner = item instanceof Item.Event said ? said.event().runnerId() : ((Item.Faulty) item).runnerId();
            Denial denial =
                    runner == null ? null : Access.checkRunner(caller, runner).orElse(null);
            if (denial != null) {
                return denial;
            }
        }
        return null;
    }

    private static Item ofRunner(Item item, @Nullable String runner) {
        if (runner == null
                || !(item instanceof Item.Event event)
                || runner.equals(event.event().runnerId())) {
            return item;
        }
        return new Item.Faulty(
                item.index(),
                event.event().runnerId(),
                event.event().eventId(),
                List.of(new Fault(
                        "runner",
                        event.event().runnerId(),
                        "RUNNER_MISMATCH",
                        "runner is another than the one the message was sent for: leave it out")),
                item.payload(),
                item.told());
    }

    private static Fault unreadable(Items.Parsed parsed) {
        if (parsed instanceof Items.Parsed.TooMany tooMany) {
            return new Fault(
                    null, null, "TOO_MANY", "a message may hold " + tooMany.limit() + " items: send several messages");
        }
        if (parsed instanceof Items.Parsed.NotJson notJson) {
            return new Fault(null, null, "MALFORMED", notJson.detail() + ": send an object, an array or lines");
        }
        return new Fault(null, null, "ENCODING", "the message is not UTF-8: send UTF-8");
    }

    private static @Nullable String eventId(Item item) {
        return item instanceof Item.Event event ? event.event().eventId() : ((Item.Faulty) item).eventId();
    }
}
