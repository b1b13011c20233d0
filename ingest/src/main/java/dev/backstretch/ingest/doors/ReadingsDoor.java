package dev.backstretch.ingest.doors;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.ReadingFlag;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.ingest.Item;
import dev.backstretch.schemas.access.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code POST …/readings}: what phones, watches and straps measured. */
final class ReadingsDoor extends DeliveryDoor {
    private static final String NAME = "readings";

    ReadingsDoor(Doorway doorway) {
        super(doorway, NAME, Set.of("reading"), "reading", Action.READINGS);
    }

    /** The bytes of a strap or pod become the reading that they tell. */
    @Override
    @Nullable
    Item read(ItemReader reader, Items.Raw raw) {
        if (raw.object() == null || !Notification.is(raw.object())) {
            return super.read(reader, raw);
        }
        Notification.Result result = Notification.read(raw.object());
        if (result instanceof Notification.Result.Nothing) {
            doorway().notices(NAME, 1);
            return null;
        }
        if (result instanceof Notification.Result.Faulty faulty) {
            return super.read(reader, new Items.Raw(raw.index(), null, faulty.fault(), raw.bytes()));
        }
        Item item = super.read(reader, raw);
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
                item.payload());
    }
}
