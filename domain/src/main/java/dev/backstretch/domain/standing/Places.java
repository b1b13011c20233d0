package dev.backstretch.domain.standing;

/** Places in the 1224 manner: equals share a place and the next ones are skipped. */
public final class Places {
    private Places() {}

    /**
     * Places of values in ascending order. A value shares the place of those before it as long as it lies within the
     * combined doubt of each of them: nobody shares a place with someone who is clearly better, and a long row of close
     * values is not one place. Those above never depend on those below.
     *
     * @param values ascending, best first; of equal values the surer first
     * @param plusMinus doubt of each value, same unit; 0 where there is none
     */
    public static int[] of(double[] values, double[] plusMinus) {
        int[] places = new int[values.length];
        int first = 0;
        for (int i = 0; i < values.length; i++) {
            for (int better = first; better < i; better++) {
                double behind = values[i] - values[better];
                double band = Math.sqrt(plusMinus[better] * plusMinus[better] + plusMinus[i] * plusMinus[i]);
                if (behind != 0 && behind >= band) {
                    first = i;
                }
            }
            places[i] = first + 1;
        }
        return places;
    }
}
