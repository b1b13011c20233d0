package dev.backstretch.ingest.doors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.reading.Fault;
import dev.backstretch.ingest.BatchAnswer;
import dev.backstretch.ingest.LiveSession;
import dev.backstretch.ingest.devices.Decoded;
import dev.backstretch.ingest.devices.Query;
import dev.backstretch.schemas.access.Action;
import dev.backstretch.schemas.access.Caller;
import dev.backstretch.schemas.access.Denial;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A door that speaks a device's own protocol at an address of its own, under which the device knows neither session nor
 * runner: those are its token's, or stand in the address. What can be read is answered with success whatever becomes of
 * it, because devices repeat for ever what is not: what is refused lies in the quarantine, with its reason.
 */
abstract class DeviceDoor {
    private static final String TOKEN = "token";

    private final Doorway doorway;
    private final String name;
    private final List<HttpMethod> methods;

    DeviceDoor(Doorway doorway, String name, HttpMethod... methods) {
        this.doorway = doorway;
        this.name = name;
        this.methods = List.of(methods);
    }

    /**
     * One request of a device.
     *
     * @param address its query as it came, without the token
     * @param body as text
     */
    record Asked(RoutingContext context, String address, String body) {
        /** The parameters of the address and of a form in the body. */
        Query query() {
            return Query.parse(address, body);
        }
    }

    /** Whose device it is; where no runner is named the session's bindings tell. */
    record Whose(Doorway.Admitted admitted, @Nullable String runner) {
        LiveSession session() {
            return admitted.session();
        }
    }

    abstract Decoded decode(Asked asked);

    void mount(Router router) {
        for (String path : List.of("/" + name, "/" + name + "/:" + TOKEN)) {
            var route = router.route(path);
            methods.forEach(route::method);
            route.handler(this::handle);
        }
    }

    Doorway doorway() {
        return doorway;
    }

    String name() {
        return name;
    }

    private void handle(RoutingContext context) {
        Whose whose = whose(context);
        if (whose == null) {
            return;
        }
        doorway.receiveBytes(name, context, bytes -> {
            String body = text(bytes);
            if (body == null) {
                doorway.refuse(
                        name, context, Problem.type("not UTF-8", "the body is text in another encoding", "send UTF-8"));
                return;
            }
            var asked = new Asked(context, withoutToken(context.request().query()), body);
            Decoded decoded = decode(asked);
            if (decoded instanceof Decoded.Unreadable unreadable) {
                doorway.refuse(name, context, problem(unreadable.fault()));
                return;
            }
            take(asked, whose, (Decoded.Told) decoded, bytes);
        });
    }

    private void take(Asked asked, Whose whose, Decoded.Told told, byte[] bytes) {
        Instant receivedAt = doorway.now();
        byte[] payload = bytes.length > 0 ? bytes : asked.address().getBytes(StandardCharsets.UTF_8);
        var items = new DeviceItems(
                whose.session(), whose.runner(), receivedAt, doorway.settings().settleWindow());
        items.addBody(told, payload);
        answered(
                asked.context(),
                doorway.take(
                        name,
                        whose.session(),
                        whose.admitted().share(),
                        items.itemsOfBody(),
                        payload.length,
                        receivedAt),
                items.notices());
    }

    /** Answers when the log has all of it, and not before. */
    void answered(RoutingContext context, CompletionStage<BatchAnswer> taken, int notices) {
        doorway.then(name, context, taken, answer -> {
            doorway.notices(name, notices);
            answer(context, answer, notices);
        });
    }

    /** What the device is told when its message was read. */
    void answer(RoutingContext context, BatchAnswer answer, int notices) {
        ObjectNode json = Answers.of(answer);
        if (notices > 0) {
            json.put("notices", notices);
        }
        Doorway.send(context, 200, json);
    }

    private static Problem problem(Fault fault) {
        return fault.reason().equals("TOO_MANY")
                ? Problem.tooLarge(Objects.requireNonNullElse(fault.field(), "body"), "too many", fault.message())
                : Problem.of(fault);
    }

    // ---- whose it is

    /** Null when the request was refused. */
    private @Nullable Whose whose(RoutingContext context) {
        Caller caller = doorway.caller(name, context, context.pathParam(TOKEN));
        if (caller == null) {
            return null;
        }
        Query query = Query.parse(Objects.requireNonNullElse(context.request().query(), ""));
        String session = query.first("session") == null ? caller.session() : query.first("session");
        if (session == null) {
            doorway.turnAway(
                    name,
                    context,
                    caller.isAnonymous()
                            ? Problem.of(Denial.tokenNeeded())
                            : Problem.invalid(
                                    "session",
                                    null,
                                    "the token is for more than one session",
                                    "use the runner's own token, or add ?session="));
            return null;
        }
        Doorway.Admitted admitted = doorway.admit(
                name, context, Action.READINGS, ReadingsDoor.NAME, caller, session, wait -> throttle(context, wait));
        String runner = query.first("runner");
        if (admitted == null || (runner != null && !doorway.mayTouch(name, context, caller, runner))) {
            return null;
        }
        return new Whose(admitted, runner == null ? caller.runner() : runner);
    }

    /** Tells the device to come again later. */
    void throttle(RoutingContext context, Duration wait) {
        doorway.throttle(name, context).accept(wait);
    }

    // ---- text

    /** Null when it is not UTF-8. A byte-order mark is skipped. */
    static @Nullable String text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** What goes into the quarantine must not open a door. */
    private static String withoutToken(@Nullable String query) {
        return query == null
                ? ""
                : Arrays.stream(query.split("&"))
                        .filter(pair -> !pair.startsWith(TOKEN + "="))
                        .collect(Collectors.joining("&"));
    }
}
