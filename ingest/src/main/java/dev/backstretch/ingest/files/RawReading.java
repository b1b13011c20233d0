package dev.backstretch.ingest.files;

import dev.backstretch.domain.event.Fnv1a;
import dev.backstretch.domain.event.Reading;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One reading as a decoder gathers it, value by value; NaN is absent. */
final class RawReading {
    @Nullable
    Instant observedAt;

    /** Its own name; null where the file gives none. */
    @Nullable
    String eventId;

    double latitudeDegrees = Double.NaN;
    double longitudeDegrees = Double.NaN;
    double accuracyMeters = Double.NaN;
    double speedMetersPerSecond = Double.NaN;
    double courseDegrees = Double.NaN;
    double altitudeMeters = Double.NaN;
    double heartRateBpm = Double.NaN;
    double distanceMeters = Double.NaN;

    /** As recorded: of one foot where people run, of a crank or an arm elsewhere. */
    double cyclesPerMinute = Double.NaN;

    /** A value that is no number or no time: reason, field and value. The first one counts. */
    @Nullable
    Malformed malformed;

    record Malformed(String reason, String field, String value) {}

    void malformed(String reason, String field, String value) {
        if (malformed == null) {
            malformed = new Malformed(reason, field, value);
        }
    }

    /** Files count one foot's steps; a runner has two. A crank's or an arm's turns are no steps. */
    private double stepsPerMinute(String sport) {
        return switch (sport) {
            case "cycling", "swimming", "rowing", "paddling" -> Double.NaN;
            default -> 2 * cyclesPerMinute;
        };
    }

    /**
     * Where the file gives no id, it rests on time and content alone, so that a point written twice (as the end of a lap and the start of the
     * next) is one reading, and a file that is read or imported again gives the same ids.
     */
    Reading toReading(Instant at, String sport) {
        Instant micros = at.truncatedTo(ChronoUnit.MICROS);
        String own = eventId;
        return reading(own != null ? own : idOf(micros), micros, sport);
    }

    private String idOf(Instant micros) {
        long hash = Fnv1a.START;
        for (double value : new double[] {
            latitudeDegrees,
            longitudeDegrees,
            accuracyMeters,
            speedMetersPerSecond,
            courseDegrees,
            altitudeMeters,
            heartRateBpm,
            distanceMeters,
            cyclesPerMinute
        }) {
            long bits = Double.doubleToLongBits(value);
            for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
                hash = Fnv1a.with(hash, (bits >>> shift) & 0xff);
            }
        }
        return micros.toEpochMilli() + "-" + String.format(Locale.ROOT, "%016x", hash);
    }

    private Reading reading(String id, Instant micros, String sport) {
        return new Reading(
                id,
                micros,
                latitudeDegrees,
                longitudeDegrees,
                accuracyMeters,
                speedMetersPerSecond,
                courseDegrees,
                Double.NaN,
                altitudeMeters,
                heartRateBpm,
                stepsPerMinute(sport),
                distanceMeters,
                List.of());
    }
}
