package dev.backstretch.ingest.devices;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How to understand the times of one reader: most tell local time, and some only the time of day.
 *
 * @param zone of the reader's clock
 * @param day on which the session began there
 * @param sessionBeganAt when the session began; null when nobody knows, and then no time of day lies on the next day
 */
public record ReaderClock(
        ZoneId zone, LocalDate day, @Nullable Instant sessionBeganAt) {
    /** A time of day that lies further back than this before the session is the next day's. */
    private static final Duration NEXT_DAY = Duration.ofHours(12);

    public ReaderClock {
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(day, "day");
    }

    /** The clock of a reader in a zone, for a session that began at an instant. */
    public static ReaderClock of(ZoneId zone, Instant sessionBeganAt) {
        return new ReaderClock(
                zone, LocalDateTime.ofInstant(sessionBeganAt, zone).toLocalDate(), sessionBeganAt);
    }

    /** A zone by its name or offset, such as {@code Europe/Madrid} or {@code +07:00}; null when there is none. */
    public static @Nullable ZoneId zone(String name) {
        try {
            return name.startsWith("+") || name.startsWith("-") ? ZoneOffset.of(name) : ZoneId.of(name);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** An hour that the clock shows twice is the first of them. */
    Instant at(LocalDateTime local) {
        return local.atZone(zone).toInstant();
    }

    Instant at(LocalTime timeOfDay) {
        Instant at = at(day.atTime(timeOfDay));
        boolean nextDay = sessionBeganAt != null && at.isBefore(sessionBeganAt.minus(NEXT_DAY));
        return nextDay ? at(day.plusDays(1).atTime(timeOfDay)) : at;
    }
}
