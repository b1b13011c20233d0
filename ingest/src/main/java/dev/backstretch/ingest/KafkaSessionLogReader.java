package dev.backstretch.ingest;

import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the logs of the sessions that were asked for, one thread and one consumer for all.
 *
 * <p>A partition is read from the opening of the oldest session that was asked for; the records of sessions nobody asked for
 * are skipped without being decoded. Record timestamps are receive times, so the broker finds an opening by time.
 */
final class KafkaSessionLogReader implements SessionLogReader, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaSessionLogReader.class);
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

    /**
     * How long what others wrote may lie there unread where nobody waits for it. Under load each poll fetches many records
     * then, instead of each few: it took a sixth of the processor time of the doors.
     */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private static final int MOST_POLLED = 500;

    private final KafkaConsumer<String, byte[]> consumer;
    private final Deserializer<RunEvent> events;
    private final Listener listener;
    private final ConcurrentLinkedQueue<Wish> wishes = new ConcurrentLinkedQueue<>();
    private final Semaphore knocks = new Semaphore(0);
    private final List<Target> targets = new ArrayList<>();
    private final Set<String> followed = new HashSet<>();
    private final Map<TopicPartition, Long> readFrom = new HashMap<>();
    private final Thread thread;
    private volatile boolean running = true;
    private boolean warned;

    /** Whether the last poll had all that it may hold. */
    private boolean behind;

    private final List<Collector> collectors = new ArrayList<>();

    private record Wish(
            String sessionId,
            int partition,
            Instant openedAt,
            boolean again,
            @Nullable Collector collector,
            CompletableFuture<Void> done) {}

    private record Target(
            TopicPartition partition, long offset, @Nullable Collector collector, CompletableFuture<Void> done) {}

    /** Keeps what one session's log says, each record once: the partition may be read from its opening again meanwhile. */
    private static final class Collector {
        private final String sessionId;
        private final List<RunEvent> events = new ArrayList<>();
        private long next;

        Collector(String sessionId) {
            this.sessionId = sessionId;
        }

        void take(RunEvent event, long offset) {
            if (event.sessionId().equals(sessionId) && offset >= next) {
                events.add(event);
                next = offset + 1;
            }
        }
    }

    KafkaSessionLogReader(IngestSettings settings, Deserializer<RunEvent> events, Listener listener) {
        this.consumer = KafkaClients.consumer(
                settings, "session-log", Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_POLLED));
        this.events = events;
        this.listener = listener;
        this.thread = new Thread(this::run, "session-log-reader");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean isUp() {
        return thread.isAlive();
    }

    @Override
    public CompletionStage<?> catchUp(SessionHead head) {
        return wish(head, false, null);
    }

    @Override
    public CompletionStage<?> readAgain(SessionHead head) {
        return wish(head, true, null);
    }

    @Override
    public CompletionStage<List<RunEvent>> eventsOf(SessionHead head) {
        var collector = new Collector(head.sessionId());
        return wish(head, true, collector).thenApply(done -> List.copyOf(collector.events));
    }

    private CompletionStage<Void> wish(SessionHead head, boolean again, @Nullable Collector collector) {
        var done = new CompletableFuture<Void>();
        wishes.add(new Wish(head.sessionId(), head.partition(), head.openedAt(), again, collector, done));
        if (running) {
            knocks.release();
            consumer.wakeup();
        } else {
            done.completeExceptionally(new LogUnavailableException("the log's reader is closed"));
        }
        return done;
    }

    private void run() {
        try {
            while (running) {
                try {
                    takeWishes();
                    poll();
                } catch (WakeupException e) {
                    // Someone wishes something, or it is time to go: the loop looks.
                } catch (KafkaException e) {
                    fail(e);
                    LOG.warn("event=session_log_read_failed", e);
                }
            }
        } finally {
            running = false;
            fail(new LogUnavailableException("the log's reader is closed"));
            // Of no group, it has nobody to take leave of.
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    private void poll() {
        if (readFrom.isEmpty()) {
            // Nothing to poll for: wait for a wish.
            waitForWish(IDLE);
            return;
        }
        if (targets.isEmpty() && !behind && waitForWish(PAUSE)) {
            return;
        }
        ConsumerRecords<String, byte[]> records = consumer.poll(IDLE);
        behind = records.count() >= MOST_POLLED;
        for (ConsumerRecord<String, byte[]> polled : records) {
            if (polled.key() != null && polled.value() != null && followed.contains(polled.key())) {
                tell(polled);
            }
        }
        targets.removeIf(target -> {
            boolean reached = consumer.position(target.partition()) >= target.offset();
            if (reached) {
                collectors.remove(target.collector());
                target.done().complete(null);
            }
            return reached;
        });
    }

    /** Whether there is one. */
    private boolean waitForWish(Duration longest) {
        try {
            if (knocks.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                knocks.drainPermits();
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
        return false;
    }

    private void takeWishes() {
        Wish wish = wishes.peek();
        while (wish != null) {
            try {
                take(wish);
            } catch (WakeupException e) {
                // A later wish disturbed this one's questions: ask again.
                throw e;
            } catch (KafkaException e) {
                wish.done().completeExceptionally(new LogUnavailableException("the log does not answer", e));
            }
            wishes.poll();
            wish = wishes.peek();
        }
    }

    private void take(Wish wish) {
        var partition = new TopicPartition(Topics.EVENTS, wish.partition());
        long end = consumer.endOffsets(List.of(partition), ANSWER_LIMIT).getOrDefault(partition, 0L);
        if (wish.again() || !followed.contains(wish.sessionId())) {
            OffsetAndTimestamp opening = consumer.offsetsForTimes(
                            Map.of(partition, wish.openedAt().toEpochMilli()), ANSWER_LIMIT)
                    .get(partition);
            long from = opening == null ? end : opening.offset();
            if (!readFrom.containsKey(partition)) {
                readFrom.put(partition, from);
                consumer.assign(readFrom.keySet());
                consumer.seek(partition, from);
            } else if (from < consumer.position(partition, ANSWER_LIMIT)) {
                // What it tells of the others again changes nothing.
                consumer.seek(partition, from);
            }
            followed.add(wish.sessionId());
        }
        Collector collector = wish.collector();
        if (collector != null) {
            collectors.add(collector);
        }
        targets.add(new Target(partition, end, collector, wish.done()));
    }

    private void tell(ConsumerRecord<String, byte[]> polled) {
        RunEvent event;
        try {
            event = events.deserialize(polled.topic(), polled.value());
        } catch (RuntimeException e) {
            // The topology turns such bytes into a rejection; here they say nothing.
            if (!warned) {
                warned = true;
                LOG.warn(
                        "event=record_undecodable topic={} partition={} offset={}",
                        polled.topic(),
                        polled.partition(),
                        polled.offset());
            }
            return;
        }
        collectors.forEach(collector -> collector.take(event, polled.offset()));
        listener.onEvent(event, polled.offset());
    }

    private void fail(RuntimeException why) {
        for (Iterator<Target> all = targets.iterator(); all.hasNext(); ) {
            all.next().done().completeExceptionally(why);
            all.remove();
        }
        collectors.clear();
        if (!running) {
            for (Wish wish = wishes.poll(); wish != null; wish = wishes.poll()) {
                wish.done().completeExceptionally(why);
            }
        }
    }

    @Override
    public void close() {
        running = false;
        knocks.release();
        consumer.wakeup();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
