package dev.backstretch.sink;

import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.schemas.RunSerdes;
import dev.backstretch.schemas.SessionPartition;
import dev.backstretch.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Rejections go to their topic, beside those of doors and fold. */
final class TopicQuarantine implements Quarantine {
    private final String bootstrapServers;
    private final Serializer<Rejection> serializer;
    private @Nullable Producer<byte[], byte[]> producer;

    TopicQuarantine(String bootstrapServers, RunSerdes serdes) {
        this.bootstrapServers = bootstrapServers;
        this.serializer = serdes.rejections().serializer();
    }

    /** Opened at the first rejection: most sinks never have one. */
    private Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> open = producer;
        if (open == null) {
            open = new KafkaProducer<>(
                    Map.of(
                            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                            bootstrapServers,
                            ProducerConfig.CLIENT_ID_CONFIG,
                            "backstretch-sink-quarantine",
                            ProducerConfig.ACKS_CONFIG,
                            "all",
                            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                            true,
                            ProducerConfig.MAX_BLOCK_MS_CONFIG,
                            10_000,
                            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                            5_000,
                            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                            10_000),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
            producer = open;
        }
        return open;
    }

    @Override
    public void put(List<Rejection> rejections) throws QuarantineUnavailableException {
        try {
            Producer<byte[], byte[]> out = producer();
            int partitions = out.partitionsFor(Topics.REJECTIONS).size();
            List<Future<?>> sent = new ArrayList<>(rejections.size());
            for (Rejection rejection : rejections) {
                String session = rejection.sessionId();
                sent.add(out.send(new ProducerRecord<>(
                        Topics.REJECTIONS,
                        session == null ? null : SessionPartition.of(session, partitions),
                        rejection.receivedAt().toEpochMilli(),
                        session == null ? null : session.getBytes(StandardCharsets.UTF_8),
                        serializer.serialize(Topics.REJECTIONS, rejection))));
            }
            for (Future<?> acknowledged : sent) {
                acknowledged.get();
            }
        } catch (KafkaException | ExecutionException failed) {
            throw new QuarantineUnavailableException(
                    Topics.REJECTIONS + " took no rejections: " + failed.getMessage(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new QuarantineUnavailableException("interrupted while rejections were written", interrupted);
        }
    }

    @Override
    public void close() {
        Producer<byte[], byte[]> open = producer;
        producer = null;
        if (open != null) {
            open.close(Duration.ofMillis(500));
        }
    }
}
