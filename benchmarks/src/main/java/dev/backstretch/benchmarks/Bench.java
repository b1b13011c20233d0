package dev.backstretch.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./backstretch bench}: measures, and writes one file for each benchmark that says on what machine. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures against baselines in the same run. Without a name, all of them.")
public final class Bench implements Callable<Integer> {
    private static final List<String> ALL =
            List.of("fold", "drain", "ingest-http", "ingest-fair", "ingest-outage", "board-latency", "board-streams");

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description =
                    "fold, drain, ingest-http, ingest-fair, ingest-outage, board-latency, board-streams. Default: all")
    private List<String> names = new ArrayList<>();

    @Option(names = "--results", paramLabel = "DIR", description = "Default: benchmarks/results")
    private Path results = Path.of("benchmarks", "results");

    @Option(names = "--brief", description = "Fewer and shorter rounds: a look, not a measurement to compare with.")
    private boolean brief;

    @Option(
            names = "--sessions",
            paramLabel = "N",
            defaultValue = "6",
            description = "drain: sessions in the log. Default: 6")
    private int sessions;

    @Option(
            names = "--pages",
            paramLabel = "N",
            defaultValue = "20",
            description = "board-latency: how many of the 20 pages are open in Chromium. Default: 20")
    private int pages;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        for (String name : names) {
            if (!ALL.contains(name)) {
                spec.commandLine().getErr().println(name + " is no benchmark: " + String.join(", ", ALL));
                return 2;
            }
        }
        Files.createDirectories(results);
        for (String name : names.isEmpty() ? ALL : names) {
            ObjectNode json = measure(name, spec.commandLine().getOut());
            Path file = results.resolve(name + ".json");
            String text = new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(json);
            Files.writeString(file, text + "\n", StandardCharsets.UTF_8);
            spec.commandLine().getOut().println(file);
        }
        return 0;
    }

    private ObjectNode measure(String name, PrintWriter out) throws Exception {
        return switch (name) {
            case "fold" -> FoldResults.measure(brief);
            case "drain" -> new DrainBenchmark(sessions, brief ? 1 : 5, out).measure();
            case "ingest-http" -> new IngestHttpBenchmark(brief, out).measure();
            case "ingest-fair" -> new IngestFairBenchmark(brief, out).measure();
            case "ingest-outage" -> new IngestOutageBenchmark(brief, out).measure();
            case "board-latency" -> new BoardLatencyBenchmark(pages, brief, out).measure();
            case "board-streams" -> new BoardStreamsBenchmark(brief, out).measure();
            default -> throw new IllegalArgumentException(name);
        };
    }
}
