package dev.backstretch.ingest.doors;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.reading.Fault;
import dev.backstretch.schemas.access.Denial;
import dev.backstretch.schemas.access.OpenLines;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a whole request is refused, as RFC 9457 has it.
 *
 * @param status HTTP's
 * @param code last part of the problem's type
 * @param title the kind of problem, the same each time
 * @param detail what is wrong with this request
 * @param field the field, header or parameter at fault, null when it is the whole
 * @param value its value, null when there is none
 * @param remedy what to do about it
 * @param retryAfterSeconds when to try again, 0 where that is no use
 */
record Problem(
        int status,
        String code,
        String title,
        String detail,
        @Nullable String field,
        @Nullable String value,
        String remedy,
        int retryAfterSeconds) {

    static Problem notJson(String detail) {
        return new Problem(
                400,
                "not-json",
                "The body is no JSON",
                detail,
                "body",
                null,
                "send a JSON object, an array of objects, or one object a line",
                0);
    }

    static Problem invalid(@Nullable String field, @Nullable String value, String detail, String remedy) {
        return new Problem(400, "invalid", "The request is not valid", detail, field, value, remedy, 0);
    }

    static Problem of(Fault fault) {
        return invalid(
                fault.field(), fault.value(), fault.reason() + ": " + fault.message(), "mend the field and send again");
    }

    /** Someone may not do this, or nobody knows who it is. */
    static Problem of(Denial denial) {
        return new Problem(
                denial.status(),
                denial.code(),
                denial.status() == 401 ? "A token is needed" : "Not allowed",
                denial.detail(),
                "token",
                null,
                denial.remedy(),
                0);
    }

    static Problem forbidden(String field, @Nullable String value, String detail, String remedy) {
        return new Problem(403, "forbidden", "Not allowed", detail, field, value, remedy, 0);
    }

    static Problem unknownSession(String sessionId) {
        return new Problem(
                404,
                "unknown-session",
                "No such session",
                "no session of this name was opened",
                "session",
                sessionId,
                "open it with POST /v1/sessions, or mend the name",
                0);
    }

    static Problem unknownRunner(String runner) {
        return new Problem(
                404,
                "unknown-runner",
                "No such runner",
                "this runner has not joined the session",
                "runner",
                runner,
                "join first with POST …/runners, or mend the name",
                0);
    }

    static Problem unknownPerson(String runner) {
        return new Problem(
                404,
                "unknown-runner",
                "No such runner",
                "nobody is known by this id, or no longer",
                "runner",
                runner,
                "mend the id, or name another camp with ?camp=",
                0);
    }

    static Problem dawdling(long seconds) {
        return new Problem(
                408,
                "dawdling",
                "The request took too long to arrive",
                "the body was not complete after " + seconds + " s",
                "body",
                null,
                "send fewer items at a time, or over a better connection",
                0);
    }

    static Problem state(String field, String value, String detail, String remedy) {
        return new Problem(409, "state", "Not in this state", detail, field, value, remedy, 0);
    }

    static Problem tooLarge(String what, String value, String detail) {
        return new Problem(413, "too-large", "Too large", detail, what, value, "split it into several requests", 0);
    }

    static Problem type(String value, String detail, String remedy) {
        return new Problem(415, "media-type", "Not a type that is read here", detail, "Content-Type", value, remedy, 0);
    }

    /** What is in the body is of no type that is read here, whatever its header says. */
    static Problem content(String detail, String remedy) {
        return new Problem(415, "media-type", "Not a type that is read here", detail, "body", null, remedy, 0);
    }

    static Problem tooOften(String field, String detail, int retryAfterSeconds) {
        return new Problem(
                429,
                "too-often",
                "Too often",
                detail,
                field,
                null,
                "try again after the time in Retry-After",
                retryAfterSeconds);
    }

    static Problem encoding(String value) {
        return new Problem(
                415,
                "content-encoding",
                "Not a packing that is read here",
                "the body is packed in a way that this door does not read",
                "Content-Encoding",
                value,
                "send it as it is, or packed once with one of: " + Unpacking.ACCEPTED,
                0);
    }

    static Problem notAvro(String detail) {
        return new Problem(
                400,
                "not-avro",
                "The body is no Avro object container file",
                detail,
                "body",
                null,
                "write it with an Avro library, whole, with the schema of /schemas/reading.avsc",
                0);
    }

    static Problem unfitAvro(String detail) {
        return new Problem(
                415,
                "avro-schema",
                "Not a container that is read here",
                detail,
                "body",
                null,
                "write it with the schema of /schemas/reading.avsc, or one that resolves to it",
                0);
    }

    static Problem topic() {
        return new Problem(
                404,
                "unknown-topic",
                "Nobody listens to this topic",
                "the topic is not known here, or names a session that was not opened",
                "topic",
                null,
                "publish to backstretch/{session}/{runner}/readings",
                0);
    }

    static Problem upgrade() {
        return new Problem(
                426,
                "upgrade",
                "This is a WebSocket",
                "the request does not ask for one",
                "Upgrade",
                null,
                "connect with a WebSocket client, or POST to …/readings",
                0);
    }

    static Problem throttled(Duration wait) {
        return new Problem(
                429,
                "too-many",
                "More than its share",
                "this device, session or camp has sent more than it may",
                null,
                null,
                "send the same again after the time in Retry-After, many items in one request",
                (int) Math.min(3_600, 1 + wait.toSeconds()));
    }

    static Problem noLine(OpenLines.Answer answer) {
        boolean session = answer == OpenLines.Answer.SESSION_FULL;
        return new Problem(
                session ? 429 : 503,
                "lines",
                "Too many lines are open",
                session ? "the session has as many open lines as it may" : "as many lines are open as there may be",
                null,
                null,
                "connect again after the time in Retry-After, or POST what is to be sent",
                10);
    }

    static Problem unavailable(String detail) {
        return new Problem(
                503,
                "unavailable",
                "Not written",
                detail,
                null,
                null,
                "send the same again after the time in Retry-After; what was written already is recognised",
                1);
    }

    /** Something that takes long is asked for by more than there is room for. */
    static Problem busy(String detail) {
        return new Problem(
                503,
                "busy",
                "Too many at once",
                detail,
                null,
                null,
                "ask again after the time in Retry-After; nothing was changed",
                2);
    }

    static Problem broken() {
        return new Problem(
                500,
                "broken",
                "A fault in the program",
                "the request met a fault of ours; nothing says that it was taken",
                null,
                null,
                "tell us, with the time of day; the log of the service has the cause",
                0);
    }

    /** Answers with it. */
    void send(RoutingContext context) {
        send(context.request());
    }

    /** Answers with it. */
    void send(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status).putHeader("Content-Type", "application/problem+json");
        if (status == 401) {
            response.putHeader("WWW-Authenticate", Denial.CHALLENGE);
        }
        if (retryAfterSeconds > 0) {
            response.putHeader("Retry-After", Integer.toString(retryAfterSeconds));
        }
        response.end(document(request.path()).toString());
    }

    /** The problem document. */
    ObjectNode document(@Nullable String instance) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("type", "urn:backstretch:problem:" + code);
        document.put("title", title);
        document.put("status", status);
        document.put("detail", detail);
        if (instance != null) {
            document.put("instance", instance);
        }
        if (field != null) {
            document.put("field", field);
        }
        if (value != null) {
            document.put("value", value);
        }
        document.put("remedy", remedy);
        return document;
    }
}
