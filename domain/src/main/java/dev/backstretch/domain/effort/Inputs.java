package dev.backstretch.domain.effort;

/** Refuses what no runner can have, in words that name field, value and remedy. */
final class Inputs {
    private Inputs() {}

    /** The value, which lies within the bounds; NaN is refused too. */
    static double within(String field, double value, double lowest, double highest, String remedy) {
        if (!(value >= lowest && value <= highest)) {
            throw new IllegalArgumentException(
                    field + " is " + value + ", outside " + lowest + " to " + highest + ": " + remedy);
        }
        return value;
    }

    /** The value, which lies within the bounds or is NaN for unknown. */
    static double withinOrUnknown(String field, double value, double lowest, double highest, String remedy) {
        return Double.isNaN(value) ? value : within(field, value, lowest, highest, remedy);
    }
}
