package dev.backstretch.domain.outcome;

/**
 * A value and how sure it is.
 *
 * @param value in the unit that the component's name says; NaN when unknown
 * @param plusMinus half-width of the 95 % interval, same unit; NaN when unknown
 */
public record Estimate(double value, double plusMinus) {
    /** Nothing is known. */
    public static final Estimate UNKNOWN = new Estimate(Double.NaN, Double.NaN);

    public boolean known() {
        return !Double.isNaN(value);
    }
}
