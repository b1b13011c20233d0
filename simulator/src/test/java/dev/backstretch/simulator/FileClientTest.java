package dev.backstretch.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FileClientTest {
    private final List<String> requests = new ArrayList<>();
    private final List<Integer> statuses = new ArrayList<>();
    private final List<Integer> lengths = new ArrayList<>();
    private URI address = URI.create("http://127.0.0.1/");
    private Runnable stop = () -> {};

    @BeforeEach
    void openADoor() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
        address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        stop = () -> server.stop(0);
    }

    @AfterEach
    void closeTheDoor() {
        stop.run();
    }

    private void handle(HttpExchange exchange) throws IOException {
        lengths.add(exchange.getRequestBody().readAllBytes().length);
        requests.add(exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Authorization") + " "
                + exchange.getRequestHeaders().getFirst("Content-Length"));
        byte[] answer = "{\"accepted\":3,\"files\":[]}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(statuses.isEmpty() ? 200 : statuses.remove(0), answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @Test
    void a_file_is_sent_with_its_length_its_name_and_its_token_and_its_progress_is_told() throws Exception {
        AtomicLong sent = new AtomicLong();
        FileClient.Answer answer = new FileClient(address, "secret", Duration.ofSeconds(10))
                .send("s 1", "r&1", "run é.fit", new byte[100_000], sent::set);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.wasRead()).isTrue();
        assertThat(answer.retries()).isZero();
        assertThat(requests)
                .containsExactly("/v1/sessions/s%201/files?runner=r%261&name=run%20%C3%A9.fit Bearer secret 100000");
        assertThat(sent).hasValue(100_000);
    }

    @Test
    void what_is_to_be_sent_later_is_sent_again_and_a_refusal_is_not() throws Exception {
        statuses.addAll(List.of(503, 429));
        var client = new FileClient(address, null, Duration.ofSeconds(20));
        assertThat(client.send("s", "r", "f", new byte[10], sent -> {}).retries())
                .isEqualTo(2);
        assertThat(lengths).containsExactly(10, 10, 10);

        statuses.add(415);
        assertThat(client.send("s", "r", "f", new byte[10], sent -> {}).status())
                .isEqualTo(415);
        assertThat(lengths).hasSize(4);
    }

    @Test
    void a_door_that_is_not_there_is_given_up_after_a_while() throws Exception {
        stop.run();
        FileClient.Answer answer =
                new FileClient(address, null, Duration.ofMillis(600)).send("s", "r", "f", new byte[10], sent -> {});
        assertThat(answer.status()).isZero();
        assertThat(answer.wasRead()).isFalse();
    }
}
