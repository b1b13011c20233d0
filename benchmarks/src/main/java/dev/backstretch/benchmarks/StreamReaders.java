package dev.backstretch.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.parsetools.RecordParser;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Readers of a session's stream, one connection each; they keep the identity of every lap, standing and alert they heard. */
final class StreamReaders implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http;
    private final URI server;
    private final String path;
    private final List<Reader> readers = new CopyOnWriteArrayList<>();

    /** One of them; all of it on one thread but for what was heard, which is asked for at the end. */
    static final class Reader {
        private final boolean slow;
        private final Set<String> heard = new HashSet<>();
        private String event = "";
        private long bytes;
        private int frames;
        private int resets;
        private @Nullable HttpClientResponse response;
        private boolean ended;

        Reader(boolean slow) {
            this.slow = slow;
        }

        boolean isSlow() {
            return slow;
        }

        synchronized Set<String> heard() {
            return Set.copyOf(heard);
        }

        synchronized boolean heardAll(Set<String> all) {
            return heard.containsAll(all);
        }

        synchronized int frames() {
            return frames;
        }

        synchronized int resets() {
            return resets;
        }

        synchronized long bytes() {
            return bytes;
        }

        synchronized boolean hasEnded() {
            return ended;
        }

        private synchronized void line(String line) {
            bytes += line.length() + 1;
            if (line.startsWith("event: ")) {
                event = line.substring(7);
                frames += event.equals("metrics") ? 1 : 0;
                resets += event.equals("reset") ? 1 : 0;
            } else if (line.startsWith("data: ")
                    && Set.of("lap", "standings", "alert").contains(event)) {
                heard.add(identity(event, line.substring(6)));
            }
        }

        private static String identity(String event, String data) {
            try {
                JsonNode json = JSON.readTree(data);
                String who =
                        switch (event) {
                            case "lap" ->
                                json.path("runner").asText() + "|"
                                        + json.path("lap").asInt();
                            case "standings" -> json.path("board").asText();
                            default -> json.path("alertId").asText();
                        };
                return event + "|" + who + "|" + json.path("revision").asLong();
            } catch (JsonProcessingException broken) {
                return event + "|broken|" + data;
            }
        }
    }

    StreamReaders(URI server, String path) {
        this.server = server;
        this.path = path;
        // Each reader is a connection of its own, as each phone's is.
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(false), new PoolOptions().setHttp1MaxSize(1000));
    }

    /**
     * Opens connections and returns when each has begun to hear.
     *
     * @param slow how many of them will be paused
     */
    void open(int count, int slow) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            var reader = new Reader(i < slow);
            readers.add(reader);
            try {
                http.request(HttpMethod.GET, server.getPort(), server.getHost(), path)
                        .compose(request ->
                                request.putHeader("Accept", "text/event-stream").send())
                        .onSuccess(response -> listen(reader, response))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException failed) {
                throw new IllegalStateException("reader " + i + " was not let in", failed);
            }
        }
    }

    private static void listen(Reader reader, HttpClientResponse response) {
        reader.response = response;
        if (response.statusCode() != 200) {
            throw new IllegalStateException("status " + response.statusCode());
        }
        response.handler(RecordParser.newDelimited("\n", line -> reader.line(line.toString())));
        response.endHandler(end -> reader.ended = true);
        response.exceptionHandler(broken -> reader.ended = true);
    }

    /** The slow ones take nothing off their connections from now on, or do again. */
    void pause(boolean paused) {
        for (Reader reader : readers) {
            HttpClientResponse response = reader.response;
            if (reader.isSlow() && response != null) {
                if (paused) {
                    response.pause();
                } else {
                    response.resume();
                }
            }
        }
    }

    List<Reader> readers() {
        return List.copyOf(readers);
    }

    @Override
    public void close() {
        var unused = vertx.close();
    }
}
