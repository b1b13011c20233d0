package dev.backstretch.ingest.doors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.people.Exertion;
import dev.backstretch.domain.people.Person;
import dev.backstretch.domain.people.Privacy;
import dev.backstretch.ingest.Item;
import dev.backstretch.ingest.LiveSession;
import dev.backstretch.ingest.PeopleDirectory;
import dev.backstretch.schemas.access.Action;
import dev.backstretch.schemas.access.Caller;
import dev.backstretch.schemas.access.Denial;
import dev.backstretch.schemas.access.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code POST …/events}: what is neither measured nor a mark. Consent and exertion also change what is known of the person. */
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
        if (caller.is(Role.RUNNER) && items.stream().anyMatch(item -> givesForMinor(session, item))) {
            return Denial.minor();
        }
        return ofSession
                ? doorway()
                        .access()
                        .check(caller, Action.SESSION_EVENTS, session.id(), session.head())
                        .orElse(null)
                : null;
    }

    /** How hard a session was is asked when its other doors are shut. */
    @Override
    boolean isTakenAfterwards(LiveSession session, Delivered delivered) {
        return !delivered.items().isEmpty()
                && Exertion.isTaken(session.head().closedAt(), delivered.receivedAt())
                && delivered.items().stream().allMatch(EventsDoor::saysHowHardItWas);
    }

    private static boolean saysHowHardItWas(Items.Raw item) {
        ObjectNode object = item.object();
        return object != null && object.path("type").asText().equals("rpe");
    }

    /** Whether someone under age gives a consent; taking one back is everyone's own. */
    private boolean givesForMinor(LiveSession session, Item item) {
        return item instanceof Item.Event said
                && said.event().runnerId() != null
                && said.event().body() instanceof EventBody.Consent consent
                && consent.given()
                && doorway()
                        .people()
                        .find(session.head().campId(), said.event().runnerId())
                        .map(person -> person.privacy().minor())
                        .orElse(false);
    }

    @Override
    CompletionStage<?> taken(LiveSession session, List<Item.Event> accepted) {
        List<CompletionStage<?>> written = new ArrayList<>();
        Map<String, Person> changed = new LinkedHashMap<>();
        for (Item.Event said : accepted) {
            String runner = said.event().runnerId();
            EventBody body = said.event().body();
            if (runner != null && (body instanceof EventBody.Consent || body instanceof EventBody.Rpe)) {
                String key = PeopleDirectory.key(session.head().campId(), runner);
                Person known = changed.containsKey(key)
                        ? changed.get(key)
                        : doorway()
                                .people()
                                .find(session.head().campId(), runner)
                                .orElse(null);
                if (known != null) {
                    changed.put(key, after(known, said.event(), session.id()));
                }
            }
        }
        changed.values().forEach(person -> written.add(People.write(doorway(), person)));
        return CompletableFuture.allOf(
                written.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture<?>[]::new));
    }

    private static Person after(Person known, RunEvent said, String session) {
        return said.body() instanceof EventBody.Consent consent
                ? withConsent(known, consent, said.receivedAt(), session)
                : said.body() instanceof EventBody.Rpe exertion
                        ? known.withExertion(new Exertion(session, exertion.rating(), said.receivedAt()))
                        : known;
    }

    private static Person withConsent(Person person, EventBody.Consent consent, Instant receivedAt, String session) {
        Privacy known = person.privacy();
        boolean given = consent.given();
        boolean board = person.boardConsent();
        Privacy privacy = known;
        switch (consent.purpose()) {
            case BOARD -> board = given;
            case COACH -> privacy = known.withCoach(given);
            case REPLAY -> privacy = known.withReplay(given);
            case RESEARCH -> privacy = known.withResearch(given);
            case ZONE -> privacy = known.withZone(given);
            case MAP -> privacy = known.withMap(given);
            case UNRECOGNISED -> {}
        }
        return new Person(
                person.campId(),
                person.runnerId(),
                person.alias(),
                person.name(),
                person.contact(),
                person.birthDate(),
                board,
                person.sessions(),
                receivedAt,
                concernsOthers(consent) ? optedOut(privacy, board, given, session) : privacy,
                person.exertions(),
                person.tapsOnly());
    }

    private static boolean concernsOthers(EventBody.Consent consent) {
        return consent.purpose() == EventBody.Consent.Purpose.BOARD
                || consent.purpose() == EventBody.Consent.Purpose.COACH;
    }

    /** Who takes back the last of what others see has opted out; who gives either again takes part again. */
    private static Privacy optedOut(Privacy privacy, boolean board, boolean given, String session) {
        boolean nobodySees = !given && !board && Boolean.FALSE.equals(privacy.coach());
        return privacy.withOptedOutOf(nobodySees ? session : given ? null : privacy.optedOutOf());
    }
}
