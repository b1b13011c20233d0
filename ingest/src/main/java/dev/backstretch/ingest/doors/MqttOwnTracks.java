package dev.backstretch.ingest.doors;

import dev.backstretch.domain.reading.Fault;
import dev.backstretch.ingest.Item;
import dev.backstretch.ingest.LiveSession;
import dev.backstretch.ingest.devices.Decoded;
import dev.backstretch.ingest.devices.OwnTracks;
import dev.backstretch.schemas.access.Caller;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code owntracks/{user}/{device}}: OwnTracks in its MQTT mode. The app cannot be told a session: it is the token's, else
 * the one in which the device is bound to a runner, else the only one that is open. What it publishes below its topic, such as
 * {@code …/event}, is no reading and says so itself.
 */
final class MqttOwnTracks implements MqttFamily {
    @Override
    public String root() {
        return "owntracks";
    }

    @Override
    public String filter() {
        return "owntracks/+/+";
    }

    @Override
    public @Nullable Place place(List<String> levels, Caller caller, Doorway doorway) {
        if (levels.size() < 3) {
            return null;
        }
        String device = levels.get(1) + "/" + levels.get(2);
        String session = caller.session();
        if (session == null) {
            // a broker of others carries also the places of those who do not run here: nothing of them is kept
            LiveSession found = caller.isAnonymous() ? doorway.openSessionOf(device) : doorway.sessionBinding(device);
            session = found == null ? null : found.id();
        }
        return session == null ? null : new Place(session, caller.runner(), device);
    }

    @Override
    public List<Item> read(
            Messages messages, LiveSession session, Caller caller, Place place, byte[] payload, Instant receivedAt) {
        String body = DeviceDoor.text(payload);
        Decoded decoded = body == null
                ? new Decoded.Unreadable(new Fault(null, null, "ENCODING", "the message is not UTF-8: send UTF-8"))
                : OwnTracks.published(body, place.device());
        if (decoded instanceof Decoded.Unreadable unreadable) {
            return List.of(new Item.Faulty(
                    0,
                    place.runner(),
                    null,
                    List.of(unreadable.fault()),
                    ByteBuffer.wrap(payload),
                    null,
                    place.device()));
        }
        return messages.read(session, place.runner(), (Decoded.Told) decoded, payload, receivedAt);
    }
}
