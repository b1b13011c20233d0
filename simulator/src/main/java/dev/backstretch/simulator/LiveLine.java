package dev.backstretch.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket of a phone that sends all the time: {@code …/live}. Readings are acknowledged by their event ids; a message is
 * over when each of its readings was acknowledged or refused.
 */
public final class LiveLine extends OpenLine {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WINDOW = 16;

    /** From here on a close code is of the door's own, and ends like the status that HTTP would have had. */
    private static final int OWN_CODES = 4_000;

    private static final int IDLE = 4_408;
    private static final int TOO_LARGE = 1_009;

    private final WebSocketClient client;
    private final WebSocketConnectOptions where;

    /** Of the present connection, by their numbers on it. */
    private final Map<Long, Message> byNumber = new HashMap<>();

    private long numbered;
    private @Nullable WebSocket socket;

    /**
     * A line that connects when there is something to send.
     *
     * @param server address of the doors
     * @param token empty where none is needed
     */
    public LiveLine(Vertx vertx, URI server, String session, String token, Duration patience) {
        super(vertx, patience);
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setSsl("https".equals(server.getScheme()))
                .setMaxConnections(1)
                .setConnectTimeout(5_000));
        this.where = new WebSocketConnectOptions()
                .setHost(server.getHost())
                .setPort(server.getPort())
                .setURI("/v1/sessions/" + session + "/live");
        if (!token.isEmpty()) {
            where.addHeader("Authorization", "Bearer " + token);
        }
    }

    @Override
    int window() {
        return WINDOW;
    }

    @Override
    Future<?> connect() {
        byNumber.clear();
        numbered = 0;
        return client.connect(where)
                .onSuccess(this::begin)
                .recover(failed -> failed instanceof UpgradeRejectedException no && isFinal(no.getStatus())
                        ? Future.failedFuture(new RefusedException(no.getStatus(), "the line was refused"))
                        : Future.failedFuture(failed));
    }

    private static boolean isFinal(int status) {
        return status >= 400 && status < 500 && status != 429 && status != 408;
    }

    private void begin(WebSocket opened) {
        socket = opened;
        opened.textMessageHandler(text -> onHome(() -> {
            if (socket == opened) {
                hear(text);
            }
        }));
        opened.exceptionHandler(broken -> {});
        opened.closeHandler(closed -> onHome(() -> {
            if (socket != opened) {
                return;
            }
            socket = null;
            Short code = opened.closeStatusCode();
            boolean over = code != null && (code == TOO_LARGE || (code >= OWN_CODES && code != IDLE));
            if (over) {
                refusedAll(new RefusedException(
                        code == TOO_LARGE ? 413 : code - OWN_CODES, String.valueOf(opened.closeReason())));
            } else {
                broke();
            }
        }));
    }

    @Override
    void transmit(Message message) {
        WebSocket open = socket;
        if (open != null) {
            byNumber.put(++numbered, message);
            var unused = open.writeBinaryMessage(Buffer.buffer(message.payload));
        }
    }

    private void hear(String text) {
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JsonProcessingException strange) {
            return;
        }
        Message message = byNumber.remove(json.path("message").asLong(-1));
        if (message == null) {
            return;
        }
        if (json.has("problem")) {
            later(message, Duration.ofSeconds(json.path("retryAfterSeconds").asLong(1)));
            return;
        }
        json.path("acknowledged").forEach(id -> message.open.remove(id.asText()));
        Map<String, Integer> rejected = new TreeMap<>();
        for (JsonNode refused : json.path("rejected")) {
            rejected.merge(refused.path("reason").asText("UNKNOWN"), 1, Integer::sum);
            int index = refused.path("index").asInt(-1);
            if (index >= 0 && index < message.eventIds.size()) {
                message.open.remove(message.eventIds.get(index));
            }
        }
        if (message.open.isEmpty()) {
            done(
                    message,
                    200,
                    json.path("accepted").asInt(),
                    json.path("duplicates").asInt(),
                    rejected);
        } else {
            // Nothing was said of some: they are not safe.
            later(message, Duration.ofMillis(100));
        }
    }

    @Override
    void hangUp() {
        WebSocket open = socket;
        socket = null;
        if (open != null) {
            var unused = open.close();
        }
        var unused = client.close();
    }
}
