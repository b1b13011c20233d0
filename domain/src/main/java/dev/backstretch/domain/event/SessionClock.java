package dev.backstretch.domain.event;

/** Whose time {@code receivedAt} is. */
public enum SessionClock {
    UNRECOGNISED,
    /** The door's clock. */
    WALL,
    /** The delivery's own arrival time, kept by the door: two runs of one seed give the same bytes. Loopback only. */
    SIMULATED
}
