package dev.backstretch.ingest.devices;

import org.jspecify.annotations.Nullable;

/** The unit in which a device tells its speed. */
public enum SpeedUnit {
    /** Knots: Traccar's client before version 9, and what its server takes a speed for. */
    KN("kn", Values.METERS_PER_SECOND_OF_KNOT),
    /** Metres per second: the OsmAnd app's {@code {5}}. */
    MPS("mps", 1.0),
    /** Kilometres per hour. */
    KMH("kmh", Values.METERS_PER_SECOND_OF_KMH),
    /** Miles per hour. */
    MPH("mph", Values.METERS_PER_SECOND_OF_MPH);

    private final String word;
    private final double metersPerSecond;

    SpeedUnit(String word, double metersPerSecond) {
        this.word = word;
        this.metersPerSecond = metersPerSecond;
    }

    /** As it stands in a device's address. */
    public String word() {
        return word;
    }

    /** What one of it is in m/s. */
    public double metersPerSecond() {
        return metersPerSecond;
    }

    /** The unit of this name, null when there is none. */
    public static @Nullable SpeedUnit named(String word) {
        for (SpeedUnit unit : values()) {
            if (unit.word.equals(word)) {
                return unit;
            }
        }
        return null;
    }
}
