package dev.backstretch.ingest.doors;

import dev.backstretch.domain.reading.Fault;
import dev.backstretch.ingest.LogUnavailableException;
import dev.backstretch.ingest.MqttSettings;
import dev.backstretch.schemas.access.Access;
import dev.backstretch.schemas.access.Caller;
import dev.backstretch.schemas.access.Credentials;
import dev.backstretch.schemas.access.OpenLines;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubCompReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubRecReasonCode;
import io.vertx.mqtt.messages.codes.MqttSubAckReasonCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An MQTT door of our own, 3.1.1 and 5: a publish is acknowledged when the log has it, which no broker in between could
 * promise. It takes readings and gives nothing out: who subscribes is refused.
 *
 * <p>What is refused for its content is acknowledged, with a reason where the protocol has one (5), because it would be no
 * better the next time. What the log does not acknowledge is not acknowledged either: the connection ends, and the client
 * sends it again over the next one.
 */
public final class MqttDoor {
    static final String NAME = "mqtt";

    private static final Logger LOG = LoggerFactory.getLogger(MqttDoor.class);
    private static final int MQTT_5 = 5;
    private static final int CONNECT_SECONDS = 20;

    /** Told to clients of version 5, which then wait. */
    private static final int MOST_UNACKNOWLEDGED = 16;

    /** The others cannot be told, and many have 20 on the way; they are let go when they have more than this. */
    private static final int MOST_UNACKNOWLEDGED_UNTOLD = 32;

    /** One and a half times the keep-alive of an OwnTracks phone. Whoever asks for more, or for none, is no exception. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(90);

    private final Vertx vertx;
    private final MqttIntake intake;
    private final Room room;
    private final Access access;
    private final OpenLines openLines;
    private final MqttServer server;

    /** Who is here, by name; on the server's thread only. */
    private final Map<String, Line> lines = new HashMap<>();

    /** @param certificate what the line is encrypted with; null for a plain one */
    public MqttDoor(Vertx vertx, Doorway doorway, MqttSettings settings, @Nullable KeyCertOptions certificate) {
        this.vertx = vertx;
        this.intake = new MqttIntake(doorway, NAME);
        this.access = doorway.access();
        this.openLines = doorway.lines();
        this.room = doorway.room();
        this.server = MqttServer.create(
                        vertx,
                        encrypted(certificate)
                                .setHost(settings.host())
                                .setPort(settings.port().orElse(0))
                                .setMaxMessageSize(FrontDoor.MAXIMUM_MESSAGE_BYTES)
                                .setTimeoutOnConnect(CONNECT_SECONDS))
                // A stranger who does not speak the protocol is gone already; there is nobody to tell.
                .exceptionHandler(strange -> intake.turnedAway(400))
                .endpointHandler(this::welcome);
    }

    private static MqttServerOptions encrypted(@Nullable KeyCertOptions certificate) {
        var options = new MqttServerOptions();
        if (certificate != null) {
            options.setSsl(true).setKeyCertOptions(certificate);
        }
        return options;
    }

    /** Opens the port. On a context of its own, which is what the library tells of a packet that is out of place. */
    public Future<Integer> listen() {
        return vertx.deployVerticle(new VerticleBase() {
                    @Override
                    public Future<?> start() {
                        context.exceptionHandler(MqttDoor.this::escaped);
                        return server.listen();
                    }
                })
                .map(deployed -> server.actualPort());
    }

    /**
     * The library throws for a packet that follows a second CONNECT in one write, and for a reason code that nobody knows, and
     * says for neither whose it is. Of the former it has closed the connection, the latter it ignores.
     */
    private void escaped(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        boolean ofThePeer = thrown instanceof IllegalArgumentException
                && trace.length > 0
                && trace[0].getClassName().startsWith("io.vertx.mqtt.");
        if (!ofThePeer) {
            LOG.error("event=door_broken door={}", NAME, thrown);
        }
        intake.turnedAway(ofThePeer ? 400 : 500);
    }

    /** Lets in who brings a token that holds, as the password of any user, or none where none is needed. */
    private void welcome(MqttEndpoint endpoint) {
        String password = endpoint.auth() == null ? null : endpoint.auth().getPassword();
        Optional<String> token = Credentials.ofPassword(password);
        Access.Identified identified = access.identify(token);
        boolean nobody = identified instanceof Access.Identified.Known known
                && known.caller().isAnonymous()
                && access.alwaysRequired();
        if (nobody || identified instanceof Access.Identified.Refused) {
            intake.turnedAway(401);
            endpoint.reject(
                    endpoint.protocolVersion() == MQTT_5
                            ? MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5
                            : MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED);
            return;
        }
        Caller caller = ((Access.Identified.Known) identified).caller();
        OpenLines.Answer line = openLines.open(caller.session());
        if (line != OpenLines.Answer.OPEN) {
            intake.turnedAway(line == OpenLines.Answer.SESSION_FULL ? 429 : 503);
            endpoint.reject(full(endpoint, line));
            return;
        }
        new Line(endpoint, caller, token).begin();
    }

    private static MqttConnectReturnCode full(MqttEndpoint endpoint, OpenLines.Answer line) {
        if (endpoint.protocolVersion() != MQTT_5) {
            return MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE;
        }
        return line == OpenLines.Answer.SESSION_FULL
                ? MqttConnectReturnCode.CONNECTION_REFUSED_QUOTA_EXCEEDED
                : MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_BUSY;
    }

    /** A message that waits for its share. */
    private record Waiting(MqttPublishMessage message, InOrder.@Nullable Place place) {}

    /** One connection; all on its own thread. */
    private final class Line {
        private final MqttEndpoint endpoint;
        private final Context home;
        private final Caller caller;
        private final Optional<String> token;
        private final InOrder acknowledgements = new InOrder();
        private final Deque<Waiting> waiting = new ArrayDeque<>();
        private final String name;
        private final long lookTimer;
        private final long mostSilentLooks;
        private long silentLooks;
        private boolean heard;
        private boolean gone;

        Line(MqttEndpoint endpoint, Caller caller, Optional<String> token) {
            this.endpoint = endpoint;
            this.caller = caller;
            this.token = token;
            this.home = vertx.getOrCreateContext();
            this.name =
                    (endpoint.auth() == null ? "" : endpoint.auth().getUsername()) + "\n" + endpoint.clientIdentifier();
            this.mostSilentLooks = silenceLimit().dividedBy(Doorway.TOKEN_CHECK) + 1;
            this.lookTimer = vertx.setPeriodic(Doorway.TOKEN_CHECK.toMillis(), looked -> look());
        }

        /** MQTT 3.1.1 and 5, §3.1.2.10: one and a half times what the client promised to say something within. */
        private Duration silenceLimit() {
            Duration promised = Duration.ofMillis(1_500L * endpoint.keepAliveTimeSeconds());
            return promised.isZero() || promised.compareTo(LONGEST_SILENCE) > 0 ? LONGEST_SILENCE : promised;
        }

        /**
         * Whether the line is still one. The library closes those that are silent, but forgets to say so of a line on which
         * another CONNECT came, in a version that it does not speak.
         */
        private void look() {
            silentLooks = heard ? 0 : silentLooks + 1;
            heard = false;
            if (holdsToken() && silentLooks > mostSilentLooks) {
                end(MqttDisconnectReasonCode.KEEP_ALIVE_TIMEOUT, "nothing was heard of you");
            }
        }

        void begin() {
            Line before = lines.put(name, this);
            if (before != null) {
                before.end(MqttDisconnectReasonCode.SESSION_TAKEN_OVER, "connected again elsewhere");
            }
            endpoint.publishAutoAck(false);
            endpoint.publishHandler(this::receive);
            endpoint.publishReleaseHandler(this::complete);
            endpoint.pingHandler(ping -> heard = true);
            endpoint.subscribeHandler(subscribe -> {
                heard = true;
                var refusals =
                        Collections.nCopies(subscribe.topicSubscriptions().size(), MqttSubAckReasonCode.NOT_AUTHORIZED);
                if (isVersion5()) {
                    endpoint.subscribeAcknowledge(subscribe.messageId(), refusals, reason("nothing is given out here"));
                } else {
                    endpoint.subscribeAcknowledge(
                            subscribe.messageId(), Collections.nCopies(refusals.size(), MqttQoS.FAILURE));
                }
            });
            endpoint.unsubscribeHandler(unsubscribe -> endpoint.unsubscribeAcknowledge(unsubscribe.messageId()));
            endpoint.exceptionHandler(broken -> intake.turnedAway(400));
            endpoint.closeHandler(closed -> leave());
            endpoint.accept(false, offers());
        }

        private MqttProperties offers() {
            var offers = new MqttProperties();
            if (isVersion5()) {
                number(offers, MqttProperties.RECEIVE_MAXIMUM, MOST_UNACKNOWLEDGED);
                number(offers, MqttProperties.MAXIMUM_PACKET_SIZE, FrontDoor.MAXIMUM_MESSAGE_BYTES);
                number(offers, MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE, 0);
                number(offers, MqttProperties.WILDCARD_SUBSCRIPTION_AVAILABLE, 0);
            }
            return offers;
        }

        private void receive(MqttPublishMessage message) {
            heard = true;
            if (gone) {
                return;
            }
            boolean asked = message.qosLevel() != MqttQoS.AT_MOST_ONCE;
            int most = isVersion5() ? MOST_UNACKNOWLEDGED : MOST_UNACKNOWLEDGED_UNTOLD;
            if (asked && acknowledgements.waiting() >= most) {
                intake.turnedAway(503);
                end(MqttDisconnectReasonCode.RECEIVE_MAXIMUM_EXCEEDED, "more is on the way than was agreed");
                return;
            }
            if (!asked && !(waiting.isEmpty() && share(message).isZero())) {
                // Who wants no answer does not want to wait either.
                intake.turnedAway(429);
                return;
            }
            if (!room.take(message.payload().length())) {
                intake.turnedAway(503);
                if (asked) {
                    end(MqttDisconnectReasonCode.SERVER_BUSY, "too much waits here; connect again and send it again");
                }
                return;
            }
            waiting.add(new Waiting(message, asked ? acknowledgements.next() : null));
            if (waiting.size() == 1) {
                takeNext();
            }
        }

        private Duration share(MqttPublishMessage message) {
            return intake.waitFor(intake.address(message, caller), caller, endpoint.remoteAddress());
        }

        /** Takes those that wait, as far as there is a share left; the rest waits on. */
        private void takeNext() {
            while (!gone && !waiting.isEmpty()) {
                Duration wait = share(waiting.getFirst().message());
                if (!wait.isZero()) {
                    vertx.setTimer(Math.max(1, wait.toMillis()), later -> takeNext());
                    return;
                }
                if (!holdsToken()) {
                    return;
                }
                Waiting next = waiting.removeFirst();
                // From here on it is one of those that wait for the log, which are counted by themselves.
                room.give(next.message().payload().length());
                take(next);
            }
        }

        /** Whether the token still holds; ends the line when not, as a line lives longer than a token may. */
        private boolean holdsToken() {
            if (!gone && access.identify(token) instanceof Access.Identified.Refused refused) {
                intake.turnedAway(refused.denial().status());
                end(MqttDisconnectReasonCode.NOT_AUTHORIZED, refused.denial().detail());
                return false;
            }
            return true;
        }

        private void take(Waiting next) {
            MqttPublishMessage message = next.message();
            // What waits for its turn to be acknowledged keeps no payload.
            int id = message.messageId();
            boolean twice = message.qosLevel() == MqttQoS.EXACTLY_ONCE;
            intake.take(message, intake.address(message, caller), caller, endpoint.remoteAddress())
                    .whenComplete((outcome, failure) -> home.runOnContext(done -> {
                        InOrder.Place place = next.place();
                        if (failure != null) {
                            fail(failure);
                        } else if (place != null) {
                            place.done(() -> acknowledge(id, twice, outcome));
                        }
                    }));
        }

        private void fail(Throwable failure) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            boolean later = cause instanceof LogUnavailableException;
            if (!later) {
                LOG.error("event=door_broken door={}", NAME, cause);
            }
            intake.turnedAway(later ? 503 : 500);
            end(
                    later ? MqttDisconnectReasonCode.SERVER_BUSY : MqttDisconnectReasonCode.UNSPECIFIED_ERROR,
                    "not written; connect again and send it again");
        }

        private void acknowledge(int id, boolean twice, MqttIntake.Outcome outcome) {
            if (gone || !endpoint.isConnected()) {
                return;
            }
            if (!isVersion5()
                    && outcome instanceof MqttIntake.Outcome.Refused refused
                    && (refused.problem().status() == 401 || refused.problem().status() == 403)) {
                // 3.1.1 has no word for it, and an acknowledgement would say that it was taken (§3.3.5).
                end(MqttDisconnectReasonCode.NOT_AUTHORIZED, refused.problem().detail());
                return;
            }
            if (!isVersion5()) {
                if (twice) {
                    endpoint.publishReceived(id);
                } else {
                    endpoint.publishAcknowledge(id);
                }
                return;
            }
            MqttPubAckReasonCode code = code(outcome);
            MqttProperties words = words(outcome);
            if (twice) {
                endpoint.publishReceived(id, MqttPubRecReasonCode.valueOf(code.value()), words);
            } else {
                endpoint.publishAcknowledge(id, code, words);
            }
        }

        private static MqttPubAckReasonCode code(MqttIntake.Outcome outcome) {
            if (outcome instanceof MqttIntake.Outcome.Taken taken) {
                return taken.answer().allRefused()
                        ? MqttPubAckReasonCode.PAYLOAD_FORMAT_INVALID
                        : MqttPubAckReasonCode.SUCCESS;
            }
            if (outcome instanceof MqttIntake.Outcome.Refused refused) {
                return switch (refused.problem().status()) {
                    case 401, 403 -> MqttPubAckReasonCode.NOT_AUTHORIZED;
                    case 404 -> MqttPubAckReasonCode.TOPIC_NAME_INVALID;
                    default -> MqttPubAckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR;
                };
            }
            return MqttPubAckReasonCode.SUCCESS;
        }

        /** Why a whole message was refused. Beside success there is no room: Netty writes a PUBACK of 0 without words. */
        private static MqttProperties words(MqttIntake.Outcome outcome) {
            if (outcome instanceof MqttIntake.Outcome.Refused refused) {
                return reason(
                        refused.problem().detail() + ": " + refused.problem().remedy());
            }
            if (outcome instanceof MqttIntake.Outcome.Taken taken
                    && taken.answer().allRefused()) {
                Fault first = taken.answer().rejected().get(0).first();
                return reason(first.reason() + ": " + first.message());
            }
            return new MqttProperties();
        }

        private void complete(int messageId) {
            heard = true;
            if (isVersion5()) {
                endpoint.publishComplete(messageId, MqttPubCompReasonCode.SUCCESS, new MqttProperties());
            } else {
                endpoint.publishComplete(messageId);
            }
        }

        private void end(MqttDisconnectReasonCode code, String words) {
            if (gone) {
                return;
            }
            leave();
            if (!endpoint.isConnected()) {
                return;
            }
            if (isVersion5()) {
                // Closes, too.
                endpoint.disconnect(code, reason(words));
            } else {
                endpoint.close();
            }
        }

        /** Gives back what the line holds: when it is ended here, or there. */
        private void leave() {
            if (gone) {
                return;
            }
            gone = true;
            vertx.cancelTimer(lookTimer);
            openLines.close(caller.session());
            lines.remove(name, this);
            waiting.forEach(one -> room.give(one.message().payload().length()));
            waiting.clear();
        }

        private boolean isVersion5() {
            return endpoint.protocolVersion() == MQTT_5;
        }
    }

    private static void number(MqttProperties properties, int id, int value) {
        properties.add(new MqttProperties.IntegerProperty(id, value));
    }

    private static MqttProperties reason(String words) {
        var properties = new MqttProperties();
        properties.add(new MqttProperties.StringProperty(MqttProperties.REASON_STRING, words));
        return properties;
    }
}
