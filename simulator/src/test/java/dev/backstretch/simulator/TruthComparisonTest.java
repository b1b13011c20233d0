package dev.backstretch.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TruthComparisonTest {
    private final CampTruth truth =
            Camp.of(CampOptions.demo("demo", 7, Instant.EPOCH).withRunners(3)).truth();

    private Map<String, Map<Integer, Double>> trueLaps() {
        Map<String, Map<Integer, Double>> laps = new TreeMap<>();
        for (RunnerTruth runner : truth.runners()) {
            Map<Integer, Double> own = new TreeMap<>();
            runner.laps().forEach(lap -> own.put(lap.number(), lap.lapSeconds()));
            laps.put(runner.runnerId(), own);
        }
        return laps;
    }

    @Test
    void theTruthEqualsItself() {
        TruthComparison comparison = TruthComparison.of(truth, trueLaps());
        assertThat(comparison.lapsRun()).isEqualTo(6);
        assertThat(comparison.within(0)).isTrue();
        assertThat(comparison.maximumSeconds()).isZero();
    }

    @Test
    void oneLapThatIsOffShowsInTheMaximumOnly() {
        Map<String, Map<Integer, Double>> laps = trueLaps();
        Objects.requireNonNull(laps.get("r002")).merge(2, -0.4, Double::sum);
        TruthComparison comparison = TruthComparison.of(truth, laps);
        assertThat(comparison.countsEqual()).isTrue();
        assertThat(comparison.maximumSeconds()).isCloseTo(0.4, within(1e-9));
        assertThat(comparison.p50Seconds()).isZero();
        assertThat(comparison.within(0.3)).isFalse();
        assertThat(comparison.toString())
                .contains("max 0.400 s")
                .endsWith("(worst: r002, 2 of 2 laps, +0.000 s, -0.400 s)");
    }

    @Test
    void aRunnerWithoutTheirLapsIsWorseThanAnyError() {
        Map<String, Map<Integer, Double>> laps = trueLaps();
        Objects.requireNonNull(laps.get("r002")).merge(2, -0.4, Double::sum);
        Objects.requireNonNull(laps.get("r003")).remove(2);
        assertThat(TruthComparison.of(truth, laps).toString()).endsWith("(worst: r003, 1 of 2 laps, +0.000 s)");
    }

    @Test
    void aLapTooManyTooFewOrMisnumberedIsNoEqualCount() {
        Map<String, Map<Integer, Double>> more = trueLaps();
        Objects.requireNonNull(more.get("r001")).put(3, 100.0);
        assertThat(TruthComparison.of(truth, more).within(1)).isFalse();
        Map<String, Map<Integer, Double>> fewer = trueLaps();
        fewer.remove("r001");
        assertThat(TruthComparison.of(truth, fewer).countsEqual()).isFalse();
        Map<String, Map<Integer, Double>> misnumbered = trueLaps();
        misnumbered.put("r001", Map.of(1, 100.0, 5, 200.0));
        assertThat(TruthComparison.of(truth, misnumbered).countsEqual()).isFalse();
    }

    @Test
    void reportsAreComparedByRunnerAndLapNumber() {
        List<ObjectNode> reports = new ArrayList<>();
        for (RunnerTruth runner : truth.runners()) {
            ObjectNode report = JsonNodeFactory.instance.objectNode();
            report.put("runner", runner.runnerId());
            var laps = report.putArray("laps");
            for (RunnerTruth.Lap lap : runner.laps()) {
                ObjectNode one = laps.addObject();
                one.put("lap", lap.number());
                one.putObject("lapSeconds").put("value", lap.lapSeconds() + 0.1);
            }
            reports.add(report);
        }
        TruthComparison comparison = TruthComparison.ofReports(truth, reports);
        assertThat(comparison.countsEqual()).isTrue();
        assertThat(comparison.p95Seconds()).isCloseTo(0.1, within(1e-9));
        assertThat(comparison.json().path("lapErrorSeconds").path("max").asDouble())
                .isEqualTo(0.1);
        assertThat(comparison.json().path("runners")).hasSize(3);
    }
}
