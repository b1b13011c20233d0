package dev.backstretch.ingest.doors;

import dev.backstretch.ingest.LiveSession;
import dev.backstretch.ingest.ReceiveTime;
import dev.backstretch.ingest.Share;
import dev.backstretch.ingest.files.Recordings;
import dev.backstretch.schemas.access.Action;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST …/files?runner=R}: what a watch or an app recorded, as one body or as multipart. Open for as long as the log
 * keeps the session: what comes after the close waits for a settled replay (design D3).
 *
 * <p>Files are read one at a time, on a thread of their own, and written slice by slice, each when the log has the one
 * before; so an upload takes little memory beside its own bytes, and waits where the log does.
 */
final class FilesDoor {
    static final String NAME = "files";

    /** A phone at a track sends 64 MiB in this time over a poor connection; a live body has seconds. */
    private static final int LONGER_THAN_LIVE = 15;

    /** Files that may be read and written at one time: one of the largest, or many of the usual ones. */
    private static final long MAXIMUM_HELD_BYTES = Recordings.MAXIMUM_BYTES;

    private static final int MAXIMUM_NAME_CHARS = 100;
    private static final int MAXIMUM_PARTS = 100;
    private static final String NO_FILE = "no whole file can be found in the multipart body";
    private static final Duration LONGEST_WORK = Duration.ofMinutes(10);

    /** Reasons that say that the content is of no type that is read here. */
    private static final Set<String> OTHER_TYPES = Set.of("FORMAT", "EMPTY", "ENCODING");

    /** Of files that are arriving two of the largest may be here at one time. */
    private final Room room = new Room(2L * Recordings.MAXIMUM_BYTES);

    private final Doorway doorway;
    private final AtomicLong heldBytes = new AtomicLong();

    /** Whose files are on their way, one each, so that no slow one fills the room alone. */
    private final Set<String> senders = ConcurrentHashMap.newKeySet();

    FilesDoor(Doorway doorway) {
        this.doorway = doorway;
    }

    void mount(Router router) {
        router.post("/v1/sessions/:session/files").handler(this::handle);
    }

    /** One file of an upload. Never compared, and read only. */
    @SuppressWarnings("ArrayRecordComponent")
    record Upload(String name, byte[] bytes) {}

    private void handle(RoutingContext context) {
        Doorway.Admitted admitted = doorway.admit(NAME, context, Action.FILES, NAME);
        if (admitted == null) {
            return;
        }
        LiveSession session = admitted.session();
        String named = context.queryParams().get("runner");
        // Who speaks for one runner need not say so.
        String runner = named == null ? admitted.caller().runner() : named;
        if (runner == null || runner.isBlank()) {
            doorway.refuse(
                    NAME,
                    context,
                    Problem.invalid("runner", runner, "it is not said whose file this is", "add ?runner=ID"));
            return;
        }
        if (!doorway.mayTouch(NAME, context, admitted.caller(), runner)) {
            return;
        }
        // Null where a proxy may speak for many: they would wait for each other.
        String sender = Doorway.device(admitted.caller(), context.request().remoteAddress());
        if (sender != null) {
            if (!senders.add(sender)) {
                doorway.turnAway(
                        NAME,
                        context,
                        Problem.unavailable("another file of yours is on its way: send one after the other"));
                return;
            }
            context.addEndHandler(ended -> senders.remove(sender));
        }
        receive(context, uploads -> {
            if (hold(context, uploads)) {
                // Never refused in the middle: the next file waits until this one is paid.
                take(context, session, runner, uploads, admitted.share());
            }
        });
    }

    /** Whether there is room to read what has arrived; refuses the request when there is none. */
    private boolean hold(RoutingContext context, List<Upload> uploads) {
        long held = uploads.stream().mapToLong(upload -> upload.bytes().length).sum();
        if (heldBytes.addAndGet(held) > MAXIMUM_HELD_BYTES) {
            heldBytes.addAndGet(-held);
            doorway.refuse(NAME, context, Problem.unavailable("other files are being read: send it again later"));
            return false;
        }
        context.addEndHandler(ended -> heldBytes.addAndGet(-held));
        return true;
    }

    // ---- receiving

    private interface Received {
        void take(List<Upload> uploads);
    }

    private void receive(RoutingContext context, Received received) {
        String type = Objects.requireNonNullElse(context.request().getHeader(HttpHeaders.CONTENT_TYPE), "");
        boolean multipart = type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
        Form form = multipart ? Form.of(type, MAXIMUM_PARTS) : null;
        if (multipart && form == null) {
            refuseMultipart(context, NO_FILE);
            return;
        }
        Body.receive(
                context,
                Recordings.MAXIMUM_BYTES,
                room,
                doorway.settings().dawdleLimit().multipliedBy(LONGER_THAN_LIVE),
                form == null ? null : form::take,
                whole -> {
                    Form.Received all = form == null
                            ? new Form.Received.Whole(List.of(
                                    new Upload(nameOf(context.queryParams().get("name")), whole.getBytes())))
                            : form.end();
                    if (context.response().ended() || context.response().closed()) {
                        return;
                    }
                    if (all instanceof Form.Received.CutOff) {
                        refuseMultipart(
                                context, "the multipart body ends before its last boundary: nothing of it was taken");
                    } else if (all instanceof Form.Received.Whole files
                            && !files.files().isEmpty()) {
                        received.take(files.files());
                    } else {
                        refuseMultipart(context, NO_FILE);
                    }
                },
                problem -> {
                    if (form != null) {
                        form.close();
                    }
                    doorway.refuse(NAME, context, problem);
                },
                () -> {
                    if (form != null) {
                        form.close();
                    }
                });
    }

    private void refuseMultipart(RoutingContext context, String what) {
        doorway.refuse(
                NAME,
                context,
                Problem.invalid(
                        "body",
                        null,
                        what,
                        "send the file itself as the body, or 1 to " + MAXIMUM_PARTS + " parts with a filename"));
    }

    /** What may stand in an answer: never a folder. */
    static String nameOf(@Nullable String given) {
        String name = given == null ? "" : given;
        name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        StringBuilder printable = new StringBuilder();
        name.codePoints()
                .limit(MAXIMUM_NAME_CHARS)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .forEach(printable::appendCodePoint);
        return printable.isEmpty() ? "file" : printable.toString();
    }

    // ---- taking

    private void take(RoutingContext context, LiveSession session, String runner, List<Upload> uploads, Share share) {
        Instant receivedAt = receivedAt(session);
        doorway.then(NAME, context, known(session.id()), ready -> {
            if (!ready.knowsRunner(runner)) {
                doorway.refuse(NAME, context, Problem.unknownRunner(runner));
                return;
            }
            WorkerExecutor worker = context.vertx()
                    .createSharedWorkerExecutor("files", 1, LONGEST_WORK.toMillis(), TimeUnit.MILLISECONDS);
            CompletionStage<FileReport> taken = worker.executeBlocking(
                            () -> new FileTaking(doorway, ready, runner, receivedAt, share).take(uploads))
                    .eventually(worker::close)
                    .toCompletionStage();
            doorway.then(NAME, context, taken, report -> answer(context, report));
        });
    }

    /**
     * Who is in the session, as its log tells: those of a session that is long closed were forgotten, and may be forgotten
     * again while the log is read.
     */
    private CompletionStage<LiveSession> known(String sessionId) {
        LiveSession session = doorway.sessions().find(sessionId).orElseThrow();
        CompletionStage<?> read = session.opened() == null
                ? doorway.reader().readAgain(session.head())
                : doorway.reader().catchUp(session.head());
        return read.thenApply(done ->
                session.opened() == null ? doorway.sessions().find(sessionId).orElse(session) : session);
    }

    /** In a session of a simulated clock nothing is received before what was received last. */
    private Instant receivedAt(LiveSession session) {
        Instant now = ReceiveTime.now(doorway.clock());
        return Doorway.keepsDeliveryTimes(session) && session.lastHeardAt().isAfter(now) ? session.lastHeardAt() : now;
    }

    private void answer(RoutingContext context, FileReport report) {
        FileReport.Refused unreadable = report.onlyUnreadable();
        if (unreadable != null && unreadable.reason().equals("TOO_LARGE")) {
            doorway.refuse(NAME, context, Problem.tooLarge("body", unreadable.reason(), unreadable.message()));
        } else if (unreadable != null && OTHER_TYPES.contains(unreadable.reason())) {
            doorway.refuse(
                    NAME,
                    context,
                    Problem.content(
                            unreadable.reason() + ": " + unreadable.message(),
                            "send a FIT, TCX, GPX or CSV file, plain, as .gz or in a .zip"));
        } else {
            Doorway.send(context, report.allRefused() ? 422 : 200, report.toJson());
        }
    }
}
