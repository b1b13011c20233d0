package dev.backstretch.ingest.doors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.ingest.LogUnavailableException;
import dev.backstretch.ingest.PeopleDirectory;
import dev.backstretch.ingest.ReceiveTime;
import dev.backstretch.schemas.Retention;
import dev.backstretch.schemas.access.Action;
import dev.backstretch.schemas.access.Caller;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code DELETE /v1/runners/{runner}}: erases who a runner is: name, alias, contact, birth date, consents, hidden place and
 * the list of sessions. The runner leaves every board at once, and all tokens that were issued for the runner hold no
 * longer. What was run stays under an id that leads to nobody.
 */
final class EraseDoor {
    private static final Logger LOG = LoggerFactory.getLogger(EraseDoor.class);
    private static final String NAME = "erase";

    private final Doorway doorway;

    EraseDoor(Doorway doorway) {
        this.doorway = doorway;
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
        List<String> camps = doorway.people().campsOf(runner).stream()
                .filter(camp -> wanted == null || wanted.equals(camp))
                .toList();
        if (camps.isEmpty()) {
            doorway.refuse(NAME, context, Problem.unknownPerson(runner));
            return;
        }
        // First, so that no phone sends what nobody would blur any more; and again when the erasure is asked for again.
        // It waits for a disk.
        context.vertx()
                .executeBlocking(() -> {
                    doorway.access().revokeRunner(runner);
                    return runner;
                })
                .onComplete(revoked -> {
                    if (revoked.failed()) {
                        LOG.error("event=tokens_not_revoked", revoked.cause());
                        doorway.refuse(
                                NAME, context, Problem.unavailable("the tokens could not be revoked: ask again"));
                    } else {
                        erase(context, runner, camps);
                    }
                });
    }

    private void erase(RoutingContext context, String runner, List<String> camps) {
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
            // Said with the answer, so that nobody believes that more is gone than is.
            ObjectNode remains = json.putObject("remains");
            remains.put("topicsDays", Retention.TOPICS_AT_MOST.toDays());
            remains.put("storeDays", Retention.LAPS.toDays());
            remains.put(
                    "message",
                    "what was run stays under the id, which leads to nobody: in the topics for so many days after the last"
                            + " session, in the store until `backstretch erase` makes its rows nobody's");
            Doorway.send(context, 200, json);
        });
    }
}
