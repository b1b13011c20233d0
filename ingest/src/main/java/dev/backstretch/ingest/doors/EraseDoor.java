package dev.backstretch.ingest.doors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.ingest.LogUnavailableException;
import dev.backstretch.ingest.PeopleDirectory;
import dev.backstretch.ingest.ReceiveTime;
import dev.backstretch.ingest.StoredRows;
import dev.backstretch.schemas.Retention;
import dev.backstretch.schemas.access.Action;
import dev.backstretch.schemas.access.Caller;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code DELETE /v1/runners/{runner}}: erases who a runner is: name, alias, contact, birth date, consents, hidden place and
 * the list of sessions. The runner leaves every board at once, and all tokens that were issued for the runner hold no
 * longer. What was run stays in the topics under an id that leads to nobody; the store's rows become nobody's, as by the
 * command {@code erase}. Who was erased can be erased again, for what has come since.
 */
final class EraseDoor {
    private static final Logger LOG = LoggerFactory.getLogger(EraseDoor.class);
    private static final String NAME = "erase";

    private static final String REMAINS =
            "what was run stays in the topics under the id, which leads to nobody, for so many"
                    + " days after the last session; ";
    private static final String IN_STORE =
            "in the store, which cannot be reached from here, until `backstretch erase` makes" + " its rows nobody's";
    private static final String NOWHERE_ELSE =
            "the store's rows are nobody's. What a session that is open still says, and what one"
                    + " that is corrected says anew within a day, comes into the store again: erase again after its close"
                    + " and after a correction";

    private final Doorway doorway;
    private final StoredRows rows;

    EraseDoor(Doorway doorway, StoredRows rows) {
        this.doorway = doorway;
        this.rows = rows;
    }

    void mount(Router router) {
        router.delete("/v1/runners/:runner").handler(this::erase);
    }

    private void erase(RoutingContext context) {
        Caller caller = doorway.admitAnywhere(NAME, context, Action.ERASE);
        if (caller == null) {
            return;
        }
        String runner = Objects.requireNonNullElse(context.pathParam("runner"), "");
        // Ids are unique within a camp; who says none means this runner wherever.
        String wanted =
                caller.camp() != null ? caller.camp() : context.queryParams().get("camp");
        List<String> camps = doorway.people().campsEverOf(runner).stream()
                .filter(camp -> wanted == null || wanted.equals(camp))
                .toList();
        if (camps.isEmpty()) {
            doorway.refuse(NAME, context, Problem.unknownPerson(runner));
            return;
        }
        List<String> sessions = doorway.sessions().ofCamps(camps);
        // Tokens first, so that no phone sends what nobody would blur any more; then the store, so that one that does
        // not
        // answer leaves somebody to be erased when it is asked for again. Both wait for disks.
        context.vertx()
                .executeBlocking(() -> {
                    doorway.access().revokeRunner(runner);
                    return runner;
                })
                .onFailure(failure -> {
                    LOG.error("event=tokens_not_revoked", failure);
                    doorway.refuse(NAME, context, Problem.unavailable("the tokens could not be revoked: ask again"));
                })
                .onSuccess(revoked -> context.vertx()
                        .executeBlocking(() -> rows.forget(runner, sessions))
                        .onFailure(failure -> {
                            LOG.error("event=rows_not_forgotten", failure);
                            doorway.refuse(
                                    NAME, context, Problem.unavailable("the store did not forget the rows: ask again"));
                        })
                        .onSuccess(forgotten -> erase(context, runner, camps, forgotten)));
    }

    private void erase(
            RoutingContext context, String runner, List<String> camps, Optional<StoredRows.Forgotten> forgotten) {
        Instant receivedAt = ReceiveTime.now(doorway.clock());
        List<? extends CompletionStage<?>> written = camps.stream()
                .map(camp -> doorway.log().erase(camp, runner, receivedAt))
                .toList();
        CompletionStage<List<String>> done = CompletableFuture.allOf(written.stream()
                        .map(CompletionStage::toCompletableFuture)
                        .toArray(CompletableFuture<?>[]::new))
                .handle((all, failure) -> {
                    if (failure != null) {
                        throw new LogUnavailableException(
                                "the people's topic did not acknowledge: send it again", failure);
                    }
                    camps.forEach(camp -> doorway.people().learn(PeopleDirectory.key(camp, runner), null));
                    return camps;
                });
        doorway.then(NAME, context, done, erased -> {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("runner", runner);
            ArrayNode from = json.putArray("erasedFrom");
            camps.forEach(from::add);
            forgotten.ifPresent(rows -> {
                ObjectNode store = json.putObject("store");
                store.put("nobody", rows.nobody());
                rows.sessions().forEach(store.putArray("sessions")::add);
            });
            // Said with the answer, so that nobody believes that more is gone than is.
            ObjectNode remains = json.putObject("remains");
            remains.put("topicsDays", Retention.TOPICS_AT_MOST.toDays());
            if (forgotten.isEmpty()) {
                remains.put("storeDays", Retention.LAPS.toDays());
            }
            remains.put("message", REMAINS + (forgotten.isEmpty() ? IN_STORE : NOWHERE_ELSE));
            Doorway.send(context, 200, json);
        });
    }
}
