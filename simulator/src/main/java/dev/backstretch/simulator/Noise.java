package dev.backstretch.simulator;

/**
 * How far what is delivered differs from what happened. Sigma is a standard deviation; a share is 0 to 1.
 *
 * @param gpsMeters correlated position error per axis (Gauss–Markov)
 * @param gpsMemorySeconds its time constant
 * @param gpsWhiteMeters white position error per axis
 * @param speedMetersPerSecond Doppler speed error; also turns the course
 * @param compassDegrees white compass error
 * @param compassBiasDegrees slow compass bias with a memory of 120 s
 * @param mountDegrees how far a phone sits turned from its runner
 * @param heartRateBpm heart rate error
 * @param heartRateLockShare runners whose wrist sensor sometimes shows the cadence instead
 * @param clockSkewSeconds offset of a phone's clock
 * @param clockDriftPpm drift of a phone's clock, parts per million
 * @param networkDelaySeconds median transport time of a phone
 * @param dropoutsPerHour network dropouts of one phone
 * @param dropoutMeanSeconds mean length of a dropout
 * @param dropoutLostShare dropouts whose readings are never delivered; of the others they come at the end in one piece
 * @param lateShare readings held back 2 to 20 s, which then arrive out of order
 * @param duplicateShare deliveries that are sent twice with the same event ids
 * @param bundleShare seconds at which a phone begins to collect 2 to 5 readings for one delivery
 * @param samplingPhase whether phones sample at times of their own instead of on the whole second
 * @param chipBurst whether a mat reads a passing many times; else once, at the true instant
 * @param chipMissShare passings that a mat does not see
 * @param tapSeconds a coach's thumb; with it goes a mean reaction of half its size
 * @param tapMissShare passings that a coach misses
 * @param tapDoubleShare taps that are given twice
 * @param tapWrongShare taps on the wrong bib, taken back after 6 s by a correction and given again
 */
public record Noise(
        double gpsMeters,
        double gpsMemorySeconds,
        double gpsWhiteMeters,
        double speedMetersPerSecond,
        double compassDegrees,
        double compassBiasDegrees,
        double mountDegrees,
        double heartRateBpm,
        double heartRateLockShare,
        double clockSkewSeconds,
        double clockDriftPpm,
        double networkDelaySeconds,
        double dropoutsPerHour,
        double dropoutMeanSeconds,
        double dropoutLostShare,
        double lateShare,
        double duplicateShare,
        double bundleShare,
        boolean samplingPhase,
        boolean chipBurst,
        double chipMissShare,
        double tapSeconds,
        double tapMissShare,
        double tapDoubleShare,
        double tapWrongShare) {

    /** Phones, straps, mats and thumbs as they are on a track. */
    public static final Noise DEFAULT = new Noise(
            1.6, 60, 0.35, 0.12, 20, 12, 25, 1.5, 0.05, 1.5, 20, 0.12, 6, 8, 0.5, 0.01, 0.01, 0.04, true, true, 0, 0.2,
            0.03, 0.01, 0);

    /** What is delivered is what happened, at once and once. */
    public static final Noise IDEAL =
            new Noise(0, 60, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, false, false, 0, 0, 0, 0, 0);

    /** The kinds that can be switched off alone. */
    public enum Kind {
        GPS,
        SPEED,
        COMPASS,
        HEART_RATE,
        CLOCK,
        NETWORK_DELAY,
        DROPOUTS,
        LATENESS,
        DUPLICATES,
        BUNDLES,
        SAMPLING_PHASE,
        CHIPS,
        TAPS
    }

    public Noise {
        double[] amounts = {
            gpsMeters, gpsWhiteMeters, speedMetersPerSecond, compassDegrees, compassBiasDegrees, mountDegrees,
            heartRateBpm, clockSkewSeconds, clockDriftPpm, networkDelaySeconds, dropoutsPerHour, tapSeconds
        };
        for (double amount : amounts) {
            if (!(amount >= 0) || Double.isInfinite(amount)) {
                throw new IllegalArgumentException("noise: an amount is 0 or more, not " + amount);
            }
        }
        double[] shares = {
            heartRateLockShare,
            dropoutLostShare,
            lateShare,
            duplicateShare,
            bundleShare,
            chipMissShare,
            tapMissShare,
            tapDoubleShare,
            tapWrongShare
        };
        for (double share : shares) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("noise: a share is 0 to 1, not " + share);
            }
        }
        if (!(gpsMemorySeconds > 0) || !(dropoutMeanSeconds > 0)) {
            throw new IllegalArgumentException("noise: a memory and a mean length are more than 0 s");
        }
    }

    /** All amounts and shares times {@code factor}; shares end at 1. */
    public Noise scaled(double factor) {
        return new Noise(
                gpsMeters * factor,
                gpsMemorySeconds,
                gpsWhiteMeters * factor,
                speedMetersPerSecond * factor,
                compassDegrees * factor,
                compassBiasDegrees * factor,
                mountDegrees * factor,
                heartRateBpm * factor,
                Math.min(1, heartRateLockShare * factor),
                clockSkewSeconds * factor,
                clockDriftPpm * factor,
                networkDelaySeconds * factor,
                dropoutsPerHour * factor,
                dropoutMeanSeconds,
                dropoutLostShare,
                Math.min(1, lateShare * factor),
                Math.min(1, duplicateShare * factor),
                Math.min(1, bundleShare * factor),
                samplingPhase,
                chipBurst,
                Math.min(1, chipMissShare * factor),
                tapSeconds * factor,
                Math.min(1, tapMissShare * factor),
                Math.min(1, tapDoubleShare * factor),
                Math.min(1, tapWrongShare * factor));
    }

    /** The same with one kind as in {@link #IDEAL}. */
    public Noise without(Kind kind) {
        return mixed(kind, IDEAL);
    }

    /** The same with one kind taken from another noise. */
    public Noise mixed(Kind kind, Noise other) {
        Noise gps = kind == Kind.GPS ? other : this;
        Noise speed = kind == Kind.SPEED ? other : this;
        Noise compass = kind == Kind.COMPASS ? other : this;
        Noise heart = kind == Kind.HEART_RATE ? other : this;
        Noise clock = kind == Kind.CLOCK ? other : this;
        Noise network = kind == Kind.NETWORK_DELAY ? other : this;
        Noise dropouts = kind == Kind.DROPOUTS ? other : this;
        Noise late = kind == Kind.LATENESS ? other : this;
        Noise duplicates = kind == Kind.DUPLICATES ? other : this;
        Noise bundles = kind == Kind.BUNDLES ? other : this;
        Noise phase = kind == Kind.SAMPLING_PHASE ? other : this;
        Noise chips = kind == Kind.CHIPS ? other : this;
        Noise taps = kind == Kind.TAPS ? other : this;
        return new Noise(
                gps.gpsMeters,
                gps.gpsMemorySeconds,
                gps.gpsWhiteMeters,
                speed.speedMetersPerSecond,
                compass.compassDegrees,
                compass.compassBiasDegrees,
                compass.mountDegrees,
                heart.heartRateBpm,
                heart.heartRateLockShare,
                clock.clockSkewSeconds,
                clock.clockDriftPpm,
                network.networkDelaySeconds,
                dropouts.dropoutsPerHour,
                dropouts.dropoutMeanSeconds,
                dropouts.dropoutLostShare,
                late.lateShare,
                duplicates.duplicateShare,
                bundles.bundleShare,
                phase.samplingPhase,
                chips.chipBurst,
                chips.chipMissShare,
                taps.tapSeconds,
                taps.tapMissShare,
                taps.tapDoubleShare,
                taps.tapWrongShare);
    }
}
