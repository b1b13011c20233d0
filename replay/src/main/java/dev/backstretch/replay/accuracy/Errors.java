package dev.backstretch.replay.accuracy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Sizes of errors of one kind, without their signs. */
public final class Errors {
    private final List<Double> sizes = new ArrayList<>();
    private boolean sorted = true;

    /** Takes one error; one that is not a number is not known and not counted. */
    public void add(double error) {
        if (!Double.isNaN(error)) {
            sizes.add(Math.abs(error));
            sorted = false;
        }
    }

    public int count() {
        return sizes.size();
    }

    /** The mean size; NaN of none. */
    public double mean() {
        return sizes.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    /** The largest; NaN of none. */
    public double worst() {
        return quantile(1.0);
    }

    /**
     * The smallest size that at least this share of the errors does not exceed; NaN of none.
     *
     * @param share above 0, at most 1
     */
    public double quantile(double share) {
        if (sizes.isEmpty()) {
            return Double.NaN;
        }
        if (!sorted) {
            Collections.sort(sizes);
            sorted = true;
        }
        int rank = (int) Math.ceil(share * sizes.size());
        return sizes.get(Math.max(1, rank) - 1);
    }
}
