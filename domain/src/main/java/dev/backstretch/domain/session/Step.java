package dev.backstretch.domain.session;

import dev.backstretch.domain.event.Reading;

/** A reading in its place among a runner's readings, with what the fold made of it. */
final class Step {
    final Reading reading;
    /** When it was observed, by the clock of the runner's first device. */
    final long rawMicros;
    /** Speed taken from the reading or from its neighbours, NaN when unknown. */
    double speedMetersPerSecond = Double.NaN;
    /** One standard deviation of that speed. */
    double speedSigma = Double.NaN;
    /** Speed along the lane by all readings up to this one; NaN where no lane is followed. */
    double laneSpeedMetersPerSecond = Double.NaN;
    /** One standard deviation of that speed. */
    double laneSpeedSigma = Double.NaN;
    /** Movement since the first reading. */
    double pathMeters;
    /** Of this reading or of one before it that still holds, NaN without. */
    double heartRateBpm = Double.NaN;

    Step(Reading reading, long rawMicros) {
        this.reading = reading;
        this.rawMicros = rawMicros;
    }

    /** A strap's report says nothing about movement; speed and way go on from the reading before that did. */
    boolean tellsMovement() {
        return reading.hasPosition()
                || !Double.isNaN(reading.speedMetersPerSecond())
                || !Double.isNaN(reading.distanceMeters());
    }

    boolean isAfter(Step other) {
        return rawMicros > other.rawMicros
                || (rawMicros == other.rawMicros && reading.readingId().compareTo(other.reading.readingId()) > 0);
    }
}
