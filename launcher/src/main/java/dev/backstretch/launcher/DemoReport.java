package dev.backstretch.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.schemas.json.OutcomeJson;
import dev.backstretch.schemas.json.RunnerReport;
import dev.backstretch.simulator.Camp;
import dev.backstretch.simulator.PlayReport;
import dev.backstretch.simulator.RecordedRunner;
import dev.backstretch.simulator.RunnerTruth;
import dev.backstretch.simulator.TruthComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What came out of a demo, for a machine and for a person.
 *
 * @param json the whole of it
 * @param comparison of the laps with those that were run
 * @param sumRules whether each holds, by name
 * @param settled whether the session's last frame was seen
 */
record DemoReport(
        ObjectNode json,
        TruthComparison comparison,
        Map<String, Boolean> sumRules,
        boolean settled,
        List<String> recordedLines) {
    DemoReport {
        sumRules = new TreeMap<>(sumRules);
        recordedLines = List.copyOf(recordedLines);
    }

    /**
     * Puts it together.
     *
     * @param doors what the doors have counted by now
     * @param before what they had counted when the session began
     */
    static DemoReport of(
            Camp camp,
            List<RecordedRunner> recorded,
            SessionOutcomes.View view,
            PlayReport played,
            Map<String, DoorCounts> doors,
            Map<String, DoorCounts> before,
            boolean settled) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("sessionId", camp.options().sessionId());
        json.put("seed", camp.options().seed());
        json.put("plan", camp.options().planName());
        json.put("settled", settled);
        Map<String, RunnerTruth> truth = new TreeMap<>();
        camp.truth().runners().forEach(runner -> truth.put(runner.runnerId(), runner));

        List<ObjectNode> runners = new ArrayList<>();
        List<String> recordedLines = new ArrayList<>();
        for (String runnerId : view.report().runners()) {
            ObjectNode runner = view.report().of(runnerId, RunnerReport.Extras.NONE);
            RunnerTruth real = truth.get(runnerId);
            if (real != null) {
                writeTruth(runner.putObject("truth"), real);
            }
            runners.add(runner);
            if (recorded.stream().anyMatch(one -> one.runnerId().equals(runnerId))) {
                recordedLines.add(runnerId + ": " + runner.path("laps").size() + " laps of 1 km, "
                        + runner.path("distanceMeters").path("value").asText("no")
                        + " m in " + runner.path("elapsedSeconds").asText("?") + " s");
            }
        }
        json.putArray("runners").addAll(runners);
        ArrayNode standings = json.putArray("standings");
        view.report().boards().forEach(board -> standings.add(OutcomeJson.standings(board)));

        Map<String, DoorCounts> atDoors = new TreeMap<>();
        doors.forEach((door, now) -> atDoors.put(door, now.minus(before.get(door))));
        ObjectNode counts = json.putObject("counts");
        ObjectNode byDoor = counts.putObject("doors");
        atDoors.forEach((door, count) -> byDoor.putObject(door)
                .put("received", count.received())
                .put("accepted", count.accepted())
                .put("rejected", count.rejected())
                .put("duplicates", count.duplicates()));
        Frame.Counts session = view.counts();
        if (session != null) {
            counts.set("session", OutcomeJson.counts(session));
        }
        counts.set("played", played.json());

        Map<String, Boolean> sumRules = new TreeMap<>();
        sumRules.put("doors", !atDoors.isEmpty() && atDoors.values().stream().allMatch(DoorCounts::addsUp));
        sumRules.put("session", session != null && session.addsUp());
        sumRules.put("played", played.addsUp());
        ObjectNode rules = json.putObject("sumRules");
        sumRules.forEach(rules::put);

        TruthComparison comparison = TruthComparison.ofReports(camp.truth(), runners);
        json.set("errors", comparison.json());
        return new DemoReport(json, comparison, sumRules, settled, recordedLines);
    }

    private static void writeTruth(ObjectNode node, RunnerTruth truth) {
        ArrayNode laps = node.putArray("laps");
        for (RunnerTruth.Lap lap : truth.laps()) {
            laps.addObject()
                    .put("lap", lap.number())
                    .put("lapSeconds", lap.lapSeconds())
                    .put("facing", lap.facing().name());
        }
    }

    /** Whether the flow did what it promises; how far laps are from the truth is told, not judged. */
    boolean good() {
        return settled && sumRules.values().stream().allMatch(holds -> holds);
    }

    /** Lines for a person. */
    List<String> summary(boolean whole) {
        var lines = new ArrayList<String>();
        if (!comparison.runners().isEmpty()) {
            lines.add((whole ? "" : "cut short; ") + comparison);
        }
        lines.addAll(recordedLines);
        lines.add("sum rules: "
                + sumRules.entrySet().stream()
                        .map(rule -> rule.getKey() + " " + (rule.getValue() ? "hold" : "BROKEN"))
                        .collect(Collectors.joining(", ")));
        if (!settled) {
            lines.add("the session's last frame did not come in time: outcomes may be missing");
        }
        return lines;
    }
}
