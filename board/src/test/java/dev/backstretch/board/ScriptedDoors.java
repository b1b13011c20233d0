package dev.backstretch.board;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Doors that take what a page sends, once each, as late and as badly as a test wants. */
final class ScriptedDoors {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String QR = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 33 33\">"
            + "<rect width=\"33\" height=\"33\" fill=\"#fff\"/>"
            + "<path d=\"M4 4h7v7h-7zM22 4h7v7h-7zM4 22h7v7h-7zM14 14h5v5h-5z\"/></svg>";

    /** What was taken, and how often it came. */
    record Said(String door, JsonNode event) {
        String text(String field) {
            return event.path(field).asText();
        }
    }

    private final List<Said> taken = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private int deliveries;
    private int refusals;
    private int previews;
    private String preview = "{\"position\":1,\"unmoved\":0,\"moves\":[]}";
    private int duplicates;
    private volatile long latencyMillis = 1;
    private volatile int answersToLose;
    private volatile int refuseWith;
    private volatile String refusal = "{}";
    private volatile String devices = "{}";
    private volatile int previewsToRefuse;

    void mount(Router router, Vertx vertx) {
        for (String door : List.of("marks", "corrections", "events", "control", "gun", "runners")) {
            router.post("/v1/sessions/:session/" + door)
                    .handler(BodyHandler.create(false))
                    .handler(context -> vertx.setTimer(latencyMillis, after -> take(context, door)));
        }
        router.post("/v1/sessions/:session/coaches").handler(context -> context.response()
                .setStatusCode(201)
                .putHeader("Content-Type", "application/json")
                .end("{\"address\":\"http://track.local/coach/evening?token=of-the-other\",\"qr\":\""
                        + QR.replace("\"", "\\\"") + "\"}"));
        router.get("/v1/sessions/:session/clocks").handler(context -> context.response()
                .putHeader("Content-Type", "application/json")
                .end(devices));
        router.get("/v1/sessions/:session/invitation.svg").handler(context -> context.response()
                .putHeader("Content-Type", "image/svg+xml")
                .end(QR));
    }

    private synchronized void take(RoutingContext context, String door) {
        if ("true".equals(context.queryParams().get("preview"))) {
            previews++;
            if (previews <= previewsToRefuse) {
                context.response().setStatusCode(503).end("{}");
                return;
            }
            context.response().putHeader("Content-Type", "application/json").end(preview);
            return;
        }
        if (refuseWith != 0) {
            refusals++;
            context.response()
                    .setStatusCode(refuseWith)
                    .putHeader("Content-Type", "application/json")
                    .end(refusal);
            return;
        }
        JsonNode body;
        try {
            body = JSON.readTree(Objects.requireNonNull(context.body().asString(), "a body"));
        } catch (IOException e) {
            throw new UncheckedIOException("a page sent no JSON", e);
        }
        deliveries++;
        int accepted = 0;
        int known = 0;
        for (JsonNode event : body.isArray() ? body : JSON.createArrayNode().add(body)) {
            if (ids.add(event.path("eventId").asText())) {
                taken.add(new Said(door, event));
                accepted++;
            } else {
                known++;
            }
        }
        duplicates += known;
        if (answersToLose > 0) {
            answersToLose--;
            context.request().connection().close();
            return;
        }
        ObjectNode answer = JSON.createObjectNode();
        answer.put("accepted", accepted).put("duplicates", known).putArray("rejected");
        context.response().putHeader("Content-Type", "application/json").end(answer.toString());
    }

    synchronized List<Said> taken() {
        return List.copyOf(taken);
    }

    synchronized List<Said> taken(String door) {
        return taken.stream().filter(said -> said.door().equals(door)).toList();
    }

    /** What is wrong with whose device, from now on. */
    void devices(String json) {
        devices = json;
    }

    /** What the next previews say. */
    synchronized void preview(String json) {
        preview = json;
    }

    synchronized int previews() {
        return previews;
    }

    synchronized int duplicates() {
        return duplicates;
    }

    synchronized int refusals() {
        return refusals;
    }

    synchronized int deliveries() {
        return deliveries;
    }

    /** Answers that late from now on. */
    void answerAfter(long millis) {
        latencyMillis = millis;
    }

    /** Takes the next so many deliveries and hangs up before the answer. */
    void loseAnswers(int count) {
        answersToLose = count;
    }

    /** The first so many previews cannot be worked out. */
    void refusePreviews(int count) {
        previewsToRefuse = count;
    }

    /** Answers with this status from now on and takes nothing; 0 takes again. */
    void refuseWith(int status) {
        refuseWith(status, "{}");
    }

    /** The same with what is answered. */
    void refuseWith(int status, String answer) {
        refusal = answer;
        refuseWith = status;
    }
}
