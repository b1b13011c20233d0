package dev.backstretch.domain.safety;

import dev.backstretch.domain.outcome.Alert.Severity;
import org.jspecify.annotations.Nullable;

/** Finds what the weather at the track means for some runners. */
final class Heat {
    private Heat() {}

    /**
     * @param wbgtCelsius NaN when not measured
     * @param logMicros now, which is when it begins
     */
    static void judge(Finding found, double wbgtCelsius, boolean acclimatised, boolean minor, long logMicros) {
        if (Double.isNaN(wbgtCelsius)) {
            found.unknown();
            return;
        }
        Severity severity = HeatClass.of(wbgtCelsius, acclimatised, minor).severity();
        double threshold = threshold(severity, acclimatised, minor);
        if (severity != null) {
            found.fires(severity, wbgtCelsius, threshold, logMicros);
        } else {
            found.below(wbgtCelsius, threshold);
        }
    }

    private static double threshold(@Nullable Severity severity, boolean acclimatised, boolean minor) {
        if (severity == Severity.RED) {
            return minor ? acclimatised ? 29 : 26 : acclimatised ? 32.2 : 30.1;
        }
        return minor ? 24 : 27.9;
    }
}
