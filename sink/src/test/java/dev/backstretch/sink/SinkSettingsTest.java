package dev.backstretch.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SinkSettingsTest {
    private final SinkSettings settings = SinkSettings.of(
                    "k1:9092", new StoreSettings("127.0.0.1:9000", "127.0.0.1:8812", "u", "", Duration.ofSeconds(1)))
            .withClientProperties(Map.of("client.rack", "track-side", "sasl.jaas.config", "hush"));

    @Test
    void theClientsPropertiesReachTheConsumer() {
        assertThat(SinkService.consumerProperties(settings))
                .containsEntry("client.rack", "track-side")
                .containsEntry("bootstrap.servers", "k1:9092")
                .containsEntry("group.id", SinkSettings.DEFAULT_GROUP_ID)
                .containsEntry("enable.auto.commit", false);
    }

    @Test
    void theClientsPropertiesReachTheQuarantinesProducer() {
        assertThat(TopicQuarantine.producerProperties(settings))
                .containsEntry("client.rack", "track-side")
                .containsEntry("bootstrap.servers", "k1:9092")
                .containsEntry("acks", "all");
    }

    @Test
    void theClientsPropertiesAreNotPrinted() {
        assertThat(settings.toString()).contains("k1:9092").doesNotContain("hush");
    }
}
