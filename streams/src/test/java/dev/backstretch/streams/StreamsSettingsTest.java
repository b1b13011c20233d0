package dev.backstretch.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.schemas.RunSerdes;
import dev.backstretch.schemas.registry.InMemorySchemaRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamsSettingsTest {
    private final StreamsSettings settings = new StreamsSettings(
            "k1:9092",
            "fold",
            Path.of("state"),
            Duration.ofMillis(50),
            1_000,
            1,
            null,
            Map.of("security.protocol", "SSL", "sasl.jaas.config", "hush"));

    @Test
    void the_clients_properties_reach_every_client_of_the_topology_and_that_of_the_tail() {
        var streams = new StreamsConfig(
                StreamsService.properties(settings, new RunSerdes(new InMemorySchemaRegistry()), false));

        assertThat(streams.getMainConsumerConfigs("fold", "main", 0)).containsEntry("security.protocol", "SSL");
        assertThat(streams.getRestoreConsumerConfigs("restore")).containsEntry("security.protocol", "SSL");
        assertThat(streams.getProducerConfigs("producer")).containsEntry("security.protocol", "SSL");
        assertThat(streams.getAdminConfigs("admin")).containsEntry("security.protocol", "SSL");
        assertThat(StreamsService.tailProperties(settings))
                .containsEntry("security.protocol", "SSL")
                .containsEntry("bootstrap.servers", "k1:9092");
    }

    @Test
    void the_clients_properties_are_not_printed() {
        assertThat(settings.toString()).contains("k1:9092").doesNotContain("hush");
    }
}
