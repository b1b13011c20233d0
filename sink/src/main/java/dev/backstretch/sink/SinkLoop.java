package dev.backstretch.sink;

import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.schemas.OutcomeRouting;
import dev.backstretch.schemas.Topics;
import dev.backstretch.schemas.UndecodableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers records, writes what they mean to the store, and commits their offsets only after the store has acknowledged.
 * Until then they are read again, by this instance or another, and written once more onto themselves. While the store is
 * away nothing is dropped: partitions are paused and the consumer goes on polling, so it keeps its place in the group.
 */
final class SinkLoop implements ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(SinkLoop.class);
    private static final List<String> TOPICS = List.of(Topics.LAPS, Topics.STANDINGS, Topics.ALERTS, Topics.METRICS);
    private static final Duration IDLE_POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final OutcomeRouting routing;
    private final Store store;
    private final Quarantine quarantine;
    private final SinkSettings settings;
    private final SinkMeters meters;
    private final SinkHealth health;
    private final LongSupplier nanoTime;

    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> pending = new LinkedHashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> readUpTo = new HashMap<>();
    private int pendingRecords;
    private long gatheringSince;
    private boolean paused;
    private boolean prepared;
    private int failuresInRow;
    private long nextAttemptAt;

    SinkLoop(
            Consumer<byte[], byte[]> consumer,
            OutcomeRouting routing,
            Store store,
            Quarantine quarantine,
            SinkSettings settings,
            SinkMeters meters,
            SinkHealth health,
            LongSupplier nanoTime) {
        this.consumer = consumer;
        this.routing = routing;
        this.store = store;
        this.quarantine = quarantine;
        this.settings = settings;
        this.meters = meters;
        this.health = health;
        this.nanoTime = nanoTime;
        this.nextAttemptAt = nanoTime.getAsLong();
    }

    void subscribe() {
        consumer.subscribe(TOPICS, this);
    }

    /** Polls once, and writes when it is time. */
    void step() {
        gather(consumer.poll(patience()));
        long now = nanoTime.getAsLong();
        if (now - nextAttemptAt >= 0 && (!prepared || lingered(now))) {
            attempt();
        }
        flowControl();
        measureLag();
    }

    /** Writes what was gathered, if the store is there. */
    void finish() {
        if (failuresInRow == 0 && prepared && pendingRecords > 0) {
            attempt();
        }
    }

    private Duration patience() {
        long now = nanoTime.getAsLong();
        long nanos;
        if (failuresInRow > 0) {
            nanos = nextAttemptAt - now;
        } else if (pendingRecords > 0) {
            nanos = gatheringSince + settings.linger().toNanos() - now;
        } else {
            return prepared ? IDLE_POLL : Duration.ZERO;
        }
        return Duration.ofNanos(Math.max(0, Math.min(nanos, IDLE_POLL.toNanos())));
    }

    private boolean lingered(long now) {
        return pendingRecords >= settings.maximumBatchRecords()
                || (pendingRecords > 0
                        && now - gatheringSince >= settings.linger().toNanos());
    }

    private void gather(ConsumerRecords<byte[], byte[]> records) {
        readUpTo.putAll(records.nextOffsets());
        if (records.isEmpty()) {
            return;
        }
        if (pendingRecords == 0) {
            gatheringSince = nanoTime.getAsLong();
        }
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> more = records.records(partition);
            pending.computeIfAbsent(partition, fresh -> new ArrayList<>()).addAll(more);
            pendingRecords += more.size();
        }
    }

    private void flowControl() {
        boolean full = failuresInRow > 0 || pendingRecords >= settings.maximumBatchRecords();
        if (full) {
            // Again at each step: a rebalance may have brought partitions that flow.
            consumer.pause(consumer.assignment());
        } else if (paused) {
            consumer.resume(consumer.assignment());
        }
        paused = full;
    }

    private void measureLag() {
        long lag = pendingRecords;
        for (TopicPartition partition : consumer.assignment()) {
            lag += consumer.currentLag(partition).orElse(0);
        }
        meters.lag(lag);
    }

    private void attempt() {
        try {
            if (!prepared) {
                store.prepare();
                prepared = true;
            }
            if (pendingRecords > 0) {
                write();
            }
            if (failuresInRow > 0) {
                LOG.info("store answers again afterFailures={}", failuresInRow);
            }
            failuresInRow = 0;
            health.healthy();
        } catch (StoreUnavailableException | Quarantine.QuarantineUnavailableException | RuntimeException failed) {
            retryLater(failed);
        }
    }

    private void retryLater(Exception failed) {
        failuresInRow++;
        meters.storeFailed();
        int doublings = Math.min(failuresInRow - 1, 20);
        long wait = Math.min(
                settings.firstRetryAfter().toNanos() << doublings,
                settings.retryAtLeastEvery().toNanos());
        nextAttemptAt = nanoTime.getAsLong() + wait;
        health.unhealthy(String.valueOf(failed.getMessage()));
        if (failuresInRow == 1) {
            // Said once; what follows is counted.
            LOG.warn(
                    "nothing written, trying again until it is pendingRecords={} reason={}",
                    pendingRecords,
                    failed.getMessage(),
                    failed instanceof RuntimeException ? failed : null);
        }
    }

    private void write() throws StoreUnavailableException, Quarantine.QuarantineUnavailableException {
        var batch = new Batch();
        for (List<ConsumerRecord<byte[], byte[]>> records : pending.values()) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                batch.add(record);
            }
        }
        List<Row> rows = List.copyOf(batch.rows.values());
        long started = nanoTime.getAsLong();
        List<RefusedRow> refused = rows.isEmpty() ? List.of() : store.write(rows);
        long took = nanoTime.getAsLong() - started;
        for (RefusedRow row : refused) {
            batch.refuse(row);
        }
        if (!batch.rejections.isEmpty()) {
            quarantine.put(batch.rejections);
        }
        commit();
        count(batch, took, !rows.isEmpty());
        pending.clear();
        pendingRecords = 0;
    }

    private void commit() {
        try {
            consumer.commitSync(Map.copyOf(readUpTo));
            readUpTo.clear();
        } catch (CommitFailedException | RebalanceInProgressException moved) {
            // The rows are stored; who has the partitions now writes them once more, onto themselves.
            readUpTo.clear();
            LOG.info("offsets not committed, the group is being divided anew reason={}", moved.getMessage());
        } catch (RetriableException later) {
            // Kept: they go with the next commit.
            LOG.info("offsets not committed, they go with the next reason={}", later.getMessage());
        }
    }

    private void count(Batch batch, long tookNanos, boolean wroteRows) {
        meters.read(batch.read);
        meters.duplicates(batch.duplicates);
        batch.rows.values().forEach(row -> meters.written(row.table()));
        batch.rejections.forEach(rejection -> meters.rejected(rejection.reason()));
        if (wroteRows) {
            meters.wrote(tookNanos);
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        LOG.info("partitions assigned count={}", partitions.size());
    }

    /** The last moment at which offsets of these partitions may still be committed. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        finish();
        drop(partitions);
    }

    /** Someone else has them already: what is gathered of them must not be written over what that one writes. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        LOG.warn("partitions lost count={}", partitions.size());
        drop(partitions);
    }

    private void drop(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            List<ConsumerRecord<byte[], byte[]>> dropped = pending.remove(partition);
            if (dropped != null) {
                pendingRecords -= dropped.size();
            }
            readUpTo.remove(partition);
        }
    }

    /** What the gathered records amount to. */
    private final class Batch {
        private final Map<Row.Key, Row> rows = new LinkedHashMap<>();
        private final Map<Row.Key, ConsumerRecord<byte[], byte[]>> origins = new HashMap<>();
        private final List<Rejection> rejections = new ArrayList<>();
        private long read;
        private long duplicates;

        void add(ConsumerRecord<byte[], byte[]> record) {
            Outcome outcome;
            try {
                outcome = routing.deserialize(record.topic(), record.value() == null ? new byte[0] : record.value());
            } catch (UndecodableException undecodable) {
                read++;
                rejections.add(rejection(
                        record,
                        null,
                        null,
                        "UNDECODABLE",
                        "*",
                        "value: these bytes are no record of " + record.topic() + ": " + undecodable.getMessage()
                                + "; see who else writes this topic"));
                return;
            }
            for (Row row : OutcomeRows.of(outcome)) {
                read++;
                if (rows.put(row.key(), row) != null) {
                    duplicates++;
                }
                origins.put(row.key(), record);
            }
        }

        void refuse(RefusedRow refused) {
            Row.Key key = refused.row().key();
            rows.remove(key);
            ConsumerRecord<byte[], byte[]> origin = origins.get(key);
            if (origin == null) {
                throw new IllegalStateException("the store refused a row that it was not given: " + key);
            }
            rejections.add(rejection(
                    origin, key.sessionId(), key.runnerId(), refused.reason(), refused.field(), refused.message()));
        }

        private Rejection rejection(
                ConsumerRecord<byte[], byte[]> record,
                @Nullable String session,
                @Nullable String runner,
                String reason,
                String field,
                String message) {
            return new Rejection(
                    session,
                    runner,
                    null,
                    "sink",
                    reason,
                    field,
                    null,
                    message,
                    Instant.ofEpochMilli(record.timestamp()),
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    // They are still in the topic, at that offset.
                    new byte[0]);
        }
    }
}
