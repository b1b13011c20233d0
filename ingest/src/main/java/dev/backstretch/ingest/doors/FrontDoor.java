package dev.backstretch.ingest.doors;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server that doors and pages stand behind, with the limits that hold before any of them is asked: heads that are
 * too long (431, 414) or take too long (408), and requests whose end two readers could see in two places (400).
 */
public final class FrontDoor {
    /** The most that a device sends in one message over a WebSocket. */
    static final int MAXIMUM_MESSAGE_BYTES = 1024 * 1024;

    /** A larger frame breaks the connection; up to here the door can say why it closes. */
    private static final int MAXIMUM_FRAME_BYTES = 2 * MAXIMUM_MESSAGE_BYTES;

    private static final int MAXIMUM_HEADER_BYTES = 8 * 1024;
    private static final int MAXIMUM_LINE_BYTES = 4 * 1024;

    private FrontDoor() {}

    /**
     * Listens on one address with several event loops; each connection stays with one of them. One server alone has one
     * loop, which then is all that a machine gives to those who send. The servers end with the Vert.x they run on.
     *
     * @param options where it listens; port 0 for any free one
     * @param doors what a request that can be read goes to; called by all loops at once
     * @param headLimit how long the head of a request may take to arrive
     * @param loops how many; more than there are event loops win nothing
     * @return the port, open
     */
    public static Future<Integer> listen(
            Vertx vertx, HttpServerOptions options, Handler<HttpServerRequest> doors, Duration headLimit, int loops) {
        // Of one deployment, those who ask for port -1 get the same free one.
        HttpServerOptions shared =
                new HttpServerOptions(options).setPort(options.getPort() == 0 ? -1 : options.getPort());
        var port = new CompletableFuture<Integer>();
        return vertx.deployVerticle(
                        () -> new VerticleBase() {
                            @Override
                            public Future<?> start() {
                                return create(vertx, shared, doors, headLimit)
                                        .listen()
                                        .onSuccess(open -> port.complete(open.actualPort()));
                            }
                        },
                        new DeploymentOptions().setInstances(loops))
                .map(deployed -> port.join());
    }

    /**
     * A server that is not listening yet.
     *
     * @param options where it listens; the limits are added here
     * @param doors what a request that can be read goes to
     * @param headLimit how long the head of a request may take to arrive
     */
    public static HttpServer create(
            Vertx vertx, HttpServerOptions options, Handler<HttpServerRequest> doors, Duration headLimit) {
        HttpServerOptions limited = new HttpServerOptions(options)
                .setMaxHeaderSize(MAXIMUM_HEADER_BYTES)
                .setMaxInitialLineLength(MAXIMUM_LINE_BYTES)
                .setMaxWebSocketFrameSize(MAXIMUM_FRAME_BYTES)
                .setMaxWebSocketMessageSize(MAXIMUM_FRAME_BYTES)
                // An upgrade in clear text is one more thing that a proxy before us might see otherwise than we do.
                .setHttp2ClearTextEnabled(false);
        // What follows on a connection whose framing was refused may be a request that somebody smuggled in.
        Set<HttpConnection> condemned = ConcurrentHashMap.newKeySet();
        return vertx.createHttpServer(limited)
                .connectionHandler(connection -> guard(connection, limited, headLimit))
                .requestHandler(request -> {
                    if (condemned.contains(request.connection())) {
                        return;
                    }
                    Problem problem = framing(request);
                    if (problem == null) {
                        doors.handle(request);
                        return;
                    }
                    HttpConnection connection = request.connection();
                    condemned.add(connection);
                    connection.closeHandler(closed -> condemned.remove(connection));
                    request.response().putHeader("Connection", "close");
                    problem.send(request);
                    connection.close();
                });
    }

    private static void guard(HttpConnection connection, HttpServerOptions options, Duration headLimit) {
        if (connection instanceof HttpServerConnection served) {
            var pipeline = served.channelHandlerContext().pipeline();
            var usual = pipeline.context(VertxHttpRequestDecoder.class);
            // HTTP/2 has frames of its own and no such decoder.
            if (usual != null) {
                pipeline.replace(usual.handler(), usual.name(), new StrictRequestDecoder(options, headLimit));
            }
        }
    }

    /** Says why nobody could be sure where the request ends, or for whom it is; null when it is plain. */
    private static @Nullable Problem framing(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            return null;
        }
        List<String> transfer = request.headers().getAll("Transfer-Encoding");
        if (!transfer.isEmpty()
                && (request.version() == HttpVersion.HTTP_1_0
                        || transfer.size() > 1
                        || !transfer.get(0).equalsIgnoreCase("chunked"))) {
            return Problem.invalid(
                    "Transfer-Encoding",
                    null,
                    "the body is sent in a way that not every reader understands alike",
                    "send Content-Length, or Transfer-Encoding: chunked once, with HTTP/1.1");
        }
        if (request.headers().getAll("Host").size() != 1 && request.version() == HttpVersion.HTTP_1_1) {
            return Problem.invalid("Host", null, "a request has exactly one Host", "send Host once");
        }
        return null;
    }
}
