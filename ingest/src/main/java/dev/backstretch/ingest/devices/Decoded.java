package dev.backstretch.ingest.devices;

import dev.backstretch.domain.reading.Fault;
import java.util.List;

/** What became of one request or line of a device. */
public sealed interface Decoded {
    /** It could be read: what it tells, in its order. */
    record Told(List<Message> messages) implements Decoded {
        public Told {
            messages = List.copyOf(messages);
        }
    }

    /** It is not of this format, or a part is missing without which it says nothing. Nothing of it is kept. */
    record Unreadable(Fault fault) implements Decoded {}

    static Decoded of(Message message) {
        return new Told(List.of(message));
    }
}
