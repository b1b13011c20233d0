package dev.backstretch.sink;

import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.schemas.RunSerdes;
import dev.backstretch.schemas.SessionPartition;
import dev.backstretch.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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
    private final SinkSettings settings;
    private final Serializer<Rejection> serializer;
    private @Nullable Producer<byte[], byte[]> producer;

    TopicQuarantine(SinkSettings settings, RunSerdes serdes) {
        this.settings = settings;
        this.serializer = serdes.rejections().serializer();
    }

    /** Opened at the first rejection: most sinks never have one. */
    private Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> open = producer;
        if (open == null) {
            open = new KafkaProducer<>(
                    producerProperties(settings), new ByteArraySerializer(), new ByteArraySerializer());
            producer = open;
        }
        return open;
    }

    static Map<String, Object> producerProperties(SinkSettings settings) {
        var properties = new HashMap<String, Object>(settings.clientProperties());
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, "backstretch-sink-quarantine");
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        return properties;
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
