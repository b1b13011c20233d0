package dev.backstretch.board;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** Doors that a phone's page talks to, as it hears them; what came is kept in the order in which it came. */
final class PhoneDoors {
    /** Status of the next answers of {@code …/events}. */
    volatile int eventStatus = 200;

    /** What a join is answered with when not with success. */
    volatile int joinStatus = 201;

    /** While set, lines are taken and nothing is acknowledged. */
    volatile boolean silent;

    /** With which a line is closed as soon as something comes; 0 for none. */
    volatile int closesWith;

    /** With which a line is refused before it is one; 0 for none. */
    volatile int liveStatus;

    /** Why every reading is refused; empty where they are taken. */
    volatile String rejects = "";

    /** What a file is answered with. */
    volatile int fileStatus = 200;

    /** What a leave is answered with. */
    volatile int leaveStatus = 200;

    final List<String> files = new CopyOnWriteArrayList<>();

    final List<JsonObject> readings = new CopyOnWriteArrayList<>();
    final List<JsonObject> events = new CopyOnWriteArrayList<>();
    final List<JsonObject> joins = new CopyOnWriteArrayList<>();
    final List<String> left = new CopyOnWriteArrayList<>();
    private final List<ServerWebSocket> lines = new CopyOnWriteArrayList<>();

    void mount(Router router) {
        router.get("/v1/sessions/:session/live").handler(context -> {
            if (liveStatus != 0) {
                context.response().setStatusCode(liveStatus).end("{}");
            } else {
                context.request().toWebSocket().onSuccess(this::listen);
            }
        });
        router.post("/v1/sessions/:session/files")
                .handler(context -> context.request().body().onSuccess(body -> {
                    files.add(body.toString());
                    context.response().setStatusCode(fileStatus).end("{}");
                }));
        router.post("/v1/sessions/:session/events")
                .handler(context -> context.request().body().onSuccess(body -> take(context, body)));
        router.post("/v1/sessions/:session/runners")
                .handler(context -> context.request().body().onSuccess(body -> join(context, body)));
        router.delete("/v1/sessions/:session/runners/:runner").handler(context -> {
            if (leaveStatus == 200) {
                left.add(Objects.requireNonNull(context.pathParam("runner")));
            }
            context.response().setStatusCode(leaveStatus).end("{}");
        });
    }

    /** Breaks every line, as a phone out of reach does. */
    void breakLines() {
        lines.forEach(line -> line.close((short) 1001));
        lines.clear();
    }

    List<String> eventIds() {
        return readings.stream().map(reading -> reading.getString("eventId")).toList();
    }

    private void listen(ServerWebSocket line) {
        lines.add(line);
        var count = new int[1];
        line.textMessageHandler(text -> {
            if (closesWith != 0) {
                line.close((short) closesWith);
                return;
            }
            count[0]++;
            var ids = new ArrayList<String>();
            for (Object item : new JsonArray(text)) {
                var reading = (JsonObject) item;
                readings.add(reading);
                ids.add(reading.getString("eventId"));
            }
            if (!silent) {
                var refused = new JsonArray();
                for (int i = 0; i < ids.size() && !rejects.isEmpty(); i++) {
                    refused.add(new JsonObject().put("index", i).put("reason", rejects));
                }
                line.writeTextMessage(new JsonObject()
                        .put("message", count[0])
                        .put("accepted", ids.size() - refused.size())
                        .put("rejected", refused)
                        .put("acknowledged", refused.isEmpty() ? new JsonArray(ids) : new JsonArray())
                        .encode());
            }
        });
    }

    private void take(RoutingContext context, Buffer body) {
        if (eventStatus == 200) {
            events.add(body.toJsonObject());
        }
        context.response().setStatusCode(eventStatus).end("{}");
    }

    private void join(RoutingContext context, Buffer body) {
        joins.add(body.toJsonObject());
        context.response()
                .setStatusCode(joinStatus)
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject().put("runner", "r08").put("accepted", 1).encode());
    }
}
