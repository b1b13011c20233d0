package dev.backstretch.simulator;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Rounds as devices and files do, so that what is written is short and reads back as the same number. */
final class Rounding {
    private Rounding() {}

    static double decimals(double value, int decimals) {
        return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).doubleValue();
    }

    static long millis(double seconds) {
        return (long) Math.rint(seconds * 1000);
    }
}
