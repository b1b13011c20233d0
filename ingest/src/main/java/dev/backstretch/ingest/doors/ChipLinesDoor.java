package dev.backstretch.ingest.doors;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.ingest.Intake;
import dev.backstretch.ingest.Item;
import dev.backstretch.ingest.LiveSession;
import dev.backstretch.ingest.devices.ChipFormat;
import dev.backstretch.ingest.devices.ReaderClock;
import dev.backstretch.schemas.access.Action;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST …/marks?format=}: the lines of a timing system as text. {@code zone} is the reader's clock's where it is not
 * the session's; {@code offset} seconds are added to its times; {@code reader} names the mat where the lines do not.
 */
final class ChipLinesDoor {
    /** Also the quota that readers over TCP share. */
    static final String NAME = "marks";

    private final Doorway doorway;

    ChipLinesDoor(Doorway doorway) {
        this.doorway = doorway;
    }

    /** Before the door for JSON at the same address, which takes what names no format. */
    void mount(Router router) {
        router.post("/v1/sessions/:session/" + NAME).handler(context -> {
            if (context.queryParams().contains("format")) {
                handle(context);
            } else {
                context.next();
            }
        });
    }

    private void handle(RoutingContext context) {
        Doorway.Admitted admitted = doorway.admit(NAME, context, Action.MARKS, NAME);
        if (admitted == null) {
            return;
        }
        LiveSession session = admitted.session();
        String word = Objects.requireNonNullElse(context.queryParams().get("format"), "");
        ChipFormat format = ChipFormat.named(word);
        if (format == null) {
            doorway.refuse(
                    NAME,
                    context,
                    Problem.invalid(
                            "format",
                            word,
                            "no timing system of this name is known",
                            "send one of "
                                    + Arrays.stream(ChipFormat.values())
                                            .map(ChipFormat::word)
                                            .collect(Collectors.joining(", "))));
            return;
        }
        String zoneName = Objects.requireNonNullElse(
                context.queryParams().get("zone"), session.head().timeZone());
        ZoneId zone = ReaderClock.zone(zoneName);
        if (zone == null) {
            doorway.refuse(
                    NAME,
                    context,
                    Problem.invalid(
                            "zone", zoneName, "no time zone of this name is known", "send Europe/Madrid or +01:00"));
            return;
        }
        String mat = context.queryParams().get("reader");
        if (mat != null && Names.check("reader", mat) != null) {
            doorway.refuse(NAME, context, Problem.of(Objects.requireNonNull(Names.check("reader", mat))));
            return;
        }
        String seconds = Objects.requireNonNullElse(context.queryParams().get("offset"), "0");
        Duration offset = ReaderClock.offset(seconds);
        if (offset == null) {
            doorway.refuse(
                    NAME,
                    context,
                    Problem.invalid(
                            "offset",
                            seconds,
                            "this is no number of seconds, or more than half a day",
                            "send what is to be added to the reader's times, such as -2.4"));
            return;
        }
        doorway.receiveBytes(NAME, context, body -> {
            Instant receivedAt = doorway.now();
            if (!doorway.takesDeliveries(NAME, context, session, receivedAt)) {
                return;
            }
            List<String> lines = lines(body);
            if (lines.size() > doorway.settings().maximumItems()) {
                int limit = doorway.settings().maximumItems();
                doorway.refuse(
                        NAME,
                        context,
                        Problem.tooLarge(
                                "items", "more than " + limit, "a request may hold " + limit + " lines at most"));
                return;
            }
            var items = items(doorway, session, format, zone, offset, mat, lines, receivedAt);
            doorway.then(
                    NAME,
                    context,
                    doorway.take(
                            NAME,
                            session,
                            admitted.share(),
                            items.itemsOfLines(),
                            body.length,
                            receivedAt,
                            gun(doorway, session)),
                    answer -> {
                        doorway.notices(NAME, items.notices());
                        var json = Answers.of(answer);
                        if (items.notices() > 0) {
                            json.put("notices", items.notices());
                        }
                        Doorway.send(context, answer.allRefused() ? 422 : 200, json);
                    });
        });
    }

    /** Every byte is a character: what is none of the format's is that line's fault and nobody else's. */
    private static List<String> lines(byte[] body) {
        return new String(body, StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    static DeviceItems items(
            Doorway doorway,
            LiveSession session,
            ChipFormat format,
            ZoneId zone,
            Duration offset,
            @Nullable String mat,
            List<String> lines,
            Instant receivedAt) {
        Instant began = Objects.requireNonNullElse(
                session.head().startedAt(), session.head().openedAt());
        ReaderClock clock = ReaderClock.of(zone, began).withOffset(offset);
        var items =
                new DeviceItems(session, null, receivedAt, doorway.settings().settleWindow());
        for (String line : lines) {
            items.addLine(
                    clock.right(format.decode(line, clock)),
                    mat,
                    ByteBuffer.wrap(line.getBytes(StandardCharsets.ISO_8859_1)));
        }
        return items;
    }

    /** The first gun starts the session, whoever fires it. */
    static Intake.Consequence gun(Doorway doorway, LiveSession session) {
        return accepted -> {
            for (Item.Event item : accepted) {
                if (item.event().body() instanceof EventBody.Gun) {
                    return started(doorway, session, item);
                }
            }
            return CompletableFuture.completedFuture(null);
        };
    }

    private static CompletionStage<?> started(Doorway doorway, LiveSession session, Item.Event gun) {
        return Heads.start(doorway, session, gun.event());
    }
}
