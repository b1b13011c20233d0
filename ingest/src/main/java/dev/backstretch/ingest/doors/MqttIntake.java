package dev.backstretch.ingest.doors;

import dev.backstretch.ingest.BatchAnswer;
import dev.backstretch.ingest.Item;
import dev.backstretch.ingest.LiveSession;
import dev.backstretch.ingest.Share;
import dev.backstretch.schemas.access.Action;
import dev.backstretch.schemas.access.Caller;
import dev.backstretch.schemas.access.Denial;
import io.vertx.core.net.SocketAddress;
import io.vertx.mqtt.messages.MqttPublishMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What a message published over MQTT becomes, whoever brings it: our own door or an external broker. */
final class MqttIntake {
    private final Doorway doorway;
    private final Messages messages;
    private final String door;

    MqttIntake(Doorway doorway, String door) {
        this.doorway = doorway;
        this.messages = new Messages(doorway, door);
        this.door = door;
    }

    /** What became of a message that was looked at. All of these are final: to send it again would change nothing. */
    sealed interface Outcome {
        /** Its items were taken, or refused each for its reason. */
        record Taken(BatchAnswer answer) implements Outcome {}

        /** It is for nobody here. */
        record Refused(Problem problem) implements Outcome {}

        /** It says nothing, such as the empty message that takes a retained one back. */
        record Notice() implements Outcome {}
    }

    /** Where a message goes. */
    record Addressed(LiveSession session, MqttFamily family, MqttFamily.Place place) {}

    /** Finds a message's session; null when there is none. */
    @Nullable
    Addressed address(MqttPublishMessage message, Caller caller) {
        List<String> levels = MqttReadings.levels(message.topicName());
        MqttFamily family = MqttReadings.of(levels);
        MqttFamily.Place place = family == null ? null : family.place(levels, caller, doorway);
        LiveSession session =
                place == null ? null : doorway.sessions().find(place.session()).orElse(null);
        return family == null || place == null || session == null ? null : new Addressed(session, family, place);
    }

    /** How long a message must wait for its share. */
    Duration waitFor(@Nullable Addressed addressed, Caller caller, @Nullable SocketAddress remote) {
        return share(addressed, caller, remote).waitFor();
    }

    private Share share(@Nullable Addressed addressed, Caller caller, @Nullable SocketAddress remote) {
        return addressed == null ? Share.FREE : doorway.share(ReadingsDoor.NAME, addressed.session(), caller, remote);
    }

    /** Takes a message; the stage fails when the log does not acknowledge, and then it must come again. */
    CompletionStage<Outcome> take(
            MqttPublishMessage message, @Nullable Addressed addressed, Caller caller, @Nullable SocketAddress remote) {
        doorway.counters().mqttMessage(door, message.qosLevel().value());
        Share share = share(addressed, caller, remote);
        share.enter();
        byte[] payload = message.payload().getBytes();
        if (payload.length == 0) {
            doorway.counters().notice(door);
            return CompletableFuture.completedFuture(new Outcome.Notice());
        }
        if (addressed == null) {
            return refused(Problem.topic());
        }
        LiveSession session = addressed.session();
        Denial denial = doorway.access()
                .check(caller, Action.READINGS, session.id(), session.head())
                .orElse(null);
        if (denial != null) {
            return refused(Problem.of(denial));
        }
        Instant receivedAt = doorway.now();
        if (!doorway.isTakingDeliveries(session, receivedAt)) {
            return refused(Problem.state(
                    "session", session.id(), "the session is closed", "import what is missing as a file"));
        }
        List<Item> items = addressed.family().read(messages, session, caller, addressed.place(), payload, receivedAt);
        Denial anothers = Messages.denial(caller, items);
        if (anothers != null) {
            return refused(Problem.of(anothers));
        }
        return messages.take(session, share, items, payload.length, receivedAt)
                .thenApply(outcome -> new Outcome.Taken(outcome.answer()));
    }

    private CompletionStage<Outcome> refused(Problem problem) {
        doorway.counters().refused(door, problem.status());
        return CompletableFuture.completedFuture(new Outcome.Refused(problem));
    }

    /** A message was turned away and must come again. */
    void turnedAway(int status) {
        doorway.counters().refused(door, status);
    }
}
