package dev.backstretch.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BoardSettingsTest {
    private final BoardSettings settings = BoardSettings.at("k1:9092")
            .withClientProperties(Map.of("client.rack", "track-side", "sasl.jaas.config", "hush"))
            .withSpeed(20);

    @Test
    void theDefaultsAreThoseOfRealLife() {
        assertThat(BoardSettings.at("k1:9092"))
                .isEqualTo(
                        new BoardSettings("k1:9092", Map.of(), 1.0, Duration.ofSeconds(5), 8192, Duration.ofHours(24)));
    }

    @Test
    void theClientsPropertiesReachTheConsumer() {
        assertThat(KafkaOutcomeFeed.consumerProperties(settings))
                .containsEntry("client.rack", "track-side")
                .containsEntry("bootstrap.servers", "k1:9092")
                .containsEntry("isolation.level", "read_committed");
    }

    @Test
    void theClientsPropertiesAreNotPrinted() {
        assertThat(settings.toString()).contains("k1:9092", "20.0").doesNotContain("hush");
    }
}
