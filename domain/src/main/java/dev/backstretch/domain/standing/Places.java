package dev.backstretch.domain.standing;

/** Places in the 1224 manner: equals share a place and the next ones are skipped. */
public final class Places {
    private Places() {}

    /**
     * Places of values in ascending order. A value whose distance from the first of its group is within their combined
     * doubt shares that place.
     *
     * @param values ascending, best first
     * @param plusMinus doubt of each value, same unit; 0 where there is none
     */
    public static int[] of(double[] values, double[] plusMinus) {
        int[] places = new int[values.length];
        int leader = 0;
        for (int i = 0; i < values.length; i++) {
            double band = Math.sqrt(plusMinus[leader] * plusMinus[leader] + plusMinus[i] * plusMinus[i]);
            double behind = values[i] - values[leader];
            if (behind != 0 && behind >= band) {
                leader = i;
            }
            places[i] = leader + 1;
        }
        return places;
    }
}
