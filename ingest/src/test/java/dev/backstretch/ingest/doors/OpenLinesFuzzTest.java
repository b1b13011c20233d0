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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Messages as nobody would send them over lines that stay open: each is answered or acknowledged as its protocol has it, none
 * ends the line or takes another one's answer, what gets into the log is inside the ranges of the domain notes, and everything
 * received is accepted, rejected or a duplicate. A damaged frame ends its own line at most. {@code -Dbackstretch.fuzz=N} sets how many there are of each protocol,
 * {@code -Dbackstretch.fuzz.seed=S} which.
 */
class OpenLinesFuzzTest {
    private static final int INPUTS = Integer.getInteger("backstretch.fuzz", 20_000);
    private static final long SEED = Long.getLong("backstretch.fuzz.seed", 20261121L);
    private static final int ON_THE_WAY = 10;
    private static final int LINES_OF_ONE_READER = 500;
    private static final int FRAMES_OF_ONE_LINE = 8;

    /** The longest head of a frame: of a WebSocket's with a length of eight bytes and its mask. */
    private static final int HEAD_BYTES = 14;

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
        assertThat(accepted("live")).isGreaterThan(INPUTS / 200.0);
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
        assertThat(accepted("mqtt")).isGreaterThan(INPUTS / 200.0);
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

    @ParameterizedTest
    @EnumSource
    void a_damaged_frame_ends_its_own_line_at_most_and_at_once(Frames protocol) throws Exception {
        int port = protocol.open(doors);
        var random = new Random(SEED);
        int lines = INPUTS / FRAMES_OF_ONE_LINE;
        // Somebody else's, which nothing of all this concerns.
        var neighbour = new Socket(InetAddress.getLoopbackAddress(), port);
        protocol.greet(neighbour, "neighbour");
        for (int line = 0; line < lines; line++) {
            boolean whole = line == lines - 1;
            String said = protocol + ", seed " + SEED + ", line " + line;
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(30_000);
                protocol.greet(socket, "phone");
                var sent = new ByteArrayOutputStream();
                for (int i = 0; i < FRAMES_OF_ONE_LINE; i++) {
                    byte[] good = protocol.frame(line, whole ? 0 : i, random);
                    sent.writeBytes(whole ? good : damagedFrame(good, random));
                }
                socket.getOutputStream().write(sent.toByteArray());
                if (whole && protocol != Frames.READER) {
                    assertThat(socket.getInputStream().read()).as(said).isNotNegative();
                }
                socket.shutdownOutput();
                // Ends, or there is a time-out.
                var unusedRest = socket.getInputStream().readAllBytes();
                // Without waiting for what the peer may still say, or there would be no port left for the next.
                socket.setSoLinger(true, 0);
            } catch (SocketTimeoutException hung) {
                throw new AssertionError(said + ": not ended", hung);
            } catch (SocketException cutOff) {
                // While it was still sending, as it should be.
                assertThat(whole).as(said).isFalse();
            }
        }
        try (neighbour) {
            double before = doors.count("readings.received", protocol.door);
            for (int i = 0; i < FRAMES_OF_ONE_LINE; i++) {
                neighbour.getOutputStream().write(protocol.frame(lines, 0, random));
            }
            awaitUntil(
                    () -> doors.count("readings.received", protocol.door) > before, protocol + ": a neighbour's line");
        }
        assertThat(doors.refused(protocol.door, 500)).isZero();
        assertThat(doors.count("readings.accepted", protocol.door)).isPositive();
        assertThat(doors.count("readings.rejected", protocol.door)).isPositive();
    }

    /** Half of the time where the frame says what it is and how long. */
    private static byte[] damagedFrame(byte[] good, Random random) {
        if (random.nextInt(4) == 0) {
            return good;
        }
        int head = random.nextBoolean() ? Math.min(HEAD_BYTES, good.length) : good.length;
        byte[] damaged = BodiesFuzzTest.mutated(Arrays.copyOf(good, head), random);
        byte[] frame = Arrays.copyOf(damaged, damaged.length + good.length - head);
        System.arraycopy(good, head, frame, damaged.length, good.length - head);
        return frame;
    }

    /** What goes over the wire of each protocol. */
    private enum Frames {
        WEBSOCKET("live") {
            @Override
            int open(SievedDoors doors) {
                return doors.port;
            }

            @Override
            void greet(Socket socket, String client) throws IOException {
                socket.getOutputStream()
                        .write(String.join(
                                        "\r\n",
                                        "GET /v1/sessions/s1/live HTTP/1.1",
                                        "Host: a",
                                        "Upgrade: websocket",
                                        "Connection: Upgrade",
                                        "Sec-WebSocket-Version: 13",
                                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                                        "",
                                        "")
                                .getBytes(StandardCharsets.US_ASCII));
                int last = 0;
                while (last != 0x0D0A0D0A) {
                    last = last << 8 | socket.getInputStream().read();
                }
            }

            @Override
            byte[] frame(int line, int number, Random random) {
                byte[] payload = text(GoodRequest.messages(), number);
                int[] kinds = {0x81, 0x82, 0x81, 0x82, 0x89, 0x01, 0x80};
                var frame = new ByteArrayOutputStream();
                frame.write(kinds[number == 0 ? 0 : random.nextInt(kinds.length)]);
                byte[] said = frame.toByteArray()[0] == (byte) 0x89 ? new byte[0] : payload;
                if (said.length < 126) {
                    frame.write(0x80 | said.length);
                } else {
                    frame.write(0x80 | 126);
                    frame.write(said.length >> 8);
                    frame.write(said.length);
                }
                byte[] mask = new byte[4];
                random.nextBytes(mask);
                frame.writeBytes(mask);
                for (int i = 0; i < said.length; i++) {
                    frame.write(said[i] ^ mask[i % 4]);
                }
                return frame.toByteArray();
            }
        },
        MQTT("mqtt") {
            @Override
            int open(SievedDoors doors) throws Exception {
                return await(new MqttDoor(
                                doors.vertx,
                                doors.doorway,
                                new MqttSettings("127.0.0.1", OptionalInt.of(0), null, "", "", "backstretch"),
                                null)
                        .listen());
            }

            @Override
            void greet(Socket socket, String client) throws IOException {
                socket.getOutputStream()
                        .write(packet(0x10, concat(named("MQTT"), new byte[] {4, 2, 0, 60}, named(client))));
                assertThat(socket.getInputStream().readNBytes(4)).containsExactly(0x20, 2, 0, 0);
            }

            @Override
            byte[] frame(int line, int number, Random random) {
                byte[] id = {0, (byte) (1 + random.nextInt(100))};
                boolean ownTracks = number % 3 == 0;
                byte[] topic = named(ownTracks ? "owntracks/jane/phone" : "backstretch/s1/r01/readings");
                byte[] payload =
                        ownTracks ? text(List.of(GoodRequest.OWN_TRACKS), 0) : text(GoodRequest.messages(), number);
                return switch (random.nextInt(10)) {
                    case 0 -> packet(0x82, concat(id, named("a/b"), new byte[] {0}));
                    case 1 -> packet(0xC0, new byte[0]);
                    case 2 -> packet(0x62, id);
                    case 3 -> packet(0x30, concat(topic, payload));
                    case 4 -> packet(0x34, concat(topic, id, payload));
                    default -> packet(0x32, concat(topic, id, payload));
                };
            }

            private byte[] packet(int kind, byte[] rest) {
                var packet = new ByteArrayOutputStream();
                packet.write(kind);
                int left = rest.length;
                do {
                    packet.write(left > 127 ? left % 128 | 0x80 : left);
                    left /= 128;
                } while (left > 0);
                packet.writeBytes(rest);
                return packet.toByteArray();
            }

            private byte[] named(String name) {
                return concat(new byte[] {0, (byte) name.length()}, name.getBytes(StandardCharsets.US_ASCII));
            }

            private byte[] concat(byte[]... parts) {
                var all = new ByteArrayOutputStream();
                for (byte[] part : parts) {
                    all.writeBytes(part);
                }
                return all.toByteArray();
            }
        },
        READER("timing") {
            @Override
            int open(SievedDoors doors) throws Exception {
                return ReaderPort.open(doors.doorway, doors.vertx, "127.0.0.1", 0, Duration.ofSeconds(30))
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS)
                        .port();
            }

            @Override
            void greet(Socket socket, String client) {
                // The first line is its greeting, and damaged as the others are.
            }

            @Override
            byte[] frame(int line, int number, Random random) {
                Map<String, String> lines = new TreeMap<>(GoodRequest.readerLines());
                String format = List.copyOf(lines.keySet()).get(line % lines.size());
                String hello = "backstretch session=s1&format=" + format + "\r\n";
                String said = Objects.requireNonNull(lines.get(format)).replace("\n", "\r\n") + "\r\n";
                return (number == 0 ? hello : said).getBytes(StandardCharsets.US_ASCII);
            }
        };

        private final String door;

        Frames(String door) {
            this.door = door;
        }

        /** Opens the door; returns its port. */
        abstract int open(SievedDoors doors) throws Exception;

        abstract void greet(Socket socket, String client) throws IOException;

        abstract byte[] frame(int line, int number, Random random);

        private static byte[] text(List<String> texts, int number) {
            return texts.get(number % texts.size()).getBytes(StandardCharsets.UTF_8);
        }
    }

    /** New or known: the good messages are few, and come again and again. */
    private double accepted(String door) {
        return doors.count("readings.accepted", door) + doors.count("readings.duplicates", door);
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
