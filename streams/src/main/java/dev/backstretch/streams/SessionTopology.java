package dev.backstretch.streams;

import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.schemas.OutcomeRouting;
import dev.backstretch.schemas.RunSerdes;
import dev.backstretch.schemas.SessionPartition;
import dev.backstretch.schemas.Topics;
import dev.backstretch.schemas.UndecodableException;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** events → the session's fold → laps, standings, alerts, frames, and what the fold turned away. */
final class SessionTopology {
    /**
     * Pages of sessions' snapshots: all of a session's from its opening until the settle window after its close is over, then
     * its head alone until the log's retention has let go of its opening, then none (decision 4).
     */
    static final String SNAPSHOTS = "snapshots-by-session";

    static final String READ_EVENTS = "read-events";
    static final String FOLD_SESSIONS = "fold-sessions";
    static final String WRITE_LAPS = "write-laps";
    static final String WRITE_STANDINGS = "write-standings";
    static final String WRITE_ALERTS = "write-alerts";
    static final String WRITE_FRAMES = "write-frames";
    static final String WRITE_REJECTIONS = "write-rejections";

    private SessionTopology() {}

    static Topology build(RunSerdes serdes, SessionProcessor.Settings settings) {
        Topology topology = new Topology();
        topology.addSource(
                AutoOffsetReset.earliest(),
                READ_EVENTS,
                new StringDeserializer(),
                present(serdes.events().deserializer()),
                Topics.EVENTS);
        topology.addProcessor(FOLD_SESSIONS, () -> new SessionProcessor(settings), READ_EVENTS);
        topology.addStateStore(snapshots(), FOLD_SESSIONS);
        write(topology, WRITE_LAPS, Topics.LAPS, serdes.laps());
        write(topology, WRITE_STANDINGS, Topics.STANDINGS, serdes.standings());
        write(topology, WRITE_ALERTS, Topics.ALERTS, serdes.alerts());
        write(topology, WRITE_FRAMES, Topics.METRICS, serdes.frames());
        write(topology, WRITE_REJECTIONS, Topics.REJECTIONS, serdes.rejections());
        return topology;
    }

    /** A record without a value is no event either: it goes the way of bytes that cannot be decoded. */
    private static Deserializer<RunEvent> present(Deserializer<RunEvent> events) {
        return (topic, value) -> {
            if (value == null) {
                throw new UndecodableException("topic " + topic + ": a record without a value is no event");
            }
            return events.deserialize(topic, value);
        };
    }

    private static StoreBuilder<KeyValueStore<String, byte[]>> snapshots() {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(SNAPSHOTS), Serdes.String(), Serdes.ByteArray())
                .withCachingDisabled();
    }

    private static <T extends Outcome> void write(Topology topology, String name, String topic, Serde<T> serde) {
        Serializer<T> serializer = serde.serializer();
        topology.addSink(
                name, topic, new StringSerializer(), serializer, SessionTopology::partitionOfSession, FOLD_SESSIONS);
    }

    /** Outcomes lie in the partition of their session, whatever their own key. */
    private static Optional<Set<Integer>> partitionOfSession(
            String topic, String key, Outcome outcome, int partitions) {
        String session = OutcomeRouting.sessionOf(outcome);
        return session == null ? Optional.empty() : Optional.of(Set.of(SessionPartition.of(session, partitions)));
    }

    /** The sink that an outcome leaves by. */
    static String sinkOf(Outcome outcome) {
        return switch (OutcomeRouting.topicOf(outcome)) {
            case Topics.LAPS -> WRITE_LAPS;
            case Topics.STANDINGS -> WRITE_STANDINGS;
            case Topics.ALERTS -> WRITE_ALERTS;
            case Topics.METRICS -> WRITE_FRAMES;
            default -> WRITE_REJECTIONS;
        };
    }
}
