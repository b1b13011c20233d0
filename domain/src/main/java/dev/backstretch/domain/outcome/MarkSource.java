package dev.backstretch.domain.outcome;

/** What a passing of the line was seen by, best first (domain notes §4.4). */
public enum MarkSource {
    UNRECOGNISED,
    CHIP,
    TAP,
    LINE,
    DISTANCE
}
