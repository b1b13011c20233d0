package dev.backstretch.ingest.doors;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.EventIds;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.reading.Fault;
import dev.backstretch.ingest.Item;
import dev.backstretch.ingest.LiveSession;
import dev.backstretch.ingest.devices.Decoded;
import dev.backstretch.ingest.devices.Message;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What devices said in one request, as the items that the intake takes. */
final class DeviceItems {
    private final LiveSession session;
    private final @Nullable String runner;
    private final Instant receivedAt;
    private final @Nullable Fault closed;
    private final List<Said> said = new ArrayList<>();
    private int notices;
    private boolean passedOver;

    /** A message that is an item, at its place, and the bytes that it lies in. */
    private record Said(
            int index, Message message, @Nullable String mat, ByteBuffer payload) {}

    /**
     * Items for a session.
     *
     * @param runner whose device it is, null when the session's bindings tell
     */
    DeviceItems(LiveSession session, @Nullable String runner, Instant receivedAt, Duration settleWindow) {
        this.session = session;
        this.runner = runner;
        this.receivedAt = receivedAt;
        this.closed = closed(session, receivedAt, settleWindow);
    }

    /** A device cannot be told that a session is over: it would repeat for ever, or drop what nobody keeps. */
    private static @Nullable Fault closed(LiveSession session, Instant receivedAt, Duration settleWindow) {
        Instant closedAt = session.head().closedAt();
        return session.isClosed() && closedAt != null && receivedAt.isAfter(closedAt.plus(settleWindow))
                ? new Fault(
                        "session",
                        session.id(),
                        "SESSION_CLOSED",
                        "the session closed at " + closedAt + ": give the device the address of the next one")
                : null;
    }

    int notices() {
        return notices;
    }

    /**
     * Adds a line of a timing reader, which lies by itself.
     *
     * @param mat what the timing mat is called here, null when the line tells
     */
    void addLine(Message message, @Nullable String mat, ByteBuffer payload) {
        add(message, mat, payload);
    }

    /** Adds the messages of one body. */
    void addBody(Decoded.Told told, byte[] body) {
        passedOver |= told.hasPassedOver();
        // One buffer, by which the intake knows that it is one body.
        ByteBuffer payload = ByteBuffer.wrap(body).asReadOnlyBuffer();
        told.messages().forEach(message -> add(message, null, payload));
    }

    private void add(Message message, @Nullable String mat, ByteBuffer payload) {
        int index = said.size() + notices;
        if (message instanceof Message.Notice) {
            notices++;
        } else {
            said.add(new Said(index, message, mat, payload));
        }
    }

    /** Those of lines, none of which tells a place. */
    List<Item> itemsOfLines() {
        return items(List.of());
    }

    /** Those of a body: its bytes, and the places that they tell, are those of each of them. */
    List<Item> itemsOfBody() {
        List<Reading> told = new ArrayList<>();
        // Another sensor may tell a place too.
        boolean unread = passedOver;
        for (Said one : said) {
            unread |= one.message() instanceof Message.Refused;
            if (one.message() instanceof Message.Measured measured && LiveSession.saysPlace(measured.reading())) {
                told.add(measured.reading());
            }
        }
        return items(unread ? null : told);
    }

    /**
     * Makes the items.
     *
     * @param told what the bytes of each tell of, null where nobody knows
     */
    private List<Item> items(@Nullable List<Reading> told) {
        List<Item> items = new ArrayList<>(said.size());
        for (Said one : said) {
            if (one.message() instanceof Message.Refused refused) {
                items.add(new Item.Faulty(
                        one.index(), runner, null, List.of(refused.fault()), one.payload(), told, refused.device()));
                continue;
            }
            RunEvent event = event(one.message(), one.mat());
            items.add(
                    closed == null
                            ? new Item.Event(one.index(), event, one.payload(), told)
                            : new Item.Faulty(
                                    one.index(),
                                    event.runnerId(),
                                    event.eventId(),
                                    List.of(closed),
                                    one.payload(),
                                    told,
                                    event.origin().source()));
        }
        return items;
    }

    private RunEvent event(Message message, @Nullable String mat) {
        if (message instanceof Message.Measured measured) {
            return new RunEvent(
                    measured.reading().readingId(),
                    session.id(),
                    runner,
                    measured.reading().observedAt(),
                    receivedAt,
                    new Origin(Origin.Kind.DEVICE, measured.device()),
                    new EventBody.Readings(List.of(measured.reading())));
        }
        if (message instanceof Message.ChipRead read) {
            String reader = mat == null ? read.reader() : mat;
            String place = mat == null && read.place() != null ? read.place() : reader;
            return marked(
                    reader,
                    read.readAt(),
                    new EventBody.Chip(read.chip(), place, read.rssiDbm()),
                    "chip " + read.chip());
        }
        if (message instanceof Message.GunFired gun) {
            return marked(mat == null ? gun.reader() : mat, gun.firedAt(), new EventBody.Gun(null), "gun");
        }
        throw new IllegalStateException("a message that is no event: " + message);
    }

    /** Told again, the same chip at the same mat and moment is the same event, whatever the line says besides. */
    private RunEvent marked(@Nullable String reader, Instant at, EventBody body, String content) {
        var origin = new Origin(Origin.Kind.TIMING, reader);
        return new RunEvent(EventIds.of(origin, null, at, content), session.id(), null, at, receivedAt, origin, body);
    }
}
