package dev.backstretch.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A part of a benchmark in a process of its own, so that its processor time is its own. It lives as long as its input. */
final class BenchProcess implements AutoCloseable {
    /** As {@code ./backstretch} starts the product. */
    private static final List<String> OPTIONS = List.of(
            "-Xms64m",
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:ReservedCodeCacheSize=96m",
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dorg.apache.avro.SERIALIZABLE_PACKAGES=dev.backstretch.schemas.avro");

    private final Process process;
    private final String ready;

    private BenchProcess(Process process, String ready) {
        this.process = process;
        this.ready = ready;
    }

    /** A command of Java's with the class path of this process. */
    static List<String> java(String main, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        String more = System.getenv("BACKSTRETCH_BENCH_JAVA_OPTS");
        if (more != null && !more.isBlank()) {
            command.addAll(List.of(more.trim().split(" +")));
        }
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main);
        command.addAll(arguments);
        return command;
    }

    /**
     * Starts a part and waits until it is ready.
     *
     * @param log what it says apart from that
     * @throws IOException when it ends instead
     */
    static BenchProcess start(Path log, String... part) throws IOException {
        Process process = new ProcessBuilder(java(BenchParts.class.getName(), List.of(part)))
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(BenchParts.READY)) {
                var rest = new Thread(() -> out.lines().forEach(said -> {}), "bench-output");
                rest.setDaemon(true);
                rest.start();
                return new BenchProcess(
                        process, line.substring(BenchParts.READY.length()).trim());
            }
        }
        throw new IOException(part[0] + " did not start; what it said is in " + log);
    }

    /** What it said of where it can be reached. */
    String ready() {
        return ready;
    }

    /** Processor time that it took so far, in all threads. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException gone) {
            process.destroyForcibly();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
