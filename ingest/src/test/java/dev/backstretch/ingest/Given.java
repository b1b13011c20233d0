package dev.backstretch.ingest;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.event.SessionClock;
import dev.backstretch.domain.reading.Arrival;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.schemas.SessionPartition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the tests start from: one instant, one session, and runners in it. */
final class Given {
    static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");
    static final String SESSION = "s-1";

    private static final double NONE = Double.NaN;

    private Given() {}

    static SessionHead head(String id, Instant openedAt) {
        return new SessionHead(
                id,
                "camp",
                SessionHead.State.OPEN,
                "free-run",
                List.of(),
                SessionClock.WALL,
                false,
                SessionPartition.of(id, 12),
                openedAt,
                null,
                null,
                "ABC234",
                "UTC",
                false);
    }

    static RunEvent event(@Nullable String runner, String id, Instant at, EventBody body) {
        return new RunEvent(id, SESSION, runner, at, NOW, Origin.of(Origin.Kind.COACH), body);
    }

    /** Without a track. */
    static RunEvent opened() {
        return event(
                null,
                "opened",
                NOW,
                new EventBody.SessionOpened(
                        "camp", "free-run", null, List.of(), SessionClock.WALL, false, null, "UTC"));
    }

    static RunEvent join(String runner, @Nullable String chip, @Nullable String bib) {
        return event(
                runner,
                "join-" + runner,
                NOW,
                new EventBody.Join(
                        bib,
                        null,
                        null,
                        chip,
                        null,
                        EventBody.LapRule.LINE,
                        null,
                        null,
                        null,
                        null,
                        false,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
    }

    static Reading reading(String id, Instant at, double latitude, double heartRate) {
        return new Reading(id, at, latitude, 98.9, 4, 3, 87, NONE, NONE, heartRate, NONE, NONE, List.of());
    }

    static RunEvent readingOf(String runner, String id, Instant at, double latitude, double heartRate) {
        return event(runner, id, at, new EventBody.Readings(List.of(reading(id, at, latitude, heartRate))));
    }

    static RunEvent readingOf(String runner, String id) {
        return readingOf(runner, id, NOW, 18.7, 150);
    }

    static Item item(int index, RunEvent event) {
        return new Item.Event(index, event, ByteBuffer.wrap(("item " + index).getBytes(StandardCharsets.UTF_8)));
    }

    static Intake.Batch batch(LiveSession session, RunEvent... events) {
        List<Item> items = new ArrayList<>();
        for (RunEvent event : events) {
            items.add(item(items.size(), event));
        }
        return batch(session, items);
    }

    static Intake.Batch batch(LiveSession session, List<Item> items) {
        return new Intake.Batch("readings", Arrival.LIVE, session, Share.FREE, items, 100, NOW);
    }
}
