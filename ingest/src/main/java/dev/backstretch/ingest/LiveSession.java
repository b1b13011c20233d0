package dev.backstretch.ingest;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Fnv1a;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.session.SessionHead;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What this instance knows of one session. Its lock is held while events are handed to the log, so that they lie there in
 * the order of their requests.
 */
public final class LiveSession {
    private static final int MAXIMUM_FILED = 500_000;

    /** Replaced whole; a head never goes back in a session's life. */
    private volatile SessionHead head;

    private final RecentEvents recent;
    private final Roster roster = new Roster();
    /** What came in files: uploads come again days later, when nobody remembers them among the newest events. */
    private final Set<Long> filed = new HashSet<>();

    /** The ids of joins, which are told to nobody: who sends one again is who sent it. Other ids stand in every lineage. */
    private final Set<Long> joins = new HashSet<>();

    private final DeviceClocks clocks = new DeviceClocks();
    private final DeviceUnits units = new DeviceUnits();
    private final AtomicLong inFlightBytes = new AtomicLong();
    private EventBody.@Nullable SessionOpened opened;

    private final Whereabouts whereabouts = new Whereabouts();
    private Instant lastHeardAt;
    private long lastTick = -1;
    private boolean closing;

    /** The end that the log tells and no published head did yet; null when there is none. */
    private @Nullable SessionHead untoldEnd;

    LiveSession(SessionHead head, int rememberedEvents) {
        this.head = head;
        this.recent = new RecentEvents(rememberedEvents);
        this.lastHeardAt = head.openedAt();
    }

    public SessionHead head() {
        return head;
    }

    public String id() {
        return head.sessionId();
    }

    /** Takes what was published of the session, unless more is known already. */
    synchronized void learn(SessionHead published) {
        if (published.state().compareTo(head.state()) >= 0) {
            head = published;
        }
        if (published.state() == SessionHead.State.CLOSED) {
            untoldEnd = null;
        }
    }

    /** Takes an event that is in the session's log. */
    synchronized void hear(RunEvent event) {
        if (event.body() instanceof EventBody.Tick tick) {
            lastTick = Math.max(lastTick, tick.number());
            return;
        }
        if (event.receivedAt().isAfter(lastHeardAt)) {
            lastHeardAt = event.receivedAt();
        }
        if (event.body() instanceof EventBody.SessionOpened opening && opened == null) {
            opened = opening;
            whereabouts.open(opening.track());
        }
        if (event.body() instanceof EventBody.Control control
                && control.action() == EventBody.Control.Action.CLOSE
                && !isClosed()) {
            // Whoever wrote it may have died before the head was published.
            head = SessionLife.closed(head, event.receivedAt());
            untoldEnd = head;
        }
        roster.apply(event);
        if (event.origin().kind() == Origin.Kind.FILE && event.runnerId() != null) {
            file(event.runnerId(), event);
        }
        clocks.hear(event);
        units.hear(event);
        if (event.body() instanceof EventBody.Join && event.runnerId() != null) {
            joins.add(identity(event.runnerId(), event.eventId()));
            whereabouts.comeBack(event.runnerId());
        }
        if (event.body() instanceof EventBody.Leave && event.runnerId() != null) {
            whereabouts.leave(event.runnerId());
        }
    }

    private void file(String runner, RunEvent event) {
        if (event.body() instanceof EventBody.Readings readings) {
            readings.readings().forEach(reading -> file(runner, reading.readingId()));
        } else {
            file(runner, event.eventId());
        }
    }

    /** Beyond the bound a repeat is written again, and the fold recognises it. */
    private void file(String runner, String eventId) {
        if (filed.size() < MAXIMUM_FILED) {
            filed.add(identity(runner, eventId));
        }
    }

    /** FNV-1a over both names: of a million there is one chance in ten million that any two are alike. */
    private static long identity(String runner, String eventId) {
        long hash = Fnv1a.START;
        for (String part : new String[] {runner, "\0", eventId}) {
            for (int i = 0; i < part.length(); i++) {
                hash = Fnv1a.with(hash, part.charAt(i));
            }
        }
        return hash;
    }

    /**
     * A device whose clock is off.
     *
     * @param source the device by its name; null where it has none
     * @param offsetSeconds what is added to its times; negative where its clock is ahead
     */
    public record ClockOff(String runner, @Nullable String source, double offsetSeconds) {}

    /**
     * Devices whose clocks are off by half a minute or more, the worst first.
     *
     * @param runners whose devices; null for all
     */
    public synchronized List<ClockOff> clocksOff(@Nullable Set<String> runners) {
        return clocks.off(runners);
    }

    /**
     * A device that tells its speed in another unit than it is read in.
     *
     * @param ratio how many times as fast its positions go on as its speeds say
     */
    public record UnitOff(String runner, String source, double ratio) {}

    /**
     * Devices whose speeds are in a wrong unit, the worst first.
     *
     * @param runners whose devices; null for all
     */
    public synchronized List<UnitOff> unitsOff(@Nullable Set<String> runners) {
        return units.off(runners);
    }

    /**
     * Runners whose newest position was so far from the track that it was not kept. Who has left is none of them.
     *
     * @param keptBack who is measured no more
     */
    public synchronized List<String> farAway(Predicate<String> keptBack) {
        return whereabouts.far(keptBack);
    }

    /**
     * Whether what tells of these readings may be kept as it is: it tells no place, or those near the track alone, or those of
     * somebody who may run anywhere.
     *
     * @param whose who they may be of; empty where nobody knows
     * @param readings null where nobody knows what they say
     */
    synchronized boolean mayKeep(Set<String> whose, @Nullable List<Reading> readings) {
        if (!maySayPlace(readings)) {
            return true;
        }
        // The roster is as empty as the opening where the log was not read.
        return whereabouts.areAnywhere()
                || (!whose.isEmpty() && whose.stream().allMatch(roster::runsAnywhere))
                || (opened != null && readings != null && readings.stream().allMatch(this::isNear));
    }

    /** Whether any of them tells a place, or nobody knows what they say. */
    static boolean maySayPlace(@Nullable List<Reading> readings) {
        return readings == null || readings.stream().anyMatch(LiveSession::saysPlace);
    }

    /** Half a position is the better half of one. */
    public static boolean saysPlace(Reading reading) {
        return !Double.isNaN(reading.latitudeDegrees()) || !Double.isNaN(reading.longitudeDegrees());
    }

    private boolean isNear(Reading reading) {
        return !saysPlace(reading)
                || (reading.hasPosition() && whereabouts.hold(reading.latitudeDegrees(), reading.longitudeDegrees()));
    }

    /** The opening event's body; null until the log was read. */
    public synchronized EventBody.@Nullable SessionOpened opened() {
        return opened;
    }

    public synchronized boolean knowsRunner(String runner) {
        return roster.knows(runner);
    }

    /** Whether a runner has the device at that time. */
    public synchronized boolean knowsDevice(String device, Instant at) {
        return roster.runnerOfDevice(device, at) != null;
    }

    /** Whether the runner joined with the event of this id. */
    public synchronized boolean joinedBy(String runner, String eventId) {
        return joins.contains(identity(runner, eventId));
    }

    public synchronized int runners() {
        return roster.runners();
    }

    public synchronized Instant lastHeardAt() {
        return lastHeardAt;
    }

    /** Marks that the session's end is being written: no tick may follow it. */
    public synchronized void startClosing() {
        closing = true;
    }

    /** The end could not be written; the session lives on. */
    public synchronized void stopClosing() {
        closing = false;
    }

    /**
     * The head to publish when the session's end is in the log and nobody is publishing it; null otherwise. Who takes it
     * publishes it, and calls {@link #stopClosing} when that fails.
     */
    synchronized @Nullable SessionHead takeUntoldEnd() {
        if (closing) {
            return null;
        }
        SessionHead end = untoldEnd;
        closing = end != null;
        return end;
    }

    /** Whether the end is in the log and in no published head. */
    synchronized boolean hasUntoldEnd() {
        return untoldEnd != null;
    }

    /** Whether there is anything to set free. */
    synchronized boolean holdsMemory() {
        return opened != null || roster.runners() > 0 || recent.size() > 0;
    }

    /** Bytes of this session's requests that await the log. */
    AtomicLong inFlightBytes() {
        return inFlightBytes;
    }

    public boolean isClosed() {
        return head.state() == SessionHead.State.CLOSED;
    }

    // What is below is for those who hold this session's lock.

    Roster roster() {
        return roster;
    }

    /**
     * Whether a runner's position may be kept: one that is nowhere near the track, of somebody who is to run on it, may not.
     */
    boolean keepsPosition(String runner, double latitude, double longitude) {
        return whereabouts.hold(latitude, longitude) || roster.runsAnywhere(runner);
    }

    Whereabouts whereabouts() {
        return whereabouts;
    }

    RecentEvents recent() {
        return recent;
    }

    /** Whether the log has this of a file already. */
    boolean wasFiled(String runner, String eventId) {
        return filed.contains(identity(runner, eventId));
    }

    boolean takesTicks() {
        return !closing && !isClosed();
    }

    long lastTick() {
        return lastTick;
    }

    void ticked(long number) {
        lastTick = Math.max(lastTick, number);
    }
}
