package dev.backstretch.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionTopicsTest {
    @Test
    void theClientsPropertiesReachTheConsumer() {
        assertThat(SessionTopics.consumerProperties("k1:9092", Map.of("client.rack", "track-side")))
                .containsEntry("client.rack", "track-side")
                .containsEntry("bootstrap.servers", "k1:9092")
                .containsEntry("isolation.level", "read_committed");
    }
}
