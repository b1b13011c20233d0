package dev.backstretch.schemas;

import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.people.Person;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.schemas.registry.SchemaRegistry;
import org.apache.kafka.common.serialization.Serde;

/**
 * The value serdes of every topic; keys are plain UTF-8 strings. Safe to share between threads, needs no configuration,
 * and closing one does nothing.
 *
 * <p>Bytes that are no value throw {@link UndecodableException}; a registry that refuses or does not answer throws
 * {@link dev.backstretch.schemas.registry.RegistryException}.
 */
public final class RunSerdes {
    private final RecordSerde<RunEvent> events;
    private final RecordSerde<LapOutcome> laps;
    private final RecordSerde<Standings> standings;
    private final RecordSerde<Alert> alerts;
    private final RecordSerde<Frame> frames;
    private final RecordSerde<Rejection> rejections;
    private final RecordSerde<SessionHead> sessions;
    private final RecordSerde<Person> people;

    public RunSerdes(SchemaRegistry registry) {
        events = new RecordSerde<>(new EventCodec(), registry);
        laps = new RecordSerde<>(new LapCodec(), registry);
        standings = new RecordSerde<>(new StandingsCodec(), registry);
        alerts = new RecordSerde<>(new AlertCodec(), registry);
        frames = new RecordSerde<>(new FrameCodec(), registry);
        rejections = new RecordSerde<>(new RejectionCodec(), registry);
        sessions = new RecordSerde<>(new SessionHeadCodec(), registry);
        people = new RecordSerde<>(new PersonCodec(), registry);
    }

    /**
     * Registers the schema of every topic's values, so that whoever writes first does not wait for the registry, perhaps on
     * a thread that must not wait.
     */
    public void registerAll() {
        events.register(Topics.EVENTS);
        laps.register(Topics.LAPS);
        standings.register(Topics.STANDINGS);
        alerts.register(Topics.ALERTS);
        frames.register(Topics.METRICS);
        rejections.register(Topics.REJECTIONS);
        sessions.register(Topics.SESSIONS);
        people.register(Topics.PEOPLE);
    }

    public Serde<RunEvent> events() {
        return events;
    }

    public Serde<LapOutcome> laps() {
        return laps;
    }

    public Serde<Standings> standings() {
        return standings;
    }

    public Serde<Alert> alerts() {
        return alerts;
    }

    public Serde<Frame> frames() {
        return frames;
    }

    public Serde<Rejection> rejections() {
        return rejections;
    }

    public Serde<SessionHead> sessions() {
        return sessions;
    }

    public Serde<Person> people() {
        return people;
    }

    /** The Avro bytes after the five of the header: what is the same in each run, whatever ids a registry gives. */
    public static byte[] payload(byte[] record) {
        return WireFormat.payload(record);
    }
}
