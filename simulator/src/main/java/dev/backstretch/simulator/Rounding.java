package dev.backstretch.simulator;

/** Rounds as devices and files do, so that what is written is short and reads back as the same number. */
final class Rounding {
    private static final double[] POWERS_OF_TEN = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8};

    private Rounding() {}

    static double decimals(double value, int decimals) {
        double power = POWERS_OF_TEN[decimals];
        return Math.rint(value * power) / power;
    }

    static long millis(double seconds) {
        return (long) Math.rint(seconds * 1000);
    }
}
