package dev.backstretch.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.ingest.MqttSettings;
import dev.backstretch.ingest.QuotaSettings;
import dev.backstretch.launcher.BackstretchConfig.Read;
import dev.backstretch.schemas.access.LineLimits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackstretchConfigTest {
    @Test
    void withoutSettingsEverythingIsEmbeddedOnLoopback() {
        BackstretchConfig config = good(BackstretchConfig.read(null, Map.of("PATH", "/bin"), Map.of()));

        assertThat(config)
                .isEqualTo(new BackstretchConfig(
                        Path.of("./.backstretch"),
                        12,
                        1.0,
                        new BackstretchConfig.Kafka(Optional.empty(), 0, 1, Map.of()),
                        new BackstretchConfig.Registry(Optional.empty(), 0, "", ""),
                        new BackstretchConfig.Store(Optional.empty(), Optional.empty(), "admin", ""),
                        new BackstretchConfig.Http("127.0.0.1", 8080, Optional.empty(), Optional.empty(), 8088),
                        new BackstretchConfig.Doors(QuotaSettings.USUAL, LineLimits.USUAL, MqttSettings.OFF),
                        Optional.empty(),
                        new BackstretchConfig.Streams("backstretch-streams", 1, Duration.ofMillis(50)),
                        new BackstretchConfig.Timing("127.0.0.1", 0)));
        assertThat(config.kafka().embedded()).isTrue();
    }

    @Test
    void aSystemOfACommandIsReachedByThisMachineAloneAndWithoutACertificate(@TempDir Path folder) throws IOException {
        Path pem = Files.writeString(folder.resolve("a.pem"), "a");
        BackstretchConfig config = good(BackstretchConfig.read(
                null,
                Map.of(),
                Map.of(
                        "http.host", "0.0.0.0",
                        "http.certificate", pem.toString(),
                        "http.key", pem.toString(),
                        "timing.port", "3601",
                        "mqtt.port", "1883")));
        assertThat(config.http().isSecure()).isTrue();

        BackstretchConfig own = config.onAnyPort();
        assertThat(own.http().isLoopback()).isTrue();
        assertThat(own.http().isSecure()).isFalse();
        assertThat(own.http().port()).isZero();
        assertThat(own.timing().port()).isZero();
        assertThat(own.doors().mqtt()).isEqualTo(MqttSettings.OFF);
    }

    @Test
    void theOperatorsTokenIsReadFromTheFolderOfKeys(@TempDir Path folder) throws IOException {
        BackstretchConfig config = good(BackstretchConfig.read(
                null, Map.of(), Map.of("data", folder.resolve("data").toString(), "access.folder", folder.toString())));
        Files.writeString(folder.resolve("operator.token"), "of-the-folder\n");

        assertThat(LocalToken.of(config, "given")).isEqualTo("given");
        assertThat(LocalToken.of(config, null)).isEqualTo("of-the-folder");
    }

    @Test
    void everySettingIsMappedAndALaterSourceWins(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("camp.yaml");
        Files.writeString(file, """
                data: /srv/camp
                partitions: 24
                clock.speed: 20
                kafka:
                  bootstrap.servers: "k1:9092, k2:9092"
                  port: 9000
                  replicas: 3
                  client.security.protocol: SSL
                schema.registry:
                  url: http://in-the-file:8081
                  port: 8082
                  user: reader
                  password: from-the-file
                store.http.server: q1:9000
                store.pg.server: q1:8812
                store.user: writer
                store.password: hush
                http.host: localhost
                http.port: 1234
                quota:
                  device: 20
                  session: 200
                  camp: 400
                lines:
                  session: 50
                  all: 500
                mqtt.port: 1883
                mqtt.broker:
                  url: mqtts://broker:8883
                  user: camp
                  password: whisper
                  group: doors
                http.certificate: /srv/camp.pem
                http.key: /srv/camp.key
                http.trust.port: 80
                access.folder: /srv/access
                streams.application.id: camp-fold
                streams.threads: 4
                streams.commit.interval: PT0.02S
                timing.host: localhost
                timing.port: 10001
                """);
        BackstretchConfig config = good(BackstretchConfig.read(
                file,
                Map.of("BACKSTRETCH_SCHEMA_REGISTRY_URL", "https://registry:8081", "BACKSTRETCH_HTTP_PORT", "2345"),
                Map.of("http.port", "0")));

        assertThat(config)
                .isEqualTo(new BackstretchConfig(
                        Path.of("/srv/camp"),
                        24,
                        20.0,
                        new BackstretchConfig.Kafka(
                                Optional.of("k1:9092, k2:9092"), 9000, 3, Map.of("security.protocol", "SSL")),
                        new BackstretchConfig.Registry(
                                Optional.of(URI.create("https://registry:8081")), 8082, "reader", "from-the-file"),
                        new BackstretchConfig.Store(Optional.of("q1:9000"), Optional.of("q1:8812"), "writer", "hush"),
                        new BackstretchConfig.Http(
                                "localhost",
                                0,
                                Optional.of(Path.of("/srv/camp.pem")),
                                Optional.of(Path.of("/srv/camp.key")),
                                80),
                        new BackstretchConfig.Doors(
                                new QuotaSettings(20, 200, 400),
                                new LineLimits(50, 500),
                                new MqttSettings(
                                        "localhost",
                                        OptionalInt.of(1883),
                                        URI.create("mqtts://broker:8883"),
                                        "camp",
                                        "whisper",
                                        "doors")),
                        Optional.of(Path.of("/srv/access")),
                        new BackstretchConfig.Streams("camp-fold", 4, Duration.ofMillis(20)),
                        new BackstretchConfig.Timing("localhost", 10001)));
    }

    @Test
    void everyProblemIsToldWithKeyValueRuleAndTheNearestKnownKey(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("camp.yaml");
        Files.writeString(file, "kafka.bootstrap.server: k1:9092\nhttp.port: 70000\nstore.http.server: q1:9000\n");
        Read read = BackstretchConfig.read(
                file,
                Map.of(
                        "BACKSTRETCH_PARTITIONS",
                        "none",
                        "BACKSTRETCH_RECORDINGS",
                        "/tmp",
                        "BACKSTRETCH_IMAGE",
                        "mine:1"),
                Map.of("http.host", "no host", "http.key", "/srv/camp.key"));

        assertThat(read).isInstanceOfSatisfying(Read.Bad.class, bad -> {
            List<String> problems = bad.problems();
            assertThat(problems).hasSize(6);
            assertThat(problems)
                    .anySatisfy(problem -> assertThat(problem)
                            .contains("kafka.bootstrap.server", "k1:9092", "perhaps kafka.bootstrap.servers is meant"))
                    .anySatisfy(problem -> assertThat(problem).contains("http.port", "70000", "from 0 to 65535"))
                    .anySatisfy(problem ->
                            assertThat(problem).contains("partitions", "none", "environment BACKSTRETCH_PARTITIONS"))
                    .anySatisfy(problem -> assertThat(problem).contains("http.host", "no host", "of this machine"))
                    .anySatisfy(problem -> assertThat(problem).contains("http.certificate", "needs both"))
                    .anySatisfy(problem -> assertThat(problem).contains("store.pg.server", "needs both"));
        });
    }

    @Test
    void secretsAreNeverShown() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("store.password", "hush");
        options.put("schema.registry.password", "hush");
        options.put("mqtt.broker.password", "hush");
        options.put("kafka.client.sasl.jaas.config", "hush");
        options.put("kafka.client.ssl.keystore.password", "hush");
        options.put("kafka.client.security.protocol", "SASL_SSL");
        Read read = BackstretchConfig.read(null, Map.of(), options);

        assertThat(read).isInstanceOfSatisfying(Read.Good.class, good -> {
            assertThat(good.effective().toString()).doesNotContain("hush").contains("SASL_SSL");
            assertThat(good.config().toString()).doesNotContain("hush");
        });
    }

    private static BackstretchConfig good(Read read) {
        if (read instanceof Read.Bad bad) {
            throw new AssertionError(bad.problems());
        }
        return ((Read.Good) read).config();
    }
}
