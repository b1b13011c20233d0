package dev.backstretch.ingest.doors;

import dev.backstretch.ingest.BatchAnswer;
import dev.backstretch.ingest.Item;
import dev.backstretch.ingest.LiveSession;
import dev.backstretch.schemas.access.Action;
import dev.backstretch.schemas.access.Caller;
import dev.backstretch.schemas.access.Denial;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A door that takes many items of a few types at a time. */
abstract class DeliveryDoor {
    private final Doorway doorway;
    private final String name;
    private final Set<String> types;
    private final @Nullable String typeWhenMissing;
    private final Action action;

    DeliveryDoor(Doorway doorway, String name, Set<String> types, @Nullable String typeWhenMissing, Action action) {
        this.doorway = doorway;
        this.name = name;
        this.types = types;
        this.typeWhenMissing = typeWhenMissing;
        this.action = action;
    }

    void mount(Router router) {
        router.post("/v1/sessions/:session/" + name).handler(this::handle);
    }

    Doorway doorway() {
        return doorway;
    }

    String name() {
        return name;
    }

    /** Says why the request cannot be taken for its query; null when it can. */
    @Nullable
    Problem checkQuery(RoutingContext context) {
        return null;
    }

    /** Says why the caller may not bring one of the items, beyond being let in; null when all of them may be. */
    @Nullable
    Denial checkItems(Caller caller, LiveSession session, List<Item> items) {
        return null;
    }

    /** Whether all of it is taken also when what was run is no longer. */
    boolean isTakenAfterwards(LiveSession session, Delivered delivered) {
        return false;
    }

    /** Whether the session still takes what this door brings; refuses the request when it does not. */
    boolean isTaken(RoutingContext context, LiveSession session, Instant receivedAt) {
        return doorway.takesDeliveries(name, context, session, receivedAt);
    }

    /** Reads one item; null when it is a message that is none, and was counted as that. */
    @Nullable
    Item read(ItemReader reader, Items.Raw raw) {
        return reader.read(raw);
    }

    /** Does what accepted items ask for beside the log; what the stage waits for comes before the answer. */
    CompletionStage<?> taken(LiveSession session, List<Item.Event> accepted) {
        return CompletableFuture.completedFuture(null);
    }

    private void handle(RoutingContext context) {
        Doorway.Admitted admitted = doorway.admit(name, context, action, name);
        if (admitted == null) {
            return;
        }
        Problem query = checkQuery(context);
        if (query != null) {
            doorway.refuse(name, context, query);
            return;
        }
        LiveSession session = admitted.session();
        Caller caller = admitted.caller();
        receive(context, delivered -> {
            if (!isTakenAfterwards(session, delivered) && !isTaken(context, session, delivered.receivedAt())) {
                return;
            }
            var reader = new ItemReader(session, caller, delivered.receivedAt(), types, typeWhenMissing);
            List<Item> items = new ArrayList<>(delivered.items().size());
            for (Items.Raw raw : delivered.items()) {
                Item item = read(reader, raw);
                if (item != null) {
                    items.add(item);
                }
            }
            if (!doorway.bringsOwn(name, context, caller, items)) {
                return;
            }
            Denial denial = checkItems(caller, session, items);
            if (denial != null) {
                doorway.refuse(name, context, Problem.of(denial));
                return;
            }
            CompletionStage<BatchAnswer> answer = doorway.take(
                    name,
                    session,
                    admitted.share(),
                    items,
                    delivered.bytes(),
                    delivered.receivedAt(),
                    accepted -> taken(session, accepted));
            doorway.answer(name, context, answer, session, items);
        });
    }

    /**
     * What came in one request.
     *
     * @param bytes size of the body, unpacked
     * @param receivedAt when the door had all of it
     */
    record Delivered(List<Items.Raw> items, long bytes, Instant receivedAt) {}

    /** Receives a body and takes it apart, or refuses the request. */
    void receive(RoutingContext context, Consumer<Delivered> then) {
        doorway.receive(
                name,
                context,
                received -> doorway.items(
                        name,
                        context,
                        received,
                        whole -> then.accept(
                                new Delivered(whole.items(), received.body().length, received.receivedAt()))));
    }
}
