package dev.backstretch.ingest;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Reading;
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

    /** What came, for the quarantine: the same buffer where one lies in a body with others. */
    ByteBuffer payload();

    /** The readings that the payload tells of; null where nobody knows. */
    @Nullable
    List<Reading> told();

    /**
     * It says something; a reading comes alone in its {@code readings} event.
     *
     * @param told those of the event itself, unless the payload is that of others besides
     */
    record Event(
            int index,
            RunEvent event,
            ByteBuffer payload,
            @Nullable List<Reading> told) implements Item {
        /** Alone in its payload. */
        public Event(int index, RunEvent event, ByteBuffer payload) {
            this(index, event, payload, readingsOf(event));
        }

        public Event {
            Objects.requireNonNull(event, "event");
            payload = payload.isReadOnly() ? payload : payload.asReadOnlyBuffer();
        }
    }

    /** The readings that an event tells of; none where it is another kind of event. */
    static List<Reading> readingsOf(RunEvent event) {
        return event.body() instanceof EventBody.Readings body ? body.readings() : List.of();
    }

    /**
     * It cannot be read, or not be taken whatever it says.
     *
     * @param device what sent it, as the session's bindings may know it; null where it does not say
     */
    record Faulty(
            int index,
            @Nullable String runnerId,
            @Nullable String eventId,
            List<Fault> faults,
            ByteBuffer payload,
            @Nullable List<Reading> told,
            @Nullable String device)
            implements Item {
        /** Of no device. */
        public Faulty(
                int index,
                @Nullable String runnerId,
                @Nullable String eventId,
                List<Fault> faults,
                ByteBuffer payload,
                @Nullable List<Reading> told) {
            this(index, runnerId, eventId, faults, payload, told, null);
        }

        /** Of what nobody knows what it says. */
        public Faulty(
                int index,
                @Nullable String runnerId,
                @Nullable String eventId,
                List<Fault> faults,
                ByteBuffer payload) {
            this(index, runnerId, eventId, faults, payload, null, null);
        }

        public Faulty {
            faults = List.copyOf(faults);
            if (faults.isEmpty()) {
                throw new IllegalArgumentException("faults: an unreadable item has at least one");
            }
            payload = payload.isReadOnly() ? payload : payload.asReadOnlyBuffer();
        }
    }
}
