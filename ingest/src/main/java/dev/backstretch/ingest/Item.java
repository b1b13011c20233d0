package dev.backstretch.ingest;

import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.reading.Fault;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One thing that was sent to a door, at its place in the request. */
public sealed interface Item {
    /** Place in the request, from 0. */
    int index();

    /** What came, for the quarantine. */
    ByteBuffer payload();

    /** It says something; a reading comes alone in its {@code readings} event. */
    record Event(int index, RunEvent event, ByteBuffer payload) implements Item {
        public Event {
            Objects.requireNonNull(event, "event");
            payload = payload.asReadOnlyBuffer();
        }
    }

    /** It cannot be read. */
    record Faulty(
            int index, @Nullable String runnerId, @Nullable String eventId, List<Fault> faults, ByteBuffer payload)
            implements Item {
        public Faulty {
            faults = List.copyOf(faults);
            if (faults.isEmpty()) {
                throw new IllegalArgumentException("faults: an unreadable item has at least one");
            }
            payload = payload.asReadOnlyBuffer();
        }
    }
}
