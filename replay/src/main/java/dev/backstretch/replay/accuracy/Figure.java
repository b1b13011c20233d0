package dev.backstretch.replay.accuracy;

import org.jspecify.annotations.Nullable;

/**
 * One figure of an accuracy report.
 *
 * @param section what it belongs to, such as {@code recorded} or {@code line alone}
 * @param name what was measured
 * @param value NaN when there was nothing to measure
 * @param unit such as {@code s}, {@code %}, {@code bpm}
 * @param bound what it has to keep; null when it is told only
 * @param of from how many errors or items it was taken
 */
public record Figure(
        String section,
        String name,
        double value,
        String unit,
        @Nullable Bound bound,
        int of) {
    /**
     * A limit that the figure itself may reach.
     *
     * @param least NaN for none
     * @param most NaN for none
     */
    public record Bound(double least, double most) {
        public static Bound atMost(double most) {
            return new Bound(Double.NaN, most);
        }

        public static Bound atLeast(double least) {
            return new Bound(least, Double.NaN);
        }

        boolean keeps(double value) {
            return !(value < least) && !(value > most);
        }

        @Override
        public String toString() {
            if (Double.isNaN(least)) {
                return "≤ " + Figures.number(most);
            }
            return Double.isNaN(most)
                    ? "≥ " + Figures.number(least)
                    : Figures.number(least) + "–" + Figures.number(most);
        }
    }

    /** Whether it keeps its bound; one without a bound, or with nothing to measure, does. */
    public boolean kept() {
        return bound == null || Double.isNaN(value) || bound.keeps(value);
    }
}
