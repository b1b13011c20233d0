package dev.backstretch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IngestSettingsTest {
    @Test
    void the_defaults_are_the_limits_that_users_are_told_of() {
        IngestSettings settings = IngestSettings.at("127.0.0.1:9092");

        assertThat(settings.maximumBodyBytes()).isEqualTo(8 * 1024 * 1024);
        assertThat(settings.maximumItems()).isEqualTo(10_000);
        assertThat(settings.dawdleLimit()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.settleWindow()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.silenceLimit()).isEqualTo(Duration.ofMinutes(30));
        assertThat(settings.lengthLimit()).isEqualTo(Duration.ofHours(12));
    }

    @Test
    void the_clients_properties_reach_consumers_and_producer_and_are_not_printed() {
        IngestSettings settings = IngestSettings.at("127.0.0.1:9092")
                .withClientProperties(Map.of("client.rack", "track-side", "sasl.jaas.config", "hush"))
                .as("embedded");

        assertThat(KafkaClients.consumerSettings(settings, "session-log", Map.of()))
                .containsEntry("client.rack", "track-side")
                .containsEntry("bootstrap.servers", "127.0.0.1:9092")
                .containsEntry("client.id", "ingest-session-log-embedded");
        assertThat(KafkaEventLog.producerSettings(settings))
                .containsEntry("client.rack", "track-side")
                .containsEntry("acks", "all");
        assertThat(settings.toString()).contains("127.0.0.1:9092").doesNotContain("hush");
    }

    @Test
    void all_that_is_wrong_is_told_at_once() {
        assertThatThrownBy(() -> new IngestSettings(
                        " ",
                        null,
                        Map.of(),
                        10,
                        0,
                        5,
                        0,
                        Duration.ZERO,
                        Duration.ofSeconds(-1),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(30),
                        Duration.ofHours(12)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "bootstrapServers is empty",
                        "maximumBodyBytes is 10",
                        "maximumItems is 0",
                        "maximumInFlightBytes is 5",
                        "dawdleLimit is PT0S",
                        "writeLimit is PT-1S");
    }
}
