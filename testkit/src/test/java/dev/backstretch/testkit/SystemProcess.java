package dev.backstretch.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The whole system as a user runs it: {@code backstretch serve} in a process of its own, on one data folder. */
final class SystemProcess implements AutoCloseable {
    private static final Duration READY_PATIENCE = Duration.ofMinutes(5);

    private final Path data;
    private final Path output;
    private final int port;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private @Nullable Process process;

    SystemProcess(Path folder) throws IOException {
        data = folder.resolve("data");
        output = folder.resolve("output.txt");
        // The same after each start, as a phone knows it.
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Returns when it says that it is ready. */
    void start() throws Exception {
        Process started = new ProcessBuilder(
                        command("serve", "--port", String.valueOf(port), "--data", data.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
        process = started;
        Await.until("ready; it said " + output, READY_PATIENCE, () -> {
            if (!started.isAlive()) {
                throw new AssertionError("it ended: " + Files.readString(output, StandardCharsets.UTF_8));
            }
            return isReady();
        });
    }

    private boolean isReady() throws InterruptedException {
        try {
            return http.send(
                                    HttpRequest.newBuilder(address().resolve("/health/ready"))
                                            .timeout(Duration.ofSeconds(5))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** {@code kill -9}; with its store too, or leaving that one to notice. */
    void kill(boolean storeToo) throws InterruptedException {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("it does not run");
        }
        List<ProcessHandle> children = running.descendants().toList();
        running.destroyForcibly();
        if (storeToo) {
            children.forEach(ProcessHandle::destroyForcibly);
        }
        if (!running.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError("kill -9 did not end the process");
        }
    }

    /** How the running system tells other commands to reach it. */
    Properties whereabouts() throws IOException {
        var known = new Properties();
        try (var in = Files.newBufferedReader(data.resolve("running.properties"), StandardCharsets.UTF_8)) {
            known.load(in);
        }
        return known;
    }

    /** Runs another command beside it. */
    Ended run(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--data");
        all.add(data.toString());
        Process command = new ProcessBuilder(command(all.toArray(String[]::new)))
                .redirectErrorStream(true)
                .start();
        String said = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(command.waitFor(), said);
    }

    record Ended(int status, String said) {}

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.backstretch.launcher.Backstretch"));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Stops it as Ctrl-C does. */
    @Override
    public void close() {
        Process running = process;
        if (running == null || !running.isAlive()) {
            return;
        }
        running.destroy();
        try {
            if (!running.waitFor(20, TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running.destroyForcibly();
        }
    }
}
