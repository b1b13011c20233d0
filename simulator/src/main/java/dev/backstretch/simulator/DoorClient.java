package dev.backstretch.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Sends deliveries to the HTTP doors as a good phone does: over connections that stay open, and again on 429, 503 and no
 * answer only, with the same event ids, after the time that {@code Retry-After} names.
 */
public final class DoorClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final URI server;
    private final Duration patience;
    private final Duration requestTimeout;
    private final Packing packing;
    private final HttpClient http;
    private volatile boolean stopTrying;

    /**
     * A client.
     *
     * @param server address of the doors, {@code http://127.0.0.1:8080/}
     * @param patience how long one delivery is tried again before it counts as unanswered
     * @param requestTimeout when a request without an answer is given up
     */
    public DoorClient(URI server, Duration patience, Duration requestTimeout) {
        this(server, patience, requestTimeout, Packing.NONE);
    }

    /** A client that packs what it sends. */
    public DoorClient(URI server, Duration patience, Duration requestTimeout, Packing packing) {
        this.packing = packing;
        this.server = Objects.requireNonNull(server, "server");
        this.patience = patience;
        this.requestTimeout = requestTimeout;
        // Each request to the doors is small and 1.1 keeps its connections; asking for an upgrade would only cost.
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    public DoorClient(URI server) {
        this(server, Duration.ofSeconds(60), Duration.ofSeconds(30));
    }

    /** From now on what is not taken at once counts as unanswered; a pause before a new try is not cut short. */
    void stopTrying() {
        stopTrying = true;
    }

    /** Sends one delivery until it is answered. */
    public DoorAnswer send(Delivery delivery) throws InterruptedException {
        return send(List.of(delivery));
    }

    /**
     * Sends several deliveries in one request until it is answered.
     *
     * @param deliveries readings of one session where there is more than one
     */
    DoorAnswer send(List<Delivery> deliveries) throws InterruptedException {
        DoorRequest wanted =
                DoorRequest.of(deliveries.stream().map(Delivery::event).toList());
        Packing.Packed packed = packing.pack(wanted);
        HttpRequest.Builder building = HttpRequest.newBuilder(server.resolve("/" + wanted.path()))
                .timeout(requestTimeout)
                .header("Content-Type", packed.contentType())
                .POST(HttpRequest.BodyPublishers.ofByteArray(packed.body()));
        if (!packed.contentEncoding().isEmpty()) {
            building.header("Content-Encoding", packed.contentEncoding());
        }
        HttpRequest request = building.build();
        long giveUpAt = System.nanoTime() + patience.toNanos();
        Duration pause = FIRST_PAUSE;
        int retries = 0;
        while (true) {
            String cause;
            Duration wait = pause;
            try {
                HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
                if (response.statusCode() != 429 && response.statusCode() != 503) {
                    return DoorAnswer.of(response.statusCode(), json(response.body()), wanted.items(), retries);
                }
                cause = "status " + response.statusCode();
                wait = retryAfter(response, pause);
            } catch (IOException noAnswer) {
                cause = noAnswer.getClass().getSimpleName();
            }
            if (stopTrying || System.nanoTime() + wait.toNanos() > giveUpAt) {
                return new DoorAnswer.Unanswered(cause, retries);
            }
            TimeUnit.NANOSECONDS.sleep(wait.toNanos());
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            retries++;
        }
    }

    private static Duration retryAfter(HttpResponse<?> response, Duration otherwise) {
        String seconds = response.headers().firstValue("Retry-After").orElse("");
        // The other form, a date, is of no use to a client whose session runs on a clock of its own.
        return seconds.matches("\\d{1,4}") ? Duration.ofSeconds(Long.parseLong(seconds)) : otherwise;
    }

    private static JsonNode json(byte[] body) {
        try {
            return body.length == 0
                    ? MissingNode.getInstance()
                    : JSON.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }
}
