package dev.backstretch.ingest;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** When a door took something in: the last reading of a clock on an event's way, to the microsecond. */
public final class ReceiveTime {
    private ReceiveTime() {}

    public static Instant now(Clock clock) {
        return of(clock.instant());
    }

    static Instant of(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }
}
