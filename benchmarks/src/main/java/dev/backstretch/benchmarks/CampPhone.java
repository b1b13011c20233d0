package dev.backstretch.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the phone page of one runner sends: a line of its own to the live door, on which each half second goes what was measured
 * since, each message answered by number.
 */
final class CampPhone implements WebSocket.Listener, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What becomes of a message. */
    interface Told {
        /** It is on its way now. */
        void sent(List<Instant> observed, Instant at);

        /** The door has answered that it is in the log. */
        void answered(List<Instant> observed, double millis);

        /** The door refused something of it, or is not there. */
        void failed(String why);
    }

    private record OnWay(List<Instant> observed, long sinceNanos) {}

    private final String runner;
    private final Clock clock;
    private final Told told;
    private final Map<Integer, OnWay> onWay = new ConcurrentHashMap<>();
    private final StringBuilder arriving = new StringBuilder();
    private final List<Instant> observed = new ArrayList<>();
    private final List<String> kept = new ArrayList<>();
    private @Nullable WebSocket socket;
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);
    private int sent;
    private volatile boolean ended;

    CampPhone(String runner, Clock clock, Told told) {
        this.runner = runner;
        this.clock = clock;
        this.told = told;
    }

    CampPhone open(HttpClient http, URI server, String session) {
        URI live = URI.create("ws://" + server.getAuthority() + "/v1/sessions/" + session + "/live");
        var opened = http.newWebSocketBuilder()
                .buildAsync(live, this)
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
        synchronized (this) {
            socket = opened;
        }
        return this;
    }

    /** A reading, made now. */
    synchronized void measure(String values) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        observed.add(now);
        kept.add("{\"eventId\":\"m-" + runner + "-" + now.toEpochMilli() + "-" + kept.size() + "\",\"runner\":\""
                + runner + "\",\"observedAt\":\"" + now + "\"," + values + "}");
    }

    /** Sends what was measured since the last time. */
    synchronized void send() {
        WebSocket open = socket;
        if (kept.isEmpty() || open == null || ended) {
            return;
        }
        String message = "[" + String.join(",", kept) + "]";
        List<Instant> of = List.copyOf(observed);
        kept.clear();
        observed.clear();
        int number = ++sent;
        onWay.put(number, new OnWay(of, System.nanoTime()));
        told.sent(of, clock.instant());
        last = last.thenCompose(before -> open.sendText(message, true)).whenComplete((done, failure) -> {
            if (failure != null && !ended) {
                told.failed(failure.toString());
            }
        });
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean whole) {
        arriving.append(text);
        if (whole) {
            hear(arriving.toString());
            arriving.setLength(0);
        }
        from.request(1);
        return null;
    }

    private void hear(String answer) {
        try {
            JsonNode json = JSON.readTree(answer);
            OnWay message = onWay.remove(json.path("message").asInt());
            if (json.has("problem") || !json.path("rejected").isEmpty() || message == null) {
                told.failed(answer);
            } else {
                told.answered(message.observed, (System.nanoTime() - message.sinceNanos) / 1e6);
            }
        } catch (IOException broken) {
            told.failed(answer);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        if (!ended) {
            told.failed("closed: " + status + " " + reason);
        }
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        if (!ended) {
            told.failed(failure.toString());
        }
    }

    /** Sends nothing any more. */
    synchronized void end() {
        ended = true;
    }

    @Override
    public void close() {
        end();
        WebSocket open;
        synchronized (this) {
            open = socket;
        }
        if (open != null) {
            open.abort();
        }
    }
}
