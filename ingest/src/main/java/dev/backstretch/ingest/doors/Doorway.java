package dev.backstretch.ingest.doors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.event.SessionClock;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.reading.Arrival;
import dev.backstretch.ingest.BatchAnswer;
import dev.backstretch.ingest.EventLog;
import dev.backstretch.ingest.IngestSettings;
import dev.backstretch.ingest.Intake;
import dev.backstretch.ingest.IntakeCounters;
import dev.backstretch.ingest.Item;
import dev.backstretch.ingest.LiveSession;
import dev.backstretch.ingest.LogUnavailableException;
import dev.backstretch.ingest.PeopleDirectory;
import dev.backstretch.ingest.Quotas;
import dev.backstretch.ingest.ReceiveTime;
import dev.backstretch.ingest.SessionDirectory;
import dev.backstretch.ingest.SessionLogReader;
import dev.backstretch.ingest.Share;
import dev.backstretch.ingest.devices.Query;
import dev.backstretch.schemas.access.Access;
import dev.backstretch.schemas.access.Action;
import dev.backstretch.schemas.access.Caller;
import dev.backstretch.schemas.access.Credentials;
import dev.backstretch.schemas.access.Denial;
import dev.backstretch.schemas.access.OpenLines;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all HTTP doors have in common: limits, media types, the session of the path, and how answers and problems leave. */
public final class Doorway {
    private static final Logger LOG = LoggerFactory.getLogger(Doorway.class);
    private static final Set<String> LINE_TYPES =
            Set.of("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines");

    /** How often a line that stays open, and may be silent, is asked whether its token still holds. */
    static final Duration TOKEN_CHECK = Duration.ofSeconds(2);

    private final IngestSettings settings;
    private final SessionDirectory sessions;
    private final PeopleDirectory people;
    private final SessionLogReader reader;
    private final EventLog log;
    private final Intake intake;
    private final IntakeCounters counters;
    private final Clock clock;
    private final Access access;
    private final Quotas quotas;
    private final OpenLines lines;
    private final Room room;
    private final AtomicBoolean warnedUnavailable = new AtomicBoolean();

    public Doorway(
            IngestSettings settings,
            SessionDirectory sessions,
            PeopleDirectory people,
            SessionLogReader reader,
            EventLog log,
            Intake intake,
            IntakeCounters counters,
            Clock clock,
            Access access) {
        this.settings = settings;
        this.sessions = sessions;
        this.people = people;
        this.reader = reader;
        this.log = log;
        this.intake = intake;
        this.counters = counters;
        this.clock = clock;
        this.access = access;
        this.quotas = new Quotas(settings.quotas());
        this.lines = new OpenLines(settings.lines());
        // As much again as may wait for the log.
        this.room = new Room(settings.maximumInFlightBytes());
    }

    SessionDirectory sessions() {
        return sessions;
    }

    PeopleDirectory people() {
        return people;
    }

    SessionLogReader reader() {
        return reader;
    }

    EventLog log() {
        return log;
    }

    Clock clock() {
        return clock;
    }

    Access access() {
        return access;
    }

    IngestSettings settings() {
        return settings;
    }

    /**
     * Someone who may do what was asked in a session.
     *
     * @param session of the path, or of the token where a device's path names none
     * @param share what is taken is charged to
     */
    record Admitted(LiveSession session, Caller caller, Share share) {}

    /**
     * Who asks, by the token of the header, the query or the path; null when the request was refused because its token
     * does not hold. Asked before the body is received: nobody sends eight megabytes to hear 401.
     *
     * @param pathPart the part of the path that is a token; null where the path has none
     */
    @Nullable
    Caller caller(String door, RoutingContext context, @Nullable String pathPart) {
        Access.Identified identified = access.identify(token(context, pathPart));
        if (identified instanceof Access.Identified.Refused refused) {
            turnAway(door, context, Problem.of(refused.denial()));
            return null;
        }
        return ((Access.Identified.Known) identified).caller();
    }

    /** The token of a request, wherever it has one. */
    static Optional<String> token(RoutingContext context, @Nullable String pathPart) {
        return Credentials.of(
                context.request().getHeader(HttpHeaders.AUTHORIZATION),
                Query.parse(Objects.requireNonNullElse(context.request().query(), ""))
                        .first("token"),
                pathPart);
    }

    /**
     * Why a token is not good for this, or not any more; null when it is. For lines that stay open longer than a token may
     * hold: asked before each message, and every {@link #TOKEN_CHECK}.
     */
    @Nullable
    Denial denial(Optional<String> token, Action action, LiveSession session) {
        Access.Identified identified = access.identify(token);
        return identified instanceof Access.Identified.Refused refused
                ? refused.denial()
                : access.check(((Access.Identified.Known) identified).caller(), action, session.id(), session.head())
                        .orElse(null);
    }

    /** The session of the path and who looks at it, when that is allowed; null when the request was refused. */
    @Nullable
    Admitted admit(String door, RoutingContext context, Action action) {
        Caller caller = caller(door, context, null);
        return caller == null ? null : allow(door, context, action, caller, pathSession(context));
    }

    /**
     * The session of the path and who brings something, when that is allowed and there is quota left; null when the request
     * was refused.
     *
     * @param kind what shares a quota: a coach's taps do not wait for phones
     */
    @Nullable
    Admitted admit(String door, RoutingContext context, Action action, String kind) {
        Caller caller = caller(door, context, null);
        return caller == null
                ? null
                : admit(door, context, action, kind, caller, pathSession(context), throttle(door, context));
    }

    /**
     * The same for a caller who is known already and a session that is named elsewhere.
     *
     * @param throttled tells who must wait for how long
     */
    @Nullable
    Admitted admit(
            String door,
            RoutingContext context,
            Action action,
            String kind,
            Caller caller,
            String sessionId,
            Consumer<Duration> throttled) {
        Admitted allowed = allow(door, context, action, caller, sessionId);
        return allowed == null ? null : withQuota(allowed, context, kind, throttled);
    }

    private @Nullable Admitted withQuota(
            Admitted allowed, RoutingContext context, String kind, Consumer<Duration> throttled) {
        Share share = share(
                kind, allowed.session(), allowed.caller(), context.request().remoteAddress());
        Duration wait = share.waitFor();
        if (!wait.isZero()) {
            throttled.accept(wait);
            return null;
        }
        share.enter();
        return new Admitted(allowed.session(), allowed.caller(), share);
    }

    /** Sends those who read statuses to come again later. */
    Consumer<Duration> throttle(String door, RoutingContext context) {
        return wait -> turnAway(door, context, Problem.throttled(wait));
    }

    /** What a sender may bring to a session. */
    Share share(String kind, LiveSession session, Caller caller, @Nullable SocketAddress remote) {
        return quotas.share(session, kind, device(caller, remote));
    }

    static String pathSession(RoutingContext context) {
        return Objects.requireNonNullElse(context.pathParam("session"), "");
    }

    /**
     * The session of the path for someone without a token, who is let in by something in the body instead: the door checks
     * that; null when the request was refused.
     *
     * @param kind as in {@link #admit}
     */
    @Nullable
    Admitted find(String door, RoutingContext context, String kind) {
        LiveSession session = sessions.find(pathSession(context)).orElse(null);
        if (session == null) {
            turnAway(
                    door,
                    context,
                    access.alwaysRequired()
                            ? Problem.of(Denial.tokenNeeded())
                            : Problem.unknownSession(pathSession(context)));
            return null;
        }
        return withQuota(new Admitted(session, Caller.ANONYMOUS, Share.FREE), context, kind, throttle(door, context));
    }

    private @Nullable Admitted allow(
            String door, RoutingContext context, Action action, Caller caller, String sessionId) {
        LiveSession session = sessions.find(sessionId).orElse(null);
        Denial denial = access.check(caller, action, sessionId, session == null ? null : session.head())
                .orElse(null);
        if (denial != null) {
            turnAway(door, context, Problem.of(denial));
            return null;
        }
        if (session == null) {
            turnAway(door, context, Problem.unknownSession(sessionId));
            return null;
        }
        return new Admitted(session, caller, Share.FREE);
    }

    /** Who asks, when that is allowed outside of any session; null when the request was refused. */
    @Nullable
    Caller admitAnywhere(String door, RoutingContext context, Action action) {
        Caller caller = caller(door, context, null);
        if (caller == null) {
            return null;
        }
        Denial denial = access.check(caller, action).orElse(null);
        if (denial != null) {
            turnAway(door, context, Problem.of(denial));
            return null;
        }
        return caller;
    }

    /**
     * Whether the caller may bring all of these: who speaks for one runner may not bring another's, and then nothing of
     * the request is taken. Refuses the request when not. Items without a runner were given the caller's by the
     * {@link ItemReader}.
     */
    boolean bringsOwn(String door, RoutingContext context, Caller caller, List<Item> items) {
        for (Item item : items) {
            String runner = item instanceof Item.Event said ? said.event().runnerId() : ((Item.Faulty) item).runnerId();
            // What cannot be read and names nobody is nobody else's.
            boolean nobodys = runner == null && item instanceof Item.Faulty;
            if (!nobodys && !mayTouch(door, context, caller, runner)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the caller may act for this runner; refuses the request when not. */
    boolean mayTouch(String door, RoutingContext context, Caller caller, @Nullable String runner) {
        Denial denial = Access.checkRunner(caller, runner).orElse(null);
        if (denial != null) {
            refuse(door, context, Problem.of(denial));
            return false;
        }
        return true;
    }

    /** Refuses a request whose body is still on its way. */
    void turnAway(String door, RoutingContext context, Problem problem) {
        Body.turnAway(context, problem, said -> refuse(door, context, said));
    }

    /** A body that is here in full, with the moment at which it was. Never compared, and read only. */
    @SuppressWarnings("ArrayRecordComponent")
    record Received(byte[] body, boolean lines, Instant receivedAt) {}

    /** Receives the body of a request, or refuses it. A missing body is empty. */
    void receive(String door, RoutingContext context, Consumer<Received> whole) {
        String type = Objects.requireNonNullElse(context.request().getHeader(HttpHeaders.CONTENT_TYPE), "");
        String media = type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        boolean lines = LINE_TYPES.contains(media);
        if (!lines && !media.isEmpty() && !media.equals("application/json")) {
            refuse(
                    door,
                    context,
                    Problem.type(type, "this door does not read it", "send application/json or application/x-ndjson"));
            return;
        }
        String lower = type.toLowerCase(Locale.ROOT);
        if (lower.contains("charset=") && !lower.contains("utf-8") && !lower.contains("us-ascii")) {
            refuse(door, context, Problem.type(type, "JSON here is UTF-8", "send UTF-8"));
            return;
        }
        receiveBytes(door, context, body -> whole.accept(new Received(body, lines, ReceiveTime.now(clock))));
    }

    /** Receives the body of a request whatever its media type, unpacked, or refuses it. */
    void receiveBytes(String door, RoutingContext context, Consumer<byte[]> whole) {
        String packing = context.request().getHeader(HttpHeaders.CONTENT_ENCODING);
        Unpacking.Encoding encoding = Unpacking.named(packing);
        if (encoding == null) {
            context.response().putHeader(HttpHeaders.ACCEPT_ENCODING, Unpacking.ACCEPTED);
            refuse(door, context, Problem.encoding(Objects.requireNonNullElse(packing, "")));
            return;
        }
        Body.receive(
                context,
                settings.maximumBodyBytes(),
                room,
                settings.dawdleLimit(),
                buffer -> guarded(door, context, () -> unpack(door, context, buffer.getBytes(), encoding, whole)),
                problem -> refuse(door, context, problem));
    }

    private void unpack(
            String door, RoutingContext context, byte[] packed, Unpacking.Encoding encoding, Consumer<byte[]> whole) {
        Unpacking.Unpacked unpacked = Unpacking.unpack(packed, encoding, settings.maximumBodyBytes());
        if (unpacked instanceof Unpacking.Unpacked.Whole body) {
            whole.accept(body.body());
        } else if (unpacked instanceof Unpacking.Unpacked.TooLarge tooLarge) {
            refuse(
                    door,
                    context,
                    Problem.tooLarge(
                            "body",
                            "more than " + tooLarge.limit() + " bytes unpacked",
                            "unpacked the body may be " + settings.maximumBodyBytes() + " bytes long and "
                                    + Unpacking.LARGEST_RATIO + " times its packed size at most"));
        } else {
            refuse(
                    door,
                    context,
                    Problem.invalid(
                            "body",
                            null,
                            "the body is not what Content-Encoding says, or is cut off",
                            "pack it again and send all of it"));
        }
    }

    /** The moment by the doors' clock. */
    Instant now() {
        return ReceiveTime.now(clock);
    }

    /** The session that goes on when it is the only one; else null. */
    @Nullable
    LiveSession onlyOpenSession() {
        List<LiveSession> open = sessions.open();
        return open.size() == 1 ? open.get(0) : null;
    }

    /** The open session that knows the device, where one alone does; else the only one. Null when that leaves a doubt. */
    @Nullable
    LiveSession openSessionOf(String device) {
        List<LiveSession> binding = binding(device);
        return binding.size() == 1 ? binding.get(0) : binding.isEmpty() ? onlyOpenSession() : null;
    }

    /** The open session that knows the device, where one alone does; null where none does or several do. */
    @Nullable
    LiveSession sessionBinding(String device) {
        List<LiveSession> binding = binding(device);
        return binding.size() == 1 ? binding.get(0) : null;
    }

    private List<LiveSession> binding(String device) {
        Instant now = now();
        return sessions.open().stream()
                .filter(session -> session.knowsDevice(device, now))
                .toList();
    }

    /** Counts what was refused whole where nobody can be sent a problem document. */
    void refused(String door, int status) {
        counters.refused(door, status);
    }

    /** Counts messages that are no items. */
    void notices(String door, int messages) {
        for (int i = 0; i < messages; i++) {
            counters.notice(door);
        }
    }

    /** Bytes of bodies that are arriving, and of messages that wait. */
    long roomTaken() {
        return room.taken();
    }

    /** Counts the lines that stay open. */
    OpenLines lines() {
        return lines;
    }

    /** Where messages that wait are counted together with bodies that are arriving. */
    Room room() {
        return room;
    }

    /**
     * Who sends, as far as quotas go: by token, else by address; null when it cannot be told, because on this machine a
     * proxy, or a simulator, may speak for many.
     */
    static @Nullable String device(Caller caller, @Nullable SocketAddress remote) {
        if (caller.tokenId() != null) {
            return "token " + caller.tokenId();
        }
        return remote == null || isLoopback(remote) ? null : remote.hostAddress();
    }

    /** Whether someone on this machine asks. What has no address, such as a socket in the file system, is nobody known. */
    static boolean isLoopback(SocketAddress remote) {
        String host = remote.hostAddress();
        return host != null && (host.startsWith("127.") || host.equals("0:0:0:0:0:0:0:1") || host.equals("::1"));
    }

    /** Takes the body apart, or refuses the request. */
    void items(String door, RoutingContext context, Received received, Consumer<Items.Parsed.Whole> then) {
        Items.Parsed parsed = door.equals(ReadingsDoor.NAME)
                ? Items.parseReadings(received.body(), received.lines(), settings.maximumItems())
                : Items.parse(received.body(), received.lines(), settings.maximumItems());
        if (parsed instanceof Items.Parsed.Whole whole) {
            then.accept(whole);
        } else if (parsed instanceof Items.Parsed.NotJson notJson) {
            refuse(door, context, Problem.notJson(notJson.detail()));
        } else if (parsed instanceof Items.Parsed.TooMany tooMany) {
            refuse(
                    door,
                    context,
                    Problem.tooLarge(
                            "items",
                            "more than " + tooMany.limit(),
                            "a request may hold " + tooMany.limit() + " items at most"));
        } else {
            refuse(door, context, Problem.type("not UTF-8", "the body is text in another encoding", "send UTF-8"));
        }
    }

    /** Takes a body that is one object; an empty body is an empty object. */
    void object(String door, RoutingContext context, Received received, Consumer<Items.Raw> then) {
        byte[] body = received.body().length == 0 ? new byte[] {'{', '}'} : received.body();
        items(door, context, new Received(body, false, received.receivedAt()), whole -> {
            Items.Raw raw = whole.single() ? whole.items().get(0) : null;
            if (raw == null) {
                refuse(door, context, Problem.notJson("this door takes one object at a time"));
            } else if (raw.malformed() != null) {
                refuse(door, context, Problem.of(raw.malformed()));
            } else {
                then.accept(raw);
            }
        });
    }

    /** Whether the session still takes what was run; refuses the request when it does not. */
    boolean takesDeliveries(String door, RoutingContext context, LiveSession session, Instant receivedAt) {
        Instant closedAt = session.head().closedAt();
        if (!isTakingDeliveries(session, receivedAt)) {
            refuse(
                    door,
                    context,
                    Problem.state(
                            "session",
                            session.id(),
                            "the session closed at " + closedAt + " and its live doors "
                                    + settings.settleWindow().toMinutes() + " minutes later",
                            "import what is missing as a file"));
            return false;
        }
        return true;
    }

    /** Whether the session is open, or was closed so short a time ago that what was run may still come. */
    boolean isTakingDeliveries(LiveSession session, Instant receivedAt) {
        Instant closedAt = session.head().closedAt();
        return !session.isClosed() || closedAt == null || !receivedAt.isAfter(closedAt.plus(settings.settleWindow()));
    }

    IntakeCounters counters() {
        return counters;
    }

    /** Whether the session goes on; refuses the request when it does not. */
    boolean isOpen(String door, RoutingContext context, LiveSession session) {
        if (session.isClosed()) {
            refuse(
                    door,
                    context,
                    Problem.state(
                            "session",
                            session.id(),
                            "the session is closed",
                            "open another one with POST /v1/sessions"));
            return false;
        }
        return true;
    }

    /** When the clock of a simulated session's item is to be believed, which only a neighbour on this machine may ask. */
    static boolean keepsDeliveryTimes(LiveSession session) {
        return session.head().clock() == SessionClock.SIMULATED;
    }

    CompletionStage<BatchAnswer> take(
            String door, LiveSession session, Share share, List<Item> items, long bytes, Instant receivedAt) {
        return intake.take(new Intake.Batch(door, Arrival.LIVE, session, share, items, bytes, receivedAt));
    }

    /** Takes a part of a file. */
    CompletionStage<BatchAnswer> takeFiled(
            String door, LiveSession session, Share share, List<Item> items, long bytes, Instant receivedAt) {
        return intake.take(new Intake.Batch(door, Arrival.FILE, session, share, items, bytes, receivedAt));
    }

    /** Keeps and counts what of a request never became items. */
    CompletionStage<?> turnAway(String door, List<Rejection> rejections) {
        return intake.turnAway(door, rejections);
    }

    /** Takes items that change something beside the log when they are accepted. */
    CompletionStage<BatchAnswer> take(
            String door,
            LiveSession session,
            Share share,
            List<Item> items,
            long bytes,
            Instant receivedAt,
            Intake.Consequence consequence) {
        return intake.take(new Intake.Batch(door, Arrival.LIVE, session, share, items, bytes, receivedAt), consequence);
    }

    /** Answers a batch as the contract says, and tells those whose clocks are off, or whose speeds are in a wrong unit. */
    void answer(
            String door,
            RoutingContext context,
            CompletionStage<BatchAnswer> taken,
            LiveSession session,
            List<Item> items) {
        Set<String> runners = runnersOf(items);
        then(door, context, taken, answer -> {
            ObjectNode json = Answers.of(answer);
            addClocks(json, session, runners);
            send(context, answer.allRefused() ? 422 : 200, json);
        });
    }

    /** Of whom the items tell. */
    static Set<String> runnersOf(List<Item> items) {
        Set<String> runners = new HashSet<>();
        for (Item item : items) {
            String runner = item instanceof Item.Event said ? said.event().runnerId() : null;
            if (runner != null) {
                runners.add(runner);
            }
        }
        return runners;
    }

    static void addClocks(ObjectNode json, LiveSession session, Set<String> runners) {
        List<LiveSession.ClockOff> off = session.clocksOff(runners);
        if (!off.isEmpty()) {
            json.set("clocks", Answers.of(off));
        }
        List<LiveSession.UnitOff> units = session.unitsOff(runners);
        if (!units.isEmpty()) {
            json.set("units", Answers.ofUnits(units));
        }
    }

    /** Answers a batch as the contract says. */
    void answer(String door, RoutingContext context, CompletionStage<BatchAnswer> taken) {
        then(door, context, taken, answer -> send(context, answer.allRefused() ? 422 : 200, Answers.of(answer)));
    }

    /** Goes on with a result on the request's own thread, or refuses the request when there will be none. */
    <T> void then(String door, RoutingContext context, CompletionStage<T> stage, Consumer<T> next) {
        Context home = context.vertx().getOrCreateContext();
        stage.whenComplete((result, failure) -> home.runOnContext(go -> {
            if (failure == null) {
                guarded(door, context, () -> next.accept(result));
            } else {
                fail(door, context, failure);
            }
        }));
    }

    /** Runs a door's code; what it throws is a fault of ours, answered as one. */
    private void guarded(String door, RoutingContext context, Runnable code) {
        try {
            code.run();
        } catch (RuntimeException e) {
            fail(door, context, e);
        }
    }

    private void fail(String door, RoutingContext context, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof LogUnavailableException unavailable) {
            if (warnedUnavailable.compareAndSet(false, true)) {
                // Once; after that the meter of refused requests counts.
                LOG.warn("event=log_unavailable door={}", door, unavailable);
            }
            refuse(
                    door,
                    context,
                    Problem.unavailable(Objects.requireNonNullElse(unavailable.getMessage(), "not written")));
        } else {
            LOG.error("event=door_broken door={}", door, cause);
            refuse(door, context, Problem.broken());
        }
    }

    void refuse(String door, RoutingContext context, Problem problem) {
        counters.refused(door, problem.status());
        problem.send(context);
    }

    /** Ends the connection, or the request's part of it, without an answer, for those to whom every answer means success. */
    static void hangUp(RoutingContext context) {
        Body.cut(context.request());
    }

    static void send(RoutingContext context, int status, ObjectNode body) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(body.toString());
    }
}
