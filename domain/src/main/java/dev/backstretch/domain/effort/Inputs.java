package dev.backstretch.domain.effort;

/** Refuses what no runner can have, in words that name field, value and remedy. */
final class Inputs {
    private Inputs() {}

    /** The value must lie within the bounds; NaN is refused too. */
    static void within(String field, double value, double lowest, double highest, String remedy) {
        if (!(value >= lowest && value <= highest)) {
            throw new IllegalArgumentException(
                    field + " is " + value + ", outside " + lowest + " to " + highest + ": " + remedy);
        }
    }

    /** The value must lie within the bounds, or be NaN for unknown. */
    static void withinOrUnknown(String field, double value, double lowest, double highest, String remedy) {
        if (!Double.isNaN(value)) {
            within(field, value, lowest, highest, remedy);
        }
    }
}
