package dev.backstretch.testkit;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.RunEvent;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was told: a reading of a delivery, or any other event. What a door gives is kept by this identity, however
 * it packs it.
 */
public record Item(String sessionId, @Nullable String runnerId, String id) {
    public Item {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(id, "id");
    }

    /** The items of one event, in order. */
    public static List<Item> of(RunEvent event) {
        if (event.body() instanceof EventBody.Readings delivery) {
            return delivery.readings().stream()
                    .map(reading -> new Item(event.sessionId(), event.runnerId(), reading.readingId()))
                    .toList();
        }
        return List.of(new Item(event.sessionId(), event.runnerId(), event.eventId()));
    }
}
