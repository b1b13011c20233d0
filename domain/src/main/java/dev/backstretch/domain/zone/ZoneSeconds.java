package dev.backstretch.domain.zone;

import java.util.List;
import java.util.Objects;

/**
 * Time spent in each zone of a model, and time of which nobody knows. Together they are the elapsed time.
 *
 * @param seconds in zones 0, 1, …
 * @param unknownSeconds in gaps and without a beat that can be believed
 */
public record ZoneSeconds(ZoneModel model, List<Double> seconds, double unknownSeconds) {
    public ZoneSeconds {
        Objects.requireNonNull(model, "model");
        seconds = List.copyOf(seconds);
        if (seconds.size() != model.count()) {
            throw new IllegalArgumentException("seconds is " + seconds + ", but " + model.id() + " has " + model.count()
                    + " zones: give one number for each, zone 0 first");
        }
        for (double each : seconds) {
            notNegative("seconds", each);
        }
        notNegative("unknownSeconds", unknownSeconds);
    }

    private static void notNegative(String field, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(field + " is " + value + ": give a time of 0 s or more");
        }
    }

    public double in(int zone) {
        return seconds.get(zone);
    }

    /** Time with a beat, zone 0 included. */
    public double knownSeconds() {
        double known = 0;
        for (double each : seconds) {
            known += each;
        }
        return known;
    }

    public double elapsedSeconds() {
        return knownSeconds() + unknownSeconds;
    }

    /** The part of the elapsed time with a beat, 0 to 1; 0 before any time has passed. */
    public double knownShare() {
        double elapsed = elapsedSeconds();
        return elapsed > 0 ? knownSeconds() / elapsed : 0;
    }
}
