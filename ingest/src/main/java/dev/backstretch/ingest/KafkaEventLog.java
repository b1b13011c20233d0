package dev.backstretch.ingest;

import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.people.Person;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.schemas.RunSerdes;
import dev.backstretch.schemas.SessionPartition;
import dev.backstretch.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The log in Kafka: an idempotent producer that waits for all replicas. Every record's timestamp is the receive time. */
public final class KafkaEventLog implements EventLog, AutoCloseable {
    private static final Duration START_PATIENCE = Duration.ofSeconds(30);
    private static final Duration START_PAUSE = Duration.ofMillis(20);

    private final Producer<String, byte[]> producer;
    private final RunSerdes serdes;
    private final int partitions;

    /** Connects; throws when the broker does not answer in time. */
    public KafkaEventLog(IngestSettings settings, RunSerdes serdes) {
        this.serdes = serdes;
        this.producer =
                new KafkaProducer<>(producerSettings(settings), new StringSerializer(), new ByteArraySerializer());
        try {
            this.partitions = partitionsOf(Topics.EVENTS);
            // Also makes the first write to each of them quick: it would look them up otherwise, on a door's thread.
            for (String topic : new String[] {Topics.SESSIONS, Topics.REJECTIONS, Topics.PEOPLE}) {
                int others = partitionsOf(topic);
                if (others != partitions) {
                    throw new IllegalStateException(topic + " has " + others + " partitions and " + Topics.EVENTS + " "
                            + partitions + ": both are found by session, so create them with one number");
                }
            }
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    static Map<String, Object> producerSettings(IngestSettings settings) {
        Map<String, Object> kafka = new HashMap<>(settings.kafka());
        kafka.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        kafka.put(ProducerConfig.CLIENT_ID_CONFIG, KafkaClients.id(settings, "intake"));
        kafka.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        kafka.put(ProducerConfig.ACKS_CONFIG, "all");
        kafka.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        kafka.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        // Kafka's own default. Sessions lie in partitions of their own, so that a batch holds what came for few of
        // them:
        // in 2 ms that is hardly ever a second request, and each batch costs two buffers of 64 KiB and a frame of its
        // own.
        kafka.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        // The intake lets far less than this wait.
        kafka.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L * 1024 * 1024);
        // A door's thread waits for nothing. A producer that has lost its cluster forgets where the topics are, and
        // each write would then hold up all that the thread serves: it fails at once, and its sender hears 503.
        kafka.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
        // Topics that are written seldom keep their metadata, or the first write after a while would fail.
        kafka.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Duration.ofDays(7).toMillis());
        long writeMillis = settings.writeLimit().toMillis();
        kafka.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) writeMillis);
        kafka.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) Math.max(1_000, writeMillis / 2));
        return kafka;
    }

    /** At the start a broker may still be busy with topics that were created just now. */
    private int partitionsOf(String topic) {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (true) {
            try {
                return producer.partitionsFor(topic).size();
            } catch (TimeoutException notYet) {
                if (System.nanoTime() > deadline) {
                    throw notYet;
                }
                // Asking made the producer look; it does not wait for the answer.
                LockSupport.parkNanos(START_PAUSE.toNanos());
            }
        }
    }

    @Override
    public int partitions() {
        return partitions;
    }

    @Override
    public CompletionStage<?> append(RunEvent event) {
        return send(
                Topics.EVENTS,
                SessionPartition.of(event.sessionId(), partitions),
                event.receivedAt(),
                event.sessionId(),
                serdes.events(),
                event);
    }

    @Override
    public CompletionStage<?> announce(SessionHead head, Instant receivedAt) {
        return send(Topics.SESSIONS, head.partition(), receivedAt, head.sessionId(), serdes.sessions(), head);
    }

    @Override
    public CompletionStage<?> introduce(Person person) {
        String key = PeopleDirectory.key(person.campId(), person.runnerId());
        return send(
                Topics.PEOPLE, SessionPartition.of(key, partitions), person.updatedAt(), key, serdes.people(), person);
    }

    @Override
    public CompletionStage<?> erase(String campId, String runnerId, Instant receivedAt) {
        String key = PeopleDirectory.key(campId, runnerId);
        return send(Topics.PEOPLE, SessionPartition.of(key, partitions), receivedAt, key, serdes.people(), null);
    }

    @Override
    public CompletionStage<?> quarantine(Rejection rejection) {
        String session = rejection.sessionId();
        return send(
                Topics.REJECTIONS,
                session == null ? null : SessionPartition.of(session, partitions),
                rejection.receivedAt(),
                session,
                serdes.rejections(),
                rejection);
    }

    private <T> CompletionStage<?> send(
            String topic,
            @Nullable Integer partition,
            Instant receivedAt,
            @Nullable String key,
            Serde<T> serde,
            @Nullable T value) {
        var written = new CompletableFuture<Long>();
        try {
            byte[] bytes = value == null ? null : serde.serializer().serialize(topic, value);
            var unused = producer.send(
                    new ProducerRecord<>(topic, partition, receivedAt.toEpochMilli(), key, bytes),
                    (metadata, failure) -> {
                        if (failure == null) {
                            written.complete(metadata.offset());
                        } else {
                            written.completeExceptionally(failure);
                        }
                    });
        } catch (RuntimeException e) {
            // The registry or the producer itself: to the sender it is the same as a broker that does not answer.
            written.completeExceptionally(e);
        }
        return written;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(3));
    }
}
