package dev.backstretch.simulator;

/** A value that wanders about 0: normal with a standard deviation, and remembered for a time constant. */
final class GaussMarkov {
    private final SeededStream random;
    private final double memory;
    private final double kick;
    private double value;

    GaussMarkov(SeededStream random, double stepSeconds, double sigma, double tauSeconds) {
        this.random = random;
        this.memory = StrictMath.exp(-stepSeconds / tauSeconds);
        this.kick = sigma * Math.sqrt(1 - memory * memory);
        this.value = sigma * random.gaussian();
    }

    /** The value now; moves on by one step. */
    double next() {
        double now = value;
        value = memory * value + kick * random.gaussian();
        return now;
    }
}
