package dev.backstretch.ingest;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a compacted topic whole, and goes on reading. */
final class CompactedTail<V> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CompactedTail.class);

    private final String topic;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Deserializer<V> values;
    private final Listener<V> listener;
    private final CompletableFuture<Void> readWhole = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean running = true;
    private boolean warned;

    /** Is told each record in its partition's order. */
    interface Listener<V> {
        void onRecord(String key, @Nullable V value);
    }

    CompactedTail(String topic, IngestSettings settings, Deserializer<V> values, Listener<V> listener) {
        this.topic = topic;
        this.values = values;
        this.listener = listener;
        this.consumer = KafkaClients.consumer(settings, "tail-" + topic, Map.of());
        this.thread = new Thread(this::run, "tail-" + topic);
        thread.setDaemon(true);
    }

    /** Starts to read; the stage completes when all that was there has been told. */
    CompletionStage<Void> start() {
        thread.start();
        return readWhole;
    }

    boolean isUp() {
        return thread.isAlive() && readWhole.isDone() && !readWhole.isCompletedExceptionally();
    }

    private void run() {
        try {
            List<TopicPartition> partitions = consumer.partitionsFor(topic, Duration.ofSeconds(20)).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ahead = new HashMap<>(consumer.endOffsets(partitions, Duration.ofSeconds(20)));
            while (running) {
                for (ConsumerRecord<String, byte[]> polled : consumer.poll(Duration.ofMillis(500))) {
                    tell(polled);
                }
                if (!readWhole.isDone()) {
                    ahead.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
                    if (ahead.isEmpty()) {
                        readWhole.complete(null);
                    }
                }
            }
        } catch (WakeupException | InterruptException e) {
            readWhole.completeExceptionally(e);
        } catch (RuntimeException e) {
            readWhole.completeExceptionally(e);
            LOG.error("event=tail_ended topic={}", topic, e);
        } finally {
            // Of no group, it has nobody to take leave of.
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    private void tell(ConsumerRecord<String, byte[]> polled) {
        if (polled.key() == null) {
            return;
        }
        try {
            listener.onRecord(polled.key(), polled.value() == null ? null : values.deserialize(topic, polled.value()));
        } catch (RuntimeException e) {
            if (!warned) {
                warned = true;
                LOG.warn(
                        "event=record_undecodable topic={} partition={} offset={} cause={}",
                        topic,
                        polled.partition(),
                        polled.offset(),
                        e.getClass().getSimpleName());
            }
        }
    }

    @Override
    public void close() {
        running = false;
        consumer.wakeup();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
