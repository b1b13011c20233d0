package dev.backstretch.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.outcome.LapOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far the laps that were found differ from those that were run.
 *
 * @param runners in the order of the truth
 * @param lapsRun by all, in truth
 * @param lapsFound of all runners that the truth knows
 * @param p50Seconds median of the absolute lap time errors; NaN when there is none
 * @param p95Seconds 95th percentile of them
 * @param maximumSeconds largest of them
 */
public record TruthComparison(
        List<RunnerComparison> runners,
        int lapsRun,
        int lapsFound,
        double p50Seconds,
        double p95Seconds,
        double maximumSeconds) {

    public TruthComparison {
        runners = List.copyOf(runners);
    }

    /**
     * One runner's laps. Errors are found less true lap seconds, for each lap number that both have.
     *
     * @param lapsRun in truth
     * @param lapsFound by the system
     */
    public record RunnerComparison(String runnerId, int lapsRun, int lapsFound, List<Double> errorSeconds) {
        public RunnerComparison {
            errorSeconds = List.copyOf(errorSeconds);
        }

        public boolean countsEqual() {
            return lapsRun == lapsFound && errorSeconds.size() == lapsRun;
        }

        private double largestErrorSeconds() {
            return errorSeconds.stream().mapToDouble(Math::abs).max().orElse(0);
        }

        /** In words, such as {@code r007, 2 of 2 laps, +0.013 s, -0.058 s}. */
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(runnerId + ", " + lapsFound + " of " + lapsRun + " laps");
            errorSeconds.forEach(error -> text.append(String.format(Locale.ROOT, ", %+.3f s", error)));
            return text.toString();
        }
    }

    /** Compares with lap seconds by runner and lap number. */
    public static TruthComparison of(CampTruth truth, Map<String, ? extends Map<Integer, Double>> lapSeconds) {
        List<RunnerComparison> runners = new ArrayList<>();
        List<Double> errors = new ArrayList<>();
        int run = 0;
        int foundInAll = 0;
        for (RunnerTruth runner : truth.runners()) {
            Map<Integer, Double> found = lapSeconds.get(runner.runnerId());
            if (found == null) {
                found = Map.of();
            }
            List<Double> own = new ArrayList<>();
            for (RunnerTruth.Lap lap : runner.laps()) {
                Double seconds = found.get(lap.number());
                if (seconds != null) {
                    own.add(seconds - lap.lapSeconds());
                }
            }
            runners.add(new RunnerComparison(runner.runnerId(), runner.laps().size(), found.size(), own));
            errors.addAll(own);
            run += runner.laps().size();
            foundInAll += found.size();
        }
        double[] sizes = errors.stream().mapToDouble(Math::abs).toArray();
        Arrays.sort(sizes);
        return new TruthComparison(
                runners, run, foundInAll, quantile(sizes, 0.5), quantile(sizes, 0.95), quantile(sizes, 1));
    }

    /** Compares with lap outcomes in the order they left in: the newest revision of a lap stands, a retracted one does not. */
    public static TruthComparison ofOutcomes(CampTruth truth, Iterable<LapOutcome> outcomes) {
        Map<String, Map<Integer, LapOutcome>> newest = new TreeMap<>();
        for (LapOutcome lap : outcomes) {
            newest.computeIfAbsent(lap.runnerId(), runner -> new TreeMap<>())
                    .merge(lap.lap(), lap, (a, b) -> a.revision() > b.revision() ? a : b);
        }
        Map<String, Map<Integer, Double>> seconds = new TreeMap<>();
        newest.forEach((runner, laps) -> {
            Map<Integer, Double> standing = new TreeMap<>();
            laps.forEach((number, lap) -> {
                if (lap.state() != LapOutcome.State.RETRACTED) {
                    standing.put(number, lap.lapSeconds().value());
                }
            });
            seconds.put(runner, standing);
        });
        return of(truth, seconds);
    }

    /** Compares with reports of runners as JSON: {@code runner} and {@code laps[].lap}, {@code .lapSeconds.value}. */
    public static TruthComparison ofReports(CampTruth truth, Iterable<? extends JsonNode> reports) {
        Map<String, Map<Integer, Double>> seconds = new TreeMap<>();
        for (JsonNode report : reports) {
            Map<Integer, Double> laps = new TreeMap<>();
            for (JsonNode lap : report.path("laps")) {
                laps.put(
                        lap.path("lap").asInt(),
                        lap.path("lapSeconds").path("value").asDouble(Double.NaN));
            }
            seconds.put(report.path("runner").asText(), laps);
        }
        return of(truth, seconds);
    }

    /** Whether each runner has just the laps that were run. */
    public boolean countsEqual() {
        return runners.stream().allMatch(RunnerComparison::countsEqual);
    }

    /** Whether each runner has just the laps that were run, and none is off by more than {@code seconds}. */
    public boolean within(double seconds) {
        return countsEqual() && (lapsRun == 0 || maximumSeconds <= seconds);
    }

    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("lapsRun", lapsRun);
        json.put("lapsFound", lapsFound);
        json.put("countsEqual", countsEqual());
        ObjectNode errors = json.putObject("lapErrorSeconds");
        put(errors, "p50", p50Seconds);
        put(errors, "p95", p95Seconds);
        put(errors, "max", maximumSeconds);
        ArrayNode list = json.putArray("runners");
        for (RunnerComparison runner : runners) {
            ObjectNode one = list.addObject();
            one.put("runner", runner.runnerId());
            one.put("lapsRun", runner.lapsRun());
            one.put("lapsFound", runner.lapsFound());
            ArrayNode own = one.putArray("errorSeconds");
            runner.errorSeconds().forEach(error -> own.add(Rounding.decimals(error, 3)));
        }
        return json;
    }

    private static void put(ObjectNode json, String name, double seconds) {
        if (Double.isNaN(seconds)) {
            json.putNull(name);
        } else {
            json.put(name, Rounding.decimals(seconds, 3));
        }
    }

    /** In words, last the runner whose laps are not those that were run, else the one with the largest error. */
    @Override
    public String toString() {
        RunnerComparison worst = runners.stream()
                .max(Comparator.comparing((RunnerComparison runner) -> !runner.countsEqual())
                        .thenComparingDouble(RunnerComparison::largestErrorSeconds))
                .orElse(null);
        String text = String.format(
                Locale.ROOT,
                "laps run %d, found %d, counts %s, lap error p50 %.3f s, p95 %.3f s, max %.3f s",
                lapsRun,
                lapsFound,
                countsEqual() ? "equal" : "DIFFER",
                p50Seconds,
                p95Seconds,
                maximumSeconds);
        return worst == null ? text : text + " (worst: " + worst + ")";
    }

    private static double quantile(double[] sorted, double share) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[Math.min(sorted.length - 1, (int) Math.floor(sorted.length * share))];
    }
}
