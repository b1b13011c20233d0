package dev.backstretch.replay.accuracy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The table of an accuracy report: its figures, and which files do not keep a bound that is asked of each. */
public final class Figures {
    /** So many files may break a bound that is asked of each file: devices err as well. */
    public static final int FILES_THAT_MAY_BREAK = 3;

    private final List<Figure> figures = new ArrayList<>();
    /** For each bound that is asked of files, the files that break it and by how much. */
    private final Map<String, Map<String, String>> broken = new TreeMap<>();

    public void add(Figure figure) {
        figures.add(figure);
    }

    /**
     * A file does not keep a bound.
     *
     * @param bound its name
     * @param by how much, in words
     */
    public void breaks(String bound, String file, String by) {
        broken.computeIfAbsent(bound, name -> new LinkedHashMap<>()).put(file, by);
    }

    public List<Figure> all() {
        return List.copyOf(figures);
    }

    /** Whether every figure keeps its bound, and of no bound more files break it than may. */
    public boolean good() {
        return figures.stream().allMatch(Figure::kept)
                && broken.values().stream().allMatch(files -> files.size() <= FILES_THAT_MAY_BREAK);
    }

    /** The table for people; in Markdown too, so that it can be kept as a page. */
    public void print(PrintWriter out) {
        String section = "";
        for (Figure figure : figures) {
            if (!figure.section().equals(section)) {
                section = figure.section();
                out.printf("%n### %s%n%n| figure | value | bound | of |%n|---|---:|---:|---:|%n", section);
            }
            Figure.Bound bound = figure.bound();
            out.printf(
                    "| %s | %s %s | %s | %d |%n",
                    figure.name(),
                    number(figure.value()),
                    figure.unit(),
                    bound == null ? "" : bound + (figure.kept() ? "" : " **broken**"),
                    figure.of());
        }
        broken.forEach((bound, files) -> {
            out.printf(
                    "%n### files that break a bound: %s: %d, at most %d may%s%n%n",
                    bound,
                    files.size(),
                    FILES_THAT_MAY_BREAK,
                    files.size() > FILES_THAT_MAY_BREAK ? " **broken**" : "");
            files.forEach((file, by) -> out.println("- " + file + ": " + by));
        });
        out.flush();
    }

    /** The table as JSON; figures with nothing to measure have no value. */
    public ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ArrayNode all = node.putArray("figures");
        for (Figure figure : figures) {
            ObjectNode one = all.addObject();
            one.put("section", figure.section());
            one.put("name", figure.name());
            number(one, "value", figure.value());
            one.put("unit", figure.unit());
            Figure.Bound bound = figure.bound();
            if (bound != null) {
                number(one, "least", bound.least());
                number(one, "most", bound.most());
                one.put("kept", figure.kept());
            }
            one.put("of", figure.of());
        }
        ArrayNode bounds = node.putArray("filesThatBreakABound");
        broken.forEach((bound, files) -> {
            ObjectNode one = bounds.addObject();
            one.put("bound", bound);
            one.put("mayBreak", FILES_THAT_MAY_BREAK);
            ObjectNode by = one.putObject("files");
            files.forEach(by::put);
        });
        node.put("good", good());
        return node;
    }

    private static void number(ObjectNode node, String name, double value) {
        if (!Double.isNaN(value)) {
            node.put(name, Math.rint(value * 1_000) / 1_000);
        }
    }

    /** A number with as many decimals as tell something. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        if (value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.3f" : "%.2f", value);
    }
}
