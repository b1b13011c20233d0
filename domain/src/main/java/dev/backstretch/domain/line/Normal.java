package dev.backstretch.domain.line;

/** The normal distribution, computed alike on every machine. */
final class Normal {
    private static final double ROOT_TWO = Math.sqrt(2);
    private static final double ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

    private Normal() {}

    /** Density at a over the probability of exceeding a: how far the mean moves when all below a is cut off. */
    static double hazard(double a) {
        return StrictMath.exp(-a * a / 2) / ROOT_TWO_PI / upperTail(a);
    }

    /** Probability of exceeding a, to 1.2e−7 of itself (the Chebyshev fit of erfc in Numerical Recipes). */
    static double upperTail(double a) {
        double z = Math.abs(a) / ROOT_TWO;
        double t = 1 / (1 + z / 2);
        double fit = -1.26551223
                + t
                        * (1.00002368
                                + t
                                        * (0.37409196
                                                + t
                                                        * (0.09678418
                                                                + t
                                                                        * (-0.18628806
                                                                                + t
                                                                                        * (0.27886807
                                                                                                + t
                                                                                                        * (-1.13520398
                                                                                                                + t
                                                                                                                        * (1.48851587
                                                                                                                                + t
                                                                                                                                        * (-0.82215223
                                                                                                                                                + t
                                                                                                                                                        * 0.17087277))))))));
        double tail = t * StrictMath.exp(-z * z + fit) / 2;
        return a >= 0 ? tail : 1 - tail;
    }
}
