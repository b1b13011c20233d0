package dev.backstretch.domain.safety;

import dev.backstretch.domain.time.Micros;

/**
 * How used a runner is to running backwards. Caps and breaks are decisions of this project (domain notes §9); the
 * expert's cap is just above the backward mile of 5:30 (4.877 m/s, Canadian Running 2020).
 */
public enum Stage {
    NOVICE(1.6, 120),
    IMPROVER(2.4, 300),
    TRAINED(3.2, 300),
    EXPERT(4.9, 300),
    /** Nobody has said: no speed can be called too fast for them. */
    UNKNOWN(Double.POSITIVE_INFINITY, 300);

    private final double backwardCapMetersPerSecond;
    private final long neckBreakMicros;

    Stage(double backwardCapMetersPerSecond, long neckBreakSeconds) {
        this.backwardCapMetersPerSecond = backwardCapMetersPerSecond;
        neckBreakMicros = neckBreakSeconds * Micros.PER_SECOND;
    }

    /** The fastest that this stage should run backwards, m/s. */
    public double backwardCapMetersPerSecond() {
        return backwardCapMetersPerSecond;
    }

    /** How long to run backwards without looking forwards, in microseconds. */
    long neckBreakMicros() {
        return neckBreakMicros;
    }
}
