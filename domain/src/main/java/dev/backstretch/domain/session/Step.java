package dev.backstretch.domain.session;

import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.time.Micros;

/** A reading in its place among a runner's readings, with what the fold made of it. */
final class Step {
    final Reading reading;
    final long rawMicros;
    /** Speed taken from the reading or from its neighbours, NaN when unknown. */
    double speedMetersPerSecond = Double.NaN;
    /** One standard deviation of that speed. */
    double speedSigma = Double.NaN;
    /** Movement since the first reading. */
    double pathMeters;

    Step(Reading reading) {
        this.reading = reading;
        rawMicros = Micros.of(reading.observedAt());
    }

    boolean isAfter(Step other) {
        return rawMicros > other.rawMicros
                || (rawMicros == other.rawMicros && reading.readingId().compareTo(other.reading.readingId()) > 0);
    }
}
