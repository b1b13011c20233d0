package dev.backstretch.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
    private final Map<String, DeviceApp> appByRunner;
    private final @Nullable ReaderLine chipLines;
    private final Map<String, OpenLine> lineByRunner;
    private final Function<RunEvent, String> tokens;
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
        this(server, patience, requestTimeout, packing, Map.of(), null, Map.of(), event -> "");
    }

    private DoorClient(
            URI server,
            Duration patience,
            Duration requestTimeout,
            Packing packing,
            Map<String, DeviceApp> appByRunner,
            @Nullable ReaderLine chipLines,
            Map<String, ? extends OpenLine> lineByRunner,
            Function<RunEvent, String> tokens) {
        this.packing = packing;
        this.tokens = tokens;
        this.lineByRunner = Map.copyOf(lineByRunner);
        this.appByRunner = Map.copyOf(appByRunner);
        this.chipLines = chipLines;
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

    /**
     * The same camp with other phones and mats.
     *
     * @param apps the app that a runner's phone sends readings with; who is not named has our page
     * @param lines how the mats tell of chips, null for JSON
     */
    public DoorClient withDevices(Map<String, DeviceApp> apps, @Nullable ReaderLine lines) {
        return new DoorClient(server, patience, requestTimeout, packing, apps, lines, lineByRunner, tokens);
    }

    /**
     * The same camp with phones that keep a connection open for their readings.
     *
     * @param lines by runner; closed by whoever made them
     */
    public DoorClient withLines(Map<String, ? extends OpenLine> lines) {
        return new DoorClient(server, patience, requestTimeout, packing, appByRunner, chipLines, lines, tokens);
    }

    /**
     * The same camp where doors ask who speaks: each event is told with a token of its own; device apps and open lines bring
     * theirs themselves.
     *
     * @param tokens by event; empty where none is needed
     */
    public DoorClient withTokens(Function<RunEvent, String> tokens) {
        return new DoorClient(server, patience, requestTimeout, packing, appByRunner, chipLines, lineByRunner, tokens);
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
        RunEvent first = deliveries.get(0).event();
        OpenLine line = first.runnerId() == null ? null : lineByRunner.get(first.runnerId());
        if (line != null && first.body() instanceof EventBody.Readings) {
            return sendOver(line, deliveries);
        }
        DeviceApp app = first.runnerId() == null ? null : appByRunner.get(first.runnerId());
        if (app != null && first.body() instanceof EventBody.Readings) {
            return sendWith(app, deliveries);
        }
        if (chipLines != null && first.body() instanceof EventBody.Chip chip) {
            return sendLine(chipLines, first, chip);
        }
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
        String token = tokens.apply(first);
        if (!token.isEmpty()) {
            building.header("Authorization", "Bearer " + token);
        }
        HttpRequest request = building.build();
        return send(request, wanted.items());
    }

    /** As the app of a phone does, whose address names session and runner. */
    private DoorAnswer sendWith(DeviceApp app, List<Delivery> deliveries) throws InterruptedException {
        RunEvent first = deliveries.get(0).event();
        List<Reading> readings = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            if (delivery.event().body() instanceof EventBody.Readings body) {
                readings.addAll(body.readings());
            }
        }
        String device = Objects.requireNonNullElse(first.origin().source(), "phone-" + first.runnerId());
        int accepted = 0;
        int duplicates = 0;
        int retries = 0;
        Map<String, Integer> rejected = new TreeMap<>();
        for (DeviceRequest wanted : app.requests(readings, device.contains("/") ? device : "camp/" + device)) {
            String query = "session=" + encoded(first.sessionId()) + "&runner="
                    + encoded(Objects.requireNonNull(first.runnerId())) + "&" + wanted.query();
            HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve("/" + app.door() + "?" + query))
                    .timeout(requestTimeout)
                    .method(wanted.method(), HttpRequest.BodyPublishers.ofString(wanted.body()));
            if (!wanted.contentType().isEmpty()) {
                request.header("Content-Type", wanted.contentType());
            }
            DoorAnswer answer = send(request.build(), wanted.readings());
            if (!(answer instanceof DoorAnswer.Read read)) {
                return answer;
            }
            accepted += read.accepted();
            duplicates += read.duplicates();
            retries += read.retries();
            read.rejected().forEach((reason, items) -> rejected.merge(reason, items, Integer::sum));
        }
        return new DoorAnswer.Read(200, accepted, duplicates, rejected, retries);
    }

    private static DoorAnswer sendOver(OpenLine line, List<Delivery> deliveries) throws InterruptedException {
        List<RunEvent> events = deliveries.stream().map(Delivery::event).toList();
        List<String> ids = new ArrayList<>();
        for (RunEvent event : events) {
            if (event.body() instanceof EventBody.Readings body) {
                body.readings().forEach(reading -> ids.add(reading.readingId()));
            }
        }
        try {
            return line.send(DoorRequest.of(events).body(), ids)
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException broken) {
            throw new IllegalStateException("the line broke", broken);
        }
    }

    private DoorAnswer sendLine(ReaderLine lines, RunEvent event, EventBody.Chip chip) throws InterruptedException {
        String reader = Objects.requireNonNullElse(chip.reader(), "finish");
        return send(
                HttpRequest.newBuilder(server.resolve("/v1/sessions/" + event.sessionId() + "/marks?format="
                                + lines.format() + "&zone=Z&reader=" + encoded(reader)))
                        .timeout(requestTimeout)
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                lines.of(chip.chip(), reader, event.observedAt()) + "\r\n"))
                        .build(),
                1);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private DoorAnswer send(HttpRequest request, int items) throws InterruptedException {
        long giveUpAt = System.nanoTime() + patience.toNanos();
        Duration pause = FIRST_PAUSE;
        int retries = 0;
        while (true) {
            String cause;
            Duration wait = pause;
            try {
                HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
                if (response.statusCode() != 429 && response.statusCode() != 503) {
                    return DoorAnswer.of(response.statusCode(), json(response.body()), items, retries);
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
