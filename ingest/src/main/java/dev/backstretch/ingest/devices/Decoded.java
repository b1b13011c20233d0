package dev.backstretch.ingest.devices;

import dev.backstretch.domain.reading.Fault;
import java.util.List;

/** What became of one request or line of a device. */
public sealed interface Decoded {
    /**
     * It could be read: what it tells, in its order.
     *
     * @param hasPassedOver whether it tells of more that nobody read, such as of a sensor that is not used here
     */
    record Told(List<Message> messages, boolean hasPassedOver) implements Decoded {
        public Told {
            messages = List.copyOf(messages);
        }

        /** Of which nothing was passed over. */
        public Told(List<Message> messages) {
            this(messages, false);
        }
    }

    /** It is not of this format, or a part is missing without which it says nothing. Nothing of it is kept. */
    record Unreadable(Fault fault) implements Decoded {}

    static Decoded of(Message message) {
        return new Told(List.of(message));
    }
}
