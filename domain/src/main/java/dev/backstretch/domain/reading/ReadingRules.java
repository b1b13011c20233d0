package dev.backstretch.domain.reading;

import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.ReadingFlag;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The checks that every reading passes before it enters the log, in one fixed order.
 *
 * <p>A position or a time that cannot be right refuses the reading; any other impossible value is dropped from it and
 * flagged, and the rest stands. A value that the device marks as unknown (negative speed, course or accuracy) is absent,
 * which is no fault of anyone. Checking a checked reading changes nothing.
 */
public final class ReadingRules {
    /** A device's clock may be this far ahead of the door's. */
    public static final Duration FUTURE_LIMIT = Duration.ofMinutes(5);

    /** A live door takes nothing older. */
    public static final Duration STALE_LIMIT = Duration.ofHours(24);

    /** Worse positions show presence only. */
    public static final double LOW_ACCURACY_METERS = 50.0;

    /** The fastest sprinter peaks at 12.3 m/s. */
    public static final double SPEED_CAP_METERS_PER_SECOND = 12.5;

    /** The lowest and highest heart rate that are believed. */
    public static final double LOWEST_HEART_RATE_BPM = 25.0;

    public static final double HIGHEST_HEART_RATE_BPM = 240.0;

    private static final double HIGHEST_CADENCE_STEPS_PER_MINUTE = 400.0;
    private static final double LOWEST_ALTITUDE_METERS = -500.0;
    private static final double HIGHEST_ALTITUDE_METERS = 9_000.0;

    /**
     * Three times what anyone has run in 24 hours, and a session lasts 12. More is a counter of something else, and a lap
     * by distance would close for every few metres of it.
     */
    private static final double HIGHEST_DISTANCE_METERS = 1_000_000.0;

    private ReadingRules() {}

    /** What became of a reading. */
    public sealed interface Result {
        /** The reading stands, without what was dropped. */
        record Accepted(Reading reading) implements Result {}

        /** The reading is refused; the first fault is the reason. */
        record Rejected(List<Fault> faults) implements Result {
            public Rejected {
                faults = List.copyOf(faults);
                if (faults.isEmpty()) {
                    throw new IllegalArgumentException("faults: a refusal has at least one");
                }
            }
        }
    }

    /** Checks one reading against the time at which it was received. */
    public static Result check(Reading raw, Instant receivedAt, Arrival arrival) {
        List<Fault> faults = new ArrayList<>();
        Set<ReadingFlag> flags = EnumSet.noneOf(ReadingFlag.class);
        flags.addAll(raw.flags());

        double latitude = raw.latitudeDegrees();
        double longitude = raw.longitudeDegrees();
        if (Double.isNaN(latitude) != Double.isNaN(longitude)) {
            flags.add(ReadingFlag.HALF_POSITION);
            latitude = Double.NaN;
            longitude = Double.NaN;
        }
        checkPosition(latitude, longitude, faults);
        Fault timeFault = checkTime("observedAt", raw.observedAt(), receivedAt, arrival);
        if (timeFault != null) {
            faults.add(timeFault);
        }

        Reading checked = new Reading(
                raw.readingId(),
                raw.observedAt().truncatedTo(ChronoUnit.MICROS),
                latitude,
                longitude,
                accuracy(raw.horizontalAccuracyMeters(), flags),
                speed(raw.speedMetersPerSecond(), flags),
                raw.courseDegrees() < 0 ? Double.NaN : angle(raw.courseDegrees(), flags),
                angle(raw.compassDegrees(), flags),
                between(
                        raw.altitudeMeters(),
                        LOWEST_ALTITUDE_METERS,
                        HIGHEST_ALTITUDE_METERS,
                        ReadingFlag.RANGE_ALTITUDE,
                        flags),
                between(raw.heartRateBpm(), LOWEST_HEART_RATE_BPM, HIGHEST_HEART_RATE_BPM, ReadingFlag.RANGE_HR, flags),
                between(
                        raw.cadenceStepsPerMinute(),
                        0.0,
                        HIGHEST_CADENCE_STEPS_PER_MINUTE,
                        ReadingFlag.RANGE_CADENCE,
                        flags),
                between(raw.distanceMeters(), 0.0, HIGHEST_DISTANCE_METERS, ReadingFlag.RANGE_DISTANCE, flags),
                List.copyOf(flags));
        if (faults.isEmpty() && saysNothing(checked)) {
            faults.add(nothingLeft(checked.flags()));
        }
        return faults.isEmpty() ? new Result.Accepted(checked) : new Result.Rejected(faults);
    }

    /**
     * Why a reading is refused that says nothing. It is the same whatever took its values away: other words for a position that
     * may not be kept would tell when its runner was there.
     *
     * @param flags of the values that cannot be
     */
    public static Fault nothingLeft(List<ReadingFlag> flags) {
        return new Fault(
                null,
                flags.isEmpty() ? null : flags.toString(),
                "EMPTY",
                "nothing is left of the reading: send at least one of position, speed, course, compass, altitude,"
                        + " heart rate, cadence or distance with a value that can be");
    }

    /**
     * Says why a time cannot be believed: too far ahead of the door's clock, or too old for a live door.
     *
     * @param field the name of the time in the event JSON
     * @return null when it can be
     */
    public static @Nullable Fault checkTime(String field, Instant observedAt, Instant receivedAt, Arrival arrival) {
        if (observedAt.isAfter(receivedAt.plus(FUTURE_LIMIT))) {
            return new Fault(
                    field,
                    observedAt.toString(),
                    "TIME_FUTURE",
                    field + " is more than 5 minutes ahead of the time it was received: set the device's clock");
        }
        if (arrival == Arrival.LIVE && observedAt.isBefore(receivedAt.minus(STALE_LIMIT))) {
            return new Fault(
                    field,
                    observedAt.toString(),
                    "TIME_STALE",
                    field + " is more than 24 hours old: set the device's clock, or import old runs as a file");
        }
        return null;
    }

    private static void checkPosition(double latitude, double longitude, List<Fault> faults) {
        if (Math.abs(latitude) > 90.0) {
            faults.add(new Fault(
                    "latitudeDegrees",
                    Double.toString(latitude),
                    "RANGE_POSITION",
                    "latitudeDegrees is outside -90 to 90: send WGS84 degrees, latitude and longitude not exchanged"));
        }
        if (Math.abs(longitude) > 180.0) {
            faults.add(new Fault(
                    "longitudeDegrees",
                    Double.toString(longitude),
                    "RANGE_POSITION",
                    "longitudeDegrees is outside -180 to 180: send WGS84 degrees"));
        }
        if (latitude == 0.0 && longitude == 0.0) {
            faults.add(new Fault(
                    "latitudeDegrees",
                    "0.0",
                    "NULL_ISLAND",
                    "the position is 0, 0: send no position until the receiver has a fix"));
        }
    }

    private static double accuracy(double meters, Set<ReadingFlag> flags) {
        if (meters < 0) {
            return Double.NaN;
        }
        if (meters > LOW_ACCURACY_METERS) {
            flags.add(ReadingFlag.LOW_ACCURACY);
        }
        return meters;
    }

    private static double speed(double metersPerSecond, Set<ReadingFlag> flags) {
        if (metersPerSecond < 0) {
            return Double.NaN;
        }
        return between(metersPerSecond, 0.0, SPEED_CAP_METERS_PER_SECOND, ReadingFlag.SPEED_CAP, flags);
    }

    private static double angle(double degrees, Set<ReadingFlag> flags) {
        double inRange = between(degrees, 0.0, 360.0, ReadingFlag.RANGE_ANGLE, flags);
        return inRange == 360.0 ? 0.0 : inRange;
    }

    /** Drops and flags a value outside the bounds, which are inside; absent stays absent. */
    private static double between(
            double value, double lowest, double highest, ReadingFlag flag, Set<ReadingFlag> flags) {
        if (Double.isNaN(value)) {
            return value;
        }
        if (value < lowest || value > highest) {
            flags.add(flag);
            return Double.NaN;
        }
        // -0.0 and 0.0 are one value; a single spelling keeps the bytes of the log equal.
        return value == 0.0 ? 0.0 : value;
    }

    /** Whether nothing is left of a reading: an accuracy alone says nothing about the runner. */
    public static boolean saysNothing(Reading reading) {
        return !reading.hasPosition()
                && Double.isNaN(reading.speedMetersPerSecond())
                && Double.isNaN(reading.courseDegrees())
                && Double.isNaN(reading.compassDegrees())
                && Double.isNaN(reading.altitudeMeters())
                && Double.isNaN(reading.heartRateBpm())
                && Double.isNaN(reading.cadenceStepsPerMinute())
                && Double.isNaN(reading.distanceMeters());
    }
}
