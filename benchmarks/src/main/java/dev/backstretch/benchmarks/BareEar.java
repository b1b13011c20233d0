package dev.backstretch.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Hears the same stream as a coach's page and draws nothing: when an outcome reaches whoever reads it. */
final class BareEar implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Queue<Heard> heard = new ConcurrentLinkedQueue<>();
    private final Consumer<String> ofAlert;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * One outcome.
     *
     * @param toldMillis the time that it tells of
     * @param atMillis when it came, both in epoch milliseconds
     */
    record Heard(String kind, String runner, long toldMillis, long atMillis) {}

    /** @param ofAlert is told the id of each alert that was raised */
    BareEar(URI server, String session, Consumer<String> ofAlert) {
        this.ofAlert = ofAlert;
        URI stream = server.resolve("/v1/sessions/" + session + "/stream?view=coach");
        thread = new Thread(() -> listen(stream), "bare-ear");
        thread.setDaemon(true);
        thread.start();
    }

    private void listen(URI stream) {
        HttpRequest request = HttpRequest.newBuilder(stream)
                .header("Accept", "text/event-stream")
                .build();
        try (Stream<String> lines = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofLines())
                .body()) {
            String event = "";
            for (var all = lines.iterator(); !closed && all.hasNext(); ) {
                String line = all.next();
                if (line.startsWith("event: ")) {
                    event = line.substring(7);
                } else if (line.startsWith("data: ") && (event.equals("lap") || event.equals("alert"))) {
                    hear(event, JSON.readTree(line.substring(6)), System.currentTimeMillis());
                }
            }
        } catch (IOException | UncheckedIOException gone) {
            if (!closed) {
                throw new IllegalStateException("the stream ended", gone);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void hear(String event, JsonNode outcome, long now) {
        if (outcome.path("revision").asInt() != 0) {
            return;
        }
        String time = outcome.path(event.equals("lap") ? "endedAt" : "since").asText();
        heard.add(new Heard(
                event, outcome.path("runner").asText(), Instant.parse(time).toEpochMilli(), now));
        if (!closed && event.equals("alert") && outcome.path("kind").asText().equals("SYMPTOM")) {
            ofAlert.accept(outcome.path("alertId").asText());
        }
    }

    List<Heard> heard() {
        return List.copyOf(heard);
    }

    /** What comes from now on is nobody's. */
    void end() {
        closed = true;
    }

    @Override
    public void close() {
        end();
        thread.interrupt();
    }
}
