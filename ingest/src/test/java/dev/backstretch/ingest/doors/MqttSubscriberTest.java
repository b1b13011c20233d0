package dev.backstretch.ingest.doors;

import static dev.backstretch.ingest.doors.ServedDoors.await;
import static dev.backstretch.ingest.doors.ServedDoors.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.ingest.MqttSettings;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readings that come by way of an external broker: one that does what the test says, and a real one where it is installed. */
class MqttSubscriberTest {
    private static final String TOPIC = "backstretch/s1/r01/readings";

    private ServedDoors doors;

    @BeforeEach
    void serve() throws Exception {
        doors = ServedDoors.usual();
    }

    @AfterEach
    void close() throws Exception {
        doors.close();
    }

    private MqttSubscriber subscribe(int port) throws Exception {
        var subscriber = new MqttSubscriber(
                doors.vertx,
                doors.doorway,
                new MqttSettings(
                        "127.0.0.1", OptionalInt.empty(), URI.create("mqtt://127.0.0.1:" + port), "", "", "camp"),
                "one");
        subscriber.start();
        return subscriber;
    }

    @Test
    void a_message_is_acknowledged_to_the_broker_when_the_log_has_it_and_not_before() throws Exception {
        BlockingQueue<MqttEndpoint> connections = new LinkedBlockingQueue<>();
        BlockingQueue<Integer> acknowledged = new LinkedBlockingQueue<>();
        BlockingQueue<String> filters = new LinkedBlockingQueue<>();
        MqttServer broker = await(MqttServer.create(doors.vertx)
                .endpointHandler(endpoint -> {
                    endpoint.publishAcknowledgeHandler(acknowledged::add);
                    endpoint.subscribeHandler(subscribe -> {
                        subscribe.topicSubscriptions().forEach(topic -> filters.add(topic.topicName()));
                        endpoint.subscribeAcknowledge(subscribe.messageId(), List.of(MqttQoS.AT_LEAST_ONCE));
                        connections.add(endpoint);
                    });
                    endpoint.accept(false);
                })
                .listen(0));
        MqttSubscriber subscriber = subscribe(broker.actualPort());
        MqttEndpoint first = Objects.requireNonNull(connections.poll(20, TimeUnit.SECONDS));
        assertThat(List.of(filters.take(), filters.take()))
                .containsExactlyInAnyOrder("$share/camp/backstretch/+/+/readings", "$share/camp/owntracks/+/+");
        assertThat(first.isCleanSession())
                .as("the broker keeps what is not acknowledged")
                .isFalse();

        doors.log.withhold();
        await(first.publish(TOPIC, body("a"), MqttQoS.AT_LEAST_ONCE, false, false, 1));
        assertThat(acknowledged.poll(300, TimeUnit.MILLISECONDS)).isNull();
        doors.log.acknowledge();
        assertThat(acknowledged.poll(20, TimeUnit.SECONDS)).isEqualTo(1);

        doors.log.fail(true);
        await(first.publish(TOPIC, body("b"), MqttQoS.AT_LEAST_ONCE, false, false, 2));
        assertThat(acknowledged.poll(300, TimeUnit.MILLISECONDS)).isNull();
        first.close();
        doors.log.fail(false);
        MqttEndpoint second = Objects.requireNonNull(connections.poll(20, TimeUnit.SECONDS), "came back");
        await(second.publish(TOPIC, body("b"), MqttQoS.AT_LEAST_ONCE, true, false, 2));
        await(second.publish(TOPIC, body("a"), MqttQoS.AT_LEAST_ONCE, true, false, 1));
        await(second.publish(TOPIC, Buffer.buffer("hello"), MqttQoS.AT_LEAST_ONCE, false, false, 3));
        assertThat(List.of(acknowledged.take(), acknowledged.take(), acknowledged.take()))
                .containsExactly(2, 1, 3);
        // one session is open, and yet this is nobody of it
        String elsewhere =
                "{\"_type\":\"location\",\"tid\":\"JJ\",\"lat\":48.85833,\"lon\":2.29513,\"tst\":1795226399}";
        await(second.publish(
                "owntracks/neighbour/phone", Buffer.buffer(elsewhere), MqttQoS.AT_LEAST_ONCE, false, false, 4));
        assertThat(acknowledged.poll(20, TimeUnit.SECONDS)).isEqualTo(4);

        assertThat(doors.count("run.ingest.readings.accepted", "mqtt-broker")).isEqualTo(2);
        assertThat(doors.count("run.ingest.readings.duplicates", "mqtt-broker")).isOne();
        assertThat(doors.log.rejections())
                .as("the message that says nothing, and no place of the neighbour")
                .hasSize(1);
        assertThat(doors.addsUp("mqtt-broker")).isTrue();
        await(subscriber.close());
    }

    @Test
    void what_wants_no_answer_is_dropped_and_counted_when_the_log_is_away_and_closing_ends_it_for_good()
            throws Exception {
        BlockingQueue<MqttEndpoint> connections = new LinkedBlockingQueue<>();
        BlockingQueue<Integer> acknowledged = new LinkedBlockingQueue<>();
        MqttServer broker = await(MqttServer.create(doors.vertx)
                .endpointHandler(endpoint -> {
                    endpoint.publishAcknowledgeHandler(acknowledged::add);
                    endpoint.subscribeHandler(subscribe -> {
                        endpoint.subscribeAcknowledge(subscribe.messageId(), List.of(MqttQoS.AT_LEAST_ONCE));
                        connections.add(endpoint);
                    });
                    endpoint.accept(false);
                })
                .listen(0));
        MqttSubscriber subscriber = subscribe(broker.actualPort());
        MqttEndpoint first = Objects.requireNonNull(connections.poll(20, TimeUnit.SECONDS));

        doors.log.fail(true);
        await(first.publish(TOPIC, body("lost"), MqttQoS.AT_MOST_ONCE, false, false, 0));
        await(first.publish(TOPIC, body("kept"), MqttQoS.AT_LEAST_ONCE, false, false, 1));
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (doors.count("run.ingest.requests.refused", "mqtt-broker") < 2 && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        assertThat(doors.doorway.roomTaken())
                .as("one of them is kept")
                .isEqualTo(body("kept").length());
        doors.log.fail(false);
        assertThat(acknowledged.poll(20, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(doors.count("run.ingest.readings.accepted", "mqtt-broker")).isOne();
        assertThat(doors.doorway.roomTaken()).isZero();

        await(subscriber.close());
        assertThat(connections.poll(1_500, TimeUnit.MILLISECONDS))
                .as("it does not come back")
                .isNull();
    }

    @Test
    void more_than_can_be_kept_stays_with_the_broker() throws Exception {
        BlockingQueue<MqttEndpoint> connections = new LinkedBlockingQueue<>();
        MqttServer broker = await(MqttServer.create(doors.vertx)
                .endpointHandler(endpoint -> {
                    endpoint.subscribeHandler(subscribe -> {
                        endpoint.subscribeAcknowledge(subscribe.messageId(), List.of(MqttQoS.AT_LEAST_ONCE));
                        connections.add(endpoint);
                    });
                    endpoint.accept(false);
                })
                .listen(0));
        MqttSubscriber subscriber = subscribe(broker.actualPort());
        MqttEndpoint first = Objects.requireNonNull(connections.poll(20, TimeUnit.SECONDS));
        doors.log.withhold();
        for (int id = 1; id <= 257; id++) {
            var unused = first.publish(TOPIC, body("e" + id), MqttQoS.AT_LEAST_ONCE, false, false, id);
        }

        assertThat(connections.poll(20, TimeUnit.SECONDS)).as("comes back").isNotNull();
        assertThat(doors.log.events(EventBody.Readings.class)).hasSize(256);
        assertThat(doors.doorway.roomTaken()).isZero();
        await(subscriber.close());
    }

    @Test
    void a_real_broker_hands_over_what_came_while_the_doors_were_away(@TempDir Path folder) throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/sbin/mosquitto")),
                "mosquitto is not installed here: the test with a real broker is left out");
        int port = freePort();
        Path config = folder.resolve("mosquitto.conf");
        Files.writeString(config, "listener " + port + " 127.0.0.1\nallow_anonymous true\nuser root\n");
        Process mosquitto = new ProcessBuilder("/usr/sbin/mosquitto", "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mosquitto.log").toFile())
                .start();
        try {
            awaitPort(port);
            MqttSubscriber first = subscribe(port);
            awaitSubscription(first);
            MqttClient phone = MqttClient.create(doors.vertx, new MqttClientOptions().setClientId("phone"));
            await(phone.connect(port, "127.0.0.1"));
            await(phone.publish(TOPIC, body("a"), MqttQoS.AT_LEAST_ONCE, false, false));
            awaitAccepted(1);
            await(first.close());

            await(phone.publish(TOPIC, body("b"), MqttQoS.AT_LEAST_ONCE, false, false));
            MqttSubscriber second = subscribe(port);
            awaitAccepted(2);

            assertThat(doors.log.events(EventBody.Readings.class)).hasSize(2);
            assertThat(doors.addsUp("mqtt-broker")).isTrue();
            await(second.close());
        } finally {
            mosquitto.destroy();
            mosquitto.waitFor(10, TimeUnit.SECONDS);
        }
    }

    private static Buffer body(String eventId) {
        return Buffer.buffer(reading(eventId).replace('\'', '"'));
    }

    private void awaitAccepted(int count) throws InterruptedException {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (doors.count("run.ingest.readings.accepted", "mqtt-broker") < count && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
        assertThat(doors.count("run.ingest.readings.accepted", "mqtt-broker")).isEqualTo(count);
    }

    private static void awaitSubscription(MqttSubscriber subscriber) throws InterruptedException {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!subscriber.isConnected() && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
        assertThat(subscriber.isConnected()).isTrue();
    }

    private static void awaitPort(int port) throws InterruptedException {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (System.nanoTime() < deadline) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(socket.isConnected()).isTrue();
                return;
            } catch (IOException notYet) {
                Thread.sleep(20);
            }
        }
        throw new AssertionError("the broker does not listen");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
