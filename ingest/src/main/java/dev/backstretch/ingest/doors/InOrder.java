package dev.backstretch.ingest.doors;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Lets acknowledgements leave in the order in which messages came, whichever is ready first, as MQTT wants it (§4.6 of both
 * versions). Not safe for threads.
 */
final class InOrder {
    private final Deque<Place> places = new ArrayDeque<>();

    /** A message's place in the row. */
    final class Place {
        private @Nullable Runnable acknowledge;

        private Place() {}

        /** The message is done with; its acknowledgement leaves when those before it have. */
        void done(Runnable action) {
            acknowledge = action;
            while (!places.isEmpty()) {
                Runnable next = places.getFirst().acknowledge;
                if (next == null) {
                    return;
                }
                places.removeFirst();
                next.run();
            }
        }
    }

    Place next() {
        var place = new Place();
        places.add(place);
        return place;
    }

    int waiting() {
        return places.size();
    }
}
