package dev.backstretch.benchmarks;

import dev.backstretch.simulator.load.DoorLoad;
import dev.backstretch.simulator.load.LoadDoor;
import dev.backstretch.simulator.load.LoadReport;
import dev.backstretch.simulator.load.LoadScript;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Broker and doors in processes of their own, and this process as the one who sends. */
final class IngestBench implements AutoCloseable {
    private final Path folder;
    private final int brokerPort;
    private final int registryPort;
    private @Nullable BenchProcess broker;
    private @Nullable BenchProcess doors;
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    private final HttpClient http = HttpClient.newHttpClient();

    private IngestBench(Path folder, int brokerPort, int registryPort) {
        this.folder = folder;
        this.brokerPort = brokerPort;
        this.registryPort = registryPort;
    }

    /** Starts both. */
    static IngestBench start(String name, long sessionItemsPerSecond) throws IOException {
        var bench = new IngestBench(
                Files.createTempDirectory("backstretch-" + name + "-"), FreePorts.any(), FreePorts.any());
        try {
            bench.startBroker();
            bench.doors = BenchProcess.start(
                    bench.folder.resolve("doors.log"),
                    "doors",
                    bench.bootstrapServers(),
                    "http://127.0.0.1:" + bench.registryPort,
                    String.valueOf(sessionItemsPerSecond));
            return bench;
        } catch (IOException | RuntimeException failed) {
            bench.close();
            throw failed;
        }
    }

    /** The broker and the registry, always at the same ports. */
    void startBroker() throws IOException {
        broker = BenchProcess.start(
                folder.resolve("broker.log"),
                "broker",
                folder.resolve("broker").toString(),
                String.valueOf(brokerPort),
                String.valueOf(registryPort));
    }

    void stopBroker() {
        BenchProcess running = broker;
        broker = null;
        if (running != null) {
            running.close();
        }
    }

    Path folder() {
        return folder;
    }

    Vertx vertx() {
        return vertx;
    }

    String bootstrapServers() {
        return "127.0.0.1:" + brokerPort;
    }

    URI registry() {
        return URI.create("http://127.0.0.1:" + registryPort);
    }

    /** Where the doors are. */
    URI address() {
        return URI.create(doors().ready().split(" ", 2)[0]);
    }

    private BenchProcess doors() {
        BenchProcess running = doors;
        if (running == null || !running.isAlive()) {
            throw new IllegalStateException("the doors do not run");
        }
        return running;
    }

    /** Opens sessions in one camp, with runners. */
    void open(List<String> sessions, List<String> runners) throws IOException, InterruptedException {
        for (String session : sessions) {
            post("/v1/sessions", "{\"sessionId\":\"" + session + "\",\"camp\":\"bench\"}");
            for (String runner : runners) {
                post("/v1/sessions/" + session + "/runners", "{\"runner\":\"" + runner + "\"}");
            }
        }
    }

    private void post(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(address().resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    /**
     * What the doors' process holds.
     *
     * @param heapBytes of the heap in use, garbage among it
     * @param waitingBytes bodies that await the log
     */
    record Memory(long heapBytes, long waitingBytes) {}

    Memory memory() throws IOException, InterruptedException {
        String[] said = http.send(
                        HttpRequest.newBuilder(address().resolve("/bench/memory"))
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body()
                .split(" ");
        return new Memory(Long.parseLong(said[0]), Long.parseLong(said[1]));
    }

    /** Runs a load to its end. */
    LoadReport run(LoadDoor door, LoadScript script, DoorLoad.Demand demand) throws InterruptedException {
        try {
            return DoorLoad.run(vertx, door, script, demand)
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException broken) {
            throw new IllegalStateException("the load broke", broken);
        }
    }

    /** Processor time of the three so far, in microseconds. */
    record Times(long doorMicros, long brokerMicros, long senderMicros) {
        Times since(Times before) {
            return new Times(
                    doorMicros - before.doorMicros,
                    brokerMicros - before.brokerMicros,
                    senderMicros - before.senderMicros);
        }
    }

    Times times() {
        BenchProcess running = broker;
        return new Times(
                micros(doors().processorTime()),
                running == null ? 0 : micros(running.processorTime()),
                micros(ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO)));
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    /** A figure of a load that was not taken whole says nothing. */
    static void requireAllTaken(LoadReport report) {
        if (report.unsent() + report.unanswered() + report.rejected() + report.duplicates() > 0
                || !report.refused().isEmpty()
                || !report.toldToWait().isEmpty()) {
            throw new IllegalStateException("not all was taken: " + report.json());
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        BenchProcess running = doors;
        if (running != null) {
            running.close();
        }
        stopBroker();
        try (var paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }
}
