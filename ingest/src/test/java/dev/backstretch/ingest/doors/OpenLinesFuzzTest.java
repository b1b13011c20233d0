package dev.backstretch.ingest.doors;

import static dev.backstretch.ingest.doors.SievedDoors.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstretch.ingest.MqttSettings;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Messages as nobody would send them over lines that stay open: each is answered or acknowledged as its protocol has it, none
 * ends the line or takes another one's answer, what gets into the log is inside the ranges of the domain notes, and everything
 * received is accepted, rejected or a duplicate. {@code -Dbackstretch.fuzz=N} sets how many there are of each protocol,
 * {@code -Dbackstretch.fuzz.seed=S} which.
 */
class OpenLinesFuzzTest {
    private static final int INPUTS = Integer.getInteger("backstretch.fuzz", 20_000);
    private static final long SEED = Long.getLong("backstretch.fuzz.seed", 20261121L);
    private static final int ON_THE_WAY = 10;
    private static final int LINES_OF_ONE_READER = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    private SievedDoors doors;

    @BeforeEach
    void serve() throws Exception {
        doors = new SievedDoors();
    }

    @AfterEach
    void nothingEscapedAndEverythingIsAccountedFor() {
        assertThat(doors.wrong).isEmpty();
        for (String door : Doors.NAMES) {
            assertThat(doors.unaccounted(door)).as(door).isZero();
        }
        doors.close();
    }

    private static byte[] damaged(List<String> good, int input, Random random) {
        byte[] one = good.get(input % good.size()).getBytes(StandardCharsets.UTF_8);
        return random.nextInt(20) == 0 ? one : BodiesFuzzTest.mutated(one, random);
    }

    private static void take(Semaphore room, int permits, String what) throws InterruptedException {
        assertThat(room.tryAcquire(permits, 60, TimeUnit.SECONDS)).as(what).isTrue();
    }

    @Test
    void each_message_over_a_websocket_is_answered_by_its_number() throws Exception {
        // Held to the end: the sockets of a client that nobody holds are closed when it is collected.
        WebSocketClient client = doors.vertx.createWebSocketClient();
        WebSocket socket = await(client.connect(doors.port, "127.0.0.1", "/v1/sessions/s1/live"));
        var room = new Semaphore(ON_THE_WAY);
        var next = new AtomicLong(1);
        socket.textMessageHandler(text -> {
            try {
                long number = JSON.readTree(text).path("message").asLong();
                if (number != next.get()) {
                    doors.wrong.add(new AssertionError("after " + (next.get() - 1) + " was answered " + number));
                }
                next.set(number + 1);
            } catch (IOException e) {
                doors.wrong.add(e);
            }
            room.release();
        });
        socket.closeHandler(closed -> doors.wrong.add(new AssertionError("the line was closed after " + (next.get() - 1)
                + " answers: " + socket.closeStatusCode() + " " + socket.closeReason())));
        socket.exceptionHandler(doors.wrong::add);
        List<String> good = GoodRequest.messages();
        var random = new Random(SEED);
        for (int i = 0; i < INPUTS; i++) {
            take(room, 1, "seed " + SEED + ", an answer to one of the ten messages before " + i);
            socket.writeBinaryMessage(Buffer.buffer(damaged(good, i, random)));
        }
        take(room, ON_THE_WAY, "the last answers");

        assertThat(socket.isClosed()).isFalse();
        socket.closeHandler(closed -> {});
        await(socket.close());
        await(client.close());
        assertThat(next.get()).isEqualTo(INPUTS + 1);
        assertThat(doors.count("readings.accepted", "live")).isGreaterThan(100);
        assertThat(doors.count("readings.rejected", "live")).isGreaterThan(INPUTS / 10.0);
    }

    @Test
    void each_message_over_mqtt_is_acknowledged() throws Exception {
        int port = await(new MqttDoor(
                        doors.vertx,
                        doors.doorway,
                        new MqttSettings("127.0.0.1", OptionalInt.of(0), null, "", "", "backstretch"),
                        null)
                .listen());
        MqttClient client = MqttClient.create(
                doors.vertx, new MqttClientOptions().setClientId("phone").setMaxInflightQueue(100));
        var room = new Semaphore(ON_THE_WAY);
        client.publishCompletionHandler(acknowledged -> room.release());
        client.closeHandler(closed -> doors.wrong.add(new AssertionError("the line was closed")));
        await(client.connect(port, "127.0.0.1"));
        List<String> good = GoodRequest.messages();
        List<String> fixes = List.of(GoodRequest.OWN_TRACKS, "{\"_type\":\"lwt\",\"tst\":1795226400}");
        var random = new Random(SEED);
        for (int i = 0; i < INPUTS; i++) {
            take(room, 1, "seed " + SEED + ", an acknowledgement of one of the ten messages before " + i);
            boolean ownTracks = i % 3 == 0;
            byte[] payload = damaged(ownTracks ? fixes : good, i / 3, random);
            client.publish(
                    ownTracks ? "owntracks/jane/phone" : "backstretch/s1/r01/readings",
                    Buffer.buffer(payload),
                    MqttQoS.AT_LEAST_ONCE,
                    false,
                    false);
        }
        take(room, ON_THE_WAY, "the last acknowledgements");

        client.closeHandler(closed -> {});
        await(client.disconnect());
        assertThat(doors.count("readings.accepted", "mqtt")).isGreaterThan(100);
        assertThat(doors.count("readings.rejected", "mqtt")).isGreaterThan(INPUTS / 10.0);
        assertThat(doors.count("notices", "mqtt")).isPositive();
    }

    @Test
    void each_line_of_a_reader_is_an_item_or_a_notice() throws Exception {
        ReaderPort port = ReaderPort.open(doors.doorway, doors.vertx, "127.0.0.1", 0, Duration.ofSeconds(30))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        Map<String, String> good = new TreeMap<>(GoodRequest.readerLines());
        List<String> formats = List.copyOf(good.keySet());
        var random = new Random(SEED);
        long sent = 0;
        for (int reader = 0; reader * LINES_OF_ONE_READER < INPUTS; reader++) {
            String format = formats.get(reader % formats.size());
            List<String> lines =
                    Objects.requireNonNull(good.get(format)).lines().toList();
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port.port())) {
                var out = socket.getOutputStream();
                out.write(("backstretch session=s1&format=" + format + "\r\n").getBytes(StandardCharsets.US_ASCII));
                for (int i = 0; i < LINES_OF_ONE_READER; i++) {
                    byte[] line = damaged(lines, i, random);
                    sent += linesIn(line);
                    out.write(line);
                    out.write('\r');
                }
                out.flush();
                long all = sent;
                awaitUntil(() -> heard() >= all, format + ", seed " + SEED + ": " + all + " lines");
            }
        }

        assertThat(heard()).isEqualTo(sent);
        assertThat(doors.count("readings.accepted", "timing")).isPositive();
        assertThat(doors.count("readings.rejected", "timing")).isGreaterThan(INPUTS / 10.0);
        assertThat(doors.count("notices", "timing")).isPositive();
    }

    private long heard() {
        return (long) (doors.count("readings.received", "timing") + doors.count("notices", "timing"));
    }

    private static long linesIn(byte[] text) {
        return new String(text, StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> !line.isEmpty())
                .count();
    }

    private static void awaitUntil(BooleanSupplier condition, String what) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.onSpinWait();
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }
}
