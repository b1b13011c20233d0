package dev.backstretch.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;

/** Rounds of one figure, and what is said of them. */
final class Medians {
    private Medians() {}

    static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }

    /** Every round and their median. */
    static void put(ObjectNode json, String name, List<Double> values) {
        ObjectNode of = json.putObject(name);
        of.put("median", rounded(median(values)));
        ArrayNode rounds = of.putArray("rounds");
        values.forEach(value -> rounds.add(rounded(value)));
    }
}
