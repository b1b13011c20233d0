package dev.backstretch.ingest.doors;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.people.Person;
import dev.backstretch.ingest.Item;
import dev.backstretch.ingest.LiveSession;
import dev.backstretch.schemas.access.Action;
import dev.backstretch.schemas.access.Caller;
import dev.backstretch.schemas.access.Denial;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code POST …/events}: what is neither measured nor a mark. Consent to be on a board also changes what boards look up. */
final class EventsDoor extends DeliveryDoor {
    EventsDoor(Doorway doorway) {
        super(
                doorway,
                "events",
                Set.of("facing", "safety", "weather", "acknowledge", "symptom", "rpe", "consent"),
                null,
                Action.RUNNER_EVENTS);
    }

    /** What is said of all, and what only someone who looks after others may say, is not a runner's to say. */
    @Override
    @Nullable
    Denial checkItems(Caller caller, LiveSession session, List<Item> items) {
        boolean ofSession = items.stream()
                .anyMatch(item -> item instanceof Item.Event said
                        && (said.event().body() instanceof EventBody.Weather
                                || said.event().body() instanceof EventBody.Acknowledge
                                || (said.event().body() instanceof EventBody.Safety safety
                                        && safety.answer() == null)));
        return ofSession
                ? doorway()
                        .access()
                        .check(caller, Action.SESSION_EVENTS, session.id(), session.head())
                        .orElse(null)
                : null;
    }

    @Override
    CompletionStage<?> taken(LiveSession session, List<Item.Event> accepted) {
        List<CompletionStage<?>> written = new ArrayList<>();
        for (Item.Event said : accepted) {
            if (said.event().runnerId() != null
                    && said.event().body() instanceof EventBody.Consent consent
                    && consent.purpose() == EventBody.Consent.Purpose.BOARD) {
                doorway()
                        .people()
                        .find(session.head().campId(), said.event().runnerId())
                        .ifPresent(person ->
                                written.add(People.write(doorway(), withConsent(person, consent.given(), said))));
            }
        }
        return CompletableFuture.allOf(
                written.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture<?>[]::new));
    }

    private static Person withConsent(Person person, boolean given, Item.Event said) {
        return new Person(
                person.campId(),
                person.runnerId(),
                person.alias(),
                person.name(),
                person.contact(),
                person.birthDate(),
                given,
                person.sessions(),
                said.event().receivedAt());
    }
}
