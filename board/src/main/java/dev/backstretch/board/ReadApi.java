package dev.backstretch.board;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Lineage;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.schemas.access.Access;
import dev.backstretch.schemas.access.Action;
import dev.backstretch.schemas.access.Caller;
import dev.backstretch.schemas.access.CoachWindow;
import dev.backstretch.schemas.access.Credentials;
import dev.backstretch.schemas.access.Denial;
import dev.backstretch.schemas.access.OpenLines;
import dev.backstretch.schemas.access.Role;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What can be read of sessions over HTTP. Standings, laps and stream are a screen's view: no heart rates in them, and of
 * those alone who have agreed to be on the board; a stream of one runner tells the runner's own phone what no board shows. A runner's report has heart rates for that runner and for the coach, who
 * sees everyone; each look of another at them is put down. Without tokens a coach cannot be told from a stranger, and the
 * report is of those on the board.
 */
final class ReadApi {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Sessions sessions;
    private final BoardSettings settings;
    private final BoardMeters meters;
    private final Reports reports;
    private final Access access;
    private final OpenLines lines;

    ReadApi(Sessions sessions, BoardSettings settings, BoardMeters meters, Reports reports, Access access) {
        this.sessions = sessions;
        this.settings = settings;
        this.meters = meters;
        this.reports = reports;
        this.access = access;
        this.lines = new OpenLines(settings.lines());
    }

    /** Makes the JSON of one runner from what a view knows. */
    interface Reports {
        Optional<ObjectNode> of(SessionView view, String runner, boolean withVitals);
    }

    void mount(Router router) {
        router.get("/v1/sessions").handler(this::list);
        router.get("/v1/sessions/:session/stream").handler(this::stream);
        router.get("/v1/sessions/:session/standings").handler(this::standings);
        router.get("/v1/sessions/:session/laps").handler(this::laps);
        router.get("/v1/sessions/:session/results").handler(this::results);
        router.get("/v1/sessions/:session/runners/:runner").handler(this::runner);
        router.get("/v1/sessions/:session/lineage/:runner/:lap").handler(this::lineage);
    }

    private void list(RoutingContext context) {
        Optional<Caller> caller = caller(context);
        if (caller.isEmpty()) {
            return;
        }
        Optional<Denial> denial = access.check(caller.get(), Action.LIST_SESSIONS);
        if (denial.isPresent()) {
            Problem.of(denial.get()).answer(context);
            return;
        }
        ObjectNode answer = JSON.objectNode();
        ArrayNode items = answer.putArray("sessions");
        for (SessionHead head : sessions.heads()) {
            if (!access.mayList(caller.get(), head)) {
                continue;
            }
            ObjectNode item = ScreenJson.sessionNode(head);
            item.put("camp", head.campId());
            sessions.find(head.sessionId()).ifPresent(view -> item.put("runners", view.runnerCount()));
            items.add(item);
        }
        answer(context, answer);
    }

    /** As a screen sees it, with {@code view=coach} as who leads it does, with {@code runner} as this runner's phone does. */
    private void stream(RoutingContext context) {
        Optional<Boolean> asked = asksToLead(context);
        if (asked.isEmpty()) {
            return;
        }
        boolean leads = asked.get();
        Action action = leads ? Action.LEAD : Action.READ_SESSION;
        String runner = leads ? null : context.queryParams().get("runner");
        reading(context, action).ifPresent(reading -> {
            SessionView view = reading.view();
            Optional<String> token = token(context);
            Optional<Denial> denial = denial(token, view, action, runner);
            if (denial.isPresent()) {
                Problem.of(denial.get()).answer(context);
                return;
            }
            OpenLines.Answer line = lines.open(view.sessionId());
            if (line != OpenLines.Answer.OPEN) {
                Problem.noLine(line).answer(context);
                return;
            }
            Audience audience = audience(leads, reading);
            ScreenStream.open(
                    context.vertx(),
                    view,
                    context.response(),
                    settings,
                    meters,
                    context.request().getHeader("Last-Event-ID"),
                    runner == null ? audience : Audience.phone(runner, isTrustedWith(runner, reading)),
                    () -> denial(token, view, action, runner),
                    () -> lines.close(view.sessionId()));
        });
    }

    /** Whether the request asks for a coach's view; one that asks for something else is answered. */
    private static Optional<Boolean> asksToLead(RoutingContext context) {
        String asked = context.queryParams().get("view");
        if (asked != null && !asked.equals("coach") && !asked.equals("screen")) {
            new Problem(400, "Invalid request", "view: is " + asked + "; send coach, screen, or leave it out")
                    .answer(context);
            return Optional.empty();
        }
        return Optional.of("coach".equals(asked));
    }

    /** After its day a coach may still look on, as everybody may. */
    private Audience audience(boolean leads, Reading reading) {
        return leads && (!reading.caller().is(Role.COACH) || windowIsOpen(reading.view()))
                ? Audience.COACH
                : Audience.SCREEN;
    }

    /** Podiums, everybody's line, who was there and what changed since; {@code format=csv} for spreadsheets. */
    private void results(RoutingContext context) {
        String format = context.queryParams().get("format");
        if (format != null && !format.equals("csv") && !format.equals("json")) {
            new Problem(400, "Invalid request", "format: is " + format + "; send csv, json, or leave it out")
                    .answer(context);
            return;
        }
        Optional<Boolean> asked = asksToLead(context);
        if (asked.isEmpty()) {
            return;
        }
        boolean leads = asked.get();
        reading(context, leads ? Action.LEAD : Action.READ_SESSION).ifPresent(reading -> {
            ObjectNode results = reading.view()
                    .results(audience(leads, reading))
                    .map(known -> known.toJson(sessions.now()))
                    .orElseGet(JSON::objectNode);
            if ("csv".equals(format)) {
                context.response()
                        .putHeader("Content-Type", Csv.TYPE)
                        .putHeader(
                                "Content-Disposition",
                                Csv.attachment("results-" + reading.view().sessionId()))
                        .putHeader("X-Content-Type-Options", "nosniff")
                        .putHeader("Cache-Control", "no-store")
                        .end(ResultsCsv.of(results));
                return;
            }
            answer(context, results);
        });
    }

    /** Why who reads a stream may not read on; a stream lives longer than a token may. */
    private Optional<Denial> denial(Optional<String> token, SessionView view, Action action, @Nullable String runner) {
        Access.Identified identified = access.identify(token);
        if (identified instanceof Access.Identified.Refused refused) {
            return Optional.of(refused.denial());
        }
        Caller caller = ((Access.Identified.Known) identified).caller();
        Optional<Denial> denial =
                access.check(caller, action, view.sessionId(), view.head().orElse(null));
        return denial.isPresent() || runner == null ? denial : Access.checkRunner(caller, runner);
    }

    /**
     * The runner's own phone, and without tokens whoever is at this machine. A coach has a view of its own, which asks what
     * the runner has agreed to.
     */
    private boolean isTrustedWith(String runner, Reading reading) {
        Caller caller = reading.caller();
        if (caller.is(Role.COACH)) {
            return false;
        }
        return (caller.is(Role.RUNNER) && runner.equals(caller.runner()))
                || access.check(
                                caller,
                                Action.LEAD,
                                reading.view().sessionId(),
                                reading.view().head().orElse(null))
                        .isEmpty();
    }

    private void standings(RoutingContext context) {
        view(context).ifPresent(view -> {
            ObjectNode answer = JSON.objectNode();
            answer.put("session", view.sessionId());
            addAll(
                    answer.putArray("standings"),
                    view.screenStandings(context.request().getParam("board")));
            answer(context, answer);
        });
    }

    private void laps(RoutingContext context) {
        view(context).ifPresent(view -> {
            ObjectNode answer = JSON.objectNode();
            answer.put("session", view.sessionId());
            addAll(answer.putArray("laps"), view.screenLaps(context.request().getParam("runner")));
            answer(context, answer);
        });
    }

    private void runner(RoutingContext context) {
        reading(context).ifPresent(reading -> {
            SessionView view = reading.view();
            Caller caller = reading.caller();
            String runner = part(context, "runner");
            boolean own = runner.equals(caller.runner()) && caller.is(Role.RUNNER);
            boolean leads = leads(reading, runner);
            // A coach looks after all who run; everyone else sees those who have agreed to be on the board.
            boolean mayKnow = own || leads || view.shows(runner);
            boolean withVitals = own || ((leads || caller.isAnonymous()) && view.coachMaySee(runner));
            Optional<ObjectNode> report = mayKnow ? reports.of(view, runner, withVitals) : Optional.empty();
            if (report.isEmpty()) {
                Problem.unknownRunner(view.sessionId(), runner).answer(context);
                return;
            }
            if (withVitals && !own) {
                access.viewed(caller, view.sessionId(), runner);
            }
            answer(context, report.get());
        });
    }

    /** Whether the caller looks after the runner: a coach during the session and for a day after it, unless longer is agreed. */
    private boolean leads(Reading reading, String runner) {
        if (reading.caller().is(Role.OPERATOR)) {
            return true;
        }
        return reading.caller().is(Role.COACH)
                && (reading.view().standsOpenToCoach(runner) || windowIsOpen(reading.view()));
    }

    private boolean windowIsOpen(SessionView view) {
        return view.head()
                .filter(head -> CoachWindow.isOpen(head, sessions.now()))
                .isPresent();
    }

    private void lineage(RoutingContext context) {
        reading(context).ifPresent(reading -> {
            SessionView view = reading.view();
            String runner = part(context, "runner");
            boolean own = runner.equals(reading.caller().runner());
            boolean leads = leads(reading, runner);
            if (!own && !leads && !view.shows(runner)) {
                Problem.unknownRunner(view.sessionId(), runner).answer(context);
                return;
            }
            String number = part(context, "lap");
            OptionalInt lap = lapNumber(number);
            List<LapOutcome> revisions = lap.isEmpty() ? List.of() : view.revisionsOf(runner, lap.getAsInt());
            if (revisions.isEmpty()) {
                Problem.unknownLap(runner, number).answer(context);
                return;
            }
            ObjectNode answer = JSON.objectNode();
            answer.put("session", view.sessionId());
            answer.put("runner", runner);
            answer.put("lap", revisions.get(0).lap());
            ArrayNode items = answer.putArray("revisions");
            for (LapOutcome revision : revisions) {
                ObjectNode item = ScreenJson.lapNode(revision, null);
                item.remove(List.of("runner", "lap"));
                item.put("ruleVersion", revision.ruleVersion());
                item.put("sessionPosition", revision.lineage().sessionPosition());
                ArrayNode events = item.putArray("eventIds");
                revision.lineage().eventIds().forEach(events::add);
                ArrayNode marks = item.putArray("marks");
                for (Lineage.Passing mark : revision.lineage().marks()) {
                    marks.addObject()
                            .put("source", mark.source().name())
                            .put("at", mark.at().toString())
                            .put("plusMinusSeconds", mark.plusMinusSeconds())
                            .put("events", mark.events());
                }
                items.add(item);
            }
            answer(context, answer);
        });
    }

    /** A part of the path that the route names. */
    private static String part(RoutingContext context, String name) {
        return Objects.requireNonNull(context.pathParam(name), name);
    }

    private static OptionalInt lapNumber(String text) {
        return text.matches("[1-9][0-9]{0,5}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    /** Who asks; when the token does not hold, the request is answered with a problem. */
    private Optional<Caller> caller(RoutingContext context) {
        Access.Identified identified = access.identify(token(context));
        if (identified instanceof Access.Identified.Refused refused) {
            Problem.of(refused.denial()).answer(context);
            return Optional.empty();
        }
        return Optional.of(((Access.Identified.Known) identified).caller());
    }

    private static Optional<String> token(RoutingContext context) {
        return Credentials.of(
                context.request().getHeader("Authorization"),
                context.queryParams().get("token"),
                null);
    }

    /** A session and who reads it. */
    private record Reading(SessionView view, Caller caller) {}

    /** The session asked for; when there is none, or none that this caller may see, the request is answered. */
    private Optional<Reading> reading(RoutingContext context) {
        return reading(context, Action.READ_SESSION);
    }

    private Optional<Reading> reading(RoutingContext context, Action action) {
        Optional<Caller> caller = caller(context);
        if (caller.isEmpty()) {
            return Optional.empty();
        }
        String session = part(context, "session");
        Optional<SessionView> view = sessions.find(session);
        // Until its head is known nobody knows whether it requires tokens.
        SessionHead head = view.flatMap(SessionView::head).orElse(null);
        Optional<Denial> denial = access.check(caller.get(), action, session, head);
        if (denial.isPresent()) {
            Problem.of(denial.get()).answer(context);
            return Optional.empty();
        }
        if (view.isEmpty() || head == null) {
            Problem.unknownSession(session).answer(context);
            return Optional.empty();
        }
        return Optional.of(new Reading(view.get(), caller.get()));
    }

    private Optional<SessionView> view(RoutingContext context) {
        return reading(context).map(Reading::view);
    }

    private static void addAll(ArrayNode array, List<ObjectNode> nodes) {
        nodes.forEach(array::add);
    }

    private static void answer(RoutingContext context, JsonNode body) {
        context.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(body.toString());
    }
}
