package dev.backstretch.board;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Results as a table for spreadsheets. */
final class ResultsCsv {
    private static final List<String> COLUMNS = List.of(
            "place",
            "bib",
            "alias",
            "attendance",
            "laps",
            "forward_seconds",
            "backward_seconds",
            "ratio",
            "ratio_plus_minus",
            "verdict",
            "source",
            "effort_points",
            "note");

    private ResultsCsv() {}

    /**
     * @param results as {@link SessionResults#toJson} gives them
     */
    static String of(JsonNode results) {
        var csv = new Csv(COLUMNS);
        for (JsonNode runner : results.path("runners")) {
            var notes = new ArrayList<String>();
            runner.path("notes").forEach(note -> notes.add(note.asText()));
            csv.number(runner.path("place"))
                    .text(runner.path("bib").asText())
                    .text(runner.path("alias").asText())
                    .word(runner.path("attendance").asText())
                    .number(runner.path("laps"))
                    .number(runner.at("/forward/value"))
                    .number(runner.at("/backward/value"))
                    .number(runner.at("/ratio/value"))
                    .number(runner.at("/ratio/plusMinus"))
                    .word(runner.at("/ratio/verdict").asText())
                    .word(runner.path("source").asText())
                    .number(runner.path("effortPoints"))
                    .word(String.join("; ", notes))
                    .end();
        }
        return csv.toString();
    }
}
