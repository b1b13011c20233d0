package dev.backstretch.ingest;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** How this module's consumers are made: keys are text, values bytes, and nothing is committed. */
final class KafkaClients {
    private KafkaClients() {}

    static String id(IngestSettings settings, String what) {
        return "ingest-" + what + "-" + Objects.requireNonNullElse(settings.instanceId(), "any");
    }

    static KafkaConsumer<String, byte[]> consumer(IngestSettings settings, String what, Map<String, Object> more) {
        return new KafkaConsumer<>(
                consumerSettings(settings, what, more), new StringDeserializer(), new ByteArrayDeserializer());
    }

    static Map<String, Object> consumerSettings(IngestSettings settings, String what, Map<String, Object> more) {
        Map<String, Object> kafka = new HashMap<>(settings.kafka());
        kafka.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        kafka.put(ConsumerConfig.CLIENT_ID_CONFIG, id(settings, what));
        kafka.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        kafka.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        kafka.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        kafka.putAll(more);
        return kafka;
    }
}
