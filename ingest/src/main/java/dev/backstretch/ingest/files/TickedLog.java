package dev.backstretch.ingest.files;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Puts the session clock's ticks between the events of a file that has none, as the times they were received at tell
 * (design D4): before each event stand the ticks that a live session's log would hold by then.
 *
 * <p>A live session closes itself after half an hour of silence, so longer holes are not ticked through.
 */
public final class TickedLog implements Consumer<RunEvent> {
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(30);

    private final String sessionId;
    private final Consumer<RunEvent> log;
    private long lastTick = Long.MIN_VALUE;

    public TickedLog(String sessionId, Consumer<RunEvent> log) {
        this.sessionId = sessionId;
        this.log = log;
    }

    @Override
    public void accept(RunEvent event) {
        if (event.body() instanceof EventBody.Tick tick) {
            // A log that has ticks of its own keeps them; none is derived twice.
            lastTick = Math.max(lastTick, tick.number());
        } else {
            tickUntil(event.receivedAt());
        }
        log.accept(event);
    }

    /** Emits the ticks that are due by then. */
    public void tickUntil(Instant receivedAt) {
        long due = Math.floorDiv(receivedAt.toEpochMilli(), EventBody.Tick.MILLIS);
        if (lastTick == Long.MIN_VALUE) {
            lastTick = due;
        }
        long silence = LONGEST_SILENCE.toMillis() / EventBody.Tick.MILLIS;
        if (due - lastTick > 2 * silence) {
            emit(lastTick + 1, lastTick + silence);
            lastTick = due - silence;
        }
        emit(lastTick + 1, due);
        lastTick = Math.max(lastTick, due);
    }

    private void emit(long from, long to) {
        for (long number = from; number <= to; number++) {
            Instant at = Instant.ofEpochMilli(number * EventBody.Tick.MILLIS);
            log.accept(new RunEvent(
                    "tick-" + number,
                    sessionId,
                    null,
                    at,
                    at,
                    Origin.of(Origin.Kind.CLOCK),
                    new EventBody.Tick(number)));
        }
    }
}
