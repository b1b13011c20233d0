package dev.backstretch.board;

import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.people.Person;
import dev.backstretch.domain.session.SessionHead;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All sessions a board knows. One thread hands in what the topics say; closed sessions leave after a day. */
final class Sessions implements OutcomeFeed.Receiver {
    private final BoardSettings settings;
    private final Clock clock;
    private final Map<String, SessionView> views = new ConcurrentHashMap<>();
    private final Map<String, SessionHead> heads = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Person>> peopleByCamp = new ConcurrentHashMap<>();

    Sessions(BoardSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void outcome(Channel channel, long offset, Outcome outcome, boolean settled) {
        String session = sessionOf(outcome);
        if (session == null || isOver(heads.get(session))) {
            return;
        }
        view(session).apply(channel, offset, outcome, settled);
    }

    @Override
    public void session(SessionHead head) {
        heads.put(head.sessionId(), head);
        if (isOver(head)) {
            views.remove(head.sessionId());
            return;
        }
        view(head.sessionId()).head(head, peopleByCamp.getOrDefault(head.campId(), Map.of()));
    }

    @Override
    public void person(String key, @Nullable Person person) {
        int bar = key.indexOf('|');
        if (bar < 0) {
            return; // keys are camp|runner; another form names nobody
        }
        String camp = key.substring(0, bar);
        String runner = key.substring(bar + 1);
        Map<String, Person> people = peopleByCamp.computeIfAbsent(camp, name -> new ConcurrentHashMap<>());
        if (person == null) {
            people.remove(runner);
        } else {
            people.put(runner, person);
        }
        for (SessionView view : views.values()) {
            SessionHead head = heads.get(view.sessionId());
            if (head != null && head.campId().equals(camp)) {
                view.people(people);
            }
        }
    }

    /** Lets sessions go that closed long ago. */
    void ageOut() {
        views.keySet().removeIf(session -> isOver(heads.get(session)));
    }

    Optional<SessionView> find(String session) {
        return Optional.ofNullable(views.get(session));
    }

    /** What is known of a session, also of one that has left; null when there is none. */
    @Nullable
    SessionHead head(String session) {
        return heads.get(session);
    }

    /** Who a runner of a camp is; null when nobody is, or was erased. */
    @Nullable
    Person person(String camp, String runner) {
        return peopleByCamp.getOrDefault(camp, Map.of()).get(runner);
    }

    /** The runner of this id where one camp alone has one; else null. */
    @Nullable
    Person onlyPerson(String runner) {
        List<Person> found = peopleByCamp.values().stream()
                .flatMap(people -> Stream.ofNullable(people.get(runner)))
                .toList();
        return found.size() == 1 ? found.get(0) : null;
    }

    /** What time it is. */
    Instant now() {
        return clock.instant();
    }

    /** Every session with its head known, the newest first. */
    List<SessionHead> heads() {
        return views.values().stream()
                .flatMap(view -> view.head().stream())
                .sorted(Comparator.comparing(SessionHead::openedAt).reversed().thenComparing(SessionHead::sessionId))
                .toList();
    }

    Collection<SessionView> views() {
        return views.values();
    }

    private SessionView view(String session) {
        return views.computeIfAbsent(session, id -> new SessionView(id, settings.speed(), settings.logEntries()));
    }

    private boolean isOver(@Nullable SessionHead head) {
        if (head == null || head.state() != SessionHead.State.CLOSED) {
            return false;
        }
        Instant closedAt = head.closedAt();
        return closedAt != null && closedAt.plus(settings.keepClosed()).isBefore(clock.instant());
    }

    private static @Nullable String sessionOf(Outcome outcome) {
        if (outcome instanceof LapOutcome lap) {
            return lap.sessionId();
        }
        if (outcome instanceof Standings standings) {
            return standings.sessionId();
        }
        if (outcome instanceof Alert alert) {
            return alert.sessionId();
        }
        return outcome instanceof Frame frame ? frame.sessionId() : null;
    }
}
