package dev.backstretch.ingest.doors;

import dev.backstretch.ingest.Item;
import dev.backstretch.ingest.LiveSession;
import dev.backstretch.schemas.access.Caller;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the messages under one first level of MQTT topics mean: {@code backstretch/…} is ours, a device that has topics of
 * its own gets a family of its own. Families that there are stand in {@link MqttReadings#FAMILIES}.
 */
interface MqttFamily {
    /**
     * Whose readings a topic brings.
     *
     * @param session the session's id
     * @param runner null where each item names its runner, or the device tells
     * @param device by its own name; null where topics name none
     */
    record Place(
            String session,
            @Nullable String runner,
            @Nullable String device) {}

    /** The first level of its topics. */
    String root();

    /** What to subscribe to at an external broker to get all of them. */
    String filter();

    /**
     * Finds out whose readings a message brings.
     *
     * @param levels of its topic, the first among them
     * @param caller who published it; a device's topic may leave session and runner to its token
     * @param doorway knows the sessions, for topics that name none
     * @return null when it is no topic of readings, or of no session here
     */
    @Nullable
    Place place(List<String> levels, Caller caller, Doorway doorway);

    /** Reads a message's items. One that cannot be read is one faulty item. */
    List<Item> read(
            Messages messages, LiveSession session, Caller caller, Place place, byte[] payload, Instant receivedAt);
}
