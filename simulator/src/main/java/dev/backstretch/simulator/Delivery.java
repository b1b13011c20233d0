package dev.backstretch.simulator;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.RunEvent;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request as it arrives at a door.
 *
 * @param event what it says; its {@code receivedAt} is the arrival
 * @param attempt 0, or 1 when a phone sends again what already came through
 */
public record Delivery(RunEvent event, int attempt) {
    /** By arrival; what arrives together stays in the order it was made in (sorts are stable). */
    static final Comparator<Delivery> BY_ARRIVAL = Comparator.comparing(Delivery::arrivesAt);

    public Delivery {
        Objects.requireNonNull(event, "event");
        if (attempt < 0) {
            throw new IllegalArgumentException("attempt: 0 or more, not " + attempt);
        }
    }

    public Instant arrivesAt() {
        return event.receivedAt();
    }

    /** The runner it is about, or null where it concerns the whole session. */
    public @Nullable String runnerId() {
        return event.runnerId();
    }

    /** How many things it tells: the readings of a delivery, else one. */
    public int items() {
        return event.body() instanceof EventBody.Readings delivery
                ? delivery.readings().size()
                : 1;
    }
}
