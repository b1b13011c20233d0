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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How to understand the times of one reader: most tell local time, and some only the time of day.
 *
 * @param zone of the reader's clock
 * @param day on which the session began there
 * @param sessionBeganAt when the session began; null when nobody knows, and then no time of day lies on the next day
 * @param offset what is added to the clock's times; negative where it is ahead
 */
public record ReaderClock(
        ZoneId zone, LocalDate day, @Nullable Instant sessionBeganAt, Duration offset) {
    /** What is off by more is in another zone, or on another day. */
    public static final Duration MOST_OFFSET = Duration.ofHours(12);

    /** A time of day that lies further back than this before the session is the next day's. */
    private static final Duration NEXT_DAY = Duration.ofHours(12);

    private static final Pattern SECONDS = Pattern.compile("[+-]?\\d{1,5}(\\.\\d{1,3})?");

    public ReaderClock {
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(day, "day");
    }

    /** A clock that is right. */
    public ReaderClock(ZoneId zone, LocalDate day, @Nullable Instant sessionBeganAt) {
        this(zone, day, sessionBeganAt, Duration.ZERO);
    }

    /** The clock of a reader in a zone, for a session that began at an instant. */
    public static ReaderClock of(ZoneId zone, Instant sessionBeganAt) {
        return new ReaderClock(
                zone, LocalDateTime.ofInstant(sessionBeganAt, zone).toLocalDate(), sessionBeganAt);
    }

    /** The same clock with an offset. */
    public ReaderClock withOffset(Duration added) {
        return new ReaderClock(zone, day, sessionBeganAt, added);
    }

    /** What is added to a reader's times, in seconds such as {@code -2.4}; null when it is none, or too much. */
    public static @Nullable Duration offset(String seconds) {
        if (!SECONDS.matcher(seconds).matches()) {
            return null;
        }
        Duration offset = Duration.ofMillis(Math.round(Double.parseDouble(seconds) * 1_000));
        return offset.abs().compareTo(MOST_OFFSET) > 0 ? null : offset;
    }

    /** What a line tells, at the time that it was. A detail of the clock's own says what the clock said. */
    public Message right(Message message) {
        if (offset.isZero()) {
            return message;
        }
        if (message instanceof Message.ChipRead read) {
            return new Message.ChipRead(
                    read.chip(),
                    read.reader(),
                    read.place(),
                    read.readAt().plus(offset),
                    read.rssiDbm(),
                    read.detail());
        }
        return message instanceof Message.GunFired gun
                ? new Message.GunFired(gun.reader(), gun.place(), gun.firedAt().plus(offset), gun.detail())
                : message;
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
