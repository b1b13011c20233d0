package dev.backstretch.domain.reading;

/** How a reading came in, which decides how old it may be. */
public enum Arrival {
    /** Through a live door: at most a day old. */
    LIVE,
    /** In a recorded file: as old as it likes. */
    FILE
}
