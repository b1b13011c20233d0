package dev.backstretch.board;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table for spreadsheets as RFC 4180 has it: CRLF, quotes where they are needed, and a mark of UTF-8 before it, without
 * which some programs read Thai as something else. A text that a spreadsheet would take for a formula has an apostrophe
 * before it.
 */
final class Csv {
    static final String TYPE = "text/csv; charset=utf-8; header=present";
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final String END = "\r\n";
    private static final String FORMULA = "=+-@\t\r\n";

    private final StringBuilder table = new StringBuilder(BYTE_ORDER_MARK);
    private final int columns;
    private List<String> line = new ArrayList<>();

    Csv(List<String> columns) {
        this.columns = columns.size();
        columns.forEach(this::word);
        end();
    }

    /** A word of ours, which is no formula. */
    Csv word(String cell) {
        line.add(cell);
        return this;
    }

    /** What people wrote themselves. */
    Csv text(String said) {
        return word(!said.isEmpty() && FORMULA.indexOf(said.charAt(0)) >= 0 ? "'" + said : said);
    }

    /** A number; an empty cell where there is none. */
    Csv number(JsonNode value) {
        return word(value.isNumber() ? value.asText() : "");
    }

    Csv end() {
        if (line.size() != columns) {
            throw new IllegalStateException("a line of " + line.size() + " cells in a table of " + columns);
        }
        table.append(line.stream().map(Csv::quoted).collect(Collectors.joining(",")))
                .append(END);
        line = new ArrayList<>();
        return this;
    }

    /** The table so far. */
    @Override
    public String toString() {
        return table.toString();
    }

    /** A name for a file, of letters that mean nothing anywhere. */
    static String attachment(String name) {
        return "attachment; filename=\"" + name.replaceAll("[^A-Za-z0-9._-]", "_") + ".csv\"";
    }

    private static String quoted(String cell) {
        boolean plain =
                cell.chars().noneMatch(letter -> letter == ',' || letter == '"' || letter == '\r' || letter == '\n');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
