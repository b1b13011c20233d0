package dev.backstretch.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Broker, doors, streams and board in one process of their own, as {@code ./backstretch serve} has them but for the store. */
final class BoardSystem implements AutoCloseable {
    private final Path folder;
    private final BenchProcess process;

    private BoardSystem(Path folder, BenchProcess process) {
        this.folder = folder;
        this.process = process;
    }

    static BoardSystem start(String name) throws IOException {
        Path folder = Files.createTempDirectory("backstretch-" + name);
        List<Integer> ports = FreePorts.some(2);
        return new BoardSystem(
                folder,
                BenchProcess.start(
                        folder.resolve("system.log"),
                        "system",
                        folder.resolve("data").toString(),
                        ports.get(0).toString(),
                        ports.get(1).toString()));
    }

    URI address() {
        return URI.create(process.ready().split(" ", 3)[0]);
    }

    String bootstrapServers() {
        return process.ready().split(" ", 3)[1];
    }

    URI registry() {
        return URI.create(process.ready().split(" ", 3)[2]);
    }

    double processorSeconds() {
        return process.processorTime().toMillis() / 1000.0;
    }

    /** One of the system's own meters; NaN when it has none of that name. */
    double meter(String name) throws IOException, InterruptedException {
        String text = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address().resolve("/metrics")).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        return text.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    @Override
    public void close() throws IOException {
        process.close();
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        }
    }
}
