package dev.backstretch.replay;

import dev.backstretch.domain.session.SessionFold;
import dev.backstretch.schemas.access.CoachWindow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what came late of sessions that are over, without anybody asking: of each at the end of its settle window, and
 * again some seconds after whatever comes later. What was left undone when the process ended is done after the next start: of
 * every session for as long as it can be corrected, and of older ones where something came late and is remembered. One thread
 * does it, one session after the other; where nothing moved nothing is written, so that settling too often is only work.
 */
public final class SettlingService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SettlingService.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final Duration GOODBYE_LIMIT = Duration.ofSeconds(1);

    /** A coach waits for it, and may say the next one in a moment. */
    static final Wait CORRECTION = new Wait(Duration.ofSeconds(1), Duration.ofSeconds(5));

    /** Whoever uploads one file may upload more, and then publishes them all. */
    static final Wait LATE = new Wait(Duration.ofSeconds(10), Duration.ofMinutes(2));

    /** Nobody waits, and at a start others have to catch up first. */
    static final Wait WINDOW_END = new Wait(Duration.ofSeconds(3), Duration.ofSeconds(10));

    private static final Duration RETRY_FIRST = Duration.ofSeconds(1);
    private static final Duration RETRY_LAST = Duration.ofMinutes(1);

    /** Half an hour: whatever keeps a session from being settled that long needs a hand, and the next start tries again. */
    static final int MOST_TRIES = 35;

    /**
     * @param quiet how long nothing more of the session may have come
     * @param longest however much comes meanwhile
     */
    record Wait(Duration quiet, Duration longest) {}

    /** Writes the revisions that moved. */
    @FunctionalInterface
    public interface Publishing {
        /**
         * @return how many were written
         * @throws SettledPublisher.NotPublishedException when it has to be tried again
         */
        int publish(String sessionId)
                throws SessionReplay.UnknownSessionException, SessionReplay.TooLargeException,
                        SettledPublisher.NotPublishedException;
    }

    /** Remembers over a stop, however it comes, of which sessions something came late that was not settled yet. */
    public interface Memory {
        /** Of none: what is left undone of sessions that can be corrected no more takes somebody who asks. */
        Memory NONE = new Memory() {
            @Override
            public void keep(String sessionId) {}

            @Override
            public void forget(String sessionId) {}

            @Override
            public Set<String> kept() {
                return Set.of();
            }
        };

        /** Something came late; is called again while it is known already. */
        void keep(String sessionId);

        /** It was settled. */
        void forget(String sessionId);

        Set<String> kept();
    }

    /** A session that waits for its turn. */
    private static final class Due {
        private long atNanos;
        private long latestNanos;
        private int failures;
    }

    private final Publishing publishing;
    private final Memory memory;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Map<String, Due> due = new LinkedHashMap<>();
    private final Map<String, Instant> windowEnds = new TreeMap<>();
    private final Set<String> ended = new HashSet<>();
    private final Set<String> left = new HashSet<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private @Nullable Thread thread;

    /**
     * @param publishing called by one thread
     * @param memory called by one thread at a time
     * @param clock by which sessions end
     */
    public SettlingService(Publishing publishing, Memory memory, Clock clock) {
        this(publishing, memory, clock, System::nanoTime);
    }

    SettlingService(Publishing publishing, Memory memory, Clock clock, LongSupplier nanos) {
        this.publishing = publishing;
        this.memory = memory;
        this.clock = clock;
        this.nanos = nanos;
    }

    public synchronized void start() {
        if (thread != null) {
            throw new IllegalStateException("settling was started before");
        }
        takeUp();
        var started = new Thread(this::run, "settling");
        started.setDaemon(true);
        thread = started;
        started.start();
    }

    /** What was left undone the last time. */
    synchronized void takeUp() {
        memory.kept().stream()
                .filter(session -> !due.containsKey(session))
                .forEach(session -> await(session, WINDOW_END));
    }

    /** A session has ended, now or before the start. */
    public synchronized void closed(String sessionId, Instant closedAt) {
        Instant windowEnd = closedAt.plus(SessionFold.SETTLE_WINDOW);
        if (!windowEnd.plus(CoachWindow.AFTER_CLOSE).isBefore(clock.instant()) && ended.add(sessionId)) {
            windowEnds.put(sessionId, windowEnd);
        }
    }

    /** A coach has corrected a session that is over. */
    public void corrected(String sessionId) {
        await(sessionId, CORRECTION);
    }

    /** Something else has come of a session that is over. */
    public void cameLate(String sessionId) {
        await(sessionId, LATE);
    }

    private synchronized void await(String sessionId, Wait wait) {
        memory.keep(sessionId);
        if (stopping.getCount() == 0) {
            leave(sessionId);
            return;
        }
        long now = nanos.getAsLong();
        long at = now + wait.quiet().toNanos();
        long latest = now + wait.longest().toNanos();
        Due known = due.get(sessionId);
        if (known == null) {
            known = new Due();
            known.latestNanos = latest;
            known.atNanos = at;
            due.put(sessionId, known);
        } else {
            known.latestNanos = Math.min(known.latestNanos - now, latest - now) + now;
            known.atNanos = Math.min(Math.max(known.atNanos - now, at - now), known.latestNanos - now) + now;
        }
        known.failures = 0;
    }

    private void run() {
        try {
            while (stopping.getCount() > 0) {
                boolean stopped = !settleNext() && stopping.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                if (stopped) {
                    return;
                }
            }
        } catch (InterruptedException stopped) {
            LOG.debug("event=settling_stopped");
        }
    }

    /** Settles a session whose turn it is; tells whether there was one. */
    boolean settleNext() {
        Map.Entry<String, Due> next = takeDue();
        if (next == null) {
            return false;
        }
        String session = next.getKey();
        long began = nanos.getAsLong();
        try {
            int revisions = publishing.publish(session);
            if (revisions > 0) {
                LOG.info(
                        "event=session_settled session={} revisions={} millis={}",
                        session,
                        revisions,
                        Duration.ofNanos(nanos.getAsLong() - began).toMillis());
            }
            forget(session);
        } catch (SessionReplay.UnknownSessionException | SessionReplay.TooLargeException never) {
            LOG.warn("event=session_not_settled session={} fault={}", session, never.getMessage());
            forget(session);
        } catch (SettledPublisher.NotPublishedException | RuntimeException later) {
            // whatever it is, the other sessions go on
            tryAgain(session, next.getValue(), later);
        } catch (Throwable broken) {
            // Memory that runs out over one session must not end the thread that settles the others; trying again by
            // itself, now or at the next start, would take the memory from the sessions that go on.
            LOG.error(
                    "event=session_not_settled session={} again=false fault={}: {} remedy=\"run `backstretch replay"
                            + " --settled --publish --session {}`\"",
                    session,
                    broken.getClass().getName(),
                    broken.getMessage(),
                    session);
            forget(session);
        }
        return true;
    }

    /** Unless more came while it was settled. */
    private synchronized void forget(String session) {
        if (!due.containsKey(session) && !left.contains(session)) {
            memory.forget(session);
        }
    }

    private synchronized Map.@Nullable Entry<String, Due> takeDue() {
        Instant time = clock.instant();
        var over = windowEnds.entrySet().stream()
                .filter(end -> !end.getValue().isAfter(time))
                .map(Map.Entry::getKey)
                .toList();
        over.forEach(session -> {
            windowEnds.remove(session);
            await(session, WINDOW_END);
        });
        long now = nanos.getAsLong();
        for (Map.Entry<String, Due> one : due.entrySet()) {
            if (one.getValue().atNanos - now <= 0) {
                Map.Entry<String, Due> taken = Map.entry(one.getKey(), one.getValue());
                due.remove(one.getKey());
                return taken;
            }
        }
        return null;
    }

    private synchronized void tryAgain(String session, Due failed, Exception why) {
        if (stopping.getCount() == 0) {
            leave(session);
            return;
        }
        failed.failures++;
        if (failed.failures == 1 || failed.failures == MOST_TRIES) {
            LOG.warn(
                    "event=session_not_settled session={} tries={} again={} fault={}: {}",
                    session,
                    failed.failures,
                    failed.failures < MOST_TRIES,
                    why.getClass().getName(),
                    why.getMessage());
        }
        if (failed.failures >= MOST_TRIES || due.containsKey(session)) {
            return;
        }
        long wait = Math.min(
                RETRY_LAST.toNanos(), RETRY_FIRST.toNanos() << Math.min(failed.failures - 1, Integer.SIZE / 2));
        failed.atNanos = nanos.getAsLong() + wait;
        failed.latestNanos = failed.atNanos;
        due.put(session, failed);
    }

    /** The next start settles it; of one that nobody remembers, only as long as it can be corrected. */
    private synchronized void leave(String session) {
        left.add(session);
        LOG.info("event=session_left_unsettled session={}", session);
    }

    /** What was due when it stopped, and has come since. */
    synchronized Set<String> left() {
        return Set.copyOf(left);
    }

    /** What is under way is broken off: it is written whole or not at all. What waits for its turn is told. */
    @Override
    public void close() {
        Thread started;
        synchronized (this) {
            stopping.countDown();
            started = thread;
            windowEnds.keySet().forEach(session -> due.putIfAbsent(session, new Due()));
            due.keySet().forEach(this::leave);
            windowEnds.clear();
            due.clear();
        }
        if (started == null) {
            return;
        }
        started.interrupt();
        try {
            started.join(GOODBYE_LIMIT.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
