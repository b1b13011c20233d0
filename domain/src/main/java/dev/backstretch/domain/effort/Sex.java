package dev.backstretch.domain.effort;

/** Which of two fitted equations applies; without an answer both do, and the result is a range. */
public enum Sex {
    FEMALE,
    MALE,
    NOT_GIVEN
}
