package dev.backstretch.ingest.doors;

import dev.backstretch.ingest.LiveSession;
import dev.backstretch.ingest.LogUnavailableException;
import dev.backstretch.ingest.Share;
import dev.backstretch.ingest.devices.ChipFormat;
import dev.backstretch.ingest.devices.ReaderClock;
import dev.backstretch.ingest.devices.ReaderHello;
import dev.backstretch.schemas.access.Access;
import dev.backstretch.schemas.access.Action;
import dev.backstretch.schemas.access.Caller;
import dev.backstretch.schemas.access.Credentials;
import dev.backstretch.schemas.access.Denial;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door of timing readers that send lines over TCP. A reader knows neither sessions nor formats: its lines belong to
 * the only session that is open, and their form tells the format. Whoever can send a first line of their own says so
 * there instead, see {@link ReaderHello}.
 *
 * <p>A connection is read as fast as the log acknowledges and no faster, so that what cannot be written waits in the
 * reader and not here. Lines are not dropped while the log is away: they are tried again.
 */
public final class ReaderPort implements AutoCloseable {
    /** In the meters. */
    public static final String NAME = "timing";

    private static final Logger LOG = LoggerFactory.getLogger(ReaderPort.class);
    private static final long TRY_AGAIN_MILLIS = 1_000;
    private static final int MOST_CONNECTIONS = 64;

    private final Doorway doorway;
    private final Vertx vertx;
    private final NetServer server;
    private final AtomicInteger connections = new AtomicInteger();

    private ReaderPort(Doorway doorway, Vertx vertx, String host, int port, Duration silenceLimit) {
        this.doorway = doorway;
        this.vertx = vertx;
        this.server = vertx.createNetServer(new NetServerOptions()
                .setHost(host)
                .setPort(port)
                .setTcpKeepAlive(true)
                .setReadIdleTimeout((int) silenceLimit.toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS));
        server.connectHandler(this::connected);
    }

    /**
     * Opens the port.
     *
     * @param port 0 for any free one
     * @param silenceLimit a connection that says nothing for this long is closed
     */
    public static CompletionStage<ReaderPort> open(
            Doorway doorway, Vertx vertx, String host, int port, Duration silenceLimit) {
        var readers = new ReaderPort(doorway, vertx, host, port, silenceLimit);
        return readers.server.listen().toCompletionStage().thenApply(listening -> readers);
    }

    public int port() {
        return server.actualPort();
    }

    private void connected(NetSocket socket) {
        if (connections.incrementAndGet() > MOST_CONNECTIONS) {
            connections.decrementAndGet();
            socket.close();
            return;
        }
        var connection = new Connection(socket);
        connection.awaitIntroduction();
        socket.handler(connection::received);
        socket.exceptionHandler(failure -> socket.close());
        socket.closeHandler(closed -> {
            connections.decrementAndGet();
            connection.closed();
        });
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }

    /** One reader; all on its connection's thread. */
    private final class Connection {
        private final NetSocket socket;
        private Buffer rest = Buffer.buffer();
        private @Nullable LiveSession session;
        private @Nullable ChipFormat format;
        private @Nullable ZoneId zone;
        private Duration offset = Duration.ZERO;
        private @Nullable String mat;
        private long dawdling = -1;
        private boolean closed;

        /** Asked again for all that comes: a connection lives longer than a token may. */
        private Optional<String> token = Optional.empty();

        private Caller caller = Caller.ANONYMOUS;

        /** Whether the reader named its session. */
        private boolean chosen;

        /** The rest of a line that was refused for its length falls on the floor. */
        private boolean skipping;

        Connection(NetSocket socket) {
            this.socket = socket;
        }

        void closed() {
            closed = true;
            stopDawdling();
        }

        void received(Buffer chunk) {
            List<String> lines = lines(chunk);
            if (lines.isEmpty()) {
                awaitRest();
            } else {
                stopDawdling();
                take(lines);
            }
        }

        /**
         * Strangers who say nothing would keep the mats out. Where no token is asked for a reader may be silent until the
         * first runner comes by; one that has a token says so at once.
         */
        void awaitIntroduction() {
            List<LiveSession> open = doorway.sessions().open();
            boolean asked = doorway.access().alwaysRequired()
                    || (!open.isEmpty()
                            && open.stream().allMatch(one -> doorway.access().requiresTokens(one.head())));
            if (asked) {
                awaitAtMost(doorway.settings().dawdleLimit());
            }
        }

        /** Half a line that stays half holds a connection for nothing. */
        private void awaitRest() {
            if (rest.length() > 0 || skipping) {
                awaitAtMost(doorway.settings().dawdleLimit());
            }
        }

        private void awaitAtMost(Duration limit) {
            if (dawdling < 0) {
                dawdling = vertx.setTimer(limit.toMillis(), late -> socket.close());
            }
        }

        private void stopDawdling() {
            if (dawdling >= 0) {
                vertx.cancelTimer(dawdling);
                dawdling = -1;
            }
        }

        private List<String> lines(Buffer chunk) {
            Buffer all = rest.appendBuffer(chunk);
            List<String> lines = new ArrayList<>();
            int start = 0;
            for (int i = 0; i < all.length(); i++) {
                byte one = all.getByte(i);
                if (one == '\n' || one == '\r') {
                    if (i > start && !skipping) {
                        lines.add(line(all, start, i));
                    }
                    skipping = false;
                    start = i + 1;
                }
            }
            if (all.length() - start > ChipFormat.MAXIMUM_LINE_CHARS) {
                if (!skipping) {
                    // One character too many is enough to be refused for.
                    lines.add(line(all, start, start + ChipFormat.MAXIMUM_LINE_CHARS + 1));
                }
                skipping = true;
                start = all.length();
            }
            rest = Buffer.buffer().appendBuffer(all.slice(start, all.length()));
            return lines;
        }

        private static String line(Buffer all, int from, int to) {
            return all.getString(from, to, StandardCharsets.ISO_8859_1.name());
        }

        private void take(List<String> lines) {
            if (session == null && !introduce(lines)) {
                return;
            }
            if (lines.isEmpty()) {
                awaitRest();
                return;
            }
            if (!chosen && Objects.requireNonNull(session).isClosed()) {
                // A reader stays connected from one session to the next.
                session = Objects.requireNonNullElse(allowed(null), session);
            }
            LiveSession to = Objects.requireNonNull(session);
            Denial ended = doorway.denial(token, Action.MARKS, to);
            if (ended != null) {
                hangUp(ended.detail(), ended.status());
                return;
            }
            ChipFormat of = format == null ? ReaderHello.guess(lines.get(0)) : format;
            if (of == null) {
                hangUp("lines of no timing system that is known", 415);
                return;
            }
            format = of;
            ZoneId in = zone == null ? zoneOf(to) : zone;
            for (String line : lines) {
                String reply = of.reply(line);
                if (reply != null) {
                    socket.write(reply + "\r\n");
                }
            }
            socket.pause();
            Share share = doorway.share(ChipLinesDoor.NAME, to, caller, socket.remoteAddress());
            Duration wait = share.waitFor();
            share.enter();
            if (wait.isZero()) {
                write(to, share, of, in, lines);
            } else {
                // Paused for so long, so that what is over the quota waits in the reader.
                vertx.setTimer(Math.max(1, wait.toMillis()), later -> write(to, share, of, in, lines));
            }
        }

        private void write(LiveSession to, Share share, ChipFormat of, ZoneId in, List<String> lines) {
            Instant receivedAt = doorway.now();
            DeviceItems items = ChipLinesDoor.items(doorway, to, of, in, offset, mat, lines, receivedAt);
            long bytes = lines.stream().mapToLong(String::length).sum();
            var home = vertx.getOrCreateContext();
            doorway.take(NAME, to, share, items.itemsOfLines(), bytes, receivedAt, ChipLinesDoor.gun(doorway, to))
                    .whenComplete((answer, failure) -> home.runOnContext(go -> {
                        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                        if (cause == null) {
                            doorway.notices(NAME, items.notices());
                            socket.resume();
                            awaitRest();
                        } else if (cause instanceof LogUnavailableException) {
                            // Also when the reader has gone by now: it believes that we have its lines.
                            vertx.setTimer(TRY_AGAIN_MILLIS, again -> write(to, Share.FREE, of, in, lines));
                        } else {
                            LOG.error("event=door_broken door={}", NAME, cause);
                            socket.close();
                        }
                    }));
        }

        /** Finds out whose lines these are; a first line that says so is taken off. */
        private boolean introduce(List<String> lines) {
            ReaderHello.Result hello = ReaderHello.read(lines.get(0));
            if (hello instanceof ReaderHello.Result.Faulty faulty) {
                hangUp(faulty.fault().message(), 400);
                return false;
            }
            if (hello instanceof ReaderHello.Result.Said said) {
                lines.remove(0);
                chosen = said.hello().session() != null;
                token = Credentials.ofPassword(said.hello().token());
                session = allowed(said.hello().session());
                format = said.hello().format();
                zone = said.hello().zone();
                offset = said.hello().offset();
                mat = said.hello().reader();
            } else {
                session = allowed(null);
            }
            if (session == null) {
                hangUp("no session takes this, or more than one is open: begin with " + ReaderHello.EXAMPLE, 401);
                return false;
            }
            return true;
        }

        /** The session of this name, or the only one; null where there is none that the token is for. */
        private @Nullable LiveSession allowed(@Nullable String id) {
            if (!(doorway.access().identify(token) instanceof Access.Identified.Known known)) {
                return null;
            }
            caller = known.caller();
            String wanted = id == null ? known.caller().session() : id;
            LiveSession found = wanted == null
                    ? doorway.onlyOpenSession()
                    : doorway.sessions().find(wanted).orElse(null);
            return found == null
                            || doorway.access()
                                    .check(known.caller(), Action.MARKS, found.id(), found.head())
                                    .isPresent()
                    ? null
                    : found;
        }

        private void hangUp(String why, int status) {
            if (!closed) {
                doorway.refused(NAME, status);
                socket.write(why + "\r\n").onComplete(written -> socket.close());
            }
        }
    }

    private static ZoneId zoneOf(LiveSession session) {
        return Objects.requireNonNullElse(ReaderClock.zone(session.head().timeZone()), ZoneOffset.UTC);
    }
}
