package dev.backstretch.ingest.doors;

import static dev.backstretch.ingest.doors.ServedDoors.await;
import static dev.backstretch.ingest.doors.ServedDoors.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.ingest.IngestSettings;
import dev.backstretch.ingest.MqttSettings;
import dev.backstretch.ingest.QuotaSettings;
import dev.backstretch.schemas.access.Grant;
import dev.backstretch.schemas.access.LineLimits;
import dev.backstretch.schemas.access.Role;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The MQTT door, asked by a client of version 3.1.1 and, byte by byte, as one of version 5, with the log in memory. */
class MqttDoorTest {
    private static final String TOPIC = "backstretch/s1/r01/readings";

    private ServedDoors doors;
    private int port;

    @BeforeEach
    void serve() throws Exception {
        serve(IngestSettings.at("localhost:1"));
    }

    private void serve(IngestSettings settings) throws Exception {
        doors = new ServedDoors(settings);
        port = await(new MqttDoor(
                        doors.vertx,
                        doors.doorway,
                        new MqttSettings("127.0.0.1", OptionalInt.of(0), null, "", "", "backstretch"),
                        null)
                .listen());
    }

    @AfterEach
    void close() throws Exception {
        doors.close();
    }

    // ---- version 3.1.1

    /** A device that writes down what was acknowledged. */
    private final class Device {
        private final MqttClient client;
        private final BlockingQueue<Integer> acknowledged = new LinkedBlockingQueue<>();
        private final CompletableFuture<String> closed = new CompletableFuture<>();

        Device(String id) throws Exception {
            this(id, "");
        }

        Device(String id, String token) throws Exception {
            var options = new MqttClientOptions().setClientId(id).setMaxInflightQueue(1_000);
            if (!token.isEmpty()) {
                options.setUsername("anyone").setPassword(token);
            }
            client = MqttClient.create(doors.vertx, options);
            client.publishCompletionHandler(acknowledged::add);
            client.closeHandler(end -> closed.complete("closed"));
            await(client.connect(port, "127.0.0.1"));
        }

        int publish(String topic, String json, MqttQoS quality) throws Exception {
            return publish(topic, json, quality, false);
        }

        int publish(String topic, String json, MqttQoS quality, boolean retain) throws Exception {
            return await(client.publish(topic, Buffer.buffer(json.replace('\'', '"')), quality, false, retain));
        }

        @Nullable
        Integer acknowledged(long millis) throws InterruptedException {
            return acknowledged.poll(millis, TimeUnit.MILLISECONDS);
        }
    }

    private static String bare(String eventId) {
        return reading(eventId).replace("'runner':'r01',", "");
    }

    @ParameterizedTest
    @CsvSource({"AT_LEAST_ONCE", "EXACTLY_ONCE"})
    void a_publish_is_acknowledged_when_the_log_has_it_and_not_before(MqttQoS quality) throws Exception {
        var device = new Device("d1");
        doors.log.withhold();
        int id = device.publish(TOPIC, bare("a"), quality);
        assertThat(device.acknowledged(300)).isNull();

        doors.log.acknowledge();
        assertThat(device.acknowledged(20_000)).isEqualTo(id);
        RunEvent event = doors.log.events(EventBody.Readings.class).get(0);
        assertThat(event.runnerId()).as("the topic says whose it is").isEqualTo("r01");
        assertThat(doors.addsUp("mqtt")).isTrue();
    }

    // ---- OwnTracks

    private static final String FIX = "{'_type':'location','tid':'JJ','lat':48.85833,'lon':2.29513,'tst':1795226399,"
            + "'acc':5,'vel':11,'cog':271,'batt':41,'_id':'4f2a'}";

    @Test
    void own_tracks_publishes_for_the_runner_of_its_token() throws Exception {
        doors.openLockedSession("locked");
        var device = new Device("jane", doors.token(new Grant(Role.DEVICE, "c1", "locked", "r02")));

        int id = device.publish("owntracks/jane/phone", FIX, MqttQoS.AT_LEAST_ONCE, true);

        assertThat(device.acknowledged(20_000)).isEqualTo(id);
        RunEvent event = doors.log.events(EventBody.Readings.class).get(0);
        assertThat(event.sessionId()).isEqualTo("locked");
        assertThat(event.runnerId()).isEqualTo("r02");
        assertThat(event.origin().source()).isEqualTo("jane/phone");
        assertThat(((EventBody.Readings) event.body()).readings().get(0).speedMetersPerSecond())
                .isCloseTo(3.0556, within(1e-4));
        assertThat(doors.addsUp("mqtt")).isTrue();
    }

    @Test
    void own_tracks_without_a_token_is_whose_device_the_session_binds_by_its_topic_whatever_the_message_claims()
            throws Exception {
        doors.openSession("s2");
        doors.post(
                "/v1/sessions/s2/runners",
                "[{'runner':'r07','device':'jane/phone'},{'runner':'r08','device':'joe/phone'}]");
        var device = new Device("jane");

        device.publish(
                "owntracks/jane/phone",
                FIX.replace("{'_type'", "{'topic':'owntracks/joe/phone','_type'"),
                MqttQoS.AT_LEAST_ONCE);

        assertThat(device.acknowledged(20_000)).isNotNull();
        RunEvent event = doors.log.events(EventBody.Readings.class).get(0);
        assertThat(event.sessionId()).as("one of two that are open").isEqualTo("s2");
        assertThat(event.runnerId()).isEqualTo("r07");
    }

    @Test
    void an_own_tracks_phone_that_nobody_has_bound_is_kept_in_the_quarantine_of_the_only_session() throws Exception {
        var device = new Device("jane");
        device.publish("owntracks/jane/phone", FIX, MqttQoS.AT_LEAST_ONCE);

        assertThat(device.acknowledged(20_000)).isNotNull();
        assertThat(doors.log.rejections()).singleElement().satisfies(one -> {
            assertThat(one.reason()).isEqualTo("UNKNOWN_DEVICE");
            assertThat(one.value()).isEqualTo("jane/phone");
        });
        assertThat(doors.addsUp("mqtt")).isTrue();
    }

    @Test
    void what_own_tracks_says_beside_its_fixes_is_a_notice_and_what_nobody_can_read_is_quarantined() throws Exception {
        var device = new Device("jane", doors.token(new Grant(Role.RUNNER, "c1", "s1", "r01")));
        String[][] told = {
            {"owntracks/jane/phone", "{'_type':'lwt','tst':1795226399}"},
            {"owntracks/jane/phone/event", "{'_type':'transition','event':'enter','tst':1795226399}"},
            {"owntracks/jane/phone", ""},
            {"owntracks/jane/phone", "{'_type':'encrypted','data':'x'}"},
            {"owntracks/jane/phone", "{not JSON"}
        };
        for (String[] one : told) {
            device.publish(one[0], one[1], MqttQoS.AT_LEAST_ONCE);
            assertThat(device.acknowledged(20_000)).as(one[1]).isNotNull();
        }

        assertThat(doors.count("run.ingest.notices", "mqtt")).isEqualTo(3);
        assertThat(doors.log.rejections()).extracting(Rejection::reason).containsExactly("ENCRYPTED", "BAD_JSON");
        assertThat(doors.addsUp("mqtt")).isTrue();
    }

    @Test
    void what_nobody_can_read_of_a_phone_is_of_the_runner_whom_it_is_bound_to() throws Exception {
        doors.openSession("s2");
        doors.post(
                "/v1/sessions/s2/runners",
                "[{'runner':'r07','device':'jane/phone'},{'runner':'r08','device':'joe/phone'}]");
        for (String purpose : List.of("board", "coach")) {
            doors.post(
                    "/v1/sessions/s2/events",
                    "{'type':'consent','runner':'r07','purpose':'" + purpose + "','given':false}");
        }
        var device = new Device("jane");
        for (String topic : List.of("owntracks/jane/phone", "owntracks/joe/phone")) {
            device.publish(topic, "{'lat':48.1,not JSON", MqttQoS.AT_LEAST_ONCE);
            assertThat(device.acknowledged(20_000)).isNotNull();
        }

        assertThat(doors.log.rejections())
                .extracting(one -> new String(one.payload(), StandardCharsets.UTF_8))
                .containsExactly("", "{\"lat\":48.1,not JSON");
    }

    @Test
    void a_day_of_an_own_tracks_phone_is_taken_message_for_message() throws Exception {
        String recordings = System.getenv("BACKSTRETCH_RECORDINGS");
        assumeTrue(
                recordings != null && Files.isDirectory(Path.of(recordings)),
                "not run: BACKSTRETCH_RECORDINGS names no folder with recordings");
        var device = new Device("jane", doors.token(new Grant(Role.RUNNER, "c1", "s1", "r01")));
        int locations = 0;
        int others = 0;
        for (String line : Files.readAllLines(Path.of(recordings, "payloads", "owntracks-iphone-2015.rec"))) {
            // As if that day had been today: a live door takes nothing of another year.
            String body = Pattern.compile("\"tst\":(\\d+)")
                    .matcher(line.substring(line.indexOf('{')))
                    .replaceFirst(tst -> "\"tst\":" + (Long.parseLong(tst.group(1)) + 354_820_789L));
            boolean location = body.contains("\"_type\":\"location\"");
            locations += location ? 1 : 0;
            others += location ? 0 : 1;
            device.publish("owntracks/jane/phone", body, MqttQoS.AT_LEAST_ONCE);
            assertThat(device.acknowledged(20_000)).as(body).isNotNull();
        }

        assertThat(locations).isPositive();
        assertThat(doors.count("run.ingest.readings.received", "mqtt")).isEqualTo(locations);
        assertThat(doors.count("run.ingest.notices", "mqtt")).isEqualTo(others);
        assertThat(doors.count("run.ingest.readings.accepted", "mqtt")).isEqualTo(locations);
        assertThat(doors.addsUp("mqtt")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"mqttv311, 1", "mqttv311, 2", "mqttv5, 1", "mqttv5, 2"})
    void mosquitto_ends_well_when_the_log_has_what_it_publishes_and_not_before(String version, String quality)
            throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/mosquitto_pub")),
                "mosquitto_pub is not installed here: the test with a client of others is left out");
        doors.log.withhold();
        Process client = new ProcessBuilder(
                        "/usr/bin/mosquitto_pub",
                        "-h",
                        "127.0.0.1",
                        "-p",
                        String.valueOf(port),
                        "-V",
                        version,
                        "-q",
                        quality,
                        "-i",
                        "phone-1",
                        "-t",
                        TOPIC,
                        "-m",
                        bare("a").replace('\'', '"'))
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(client.waitFor(500, TimeUnit.MILLISECONDS))
                    .as("it waits for its acknowledgement")
                    .isFalse();
            doors.log.acknowledge();
            assertThat(client.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(client.exitValue())
                    .as(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isZero();
        } finally {
            client.destroy();
        }
        assertThat(doors.log.events(EventBody.Readings.class)).hasSize(1);
        assertThat(doors.addsUp("mqtt")).isTrue();
    }

    @Test
    void what_wants_no_answer_is_taken_and_counted() throws Exception {
        var device = new Device("d1");
        device.publish(TOPIC, bare("a"), MqttQoS.AT_MOST_ONCE);
        int asked = device.publish(TOPIC, "[" + bare("b") + "," + bare("c") + "]", MqttQoS.AT_LEAST_ONCE);

        assertThat(device.acknowledged(20_000)).isEqualTo(asked);
        assertThat(doors.count("run.ingest.readings.accepted", "mqtt")).isEqualTo(3);
        assertThat(doors.meters
                        .get("run.ingest.mqtt.messages")
                        .tag("qos", "0")
                        .counter()
                        .count())
                .isOne();
    }

    @Test
    void acknowledgements_leave_in_the_order_of_the_publishes() throws Exception {
        var device = new Device("d1");
        doors.log.withhold();
        int first = device.publish(TOPIC, bare("a"), MqttQoS.AT_LEAST_ONCE);
        int second = device.publish("nobody/listens/here", "{}", MqttQoS.AT_LEAST_ONCE);
        assertThat(device.acknowledged(300)).as("the second would be done").isNull();

        doors.log.acknowledge();
        assertThat(List.of(device.acknowledged.take(), device.acknowledged.take()))
                .containsExactly(first, second);
    }

    @Test
    void a_log_that_does_not_answer_ends_the_connection_without_an_acknowledgement_and_the_next_one_brings_it_again()
            throws Exception {
        var device = new Device("d1");
        doors.log.fail(true);
        device.publish(TOPIC, bare("a"), MqttQoS.AT_LEAST_ONCE);
        device.closed.get(20, TimeUnit.SECONDS);
        assertThat(device.acknowledged).isEmpty();

        doors.log.fail(false);
        var again = new Device("d1");
        again.publish(TOPIC, bare("a"), MqttQoS.AT_LEAST_ONCE);
        assertThat(again.acknowledged(20_000)).isNotNull();
        assertThat(doors.count("run.ingest.readings.accepted", "mqtt")).isOne();
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "hello                                                                   | MALFORMED",
                "{'observedAt':'2026-11-21T01:59:59Z','latitudeDegrees':91,'longitudeDegrees':1} | RANGE_POSITION",
                "{'runner':'r02','observedAt':'2026-11-21T01:59:59Z','heartRateBpm':150} | RUNNER_MISMATCH",
                "{'heartRateBpm':150}                                                    | MISSING"
            })
    void what_is_wrong_is_kept_in_the_quarantine_counted_and_not_asked_for_again(String payload, String reason)
            throws Exception {
        var device = new Device("d1");
        int id = device.publish(TOPIC, payload, MqttQoS.AT_LEAST_ONCE);

        assertThat(device.acknowledged(20_000)).isEqualTo(id);
        assertThat(doors.log.rejections()).singleElement().satisfies(kept -> {
            assertThat(kept.reason()).isEqualTo(reason);
            assertThat(kept.door()).isEqualTo("mqtt");
            assertThat(new String(kept.payload(), StandardCharsets.UTF_8)).isNotBlank();
        });
        assertThat(doors.addsUp("mqtt")).isTrue();
    }

    @Test
    void a_retained_reading_is_a_reading_and_the_empty_message_that_takes_it_back_is_none() throws Exception {
        var device = new Device("d1");
        device.publish(TOPIC, bare("a"), MqttQoS.AT_LEAST_ONCE, true);
        device.publish(TOPIC, "", MqttQoS.AT_LEAST_ONCE, true);

        assertThat(device.acknowledged(20_000)).isNotNull();
        assertThat(device.acknowledged(20_000)).isNotNull();
        assertThat(doors.count("run.ingest.readings.accepted", "mqtt")).isOne();
        assertThat(doors.count("run.ingest.notices", "mqtt")).isOne();
        assertThat(doors.addsUp("mqtt")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "backstretch/none/r01/readings",
                "backstretch/s1/readings",
                "backstretch/s1/r 01/readings",
                "backstretch",
                "weather/today",
                "backstretch/s1/r01/readings/more"
            })
    void a_topic_that_nobody_knows_is_acknowledged_and_counted(String topic) throws Exception {
        var device = new Device("d1");
        device.publish(topic, bare("a"), MqttQoS.AT_LEAST_ONCE);

        assertThat(device.acknowledged(20_000)).isNotNull();
        assertThat(doors.log.events(EventBody.Readings.class)).isEmpty();
        assertThat(doors.count("run.ingest.requests.refused", "mqtt")).isOne();
    }

    @Test
    void who_wants_to_listen_is_refused() throws Exception {
        var device = new Device("d1");
        var granted = new CompletableFuture<List<Integer>>();
        device.client.subscribeCompletionHandler(answer -> granted.complete(answer.grantedQoSLevels()));
        var unused = device.client.subscribe("#", 1);

        assertThat(granted.get(20, TimeUnit.SECONDS)).containsExactly(0x80);
    }

    @Test
    void the_same_phone_over_http_and_mqtt_is_counted_once() throws Exception {
        assertThat(doors.post("/v1/sessions/s1/readings", "[" + reading("a") + "," + reading("b") + "]")
                        .statusCode())
                .isEqualTo(200);
        var device = new Device("d1");
        device.publish(TOPIC, "[" + bare("b") + "," + bare("c") + "]", MqttQoS.AT_LEAST_ONCE);
        assertThat(device.acknowledged(20_000)).isNotNull();
        doors.post(
                "/v1/sessions/s1/readings",
                "[" + reading("a") + "," + reading("c") + "," + reading("c").replace(":150", ":151") + "]");

        assertThat(doors.log.events(EventBody.Readings.class).stream()
                        .flatMap(event -> ((EventBody.Readings) event.body()).readings().stream())
                        .map(reading -> reading.readingId()))
                .containsExactly("a", "b", "c");
        assertThat(doors.count("run.ingest.readings.duplicates", "mqtt")).isOne();
        assertThat(doors.count("run.ingest.readings.duplicates", "readings")).isEqualTo(3);
        assertThat(doors.count("run.ingest.readings.conflicting", "readings")).isOne();
        assertThat(doors.addsUp("mqtt") && doors.addsUp("readings")).isTrue();
    }

    @Test
    void who_is_over_the_quota_waits_for_acknowledgements_and_loses_nothing_but_what_wants_no_answer()
            throws Exception {
        doors.close();
        serve(IngestSettings.at("localhost:1").withQuotas(new QuotaSettings(5, 10, 100)));
        var device = new Device("d1");
        device.publish(TOPIC, "[" + (bare("x") + ",").repeat(119) + bare("x") + "]", MqttQoS.AT_LEAST_ONCE);
        assertThat(device.acknowledged(20_000)).isNotNull();
        long startedAt = System.nanoTime();
        device.publish(TOPIC, bare("lost"), MqttQoS.AT_MOST_ONCE);
        device.publish(TOPIC, bare("a"), MqttQoS.AT_LEAST_ONCE);
        device.publish(TOPIC, bare("b"), MqttQoS.AT_LEAST_ONCE);

        assertThat(device.acknowledged(20_000)).isNotNull();
        assertThat(Duration.ofNanos(System.nanoTime() - startedAt))
                .as("20 too many at 10 a second")
                .isGreaterThan(Duration.ofMillis(1_500));
        assertThat(device.acknowledged(20_000)).isNotNull();
        assertThat(doors.count("run.ingest.readings.accepted", "mqtt")).isEqualTo(3);
        assertThat(doors.count("run.ingest.requests.refused", "mqtt")).isOne();
    }

    @Test
    void messages_that_wait_share_one_room_and_who_finds_none_is_let_go() throws Exception {
        doors.close();
        serve(new IngestSettings(
                "localhost:1",
                null,
                Map.of(),
                64 * 1024,
                10_000,
                96 * 1024,
                65_536,
                Duration.ofSeconds(20),
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                Duration.ofMinutes(30),
                Duration.ofHours(12),
                new QuotaSettings(5, 10, 100)));
        var first = new Device("d1");
        first.publish(TOPIC, "[" + (bare("x") + ",").repeat(139) + bare("x") + "]", MqttQoS.AT_LEAST_ONCE);
        assertThat(first.acknowledged(20_000)).isNotNull();
        first.publish(TOPIC, bare("a") + " ".repeat(60_000), MqttQoS.AT_LEAST_ONCE);
        awaitRoom(taken -> taken > 60_000);

        var second = new Device("d2");
        second.publish(TOPIC, bare("b") + " ".repeat(60_000), MqttQoS.AT_LEAST_ONCE);
        second.closed.get(20, TimeUnit.SECONDS);
        assertThat(second.acknowledged).isEmpty();
        assertThat(doors.count("run.ingest.requests.refused", "mqtt")).isOne();

        // Whoever hangs up makes room.
        await(first.client.disconnect());
        awaitRoom(taken -> taken == 0);
    }

    private void awaitRoom(LongPredicate wanted) throws InterruptedException {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!wanted.test(doors.doorway.roomTaken()) && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        assertThat(doors.doorway.roomTaken()).matches(wanted::test);
    }

    @Test
    void a_straps_bytes_are_a_reading() throws Exception {
        var device = new Device("d1");
        device.publish(
                TOPIC,
                "{'type':'ble','observedAt':'2026-11-21T01:59:59Z','characteristic':'2A37','value':'16 96 9A 01'}",
                MqttQoS.AT_LEAST_ONCE);

        assertThat(device.acknowledged(20_000)).isNotNull();
        assertThat(doors.count("run.ingest.readings.accepted", "mqtt")).isOne();
    }

    @Test
    void who_connects_again_under_the_same_name_takes_over() throws Exception {
        var first = new Device("d1");
        var second = new Device("d1");

        first.closed.get(20, TimeUnit.SECONDS);
        second.publish(TOPIC, bare("a"), MqttQoS.AT_LEAST_ONCE);
        assertThat(second.acknowledged(20_000)).isNotNull();
    }

    @Test
    void a_message_that_is_too_large_ends_the_connection_and_the_door_goes_on() throws Exception {
        var first = new Device("d1");
        first.publish(TOPIC, " ".repeat(1_200_000), MqttQoS.AT_LEAST_ONCE);
        first.closed.get(20, TimeUnit.SECONDS);
        assertThat(first.acknowledged).isEmpty();

        var second = new Device("d2");
        second.publish(TOPIC, bare("a"), MqttQoS.AT_LEAST_ONCE);
        assertThat(second.acknowledged(20_000)).isNotNull();
    }

    @Test
    void a_second_connect_ends_the_line_and_what_it_waited_for_is_acknowledged_to_nobody() throws Exception {
        var broken = new ConcurrentLinkedQueue<Throwable>();
        doors.vertx.exceptionHandler(broken::add);
        doors.log.withhold();
        try (var socket = connect(4, 60)) {
            var together = new ByteArrayOutputStream();
            together.writeBytes(packet(0x32, publish("a")));
            together.writeBytes(packet(0x10, connect((byte) 4, 60)));
            together.writeBytes(packet(0x32, publish("b")));
            together.writeBytes(packet(0x32, publish("c")));
            socket.getOutputStream().write(together.toByteArray());
            doors.log.acknowledge();

            assertThat(socket.getInputStream().readAllBytes())
                    .as("no acknowledgement")
                    .isEmpty();
        }
        awaitLines(0);
        assertThat(broken).isEmpty();
        assertThat(doors.log.events(EventBody.Readings.class))
                .as("what came before it")
                .hasSize(1);
        assertThat(doors.count("run.ingest.requests.refused", "mqtt")).isEqualTo(2);
        assertThat(doors.addsUp("mqtt")).isTrue();
    }

    @Test
    void a_second_connect_in_a_version_that_nobody_speaks_takes_no_place_for_good() throws Exception {
        try (var socket = connect(4, 1);
                var other = connect(4, 0)) {
            socket.getOutputStream().write(packet(0x10, connect((byte) 9, 1)));

            assertThat(socket.getInputStream().readAllBytes()[3])
                    .as("unacceptable version")
                    .isEqualTo((byte) 1);
            awaitLines(1);
            write(other, 0x32, publish("a"));
            assertThat(read(other)[0])
                    .as("whoever promised nothing is still there")
                    .isEqualTo((byte) 0x40);
        }
        awaitLines(0);
    }

    @Test
    void a_reason_that_nobody_knows_is_counted_and_breaks_nothing() throws Exception {
        var broken = new ConcurrentLinkedQueue<Throwable>();
        doors.vertx.exceptionHandler(broken::add);
        try (var socket = connect5()) {
            write(socket, 0x40, new byte[] {0, 7, 0x55, 0});

            assertThat(publish5(socket, TOPIC, bare("a").replace('\'', '"'))[0]).isEqualTo((byte) 0x40);
        }
        assertThat(broken).isEmpty();
        assertThat(doors.count("run.ingest.requests.refused", "mqtt")).isOne();
    }

    private void awaitLines(int wanted) throws InterruptedException {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (doors.doorway.lines().size() != wanted && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        assertThat(doors.doorway.lines().size()).isEqualTo(wanted);
    }

    /** A client of version 3.1.1 that is welcome. */
    private Socket connect(int version, int keepAliveSeconds) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        write(socket, 0x10, connect((byte) version, keepAliveSeconds));
        assertThat(read(socket)).containsExactly(0x20, 0, 0, 0);
        return socket;
    }

    private static byte[] connect(byte version, int keepAliveSeconds) {
        var connect = new ByteArrayOutputStream();
        connect.writeBytes(text("MQTT"));
        connect.writeBytes(new byte[] {version, 2, 0, (byte) keepAliveSeconds});
        connect.writeBytes(text("d" + keepAliveSeconds));
        return connect.toByteArray();
    }

    private static byte[] publish(String eventId) {
        var publish = new ByteArrayOutputStream();
        publish.writeBytes(text(TOPIC));
        publish.writeBytes(new byte[] {0, 7});
        publish.writeBytes(bare(eventId).replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        return publish.toByteArray();
    }

    // ---- who may

    @Test
    void a_locked_session_takes_a_runners_own_readings_with_the_runners_token_as_password() throws Exception {
        doors.openLockedSession("s9");
        String topic = "backstretch/s9/r01/readings";
        var own = new Device("d1", doors.token(Grant.ofRunner(Role.DEVICE, "s9", "r01")));
        own.publish(topic, bare("a"), MqttQoS.AT_LEAST_ONCE);
        assertThat(own.acknowledged(20_000)).isNotNull();

        own.publish("backstretch/s9/r02/readings", bare("b"), MqttQoS.AT_LEAST_ONCE);
        own.closed.get(20, TimeUnit.SECONDS);
        var nobody = new Device("d2");
        nobody.publish(topic, bare("c"), MqttQoS.AT_LEAST_ONCE);
        nobody.closed.get(20, TimeUnit.SECONDS);
        var another = new Device("d3", doors.token(Grant.ofRunner(Role.DEVICE, "s1", "r01")));
        another.publish(topic, bare("d"), MqttQoS.AT_LEAST_ONCE);
        another.closed.get(20, TimeUnit.SECONDS);

        assertThat(own.acknowledged).isEmpty();
        assertThat(nobody.acknowledged).isEmpty();
        assertThat(another.acknowledged).isEmpty();
        assertThat(doors.log.events(EventBody.Readings.class)).hasSize(1);
        assertThat(doors.count("run.ingest.requests.refused", "mqtt")).isEqualTo(3);
    }

    @Test
    void a_token_that_does_not_hold_is_not_let_in() {
        assertThatThrownBy(() -> new Device("d1", "nonsense")).hasMessageContaining("NOT_AUTHORIZED");
    }

    @Test
    void a_token_that_is_revoked_ends_the_line_before_the_next_message_is_taken() throws Exception {
        doors.openLockedSession("s9");
        String topic = "backstretch/s9/r01/readings";
        var device = new Device("d1", doors.token(Grant.ofRunner(Role.DEVICE, "s9", "r01")));
        device.publish(topic, bare("a"), MqttQoS.AT_LEAST_ONCE);
        assertThat(device.acknowledged(20_000)).isNotNull();

        doors.revokeTokensOf("s9");
        device.publish(topic, bare("b"), MqttQoS.AT_LEAST_ONCE);

        device.closed.get(20, TimeUnit.SECONDS);
        assertThat(device.acknowledged).isEmpty();
        assertThat(doors.log.events(EventBody.Readings.class)).hasSize(1);
        assertThat(doors.count("run.ingest.requests.refused", "mqtt")).isOne();
    }

    @Test
    void a_line_that_says_nothing_ends_when_its_token_is_revoked() throws Exception {
        doors.openLockedSession("s9");
        var device = new Device("d1", doors.token(Grant.ofRunner(Role.DEVICE, "s9", "r01")));
        var untouched = new Device("d2");

        doors.revokeTokensOf("s9");

        device.closed.get(20, TimeUnit.SECONDS);
        assertThat(untouched.closed).isNotDone();
    }

    @Test
    void more_lines_than_there_may_be_are_refused_with_a_code_of_the_protocol_until_one_closes() throws Exception {
        doors.close();
        serve(IngestSettings.at("localhost:1").withLines(new LineLimits(1, 2)));
        String token = doors.token(Grant.ofRunner(Role.DEVICE, "s1", "r01"));
        var first = new Device("d1", token);

        assertThatThrownBy(() -> new Device("d2", token)).hasMessageContaining("SERVER_UNAVAILABLE");
        assertThat(connack5(token)).as("of the session: quota exceeded").isEqualTo((byte) 0x97);
        var second = new Device("d3");
        assertThat(connack5("")).as("in all: server busy").isEqualTo((byte) 0x89);
        assertThat(doors.count("run.ingest.requests.refused", "mqtt")).isEqualTo(3);

        await(first.client.disconnect());
        await(second.client.disconnect());
        awaitLines(0);
        assertThat(connack5(token)).isZero();
    }

    // ---- version 5

    @ParameterizedTest(name = "{1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "hello                                      | 99 | MALFORMED",
                "{'heartRateBpm':150}                       | 99 | observedAt is missing"
            })
    void a_client_of_version_5_hears_what_became_of_its_publish(String payload, String code, String words)
            throws Exception {
        try (var socket = connect5()) {
            assertThat(publish5(socket, TOPIC, bare("a").replace('\'', '"')))
                    .as("success, in two bytes")
                    .containsExactly(0x40, 0, 0, 7);
            byte[] answer = publish5(socket, TOPIC, payload.replace('\'', '"'));

            assertThat(answer[0]).as("a PUBACK").isEqualTo((byte) 0x40);
            assertThat("%02X".formatted(answer[4])).isEqualTo(code);
            assertThat(new String(answer, StandardCharsets.UTF_8)).contains(words);
        }
    }

    @Test
    void a_client_of_version_5_hears_that_a_topic_is_not_known_and_that_the_log_is_not_there() throws Exception {
        try (var socket = connect5()) {
            assertThat(publish5(socket, "backstretch/none/r01/readings", "{}")[4])
                    .isEqualTo((byte) 0x90);
            doors.log.fail(true);
            byte[] goodbye = publish5(socket, TOPIC, bare("a").replace('\'', '"'));

            assertThat(goodbye[0]).as("a DISCONNECT").isEqualTo((byte) 0xE0);
            assertThat(goodbye[2]).as("server busy").isEqualTo((byte) 0x89);
            assertThat(new String(goodbye, StandardCharsets.UTF_8)).contains("send it again");
        }
    }

    /** What a client of version 5 hears when it connects. */
    private byte connack5(String token) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            var connect = new ByteArrayOutputStream();
            connect.writeBytes(text("MQTT"));
            connect.writeBytes(new byte[] {5, (byte) (token.isEmpty() ? 2 : 0xC2), 0, 60, 0});
            connect.writeBytes(text("any"));
            if (!token.isEmpty()) {
                connect.writeBytes(text("anyone"));
                connect.writeBytes(text(token));
            }
            write(socket, 0x10, connect.toByteArray());
            return read(socket)[3];
        }
    }

    private Socket connect5() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        var connect = new ByteArrayOutputStream();
        connect.writeBytes(text("MQTT"));
        connect.writeBytes(new byte[] {5, 2, 0, 60, 0});
        connect.writeBytes(text("five"));
        write(socket, 0x10, connect.toByteArray());
        byte[] answer = read(socket);
        assertThat(answer[0]).as("a CONNACK").isEqualTo((byte) 0x20);
        assertThat(answer[3]).as("welcome").isZero();
        return socket;
    }

    private static byte[] publish5(Socket socket, String topic, String payload) throws IOException {
        var publish = new ByteArrayOutputStream();
        publish.writeBytes(text(topic));
        publish.writeBytes(new byte[] {0, 7, 0});
        publish.writeBytes(payload.getBytes(StandardCharsets.UTF_8));
        write(socket, 0x32, publish.toByteArray());
        return read(socket);
    }

    private static byte[] text(String text) {
        var bytes = new ByteArrayOutputStream();
        bytes.write(text.length() >> 8);
        bytes.write(text.length() & 0xFF);
        bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        return bytes.toByteArray();
    }

    private static void write(Socket socket, int type, byte[] rest) throws IOException {
        socket.getOutputStream().write(packet(type, rest));
        socket.getOutputStream().flush();
    }

    private static byte[] packet(int type, byte[] rest) {
        var packet = new ByteArrayOutputStream();
        packet.write(type);
        int length = rest.length;
        do {
            packet.write(length % 128 + (length >= 128 ? 128 : 0));
            length /= 128;
        } while (length > 0);
        packet.writeBytes(rest);
        return packet.toByteArray();
    }

    /** One packet: its type, one byte in place of its length, and the rest. */
    private static byte[] read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        int type = in.read();
        int length = 0;
        int shift = 0;
        int next;
        do {
            next = in.read();
            length |= (next & 0x7F) << shift;
            shift += 7;
        } while (next >= 128);
        byte[] rest = in.readNBytes(length);
        var packet = new ByteArrayOutputStream();
        packet.write(type);
        packet.write(0);
        packet.writeBytes(rest);
        return packet.toByteArray();
    }
}
