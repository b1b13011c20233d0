package dev.backstretch.ingest.doors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.ReadingFlag;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.ingest.Item;
import dev.backstretch.schemas.access.Action;
import dev.backstretch.schemas.door.ReadingContainer;
import dev.backstretch.schemas.door.ReadingContainer.Decoded;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code POST …/readings}: what phones, watches and straps measured, as JSON or as an Avro container. */
final class ReadingsDoor extends DeliveryDoor {
    /** Also what doors that bring readings by another way share their quotas under. */
    static final String NAME = "readings";

    private static final Set<String> AVRO_TYPES =
            Set.of("application/avro", "application/vnd.apache.avro", "application/x-avro", "avro/binary");

    ReadingsDoor(Doorway doorway) {
        super(doorway, NAME, Set.of("reading"), "reading", Action.READINGS);
    }

    @Override
    @Nullable
    Item read(ItemReader reader, Items.Raw raw) {
        Item item = item(reader, raw);
        if (item == null) {
            doorway().notices(NAME, 1);
        }
        return item;
    }

    /**
     * Reads one item of readings, whichever door it came by. The bytes of a strap or pod become the reading that they tell.
     *
     * @return null when it is a notice: a strap that is there and measures nothing
     */
    static @Nullable Item item(ItemReader reader, Items.Raw raw) {
        ObjectNode object = raw.plain() == null ? raw.object() : null;
        if (object == null || !Notification.is(object)) {
            return reader.read(raw);
        }
        Notification.Result result = Notification.read(object);
        if (result instanceof Notification.Result.Nothing) {
            return null;
        }
        if (result instanceof Notification.Result.Faulty faulty) {
            return reader.read(new Items.Raw(raw.index(), null, faulty.fault(), raw.bytes()));
        }
        Item item = reader.read(raw);
        return ((Notification.Result.Reading) result).cadenceDoubled() && item instanceof Item.Event event
                ? flagged(event, ReadingFlag.CADENCE_DOUBLED)
                : item;
    }

    private static Item flagged(Item.Event item, ReadingFlag flag) {
        RunEvent event = item.event();
        List<Reading> readings = new ArrayList<>();
        if (event.body() instanceof EventBody.Readings body) {
            body.readings().forEach(reading -> readings.add(reading.withFlags(List.of(flag))));
        }
        return new Item.Event(
                item.index(),
                new RunEvent(
                        event.eventId(),
                        event.sessionId(),
                        event.runnerId(),
                        event.observedAt(),
                        event.receivedAt(),
                        event.origin(),
                        new EventBody.Readings(readings)),
                item.payload(),
                item.told());
    }

    @Override
    void mount(Router router) {
        super.mount(router);
        router.get("/schemas/reading.avsc").handler(context -> context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(ReadingContainer.schemaText()));
    }

    @Override
    void receive(RoutingContext context, Consumer<Delivered> then) {
        String type = Objects.requireNonNullElse(context.request().getHeader(HttpHeaders.CONTENT_TYPE), "");
        if (!AVRO_TYPES.contains(type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT))) {
            super.receive(context, then);
            return;
        }
        doorway().receiveBytes(name(), context, body -> {
            var settings = doorway().settings();
            Decoded decoded = ReadingContainer.decode(body, settings.maximumItems(), settings.maximumBodyBytes());
            if (decoded instanceof Decoded.Whole whole) {
                List<Items.Raw> items = raw(whole.records());
                // Not the container's size: its blocks may be packed.
                long bytes =
                        items.stream().mapToLong(one -> one.bytes().remaining()).sum();
                then.accept(new Delivered(items, bytes, doorway().now()));
            } else {
                doorway().refuse(name(), context, problem(decoded));
            }
        });
    }

    private static List<Items.Raw> raw(List<ObjectNode> records) {
        List<Items.Raw> items = new ArrayList<>(records.size());
        for (ObjectNode record : records) {
            items.add(new Items.Raw(
                    items.size(),
                    record,
                    null,
                    ByteBuffer.wrap(record.toString().getBytes(StandardCharsets.UTF_8))));
        }
        return items;
    }

    private static Problem problem(Decoded decoded) {
        if (decoded instanceof Decoded.Broken broken) {
            return Problem.notAvro(broken.detail());
        }
        if (decoded instanceof Decoded.Unfit unfit) {
            return Problem.unfitAvro(unfit.detail());
        }
        if (decoded instanceof Decoded.TooMany tooMany) {
            return Problem.tooLarge(
                    "items",
                    "more than " + tooMany.limit(),
                    "a request may hold " + tooMany.limit() + " items at most");
        }
        return Problem.tooLarge(
                "body",
                "more than " + ((Decoded.TooLarge) decoded).limit() + " bytes unpacked",
                "the blocks of a container may unpack to " + ((Decoded.TooLarge) decoded).limit() + " bytes at most");
    }
}
