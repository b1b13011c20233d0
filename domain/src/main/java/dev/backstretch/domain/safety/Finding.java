package dev.backstretch.domain.safety;

import dev.backstretch.domain.outcome.Alert.Severity;

/**
 * What a rule says of one moment. Each rule has one and fills it anew, so that nothing is allocated while all is well.
 */
final class Finding {
    /** How the value stands to its threshold. */
    enum Verdict {
        /** Nothing can be said: what was stands. */
        UNKNOWN,
        /** At least 10 % inside the threshold. */
        INSIDE,
        /** Neither well inside nor long enough outside: what was stands. */
        BETWEEN,
        /** The alert should be on. */
        FIRES,
        /** The alert has no object any more and ends without waiting. */
        OVER
    }

    /** How far inside its threshold a value must come back before an alert clears (domain notes §9). */
    static final double MARGIN = 0.1;

    /** Sums of decimals miss a bound by less than this, in any of the units here. */
    static final double ROUNDING = 1e-9;

    Verdict verdict = Verdict.UNKNOWN;
    Severity severity = Severity.AMBER;
    double value = Double.NaN;
    double threshold = Double.NaN;
    long sinceMicros;

    void unknown() {
        verdict = Verdict.UNKNOWN;
    }

    void inside(double newValue, double newThreshold) {
        set(Verdict.INSIDE, newValue, newThreshold);
    }

    void between(double newValue, double newThreshold) {
        set(Verdict.BETWEEN, newValue, newThreshold);
    }

    void over(double newValue, double newThreshold) {
        set(Verdict.OVER, newValue, newThreshold);
    }

    void fires(Severity newSeverity, double newValue, double newThreshold, long newSinceMicros) {
        set(Verdict.FIRES, newValue, newThreshold);
        severity = newSeverity;
        sinceMicros = newSinceMicros;
    }

    /** Not firing: well inside when the value is at most 90 % of the threshold. */
    void below(double newValue, double newThreshold) {
        boolean inside = newValue <= newThreshold * (1 - MARGIN) + ROUNDING;
        set(inside ? Verdict.INSIDE : Verdict.BETWEEN, newValue, newThreshold);
    }

    /** Not firing: well inside when the value is at least 110 % of a threshold that is a minimum. */
    void above(double newValue, double newThreshold) {
        boolean inside = newValue >= newThreshold * (1 + MARGIN) - ROUNDING;
        set(inside ? Verdict.INSIDE : Verdict.BETWEEN, newValue, newThreshold);
    }

    private void set(Verdict newVerdict, double newValue, double newThreshold) {
        verdict = newVerdict;
        value = newValue;
        threshold = newThreshold;
    }
}
