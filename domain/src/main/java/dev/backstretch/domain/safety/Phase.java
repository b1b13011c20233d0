package dev.backstretch.domain.safety;

/** What the plan has a runner do. */
public enum Phase {
    /** Before the wave's gun, or before the first mark. */
    WAITING,
    /** In a work step, or on a free run. */
    WORK,
    /** In a planned rest, and after it until the next work step starts. */
    REST
}
