package dev.backstretch.ingest.doors;

import dev.backstretch.ingest.Item;
import dev.backstretch.ingest.LiveSession;
import dev.backstretch.schemas.access.Caller;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code backstretch/{session}/{runner}/readings}: what a body of {@code POST …/readings} may be. */
final class MqttReadings implements MqttFamily {
    /** Whose topics the doors know. */
    static final List<MqttFamily> FAMILIES = List.of(new MqttReadings(), new MqttOwnTracks());

    /** Longer ones name nothing of ours. */
    private static final int MOST_LEVELS = 8;

    /** The levels of a topic. */
    static List<String> levels(String topic) {
        return List.of(topic.split("/", MOST_LEVELS));
    }

    /** Who understands a topic; null when nobody does. */
    static @Nullable MqttFamily of(List<String> levels) {
        return FAMILIES.stream()
                .filter(family -> family.root().equals(levels.get(0)))
                .findFirst()
                .orElse(null);
    }

    @Override
    public String root() {
        return "backstretch";
    }

    @Override
    public String filter() {
        return "backstretch/+/+/readings";
    }

    @Override
    public @Nullable Place place(List<String> levels, Caller caller, Doorway doorway) {
        boolean ours = levels.size() == 4
                && levels.get(3).equals("readings")
                && Names.check("session", levels.get(1)) == null
                && Names.check("runner", levels.get(2)) == null;
        return ours ? new Place(levels.get(1), levels.get(2), null) : null;
    }

    @Override
    public List<Item> read(
            Messages messages, LiveSession session, Caller caller, Place place, byte[] payload, Instant receivedAt) {
        return messages.read(session, caller, payload, place.runner(), receivedAt);
    }
}
