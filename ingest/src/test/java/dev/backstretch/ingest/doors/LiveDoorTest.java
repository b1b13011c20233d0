package dev.backstretch.ingest.doors;

import static dev.backstretch.ingest.doors.ServedDoors.await;
import static dev.backstretch.ingest.doors.ServedDoors.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstretch.domain.event.EventBody;
import dev.backstretch.ingest.IngestSettings;
import dev.backstretch.ingest.QuotaSettings;
import dev.backstretch.schemas.access.Grant;
import dev.backstretch.schemas.access.LineLimits;
import dev.backstretch.schemas.access.Role;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketFrame;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The door of continuous phones over real WebSockets, with the log in memory. */
class LiveDoorTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ServedDoors doors;

    /** Held to the end: the sockets of a client that nobody holds are closed when it is collected. */
    private final List<WebSocketClient> clients = new ArrayList<>();

    @BeforeEach
    void serve() throws Exception {
        doors = new ServedDoors(new IngestSettings(
                "localhost:1",
                null,
                Map.of(),
                64 * 1024,
                10_000,
                96 * 1024,
                65_536,
                Duration.ofMillis(400),
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                Duration.ofMinutes(30),
                Duration.ofHours(12),
                new QuotaSettings(5, 10, 100)));
    }

    @AfterEach
    void close() throws Exception {
        doors.close();
    }

    /** A phone that writes down what it hears. */
    private static final class Phone {
        private final WebSocket socket;
        private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        private final CompletableFuture<String> closed = new CompletableFuture<>();

        Phone(WebSocket socket) {
            this.socket = socket;
            socket.textMessageHandler(answers::add);
            socket.closeHandler(end -> closed.complete(socket.closeStatusCode() + " " + socket.closeReason()));
        }

        void send(String json) throws Exception {
            await(socket.writeTextMessage(json.replace('\'', '"')));
        }

        JsonNode hear() throws Exception {
            return JSON.readTree(Objects.requireNonNull(answers.poll(20, TimeUnit.SECONDS), "no answer in 20 s"));
        }
    }

    private Phone connect() throws Exception {
        return connect("/v1/sessions/s1/live");
    }

    private Phone connect(String path) throws Exception {
        var options =
                new WebSocketClientOptions().setMaxFrameSize(8 * 1024 * 1024).setMaxMessageSize(8 * 1024 * 1024);
        WebSocketClient client = doors.vertx.createWebSocketClient(options);
        clients.add(client);
        WebSocket socket = await(client.connect(doors.port, "127.0.0.1", path));
        return new Phone(socket);
    }

    @Test
    void each_message_is_acknowledged_by_the_event_ids_that_are_in_the_log() throws Exception {
        Phone phone = connect();
        phone.send(reading("a"));
        assertThat(phone.hear().toString())
                .isEqualTo("{\"accepted\":1,\"duplicates\":0,\"conflicting\":0,\"rejected\":[],"
                        + "\"acknowledged\":[\"a\"],\"message\":1}");

        phone.send("[" + reading("a") + "," + reading("b").replace("18.7", "91") + "," + reading("c") + "]");
        JsonNode second = phone.hear();
        assertThat(second.get("acknowledged").toString()).isEqualTo("[\"a\",\"c\"]");
        assertThat(second.get("duplicates").asInt()).isOne();
        assertThat(second.at("/rejected/0/eventId").asText()).isEqualTo("b");
        assertThat(second.at("/rejected/0/reason").asText()).isEqualTo("RANGE_POSITION");
        assertThat(doors.log.events(EventBody.Readings.class)).hasSize(2);
        assertThat(doors.addsUp("live")).isTrue();
    }

    /** Waits until the log was handed so many deliveries, acknowledged or not. */
    private void awaitDeliveries(int count) throws InterruptedException {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (doors.log.events(EventBody.Readings.class).size() < count && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        assertThat(doors.log.events(EventBody.Readings.class)).hasSizeGreaterThanOrEqualTo(count);
    }

    /** What the door would take of the lines that are open it has taken once it has answered others. */
    private void letOthersIn() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(doors.send(doors.request("/v1/sessions/s1").GET()).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void nothing_is_acknowledged_before_the_log_has_it() throws Exception {
        Phone phone = connect();
        doors.log.withhold();
        phone.send(reading("a"));
        assertThat(phone.answers.poll(300, TimeUnit.MILLISECONDS)).isNull();

        doors.log.acknowledge();
        assertThat(phone.hear().get("acknowledged").toString()).isEqualTo("[\"a\"]");
    }

    @Test
    void what_was_not_acknowledged_is_sent_again_over_the_next_connection_and_counted_once() throws Exception {
        Phone first = connect();
        doors.log.withhold();
        first.send("[" + reading("a") + "," + reading("b") + "]");
        awaitDeliveries(1);
        await(first.socket.close());
        doors.log.acknowledge();

        Phone second = connect();
        second.send("[" + reading("a") + "," + reading("b") + "," + reading("c") + "]");

        JsonNode answer = second.hear();
        assertThat(answer.get("acknowledged").toString()).isEqualTo("[\"a\",\"b\",\"c\"]");
        assertThat(answer.get("duplicates").asInt()).isEqualTo(2);
        assertThat(doors.count("run.ingest.readings.accepted", "live")).isEqualTo(3);
        assertThat(doors.addsUp("live")).isTrue();
    }

    /** What the log says just while a phone hangs up has nobody to go to. */
    @Test
    void who_hangs_up_while_being_answered_leaves_no_fault_behind() throws Exception {
        var faults = new LinkedBlockingQueue<Throwable>();
        doors.vertx.exceptionHandler(faults::add);
        for (int round = 0; round < 60; round++) {
            Phone phone = connect();
            doors.log.withhold();
            phone.send(reading("round-" + round));
            awaitDeliveries(round + 1);
            phone.socket.close();
            // From here on the close is on its way, and meets the answer anywhere.
            for (long until = System.nanoTime() + round * 10_000L; System.nanoTime() < until; ) {
                Thread.onSpinWait();
            }
            doors.log.acknowledge();
            phone.closed.get(20, TimeUnit.SECONDS);
        }
        letOthersIn();

        assertThat(faults).isEmpty();
        assertThat(doors.addsUp("live")).isTrue();
    }

    @Test
    void a_log_that_does_not_answer_is_told_and_the_connection_stays() throws Exception {
        Phone phone = connect();
        doors.log.fail(true);
        phone.send(reading("a"));
        JsonNode refused = phone.hear();
        assertThat(refused.at("/problem/status").asInt()).isEqualTo(503);
        assertThat(refused.get("retryAfterSeconds").asInt()).isOne();
        assertThat(refused.get("message").asInt()).isOne();
        assertThat(refused.has("acknowledged")).isFalse();

        doors.log.fail(false);
        phone.send(reading("a"));
        assertThat(phone.hear().get("accepted").asInt()).isOne();
    }

    @Test
    void what_cannot_be_read_is_one_refused_item_and_the_stream_goes_on() throws Exception {
        Phone phone = connect();
        phone.send("hello");
        assertThat(phone.hear().at("/rejected/0/reason").asText()).isEqualTo("MALFORMED");
        await(phone.socket.writeBinaryMessage(Buffer.buffer(new byte[] {(byte) 0xC3, 0x28})));
        assertThat(phone.hear().at("/rejected/0/reason").asText()).isEqualTo("ENCODING");
        phone.send(reading("a"));

        assertThat(phone.hear().get("accepted").asInt()).isOne();
        assertThat(doors.log.rejections()).hasSize(2);
        assertThat(doors.addsUp("live")).isTrue();
    }

    @Test
    void who_is_over_the_quota_is_not_read_for_a_while_and_loses_nothing() throws Exception {
        Phone phone = connect();
        phone.send("[" + (reading("x") + ",").repeat(119) + reading("x") + "]");
        phone.hear();
        long startedAt = System.nanoTime();
        phone.send(reading("a"));
        phone.send(reading("b"));

        assertThat(phone.hear().get("acknowledged").toString()).isEqualTo("[\"a\"]");
        assertThat(Duration.ofNanos(System.nanoTime() - startedAt))
                .as("20 too many at 10 a second")
                .isGreaterThan(Duration.ofMillis(1_500));
        assertThat(phone.hear().get("acknowledged").toString()).isEqualTo("[\"b\"]");
    }

    @Test
    void a_log_that_is_slow_stops_the_reading_and_not_the_memory() throws Exception {
        Phone phone = connect();
        doors.log.withhold();
        for (int i = 0; i < 100; i++) {
            await(phone.socket.writeTextMessage(
                    "{\"runner\":\"r01\",\"observedAt\":\"2026-11-21T01:59:59Z\",\"eventId\":\"" + i
                            + "\",\"heartRateBpm\":150}"));
        }
        awaitDeliveries(32);
        letOthersIn();
        assertThat(doors.log.events(EventBody.Readings.class)).hasSize(32);

        doors.log.acknowledge();
        for (int i = 0; i < 100; i++) {
            assertThat(phone.hear().get("accepted").asInt()).isOne();
        }
    }

    @Test
    void a_message_that_is_too_large_closes_the_connection_with_a_code_and_a_reason() throws Exception {
        Phone oneFrame = connect();
        var unused = oneFrame.socket.writeTextMessage(" ".repeat(1200 * 1024));
        assertThat(oneFrame.closed.get(20, TimeUnit.SECONDS))
                .startsWith("1009 ")
                .doesNotContain("null");

        Phone manyFrames = connect();
        for (int i = 0; i < 12; i++) {
            String piece = " ".repeat(100 * 1024);
            unused = manyFrames.socket.writeFrame(
                    i == 0
                            ? WebSocketFrame.textFrame(piece, false)
                            : WebSocketFrame.continuationFrame(Buffer.buffer(piece), false));
        }
        assertThat(manyFrames.closed.get(20, TimeUnit.SECONDS))
                .startsWith("1009 ")
                .doesNotContain("null");
        assertThat(doors.log.events(EventBody.Readings.class)).isEmpty();
    }

    @Test
    void a_phone_that_is_there_answers_pings_and_one_that_is_gone_is_let_go() throws Exception {
        Phone there = connect();
        try (var gone = new Socket(InetAddress.getLoopbackAddress(), doors.port)) {
            gone.setSoTimeout(20_000);
            gone.getOutputStream()
                    .write(String.join(
                                    "\r\n",
                                    "GET /v1/sessions/s1/live HTTP/1.1",
                                    "Host: x",
                                    "Connection: Upgrade",
                                    "Upgrade: websocket",
                                    "Sec-WebSocket-Version: 13",
                                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                                    "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            gone.getOutputStream().flush();
            var heard = new StringBuilder();
            for (int next = gone.getInputStream().read();
                    next >= 0 && heard.indexOf("nothing was heard") < 0;
                    next = gone.getInputStream().read()) {
                heard.append((char) next);
            }

            assertThat(heard).startsWith("HTTP/1.1 101").contains("beat");
            int reason = heard.indexOf("nothing was heard");
            assertThat(heard.charAt(reason - 2) << 8 | heard.charAt(reason - 1)).isEqualTo(4408);
        }
        there.send(reading("a"));
        assertThat(there.hear().get("accepted").asInt()).isOne();
    }

    @Test
    void what_is_no_websocket_or_no_session_hears_so_before_the_upgrade() throws Exception {
        HttpResponse<String> plain =
                doors.send(doors.request("/v1/sessions/s1/live").GET());
        assertThat(plain.statusCode()).isEqualTo(426);
        assertThat(doors.send(doors.request("/v1/sessions/none/live").GET()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_locked_session_takes_a_runners_own_readings_with_the_runners_token_alone() throws Exception {
        doors.openLockedSession("s9");
        String path = "/v1/sessions/s9/live";
        assertThat(doors.send(doors.request(path).GET()).statusCode()).isEqualTo(401);
        assertThat(doors.send(doors.request(path + "?token=nonsense").GET()).statusCode())
                .isEqualTo(401);
        String others = doors.token(Grant.ofRunner(Role.RUNNER, "s1", "r01"));
        assertThat(doors.send(doors.request(path + "?token=" + others).GET()).statusCode())
                .isEqualTo(403);
        String screen = doors.token(Grant.ofSession(Role.SCREEN, "s9"));
        assertThat(doors.send(doors.request(path + "?token=" + screen).GET()).statusCode())
                .isEqualTo(403);

        Phone phone = connect(path + "?token=" + doors.token(Grant.ofRunner(Role.DEVICE, "s9", "r01")));
        phone.send(reading("a").replace("'runner':'r01',", ""));
        assertThat(phone.hear().get("acknowledged").toString()).isEqualTo("[\"a\"]");
        phone.send(reading("b").replace("r01", "r02"));
        assertThat(phone.closed.get(20, TimeUnit.SECONDS)).startsWith("4403 ");
        assertThat(doors.log.events(EventBody.Readings.class)).hasSize(1);
    }

    @Test
    void a_token_that_is_revoked_ends_the_line_before_the_next_message_is_taken() throws Exception {
        doors.openLockedSession("s9");
        Phone phone = connect("/v1/sessions/s9/live?token=" + doors.token(Grant.ofRunner(Role.DEVICE, "s9", "r01")));
        phone.send(reading("a"));
        phone.hear();

        doors.revokeTokensOf("s9");
        phone.send(reading("b"));

        assertThat(phone.closed.get(20, TimeUnit.SECONDS)).startsWith("4401 ").contains("revoked");
        assertThat(doors.log.events(EventBody.Readings.class)).hasSize(1);
        assertThat(doors.count("run.ingest.requests.refused", "live")).isOne();
    }

    @Test
    void a_line_that_says_nothing_ends_when_its_token_is_revoked() throws Exception {
        doors.openLockedSession("s9");
        Phone phone = connect("/v1/sessions/s9/live?token=" + doors.token(Grant.ofRunner(Role.DEVICE, "s9", "r01")));
        Phone untouched = connect();

        doors.revokeTokensOf("s9");

        assertThat(phone.closed.get(20, TimeUnit.SECONDS)).startsWith("4401 ").contains("revoked");
        assertThat(untouched.closed).isNotDone();
    }

    @Test
    void the_lines_of_who_is_erased_end_and_the_revocation_waits_for_no_other_line() throws Exception {
        doors.openLockedSession("s9");
        Phone erased = connect("/v1/sessions/s9/live?token=" + doors.token(Grant.ofRunner(Role.RUNNER, "s9", "r01")));
        Phone other = connect("/v1/sessions/s9/live?token=" + doors.token(Grant.ofRunner(Role.RUNNER, "s9", "r02")));

        HttpResponse<String> answer = doors.send(doors.request("/v1/runners/r01")
                .header("Authorization", "Bearer " + doors.token(Grant.operator()))
                .DELETE());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(erased.closed.get(20, TimeUnit.SECONDS)).startsWith("4401 ");
        assertThat(other.closed).isNotDone();
        assertThat(doors.revokedOn).as("a thread that may wait for a disk").contains("worker");
    }

    @Test
    void more_lines_than_there_may_be_are_refused_before_they_open_until_one_closes() throws Exception {
        doors.close();
        doors = new ServedDoors(IngestSettings.at("localhost:1").withLines(new LineLimits(1, 2)));
        doors.openSession("s2");
        doors.openSession("s3");
        Phone first = connect();

        assertThatThrownBy(this::connect).cause().isInstanceOfSatisfying(UpgradeRejectedException.class, refused -> {
            assertThat(refused.getStatus()).as("of the session").isEqualTo(429);
            assertThat(refused.getHeaders().get("Retry-After")).isEqualTo("10");
        });
        connect("/v1/sessions/s2/live");
        assertThatThrownBy(() -> connect("/v1/sessions/s3/live"))
                .cause()
                .isInstanceOfSatisfying(UpgradeRejectedException.class, refused -> {
                    assertThat(refused.getStatus()).as("in all").isEqualTo(503);
                    assertThat(refused.getHeaders().get("Retry-After")).isEqualTo("10");
                });

        await(first.socket.close());
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (doors.doorway.lines().size() > 1 && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        connect().send(reading("a"));
    }

    @Test
    void the_quota_does_not_wait_for_the_log() throws Exception {
        Phone phone = connect();
        doors.log.withhold();
        phone.send("[" + (reading("x") + ",").repeat(119) + reading("x") + "]");
        phone.send(reading("a"));
        awaitDeliveries(1);
        letOthersIn();

        assertThat(doors.log.events(EventBody.Readings.class))
                .as("20 too many at 10 a second: the second message waits")
                .hasSize(1);
        doors.log.acknowledge();
        assertThat(phone.hear().get("message").asInt()).isOne();
        assertThat(phone.hear().get("acknowledged").toString()).isEqualTo("[\"a\"]");
    }

    @Test
    void a_straps_bytes_are_a_reading_and_without_skin_a_notice_that_shifts_no_index() throws Exception {
        Phone phone = connect();
        String ble = "{'type':'ble','runner':'r01','observedAt':'2026-11-21T01:59:59Z',"
                + "'characteristic':'2A37','eventId':'ID','value':'VALUE'}";
        phone.send("["
                + String.join(
                        ",",
                        ble.replace("ID", "n").replace("VALUE", "04 96"),
                        ble.replace("ID", "a").replace("VALUE", "16 96 9A 01 A0 01"),
                        reading("b").replace("18.7", "91"))
                + "]");

        JsonNode answer = phone.hear();
        assertThat(answer.get("accepted").asInt()).isOne();
        assertThat(answer.get("acknowledged").toString()).isEqualTo("[\"a\"]");
        assertThat(answer.at("/rejected/0/index").asInt()).isEqualTo(2);
        assertThat(answer.at("/rejected/0/eventId").asText()).isEqualTo("b");
        EventBody.Readings taken = (EventBody.Readings)
                doors.log.events(EventBody.Readings.class).get(0).body();
        assertThat(taken.readings().get(0).heartRateBpm()).isEqualTo(150);
        assertThat(doors.count("run.ingest.notices", "live")).isOne();
        assertThat(doors.addsUp("live")).isTrue();
    }
}
