package dev.backstretch.replay;

import dev.backstretch.domain.event.RunEvent;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One record of a session's log.
 *
 * @param timestamp the record's own time, which is when a door received it
 * @param event null when its bytes are no event
 */
public record LogRecord(
        int partition,
        long offset,
        Instant timestamp,
        @Nullable RunEvent event) {
    public LogRecord {
        Objects.requireNonNull(timestamp, "timestamp");
    }
}
