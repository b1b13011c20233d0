package dev.backstretch.ingest.doors;

import static dev.backstretch.ingest.doors.ServedDoors.json;
import static dev.backstretch.ingest.doors.ServedDoors.reading;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.event.EventBody;
import dev.backstretch.ingest.IngestSettings;
import dev.backstretch.ingest.QuotaSettings;
import dev.backstretch.schemas.door.ReadingContainer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one sender can do to the others: the real server, asked with raw sockets where a client would not do such things. */
class LimitsTest {
    private static final Duration DAWDLE_LIMIT = Duration.ofMillis(1_500);

    private ServedDoors doors;

    @BeforeEach
    void serve() throws Exception {
        doors = new ServedDoors(
                new IngestSettings(
                        "localhost:1",
                        null,
                        Map.of(),
                        64 * 1024,
                        10_000,
                        96 * 1024,
                        65_536,
                        DAWDLE_LIMIT,
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(30),
                        Duration.ofHours(12),
                        new QuotaSettings(5, 10, 100)),
                DAWDLE_LIMIT);
    }

    @AfterEach
    void close() throws Exception {
        doors.close();
    }

    // ---- quotas

    @Test
    void a_session_over_its_quota_is_told_when_to_come_again_before_it_is_read_and_others_are_not() throws Exception {
        doors.openSession("s2");
        doors.post("/v1/sessions/s2/runners", "{'runner':'r01'}");
        String hundredFifty = "[" + (reading("a") + ",").repeat(149) + reading("a") + "]";
        assertThat(doors.post("/v1/sessions/s1/readings", hundredFifty).statusCode())
                .as("150 of the 100 that may come at once: into debt")
                .isEqualTo(200);
        double received = doors.count("run.ingest.readings.received", "readings");

        HttpResponse<String> refused = doors.post("/v1/sessions/s1/readings", "this is not even JSON");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(5, 7);
        assertThat(json(refused).get("remedy").asText()).contains("Retry-After");
        assertThat(doors.count("run.ingest.readings.received", "readings")).isEqualTo(received);
        assertThat(doors.count("run.ingest.requests.refused", "readings")).isOne();
        assertThat(doors.post("/v1/sessions/s2/readings", reading("a")).statusCode())
                .as("another session of the camp")
                .isEqualTo(200);
        assertThat(doors.post("/v1/sessions/s1/marks", "{'type':'tap','bib':'101','observedAt':'2026-11-21T02:00:00Z'}")
                        .statusCode())
                .as("the coach of the same session")
                .isEqualTo(200);
    }

    @Test
    void lines_of_a_reader_use_up_the_quota_of_marks_and_wait_for_it() throws Exception {
        try (ReaderPort readers = ReaderPort.open(doors.doorway, doors.vertx, "127.0.0.1", 0, Duration.ofSeconds(30))
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS);
                var socket = new Socket(InetAddress.getLoopbackAddress(), readers.port())) {
            String line = "ab010a2c0411000000000000000000000000\n";
            send(socket, "backstretch format=ipico\n" + line.repeat(120));
            awaitReceived(120);
            long startedAt = System.nanoTime();
            send(socket, line);
            assertThat(doors.post("/v1/sessions/s1/marks", "{'type':'tap','bib':'101'}")
                            .statusCode())
                    .isEqualTo(429);
            awaitReceived(121);

            assertThat(Duration.ofNanos(System.nanoTime() - startedAt))
                    .as("20 too many at 10 a second")
                    .isGreaterThan(Duration.ofSeconds(1));
        }
    }

    private void awaitReceived(int lines) throws InterruptedException {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (doors.count("run.ingest.readings.received", "timing") < lines && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        assertThat(doors.count("run.ingest.readings.received", "timing")).isEqualTo(lines);
    }

    // ---- memory

    @Test
    void bodies_that_are_arriving_share_one_room_and_who_finds_none_is_asked_to_come_again() throws Exception {
        try (var first = open();
                var second = open()) {
            String head = head("Content-Length: 65536") + "\r\n\r\n";
            send(first, head + " ".repeat(60_000));
            awaitRoom(60_000);
            send(second, head + " ".repeat(60_000));

            assertThat(answer(second)).startsWith("HTTP/1.1 503").contains("Retry-After: 1");
        }
        // Whoever hangs up makes room.
        awaitRoom(0);
        assertThat(doors.post("/v1/sessions/s1/readings", reading("a")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_packed_container_awaits_the_log_with_its_size_unpacked() throws Exception {
        List<ObjectNode> records = new ArrayList<>();
        for (int i = 0; i < 640; i++) {
            records.add(
                    (ObjectNode) new ObjectMapper().readTree(reading("e" + i).replace('\'', '"')));
        }
        byte[] container = ReadingContainer.encode(records, true);
        assertThat(container).as("96 KiB may await the log").hasSizeLessThan(48 * 1024);
        long unpacked =
                records.stream().mapToLong(one -> one.toString().length()).sum();
        assertThat(unpacked).isGreaterThan(96 * 1024);

        HttpResponse<String> answer = doors.send(doors.request("/v1/sessions/s1/readings")
                .header("Content-Type", "application/avro")
                .POST(HttpRequest.BodyPublishers.ofByteArray(container)));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(doors.log.events(EventBody.Readings.class)).isEmpty();
    }

    private void awaitRoom(long bytes) throws InterruptedException {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (doors.doorway.roomTaken() != bytes && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        assertThat(doors.doorway.roomTaken()).isEqualTo(bytes);
    }

    // ---- time

    @ParameterizedTest(name = "after \"{0}\"")
    @ValueSource(strings = {"", "POST /v1/sess", "POST /v1/sessions/s1/readings HTTP/1.1\r\nHost: x\r\nX: y"})
    void a_head_that_does_not_come_to_its_end_is_408(String beginning) throws Exception {
        try (var socket = open()) {
            send(socket, beginning);

            assertThat(answer(socket)).startsWith("HTTP/1.1 408");
        }
    }

    @Test
    void a_head_that_comes_drop_by_drop_is_408_all_the_same() throws Exception {
        try (var socket = open()) {
            long startedAt = System.nanoTime();
            send(socket, "GET / HTTP/1.1\r\nHost: x\r\n");

            assertThat(dripping(socket, "X-Drop: y\r\n")).startsWith("HTTP/1.1 408");
            assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isLessThan(DAWDLE_LIMIT.multipliedBy(2));
        }
    }

    @Test
    void a_body_that_comes_drop_by_drop_is_408_all_the_same() throws Exception {
        try (var socket = open()) {
            send(socket, head("Transfer-Encoding: chunked") + "\r\n\r\n");

            assertThat(dripping(socket, "1\r\n \r\n")).startsWith("HTTP/1.1 408");
        }
    }

    /** Sends a drop whenever nothing was answered for a tenth of a second; what is answered in the end, or nothing after ten. */
    private static String dripping(Socket socket, String drop) throws IOException {
        for (int i = 0; i < 100; i++) {
            socket.setSoTimeout(100);
            try {
                int first = socket.getInputStream().read();
                return first < 0 ? "" : (char) first + answer(socket);
            } catch (SocketTimeoutException silent) {
                send(socket, drop);
            }
        }
        return "";
    }

    @Test
    void a_connection_that_is_kept_may_rest_between_requests() throws Exception {
        try (var socket = open();
                var dawdler = open()) {
            send(socket, "GET /v1/sessions/s1 HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(answer(socket)).startsWith("HTTP/1.1 200");
            send(dawdler, "GET /v1/sess");
            assertThat(answer(dawdler)).as("so long was the rest").startsWith("HTTP/1.1 408");
            send(socket, "GET /v1/sessions/s1 HTTP/1.1\r\nHost: x\r\n\r\n");

            assertThat(answer(socket)).startsWith("HTTP/1.1 200");
        }
    }

    // ---- heads

    @Test
    void a_head_that_is_too_long_is_431_and_a_path_414() throws Exception {
        assertThat(ask("GET / HTTP/1.1\r\nHost: x\r\nBig: " + "a".repeat(9_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
        assertThat(ask("GET /" + "a".repeat(5_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .contains(" 414 ");
        assertThat(ask(head("Content-Length: 65537") + "\r\n\r\n")).startsWith("HTTP/1.1 413");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
                "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd",
                "Content-Length: 4, 5\r\n\r\nabcd",
                "Content-Length: +4\r\n\r\nabcd",
                "Content-Length: -4\r\n\r\nabcd",
                "Content-Length: 4 4\r\n\r\nabcd",
                "Content-Length : 4\r\n\r\nabcd",
                "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding:\u000Bchunked\r\n\r\n0\r\n\r\n",
                "Host: y\r\n\r\n"
            })
    void a_request_with_two_ends_is_refused_and_what_it_carries_is_never_read(String framing) throws Exception {
        String answer = ask(head(framing) + "GET /v1/sessions/s1 HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(answer).contains(" 400 ").doesNotContain("sessionId");
        assertThat(answer.split("HTTP/1\\.[01] ", -1)).as("one answer").hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1\r\nabcd\r\n0\r\n\r\n",
                "4;x\ny\r\nabcd\r\n0\r\n\r\n",
                "4\r\nabcdef\r\n0\r\n\r\n",
                "FFFFFFFFFFFFFFFFF\r\nabcd\r\n0\r\n\r\n"
            })
    void a_chunk_that_is_none_ends_the_connection_and_nothing_is_kept(String chunks) throws Exception {
        String answer = ask(head("Transfer-Encoding: chunked") + "\r\n\r\n" + chunks
                + "GET /v1/sessions/s1 HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(answer).doesNotContain("sessionId").doesNotContain(" 200 ");
        assertThat(doors.log.events(EventBody.Readings.class)).isEmpty();
    }

    @Test
    void a_request_of_an_older_protocol_in_chunks_is_refused() throws Exception {
        assertThat(ask("POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"))
                .contains(" 400 ");
        assertThat(ask("GET / HTTP/1.1\r\n\r\n")).contains(" 400 ");
    }

    // ---- how it is asked

    /** A request's head as far as what tells where it ends. */
    private static String head(String framing) {
        return String.join(
                "\r\n", "POST /v1/sessions/s1/readings HTTP/1.1", "Host: x", "Content-Type: application/json", framing);
    }

    private Socket open() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), doors.port);
        socket.setSoTimeout((int) DAWDLE_LIMIT.plusSeconds(5).toMillis());
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** What comes until the other side is silent for half a second, or hangs up. */
    private static String answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        var text = new StringBuilder();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                text.append((char) next);
                socket.setSoTimeout(500);
            }
        } catch (SocketTimeoutException silent) {
            // That was all.
        } catch (IOException reset) {
            if (text.isEmpty()) {
                throw reset;
            }
        }
        return text.toString();
    }

    private String ask(String request) throws IOException {
        try (var socket = open()) {
            send(socket, request);
            return answer(socket);
        }
    }
}
