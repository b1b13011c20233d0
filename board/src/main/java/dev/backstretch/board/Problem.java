package dev.backstretch.board;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.schemas.access.Denial;
import dev.backstretch.schemas.access.OpenLines;
import io.vertx.ext.web.RoutingContext;

/** An RFC 9457 problem document. */
record Problem(int status, String title, String detail) {
    static Problem unknownSession(String session) {
        return new Problem(
                404,
                "Unknown session",
                "session: there is no session " + session + "; GET /v1/sessions lists those there are");
    }

    /** Says the same of one who has not agreed to be shown as of one who is not there. */
    static Problem unknownRunner(String session, String runner) {
        return new Problem(
                404, "Unknown runner", "runner: there is nobody " + runner + " in session " + session + " to be shown");
    }

    /** The same of one who is on no board. */
    static Problem unknownPerson(String runner) {
        return new Problem(404, "Unknown runner", "runner: there is nobody " + runner + " to be shown; or add ?camp=");
    }

    /** What keeps the laps of past sessions does not answer. */
    static Problem noStore() {
        return new Problem(503, "No store", "store: it does not answer; ask again after the time in Retry-After");
    }

    /** As many ask the store already as may. */
    static Problem busy() {
        return new Problem(
                503, "Too many at once", "history: as many ask as may; ask again after the time in Retry-After");
    }

    static Problem unknownLap(String runner, String lap) {
        return new Problem(404, "Unknown lap", "lap: " + runner + " has no lap " + lap);
    }

    /** As many streams are open as may be. */
    static Problem noLine(OpenLines.Answer answer) {
        return answer == OpenLines.Answer.SESSION_FULL
                ? new Problem(
                        429,
                        "Too many streams",
                        "session: it has as many open streams as it may; ask again after the time in Retry-After")
                : new Problem(
                        503,
                        "Too many streams",
                        "streams: as many are open as there may be; ask again after the time in Retry-After");
    }

    /** Nobody knows who asks, or who asks may not. */
    static Problem of(Denial denial) {
        return new Problem(
                denial.status(),
                denial.status() == 401 ? "A token is needed" : "Not allowed",
                "token: " + denial.detail() + "; " + denial.remedy());
    }

    void answer(RoutingContext context) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("type", "about:blank");
        node.put("title", title);
        node.put("status", status);
        node.put("detail", detail);
        if (status == 401) {
            context.response().putHeader("WWW-Authenticate", Denial.CHALLENGE);
        }
        if (status == 429 || status == 503) {
            context.response().putHeader("Retry-After", "10");
        }
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Cache-Control", "no-store")
                .end(node.toString());
    }
}
