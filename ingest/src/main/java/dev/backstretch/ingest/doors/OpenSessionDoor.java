package dev.backstretch.ingest.doors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.RuleVersion;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.event.SessionClock;
import dev.backstretch.domain.plan.Plans;
import dev.backstretch.domain.session.Rules;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.ingest.Item;
import dev.backstretch.ingest.LiveSession;
import dev.backstretch.ingest.LogUnavailableException;
import dev.backstretch.ingest.Share;
import dev.backstretch.schemas.SessionPartition;
import dev.backstretch.schemas.access.Action;
import dev.backstretch.schemas.access.Caller;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** {@code POST /v1/sessions}: opens a session. Its first event is in the log before anyone hears of it. */
final class OpenSessionDoor {
    private static final String NAME = "sessions";

    private final Doorway doorway;

    /** Sessions whose first event is on its way to the log. */
    private final Set<String> opening = ConcurrentHashMap.newKeySet();

    OpenSessionDoor(Doorway doorway) {
        this.doorway = doorway;
    }

    void mount(Router router) {
        router.post("/v1/sessions").handler(context -> {
            Caller caller = doorway.admitAnywhere(NAME, context, Action.OPEN_SESSION);
            if (caller != null) {
                doorway.receive(
                        NAME,
                        context,
                        received ->
                                doorway.object(NAME, context, received, raw -> open(context, caller, received, raw)));
            }
        });
    }

    private void open(RoutingContext context, Caller caller, Doorway.Received received, Items.Raw raw) {
        var fields = new Fields(Objects.requireNonNull(raw.object(), "a session that is no object was let through"));
        String type = fields.text("type");
        if (type != null && !type.equals("session")) {
            fields.fault("type", type, "UNKNOWN_TYPE", "is not session: leave it out");
        }
        String given = fields.name("sessionId");
        String id = given == null ? Names.invent("s-", 10) : given;
        SessionClock clock = clock(fields);
        Instant receivedAt = fields.instant("receivedAt");
        if (receivedAt == null || clock != SessionClock.SIMULATED) {
            receivedAt = received.receivedAt();
        }
        Instant observedAt = fields.instant("observedAt");
        int partition = SessionPartition.of(id, doorway.log().partitions());
        Boolean tokens = fields.flag("requireTokens");
        boolean requireTokens = doorway.access().alwaysRequired() || Boolean.TRUE.equals(tokens);
        if (requireTokens && !doorway.access().issuesTokens()) {
            fields.fault(
                    "requireTokens", "true", "UNSUPPORTED", "cannot be true here: no tokens are issued; send false");
        }
        if (Boolean.FALSE.equals(tokens) && requireTokens) {
            fields.fault(
                    "requireTokens",
                    "false",
                    "UNSUPPORTED",
                    "cannot be false on an address that others reach: leave it out");
        }
        String camp = fields.name("camp");
        if (camp == null) {
            camp = Objects.requireNonNullElse(caller.camp(), "camp");
        }
        // A session file tells its length, which nothing needs.
        fields.node("seconds");
        var opened = new EventBody.SessionOpened(
                camp,
                plan(fields),
                TrackFields.read(fields),
                rules(fields),
                clock,
                requireTokens,
                partition,
                timeZone(fields));
        fields.refuseUnknown();
        if (!fields.faults().isEmpty()) {
            doorway.refuse(NAME, context, Problem.of(fields.faults().get(0)));
            return;
        }
        if (caller.session() != null || (caller.camp() != null && !caller.camp().equals(camp))) {
            doorway.refuse(
                    NAME,
                    context,
                    Problem.forbidden(
                            "camp",
                            camp,
                            "the token is for one session, or for another camp",
                            "open the session with a token of its camp"));
            return;
        }
        if (clock == SessionClock.SIMULATED
                && !Doorway.isLoopback(context.request().remoteAddress())) {
            doorway.refuse(
                    NAME,
                    context,
                    Problem.forbidden(
                            "clock",
                            "simulated",
                            "a simulated session decides itself what time it is, and only from this machine",
                            "send wall, or open it from the machine that serves"));
            return;
        }
        var event = new RunEvent(
                "session-" + id,
                id,
                null,
                Objects.requireNonNullElse(observedAt, receivedAt),
                receivedAt,
                Origin.of(Origin.Kind.CAMP),
                opened);
        LiveSession existing = doorway.sessions().find(id).orElse(null);
        if (existing != null) {
            compare(context, existing, opened);
        } else if (opening.add(id)) {
            write(context, event, opened, received);
        } else {
            doorway.refuse(
                    NAME,
                    context,
                    Problem.state("sessionId", id, "the session is just being opened", "ask for it in a moment"));
        }
    }

    private void write(
            RoutingContext context, RunEvent event, EventBody.SessionOpened opened, Doorway.Received received) {
        var head = new SessionHead(
                event.sessionId(),
                opened.campId(),
                SessionHead.State.OPEN,
                opened.planName(),
                opened.rules(),
                opened.clock(),
                opened.requireTokens(),
                SessionPartition.of(event.sessionId(), doorway.log().partitions()),
                event.receivedAt(),
                null,
                null,
                Names.invent("", 6).toUpperCase(Locale.ROOT),
                opened.timeZone(),
                opened.track() != null);
        LiveSession session = doorway.sessions().unpublished(head);
        List<Item> items = List.of(new Item.Event(0, event, ByteBuffer.wrap(received.body())));
        var done = doorway.take(NAME, session, Share.FREE, items, received.body().length, received.receivedAt())
                .thenCompose(answer -> {
                    if (answer.allRefused()) {
                        return CompletableFuture.completedFuture(answer);
                    }
                    return doorway.log().announce(head, event.receivedAt()).handle((written, failure) -> {
                        if (failure != null) {
                            throw new LogUnavailableException(
                                    "the sessions' topic did not acknowledge: send it again", failure);
                        }
                        doorway.sessions().publish(session);
                        return answer;
                    });
                })
                .whenComplete((answer, failure) -> opening.remove(event.sessionId()));
        doorway.then(NAME, context, done, answer -> {
            if (answer.allRefused()) {
                doorway.refuse(
                        NAME, context, Problem.of(answer.rejected().get(0).first()));
                return;
            }
            context.response().putHeader("Location", "/v1/sessions/" + head.sessionId());
            Doorway.send(context, 201, Answers.of(head, true));
        });
    }

    /** Opening the same session again is a repeat; another session of its name is not. */
    private void compare(RoutingContext context, LiveSession existing, EventBody.SessionOpened wanted) {
        doorway.then(NAME, context, doorway.reader().catchUp(existing.head()), read -> {
            if (wanted.equals(existing.opened())) {
                context.response().putHeader("Location", "/v1/sessions/" + existing.id());
                Doorway.send(context, 200, Answers.of(existing.head(), true));
            } else {
                doorway.refuse(
                        NAME,
                        context,
                        Problem.state(
                                "sessionId",
                                existing.id(),
                                "a session of this name exists with other content",
                                "choose another name, or leave it out"));
            }
        });
    }

    private static SessionClock clock(Fields fields) {
        String clock = Objects.requireNonNullElse(fields.text("clock"), "wall").toLowerCase(Locale.ROOT);
        if (clock.equals("simulated")) {
            return SessionClock.SIMULATED;
        }
        if (!clock.equals("wall")) {
            fields.fault("clock", clock, "UNKNOWN_VALUE", "is neither wall nor simulated: send one of them");
        }
        return SessionClock.WALL;
    }

    private static String plan(Fields fields) {
        String plan = Objects.requireNonNullElse(fields.text("plan"), Plans.FREE_RUN.name());
        fields.plan("plan", plan);
        return plan;
    }

    private static List<RuleVersion> rules(Fields fields) {
        JsonNode given = fields.node("rules");
        if (given == null) {
            return Rules.KNOWN;
        }
        if (!given.isArray()) {
            fields.fault("rules", given.toString(), "MALFORMED", "is no array: send names with versions, [\"laps/1\"]");
        }
        for (JsonNode rule : given) {
            // A session that asks for a version that is not offered must not get another in silence.
            if (Rules.KNOWN.stream().noneMatch(ours -> ours.toString().equals(rule.asText("")))) {
                fields.fault(
                        "rules",
                        rule.toString(),
                        "UNKNOWN_RULES",
                        "names one that we do not have: choose from " + Rules.KNOWN);
            }
        }
        return Rules.KNOWN;
    }

    private static String timeZone(Fields fields) {
        String zone = Objects.requireNonNullElse(fields.text("timeZone"), "UTC");
        try {
            return ZoneId.of(zone).getId();
        } catch (DateTimeException e) {
            fields.fault("timeZone", zone, "TIME_ZONE", "is no zone: send an IANA name such as Asia/Bangkok");
            return "UTC";
        }
    }
}
