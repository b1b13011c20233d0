package dev.backstretch.board;

import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.schemas.OutcomeRouting;
import dev.backstretch.schemas.RunSerdes;
import dev.backstretch.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topics whole: every partition from its beginning, at each start, committed records only. It belongs to no
 * group, so each board process has all sessions, and nothing has to be remembered between starts.
 */
final class KafkaOutcomeFeed implements OutcomeFeed {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaOutcomeFeed.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CLOSE = Duration.ofSeconds(3);
    private static final long AGE_OUT_NANOS = Duration.ofMinutes(1).toNanos();

    private final BoardSettings settings;
    private final BoardMeters meters;
    private final Sessions sessions;
    private final Map<String, Channel> channels = new HashMap<>();
    private final Map<String, Deserializer<? extends Outcome>> outcomes = new HashMap<>();
    private final RunSerdes serdes;
    private final AtomicReference<@Nullable String> missing = new AtomicReference<>("the board has not started");
    private volatile boolean closing;
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private @Nullable Thread thread;
    private boolean faultTold;

    KafkaOutcomeFeed(BoardSettings settings, RunSerdes serdes, BoardMeters meters, Sessions sessions) {
        this.settings = settings;
        this.serdes = serdes;
        this.meters = meters;
        this.sessions = sessions;
        channels.put(Topics.LAPS, Channel.LAPS);
        channels.put(Topics.STANDINGS, Channel.STANDINGS);
        channels.put(Topics.ALERTS, Channel.ALERTS);
        channels.put(Topics.METRICS, Channel.METRICS);
        outcomes.put(Topics.LAPS, serdes.laps().deserializer());
        outcomes.put(Topics.STANDINGS, serdes.standings().deserializer());
        outcomes.put(Topics.ALERTS, serdes.alerts().deserializer());
        outcomes.put(Topics.METRICS, serdes.frames().deserializer());
    }

    @Override
    public void start(Receiver receiver) {
        if (thread != null) {
            throw new IllegalStateException("the feed was started before");
        }
        var opened = new KafkaConsumer<>(
                consumerProperties(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer = opened;
        missing.set("the board has not read the topics yet");
        thread = new Thread(() -> run(opened, receiver), "board-feed");
        thread.setDaemon(true);
        thread.start();
    }

    static Map<String, Object> consumerProperties(BoardSettings settings) {
        var properties = new HashMap<String, Object>(settings.clientProperties());
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "backstretch-board");
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        return properties;
    }

    private void run(KafkaConsumer<byte[], byte[]> opened, Receiver receiver) {
        try (opened) {
            Map<TopicPartition, Long> target = assign(opened);
            long agedOutAt = System.nanoTime();
            while (!closing) {
                for (ConsumerRecord<byte[], byte[]> entry : opened.poll(POLL)) {
                    take(entry, receiver);
                }
                watchLag(opened, target);
                if (System.nanoTime() - agedOutAt > AGE_OUT_NANOS) {
                    sessions.ageOut();
                    agedOutAt = System.nanoTime();
                }
            }
        } catch (WakeupException e) {
            if (!closing) {
                throw e;
            }
        } catch (KafkaException e) {
            missing.set("the board stopped reading: " + e.getMessage());
            LOG.error("event=board-feed-failed fault={}", e.toString(), e);
        }
    }

    /** Waits until all topics are there, then takes every partition; answers where each ended at that moment. */
    private Map<TopicPartition, Long> assign(KafkaConsumer<byte[], byte[]> opened) {
        var wanted = new TreeSet<>(channels.keySet());
        wanted.add(Topics.SESSIONS);
        wanted.add(Topics.PEOPLE);
        var partitions = new ArrayList<TopicPartition>();
        while (!closing) {
            partitions.clear();
            var absent = new ArrayList<String>();
            for (String topic : wanted) {
                List<PartitionInfo> found = partitionsOf(opened, topic);
                found.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
                if (found.isEmpty()) {
                    absent.add(topic);
                }
            }
            if (absent.isEmpty()) {
                break;
            }
            missing.set("topics are not there: " + absent);
            opened.poll(POLL); // paces the next look
        }
        opened.assign(partitions);
        opened.seekToBeginning(partitions);
        return closing ? Map.of() : opened.endOffsets(partitions);
    }

    private static List<PartitionInfo> partitionsOf(KafkaConsumer<byte[], byte[]> opened, String topic) {
        List<PartitionInfo> found = opened.listTopics().get(topic);
        return found == null ? List.of() : found;
    }

    private void take(ConsumerRecord<byte[], byte[]> entry, Receiver receiver) {
        meters.outcomesRead.increment();
        try {
            Channel channel = channels.get(entry.topic());
            byte[] value = entry.value();
            if (channel != null) {
                Deserializer<? extends Outcome> outcome = outcomes.get(entry.topic());
                if (outcome != null && value != null) {
                    receiver.outcome(
                            channel,
                            entry.offset(),
                            outcome.deserialize(entry.topic(), value),
                            entry.headers().lastHeader(OutcomeRouting.SETTLED_HEADER) != null);
                }
            } else if (entry.topic().equals(Topics.SESSIONS)) {
                if (value != null) {
                    receiver.session(serdes.sessions().deserializer().deserialize(entry.topic(), value));
                }
            } else {
                byte[] key = entry.key();
                if (key != null) {
                    receiver.person(
                            new String(key, StandardCharsets.UTF_8),
                            value == null
                                    ? null
                                    : serdes.people().deserializer().deserialize(entry.topic(), value));
                }
            }
        } catch (RuntimeException e) {
            // One record that cannot be read must not stop the board; it is counted, and told once.
            meters.undecodable.increment();
            if (!faultTold) {
                faultTold = true;
                LOG.warn(
                        "event=board-record-unreadable topic={} partition={} offset={} fault={}",
                        entry.topic(),
                        entry.partition(),
                        entry.offset(),
                        e.toString());
            }
        }
    }

    private void watchLag(KafkaConsumer<byte[], byte[]> opened, Map<TopicPartition, Long> target) {
        long lag = 0;
        for (TopicPartition partition : opened.assignment()) {
            OptionalLong behind = opened.currentLag(partition);
            lag += behind.orElse(0);
        }
        meters.lagRecords.set(lag);
        if (missing.get() != null) {
            long left = 0;
            for (var end : target.entrySet()) {
                left += Math.max(0, end.getValue() - opened.position(end.getKey()));
            }
            missing.set(left == 0 ? null : "the board has " + left + " records of the topics to read");
        }
    }

    @Override
    public Optional<String> missing() {
        return Optional.ofNullable(missing.get());
    }

    @Override
    public void close() {
        closing = true;
        KafkaConsumer<byte[], byte[]> opened = consumer;
        Thread running = thread;
        if (opened == null || running == null) {
            return;
        }
        opened.wakeup();
        try {
            running.join(CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        missing.set("the board is closed");
    }
}
