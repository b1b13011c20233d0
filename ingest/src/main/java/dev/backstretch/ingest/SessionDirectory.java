package dev.backstretch.ingest;

import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.session.SessionHead;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which sessions there are, whichever instance opened them. Fed by the published heads and by what this instance writes. */
public final class SessionDirectory implements SessionLogReader.Listener {
    private final Map<String, LiveSession> sessions = new ConcurrentHashMap<>();
    private final int rememberedEvents;

    public SessionDirectory(int rememberedEvents) {
        this.rememberedEvents = rememberedEvents;
    }

    /** Learns a head, from the topic or from an own write that was acknowledged. */
    public LiveSession learn(SessionHead head) {
        LiveSession session = sessions.computeIfAbsent(head.sessionId(), id -> new LiveSession(head, rememberedEvents));
        session.learn(head);
        return session;
    }

    /** A session whose opening is being written: known to nobody yet. */
    public LiveSession unpublished(SessionHead head) {
        return new LiveSession(head, rememberedEvents);
    }

    /** Makes an opened session known, with what was written of it already. */
    public void publish(LiveSession session) {
        sessions.putIfAbsent(session.id(), session);
    }

    public Optional<LiveSession> find(String sessionId) {
        return Optional.ofNullable(sessions.get(sessionId));
    }

    /** Those that go on. */
    public List<LiveSession> open() {
        return sessions.values().stream().filter(session -> !session.isClosed()).toList();
    }

    /** The ids of all that any of these camps had, as far as is known. */
    public List<String> ofCamps(Collection<String> camps) {
        return sessions.values().stream()
                .map(LiveSession::head)
                .filter(head -> camps.contains(head.campId()))
                .map(SessionHead::sessionId)
                .sorted()
                .toList();
    }

    int size() {
        return sessions.size();
    }

    Collection<LiveSession> all() {
        return List.copyOf(sessions.values());
    }

    @Override
    public void onEvent(RunEvent event, long offset) {
        LiveSession session = sessions.get(event.sessionId());
        if (session != null) {
            session.hear(event);
        }
    }

    /**
     * Sets the memory of sessions free that nobody can deliver to any more. Their heads stay: a session id is used once.
     */
    void tidy(Instant now, Duration settleWindow) {
        sessions.replaceAll((id, session) -> {
            Instant closedAt = session.head().closedAt();
            boolean settled = session.isClosed()
                    && !session.hasUntoldEnd()
                    && closedAt != null
                    && closedAt.plus(settleWindow).plus(settleWindow).isBefore(now);
            return settled && session.holdsMemory() ? new LiveSession(session.head(), rememberedEvents) : session;
        });
    }
}
