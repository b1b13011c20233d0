package dev.backstretch.simulator;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import io.vertx.mqtt.MqttConnectionException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A phone that publishes over MQTT 3.1.1 with quality of service 1: {@code backstretch/{session}/{runner}/readings}, or what
 * OwnTracks says under its own topic. An
 * acknowledgement says of the whole message that it need not come again, and not what became of each reading; those of an
 * acknowledged message count as accepted here.
 */
public final class MqttLine extends OpenLine {
    /** Fewer than a door lets be on the way. */
    private static final int WINDOW = 10;

    private static final int KEEP_ALIVE_SECONDS = 30;

    private final String host;
    private final int port;
    private final String topic;
    private final MqttClientOptions options;

    /** Of the present connection, by packet. */
    private final Map<Integer, Message> byPacket = new HashMap<>();

    private @Nullable MqttClient client;

    /**
     * A line that connects when there is something to send.
     *
     * @param token empty where none is needed
     */
    public MqttLine(
            Vertx vertx, String host, int port, String session, String runner, String token, Duration patience) {
        this(
                vertx,
                host,
                port,
                "backstretch/" + session + "/" + runner + "/readings",
                session,
                runner,
                token,
                patience);
    }

    /**
     * The app OwnTracks in its MQTT mode, which publishes each fix as it writes it ({@link DeviceApp#OWNTRACKS}).
     *
     * @param user first half of the device's name, as the session binds it
     * @param device second half of the device's name
     * @param token empty where none is needed
     */
    public static MqttLine ofOwnTracks(
            Vertx vertx, String host, int port, String user, String device, String token, Duration patience) {
        return new MqttLine(vertx, host, port, "owntracks/" + user + "/" + device, user, device, token, patience);
    }

    private MqttLine(
            Vertx vertx,
            String host,
            int port,
            String topic,
            String first,
            String second,
            String token,
            Duration patience) {
        super(vertx, patience);
        this.host = host;
        this.port = port;
        this.topic = topic;
        this.options = new MqttClientOptions()
                .setClientId("phone-" + first + "-" + second)
                .setCleanSession(true)
                .setAutoKeepAlive(true)
                .setKeepAliveInterval(KEEP_ALIVE_SECONDS)
                .setMaxInflightQueue(WINDOW + 1);
        // As large as a message may be that the door takes.
        options.setMaxMessageSize(1024 * 1024);
        if (!token.isEmpty()) {
            options.setUsername(second).setPassword(token);
        }
    }

    @Override
    int window() {
        return WINDOW;
    }

    @Override
    Future<?> connect() {
        byPacket.clear();
        MqttClient fresh = MqttClient.create(vertx(), options);
        client = fresh;
        fresh.publishCompletionHandler(packet -> onHome(() -> {
            Message message = client == fresh ? byPacket.remove(packet) : null;
            if (message != null) {
                message.open.clear();
                done(message, 200, message.eventIds.size(), 0, Map.of());
            }
        }));
        fresh.exceptionHandler(broken -> {});
        fresh.closeHandler(closed -> onHome(() -> {
            if (client == fresh) {
                client = null;
                broke();
            }
        }));
        return fresh.connect(port, host).recover(failed -> {
            boolean over = failed instanceof MqttConnectionException no
                    && (no.code() == MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED
                            || no.code() == MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD);
            return Future.failedFuture(over ? new RefusedException(401, "the line was refused") : failed);
        });
    }

    @Override
    void transmit(Message message) {
        MqttClient open = client;
        if (open == null) {
            return;
        }
        open.publish(topic, Buffer.buffer(message.payload), MqttQoS.AT_LEAST_ONCE, false, false)
                .onSuccess(packet -> onHome(() -> {
                    if (client == open) {
                        byPacket.put(packet, message);
                    }
                }))
                .onFailure(broken -> onHome(() -> {
                    if (client == open) {
                        client = null;
                        var unused = open.disconnect();
                        broke();
                    }
                }));
    }

    @Override
    void hangUp() {
        MqttClient open = client;
        client = null;
        if (open != null) {
            var unused = open.disconnect();
        }
    }
}
