package dev.backstretch.ingest.doors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.ingest.BatchAnswer;
import dev.backstretch.ingest.Item;
import dev.backstretch.ingest.LiveSession;
import dev.backstretch.schemas.access.Action;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A door that takes one command at a time; a command that cannot be read is refused as a whole. */
abstract class CommandDoor {
    private final Doorway doorway;
    private final String name;
    private final String type;
    private final Action action;

    CommandDoor(Doorway doorway, String name, String type, Action action) {
        this.doorway = doorway;
        this.name = name;
        this.type = type;
        this.action = action;
    }

    Doorway doorway() {
        return doorway;
    }

    String name() {
        return name;
    }

    /** Adds what the path says to what the body says. */
    void complete(ObjectNode command, RoutingContext context) {}

    /** Called before a readable command is taken. */
    void starts(LiveSession session, Item.Event command) {}

    /** Called when a command may not be in the log. */
    void failed(LiveSession session, Item.Event command) {}

    /** Called when a command is in the log; what the stage waits for comes before the answer. */
    CompletionStage<?> taken(LiveSession session, Item.Event command) {
        return CompletableFuture.completedFuture(null);
    }

    void handle(RoutingContext context) {
        Doorway.Admitted admitted = doorway.admit(name, context, action, name);
        if (admitted == null) {
            return;
        }
        LiveSession session = admitted.session();
        doorway.receive(name, context, received -> {
            if (!doorway.isOpen(name, context, session)) {
                return;
            }
            doorway.object(name, context, received, raw -> {
                ObjectNode command = raw.object();
                if (command == null) {
                    throw new IllegalStateException("a command that is no object was let through");
                }
                complete(command, context);
                Item item =
                        new ItemReader(session, admitted.caller(), received.receivedAt(), Set.of(type), type).read(raw);
                if (!doorway.bringsOwn(name, context, admitted.caller(), List.of(item))) {
                    return;
                }
                if (item instanceof Item.Faulty faulty) {
                    doorway.refuse(name, context, Problem.of(faulty.faults().get(0)));
                    return;
                }
                take(context, admitted, received, (Item.Event) item);
            });
        });
    }

    private void take(
            RoutingContext context, Doorway.Admitted admitted, Doorway.Received received, Item.Event command) {
        LiveSession session = admitted.session();
        starts(session, command);
        CompletionStage<BatchAnswer> done = doorway.take(
                        name,
                        session,
                        admitted.share(),
                        List.of(command),
                        received.body().length,
                        received.receivedAt())
                .thenCompose(answer -> answer.allRefused()
                        ? CompletableFuture.completedFuture(answer)
                        : taken(session, command).thenApply(ready -> answer))
                .whenComplete((answer, failure) -> {
                    if (answer == null || answer.allRefused()) {
                        failed(session, command);
                    }
                });
        doorway.then(name, context, done, answer -> {
            if (answer.allRefused()
                    && answer.rejected().get(0).first().reason().equals("UNKNOWN_RUNNER")
                    && command.event().runnerId() != null) {
                doorway.refuse(
                        name, context, Problem.unknownRunner(command.event().runnerId()));
                return;
            }
            Doorway.send(context, answer.allRefused() ? 422 : 200, Answers.of(answer));
        });
    }
}
