package dev.backstretch.domain.session;

import dev.backstretch.domain.event.Reading;

/**
 * A reading in its place among a runner's readings, with what the fold made of it. One whose reading is forgotten is taken
 * again for another.
 */
final class Step {
    private Reading reading;
    private long rawMicros;
    private int idHash;
    private boolean tellsMovement;
    /** Speed taken from the reading or from its neighbours, NaN when unknown. */
    double speedMetersPerSecond;
    /** One standard deviation of that speed. */
    double speedSigma;
    /** Speed along the lane by all readings up to this one; NaN where no lane is followed. */
    double laneSpeedMetersPerSecond;
    /** One standard deviation of that speed. */
    double laneSpeedSigma;
    /** Movement since the first reading. */
    double pathMeters;
    /** Of this reading or of one before it that still holds, NaN without. */
    double heartRateBpm;

    Step(Reading reading, long rawMicros) {
        this.reading = reading;
        begin(reading, rawMicros);
    }

    /** Is that of another reading from now on, of which nothing is known yet. */
    void begin(Reading newReading, long newRawMicros) {
        reading = newReading;
        rawMicros = newRawMicros;
        idHash = RecentReadings.hash(newReading.readingId());
        tellsMovement = newReading.hasPosition()
                || !Double.isNaN(newReading.speedMetersPerSecond())
                || !Double.isNaN(newReading.distanceMeters());
        speedMetersPerSecond = Double.NaN;
        speedSigma = Double.NaN;
        laneSpeedMetersPerSecond = Double.NaN;
        laneSpeedSigma = Double.NaN;
        pathMeters = 0;
        heartRateBpm = Double.NaN;
    }

    Reading reading() {
        return reading;
    }

    /** When it was observed, by the clock of the runner's first device. */
    long rawMicros() {
        return rawMicros;
    }

    /** As {@link RecentReadings} keeps it: to be forgotten without looking at the reading again. */
    int idHash() {
        return idHash;
    }

    /** A strap's report says nothing about movement; speed and way go on from the reading before that did. */
    boolean tellsMovement() {
        return tellsMovement;
    }

    boolean isAfter(Step other) {
        return rawMicros > other.rawMicros
                || (rawMicros == other.rawMicros && reading.readingId().compareTo(other.reading.readingId()) > 0);
    }
}
