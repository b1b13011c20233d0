package dev.backstretch.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is set for each Kafka client reaches each of them, whichever part it belongs to. */
class ClientPropertiesTest {
    private static final Map<String, String> MARKED = Map.of("client.rack", "track-side");

    private final BackstretchConfig config = config();

    private static BackstretchConfig config() {
        BackstretchConfig.Read read = BackstretchConfig.read(
                null,
                Map.of(),
                Map.of(
                        "kafka.bootstrap.servers", "k1:9092",
                        "store.http.server", "q1:9000",
                        "store.pg.server", "q1:8812",
                        "kafka.client.client.rack", "track-side"));
        return ((BackstretchConfig.Read.Good) read).config();
    }

    @Test
    void theyReachEveryPart() {
        try (var system =
                new BackstretchSystem(config, EnumSet.allOf(BackstretchSystem.Part.class), Clock.systemUTC())) {
            assertThat(system.streamsSettings().client()).isEqualTo(MARKED);
            assertThat(system.sinkSettings().clientProperties()).isEqualTo(MARKED);
            assertThat(system.boardSettings().clientProperties()).isEqualTo(MARKED);
            assertThat(system.ingestSettings().kafka()).isEqualTo(MARKED);
        }
    }

    @Test
    void theyReachTheClientsOfTheServers() {
        try (var servers = new Servers(config, Servers.Need.LOG)) {
            assertThat(servers.clientProperties()).containsAllEntriesOf(MARKED);
        }
        assertThat(new EmbeddedRegistry("k1:9092", MARKED, 0).client(Map.of("acks", "all")))
                .containsAllEntriesOf(MARKED)
                .containsEntry("bootstrap.servers", "k1:9092")
                .containsEntry("acks", "all");
    }
}
