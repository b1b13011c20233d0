package dev.backstretch.ingest.doors;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.reading.Fault;
import dev.backstretch.domain.session.CorrectionPreview;
import dev.backstretch.ingest.CorrectionRules;
import dev.backstretch.ingest.Item;
import dev.backstretch.ingest.LiveSession;
import dev.backstretch.schemas.access.Action;
import dev.backstretch.schemas.access.CoachWindow;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST …/corrections}: a coach mends the laps, which is an event like any other (design D9). With {@code
 * ?preview=true} it is written nowhere: the answer says what it would move. After the close it changes the results, and not
 * the board that was closed.
 */
final class CorrectionsDoor extends DeliveryDoor {
    private static final String PREVIEW = "preview";
    private static final Set<String> TYPES = Set.of("correction");

    /** One at work and three that wait for it; a coach looks at one at a time. */
    static final int MOST_PREVIEWS = 4;

    private final Semaphore previews = new Semaphore(MOST_PREVIEWS);

    CorrectionsDoor(Doorway doorway) {
        super(doorway, "corrections", TYPES, "correction", Action.CORRECTIONS);
    }

    @Override
    void mount(Router router) {
        router.post("/v1/sessions/:session/corrections").handler(context -> {
            if ("true".equals(context.queryParams().get(PREVIEW))) {
                preview(context);
            } else {
                context.next();
            }
        });
        super.mount(router);
    }

    /** A parameter that is passed over in silence would mend laps where someone only wanted to look. */
    @Override
    @Nullable
    Problem checkQuery(RoutingContext context) {
        for (String parameter : context.queryParams().names()) {
            String value = context.queryParams().get(parameter);
            if (parameter.equals("token")
                    || (parameter.equals(PREVIEW) && ("true".equals(value) || "false".equals(value)))) {
                continue;
            }
            if (parameter.equals(PREVIEW)) {
                return Problem.invalid(
                        parameter, value, "is neither true nor false", "send true to see what would move");
            }
            return Problem.invalid(
                    parameter,
                    value,
                    "this door has no parameter of this name",
                    "leave it out; the correction is then made at once, and an undo takes it back");
        }
        return null;
    }

    /** What a session came to is corrected for as long as a coach sees who ran; a settled replay then publishes it. */
    @Override
    boolean isTaken(RoutingContext context, LiveSession session, Instant receivedAt) {
        if (CoachWindow.isOpen(session.head(), receivedAt)) {
            return true;
        }
        doorway()
                .refuse(
                        name(),
                        context,
                        Problem.state(
                                "session",
                                session.id(),
                                "the session closed at " + session.head().closedAt() + " and is corrected for "
                                        + CoachWindow.AFTER_CLOSE.toHours() + " hours",
                                "import a recording that shows what was run, which is used at any time"));
        return false;
    }

    private void preview(RoutingContext context) {
        Doorway.Admitted admitted = doorway().admit(name(), context, Action.CORRECTIONS, name());
        if (admitted == null) {
            return;
        }
        Problem query = checkQuery(context);
        if (query != null) {
            doorway().refuse(name(), context, query);
            return;
        }
        doorway().receive(name(), context, received -> doorway().object(name(), context, received, raw -> {
            if (!isTaken(context, admitted.session(), received.receivedAt())) {
                return;
            }
            Item item = new ItemReader(
                            admitted.session(), admitted.caller(), received.receivedAt(), TYPES, "correction")
                    .read(raw);
            if (!doorway().bringsOwn(name(), context, admitted.caller(), List.of(item))) {
                return;
            }
            if (item instanceof Item.Faulty faulty) {
                doorway().refuse(name(), context, Problem.of(faulty.faults().get(0)));
                return;
            }
            RunEvent correction = ((Item.Event) item).event();
            Fault refused = refusedAfterClose(correction, admitted.session());
            if (refused != null) {
                doorway().refuse(name(), context, Problem.of(refused));
                return;
            }
            // Each reads all of the session's log and keeps it while it waits for its turn.
            if (!previews.tryAcquire()) {
                doorway()
                        .refuse(
                                name(),
                                context,
                                Problem.busy(MOST_PREVIEWS + " previews are being worked out, and no more may wait"));
                return;
            }
            CompletionStage<CorrectionPreview> reckoned = doorway()
                    .reader()
                    .eventsOf(admitted.session().head())
                    .thenCompose(log -> reckon(context, correction, log));
            reckoned.whenComplete((preview, failure) -> previews.release());
            doorway().then(name(), context, reckoned, preview -> Doorway.send(context, 200, Answers.of(preview)));
        }));
    }

    /** Whoever looks is told at once what would be refused of what they mean to make. */
    private static @Nullable Fault refusedAfterClose(RunEvent event, LiveSession session) {
        if (!(event.body() instanceof EventBody.Correction correction)) {
            return null;
        }
        List<Fault> faults = CorrectionRules.checkAfterClose(
                correction, event.receivedAt(), session.head().closedAt());
        return faults.isEmpty() ? null : faults.get(0);
    }

    /** Folds the session twice over, one request after the other: it takes a core for as long as a second. */
    private static CompletionStage<CorrectionPreview> reckon(
            RoutingContext context, RunEvent correction, List<RunEvent> log) {
        WorkerExecutor worker = context.vertx().createSharedWorkerExecutor("previews", 1);
        return worker.executeBlocking(
                        () -> CorrectionPreview.of(Objects.requireNonNull(correction.sessionId()), log, correction))
                .eventually(worker::close)
                .toCompletionStage();
    }
}
