package dev.backstretch.ingest;

import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.ingest.doors.Doors;
import dev.backstretch.ingest.doors.Doorway;
import dev.backstretch.ingest.doors.MqttDoor;
import dev.backstretch.ingest.doors.MqttSubscriber;
import dev.backstretch.ingest.doors.ReaderPort;
import dev.backstretch.schemas.RunSerdes;
import dev.backstretch.schemas.Topics;
import dev.backstretch.schemas.access.Access;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The doors and the session clock against a Kafka cluster.
 *
 * <p>{@link #start} comes first; {@link #mount} then adds the doors to a router whose server is someone else's. No body
 * handler may stand before them: each door receives its body itself, within its limits.
 */
public final class IngestService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IngestService.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration GOODBYE_LIMIT = Duration.ofSeconds(1);

    private final IngestSettings settings;
    private final RunSerdes serdes;
    private final Clock clock;
    private final Access access;
    private final MeterRegistry meters;
    private final AfterClose afterClose;
    private final SessionDirectory sessions;
    private final PeopleDirectory people = new PeopleDirectory();
    private final IntakeCounters counters;
    private volatile @Nullable Running running;
    private volatile @Nullable MqttSubscriber subscriber;

    /** What runs between start and close. */
    private record Running(
            KafkaEventLog log,
            KafkaSessionLogReader reader,
            CompactedTail<?> heads,
            CompactedTail<?> persons,
            SessionClock sessionClock,
            Doorway doorway)
            implements AutoCloseable {
        @Override
        public void close() {
            // Each waits for a thread and its goodbye to the broker: side by side they take as long as the slowest.
            CompletableFuture.allOf(
                            CompletableFuture.runAsync(sessionClock::close),
                            CompletableFuture.runAsync(reader::close),
                            CompletableFuture.runAsync(heads::close),
                            CompletableFuture.runAsync(persons::close))
                    .join();
            // Last, so that what the others wrote leaves.
            log.close();
        }
    }

    /** Where nobody publishes what comes after a session's end. */
    public IngestService(IngestSettings settings, RunSerdes serdes, Clock clock, Access access, MeterRegistry meters) {
        this(settings, serdes, clock, access, meters, AfterClose.UNHEARD);
    }

    /**
     * Ingest of one process.
     *
     * @param afterClose is told of sessions that have ended and of what reaches them still
     */
    public IngestService(
            IngestSettings settings,
            RunSerdes serdes,
            Clock clock,
            Access access,
            MeterRegistry meters,
            AfterClose afterClose) {
        this.afterClose = afterClose;
        this.settings = settings;
        this.serdes = serdes;
        this.clock = clock;
        this.access = access;
        this.meters = meters;
        this.sessions = new SessionDirectory(settings.rememberedEvents());
        this.counters = new IntakeCounters(meters);
    }

    /**
     * Connects, learns which sessions and people there are, and starts the session clock. The topics must exist.
     *
     * @throws IllegalStateException when Kafka does not answer in time
     */
    public synchronized void start() {
        if (running != null) {
            throw new IllegalStateException("ingest runs already");
        }
        var log = new KafkaEventLog(settings, serdes);
        var reader = new KafkaSessionLogReader(settings, serdes.events().deserializer(), sessions);
        var heads =
                new CompactedTail<>(Topics.SESSIONS, settings, serdes.sessions().deserializer(), (key, head) -> {
                    if (head != null) {
                        sessions.learn(head);
                        Instant closedAt = head.closedAt();
                        if (head.state() == SessionHead.State.CLOSED && closedAt != null) {
                            afterClose.closed(head.sessionId(), closedAt);
                        }
                    }
                });
        var persons =
                new CompactedTail<>(Topics.PEOPLE, settings, serdes.people().deserializer(), people::learn);
        var sessionClock =
                new SessionClock(sessions, log, reader, new GroupOwnership(settings), settings, clock, meters);
        var intake = new Intake(log, reader, people, counters, settings.maximumInFlightBytes(), afterClose);
        var doorway = new Doorway(settings, sessions, people, reader, log, intake, counters, clock, access);
        var started = new Running(log, reader, heads, persons, sessionClock, doorway);
        try {
            reader.start();
            CompletableFuture.allOf(
                            heads.start().toCompletableFuture(), persons.start().toCompletableFuture())
                    .orTimeout(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            started.close();
            throw new IllegalStateException(
                    "ingest cannot read its topics at " + settings.bootstrapServers() + ": are they created?", e);
        }
        sessionClock.start();
        Doors.NAMES.forEach(counters::open);
        Gauge.builder("run.ingest.inflight.bytes", intake, Intake::inFlightBytes)
                .description("Bodies that await the log's acknowledgement")
                .register(meters);
        Gauge.builder("run.ingest.sessions", sessions, SessionDirectory::size)
                .description("Sessions known, open or closed")
                .register(meters);
        running = started;
        LOG.info("event=ingest_started sessions={} partitions={}", sessions.size(), log.partitions());
    }

    /** Adds the doors to a router, where the rows made of the log are elsewhere. */
    public void mount(Router router) {
        mount(router, StoredRows.ELSEWHERE);
    }

    /**
     * Adds the doors to a router.
     *
     * @param rows from where who is erased goes, too
     */
    public void mount(Router router, StoredRows rows) {
        Doors.mount(router, doorway(), rows);
    }

    private Doorway doorway() {
        Running started = running;
        if (started == null) {
            throw new IllegalStateException("ingest is not started");
        }
        return started.doorway();
    }

    /**
     * Opens the door of timing readers that send lines over TCP.
     *
     * @param host address to listen on
     * @param port 0 for any free one
     * @return the port, open; closed by whoever asked for it
     */
    public CompletionStage<ReaderPort> openReaderPort(Vertx vertx, String host, int port) {
        return ReaderPort.open(doorway(), vertx, host, port, settings.silenceLimit());
    }

    /**
     * Opens the MQTT door and subscribes to the external broker, as far as the settings have them. The door ends with the
     * Vert.x that it runs on, the subscription when this closes.
     *
     * @param certificate what our own door is encrypted with; null for a plain one
     * @return the port of our own door, empty without one; fails when it cannot be opened
     */
    public Future<OptionalInt> openMqtt(Vertx vertx, MqttSettings mqtt, @Nullable KeyCertOptions certificate) {
        Running started = running;
        if (started == null) {
            throw new IllegalStateException("ingest is not started");
        }
        if (mqtt.broker() != null) {
            counters.open(Doors.MQTT_BROKER);
            var broker = new MqttSubscriber(vertx, started.doorway(), mqtt, settings.instanceId());
            subscriber = broker;
            broker.start();
        }
        return mqtt.port().isEmpty()
                ? Future.succeededFuture(OptionalInt.empty())
                : new MqttDoor(vertx, started.doorway(), mqtt, certificate)
                        .listen()
                        .map(OptionalInt::of);
    }

    /** What keeps the doors from being ready, in words; empty when they are. */
    public List<String> missing() {
        Running started = running;
        if (started == null) {
            return List.of("ingest is not started");
        }
        List<String> missing = new ArrayList<>();
        if (!started.heads().isUp()) {
            missing.add("ingest does not read " + Topics.SESSIONS);
        }
        if (!started.persons().isUp()) {
            missing.add("ingest does not read " + Topics.PEOPLE);
        }
        if (!started.reader().isUp()) {
            missing.add("ingest does not read " + Topics.EVENTS);
        }
        return missing;
    }

    @Override
    public synchronized void close() {
        Running started = running;
        running = null;
        MqttSubscriber broker = subscriber;
        subscriber = null;
        try {
            // Before the log, or what still comes would find none; and so that it does not connect again meanwhile.
            leave(broker);
        } finally {
            if (started != null) {
                started.close();
                LOG.info("event=ingest_stopped");
            }
        }
    }

    /** Whether the broker hears the goodbye or not: what is not acknowledged stays with it either way. */
    private static void leave(@Nullable MqttSubscriber broker) {
        if (broker == null) {
            return;
        }
        broker.close()
                .toCompletionStage()
                .toCompletableFuture()
                .completeOnTimeout(null, GOODBYE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(deaf -> null)
                .join();
    }
}
