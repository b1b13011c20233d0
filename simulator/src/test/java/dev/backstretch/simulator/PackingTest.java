package dev.backstretch.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStream;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.schemas.door.ReadingContainer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever form a client sends in, a door that unpacks it reads the same. */
class PackingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant AT = Instant.parse("2026-11-21T02:00:00.250Z");

    private final List<JsonNode> read = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();
    private HttpServer server;
    private URI address;

    PackingTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @BeforeEach
    void openADoor() {
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void closeIt() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        sizes.add(body.length);
        String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
        InputStream packed = new ByteArrayInputStream(body);
        try (InputStream in = "gzip".equals(encoding)
                ? new GZIPInputStream(packed)
                : "zstd".equals(encoding) ? new ZstdInputStream(packed) : packed) {
            body = in.readAllBytes();
        }
        if ("application/avro".equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
            var whole = (ReadingContainer.Decoded.Whole) ReadingContainer.decode(body, 1_000, 1_000_000);
            read.addAll(whole.records());
        } else {
            JsonNode json = JSON.readTree(body);
            json.elements().forEachRemaining(item -> {
                if (item.isObject()) {
                    read.add(item);
                }
            });
        }
        byte[] answer = "{\"accepted\":60,\"duplicates\":0,\"rejected\":[]}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private static Delivery minute() {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            readings.add(new Reading(
                    "r01-" + i,
                    AT.plusSeconds(i),
                    18.7 + i * 1e-5,
                    98.9,
                    4,
                    3,
                    87,
                    Double.NaN,
                    Double.NaN,
                    150,
                    Double.NaN,
                    Double.NaN,
                    List.of()));
        }
        return new Delivery(
                new RunEvent(
                        "d",
                        "s1",
                        "r01",
                        AT,
                        AT.plusSeconds(60),
                        Origin.of(Origin.Kind.DEVICE),
                        new EventBody.Readings(readings)),
                0);
    }

    @ParameterizedTest
    @EnumSource(Packing.class)
    void a_minute_of_readings_arrives_as_it_was_sent(Packing packing) throws Exception {
        var client = new DoorClient(address, Duration.ofSeconds(5), Duration.ofSeconds(5), packing);

        assertThat(client.send(minute())).isEqualTo(new DoorAnswer.Read(200, 60, 0, Map.of(), 0));

        assertThat(read).hasSize(60);
        for (int i = 0; i < 60; i++) {
            JsonNode one = read.get(i);
            assertThat(one.get("runner").asText()).isEqualTo("r01");
            assertThat(one.get("eventId").asText()).isEqualTo("r01-" + i);
            assertThat(Instant.parse(one.get("observedAt").asText())).isEqualTo(AT.plusSeconds(i));
            assertThat(one.get("latitudeDegrees").asDouble()).isEqualTo(18.7 + i * 1e-5);
            assertThat(one.get("heartRateBpm").asDouble()).isEqualTo(150);
            assertThat(one.has("altitudeMeters")).isFalse();
        }
    }

    @Test
    void packed_it_is_a_fraction_of_its_size() throws Exception {
        for (Packing packing : Packing.values()) {
            new DoorClient(address, Duration.ofSeconds(5), Duration.ofSeconds(5), packing).send(minute());
        }

        assertThat(sizes.subList(1, 4)).allSatisfy(size -> assertThat(size).isLessThan(sizes.get(0) / 3));
    }
}
