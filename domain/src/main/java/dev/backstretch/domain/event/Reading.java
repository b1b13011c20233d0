package dev.backstretch.domain.event;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One report of a runner's sensors. A value that is absent is NaN, which is not 0.
 *
 * @param readingId identity within the runner's events
 * @param observedAt by the device's clock, to the microsecond
 * @param latitudeDegrees WGS84, −90 to 90; absent together with the longitude
 * @param longitudeDegrees WGS84, −180 to 180
 * @param horizontalAccuracyMeters 68 % radius
 * @param speedMetersPerSecond over ground, from Doppler where the receiver has it
 * @param courseDegrees direction of motion, 0 to under 360, clockwise from true north
 * @param compassDegrees direction the device points, 0 to under 360, from true north
 * @param altitudeMeters above the ellipsoid or the sea, as the device says
 * @param heartRateBpm beats per minute
 * @param cadenceStepsPerMinute steps (both feet) per minute
 * @param distanceMeters the device's own cumulative distance
 * @param flags what was dropped or doubted on the way in
 */
public record Reading(
        String readingId,
        Instant observedAt,
        double latitudeDegrees,
        double longitudeDegrees,
        double horizontalAccuracyMeters,
        double speedMetersPerSecond,
        double courseDegrees,
        double compassDegrees,
        double altitudeMeters,
        double heartRateBpm,
        double cadenceStepsPerMinute,
        double distanceMeters,
        List<ReadingFlag> flags) {
    public Reading {
        Objects.requireNonNull(readingId, "readingId");
        Objects.requireNonNull(observedAt, "observedAt");
        flags = List.copyOf(flags);
    }

    public Reading withFlags(List<ReadingFlag> newFlags) {
        return new Reading(
                readingId,
                observedAt,
                latitudeDegrees,
                longitudeDegrees,
                horizontalAccuracyMeters,
                speedMetersPerSecond,
                courseDegrees,
                compassDegrees,
                altitudeMeters,
                heartRateBpm,
                cadenceStepsPerMinute,
                distanceMeters,
                newFlags);
    }

    /** The same without where it was; speed, heart rate and the device's own distance stand. */
    public Reading withoutPosition() {
        return new Reading(
                readingId,
                observedAt,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                speedMetersPerSecond,
                courseDegrees,
                compassDegrees,
                altitudeMeters,
                heartRateBpm,
                cadenceStepsPerMinute,
                distanceMeters,
                flags);
    }

    public boolean hasPosition() {
        return !Double.isNaN(latitudeDegrees) && !Double.isNaN(longitudeDegrees);
    }
}
