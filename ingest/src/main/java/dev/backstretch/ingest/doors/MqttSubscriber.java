package dev.backstretch.ingest.doors;

import dev.backstretch.ingest.LogUnavailableException;
import dev.backstretch.ingest.MqttSettings;
import dev.backstretch.schemas.access.Caller;
import dev.backstretch.schemas.access.Grant;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import io.vertx.mqtt.messages.MqttPublishMessage;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads an external MQTT broker through a shared subscription: each message goes to one instance of the group, and is
 * acknowledged to the broker when the log has it. What was not acknowledged the broker sends again, to this instance when it
 * is back or to another.
 */
public final class MqttSubscriber {
    static final String NAME = "mqtt-broker";

    private static final Logger LOG = LoggerFactory.getLogger(MqttSubscriber.class);
    /** The broker lets in whom it lets in, and says who may publish for whom; whoever configured it here trusts it in that. */
    private static final Caller BROKER = new Caller(Grant.operator(), null);

    private static final int USUAL_PORT = 1883;
    private static final int USUAL_TLS_PORT = 8883;
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;
    private static final long RETRY_MILLIS = 1_000;

    /** Brokers have fewer on the way to one client; one that does not must keep them itself. */
    private static final int MOST_UNACKNOWLEDGED = 256;

    private final Vertx vertx;
    private final MqttIntake intake;
    private final Room room;
    private final MqttSettings settings;
    private final URI broker;
    private final String clientId;
    private final boolean lasting;
    private volatile @Nullable Line line;
    private volatile boolean closed;
    private long pause = FIRST_PAUSE_MILLIS;
    private boolean warned;

    /**
     * @param settings with a broker
     * @param instanceId a stable name, under which the broker keeps what is not acknowledged while this instance is away;
     *     null when instances come and go
     */
    public MqttSubscriber(Vertx vertx, Doorway doorway, MqttSettings settings, @Nullable String instanceId) {
        this.vertx = vertx;
        this.intake = new MqttIntake(doorway, NAME);
        this.room = doorway.room();
        this.settings = settings;
        this.broker = Objects.requireNonNull(settings.broker(), "broker");
        this.lasting = instanceId != null;
        this.clientId = settings.group() + "-" + (instanceId == null ? Names.invent("", 12) : instanceId);
    }

    /** Connects, and again whenever the connection is lost, until {@link #close}. */
    public void start() {
        vertx.getOrCreateContext().runOnContext(go -> connect());
    }

    private void connect() {
        if (closed) {
            return;
        }
        boolean secure = "mqtts".equals(broker.getScheme());
        var options = new MqttClientOptions()
                .setClientId(clientId)
                .setCleanSession(!lasting)
                .setMaxMessageSize(FrontDoor.MAXIMUM_MESSAGE_BYTES)
                .setAutoKeepAlive(true)
                .setSsl(secure);
        options.setHostnameVerificationAlgorithm(secure ? "HTTPS" : "");
        options.setAutoAck(false);
        if (!settings.user().isEmpty()) {
            options.setUsername(settings.user()).setPassword(settings.password());
        }
        var next = new Line(MqttClient.create(vertx, options));
        line = next;
        int port = broker.getPort() >= 0 ? broker.getPort() : secure ? USUAL_TLS_PORT : USUAL_PORT;
        next.connect(port, broker.getHost()).onComplete(done -> {
            if (done.failed()) {
                next.lost(done.cause());
            } else if (closed) {
                // Said while the connection was on its way.
                var unused = next.client.disconnect();
            } else {
                pause = FIRST_PAUSE_MILLIS;
                warned = false;
                LOG.info("event=mqtt_broker_connected host={} port={}", broker.getHost(), port);
            }
        });
    }

    private void reconnect(@Nullable Throwable cause) {
        if (closed) {
            return;
        }
        if (!warned) {
            warned = true;
            LOG.warn("event=mqtt_broker_lost host={}", broker.getHost(), cause);
        }
        vertx.setTimer(pause, later -> connect());
        pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
    }

    /** Says goodbye to the broker; what is not acknowledged stays with it. */
    public Future<Void> close() {
        closed = true;
        Line last = line;
        return last == null || !last.client.isConnected() ? Future.succeededFuture() : last.client.disconnect();
    }

    boolean isConnected() {
        Line now = line;
        return now != null && now.subscribed;
    }

    /** One connection; all on its own thread. */
    private final class Line {
        private final MqttClient client;
        private final Context home = vertx.getOrCreateContext();
        private final InOrder acknowledgements = new InOrder();
        private int held;
        private boolean gone;
        private volatile boolean subscribed;

        Line(MqttClient client) {
            this.client = client;
        }

        Future<?> connect(int port, String host) {
            client.publishHandler(this::receive);
            client.exceptionHandler(broken -> {});
            client.closeHandler(end -> lost(null));
            client.subscribeCompletionHandler(answer -> {
                if (answer.grantedQoSLevels().stream().anyMatch(granted -> granted >= MqttQoS.FAILURE.value())) {
                    LOG.warn("event=mqtt_broker_refused_subscription host={}", host);
                } else {
                    subscribed = true;
                }
            });
            return client.connect(port, host).compose(welcome -> {
                Map<String, Integer> filters = new HashMap<>();
                for (MqttFamily family : MqttReadings.FAMILIES) {
                    filters.put("$share/" + settings.group() + "/" + family.filter(), MqttQoS.AT_LEAST_ONCE.value());
                }
                return client.subscribe(filters);
            });
        }

        void lost(@Nullable Throwable cause) {
            if (!gone) {
                gone = true;
                subscribed = false;
                room.give(held);
                held = 0;
                reconnect(cause);
            }
        }

        private void receive(MqttPublishMessage message) {
            if (gone) {
                return;
            }
            if (message.qosLevel() == MqttQoS.AT_MOST_ONCE) {
                // Who wants no answer does not want to wait either.
                take(message, null);
                return;
            }
            int bytes = message.payload().length();
            if (acknowledgements.waiting() >= MOST_UNACKNOWLEDGED || !room.take(bytes)) {
                // The broker still has all of it, and sends it again when we are back.
                intake.turnedAway(503);
                lost(null);
                var unused = client.disconnect();
                return;
            }
            held += bytes;
            take(message, acknowledgements.next());
        }

        /**
         * Until the log has it: the broker sends nothing again before the connection is another one.
         *
         * @param place null for a message that is not acknowledged and so not kept either
         */
        private void take(MqttPublishMessage message, InOrder.@Nullable Place place) {
            if (gone) {
                return;
            }
            MqttIntake.Addressed addressed = intake.address(message, BROKER);
            Duration wait = intake.waitFor(addressed, BROKER, null);
            if (!wait.isZero() && place == null) {
                intake.turnedAway(429);
                return;
            }
            if (!wait.isZero()) {
                vertx.setTimer(Math.max(1, wait.toMillis()), later -> take(message, place));
                return;
            }
            intake.take(message, addressed, BROKER, null)
                    .whenComplete((outcome, failure) -> home.runOnContext(done -> {
                        if (failure == null && place != null) {
                            place.done(() -> acknowledge(message));
                        } else if (failure != null) {
                            Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                                    ? failure.getCause()
                                    : failure;
                            intake.turnedAway(cause instanceof LogUnavailableException ? 503 : 500);
                            if (place != null) {
                                vertx.setTimer(RETRY_MILLIS, later -> take(message, place));
                            }
                        }
                    }));
        }

        private void acknowledge(MqttPublishMessage message) {
            if (!gone) {
                held -= message.payload().length();
                room.give(message.payload().length());
                message.ack();
            }
        }
    }
}
