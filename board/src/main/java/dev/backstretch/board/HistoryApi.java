package dev.backstretch.board;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.people.Person;
import dev.backstretch.domain.session.SessionHead;
import dev.backstretch.schemas.access.Access;
import dev.backstretch.schemas.access.Action;
import dev.backstretch.schemas.access.Caller;
import dev.backstretch.schemas.access.Credentials;
import dev.backstretch.schemas.access.Denial;
import dev.backstretch.schemas.access.Role;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/runners/{runner}/history}: log, records per facing and trend over all sessions of the runner's camp that are
 * kept. It is the runner's; a coach sees it when the runner has said yes to that in so many words, since it reaches beyond the
 * coach's own sessions; without tokens it is, without heart rates, of those on the board.
 */
final class HistoryApi {
    private static final String ALL_SESSIONS = "all";

    /** The store is asked by so many at once, so that those who wait for it hold up nobody else. */
    private static final int AT_WORK = 2;

    /** At work or waiting for it. */
    static final int MOST_ASKED = 16;

    private final Sessions sessions;
    private final Access access;
    private final PastRuns past;
    private final Semaphore asked = new Semaphore(MOST_ASKED);

    HistoryApi(Sessions sessions, Access access, PastRuns past) {
        this.sessions = sessions;
        this.access = access;
        this.past = past;
    }

    void mount(Router router) {
        router.get("/v1/runners/:runner/history").handler(this::history);
    }

    private void history(RoutingContext context) {
        String format = context.queryParams().get("format");
        if (format != null && !format.equals("csv") && !format.equals("json")) {
            new Problem(400, "Invalid request", "format: is " + format + "; send csv, json, or leave it out")
                    .answer(context);
            return;
        }
        Access.Identified identified = access.identify(Credentials.of(
                context.request().getHeader("Authorization"),
                context.queryParams().get("token"),
                null));
        if (identified instanceof Access.Identified.Refused refused) {
            Problem.of(refused.denial()).answer(context);
            return;
        }
        Caller caller = ((Access.Identified.Known) identified).caller();
        String runner = Objects.requireNonNull(context.pathParam("runner"), "runner");
        Optional<Denial> denial = access.check(caller, Action.READ_HISTORY)
                .or(() -> caller.isAnonymous() ? Optional.empty() : Access.checkRunner(caller, runner));
        if (denial.isPresent()) {
            Problem.of(denial.get()).answer(context);
            return;
        }
        Person person = person(caller, runner, context.queryParams().get("camp"));
        boolean own = caller.is(Role.RUNNER);
        if (person == null || !mayKnowOf(caller, person)) {
            Problem.unknownPerson(runner).answer(context);
            return;
        }
        if (caller.is(Role.COACH) && !Boolean.TRUE.equals(person.privacy().coach())) {
            Problem.of(Denial.consent()).answer(context);
            return;
        }
        boolean withVitals =
                own || (caller.is(Role.COACH, Role.OPERATOR) && person.privacy().coachMaySee());
        // a session that asks for tokens gives nothing to who has none
        List<String> where = person.sessions().stream()
                .filter(session -> !caller.isAnonymous() || isOpenToAll(session))
                .toList();
        if (!asked.tryAcquire()) {
            Problem.busy().answer(context);
            return;
        }
        // Shared by its name: opened once, closed when nobody asks any more.
        WorkerExecutor worker = context.vertx().createSharedWorkerExecutor("history", AT_WORK);
        worker.executeBlocking(() -> past.of(runner, where), false)
                .eventually(worker::close)
                .onComplete(done -> asked.release())
                .onSuccess(found -> {
                    if (withVitals && !own) {
                        access.viewed(caller, ALL_SESSIONS, runner);
                    }
                    ObjectNode json = JsonNodeFactory.instance.objectNode();
                    json.put("runner", runner);
                    json.put("camp", person.campId());
                    json.put("alias", person.alias());
                    json.setAll(new RunnerHistory(found, person.exertions(), sessions::head, withVitals, own)
                            .toJson(sessions.now()));
                    if ("csv".equals(format)) {
                        context.response()
                                .putHeader("Content-Type", Csv.TYPE)
                                .putHeader("Content-Disposition", Csv.attachment("log-" + runner))
                                .putHeader("X-Content-Type-Options", "nosniff")
                                .putHeader("Cache-Control", "no-store")
                                .end(HistoryCsv.of(json));
                        return;
                    }
                    context.response()
                            .putHeader("Content-Type", "application/json")
                            .putHeader("Cache-Control", "no-store")
                            .end(json.toString());
                })
                .onFailure(away -> Problem.noStore().answer(context));
    }

    /** Whether the caller may know that there is such a person, before any question of consent. */
    private boolean mayKnowOf(Caller caller, Person person) {
        if (caller.isAnonymous()) {
            return person.boardConsent();
        }
        return caller.session() == null || person.sessions().contains(caller.session());
    }

    private boolean isOpenToAll(String session) {
        SessionHead head = sessions.head(session);
        return head != null && !access.requiresTokens(head);
    }

    /** Ids are unique within a camp: the token's, else the one that is said, else the only one where the id is known. */
    private @Nullable Person person(Caller caller, String runner, @Nullable String said) {
        String camp = caller.camp();
        if (camp == null && caller.session() != null) {
            var head = sessions.head(caller.session());
            camp = head == null ? null : head.campId();
            if (camp == null) {
                return null;
            }
        }
        if (camp != null) {
            return said == null || said.equals(camp) ? sessions.person(camp, runner) : null;
        }
        return said == null ? sessions.onlyPerson(runner) : sessions.person(said, runner);
    }
}
