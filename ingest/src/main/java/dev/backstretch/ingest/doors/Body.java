package dev.backstretch.ingest.doors;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Receives a request's body within its limits of size and time. */
final class Body {
    /** A client that is still sending what was refused gets this long to hear why before the line is cut. */
    private static final long HEAR_WHY_MILLIS = 2_000;

    /** Room that is made for what is said to come; a body of which more is said has to bring it first. */
    private static final long BELIEVED_LENGTH_BYTES = 16_384;

    /** RFC 9113's CANCEL: nobody needs the stream any more. */
    private static final long STREAM_ENDED = 0x8;

    private Body() {}

    /**
     * Receives a body.
     *
     * @param room what bodies that are arriving share
     * @param whole takes it when it is complete
     * @param refused takes the problem when it never will be; the answer must not be longer in coming
     */
    static void receive(
            RoutingContext context,
            int maximumBytes,
            Room room,
            Duration dawdleLimit,
            Consumer<Buffer> whole,
            Consumer<Problem> refused) {
        receive(context, maximumBytes, room, dawdleLimit, null, whole, refused, () -> {});
    }

    /**
     * Receives a body.
     *
     * @param pieces takes what arrives where it is not kept; null where it is
     * @param whole takes it when it is complete; empty where it is not kept
     * @param refused takes the problem when it never will be; the answer must not be longer in coming
     * @param broken is told when it breaks off; {@code whole} is not, then
     */
    static void receive(
            RoutingContext context,
            int maximumBytes,
            Room room,
            Duration dawdleLimit,
            @Nullable Consumer<Buffer> pieces,
            Consumer<Buffer> whole,
            Consumer<Problem> refused,
            Runnable broken) {
        HttpServerRequest request = context.request();
        Problem tooLarge = Problem.tooLarge(
                "body",
                "more than " + maximumBytes + " bytes",
                "the body may be " + maximumBytes + " bytes long at most");
        if (statedLength(request) > maximumBytes) {
            refuse(context, tooLarge, refused);
            return;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        var receiving = new Receiving(context, room);
        receiving.timer = context.vertx()
                .setTimer(
                        dawdleLimit.toMillis(),
                        timer -> receiving.end(
                                () -> refuse(context, Problem.dawdling(dawdleLimit.toSeconds()), refused)));
        request.exceptionHandler(failure -> receiving.end(broken));
        request.handler(chunk -> {
            if (receiving.done) {
                return;
            }
            receiving.received += chunk.length();
            if (receiving.received > maximumBytes) {
                receiving.end(() -> refuse(context, tooLarge, refused));
                return;
            }
            if (!room.take(chunk.length())) {
                receiving.end(() -> refuse(
                        context,
                        Problem.unavailable("more bodies are arriving than there is room for: send it again later"),
                        refused));
                return;
            }
            receiving.taken += chunk.length();
            if (pieces == null) {
                receiving.add(chunk);
            } else {
                pieces.accept(chunk);
            }
        });
        request.endHandler(end -> receiving.end(() -> whole.accept(receiving.handOver())));
    }

    static long statedLength(HttpServerRequest request) {
        String stated = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return stated == null ? -1 : Long.parseLong(stated);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    /**
     * Answers a request at once whose body nobody wants; the connection stays when the rest of it comes soon, as the next
     * request may be a better one.
     */
    static void turnAway(RoutingContext context, Problem problem, Consumer<Problem> refused) {
        HttpServerRequest request = context.request();
        if (!request.isEnded()) {
            Vertx vertx = context.vertx();
            long timer = vertx.setTimer(HEAR_WHY_MILLIS, late -> cut(request));
            request.handler(dropped -> {});
            request.exceptionHandler(gone -> vertx.cancelTimer(timer));
            request.endHandler(end -> vertx.cancelTimer(timer));
        }
        refused.accept(problem);
        request.resume();
    }

    /**
     * Ends a request that is still on its way: its connection, or of one that others share, as all of HTTP/2 do, its stream
     * alone.
     */
    static void cut(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(STREAM_ENDED);
        } else {
            request.connection().close();
        }
    }

    /** Answers at once, lets what is still coming fall on the floor, and then closes the connection if it is this one's. */
    private static void refuse(RoutingContext context, Problem problem, Consumer<Problem> refused) {
        HttpServerRequest request = context.request();
        Vertx vertx = context.vertx();
        if (!request.isEnded()) {
            boolean alone = request.version() != HttpVersion.HTTP_2;
            if (alone) {
                context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
            long timer = vertx.setTimer(HEAR_WHY_MILLIS, late -> cut(request));
            request.handler(dropped -> {});
            request.endHandler(end -> {
                vertx.cancelTimer(timer);
                if (alone) {
                    request.connection().close();
                }
            });
        }
        refused.accept(problem);
        request.resume();
    }

    /** A body that is on its way; all on its connection's thread. */
    private static final class Receiving {
        private final RoutingContext context;
        private final Room room;
        private @Nullable Buffer bytes;
        private long received;
        private int taken;
        private long timer;
        private boolean done;

        Receiving(RoutingContext context, Room room) {
            this.context = context;
            this.room = room;
        }

        /** The body, which is not held from here on: the request lives until it is answered. */
        Buffer handOver() {
            Buffer body = bytes == null ? Buffer.buffer() : bytes;
            bytes = null;
            return body;
        }

        /** Room for what is said to come is made when some of it came: a promise alone costs nothing. */
        void add(Buffer chunk) {
            Buffer body = bytes;
            if (body == null) {
                long believed = Math.min(statedLength(context.request()), BELIEVED_LENGTH_BYTES);
                body = Buffer.buffer((int) Math.max(chunk.length(), believed));
                bytes = body;
            }
            body.appendBuffer(chunk);
        }

        void end(Runnable action) {
            if (!done) {
                done = true;
                context.vertx().cancelTimer(timer);
                room.give(taken);
                action.run();
            }
        }
    }
}
