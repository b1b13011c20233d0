package dev.backstretch.ingest;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.session.SessionHead;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Beats twice a second into the log of each live session of the partitions this instance owns, so that silence is an event
 * too (design D4), and closes sessions that were forgotten.
 *
 * <p>A tick is known by its number, floor(epoch milliseconds / 500), and happens at that instant by the clock that the doors
 * have too; if two instances believe to own a partition for a moment, they write the same ticks. When the clock has run on
 * further than {@value #MAXIMUM_CATCH_UP} ticks, after a stall, only the newest are written: rules look at how far time has
 * come, which the newest tell, and the older ones would only prolong the stall.
 */
public final class SessionClock implements AutoCloseable {
    /** The most ticks written to one session at one time: ten seconds. */
    static final int MAXIMUM_CATCH_UP = 20;

    /** The most ticks of one session that may await the log. */
    private static final int MAXIMUM_AWAITED = 2 * MAXIMUM_CATCH_UP;

    private static final long SHORTEST_SLEEP_NANOS = 1_000_000;
    private static final long LONGEST_SLEEP_NANOS = 200_000_000;
    private static final int BEATS_BETWEEN_TIDYING = 1_024;

    private static final Logger LOG = LoggerFactory.getLogger(SessionClock.class);
    private static final Origin ORIGIN = Origin.of(Origin.Kind.CLOCK);

    private final SessionDirectory directory;
    private final EventLog log;
    private final SessionLogReader reader;
    private final PartitionOwnership ownership;
    private final IngestSettings settings;
    private final Clock clock;
    private final Counter ticks;
    private final Counter failures;
    private final Counter closings;
    private final Map<String, Beating> beating = new HashMap<>();
    private int beats;
    private volatile boolean running;
    private @Nullable Thread thread;

    /** Which partitions this instance beats for. */
    public interface PartitionOwnership extends AutoCloseable {
        /** Asked at every beat, by the thread that closes it, too. */
        Set<Integer> owned();

        @Override
        void close();
    }

    /** What the clock keeps of one session. */
    private static final class Beating {
        private final CompletionStage<?> caughtUp;
        private final AtomicInteger awaited = new AtomicInteger();

        Beating(CompletionStage<?> caughtUp) {
            this.caughtUp = caughtUp;
        }

        /** Until its log was read it is not known when something was heard last, nor which tick was. */
        boolean isReady() {
            var future = caughtUp.toCompletableFuture();
            return future.isDone() && !future.isCompletedExceptionally();
        }

        boolean hasFailed() {
            return caughtUp.toCompletableFuture().isCompletedExceptionally();
        }
    }

    public SessionClock(
            SessionDirectory directory,
            EventLog log,
            SessionLogReader reader,
            PartitionOwnership ownership,
            IngestSettings settings,
            Clock clock,
            MeterRegistry meters) {
        this.directory = directory;
        this.log = log;
        this.reader = reader;
        this.ownership = ownership;
        this.settings = settings;
        this.clock = clock;
        this.ticks = Counter.builder("run.ingest.ticks.written")
                .description("Ticks in the logs of live sessions")
                .register(meters);
        this.failures = Counter.builder("run.ingest.ticks.failed")
                .description("Ticks that the log did not acknowledge")
                .register(meters);
        this.closings = Counter.builder("run.ingest.sessions.closed.by.clock")
                .description("Sessions closed because they were silent or too long")
                .register(meters);
    }

    /** Starts to beat. */
    public synchronized void start() {
        if (thread != null) {
            throw new IllegalStateException("the session clock runs already");
        }
        running = true;
        Thread beater = new Thread(this::run, "session-clock");
        beater.setDaemon(true);
        thread = beater;
        beater.start();
    }

    private void run() {
        try (ownership) {
            beatOnAndOn();
        }
    }

    private void beatOnAndOn() {
        boolean failing = false;
        while (running) {
            long startedNanos = System.nanoTime();
            Instant startedAt = clock.instant();
            try {
                beat();
                failing = false;
            } catch (RuntimeException e) {
                if (!failing) {
                    LOG.warn("event=session_clock_beat_failed", e);
                }
                failing = true;
                failures.increment();
            }
            sleepTowardsNextTick(startedNanos, startedAt);
        }
    }

    /** The clock may run faster than the wall: how fast is seen from one beat to the next. */
    private void sleepTowardsNextTick(long startedNanos, Instant startedAt) {
        LockSupport.parkNanos(SHORTEST_SLEEP_NANOS);
        Instant now = clock.instant();
        double clockMillis = (double) (now.toEpochMilli() - startedAt.toEpochMilli());
        double wallNanos = Math.max(1.0, (double) (System.nanoTime() - startedNanos));
        double clockMillisPerWallNano = Math.max(1e-6, clockMillis / wallNanos);
        long untilNextMillis = EventBody.Tick.MILLIS - Math.floorMod(now.toEpochMilli(), EventBody.Tick.MILLIS);
        long sleepNanos = (long) (untilNextMillis / clockMillisPerWallNano);
        LockSupport.parkNanos(Math.max(SHORTEST_SLEEP_NANOS, Math.min(LONGEST_SLEEP_NANOS, sleepNanos)));
    }

    /** Writes what is due in every session that is this instance's to beat for. */
    void beat() {
        Set<Integer> owned = ownership.owned();
        Instant now = clock.instant();
        beating.keySet()
                .removeIf(id -> directory.find(id).map(LiveSession::isClosed).orElse(true));
        for (LiveSession session : directory.all()) {
            if (!owned.contains(session.head().partition())) {
                // Another instance goes on from here; if it comes back, its log is read again first.
                beating.remove(session.id());
                continue;
            }
            if (session.isClosed()) {
                tellEnd(session);
                continue;
            }
            Beating state = beating.get(session.id());
            if (state == null || state.hasFailed()) {
                state = new Beating(reader.catchUp(session.head()));
                beating.put(session.id(), state);
            }
            if (state.isReady()) {
                beat(session, state, now);
                tellEnd(session);
            }
        }
        if (++beats % BEATS_BETWEEN_TIDYING == 0) {
            directory.tidy(now, settings.settleWindow());
        }
    }

    private void beat(LiveSession session, Beating state, Instant now) {
        boolean silent = session.lastHeardAt().plus(settings.silenceLimit()).isBefore(now);
        boolean tooLong = session.head().openedAt().plus(settings.lengthLimit()).isBefore(now);
        if (silent || tooLong) {
            end(session, now, silent ? "silence" : "length");
            return;
        }
        long newest = Math.floorDiv(now.toEpochMilli(), EventBody.Tick.MILLIS);
        synchronized (session) {
            // Not before the opening: a session is no older than its first event.
            long earliest = Math.max(
                    newest - MAXIMUM_CATCH_UP + 1,
                    Math.floorDiv(session.head().openedAt().toEpochMilli(), EventBody.Tick.MILLIS) + 1);
            for (long number = Math.max(session.lastTick() + 1, earliest); number <= newest; number++) {
                if (!session.takesTicks() || state.awaited.get() >= MAXIMUM_AWAITED) {
                    return;
                }
                state.awaited.incrementAndGet();
                session.ticked(number);
                log.append(tick(session.id(), number)).whenComplete((done, failure) -> {
                    state.awaited.decrementAndGet();
                    if (failure == null) {
                        ticks.increment();
                    } else {
                        failures.increment();
                    }
                });
            }
        }
    }

    /** Publishes a close that is in the log only. */
    private void tellEnd(LiveSession session) {
        SessionHead head = session.takeUntoldEnd();
        if (head == null) {
            return;
        }
        log.announce(head, Objects.requireNonNull(head.closedAt(), "closedAt")).whenComplete((done, failure) -> {
            if (failure == null) {
                directory.learn(head);
                LOG.info("event=session_end_published session={} reason=only_in_log", session.id());
            } else {
                // The next beat tries again.
                session.stopClosing();
                failures.increment();
            }
        });
    }

    private void end(LiveSession session, Instant now, String why) {
        synchronized (session) {
            if (!session.takesTicks()) {
                return;
            }
            session.startClosing();
        }
        Instant closedAt = ReceiveTime.of(now);
        RunEvent close = new RunEvent(
                "close-by-clock",
                session.id(),
                null,
                closedAt,
                closedAt,
                ORIGIN,
                new EventBody.Control(EventBody.Control.Action.CLOSE));
        SessionHead head = SessionLife.closed(session.head(), closedAt);
        log.append(close).thenCompose(done -> log.announce(head, closedAt)).whenComplete((done, failure) -> {
            if (failure == null) {
                directory.learn(head);
                closings.increment();
                LOG.info("event=session_closed_by_clock session={} reason={}", session.id(), why);
            } else {
                // The next beat tries again; the same event twice is folded once.
                session.stopClosing();
                failures.increment();
            }
        });
    }

    private static RunEvent tick(String sessionId, long number) {
        Instant at = Instant.ofEpochMilli(number * EventBody.Tick.MILLIS);
        return new RunEvent("tick-" + number, sessionId, null, at, at, ORIGIN, new EventBody.Tick(number));
    }

    @Override
    public void close() {
        running = false;
        Thread beater;
        synchronized (this) {
            beater = thread;
            thread = null;
        }
        if (beater != null) {
            LockSupport.unpark(beater);
            try {
                beater.join(2_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
