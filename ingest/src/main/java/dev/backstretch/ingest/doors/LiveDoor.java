package dev.backstretch.ingest.doors;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.ingest.Item;
import dev.backstretch.ingest.LiveSession;
import dev.backstretch.ingest.LogUnavailableException;
import dev.backstretch.ingest.Share;
import dev.backstretch.schemas.access.Action;
import dev.backstretch.schemas.access.Caller;
import dev.backstretch.schemas.access.Denial;
import dev.backstretch.schemas.access.OpenLines;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET …/live}, a WebSocket for phones that send all the time. Each message is what a body of {@code …/readings} may
 * be; each is answered, when the log has it, by the event ids that need not be sent again. What was not acknowledged when the
 * connection broke is sent again over the next one.
 */
final class LiveDoor {
    static final String NAME = "live";

    private static final Logger LOG = LoggerFactory.getLogger(LiveDoor.class);

    /** Above this the socket is not read until the log has caught up. */
    private static final int MOST_UNANSWERED = 32;

    // RFC 6455's where it has one. Codes of our own begin at 4000 and end like the status that HTTP would have had.
    private static final short TOO_LARGE = 1009;
    private static final short TOKEN_ENDED = 4401;
    private static final short ANOTHER_RUNNER = 4403;
    private static final short IDLE = 4408;
    private static final short SESSION_CLOSED = 4409;

    private final Doorway doorway;
    private final Messages messages;

    LiveDoor(Doorway doorway) {
        this.doorway = doorway;
        this.messages = new Messages(doorway, NAME);
    }

    void mount(Router router) {
        router.get("/v1/sessions/:session/live").handler(this::open);
    }

    private void open(RoutingContext context) {
        Doorway.Admitted admitted = doorway.admit(NAME, context, Action.READINGS);
        if (admitted == null || !doorway.takesDeliveries(NAME, context, admitted.session(), doorway.now())) {
            return;
        }
        if (!"websocket".equalsIgnoreCase(context.request().getHeader(HttpHeaders.UPGRADE))) {
            context.response().putHeader(HttpHeaders.UPGRADE, "websocket");
            doorway.refuse(NAME, context, Problem.upgrade());
            return;
        }
        OpenLines.Answer room = doorway.lines().open(admitted.session().id());
        if (room != OpenLines.Answer.OPEN) {
            doorway.refuse(NAME, context, Problem.noLine(room));
            return;
        }
        Optional<String> token = Doorway.token(context, null);
        context.request()
                .toWebSocket()
                .onSuccess(socket -> new Line(context.vertx(), socket, admitted, token).begin())
                .onFailure(gone -> doorway.lines().close(admitted.session().id()));
    }

    /** Why a socket is not read for a while. */
    private enum Pause {
        LOG,
        READER,
        QUOTA
    }

    /** One connection; all on its own thread. */
    private final class Line {
        private final Vertx vertx;
        private final Context home;
        private final ServerWebSocket socket;
        private final LiveSession session;
        private final Caller caller;
        private final Optional<String> token;
        private final Share share;
        private final Set<Pause> pauses = EnumSet.noneOf(Pause.class);
        private long timer;
        private long tokenTimer;
        private long message;
        private int unanswered;
        private boolean heard = true;
        private int silentBeats;
        private Buffer arriving = Buffer.buffer();
        private boolean gone;

        Line(Vertx vertx, ServerWebSocket socket, Doorway.Admitted admitted, Optional<String> token) {
            this.vertx = vertx;
            this.home = vertx.getOrCreateContext();
            this.socket = socket;
            this.session = admitted.session();
            this.caller = admitted.caller();
            this.token = token;
            this.share = doorway.share(ReadingsDoor.NAME, session, caller, socket.remoteAddress());
        }

        void begin() {
            socket.frameHandler(this::receive);
            socket.pongHandler(pong -> heard = true);
            socket.exceptionHandler(broken -> {});
            socket.drainHandler(drained -> resume(Pause.READER));
            timer = vertx.setPeriodic(doorway.settings().dawdleLimit().toMillis(), beat -> beat());
            tokenTimer = vertx.setPeriodic(Doorway.TOKEN_CHECK.toMillis(), asked -> holdsToken());
            socket.closeHandler(closed -> {
                gone = true;
                doorway.lines().close(session.id());
                stopTimers();
            });
        }

        /** A phone that is there answers a ping, unless we do not read what it says. */
        private void beat() {
            silentBeats = heard || !pauses.isEmpty() ? 0 : silentBeats + 1;
            heard = false;
            if (isGone()) {
                return;
            }
            if (silentBeats >= 3) {
                end(IDLE, "nothing was heard of you; connect again when there is something to send");
            } else {
                var unused = socket.writePing(Buffer.buffer("beat"));
            }
        }

        private void receive(WebSocketFrame frame) {
            if (gone || !(frame.isText() || frame.isBinary() || frame.isContinuation())) {
                return;
            }
            heard = true;
            if (arriving.length() + frame.binaryData().length() > FrontDoor.MAXIMUM_MESSAGE_BYTES) {
                doorway.counters().refused(NAME, 413);
                end(TOO_LARGE, "a message may be " + FrontDoor.MAXIMUM_MESSAGE_BYTES + " bytes long at most");
                return;
            }
            arriving.appendBuffer(frame.binaryData());
            if (frame.isFinal()) {
                byte[] payload = arriving.getBytes();
                arriving = Buffer.buffer();
                receive(payload);
            }
        }

        private void receive(byte[] payload) {
            message++;
            Duration wait = share.waitFor();
            if (wait.isZero()) {
                take(payload, message);
                return;
            }
            // Read on when it may send more. The sender's own buffers fill up meanwhile, which is how it learns.
            pause(Pause.QUOTA);
            long number = message;
            vertx.setTimer(Math.max(1, wait.toMillis()), later -> {
                if (!gone) {
                    take(payload, number);
                    resume(Pause.QUOTA);
                }
            });
        }

        /** Whether the token is good for this session still; ends the line when not. */
        private boolean holdsToken() {
            Denial ended = gone ? null : doorway.denial(token, Action.READINGS, session);
            if (ended != null) {
                doorway.counters().refused(NAME, ended.status());
                end(ended.status() == 401 ? TOKEN_ENDED : ANOTHER_RUNNER, ended.detail());
            }
            return ended == null;
        }

        private void stopTimers() {
            vertx.cancelTimer(timer);
            vertx.cancelTimer(tokenTimer);
        }

        private void take(byte[] payload, long number) {
            share.enter();
            if (!holdsToken()) {
                return;
            }
            var receivedAt = doorway.now();
            if (!doorway.isTakingDeliveries(session, receivedAt)) {
                doorway.counters().refused(NAME, 409);
                end(SESSION_CLOSED, "the session is closed; import what is missing as a file");
                return;
            }
            List<Item> items = messages.read(session, caller, payload, null, receivedAt);
            Denial denial = Messages.denial(caller, items);
            if (denial != null) {
                doorway.counters().refused(NAME, denial.status());
                end(ANOTHER_RUNNER, denial.remedy());
                return;
            }
            if (++unanswered >= MOST_UNANSWERED) {
                pause(Pause.LOG);
            }
            messages.take(session, share, items, payload.length, receivedAt)
                    .whenComplete((outcome, failure) -> home.runOnContext(done -> {
                        if (--unanswered < MOST_UNANSWERED / 2) {
                            resume(Pause.LOG);
                        }
                        if (outcome != null) {
                            ObjectNode json = outcome.json();
                            Doorway.addClocks(json, session, outcome.runners());
                            answer(json, number);
                        } else {
                            answer(problem(failure), number);
                        }
                    }));
        }

        private ObjectNode problem(Throwable failure) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            Problem problem = Problem.broken();
            if (cause instanceof LogUnavailableException unavailable) {
                problem = Problem.unavailable(Objects.requireNonNullElse(unavailable.getMessage(), "not written"));
            } else {
                LOG.error("event=door_broken door={}", NAME, cause);
            }
            doorway.counters().refused(NAME, problem.status());
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("retryAfterSeconds", Math.max(1, problem.retryAfterSeconds()));
            json.set("problem", problem.document(null));
            return json;
        }

        /** Whether nobody hears any more: a socket is closed a moment before it says so, and breaks who writes to it. */
        private boolean isGone() {
            return gone || socket.isClosed();
        }

        private void answer(ObjectNode json, long number) {
            if (isGone()) {
                return;
            }
            json.put("message", number);
            var unused = socket.writeTextMessage(json.toString());
            if (socket.writeQueueFull()) {
                pause(Pause.READER);
            }
        }

        private void pause(Pause why) {
            if (pauses.isEmpty()) {
                socket.pause();
            }
            pauses.add(why);
        }

        private void resume(Pause why) {
            if (pauses.remove(why) && pauses.isEmpty() && !isGone()) {
                socket.resume();
            }
        }

        private void end(short code, String reason) {
            if (!gone) {
                gone = true;
                stopTimers();
                arriving = Buffer.buffer();
                if (socket.isClosed()) {
                    return;
                }
                var unused = socket.close(code, reason);
                // What is still coming falls on the floor, so that the other side gets to read why.
                socket.resume();
            }
        }
    }
}
