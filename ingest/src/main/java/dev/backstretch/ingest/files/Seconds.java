package dev.backstretch.ingest.files;

import java.time.Duration;
import java.time.Instant;

/** Durations as fractional seconds. */
final class Seconds {
    private Seconds() {}

    static double between(Instant from, Instant to) {
        Duration duration = Duration.between(from, to);
        return duration.getSeconds() + duration.getNano() / 1e9;
    }
}
