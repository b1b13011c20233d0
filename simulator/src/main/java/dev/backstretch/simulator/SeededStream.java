package dev.backstretch.simulator;

import dev.backstretch.domain.event.Fnv1a;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * The random numbers of one kind of noise of one runner. Each kind draws from a stream of its own, so that one can be
 * switched off, or a runner added, without moving the others.
 */
final class SeededStream {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
    private static final double ULP_OF_ONE_HALF = 0x1.0p-53;

    private final SplittableRandom bits;
    private double spareGaussian = Double.NaN;

    private SeededStream(long seed) {
        this.bits = new SplittableRandom(seed);
    }

    static SeededStream of(long seed, int runnerIndex, String kind) {
        long hash = Fnv1a.START;
        for (byte octet : kind.getBytes(StandardCharsets.UTF_8)) {
            hash = Fnv1a.with(hash, octet & 0xff);
        }
        return new SeededStream(mix(mix(seed + GOLDEN_GAMMA) ^ mix(runnerIndex * GOLDEN_GAMMA + hash)));
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** 0 inclusive to 1 exclusive. */
    double uniform() {
        return (bits.nextLong() >>> 11) * ULP_OF_ONE_HALF;
    }

    double uniform(double from, double to) {
        return from + (to - from) * uniform();
    }

    /** {@code from} to {@code to}, both inclusive. */
    int integer(int from, int to) {
        return from + (int) Math.floor(uniform() * (to - from + 1));
    }

    /** Mean 0, standard deviation 1. StrictMath, because the same seed must give the same bytes on any machine. */
    double gaussian() {
        if (!Double.isNaN(spareGaussian)) {
            double spare = spareGaussian;
            spareGaussian = Double.NaN;
            return spare;
        }
        double radius = Math.sqrt(-2 * StrictMath.log(1 - uniform()));
        double angle = 2 * Math.PI * uniform();
        spareGaussian = radius * StrictMath.sin(angle);
        return radius * StrictMath.cos(angle);
    }

    double exponential(double mean) {
        return -mean * StrictMath.log(1 - uniform());
    }
}
