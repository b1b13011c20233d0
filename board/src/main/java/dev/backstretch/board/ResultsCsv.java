package dev.backstretch.board;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Results as a table for spreadsheets, as RFC 4180 has it: CRLF, quotes where they are needed, and a mark of UTF-8 before
 * it, without which some programs read Thai as something else. A text that a spreadsheet would take for a formula has an
 * apostrophe before it.
 */
final class ResultsCsv {
    static final String TYPE = "text/csv; charset=utf-8; header=present";
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final String END = "\r\n";
    private static final String FORMULA = "=+-@\t\r\n";

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
        var csv = new StringBuilder(BYTE_ORDER_MARK);
        line(csv, COLUMNS);
        for (JsonNode runner : results.path("runners")) {
            var cells = new ArrayList<String>();
            cells.add(number(runner.path("place")));
            cells.add(text(runner.path("bib").asText()));
            cells.add(text(runner.path("alias").asText()));
            cells.add(runner.path("attendance").asText());
            cells.add(number(runner.path("laps")));
            cells.add(number(runner.at("/forward/value")));
            cells.add(number(runner.at("/backward/value")));
            cells.add(number(runner.at("/ratio/value")));
            cells.add(number(runner.at("/ratio/plusMinus")));
            cells.add(runner.at("/ratio/verdict").asText());
            cells.add(runner.path("source").asText());
            cells.add(number(runner.path("effortPoints")));
            var notes = new ArrayList<String>();
            runner.path("notes").forEach(note -> notes.add(note.asText()));
            cells.add(text(String.join("; ", notes)));
            line(csv, cells);
        }
        return csv.toString();
    }

    private static void line(StringBuilder csv, List<String> cells) {
        csv.append(cells.stream().map(ResultsCsv::quoted).collect(Collectors.joining(",")))
                .append(END);
    }

    private static String number(JsonNode value) {
        return value.isNumber() ? value.asText() : "";
    }

    /** What people wrote themselves. */
    private static String text(String said) {
        return !said.isEmpty() && FORMULA.indexOf(said.charAt(0)) >= 0 ? "'" + said : said;
    }

    private static String quoted(String cell) {
        boolean plain =
                cell.chars().noneMatch(letter -> letter == ',' || letter == '"' || letter == '\r' || letter == '\n');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
