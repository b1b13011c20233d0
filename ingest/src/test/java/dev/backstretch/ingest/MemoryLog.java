package dev.backstretch.ingest;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.people.Person;
import dev.backstretch.domain.session.SessionHead;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The log in memory, which acknowledges at once, when told to, or never. Safe for threads. */
public final class MemoryLog implements EventLog, SessionLogReader {
    private final List<RunEvent> events = new ArrayList<>();
    private final List<Rejection> rejections = new ArrayList<>();
    private final Map<String, SessionHead> heads = new LinkedHashMap<>();
    private final Map<String, Person> people = new LinkedHashMap<>();
    private final List<Runnable> withheld = new ArrayList<>();
    private SessionLogReader.@Nullable Listener listener;
    private final List<Runnable> withheldReads = new ArrayList<>();
    private boolean withholding;
    private boolean withholdingReads;
    private boolean failing;
    private boolean failingPeople;

    /** Who is told of the log's events when it catches up. */
    public synchronized void tell(SessionLogReader.Listener told) {
        listener = told;
    }

    /** From now on writes wait for {@link #acknowledge}. */
    public synchronized void withhold() {
        withholding = true;
    }

    public void acknowledge() {
        List<Runnable> now;
        synchronized (this) {
            withholding = false;
            now = List.copyOf(withheld);
            withheld.clear();
        }
        now.forEach(Runnable::run);
    }

    /** From now on, or no longer, no write is acknowledged and none is kept. */
    public synchronized void fail(boolean fails) {
        failing = fails;
    }

    /** From now on, or no longer, no person is acknowledged and none is kept. */
    public synchronized void failPeople(boolean fails) {
        failingPeople = fails;
    }

    /** Puts an event there as another instance would. */
    synchronized void put(RunEvent event) {
        events.add(event);
    }

    public synchronized List<RunEvent> events() {
        return List.copyOf(events);
    }

    public List<RunEvent> events(Class<? extends EventBody> kind) {
        return events().stream().filter(event -> kind.isInstance(event.body())).toList();
    }

    public synchronized List<Rejection> rejections() {
        return List.copyOf(rejections);
    }

    public synchronized Map<String, SessionHead> heads() {
        return Map.copyOf(heads);
    }

    public synchronized Map<String, Person> people() {
        return Map.copyOf(people);
    }

    @Override
    public int partitions() {
        return 12;
    }

    @Override
    public CompletionStage<?> append(RunEvent event) {
        return write(() -> events.add(event));
    }

    @Override
    public CompletionStage<?> announce(SessionHead head, Instant receivedAt) {
        return write(() -> heads.put(head.sessionId(), head));
    }

    @Override
    public synchronized CompletionStage<?> introduce(Person person) {
        if (failingPeople) {
            return CompletableFuture.failedFuture(new IOException("the broker does not answer"));
        }
        return write(() -> people.put(PeopleDirectory.key(person.campId(), person.runnerId()), person));
    }

    @Override
    public synchronized CompletionStage<?> erase(String campId, String runnerId, Instant receivedAt) {
        if (failingPeople) {
            return CompletableFuture.failedFuture(new IOException("the broker does not answer"));
        }
        return write(() -> people.remove(PeopleDirectory.key(campId, runnerId)));
    }

    @Override
    public CompletionStage<?> quarantine(Rejection rejection) {
        return write(() -> rejections.add(rejection));
    }

    @Override
    public CompletionStage<?> catchUp(SessionHead head) {
        SessionLogReader.Listener told;
        List<RunEvent> now;
        synchronized (this) {
            told = listener;
            now = List.copyOf(events);
        }
        for (int offset = 0; told != null && offset < now.size(); offset++) {
            told.onEvent(now.get(offset), offset);
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<List<RunEvent>> eventsOf(SessionHead head) {
        List<RunEvent> said = events.stream()
                .filter(event -> event.sessionId().equals(head.sessionId()))
                .toList();
        if (!withholdingReads) {
            return CompletableFuture.completedFuture(said);
        }
        var read = new CompletableFuture<List<RunEvent>>();
        withheldReads.add(() -> read.complete(said));
        return read;
    }

    /** From now on who reads a session's log waits; or no longer, nor do those who have waited. */
    public void withholdReads(boolean withholds) {
        List<Runnable> now;
        synchronized (this) {
            withholdingReads = withholds;
            now = withholds ? List.of() : List.copyOf(withheldReads);
            withheldReads.removeAll(now);
        }
        now.forEach(Runnable::run);
    }

    private synchronized CompletionStage<?> write(Runnable keep) {
        if (failing) {
            return CompletableFuture.failedFuture(new IOException("the broker does not answer"));
        }
        keep.run();
        var written = new CompletableFuture<String>();
        if (withholding) {
            withheld.add(() -> written.complete("kept"));
        } else {
            written.complete("kept");
        }
        return written;
    }
}
