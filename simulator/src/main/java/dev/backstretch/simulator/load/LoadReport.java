package dev.backstretch.simulator.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What became of a load.
 *
 * @param seconds from the first batch to the last answer of those that were sent in time
 * @param batches that were due
 * @param unsent batches of these that were not sent because too many waited for their answers
 * @param accepted readings
 * @param duplicates readings
 * @param rejected readings
 * @param toldToWait answers of 429 and 503
 * @param refused batches that were refused whole for good, by status
 * @param unanswered batches
 * @param latency microseconds from the moment a batch was due to its answer, of those that were taken at the first try
 */
public record LoadReport(
        double seconds,
        long batches,
        long unsent,
        long accepted,
        long duplicates,
        long rejected,
        Map<Integer, Long> toldToWait,
        Map<Integer, Long> refused,
        long unanswered,
        Histogram latency) {
    public LoadReport {
        toldToWait = Map.copyOf(toldToWait);
        refused = Map.copyOf(refused);
    }

    public double acceptedPerSecond() {
        return accepted / seconds;
    }

    public double latencyMillis(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1_000.0;
    }

    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("seconds", rounded(seconds));
        json.put("batches", batches);
        json.put("unsent", unsent);
        json.put("accepted", accepted);
        json.put("duplicates", duplicates);
        json.put("rejected", rejected);
        ObjectNode wait = json.putObject("toldToWait");
        new TreeMap<>(toldToWait).forEach((status, count) -> wait.put(String.valueOf(status), count));
        ObjectNode no = json.putObject("refused");
        new TreeMap<>(refused).forEach((status, count) -> no.put(String.valueOf(status), count));
        json.put("unanswered", unanswered);
        ObjectNode millis = json.putObject("latencyMillis");
        millis.put("p50", rounded(latencyMillis(50)));
        millis.put("p99", rounded(latencyMillis(99)));
        millis.put("max", rounded(latency.getMaxValue() / 1_000.0));
        return json;
    }

    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
