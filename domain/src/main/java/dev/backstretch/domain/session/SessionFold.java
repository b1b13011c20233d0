package dev.backstretch.domain.session;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.event.SessionClock;
import dev.backstretch.domain.event.Track;
import dev.backstretch.domain.lap.Lap;
import dev.backstretch.domain.lap.Mark;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.outcome.RunnerState;
import dev.backstretch.domain.plan.GroupClock;
import dev.backstretch.domain.plan.GroupStep;
import dev.backstretch.domain.plan.Moment;
import dev.backstretch.domain.plan.Plan;
import dev.backstretch.domain.plan.Plans;
import dev.backstretch.domain.plan.Timetable;
import dev.backstretch.domain.safety.Observation;
import dev.backstretch.domain.safety.Phase;
import dev.backstretch.domain.safety.SafetyWatch;
import dev.backstretch.domain.safety.StartAnswers;
import dev.backstretch.domain.safety.WetBulbGlobe;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import dev.backstretch.domain.track.FinishLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One session's log, folded event by event into outcomes. A pure function of the log: it reads no clock and waits for
 * nothing; an event is folded as it arrives, its outcomes leave at once as revision 0, and what later evidence changes
 * leaves with the next revision (design D3, D5, D10).
 *
 * <p>Every item of the log is counted once: folded, rejected or a duplicate. The log begins with the session's opening;
 * what came before it is rejected and leaves no trace. Not thread-safe.
 */
public final class SessionFold {
    /**
     * How long after a close late events are still taken, and how far behind the newest reading a late one is folded.
     */
    public static final Duration SETTLE_WINDOW = Duration.ofMinutes(5);

    private static final long SETTLE_MICROS = 300 * Micros.PER_SECOND;

    /**
     * The form of {@link #snapshot}: raised with every change of what it holds. Snapshots of another form cannot be restored;
     * their log has to be folded anew.
     */
    public static final int SNAPSHOT_FORMAT = 6;

    /** The partition to hand in where there is none: a file. */
    public static final int NO_PARTITION = -1;

    /** How far one event may lift the log's time above the last tick (design D3). */
    private static final long LIFT_MICROS = 2 * Micros.PER_SECOND;
    /** Pages of a snapshot are closed when they pass this size. */
    private static final int PAGE_BYTES = 256 * 1024;

    private final String sessionId;
    private boolean opened;
    private boolean closed;
    private SessionClock receivedBy = SessionClock.WALL;
    private String planName = Plans.FREE_RUN.name();
    private Plan plan = Plans.FREE_RUN;
    private final GroupPlan groupPlan = new GroupPlan();
    private final CoachList coach = new CoachList();
    private @Nullable Track track;
    private @Nullable FinishLine line;
    private long position;
    private long logMicros = Long.MIN_VALUE;
    private long tickMicros = Long.MIN_VALUE;
    private long lastTick = Long.MIN_VALUE;
    private long closedMicros = Long.MIN_VALUE;
    private GroupClock clock = new GroupClock();
    private final Map<String, RunnerFold> runners = new LinkedHashMap<>();
    /** Each event asks for its runner several times. */
    private @Nullable RunnerFold lastFound;
    /** The same in the order they joined. */
    private final List<RunnerFold> inOrder = new ArrayList<>();
    /** Of whom the next frame has something to say, by their place in that order. */
    private final BitSet withNews = new BitSet();

    private final RunnerFold.Group group = new RunnerFold.Group() {
        @Override
        public boolean pausedBetween(long fromMicros, long toMicros) {
            return clock.pausedBetween(fromMicros, toMicros);
        }

        @Override
        public boolean pausedAt(long micros) {
            return clock.pausedAt(micros);
        }

        @Override
        public long runningMicros(long fromMicros, long toMicros) {
            return clock.runningMicros(fromMicros, toMicros);
        }

        @Override
        public long afterRunning(long fromMicros, long runningMicros) {
            return clock.afterRunning(fromMicros, runningMicros);
        }

        @Override
        public Phase phase(Phase ofRunner, long micros) {
            return SessionFold.this.phase(ofRunner, micros);
        }

        @Override
        public Timetable timetable(Plan followed, long startMicros) {
            return clock.timetable(followed, startMicros);
        }

        @Override
        public void hasNews(RunnerFold of) {
            withNews.set(of.index());
        }

        @Override
        public void lapsMoved() {
            groupPlan.mayDiffer();
        }
    };

    private final Set<String> sessionEventIds = new HashSet<>();
    private Counting counting = new Counting();
    private Frames frames;
    private BoardBook boards = new BoardBook();
    private SafetyWatch safety;
    private StartAnswers answers = new StartAnswers();
    /** Whether somebody was about to start backwards when the coach was last told. */
    private boolean backwardStartAhead;

    private boolean heatEstimated;

    public SessionFold(String sessionId) {
        this.sessionId = sessionId;
        frames = new Frames(sessionId);
        safety = new SafetyWatch(sessionId);
    }

    public String sessionId() {
        return sessionId;
    }

    /** How many events of this session's log were read. */
    public long position() {
        return position;
    }

    public boolean isClosed() {
        return closed;
    }

    /** Whose time the events of this session were received by. */
    public SessionClock receivedBy() {
        return receivedBy;
    }

    /** When the newest event was received, as far as the log's time may follow it; null before the first. */
    public @Nullable Instant logTime() {
        return logMicros == Long.MIN_VALUE ? null : Micros.toInstant(logMicros);
    }

    /** What became of every item that was read. */
    public Frame.Counts counts() {
        Frame.Counts sum = counting.counts();
        for (RunnerFold runner : runners.values()) {
            Frame.Counts own = runner.counting().counts();
            sum = new Frame.Counts(
                    sum.read(),
                    sum.folded() + own.folded(),
                    sum.rejected() + own.rejected(),
                    sum.duplicates() + own.duplicates(),
                    sum.late() + own.late(),
                    sum.notUsed() + own.notUsed(),
                    sum.conflicting() + own.conflicting());
        }
        return sum;
    }

    /** When a lap of a runner ended as it stands now; null when there is none of that number. */
    @Nullable
    Instant lapEnd(String runnerId, int number) {
        RunnerFold runner = runners.get(runnerId);
        Mark end = runner == null ? null : runner.lapEnd(number);
        return end == null ? null : Micros.toInstant(end.micros());
    }

    /** Lets go of what a session no longer needs that was closed longer ago than {@link #SETTLE_WINDOW}. */
    public void forgetRunners() {
        if (!closed) {
            throw new IllegalStateException("session " + sessionId + " is not closed");
        }
        for (RunnerFold runner : runners.values()) {
            counting.takeOver(runner.counting());
        }
        runners.clear();
        inOrder.clear();
        lastFound = null;
        safety = new SafetyWatch(sessionId);
        boards = new BoardBook();
    }

    /**
     * Folds one event.
     *
     * @param event of this session
     * @param partition the partition it lies in, or {@link #NO_PARTITION} in a file
     * @param out takes what follows from it, in order
     */
    public void apply(RunEvent event, int partition, Outcome.Sink out) {
        position++;
        EventBody body = event.body();
        counting.read(items(body));
        if (body instanceof EventBody.SessionOpened open) {
            open(event, open, partition, out);
            return;
        }
        if (!opened) {
            reject(
                    event,
                    "UNKNOWN_SESSION",
                    "sessionId",
                    sessionId,
                    "The session was not opened in this log: open it before sending events.",
                    items(body),
                    out);
            return;
        }
        if (closed && Micros.of(event.receivedAt()) > closedMicros + SETTLE_MICROS) {
            if (body instanceof EventBody.Tick || body instanceof EventBody.Rpe) {
                counting.foldedNotUsed();
                return;
            }
            if (event.origin().kind() == Origin.Kind.FILE || body instanceof EventBody.Correction) {
                // Their doors take it for longer; a settled replay uses it (design D3).
                counting.foldedLate(items(body));
                return;
            }
            reject(
                    event,
                    "SESSION_CLOSED",
                    "sessionId",
                    sessionId,
                    "The session was closed more than five minutes before: upload through the file door instead.",
                    items(body),
                    out);
            return;
        }
        advanceLogTime(event, out);
        if (body instanceof EventBody.Readings readings) {
            readings(event, readings, out);
        } else if (body instanceof EventBody.Tick tick) {
            tick(tick, out);
        } else {
            happened(event, out);
        }
        // the last frame is out, and what is learnt from now on is published by a settled replay
        publish(event, closed ? ignored -> {} : out);
    }

    /** What is neither a reading nor a beat of the session's clock. */
    private void happened(RunEvent event, Outcome.Sink out) {
        EventBody body = event.body();
        if (!(body instanceof EventBody.Chip || body instanceof EventBody.Tap)) {
            // a mark alone moves nobody on: the laps that it makes do
            groupPlan.mayDiffer();
        }
        long observed = Micros.of(event.observedAt());
        if (body instanceof EventBody.Chip chip) {
            ofRunner(event, out, runner -> runner.chip(event.eventId(), observed, chip.rssiDbm()));
        } else if (body instanceof EventBody.Tap) {
            ofRunner(event, out, runner -> runner.tap(event.eventId(), observed));
        } else if (body instanceof EventBody.Correction correction) {
            correct(event, correction, out);
        } else if (body instanceof EventBody.FacingDeclared declared) {
            ofRunner(event, out, runner -> runner.declare(observed, declared.facing()));
        } else if (body instanceof EventBody.Gun gun) {
            gun(event, gun);
        } else if (body instanceof EventBody.Control control) {
            control(event, control, out);
        } else if (body instanceof EventBody.Join join) {
            join(event, join, out);
        } else if (body instanceof EventBody.Leave) {
            ofRunner(event, out, runner -> runner.leave(observed));
        } else if (body instanceof EventBody.Binding binding) {
            ofRunner(event, out, runner -> runner.bind(binding.bib()));
        } else if (body instanceof EventBody.Symptom) {
            ofRunner(event, out, runner -> safety.symptom(runner.runnerId(), observed, logMicros, position, out));
        } else if (body instanceof EventBody.Safety said) {
            safety(event, said, out);
        } else if (body instanceof EventBody.Weather weather) {
            weather(event, weather);
        } else if (body instanceof EventBody.Acknowledge acknowledged) {
            acknowledge(event, acknowledged, out);
        } else {
            notUsed(event);
        }
    }

    // ---- the kinds

    private void open(RunEvent event, EventBody.SessionOpened open, int partition, Outcome.Sink out) {
        Integer openedIn = open.partition();
        if (openedIn != null && partition != NO_PARTITION && openedIn != partition) {
            reject(
                    event,
                    "WRONG_PARTITION",
                    "partition",
                    String.valueOf(partition),
                    "The session was opened in partition " + openedIn
                            + ": write its events with the murmur2 partitioner of the session id.",
                    1,
                    out);
            return;
        }
        if (opened) {
            counting.duplicate(!open.planName().equals(planName) || !Objects.equals(open.track(), track));
            return;
        }
        opened = true;
        // The log of a session begins here: strays from before were rejected and leave no trace.
        position = 1;
        counting = new Counting();
        counting.read(1);
        follow(open.planName());
        receivedBy = open.clock();
        lay(open.track());
        logMicros = Micros.of(event.receivedAt());
        frames.next(logMicros);
        counting.folded();
    }

    private void follow(String newPlanName) {
        planName = newPlanName;
        plan = Plans.named(newPlanName).orElse(Plans.FREE_RUN);
    }

    private void lay(@Nullable Track newTrack) {
        track = newTrack;
        line = newTrack == null || newTrack.outAndBack() != null ? null : new FinishLine(newTrack);
    }

    private void tick(EventBody.Tick tick, Outcome.Sink out) {
        if (tick.number() <= lastTick) {
            counting.duplicate(false);
            return;
        }
        lastTick = tick.number();
        if (closed) {
            counting.foldedNotUsed();
            return;
        }
        counting.folded();
        for (RunnerFold runner : runners.values()) {
            safety.doing(
                    runner.runnerId(), runner.facingForSafety(logMicros), phase(runner.phase(logMicros), logMicros));
        }
        safety.tick(logMicros, position, out);
        for (RunnerFold runner : runners.values()) {
            runner.silent(safety.silent(runner.runnerId(), logMicros));
        }
    }

    /** What an event about a runner means for their safety, once the laps are known. */
    private void watch(RunnerFold runner, Outcome.Sink out) {
        String id = runner.runnerId();
        RunnerState state = runner.state(logMicros);
        if (state == RunnerState.FINISHED || state == RunnerState.LEFT) {
            safety.over(id, logMicros, position, out);
        } else {
            safety.doing(id, runner.facingForSafety(logMicros), phase(runner.phase(logMicros), logMicros));
            Lap forward = runner.forwardLapBeforeNewStart();
            Mark start = runner.openStart();
            if (forward != null && start != null) {
                safety.backwardLapStarted(id, start.micros(), forward.end().micros(), logMicros, position, out);
            }
        }
        runner.silent(safety.silent(id, logMicros));
    }

    private void add(RunnerFold runner) {
        runners.put(runner.runnerId(), runner);
        inOrder.add(runner);
    }

    /** While the coach has stopped the clock nobody has to run. */
    private Phase phase(Phase ofRunner, long micros) {
        return ofRunner == Phase.WORK && clock.pausedAt(micros) ? Phase.REST : ofRunner;
    }

    private void safety(RunEvent event, EventBody.Safety said, Outcome.Sink out) {
        if (event.runnerId() != null) {
            ofRunner(event, out, runner -> answers.take(runner.runnerId(), said));
        } else if (!alreadyTaken(event)) {
            if (answers.take(null, said)) {
                safety.spotters(answers.spotters());
                counting.folded();
            } else {
                counting.foldedNotUsed();
            }
        }
    }

    private void weather(RunEvent event, EventBody.Weather weather) {
        if (alreadyTaken(event)) {
            return;
        }
        counting.folded();
        heatEstimated = Double.isNaN(weather.wbgtCelsius());
        safety.weather(
                Double.isNaN(weather.wbgtCelsius())
                        ? WetBulbGlobe.estimated(weather.temperatureCelsius(), weather.relativeHumidityPercent())
                        : weather.wbgtCelsius());
    }

    private void acknowledge(RunEvent event, EventBody.Acknowledge acknowledged, Outcome.Sink out) {
        if (alreadyTaken(event)) {
            return;
        }
        if (safety.acknowledge(acknowledged.alertId(), logMicros, position, out)) {
            counting.folded();
        } else {
            counting.foldedNotUsed();
        }
    }

    private void control(RunEvent event, EventBody.Control control, Outcome.Sink out) {
        if (alreadyTaken(event)) {
            return;
        }
        if (closed && control.action() == EventBody.Control.Action.CLOSE) {
            counting.foldedNotUsed();
            return;
        }
        if (countedAsLate(counting)) {
            return;
        }
        switch (control.action()) {
            case START -> {
                clock.start(Micros.of(event.observedAt()));
                release();
            }
            case PAUSE -> {
                clock.pause(Micros.of(event.observedAt()));
                runners.values().forEach(RunnerFold::pausesChanged);
            }
            case RESUME -> {
                clock.resume(Micros.of(event.observedAt()));
                runners.values().forEach(RunnerFold::pausesChanged);
            }
            case CLOSE -> {
                counting.folded();
                closed = true;
                closedMicros = Micros.of(event.receivedAt());
                safety.close(logMicros, position, out);
                for (RunnerFold runner : runners.values()) {
                    runner.silent(false);
                    runner.close();
                }
                publish(event, out);
                frame(logMicros, true, true, out);
                return;
            }
            case STEP -> {
                if (!goOn(Micros.of(event.observedAt()))) {
                    counting.foldedNotUsed();
                    return;
                }
            }
            case UNRECOGNISED -> {
                counting.foldedNotUsed();
                return;
            }
        }
        counting.folded();
    }

    /**
     * Counts what comes after the close as late. What was closed stays as it is: a correction means the lap that stands
     * there (design D3).
     */
    private boolean countedAsLate(Counting counts) {
        if (closed) {
            counts.foldedLate();
        }
        return closed;
    }

    /**
     * The group goes on to the next step of its plan: from where it was at that moment, by all that is known now.
     *
     * @return false before the start, where no step follows, and where another coach has just said the same
     */
    private boolean goOn(long micros) {
        if (clock.firstStart() == Moment.NONE || micros < clock.firstStart()) {
            return false;
        }
        if (plan.onTheClock()) {
            if (clock.ofGroup(plan, micros).next() == null || !clock.step(micros)) {
                return false;
            }
            runners.values().forEach(RunnerFold::restsMoved);
            return true;
        }
        List<Long> before = clock.steps();
        if (GroupPlan.placeAfter(plan, runners.values(), micros) == 0 || !clock.step(micros)) {
            return false;
        }
        runners.values().forEach(RunnerFold::restsMoved);
        // Of an earlier press that is heard of later the one after it is no news, and one after that may be.
        List<Long> after = clock.steps();
        for (RunnerFold runner : runners.values()) {
            runner.goNotOn(step -> before.contains(step) && !after.contains(step));
        }
        for (long step : after) {
            if (!before.contains(step)) {
                goOnFrom(step, GroupPlan.placeAfter(plan, runners.values(), step));
            }
        }
        return true;
    }

    private void goOnFrom(long micros, long place) {
        for (RunnerFold runner : runners.values()) {
            if (place != 0 && GroupPlan.follows(runner, plan)) {
                runner.goOn(new GroupStep(micros, place));
            }
        }
    }

    private void gun(RunEvent event, EventBody.Gun gun) {
        if (alreadyTaken(event)) {
            return;
        }
        if (countedAsLate(counting)) {
            return;
        }
        counting.folded();
        long fired = Micros.of(event.observedAt());
        clock.gun(gun.wave(), fired);
        release();
    }

    /** Tells each runner when it was let go, as far as is known now. */
    private void release() {
        for (RunnerFold runner : runners.values()) {
            Profile profile = runner.profile();
            runner.release(clock.releasesOf(profile.wave(), profile.waveStartMicros()));
        }
    }

    private void join(RunEvent event, EventBody.Join join, Outcome.Sink out) {
        String runnerId = event.runnerId();
        if (runnerId == null) {
            rejectWithoutRunner(event, out);
            return;
        }
        Profile profile = Profile.of(join, track, planName);
        RunnerFold runner = runners.get(runnerId);
        if (runner == null) {
            long joined = Micros.of(event.observedAt());
            runner = new RunnerFold(sessionId, runnerId, inOrder.size(), profile, joined, track, line, group);
            add(runner);
            runner.release(clock.releasesOf(profile.wave(), profile.waveStartMicros()));
            runner.firstTime(event.eventId());
        } else if (runner.firstTime(event.eventId())) {
            if (countedAsLate(counting)) {
                return;
            }
            runner.rejoin(profile, track, Micros.of(event.observedAt()));
            // a coach may have put the runner into another wave
            Profile known = runner.profile();
            runner.release(clock.releasesOf(known.wave(), known.waveStartMicros()));
        } else {
            counting.duplicate(false);
            return;
        }
        safety.join(runnerId, runner.profile().safety());
        Long waveStart = profile.waveStartMicros();
        if (waveStart != null && !closed) {
            if (profile.wave() == null) {
                clock.start(waveStart);
            } else {
                clock.gun(profile.wave(), waveStart);
            }
            if (clock.hasStart()) {
                release();
            }
        }
        counting.folded();
    }

    private void readings(RunEvent event, EventBody.Readings readings, Outcome.Sink out) {
        RunnerFold runner = runnerOf(event, readings.readings().size(), out);
        if (runner == null) {
            return;
        }
        long received = Micros.of(event.receivedAt());
        int afterLeaving = 0;
        List<Reading> all = readings.readings();
        for (int i = 0; i < all.size(); i++) {
            Reading reading = all.get(i);
            if (runner.hasLeftBy(reading.observedAt(), event.origin())) {
                afterLeaving++;
            } else {
                runner.read(reading, event.origin(), received, closed);
                if (!closed) {
                    Observation seen = runner.observation(reading, event.origin(), received);
                    safety.observe(runner.runnerId(), seen, logMicros, position, out);
                }
            }
        }
        if (afterLeaving > 0) {
            rejectLeft(runner, event, afterLeaving, out);
        }
    }

    private void correct(RunEvent event, EventBody.Correction correction, Outcome.Sink out) {
        if (correction.action() == EventBody.Correction.Action.UNRECOGNISED) {
            RunnerFold runner = runnerOf(event, 1, out);
            if (runner != null) {
                if (runner.firstTime(event.eventId())) {
                    runner.counting().foldedNotUsed();
                } else {
                    runner.counting().duplicate(false);
                }
            }
            return;
        }
        RunnerFold with = null;
        if (correction.action() == EventBody.Correction.Action.SWAP) {
            String other = correction.with();
            with = other == null || other.equals(event.runnerId()) ? null : runners.get(other);
            if (with == null) {
                RunnerFold runner = runnerOf(event, 1, out);
                if (runner != null) {
                    runner.counting().rejected(1);
                    out.accept(rejection(
                            event,
                            "UNKNOWN_RUNNER",
                            "with",
                            other,
                            "Name another runner who has joined this session: a swap needs two.",
                            1));
                }
                return;
            }
        }
        RunnerFold other = with;
        ofRunner(event, out, runner -> runner.correct(event.eventId(), position, correction, other));
    }

    private void ofRunner(RunEvent event, Outcome.Sink out, Consumer<RunnerFold> action) {
        RunnerFold runner = runnerOf(event, 1, out);
        if (runner == null) {
            return;
        }
        if (!speaksOfLeavers(event.body()) && runner.hasLeftBy(event.observedAt(), event.origin())) {
            rejectLeft(runner, event, 1, out);
        } else if (!runner.firstTime(event.eventId())) {
            runner.counting().duplicate(false);
        } else if (!countedAsLate(runner.counting())) {
            runner.counting().folded();
            action.accept(runner);
        }
    }

    /** Whether it may be said of somebody after they left: a correction speaks of what was run, whenever it is made. */
    private static boolean speaksOfLeavers(EventBody body) {
        return body instanceof EventBody.Leave || body instanceof EventBody.Correction;
    }

    private @Nullable RunnerFold runnerOf(RunEvent event, int items, Outcome.Sink out) {
        String runnerId = event.runnerId();
        RunnerFold runner = find(runnerId);
        if (runner == null) {
            if (runnerId == null) {
                rejectWithoutRunner(event, out);
            } else {
                reject(
                        event,
                        "UNKNOWN_RUNNER",
                        "runner",
                        runnerId,
                        "The runner has not joined this session: join before sending.",
                        items,
                        out);
            }
            return null;
        }
        runner.counting().read(items);
        return runner;
    }

    private @Nullable RunnerFold find(@Nullable String runnerId) {
        if (runnerId == null) {
            return null;
        }
        RunnerFold last = lastFound;
        if (last != null && last.runnerId().equals(runnerId)) {
            return last;
        }
        RunnerFold runner = runners.get(runnerId);
        lastFound = runner;
        return runner;
    }

    private void rejectLeft(RunnerFold runner, RunEvent event, int items, Outcome.Sink out) {
        runner.counting().rejected(items);
        out.accept(rejection(
                event,
                "RUNNER_LEFT",
                "runner",
                runner.runnerId(),
                "The runner had left this session by then: join again before sending.",
                items));
    }

    private void notUsed(RunEvent event) {
        RunnerFold runner = event.runnerId() == null ? null : runners.get(event.runnerId());
        Counting counts = runner == null ? counting : runner.counting();
        if (runner != null) {
            runner.counting().read(1);
        }
        boolean first = runner == null ? sessionEventIds.add(event.eventId()) : runner.firstTime(event.eventId());
        if (first) {
            counts.foldedNotUsed();
        } else {
            counts.duplicate(false);
        }
    }

    private boolean alreadyTaken(RunEvent event) {
        if (sessionEventIds.add(event.eventId())) {
            return false;
        }
        counting.duplicate(false);
        return true;
    }

    private static int items(EventBody body) {
        return body instanceof EventBody.Readings readings ? readings.readings().size() : 1;
    }

    private void rejectWithoutRunner(RunEvent event, Outcome.Sink out) {
        reject(event, "MISSING", "runner", null, "Name the runner that the event is about.", items(event.body()), out);
    }

    private void reject(
            RunEvent event,
            String reason,
            String field,
            @Nullable String value,
            String message,
            int items,
            Outcome.Sink out) {
        counting.rejected(items);
        out.accept(rejection(event, reason, field, value, message, items));
    }

    private Rejection rejection(
            RunEvent event, String reason, String field, @Nullable String value, String message, int items) {
        return new Rejection(
                sessionId,
                event.runnerId(),
                event.eventId(),
                "fold",
                reason,
                field,
                value,
                message,
                event.receivedAt(),
                null,
                -1,
                -1,
                new byte[0],
                items);
    }

    // ---- time and frames

    private void advanceLogTime(RunEvent event, Outcome.Sink out) {
        long received = Micros.of(event.receivedAt());
        if (event.body() instanceof EventBody.Tick) {
            tickMicros = Math.max(tickMicros, received);
        } else if (tickMicros != Long.MIN_VALUE) {
            received = Math.min(received, tickMicros + LIFT_MICROS);
        }
        if (received <= logMicros) {
            return;
        }
        if (!closed && frames.due(received)) {
            long boundary = Frames.boundary(received);
            boolean key = frames.keyDue(boundary);
            if (key || frames.quietTooLong(boundary) || !withNews.isEmpty()) {
                frame(boundary, key, false, out);
            }
            frames.next(received);
        }
        logMicros = received;
    }

    private void frame(long boundary, boolean key, boolean last, Outcome.Sink out) {
        List<Frame.Entry> entries = new ArrayList<>();
        if (key) {
            withNews.set(0, inOrder.size());
        }
        for (int i = withNews.nextSetBit(0); i >= 0; i = withNews.nextSetBit(i + 1)) {
            inOrder.get(i).addEntries(entries, key, boundary);
        }
        withNews.clear();
        if (!key) {
            for (RunnerFold runner : inOrder) {
                runner.addStep(entries, boundary);
            }
        }
        Frame.PlanProgress progress = groupPlan.at(planName, plan, runners.values(), clock, boundary);
        Frame.Attention attention = last || frames.attentionDue(boundary)
                ? coach.at(runners.values(), track, safety, answers, clock, heatEstimated, last, boundary)
                : null;
        if (attention != null) {
            boolean ahead = attention.gate() != null;
            if (backwardStartAhead && !ahead) {
                answers.started();
            }
            backwardStartAhead = ahead;
        }
        frames.emit(boundary, key, last, entries, progress, key ? counts() : null, attention, position, out);
    }

    // ---- publishing

    private void publish(RunEvent event, Outcome.Sink out) {
        RunnerFold about = find(event.runnerId());
        if (about != null) {
            boolean lapsMoved = refresh(about, out);
            if (lapsMoved && about.sharesMarks()) {
                for (RunnerFold other : runners.values()) {
                    if (other.marksMoved(about, event.body() instanceof EventBody.Correction)) {
                        refresh(other, out);
                    }
                }
            }
            if (event.body() instanceof EventBody.Join || (lapsMoved && about.inRelay())) {
                handOver(out);
            }
        } else if (event.body() instanceof EventBody.Tick) {
            // no lap changes by the time, and safety has looked at everybody
            for (RunnerFold runner : runners.values()) {
                boards.refresh(runner, logMicros);
            }
        } else {
            for (RunnerFold runner : runners.values()) {
                refresh(runner, out);
            }
            handOver(out);
        }
        boards.publish(sessionId, runners.values(), logMicros, position, closed, out);
    }

    /** In a relay a runner's lap begins with the arrival of the team-mate before. */
    private void handOver(Outcome.Sink out) {
        for (RunnerFold runner : runners.values()) {
            if (runner.inRelay() && runner.handOver(arrivalsOfMates(runner))) {
                refresh(runner, out);
            }
        }
    }

    private List<Mark> arrivalsOfMates(RunnerFold runner) {
        List<Mark> arrivals = new ArrayList<>();
        for (RunnerFold mate : runners.values()) {
            if (mate != runner
                    && mate.inRelay()
                    && Objects.equals(mate.profile().team(), runner.profile().team())) {
                arrivals.addAll(mate.arrivalMarks());
            }
        }
        arrivals.sort(Comparator.comparingLong(Mark::micros));
        return arrivals;
    }

    /** Whether something about the laps moved. */
    private boolean refresh(RunnerFold runner, Outcome.Sink out) {
        boolean lapsMoved = runner.publishLaps(logMicros, position, out);
        if (!closed) {
            watch(runner, out);
        }
        boards.refresh(runner, logMicros);
        return lapsMoved;
    }

    // ---- state

    /**
     * The whole state as pages of at most a few hundred KiB, the first of which tells how many there are. From them and
     * the events after them {@link #restore} gives the same outcomes as if nothing had happened in between (design D7).
     */
    public List<byte[]> snapshot() {
        List<byte[]> pages = new ArrayList<>();
        StateWriter page = new StateWriter();
        int onPage = 0;
        List<byte[]> runnerPages = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        for (RunnerFold runner : runners.values()) {
            runner.writeTo(page);
            safety.writeRunner(runner.runnerId(), page);
            onPage++;
            if (page.size() > PAGE_BYTES) {
                runnerPages.add(page.toBytes());
                sizes.add(onPage);
                page = new StateWriter();
                onPage = 0;
            }
        }
        if (onPage > 0) {
            runnerPages.add(page.toBytes());
            sizes.add(onPage);
        }
        StateWriter head = new StateWriter();
        head.list(sizes, (to, size) -> to.number(size));
        writeHead(head);
        pages.add(head.toBytes());
        pages.addAll(runnerPages);
        StateWriter tail = new StateWriter();
        boards.writeTo(tail, runners.values());
        pages.add(tail.toBytes());
        return pages;
    }

    /** How many pages follow the first page of a snapshot. */
    public static int pagesAfter(byte[] firstPage) {
        return new StateReader(firstPage).list(StateReader::integer).size() + 1;
    }

    /** Takes a session up again from its snapshot. */
    public static SessionFold restore(String sessionId, List<byte[]> pages) {
        StateReader head = new StateReader(pages.get(0));
        List<Integer> sizes = head.list(StateReader::integer);
        SessionFold fold = new SessionFold(sessionId);
        fold.readHead(head);
        for (int page = 0; page < sizes.size(); page++) {
            StateReader in = new StateReader(pages.get(page + 1));
            for (int i = 0; i < sizes.get(page); i++) {
                RunnerFold runner =
                        RunnerFold.readFrom(in, sessionId, fold.inOrder.size(), fold.track, fold.line, fold.group);
                fold.add(runner);
                fold.withNews.set(runner.index(), runner.hasChanges());
                fold.safety.readRunner(in);
            }
        }
        for (RunnerFold runner : fold.runners.values()) {
            for (String with : runner.swaps()) {
                runner.swappedWith(Objects.requireNonNull(fold.runners.get(with), "the other runner of a swap"));
            }
        }
        for (RunnerFold runner : fold.runners.values()) {
            if (runner.sharesMarks()) {
                runner.deriveAgain();
            }
        }
        fold.boards = BoardBook.readFrom(new StateReader(pages.get(sizes.size() + 1)), fold.runners.values());
        return fold;
    }

    private void writeHead(StateWriter out) {
        out.bool(opened);
        out.bool(closed);
        out.symbol(receivedBy);
        out.text(planName);
        Track laid = track;
        out.bool(laid != null);
        if (laid != null) {
            out.text(laid.name());
            out.real(laid.straightMeters());
            out.real(laid.kerbRadiusMeters());
            out.real(laid.laneWidthMeters());
            out.number(laid.lanes());
            out.real(laid.centreLatitudeDegrees());
            out.real(laid.centreLongitudeDegrees());
            out.real(laid.bearingDegrees());
            out.bool(laid.clockwise());
            out.real(laid.lapMeters());
            out.text(laid.line().name());
            out.real(laid.line().innerLatitudeDegrees());
            out.real(laid.line().innerLongitudeDegrees());
            out.real(laid.line().outerLatitudeDegrees());
            out.real(laid.line().outerLongitudeDegrees());
            Track.OutAndBack ends = laid.outAndBack();
            out.bool(ends != null);
            if (ends != null) {
                out.real(ends.startLatitudeDegrees());
                out.real(ends.startLongitudeDegrees());
                out.real(ends.turnLatitudeDegrees());
                out.real(ends.turnLongitudeDegrees());
                out.bool(ends.legs());
            }
        }
        out.number(position);
        out.number(logMicros);
        out.number(tickMicros);
        out.number(lastTick);
        out.number(closedMicros);
        clock.writeTo(out);
        out.list(sessionEventIds.stream().sorted().toList(), StateWriter::text);
        counting.writeTo(out);
        frames.writeTo(out);
        safety.writeTo(out);
        answers.writeTo(out);
        out.bool(backwardStartAhead);
        out.bool(heatEstimated);
    }

    private void readHead(StateReader in) {
        opened = in.bool();
        closed = in.bool();
        receivedBy = in.symbol(SessionClock.class);
        follow(in.requiredText());
        if (in.bool()) {
            lay(new Track(
                    in.requiredText(),
                    in.real(),
                    in.real(),
                    in.real(),
                    in.integer(),
                    in.real(),
                    in.real(),
                    in.real(),
                    in.bool(),
                    in.real(),
                    new Track.TimingLine(in.requiredText(), in.real(), in.real(), in.real(), in.real()),
                    in.bool() ? new Track.OutAndBack(in.real(), in.real(), in.real(), in.real(), in.bool()) : null));
        }
        position = in.number();
        logMicros = in.number();
        tickMicros = in.number();
        lastTick = in.number();
        closedMicros = in.number();
        clock = GroupClock.readFrom(in);
        sessionEventIds.addAll(in.list(StateReader::requiredText));
        counting = Counting.readFrom(in);
        frames = Frames.readFrom(in, sessionId);
        safety = SafetyWatch.readFrom(in, sessionId);
        answers = StartAnswers.readFrom(in);
        backwardStartAhead = in.bool();
        heatEstimated = in.bool();
    }
}
