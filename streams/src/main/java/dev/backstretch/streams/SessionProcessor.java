package dev.backstretch.streams;

import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.event.SessionClock;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.session.SessionFold;
import dev.backstretch.schemas.OutcomeRouting;
import dev.backstretch.schemas.TopicCatalogue;
import dev.backstretch.schemas.Topics;
import io.micrometer.core.instrument.Counter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Carries each session's fold. The live folds are in memory; each is put into the store as a snapshot once in so many
 * input offsets, in the transaction of its inputs, so that every event older than that is in one. After a start the newest
 * events are folded again in silence before the first new one (design D7): the fold is deterministic, so the live folds
 * are then what they were.
 *
 * <p>A session begins with its opening: of what came before, nothing is kept. When it has been closed for longer than the
 * settle window its runners go and its head stays, by which late events are told from strangers'; when the log's retention
 * has let go of its opening too, the head goes as well. Both follow the time of the log.
 */
final class SessionProcessor implements Processor<String, RunEvent, String, Outcome> {
    /**
     * @param snapshotEveryOffsets how many input offsets a session may be ahead of its snapshot
     * @param idleSnapshotInterval how often sessions of a quiet partition are put into the store
     * @param promptCommitGap what lies at least between two commits that are asked for before their interval is over
     * @param tail reads the newest events again after a start
     * @param foldsWholeLog whether there is time to fold the whole log where snapshots are of another form
     * @param folded counts the events that were handed to a fold
     */
    record Settings(
            long snapshotEveryOffsets,
            Duration idleSnapshotInterval,
            Duration promptCommitGap,
            EventTail tail,
            boolean foldsWholeLog,
            Counter folded) {
        Settings {
            if (snapshotEveryOffsets < 1) {
                throw new IllegalArgumentException("snapshotEveryOffsets: at least 1, was " + snapshotEveryOffsets);
            }
        }
    }

    /** The offset up to which, that one included, every event is in a snapshot. */
    private static final String COVERED_KEY = "covered";

    /** The form of the snapshots in the store. */
    private static final String FORMAT_KEY = "format";

    private static final byte[] FORMAT =
            Integer.toString(SessionFold.SNAPSHOT_FORMAT).getBytes(StandardCharsets.US_ASCII);

    private static final String PAGE_SEPARATOR = "|";
    /** A session that has forgotten its runners is a head and its boards. */
    private static final int PAGES_WITHOUT_RUNNERS = 2;

    /** A head that is kept for as long after the close outlives the opening in the log. */
    private static final Duration HEAD_KEPT = Objects.requireNonNull(
            TopicCatalogue.topic(Topics.EVENTS).retention(), "the retention of " + Topics.EVENTS);

    /** Nobody waits for what was received longer ago than that: whoever works off a log commits in larger pieces. */
    private static final long AWAITED_MILLIS = 10_000;

    private static final Outcome.Sink SILENT = outcome -> {};

    private static final class Live {
        final SessionFold fold;
        /** Offset of the newest event that is in the fold. */
        long offset;
        /** Offset at which it must be put into the store; −1 when nothing changed since it was. */
        long due = -1;

        boolean wasStored;
        int pagesStored;

        Live(SessionFold fold, long offset) {
            this.fold = fold;
            this.offset = offset;
        }
    }

    /** When something of a closed session goes, by the clock that its times are told by: its runners first, then its head. */
    private record Leaving(long atMillis, SessionClock clock, String sessionId, boolean head) {}

    private final Settings settings;
    private @Nullable ProcessorContext<String, Outcome> context;
    private @Nullable KeyValueStore<String, byte[]> store;
    private @Nullable Cancellable idleTimer;
    private Map<String, Live> live = new HashMap<>();
    private PriorityQueue<Live> due = new PriorityQueue<>();
    private final Map<SessionClock, PriorityQueue<Leaving>> leaving = new EnumMap<>(SessionClock.class);
    private boolean ready;
    private long newestOffset = -1;
    private long covered = -1;
    private boolean quiet;
    private boolean awaited;
    private long askedAtMillis;

    SessionProcessor(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void init(ProcessorContext<String, Outcome> newContext) {
        // runs again on the same object after a revive: what was live belongs to a transaction that is gone
        context = newContext;
        store = newContext.getStateStore(SessionTopology.SNAPSHOTS);
        live = new HashMap<>();
        due = new PriorityQueue<>(
                Comparator.comparingLong((Live session) -> session.due).thenComparing(s -> s.fold.sessionId()));
        leaving.clear();
        ready = false;
        newestOffset = -1;
        covered = -1;
        quiet = false;
        awaited = false;
        if (idleTimer != null) {
            idleTimer.cancel();
        }
        idleTimer = newContext.schedule(
                settings.idleSnapshotInterval(), PunctuationType.WALL_CLOCK_TIME, wallClock -> storeWhenIdle());
    }

    @Override
    public void process(Record<String, RunEvent> record) {
        var metadata = context().recordMetadata().orElseThrow();
        long offset = metadata.offset();
        if (!ready) {
            if (dropOtherFormat()) {
                foldTail(metadata.partition(), EventTail.ALL, offset);
            } else {
                resumeClosed();
                foldTail(metadata.partition(), uncovered(offset), offset);
            }
            ready = true;
        }
        fold(record.key(), record.value(), offset, record.timestamp(), metadata.partition(), outcome -> {
            context()
                    .forward(
                            new Record<>(OutcomeRouting.keyOf(outcome), outcome, record.timestamp()),
                            SessionTopology.sinkOf(outcome));
            awaited |= isAwaited(outcome, record.timestamp());
        });
        commitWhenAwaited();
        settings.folded().increment();
        newestOffset = offset;
        quiet = false;
        boolean anyDue = !due.isEmpty();
        storeDue(offset);
        if (anyDue && due.isEmpty()) {
            storeCovered(offset);
        }
        forget(record.timestamp(), clockOf(record.key()));
    }

    /** Somebody stands on the track and looks for it; frames and boards follow within the commit interval. */
    private boolean isAwaited(Outcome outcome, long receivedAtMillis) {
        return (outcome instanceof LapOutcome || outcome instanceof Alert)
                && Math.abs(context().currentSystemTimeMs() - receivedAtMillis) < AWAITED_MILLIS;
    }

    /** Readers see only what is committed. No outcome depends on when that happens. */
    private void commitWhenAwaited() {
        long now = context().currentSystemTimeMs();
        if (awaited && now - askedAtMillis >= settings.promptCommitGap().toMillis()) {
            awaited = false;
            askedAtMillis = now;
            context().commit();
        }
    }

    private void fold(
            String sessionId, RunEvent event, long offset, long timestampMillis, int partition, Outcome.Sink out) {
        Live session = live.computeIfAbsent(sessionId, this::load);
        if (offset <= session.offset) {
            return;
        }
        boolean wasClosed = session.fold.isClosed();
        session.fold.apply(event, partition, out);
        session.offset = offset;
        if (session.fold.logTime() == null) {
            // Not opened yet: it was rejected, and whoever opens the session later begins anew.
            live.remove(sessionId);
            return;
        }
        if (session.due < 0) {
            // the first one jittered, so that sessions that began together are not stored together
            long jitter = Math.floorMod(sessionId.hashCode(), settings.snapshotEveryOffsets());
            session.due = offset + (session.wasStored ? settings.snapshotEveryOffsets() : 1 + jitter);
            due.add(session);
        }
        if (!wasClosed && session.fold.isClosed()) {
            due.remove(session);
            session.due = offset;
            due.add(session);
            leave(timestampMillis + SessionFold.SETTLE_WINDOW.toMillis(), session.fold, false);
        }
    }

    private void leave(long atMillis, SessionFold fold, boolean head) {
        leaving.computeIfAbsent(
                        fold.receivedBy(),
                        clock -> new PriorityQueue<>(
                                Comparator.comparingLong(Leaving::atMillis).thenComparing(Leaving::sessionId)))
                .add(new Leaving(atMillis, fold.receivedBy(), fold.sessionId(), head));
    }

    /** Whose time a session's records carry; who was not opened here is heard at the doors' time. */
    private SessionClock clockOf(String sessionId) {
        Live session = live.get(sessionId);
        return session == null ? SessionClock.WALL : session.fold.receivedBy();
    }

    /**
     * Empties a store that another version filled, whose snapshots cannot be read; tells whether it did.
     *
     * @throws OtherFormatException when there is no time now to fold the whole log
     */
    private boolean dropOtherFormat() {
        List<String> kept = new ArrayList<>();
        boolean same = Arrays.equals(FORMAT, store().get(FORMAT_KEY));
        if (!same) {
            try (KeyValueIterator<String, byte[]> all = store().all()) {
                all.forEachRemaining(entry -> kept.add(entry.key));
            }
            if (!kept.isEmpty() && !settings.foldsWholeLog()) {
                throw new OtherFormatException(
                        "the snapshots in the store are not of form " + SessionFold.SNAPSHOT_FORMAT);
            }
            kept.forEach(store()::delete);
            store().put(FORMAT_KEY, FORMAT);
        }
        return !kept.isEmpty();
    }

    /** The first event that may be in no snapshot. */
    private long uncovered(long beforeOffset) {
        byte[] stored = store().get(COVERED_KEY);
        if (stored != null) {
            covered = Long.parseLong(new String(stored, StandardCharsets.US_ASCII));
        }
        return Math.max(covered + 1, Math.max(0, beforeOffset - settings.snapshotEveryOffsets() - 1));
    }

    /** Folds again, in silence, what the snapshots may not hold. */
    private void foldTail(int partition, long from, long beforeOffset) {
        if (from < beforeOffset) {
            settings.tail().read(partition, from, beforeOffset, (offset, sessionId, event) -> {
                long timestampMillis = event.receivedAt().toEpochMilli();
                fold(sessionId, event, offset, timestampMillis, partition, SILENT);
                forget(timestampMillis, clockOf(sessionId));
            });
        }
    }

    /** Sessions that were closed but not gone when this task last ran. */
    private void resumeClosed() {
        List<String> stored = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> pages = store().all()) {
            pages.forEachRemaining(page -> {
                if (page.key.endsWith(PAGE_SEPARATOR + "0")) {
                    stored.add(page.key.substring(0, page.key.length() - 2));
                }
            });
        }
        for (String sessionId : stored) {
            Live session = live.containsKey(sessionId) ? live.get(sessionId) : load(sessionId);
            Instant logTime = session.fold.logTime();
            if (!session.fold.isClosed() || logTime == null) {
                continue;
            }
            if (session.pagesStored > PAGES_WITHOUT_RUNNERS) {
                live.put(sessionId, session);
                leave(logTime.plus(SessionFold.SETTLE_WINDOW).toEpochMilli(), session.fold, false);
            } else {
                leave(logTime.plus(HEAD_KEPT).toEpochMilli(), session.fold, true);
            }
        }
    }

    private void storeDue(long offset) {
        for (Live session = due.peek(); session != null && session.due <= offset; session = due.peek()) {
            due.poll();
            put(session);
        }
    }

    /** A quiet partition has no offsets to wait for. No outcome depends on when this happens. */
    private void storeWhenIdle() {
        if (!quiet) {
            quiet = true;
            return;
        }
        if (newestOffset <= covered) {
            return;
        }
        for (Live session = due.poll(); session != null; session = due.poll()) {
            put(session);
        }
        storeCovered(newestOffset);
    }

    /** Nothing up to an offset has to be read again: the log's retention may let go of it. */
    private void storeCovered(long offset) {
        covered = offset;
        store().put(COVERED_KEY, Long.toString(offset).getBytes(StandardCharsets.US_ASCII));
    }

    private void put(Live session) {
        List<byte[]> pages = session.fold.snapshot();
        String id = session.fold.sessionId();
        List<KeyValue<String, byte[]>> records = new ArrayList<>();
        records.add(KeyValue.pair(key(id, 0), Snapshots.withOffset(session.offset, pages.get(0))));
        for (int page = 1; page < pages.size(); page++) {
            records.add(KeyValue.pair(key(id, page), pages.get(page)));
        }
        store().putAll(records);
        for (int page = pages.size(); page < session.pagesStored; page++) {
            store().delete(key(id, page));
        }
        session.pagesStored = pages.size();
        session.wasStored = true;
        session.due = -1;
    }

    private Live load(String sessionId) {
        byte[] first = store().get(key(sessionId, 0));
        if (first == null) {
            return new Live(new SessionFold(sessionId), -1);
        }
        List<byte[]> pages = new ArrayList<>();
        pages.add(Snapshots.page(first));
        int more = SessionFold.pagesAfter(pages.get(0));
        for (int page = 1; page <= more; page++) {
            pages.add(Objects.requireNonNull(
                    store().get(key(sessionId, page)), "page " + page + " of the snapshot of " + sessionId));
        }
        Live session = new Live(SessionFold.restore(sessionId, pages), Snapshots.offset(first));
        session.wasStored = true;
        session.pagesStored = pages.size();
        return session;
    }

    /** Lets go of what is over by one clock: another clock's time, such as a simulated session's, says nothing of it. */
    private void forget(long timestampMillis, SessionClock clock) {
        PriorityQueue<Leaving> byClock = leaving.get(clock);
        if (byClock == null) {
            return;
        }
        for (Leaving next = byClock.peek(); next != null && next.atMillis() < timestampMillis; next = byClock.peek()) {
            byClock.poll();
            if (next.head()) {
                forgetHead(next.sessionId());
            } else {
                forgetRunners(next.sessionId(), next.atMillis());
            }
        }
    }

    private void forgetRunners(String sessionId, long atMillis) {
        Live session = live.remove(sessionId);
        if (session == null) {
            return;
        }
        session.fold.forgetRunners();
        due.remove(session);
        put(session);
        leave(atMillis + HEAD_KEPT.minus(SessionFold.SETTLE_WINDOW).toMillis(), session.fold, true);
    }

    private void forgetHead(String sessionId) {
        Live session = live.remove(sessionId);
        if (session == null) {
            session = load(sessionId);
        }
        due.remove(session);
        for (int page = 0; page < session.pagesStored; page++) {
            store().delete(key(sessionId, page));
        }
    }

    private static String key(String sessionId, int page) {
        return sessionId + PAGE_SEPARATOR + page;
    }

    private ProcessorContext<String, Outcome> context() {
        return Objects.requireNonNull(context, "init comes first");
    }

    private KeyValueStore<String, byte[]> store() {
        return Objects.requireNonNull(store, "init comes first");
    }
}
