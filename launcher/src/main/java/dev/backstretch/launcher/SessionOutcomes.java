package dev.backstretch.launcher;

import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.replay.SessionTopics;
import dev.backstretch.schemas.OutcomeRouting;
import dev.backstretch.schemas.RunSerdes;
import dev.backstretch.schemas.SessionPartition;
import dev.backstretch.schemas.UndecodableException;
import dev.backstretch.schemas.json.RunnerReport;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows what goes out of one session, from the moment it is made until the session's last frame and all before it. */
final class SessionOutcomes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionOutcomes.class);
    private static final int CLOSE_PATIENCE_MILLIS = 300;
    private static final Duration POLL = Duration.ofMillis(100);

    private final String sessionId;
    private final OutcomeRouting routing;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Thread thread;
    private final CountDownLatch settled = new CountDownLatch(1);
    private final Object state = new Object();
    private final RunnerReport report;
    private final Map<String, Frame.Entry> newest = new TreeMap<>();
    private Frame.@Nullable Counts counts;
    private Frame.@Nullable PlanProgress plan;
    private int lastPartsMissing = -1;
    private volatile boolean closing;

    /**
     * Begins to follow at the present end of the topics, so it is made before the session is opened.
     *
     * @param topicPartitions how many partitions each topic has
     */
    SessionOutcomes(Map<String, Object> client, RunSerdes serdes, String sessionId, int topicPartitions) {
        this.sessionId = sessionId;
        this.routing = new OutcomeRouting(serdes);
        this.report = new RunnerReport(sessionId);
        int partition = SessionPartition.of(sessionId, topicPartitions);
        partitions = SessionTopics.OUTCOMES.stream()
                .map(topic -> new TopicPartition(topic, partition))
                .toList();
        var settings = new HashMap<>(client);
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", "false");
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(partitions);
        consumer.endOffsets(partitions).forEach(consumer::seek);
        thread = new Thread(this::follow, "follow-session");
        thread.setDaemon(true);
        thread.start();
    }

    private void follow() {
        try {
            while (!closing) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    take(record);
                }
                if (lastSeen() && settled.getCount() > 0 && caughtUp()) {
                    settled.countDown();
                }
            }
        } catch (WakeupException closed) {
            LOG.debug("follower woken session={}", sessionId);
        } catch (RuntimeException failed) {
            LOG.error("outcomes not followed any more session={}", sessionId, failed);
        } finally {
            // Of no group, it has nobody to take leave of.
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        Outcome outcome;
        try {
            outcome = routing.deserialize(record.topic(), record.value());
        } catch (UndecodableException undecodable) {
            LOG.warn(
                    "outcome not readable topic={} partition={} offset={}",
                    record.topic(),
                    record.partition(),
                    record.offset());
            return;
        }
        if (!sessionId.equals(OutcomeRouting.sessionOf(outcome))) {
            return;
        }
        synchronized (state) {
            report.accept(outcome);
            if (outcome instanceof Frame frame) {
                frame.entries()
                        .forEach(entry -> newest.merge(
                                entry.runnerId(),
                                entry,
                                (one, other) -> other.observedAt().isBefore(one.observedAt()) ? one : other));
                if (frame.counts() != null) {
                    counts = frame.counts();
                }
                if (frame.plan() != null) {
                    plan = frame.plan();
                }
                if (frame.last()) {
                    lastPartsMissing = (lastPartsMissing < 0 ? frame.parts() : lastPartsMissing) - 1;
                }
            }
        }
    }

    private boolean lastSeen() {
        synchronized (state) {
            return lastPartsMissing == 0;
        }
    }

    private boolean caughtUp() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        return partitions.stream()
                .allMatch(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
    }

    /** Waits for the last frame and all that went out before it; tells whether they came in time. */
    boolean awaitSettled(Duration patience) throws InterruptedException {
        return settled.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What is known by now; the view may not leave the function. */
    <T> T view(Function<View, T> look) {
        synchronized (state) {
            return look.apply(new View(report, newest, counts, plan));
        }
    }

    /**
     * What is known of the session.
     *
     * @param newest each runner's newest entry
     * @param counts of the newest key frame, null before the first
     * @param plan where the group is, null while that is not known
     */
    record View(
            RunnerReport report,
            Map<String, Frame.Entry> newest,
            Frame.@Nullable Counts counts,
            Frame.@Nullable PlanProgress plan) {}

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            thread.join(CLOSE_PATIENCE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
