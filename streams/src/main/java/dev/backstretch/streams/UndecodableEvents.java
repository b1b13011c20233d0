package dev.backstretch.streams;

import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.schemas.RunSerdes;
import dev.backstretch.schemas.Topics;
import dev.backstretch.schemas.UndecodableException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * Turns bytes that are no event into a {@link Rejection} with their place in the log, and goes on (design D8). Kafka
 * Streams makes the object; the serdes come with the configuration. A registry that does not answer is no fault of the
 * bytes: that stops the task, which is tried again.
 */
public final class UndecodableEvents implements DeserializationExceptionHandler {
    /** Configuration key of the {@link RunSerdes}. */
    static final String SERDES = "backstretch.serdes";

    private @Nullable RunSerdes serdes;

    @Override
    public void configure(Map<String, ?> configuration) {
        serdes = (RunSerdes) Objects.requireNonNull(configuration.get(SERDES), SERDES);
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        if (!(exception instanceof UndecodableException)) {
            return Response.fail();
        }
        byte[] key = record.key();
        byte[] value = record.value();
        Rejection rejection = new Rejection(
                key == null ? null : new String(key, StandardCharsets.UTF_8),
                null,
                null,
                "log",
                "UNDECODABLE",
                null,
                null,
                "The record is no event in the registry's format: find who wrote it, and send it through a door.",
                Instant.ofEpochMilli(record.timestamp()),
                record.topic(),
                record.partition(),
                record.offset(),
                value == null ? new byte[0] : value);
        byte[] bytes = Objects.requireNonNull(serdes, SERDES)
                .rejections()
                .serializer()
                .serialize(Topics.REJECTIONS, rejection);
        return Response.resume(
                List.of(new ProducerRecord<>(Topics.REJECTIONS, record.partition(), record.timestamp(), key, bytes)));
    }
}
