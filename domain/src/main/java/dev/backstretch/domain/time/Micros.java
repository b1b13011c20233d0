package dev.backstretch.domain.time;

import java.time.Instant;

/** Instants as microseconds since 1970-01-01T00:00Z: what the fold reckons in, without allocation. */
public final class Micros {
    public static final long PER_SECOND = 1_000_000L;
    public static final long PER_MILLI = 1_000L;

    private Micros() {}

    public static long of(Instant instant) {
        return instant.getEpochSecond() * PER_SECOND + instant.getNano() / 1_000;
    }

    public static Instant toInstant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * 1_000L);
    }

    public static double seconds(long micros) {
        return micros / 1e6;
    }

    /** To the nearest microsecond. */
    public static long ofSeconds(double seconds) {
        return (long) Math.rint(seconds * 1e6);
    }
}
