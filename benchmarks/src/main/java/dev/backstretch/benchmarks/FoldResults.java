package dev.backstretch.benchmarks;

import dev.backstretch.domain.event.RunEvent;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs {@link FoldBenchmark} and writes nanoseconds per reading, and the machine they were measured on, to a file.
 * Arguments: the file, then JMH's own options.
 */
public final class FoldResults {
    private FoldResults() {}

    public static void main(String[] args) throws RunnerException, CommandLineOptionException, IOException {
        if (args.length == 0) {
            throw new IllegalArgumentException("name the file for the results first, then JMH's options");
        }
        Path file = Path.of(args[0]);
        String[] forJmh = new String[args.length - 1];
        System.arraycopy(args, 1, forJmh, 0, forJmh.length);
        Options options = new OptionsBuilder()
                .parent(new CommandLineOptions(forJmh))
                .include(FoldBenchmark.class.getName())
                .build();
        Collection<RunResult> results = new Runner(options).run();
        Files.writeString(file, report(results));
    }

    private static String report(Collection<RunResult> results) throws IOException {
        List<String> lines = new ArrayList<>();
        for (RunResult result : results) {
            String runners = result.getParams().getParam("runners");
            String noise = result.getParams().getParam("noise");
            List<RunEvent> events = FoldBenchmark.events(Integer.parseInt(runners), noise);
            long readings = FoldBenchmark.readings(events);
            double session = result.getPrimaryResult().getScore();
            double error = result.getPrimaryResult().getScoreError();
            lines.add(String.format(
                    Locale.ROOT,
                    "  {\"runners\": %s, \"noise\": \"%s\", \"events\": %d, \"readings\": %d,"
                            + " \"nanosPerReading\": %.0f, \"plusMinus\": %s, \"millisPerSession\": %.1f}",
                    runners,
                    noise,
                    events.size(),
                    readings,
                    session / readings,
                    Double.isNaN(error) ? "null" : String.format(Locale.ROOT, "%.0f", error / readings),
                    session / 1e6));
        }
        return "{\"benchmark\": \"fold\", \"machine\": " + Machine.json() + ",\n \"results\": [\n"
                + String.join(",\n", lines) + "\n ]}\n";
    }

    /** What it was measured on: a figure without it says nothing. */
    private static final class Machine {
        static String json() throws IOException {
            return String.format(
                    Locale.ROOT,
                    "{\"cpu\": \"%s\", \"cores\": %d, \"memoryMiB\": %d, \"os\": \"%s %s\", \"jdk\": \"%s %s\", \"loadAverage\": %.1f}",
                    of("/proc/cpuinfo", "model name"),
                    Runtime.getRuntime().availableProcessors(),
                    memoryMebibytes(),
                    System.getProperty("os.name"),
                    System.getProperty("os.arch"),
                    System.getProperty("java.vm.name"),
                    System.getProperty("java.runtime.version"),
                    ManagementFactory.getOperatingSystemMXBean()
                            .getSystemLoadAverage());
        }

        private static long memoryMebibytes() throws IOException {
            String kibibytes = of("/proc/meminfo", "MemTotal").replaceAll("\\D", "");
            return kibibytes.isEmpty() ? 0 : Long.parseLong(kibibytes) / 1024;
        }

        private static String of(String file, String key) throws IOException {
            Path path = Path.of(file);
            if (!Files.isReadable(path)) {
                return "unknown";
            }
            return Files.readAllLines(path, StandardCharsets.UTF_8).stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        }
    }
}
