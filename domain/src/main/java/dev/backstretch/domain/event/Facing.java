package dev.backstretch.domain.event;

/** Which way the body points, relative to the direction of movement (not of the track). */
public enum Facing {
    UNRECOGNISED,
    FORWARD,
    BACKWARD,
    /** Slower than 0.3 m/s. */
    STILL,
    /** Nobody said so and nothing shows it: unknown rather than wrong. */
    UNKNOWN
}
