package dev.backstretch.domain.session;

import dev.backstretch.domain.event.EventBody.Correction;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.ReadingFlag;
import dev.backstretch.domain.event.Track;
import dev.backstretch.domain.facing.FacingTrace;
import dev.backstretch.domain.lap.Fusion;
import dev.backstretch.domain.lap.Lap;
import dev.backstretch.domain.lap.LapBook;
import dev.backstretch.domain.lap.LapFacing;
import dev.backstretch.domain.lap.Mark;
import dev.backstretch.domain.lap.TrackDistance;
import dev.backstretch.domain.line.Crossings;
import dev.backstretch.domain.line.LaneOval;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.RunnerState;
import dev.backstretch.domain.pace.Pace;
import dev.backstretch.domain.plan.CueTurn;
import dev.backstretch.domain.plan.GroupClock;
import dev.backstretch.domain.plan.GroupStep;
import dev.backstretch.domain.plan.Moment;
import dev.backstretch.domain.plan.Plan;
import dev.backstretch.domain.plan.PlannedLaps;
import dev.backstretch.domain.plan.Timetable;
import dev.backstretch.domain.safety.Observation;
import dev.backstretch.domain.safety.Phase;
import dev.backstretch.domain.standing.Attention;
import dev.backstretch.domain.standing.Relay;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import dev.backstretch.domain.track.FinishLine;
import dev.backstretch.domain.track.OutAndBackCourse;
import dev.backstretch.domain.zone.HeartRateTrace;
import dev.backstretch.domain.zone.HeartRateZones;
import dev.backstretch.domain.zone.ZoneModel;
import dev.backstretch.domain.zone.ZoneSeconds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One runner in one session: readings and marks in, laps and seconds out. */
final class RunnerFold implements Trail.Surroundings, SecondRows.Reader {
    /** Running 0.3 m wider than the lane is measured adds 2π · 0.3 m to a lap. */
    private static final double LANE_LAP_PLUS_MINUS_METERS = 2.0;

    private static final long BEFORE_GUN_MICROS = Micros.PER_SECOND;
    /** From the gun to the line a metre ahead: reaction and first steps. */
    private static final double GUN_SIGMA_SECONDS = 1.5;

    private static final long PACE_MICROS = 10 * Micros.PER_SECOND;
    private static final long SLOW_PACE_MICROS = 18 * Micros.PER_SECOND;
    private static final double SLOW_METERS_PER_SECOND = 2;
    private static final double STILL_BELOW = 0.3;
    private static final double SURELY_STARTED_METERS = 25;
    /** 1 % of a run: a smaller difference is inside the doubt of every second, and not worth a row in the store. */
    private static final double WORTH_MENDING_METERS_PER_SECOND = 0.03;

    private static final double PROJECTED_FROM_SHARE = 0.25;

    /** What a lap that began at the gun is flagged with. */
    private static final Set<String> GUN_FLAGS = Set.of("gun-start", "low");

    private static final int MOST_REBOOKINGS = 3;

    /** Under this name the passings are counted that came too soon after a lap to end another. */
    private static final String TOO_SOON = "MIN_LAP_GATE";

    /** Made once, as it is handed on with each reading. */
    private final Consumer<Step> settleRow = this::settleRow;

    /** What a runner has to do with the session. */
    interface Group {
        /** Whether the group's clock stood at some moment between two. */
        boolean pausedBetween(long fromMicros, long toMicros);

        /** What a runner has to do at a moment: while the coach has stopped the clock nobody has to run. */
        Phase phase(Phase ofRunner, long micros);

        /** Whether the group's clock stands. */
        boolean pausedAt(long micros);

        /** Time on the group's clock from one moment to a later one, pauses not counted. */
        long runningMicros(long fromMicros, long toMicros);

        /** The moment at which that much time has passed on the group's clock; MAX_VALUE while a pause hides it. */
        long afterRunning(long fromMicros, long runningMicros);

        /** What the group's clock gives one who follows a plan and started at a moment. */
        Timetable timetable(Plan plan, long startMicros);

        /** A second of a runner is told for the first time, or anew. */
        void hasNews(RunnerFold of);

        /** Laps end, or rests last, at other times than it seemed. */
        void lapsMoved();
    }

    private record Declared(long micros, Facing facing) {}

    private final Group group;
    /** The place among the session's runners. */
    private final int index;

    private final String sessionId;
    private final String runnerId;
    private Profile profile;
    private HeartRateZones zones;
    private final @Nullable FinishLine line;
    private @Nullable LaneOval oval;
    private final @Nullable OutAndBackCourse course;
    private Plan plan;
    private PlannedLaps planned;
    /** Of a plan that goes by the clock. */
    private Timetable timetable = Timetable.NONE;

    private final Clocks clocks = new Clocks();
    private Stretch stretch;
    private LanePassings lanePassings = new LanePassings();
    private HeartRateTrace heartRates = new HeartRateTrace();
    private FacingTrace seenFacing = new FacingTrace();
    private SecondRows rows = new SecondRows();
    private EffortSums effort;
    private final @Nullable FinishBook finish;
    private PublishedLaps published = new PublishedLaps();
    private HandMarks hand;
    private Counting counting = new Counting();
    private boolean silent;
    private long toldStartMicros = Long.MIN_VALUE;
    /** What who measures nothing heard last of their step: any change of plan, clock or laps since then is news. */
    private Frame.@Nullable OwnStep toldStep;

    private final MeasuredMarks measured = new MeasuredMarks();
    private final List<Declared> declared = new ArrayList<>();
    private final List<Long> releases = new ArrayList<>();
    /** By which the coach sent the group on, ascending. */
    private final List<GroupStep> steps = new ArrayList<>();
    /** The gun that started the runner: a false start that was called back is none; {@link Moment#NONE} before it. */
    private long startGun = Moment.NONE;
    /** Who joined after the gun has not started with it, whatever it says of the wave. */
    private long joinedMicros;

    private final RelayLegs relay = new RelayLegs();

    private final Set<String> eventIds = new HashSet<>();
    private final Map<String, Long> flags = new TreeMap<>();
    /** Where the first lap by distance begins: at the first reading. */
    private @Nullable Mark firstReading;
    /** By which the gun was put among the readings. */
    private long gunOffsetMicros;
    /** How far the runner had moved when it was fired; NaN until a reading near it tells. */
    private double gunPathMeters = Double.NaN;

    private long leftMicros = Long.MAX_VALUE;
    private boolean over;
    private boolean lapsChanged;
    /** Whether the laps were derived since something changed that they rest on: then publishing need not do it again. */
    private boolean booked;

    private boolean corrected;
    private LapBook book;
    /** When the lap being run should end; MIN_VALUE when nobody can say. */
    private long due = Long.MIN_VALUE;
    /** By the laps of the book; null until somebody asks. */
    private @Nullable TrackDistance distance;

    RunnerFold(
            String sessionId,
            String runnerId,
            int index,
            Profile profile,
            long joinedMicros,
            @Nullable Track track,
            @Nullable FinishLine line,
            Group group) {
        this.joinedMicros = joinedMicros;
        this.index = index;
        this.group = group;
        this.sessionId = sessionId;
        this.runnerId = runnerId;
        this.profile = profile;
        course = track == null || profile.byDistance()
                ? null
                : OutAndBackCourse.of(track).orElse(null);
        oval = course == null ? ovalOf(track, profile) : null;
        // a lane that is followed tells its passings better than the line alone
        this.line = profile.byDistance() || oval != null || course != null ? null : line;
        plan = profile.plan();
        planned = new PlannedLaps(plan);
        zones = profile.zones();
        effort = new EffortSums(profile);
        finish = FinishBook.of(plan);
        hand = new HandMarks(runnerId);
        stretch = new Stretch(freshCrossings());
        Long waveStart = profile.waveStartMicros();
        if (waveStart != null) {
            releases.add(waveStart);
            startGun = waveStart;
            timetable = group.timetable(plan, startGun);
            startPassings(waveStart);
        }
        book = derive();
        due = nextDue();
    }

    private static @Nullable LaneOval ovalOf(@Nullable Track track, Profile profile) {
        return track == null || profile.byDistance()
                ? null
                : LaneOval.of(track, Math.max(1, profile.lane()), profile.lapMeters())
                        .orElse(null);
    }

    private @Nullable Crossings freshCrossings() {
        LaneOval lane = oval;
        return lane == null
                ? null
                : new Crossings(lane, profile.lane() > 0, plan, Stretch.SETTLE_MICROS + Stretch.MARGIN_MICROS);
    }

    String runnerId() {
        return runnerId;
    }

    int index() {
        return index;
    }

    Profile profile() {
        return profile;
    }

    Plan plan() {
        return plan;
    }

    /** Whether the silence of the runner's device is an alert now. */
    void silent(boolean newSilent) {
        silent = newSilent;
    }

    /** What the plan has the runner do, as the rules of safety see it. */
    Phase phase(long micros) {
        if (!hasStarted(micros)) {
            return Phase.WAITING;
        }
        return book.inRest(micros) || timetable.nothingToRun(micros) ? Phase.REST : Phase.WORK;
    }

    @Nullable
    Mark openStart() {
        return book.openStart();
    }

    /** The forward lap before a backward one that was surely started since the last call; else null. */
    @Nullable
    Lap forwardLapBeforeNewStart() {
        int done = book.laps().size();
        Mark start = book.openStart();
        if (start == null
                || done == 0
                || start.micros() == toldStartMicros
                // who walks back over the line for the next lap has not started it yet
                || !(stretch.trail().pathMeters() - start.pathMeters() >= SURELY_STARTED_METERS)
                || start.micros() == book.laps().get(done - 1).end().micros()
                || planned.facing(book.plannedBehind() + 1) != Facing.BACKWARD
                || book.laps().get(done - 1).facing() != Facing.FORWARD) {
            return null;
        }
        toldStartMicros = start.micros();
        return book.laps().get(done - 1);
    }

    /** A reading that was just read, as the rules of safety see it. One that is not the newest only shows a live device. */
    Observation observation(Reading reading, Origin origin, long receivedMicros) {
        long micros = clocks.sessionMicros(Micros.of(reading.observedAt()), origin);
        double speed = Double.NaN;
        double speedPlusMinus = Double.NaN;
        double lapPosition = Double.NaN;
        if (!stretch.isEmpty() && stretch.newest().reading().equals(reading)) {
            Step newest = stretch.newest();
            boolean followed = !Double.isNaN(newest.laneSpeedMetersPerSecond);
            speed = followed ? newest.laneSpeedMetersPerSecond : newest.speedMetersPerSecond;
            speedPlusMinus = Pace.NORMAL_95 * (followed ? newest.laneSpeedSigma : newest.speedSigma);
            Crossings crossings = stretch.crossings();
            LaneOval lane = oval;
            if (followed && crossings != null && lane != null) {
                double way = crossings.now().wayMeters();
                lapPosition = way - lane.lapMeters() * Math.floor(way / lane.lapMeters());
            }
        }
        return new Observation(
                micros,
                receivedMicros,
                facingForSafety(micros),
                group.phase(phase(micros), micros),
                speed,
                speedPlusMinus,
                reading.heartRateBpm(),
                stretch.trail().verdict().believed(),
                lapPosition,
                Double.NaN,
                reading.horizontalAccuracyMeters());
    }

    Counting counting() {
        return counting;
    }

    boolean hasLeft() {
        return leftMicros != Long.MAX_VALUE;
    }

    /** Whether a moment of a device's time lies behind the runner's leave. */
    boolean hasLeftBy(Instant observedAt, Origin origin) {
        return hasLeft() && clocks.sessionMicros(Micros.of(observedAt), origin) > leftMicros;
    }

    boolean hasReadings() {
        return !stretch.isEmpty();
    }

    /** Whether an event of that id was taken before; remembers it. */
    boolean firstTime(String eventId) {
        return eventIds.add(eventId);
    }

    // ---- what happens to the runner

    void rejoin(Profile newProfile, @Nullable Track track, long micros) {
        if (leftMicros < startGun || (leftMicros != Long.MAX_VALUE && startGun == Moment.NONE)) {
            joinedMicros = micros;
        }
        Profile before = profile;
        // once laps are run passings are being followed by the lane
        profile =
                newProfile.after(before, startGun == Moment.NONE && book.laps().isEmpty());
        zones = profile.zones();
        effort.countBy(profile);
        leftMicros = Long.MAX_VALUE;
        if (oval != null && profile.lane() != before.lane()) {
            oval = ovalOf(track, profile);
            startPassings(Moment.NONE);
            if (!stretch.isEmpty()) {
                refold(0);
            }
        }
        lapsMayDiffer();
    }

    void bind(@Nullable String bib) {
        if (bib != null) {
            profile = profile.withBib(bib);
        }
    }

    void leave(long micros) {
        leftMicros = Math.min(leftMicros, micros);
    }

    /**
     * Lets the runner go.
     *
     * @param all when, in microseconds, ascending, as far as is known now: a gun takes the place of the session's start
     */
    void release(List<Long> all) {
        long changedFrom = firstDifference(releases, all);
        if (changedFrom == Moment.NONE) {
            return;
        }
        long before = startGun;
        releases.clear();
        releases.addAll(all);
        startGun = GroupClock.notRecalled(releases);
        timetable = group.timetable(plan, startGun);
        long start = startGun;
        if (start != before) {
            gunPathMeters = start == Moment.NONE ? Double.NaN : stretch.pathAt(rawMicros(start));
        }
        boolean restarted = start != before && oval != null;
        if (restarted) {
            startPassings(start);
        }
        if (!stretch.isEmpty()) {
            int chunk = stretch.chunkAt(rawMicros(changedFrom));
            if (start > before && !profile.byDistance()) {
                // until now more seconds counted: nobody knew of a start, or that it would be called back
                stretch.forgetSumsUpTo(chunk);
                effort.forget();
                if (finish != null) {
                    finish.forget();
                }
            } else if (start < before) {
                effort.startOver();
            }
            if (restarted) {
                refold(0);
            } else {
                refoldTrail(chunk);
            }
        }
        lapsMayDiffer();
    }

    /** The coach sends the group on to a place in the plan of its session. */
    void goOn(GroupStep step) {
        steps.add(step);
        steps.sort(Comparator.comparingLong(GroupStep::micros));
        lapsMayDiffer();
    }

    /** Takes back that the group went on at certain moments. */
    void goNotOn(LongPredicate micros) {
        if (steps.removeIf(step -> micros.test(step.micros()))) {
            lapsMayDiffer();
        }
    }

    /** The earliest moment that only one of them has; {@link Moment#NONE} when they are equal. */
    private static long firstDifference(List<Long> left, List<Long> right) {
        return Stream.concat(left.stream(), right.stream())
                .filter(one -> left.contains(one) != right.contains(one))
                .mapToLong(Long::longValue)
                .min()
                .orElse(Moment.NONE);
    }

    /** No passing counts from before the gun, and the lane is followed with the runner standing at the start. */
    private void startPassings(long micros) {
        Crossings fresh = freshCrossings();
        gunOffsetMicros = clocks.offsetMicros();
        if (fresh != null) {
            if (micros != Moment.NONE) {
                fresh.gunAt(rawMicros(micros));
            }
            lanePassings = new LanePassings();
            stretch.restartPassings(fresh);
        }
    }

    /** The session is over: what is still open about the passings is decided. */
    void close() {
        over = true;
        stretch.closePassings();
        measurePassings();
        OutAndBackCourse ends = course;
        if (ends != null) {
            stretch.trail().closeCourse(ends);
            measureEnds();
        }
    }

    /** Takes over what the ends of an out-and-back course say. */
    private void measureEnds() {
        if (course != null && measured.takeEnds(stretch.trail().passedEnds(), clocks.offsetMicros())) {
            lapsMayDiffer();
        }
    }

    /** Takes over what the lane says of passings. */
    private void measurePassings() {
        Crossings crossings = stretch.crossings();
        if (crossings != null
                && stretch.takePassingsChanged()
                && measured.become(lanePassings.of(crossings, stretch, clocks.offsetMicros()))) {
            lapsMayDiffer();
        }
    }

    void declare(long micros, Facing facing) {
        declared.add(new Declared(micros, facing));
        declared.sort((a, b) -> Long.compare(a.micros(), b.micros()));
        if (!stretch.isEmpty()) {
            refoldTrail(stretch.chunkAt(rawMicros(micros)));
        }
        lapsMayDiffer();
    }

    void chip(String eventId, long micros, double rssiDbm) {
        add(MarkSource.CHIP, eventId, micros, Mark.CHIP_SIGMA_SECONDS, rssiDbm);
    }

    void tap(String eventId, long micros) {
        add(MarkSource.TAP, eventId, micros - Mark.TAP_REACTION_MICROS, Mark.TAP_SIGMA_SECONDS, Double.NaN);
    }

    private void add(MarkSource source, String eventId, long micros, double sigma, double rssiDbm) {
        Mark mark = new Mark(
                source, micros, sigma, 0, stretch.pathAt(rawMicros(micros)), 0, rssiDbm, false, List.of(eventId));
        // one that comes between others may join two bursts
        boolean tellsNothing = hand.isNewest(mark) && hand.isOutshone(mark, marksCountFrom());
        hand.add(mark);
        if (!tellsNothing) {
            lapsMayDiffer();
        }
    }

    /** Marks before it were made before the runner was started. */
    private long marksCountFrom() {
        return startGun == Moment.NONE ? Long.MIN_VALUE : startGun - BEFORE_GUN_MICROS;
    }

    /** Takes a coach's correction, the given one of the session's log; a swap is told to the other runner too. */
    void correct(String eventId, long position, Correction correction, @Nullable RunnerFold with) {
        Mark target = target(eventId, correction);
        Instant at = correction.at();
        var mended = new HandMarks.Mended(
                eventId,
                position,
                correction.action(),
                correction.corrects(),
                target,
                correction.action() == Correction.Action.FACING
                        ? startOfLapTo(target)
                        : at == null ? null : (Long) Micros.of(at),
                with == null ? null : with.runnerId,
                correction.facing());
        long faced = hand.mend(mended);
        if (with != null) {
            hand.link(with.hand);
        }
        if (faced != Long.MAX_VALUE && !stretch.isEmpty()) {
            refoldTrail(stretch.chunkAt(rawMicros(faced)));
        }
        lapsMayDiffer();
        corrected = true;
    }

    /** The end of the lap that a correction means: of the one that ended then, else of the one that has the number now. */
    private @Nullable Mark target(String eventId, Correction correction) {
        Instant endedAt = correction.lapEndedAt();
        if (endedAt == null) {
            Integer number = correction.lap();
            return number == null ? null : lapEnd(number);
        }
        long micros = Micros.of(endedAt);
        Mark nearest = null;
        for (Lap lap : book.laps()) {
            Mark end = lap.end();
            if (nearest == null || Math.abs(end.micros() - micros) < Math.abs(nearest.micros() - micros)) {
                nearest = end;
            }
        }
        return nearest != null && Fusion.mayBeOne(nearest.micros(), micros, profile.lapMeters())
                ? nearest
                // not known yet, or not any more: what shows there is meant
                : HandMarks.byHand(micros, eventId);
    }

    private @Nullable Long startOfLapTo(@Nullable Mark end) {
        for (Lap lap : book.laps()) {
            if (lap.end().equals(end)) {
                return lap.start().micros();
            }
        }
        return null;
    }

    /** The mark that ends a lap as it stands now; null when there is none of that number. */
    @Nullable
    Mark lapEnd(int number) {
        return number >= 1 && number <= book.laps().size()
                ? book.laps().get(number - 1).end()
                : null;
    }

    /** Those with whom a swap was said by this runner's corrections. */
    Set<String> swaps() {
        return hand.swaps();
    }

    /** Each of the two knows of the other's marks again, after both were taken up from a snapshot. */
    void swappedWith(RunnerFold other) {
        hand.link(other.hand);
    }

    /** What can be derived anew, once all others are taken up from a snapshot too. */
    void deriveAgain() {
        keepBook(derive());
    }

    /** The group's clock was stopped or set going again, which laps may lie over. */
    void pausesChanged() {
        restsMoved();
        lapsMayDiffer();
    }

    /** The rests that go by the group's clock lie elsewhere: what they change of the past is added up again. */
    void restsMoved() {
        Timetable before = timetable;
        timetable = group.timetable(plan, startGun);
        long from = timetable.restsDifferFrom(before);
        if (!stretch.isEmpty() && from <= stretch.newest().rawMicros() + clocks.offsetMicros()) {
            refoldTrail(stretch.chunkAt(rawMicros(from)));
        }
    }

    /** Whether bibs were swapped, so that another's marks may be this runner's. */
    boolean sharesMarks() {
        return hand.isShared();
    }

    /**
     * Another's marks have changed, of which some may be this runner's.
     *
     * @param byCorrection whether a coach's correction changed them
     * @return whether that concerns this runner
     */
    boolean marksMoved(RunnerFold other, boolean byCorrection) {
        if (other == this || !hand.sharesWith(other.hand)) {
            return false;
        }
        lapsMayDiffer();
        corrected |= byCorrection;
        return true;
    }

    /** A reading arrives; counts it. */
    void read(Reading reading, Origin origin, long receivedMicros, boolean closed) {
        Reading seen = stretch.seen(reading.readingId());
        if (seen != null) {
            counting.duplicate(!seen.equals(reading));
            return;
        }
        if (closed) {
            counting.foldedLate();
            return;
        }
        long observedMicros = Micros.of(reading.observedAt());
        long offsetBefore = clocks.offsetMicros();
        clocks.observe(origin, observedMicros, receivedMicros);
        if (clocks.offsetMicros() != offsetBefore) {
            clockMoved();
        }
        long rawMicros = rawMicros(clocks.sessionMicros(observedMicros, origin));
        if (stretch.tooLate(rawMicros)) {
            counting.foldedLate();
            return;
        }
        Step step = stretch.step(reading, rawMicros);
        if (!reading.flags().isEmpty()) {
            for (ReadingFlag flag : reading.flags()) {
                flags.merge(flag.name(), 1L, Long::sum);
            }
        }
        counting.folded();
        if (stretch.continues(step)) {
            long before = stretch.isEmpty() ? Long.MIN_VALUE : stretch.newest().rawMicros();
            if (firstReading == null) {
                firstReading = beginAt(step);
            }
            stretch.append(step, this);
            measurePassings();
            measureEnds();
            putRow(step);
            mendWithdrawn();
            settleSpeeds(before);
            resolvePaths(before);
        } else {
            int chunk = stretch.insert(step);
            if (stretch.isFirstOfAll(step)) {
                firstReading = beginAt(step);
                lapsMayDiffer();
            }
            refold(chunk);
        }
        if (lapsChanged) {
            // before the next reading, so that it does not matter which of them came together
            rebook();
        }
    }

    /** Guns and marks made by hand lie elsewhere among the readings than it seemed. */
    private void clockMoved() {
        long gun = startGun;
        if (gun != Moment.NONE && clocks.offsetMicros() != gunOffsetMicros && stretch.isWhole()) {
            startPassings(gun);
        }
        if (!stretch.isEmpty()) {
            refold(0);
        }
    }

    /** The time of the runner's first device, in which steps are ordered, for a time of the session. */
    private long rawMicros(long sessionMicros) {
        return sessionMicros - clocks.offsetMicros();
    }

    private Mark beginAt(Step first) {
        return new Mark(
                MarkSource.DISTANCE,
                first.rawMicros() + clocks.offsetMicros(),
                0,
                1,
                0,
                clocks.offsetMicros(),
                Double.NaN,
                false,
                List.of(first.reading().readingId()));
    }

    /** Another reading lies among those from a chunk on. */
    private void refold(int latestChunk) {
        refold(latestChunk, true);
    }

    /** Something else is known of the readings from a chunk on: their passings stand. */
    private void refoldTrail(int latestChunk) {
        refold(latestChunk, false);
    }

    private void refold(int latestChunk, boolean passingsToo) {
        int fromChunk = stretch.chunkBeforeWithdrawn(latestChunk);
        long foldedBefore = stretch.foldedBefore(fromChunk);
        if (fromChunk < latestChunk) {
            lapsMayDiffer();
        }
        // what is told again is told whole: a heart rate that was believed may be none now
        heartRates.forgetFrom(
                foldedBefore == Long.MIN_VALUE ? Long.MIN_VALUE : Math.floorDiv(foldedBefore, Micros.PER_SECOND) + 1);
        OutAndBackCourse ends = course;
        if (stretch.crossings() != null) {
            if (passingsToo) {
                stretch.refold(fromChunk, this);
            } else {
                stretch.refoldTrail(fromChunk, this);
            }
            if (over) {
                stretch.closePassings();
            }
            measurePassings();
        } else if (ends != null) {
            stretch.refold(fromChunk, this);
            if (over) {
                stretch.trail().closeCourse(ends);
            }
            measureEnds();
        } else if (measured.areMadeAgain(foldedBefore, () -> stretch.refold(fromChunk, this))) {
            lapsMayDiffer();
        }
        for (Step step : stretch.stepsFrom(fromChunk)) {
            putRow(step);
        }
        mendWithdrawn();
        resolvePaths(foldedBefore);
    }

    /** Seconds that were told with a heart rate that is none are told again without it. */
    private void mendWithdrawn() {
        List<Step> withdrawn = stretch.takeWithdrawn();
        if (!withdrawn.isEmpty()) {
            withdrawn.forEach(settleRow);
        }
    }

    /** The gun and marks that were made by hand learn how far the runner had moved by then once the readings say so. */
    private void resolvePaths(long afterRawMicros) {
        if (startGun != Moment.NONE && (rawMicros(startGun) > afterRawMicros || Double.isNaN(gunPathMeters))) {
            double known = stretch.pathAt(rawMicros(startGun));
            double path = Double.isNaN(known) ? stretch.trail().pathAtUnseenStart(rawMicros(startGun)) : known;
            if (!Double.isNaN(path) && path != gunPathMeters) {
                gunPathMeters = path;
                lapsMayDiffer();
            }
        }
        if (afterRawMicros != Long.MIN_VALUE && hand.newestKnownBy(afterRawMicros + clocks.offsetMicros())) {
            return;
        }
        List<Mark> marks = hand.all();
        for (int i = marks.size() - 1; i >= 0; i--) {
            Mark mark = marks.get(i);
            long raw = rawMicros(mark.micros());
            if (raw <= afterRawMicros && !Double.isNaN(mark.pathMeters())) {
                break;
            }
            double path = stretch.pathAt(raw);
            if (!Double.isNaN(path) && path != mark.pathMeters()) {
                hand.replace(i, mark.withPath(path));
                if (!hand.isOutshone(mark, marksCountFrom())) {
                    lapsMayDiffer();
                }
            }
        }
    }

    // ---- the trail's surroundings

    @Override
    public long offsetMicros() {
        return clocks.offsetMicros();
    }

    @Override
    public long countsFromMicros() {
        return profile.byDistance() ? Long.MIN_VALUE : startGun;
    }

    @Override
    public boolean inRest(long micros) {
        return book.inRest(micros) || timetable.inRest(micros);
    }

    /** As somebody says, else as the compass shows; UNKNOWN in a planned rest unless it was declared. */
    Facing facingAt(long micros) {
        Facing said = saidFacing(micros);
        return said == Facing.UNKNOWN && !inRest(micros) ? seenFacing.at(rawMicros(micros)) : said;
    }

    /** The same where, with no facing of their lap to go by, what the plan asks for at that time counts before a compass. */
    Facing facingForSafety(long micros) {
        Facing said = saidFacing(micros);
        if (said != Facing.UNKNOWN || inRest(micros)) {
            return said;
        }
        Timetable.Part part = timetable.at(micros);
        return part == null || part.facing() == Facing.UNKNOWN ? seenFacing.at(rawMicros(micros)) : part.facing();
    }

    @Override
    public Facing saidFacing(long micros) {
        Facing said = declaredAt(micros);
        if (said != Facing.UNKNOWN || inRest(micros)) {
            return said;
        }
        return planned.facing(book.plannedBefore(micros) + 1);
    }

    private Facing declaredAt(long micros) {
        Facing said = hand.facingAt(micros);
        if (said != Facing.UNKNOWN) {
            return said;
        }
        for (Declared one : declared) {
            if (one.micros() <= micros) {
                said = one.facing();
            }
        }
        return said;
    }

    @Override
    public void seenFacing(long sinceMicros, Facing facing) {
        if (seenFacing.put(sinceMicros, facing)) {
            int done = book.laps().size();
            if (done > 0
                    && sinceMicros < rawMicros(book.laps().get(done - 1).end().micros())) {
                lapsMayDiffer();
            }
        }
    }

    /** What is known of the facing of a lap beside the plan. */
    private final class KnownFacing implements LapFacing {
        @Override
        public Facing declared(long micros) {
            return declaredAt(micros);
        }

        @Override
        public Facing ofLapTo(long endMicros) {
            return hand.facingOfLapTo(endMicros);
        }

        @Override
        public boolean pausedBetween(long fromMicros, long toMicros) {
            return group.pausedBetween(fromMicros, toMicros);
        }

        @Override
        public double pathAt(long micros) {
            return stretch.pathAt(rawMicros(micros));
        }

        @Override
        public double seenShare(Facing facing, long fromMicros, long toMicros) {
            return (double) seenFacing.microsOf(facing, rawMicros(fromMicros), rawMicros(toMicros))
                    / (toMicros - fromMicros);
        }
    }

    @Override
    public HeartRateZones zones() {
        return zones;
    }

    @Override
    public double distanceLapMeters() {
        return profile.byDistance() ? profile.lapMeters() : 0;
    }

    @Override
    public @Nullable FinishLine line() {
        return line;
    }

    @Override
    public @Nullable OutAndBackCourse course() {
        return course;
    }

    @Override
    public void mark(Mark mark) {
        measured.add(mark);
        lapsMayDiffer();
    }

    @Override
    public void heartRate(long second, double bpm, long previousSecond, double previousBpm) {
        heartRates.put(second, bpm, previousSecond, previousBpm);
    }

    @Override
    public void heartRateWithdrawn(long sinceMicros, long beforeMicros) {
        heartRates.forget(
                Math.floorDiv(sinceMicros, Micros.PER_SECOND), Math.floorDiv(beforeMicros - 1, Micros.PER_SECOND));
        stretch.withdrawHeartRates(sinceMicros, beforeMicros);
        int done = book.laps().size();
        if (done > 0 && sinceMicros < rawMicros(book.laps().get(done - 1).end().micros())) {
            lapsMayDiffer();
        }
    }

    @Override
    public void changed(long second) {
        effort.changed(second);
        group.hasNews(this);
    }

    @Override
    public void left(SecondRows.Row row) {
        effort.leave(row, countsFromMicros());
        if (finish != null) {
            finish.leave(row, countsFromMicros());
        }
    }

    private void putRow(Step step) {
        long micros = step.rawMicros() + clocks.offsetMicros();
        double speed = speedAt(step);
        rows.put(micros, speed, sigmaAt(step), step.heartRateBpm, step.pathMeters, facingAt(micros, speed), this);
    }

    private static boolean followed(Step step) {
        return !Double.isNaN(step.laneSpeedMetersPerSecond);
    }

    private double speedAt(Step step) {
        return followed(step) ? laneSpeed(step) : smoothedSpeed(step);
    }

    private static double sigmaAt(Step step) {
        return followed(step) ? step.laneSpeedSigma : step.speedSigma;
    }

    private Facing facingAt(long micros, double speed) {
        return speed < STILL_BELOW ? Facing.STILL : facingAt(micros);
    }

    /** What was said of a second is mended once the readings after it have shown the speed there too. */
    private void settleSpeeds(long newestBefore) {
        if (stretch.crossings() == null || newestBefore == Long.MIN_VALUE) {
            return;
        }
        stretch.forStepsBetween(
                newestBefore - Crossings.SPEED_REACH_MICROS,
                stretch.newest().rawMicros() - Crossings.SPEED_REACH_MICROS,
                settleRow);
    }

    private void settleRow(Step step) {
        long micros = step.rawMicros() + clocks.offsetMicros();
        int told = rows.indexOf(micros);
        if (told >= 0) {
            double speed = speedAt(step);
            rows.putAgain(
                    told,
                    micros,
                    speed,
                    sigmaAt(step),
                    step.heartRateBpm,
                    step.pathMeters,
                    facingAt(micros, speed),
                    this);
        }
    }

    private double laneSpeed(Step step) {
        double live = step.laneSpeedMetersPerSecond;
        Crossings crossings = stretch.crossings();
        if (crossings == null || stretch.newest().rawMicros() - step.rawMicros() < Crossings.SPEED_REACH_MICROS) {
            return live;
        }
        double settled = crossings.speedAt(step.rawMicros());
        return Math.abs(settled - live) >= WORTH_MENDING_METERS_PER_SECOND ? settled : live;
    }

    private double smoothedSpeed(Step step) {
        double mean = stretch.meanSpeed(step, PACE_MICROS);
        return mean < SLOW_METERS_PER_SECOND ? stretch.meanSpeed(step, SLOW_PACE_MICROS) : mean;
    }

    // ---- laps

    /** Derives the laps anew; where that gives a past moment another facing or rest, the seconds since are added up again. */
    private void rebook() {
        LapBook before = book;
        booked = true;
        keepBook(derive());
        long from = book.differsFrom(before);
        if (!stretch.isEmpty() && from <= stretch.newest().rawMicros() + clocks.offsetMicros()) {
            refoldTrail(stretch.chunkAt(rawMicros(from)));
        }
    }

    private void lapsMayDiffer() {
        lapsChanged = true;
        booked = false;
    }

    private void keepBook(LapBook derived) {
        if (!derived.laps().equals(book.laps())) {
            distance = null;
        }
        if (derived.differsFrom(book) != Long.MAX_VALUE) {
            group.lapsMoved();
        }
        book = derived;
        due = nextDue();
    }

    private TrackDistance trackDistance() {
        TrackDistance known = distance;
        if (known == null) {
            // a distance between marks of distance says nothing of the lane
            known = profile.byDistance() ? TrackDistance.AS_MEASURED : TrackDistance.after(book.laps());
            distance = known;
        }
        return known;
    }

    private LapBook derive() {
        if (profile.byDistance()) {
            return LapBook.byDistance(measured.all(), firstReading, profile.lapMeters(), new KnownFacing(), plan);
        }
        Mark gun = null;
        List<Mark> marks = hand.corrected(measured.all());
        if (hand.isShared()) {
            marks.replaceAll(mark ->
                    Double.isNaN(mark.pathMeters()) ? mark.withPath(stretch.pathAt(rawMicros(mark.micros()))) : mark);
        }
        long fired = startGun;
        if (fired != Moment.NONE) {
            long from = marksCountFrom();
            marks.removeIf(mark -> mark.micros() < from);
            gun = new Mark(MarkSource.LINE, fired, GUN_SIGMA_SECONDS, 1, gunPathMeters, 0, Double.NaN, true, List.of());
        }
        boolean stoodAtTheGun = joinedMicros <= fired;
        return LapBook.atTheLine(
                marks, gun, stoodAtTheGun, profile.lapMeters(), plan, new KnownFacing(), releases, steps);
    }

    /** Publishes the laps that changed since the last call. */
    boolean publishLaps(long logMicros, long position, Outcome.Sink out) {
        if (!lapsChanged) {
            return false;
        }
        // what is added up anew may show another facing or passing, and with it other laps; two that disagree for ever
        // do not
        for (int i = 0; !booked && i < MOST_REBOOKINGS; i++) {
            rebook();
        }
        lapsChanged = false;
        List<LapOutcome> current = new ArrayList<>();
        for (Lap lap : book.laps()) {
            current.add(outcome(lap, logMicros, position));
        }
        published.publish(current, corrected, out);
        corrected = false;
        return true;
    }

    /** As was said or seen, else as the plan asks of that leg of the team. */
    private Facing facingOf(Lap lap) {
        return lap.facing() == Facing.UNKNOWN && inRelay()
                ? plan.facingOfLeg(relay.legsBefore(lap) + lap.number())
                : lap.facing();
    }

    private LapOutcome outcome(Lap own, long logMicros, long position) {
        Mark begin = relay.startOf(own, book.laps());
        boolean handed = !begin.equals(own.start());
        List<String> flags = own.flags();
        if (handed) {
            boolean overPause = group.pausedBetween(begin.micros(), own.end().micros());
            flags = flags.stream()
                    .filter(flag -> !GUN_FLAGS.contains(flag) && (overPause || !flag.equals(LapBook.OVER_PAUSE)))
                    .toList();
        }
        Lap lap = new Lap(own.number(), begin, own.end(), facingOf(own), own.meters(), flags);
        double metersPlusMinus = profile.byDistance()
                ? Pace.NORMAL_95 * stretch.trail().distanceSigmaShare() * lap.meters()
                : LANE_LAP_PLUS_MINUS_METERS;
        long fromSecond = Math.floorDiv(rawMicros(lap.start().micros()), Micros.PER_SECOND);
        long toSecond = Math.floorDiv(rawMicros(lap.end().micros()), Micros.PER_SECOND);
        return new ToldLap(lap, handed, book.firstStart(), metersPlusMinus)
                .outcome(
                        sessionId,
                        runnerId,
                        heartRates.average(fromSecond, toSecond),
                        heartRates.maximum(fromSecond, toSecond),
                        logMicros,
                        position);
    }

    private static double hypot(double a, double b) {
        return Math.sqrt(a * a + b * b);
    }

    /** To three decimals: what is published is what people and files can compare. */
    private static double millis(double value) {
        return Math.rint(value * 1000) / 1000;
    }

    List<LapOutcome> laps() {
        return published.standing();
    }

    // ---- what can be said of the runner now

    RunnerState state(long logMicros) {
        if (hasLeft()) {
            return RunnerState.LEFT;
        }
        int laps = planned.count();
        if (laps > 0 && book.plannedBehind() >= laps) {
            return RunnerState.FINISHED;
        }
        if (silent) {
            return RunnerState.SILENT;
        }
        if (!hasStarted(logMicros)) {
            return RunnerState.WAITING;
        }
        if (inRest(logMicros)) {
            return RunnerState.RESTING;
        }
        return stretch.trail().standstill().paused() ? RunnerState.STOPPED : RunnerState.RUNNING;
    }

    private boolean hasStarted(long micros) {
        if (profile.byDistance()) {
            return !stretch.isEmpty();
        }
        long gun = startGun;
        return book.openStart() != null || (seen() && gun != Moment.NONE && gun <= micros);
    }

    /** Whether the runner showed any sign of being there. */
    private boolean seen() {
        return !stretch.isEmpty() || !hand.all().isEmpty();
    }

    /** The first moment after one from which on {@link #inRest} may say something else while no lap changes. */
    long restMayChangeAfter(long micros) {
        return book.restMayChangeAfter(micros);
    }

    /**
     * When the planned rest ends, in microseconds; {@code Long.MIN_VALUE} outside one, and while the coach's pause hides the
     * end of one that goes by the clock.
     */
    long restUntil(long logMicros) {
        long own = ownRestUntil(logMicros);
        return own != Long.MIN_VALUE || hasLeft() ? own : timetable.restUntil(logMicros);
    }

    /** The same of a rest that runs from the runner's own mark. */
    long ownRestUntil(long logMicros) {
        return book.inRest(logMicros) ? book.restUntilMicros() : Long.MIN_VALUE;
    }

    /** When the lap being run should end if it takes as long as the newest one of the same facing; else MIN_VALUE. */
    long dueAt() {
        return due;
    }

    private long nextDue() {
        Mark start = book.openStart();
        int laps = planned.count();
        if (start == null || (laps > 0 && book.plannedBehind() >= laps)) {
            return Long.MIN_VALUE;
        }
        Facing facing = planned.facing(book.plannedBehind() + 1);
        for (int i = book.laps().size() - 1; i >= 0; i--) {
            Lap lap = book.laps().get(i);
            if (lap.facing() == facing) {
                return Math.max(start.micros(), book.restUntilMicros()) + lap.micros();
            }
        }
        return Long.MIN_VALUE;
    }

    /** When the newest lap ended whose facing is in doubt, however many were run since; MIN_VALUE when there is none. */
    long facingDoubt() {
        List<Lap> laps = book.laps();
        for (int i = laps.size() - 1; i >= 0; i--) {
            if (laps.get(i).flags().contains(LapBook.FACING_UNCONFIRMED)) {
                return laps.get(i).end().micros();
            }
        }
        return Long.MIN_VALUE;
    }

    /** Which way the next lap is to be run; unknown when there is none. */
    Facing nextFacing() {
        int laps = planned.count();
        int done = book.plannedBehind();
        return laps > 0 && done >= laps ? Facing.UNKNOWN : planned.facing(done + 1);
    }

    /** Where on the track the runner was seen last. */
    Attention.Where where(@Nullable Track track) {
        SecondRows.Row newest = rows.newest();
        Mark start = book.openStart();
        // neither a way out and back nor a loop of which only the line is known has straights and bends
        if (track == null
                || course != null
                || track.kerbRadiusMeters() <= 0
                || profile.byDistance()
                || newest == null
                || start == null) {
            return Attention.Where.UNKNOWN;
        }
        double inLap = trackDistance().factor() * (newest.pathMeters() - start.pathMeters());
        return Attention.Where.of(inLap, profile.lapMeters(), track.straightMeters());
    }

    /** When the runner was released; {@link Moment#NONE} before it. */
    long gunMicros() {
        return startGun;
    }

    /** Where a relay's laps of this runner ended; nothing outside a relay. */
    List<Relay.HandOver> arrivals() {
        if (!inRelay()) {
            return List.of();
        }
        return arrivalMarks().stream()
                .map(end -> new Relay.HandOver(runnerId, end.micros(), end.sigmaSeconds()))
                .toList();
    }

    /** Whether the runner runs for a team, one after the other. */
    boolean inRelay() {
        return plan.teamSize() > 0 && profile.team() != null && !profile.byDistance();
    }

    /** The marks that hand over to a team-mate. */
    List<Mark> arrivalMarks() {
        return book.laps().stream().limit(RelayLegs.OF_ONE).map(Lap::end).toList();
    }

    /**
     * Takes over when team-mates arrived.
     *
     * @param arrivals ascending
     * @return whether that is news
     */
    boolean handOver(List<Mark> arrivals) {
        boolean news = relay.handOver(arrivals);
        if (news) {
            lapsMayDiffer();
        }
        return news;
    }

    /** How many laps of the plan are behind. */
    int plannedBehind() {
        return book.plannedBehind();
    }

    /** Where in the plan the runner was at a moment, as {@link GroupStep} counts places. */
    long placeAt(long micros) {
        return book.placeAt(micros);
    }

    boolean hasChanges() {
        return rows.anyChanged();
    }

    /** The seconds that changed, as entries of a frame; a key frame holds the newest one in any case, with the totals. */
    void addEntries(List<Frame.Entry> entries, boolean key, long logMicros) {
        if (!key && !rows.anyChanged()) {
            return;
        }
        SecondRows.Row newest = rows.newest();
        for (SecondRows.Row row = rows.takeChanged(); row != null; row = rows.takeChanged()) {
            if (!key || row != newest) {
                entries.add(entry(row, logMicros, row == newest, null));
            }
        }
        if (key) {
            if (newest != null) {
                entries.add(entry(newest, logMicros, true, totals()));
            } else {
                entries.add(withoutReadings(logMicros, true));
            }
        }
    }

    /** Of who measures nothing only the totals are told, but for a step of the plan or a cue that is not told yet. */
    void addStep(List<Frame.Entry> entries, long logMicros) {
        if (!hasReadings() && !Objects.equals(toldStep, ownStep(logMicros, state(logMicros)))) {
            entries.add(withoutReadings(logMicros, false));
        }
    }

    private Frame.Entry withoutReadings(long logMicros, boolean key) {
        RunnerState state = state(logMicros);
        toldStep = ownStep(logMicros, state);
        return new Frame.Entry(
                runnerId,
                Micros.toInstant(logMicros),
                0,
                Double.NaN,
                Estimate.UNKNOWN,
                Double.NaN,
                -1,
                Estimate.UNKNOWN,
                Facing.UNKNOWN,
                state,
                book.openStart() == null ? 0 : book.laps().size() + 1,
                Double.NaN,
                profile.lapMeters(),
                null,
                Estimate.UNKNOWN,
                key ? totals() : null,
                null,
                toldStep);
    }

    private Frame.Entry entry(SecondRows.Row row, long logMicros, boolean newest, Frame.@Nullable Totals totals) {
        int done = newest ? book.laps().size() : book.lapsBefore(row.micros());
        Mark start = done == book.laps().size()
                ? book.openStart()
                : book.laps().get(done).start();
        double inLap = start == null ? Double.NaN : inLap(row, start);
        RunnerState state = state(newest ? logMicros : Math.min(logMicros, row.micros()));
        Frame.Finish end = newest ? finish(start) : null;
        return new Frame.Entry(
                runnerId,
                Micros.toInstant(row.micros()),
                row.revision(),
                millis(row.speed()),
                pace(row),
                row.heartRateBpm(),
                zones.zoneOf(row.heartRateBpm()),
                distance(row.pathMeters()),
                row.facing(),
                state,
                start == null ? 0 : done + 1,
                millis(inLap),
                profile.lapMeters(),
                start == null ? null : Micros.toInstant(start.micros()),
                newest ? projectedRatio(row, start, inLap) : Estimate.UNKNOWN,
                totals,
                end,
                newest && (end == null || !end.reached()) ? ownStep(logMicros, state) : null);
    }

    /** Where the runner is in their own plan; null before its start and after its end. Who stands about is told no cue. */
    private Frame.@Nullable OwnStep ownStep(long micros, RunnerState state) {
        boolean begun = startGun != Moment.NONE || book.firstStart() != null;
        if (!begun || plan.steps().isEmpty() || state == RunnerState.FINISHED || state == RunnerState.LEFT) {
            return null;
        }
        boolean speaks = state == RunnerState.RUNNING || state == RunnerState.RESTING || state == RunnerState.WAITING;
        Facing ofLap = planned.facing(book.plannedBehind() + 1);
        if (!plan.onTheClock()) {
            boolean resting = book.inRest(micros);
            return new Frame.OwnStep(
                    speaks ? cueByLaps(micros, resting) : null,
                    resting ? Facing.UNKNOWN : ofLap,
                    resting ? Micros.toInstant(book.restUntilMicros()) : null,
                    resting && ofLap != Facing.UNKNOWN ? ofLap : null);
        }
        Timetable.Part part = timetable.at(micros);
        if (part == null) {
            return null;
        }
        // where the facing changes with each lap only the laps tell it
        Facing next = ofLap == Facing.UNKNOWN ? part.nextFacing() : planned.facing(book.plannedBehind() + 2);
        return new Frame.OwnStep(
                speaks ? part.cues().at(micros, group::runningMicros) : null,
                ofLap == Facing.UNKNOWN ? part.facing() : ofLap,
                part.toMicros() == Long.MAX_VALUE ? null : Micros.toInstant(part.toMicros()),
                next == Facing.UNKNOWN ? null : next,
                group.pausedAt(micros)
                        ? millis(Micros.seconds(part.leftMicros(micros, group::runningMicros)))
                        : Double.NaN);
    }

    private @Nullable String cueByLaps(long micros, boolean resting) {
        int number = plan.stepNumber(book.plannedBehind(), resting);
        if (number == 0) {
            Mark first = profile.byDistance() ? firstReading : book.firstStart();
            return first == null
                    ? null
                    : new CueTurn(plan.steps().get(0).cues(), first.micros(), 0).at(micros, group::runningMicros);
        }
        List<String> cues = plan.steps().get(number - 1).cues();
        long ended = book.plannedEndMicros();
        if (resting) {
            return new CueTurn(cues, ended, 0).at(micros, group::runningMicros);
        }
        long since = book.lapSinceMicros();
        // the turn goes on from the rest before it
        long rested = ended == Long.MIN_VALUE || since <= ended ? 0 : group.runningMicros(ended, since);
        long said = rested <= 0 ? 0 : (rested - 1) / GroupClock.CUE_MICROS + 1;
        long next = said == 0 ? since : Math.max(since, group.afterRunning(ended, said * GroupClock.CUE_MICROS));
        return new CueTurn(cues, next, said).at(micros, group::runningMicros);
    }

    private Frame.@Nullable Finish finish(@Nullable Mark openStart) {
        Mark first = profile.byDistance() ? firstReading : book.firstStart();
        if (finish == null || first == null) {
            return null;
        }
        FinishBook.Way way = new FinishBook.Way(
                first,
                book.laps(),
                profile.lapMeters(),
                profile.byDistance() ? stretch.trail().distanceSigmaShare() : 0,
                row -> openStart == null || row.micros() < openStart.micros() ? Double.NaN : inLap(row, openStart));
        return finish.at(way, rows.all(), countsFromMicros());
    }

    private double inLap(SecondRows.Row row, Mark start) {
        return Math.max(
                0, Math.min(profile.lapMeters(), trackDistance().factor() * (row.pathMeters() - start.pathMeters())));
    }

    /** Of completed laps only the line that was run is in doubt, of the rest the readings too. */
    private Estimate distance(double pathMeters) {
        double inLaps = trackDistance().lapMeters(pathMeters);
        double meters = trackDistance().at(pathMeters);
        double lapsPlusMinus = LANE_LAP_PLUS_MINUS_METERS * inLaps / profile.lapMeters();
        double restPlusMinus = Pace.NORMAL_95 * stretch.trail().distanceSigmaShare() * Math.abs(meters - inLaps);
        return new Estimate(millis(meters), millis(hypot(lapsPlusMinus, restPlusMinus)));
    }

    private static Estimate pace(SecondRows.Row row) {
        Estimate pace = Pace.at(row.speed(), row.speedSigma());
        return pace.known() ? new Estimate(millis(pace.value()), millis(pace.plusMinus())) : pace;
    }

    /** Backward ÷ forward if the mean speed of this lap is held, from a quarter of the lap on; its doubt is not known. */
    private Estimate projectedRatio(SecondRows.Row row, @Nullable Mark start, double inLap) {
        int done = book.laps().size();
        if (start == null
                || done == 0
                || planned.facing(book.plannedBehind() + 1) != Facing.BACKWARD
                || book.laps().get(done - 1).facing() != Facing.FORWARD
                || book.inRest(row.micros())
                || !(inLap >= PROJECTED_FROM_SHARE * profile.lapMeters())) {
            return Estimate.UNKNOWN;
        }
        double elapsed = Micros.seconds(row.micros() - start.micros());
        double projected = elapsed * profile.lapMeters() / inLap;
        double forward = Micros.seconds(book.laps().get(done - 1).micros());
        return new Estimate(millis(projected / forward), Double.NaN);
    }

    /** Time in each zone so far. */
    ZoneSeconds zoneSeconds() {
        Trail trail = stretch.trail();
        Double[] zones = new Double[HeartRateZones.COUNT];
        for (int zone = 0; zone < zones.length; zone++) {
            zones[zone] = Micros.seconds(trail.zoneMicros(zone));
        }
        return new ZoneSeconds(ZoneModel.HRMAX_5, List.of(zones), Micros.seconds(trail.unknownZoneMicros()));
    }

    private Frame.Totals totals() {
        Trail trail = stretch.trail();
        ZoneSeconds zones = zoneSeconds();
        List<Frame.FlagCount> counts = new ArrayList<>();
        flags.forEach((flag, count) -> counts.add(new Frame.FlagCount(flag, count)));
        if (!book.tooSoon().isEmpty()) {
            counts.add(new Frame.FlagCount(TOO_SOON, book.tooSoon().size()));
        }
        Mark first = profile.byDistance() ? firstReading : book.firstStart();
        return new Frame.Totals(
                first == null ? null : Micros.toInstant(first.micros()),
                Micros.seconds(trail.elapsedMicros()),
                Micros.seconds(trail.standstill().movingMicros()),
                Micros.seconds(trail.standstill().restMicros()),
                Micros.seconds(trail.standstill().pausedMicros()),
                zones.seconds(),
                zones.unknownSeconds(),
                zones.model().id(),
                profile.maximumHeartRateBpm(),
                Micros.seconds(trail.forwardMicros()),
                Micros.seconds(trail.backwardMicros()),
                Micros.seconds(trail.stillMicros()),
                Micros.seconds(trail.unknownFacingMicros()),
                counting.counts(),
                counts,
                effort.of(rows.all(), countsFromMicros(), zones));
    }

    // ---- state

    void writeTo(StateWriter out) {
        out.text(runnerId);
        profile.writeTo(out);
        out.number(joinedMicros);
        clocks.writeTo(out);
        Crossings crossings = stretch.crossings();
        out.bool(crossings != null);
        if (crossings != null) {
            stretch.writePassings(out);
        }
        stretch.writeTo(out);
        lanePassings.writeTo(out);
        heartRates.writeTo(out);
        seenFacing.writeTo(out);
        rows.writeTo(out);
        effort.writeTo(out);
        if (finish != null) {
            finish.writeTo(out);
        }
        published.writeTo(out);
        hand.writeTo(out);
        counting.writeTo(out);
        out.bool(silent);
        out.number(toldStartMicros);
        writeStep(toldStep, out);
        measured.writeTo(out);
        out.list(declared, (to, one) -> {
            to.number(one.micros());
            to.symbol(one.facing());
        });
        out.list(releases, StateWriter::number);
        out.list(steps, (to, step) -> step.writeTo(to));
        relay.writeTo(out);
        out.list(eventIds.stream().sorted().toList(), StateWriter::text);
        out.list(List.copyOf(flags.entrySet()), (to, flag) -> {
            to.text(flag.getKey());
            to.number(flag.getValue());
        });
        writeMark(firstReading, out);
        out.number(gunOffsetMicros);
        out.real(gunPathMeters);
        out.number(leftMicros);
        out.bool(over);
        out.bool(lapsChanged);
        out.bool(corrected);
    }

    private @Nullable Crossings readCrossings(StateReader in) {
        LaneOval lane = oval;
        return lane == null
                ? null
                : Crossings.readFrom(in, lane, profile.lane() > 0, plan, Stretch.SETTLE_MICROS + Stretch.MARGIN_MICROS);
    }

    private static void writeStep(Frame.@Nullable OwnStep step, StateWriter out) {
        out.bool(step != null);
        if (step != null) {
            out.text(step.cue());
            out.symbol(step.facing());
            out.instant(step.endsAt());
            Facing next = step.nextFacing();
            out.symbol(next == null ? Facing.UNKNOWN : next);
            out.real(step.leftSeconds());
        }
    }

    private static Frame.@Nullable OwnStep readStep(StateReader in) {
        if (!in.bool()) {
            return null;
        }
        String cue = in.text();
        Facing facing = in.symbol(Facing.class);
        Instant endsAt = in.instant();
        Facing next = in.symbol(Facing.class);
        return new Frame.OwnStep(cue, facing, endsAt, next == Facing.UNKNOWN ? null : next, in.real());
    }

    private static void writeMark(@Nullable Mark mark, StateWriter out) {
        out.bool(mark != null);
        if (mark != null) {
            mark.writeTo(out);
        }
    }

    static RunnerFold readFrom(
            StateReader in,
            String sessionId,
            int index,
            @Nullable Track track,
            @Nullable FinishLine line,
            Group group) {
        String runnerId = in.requiredText();
        RunnerFold runner =
                new RunnerFold(sessionId, runnerId, index, Profile.readFrom(in), in.number(), track, line, group);
        runner.clocks.readFrom(in);
        runner.stretch = Stretch.readFrom(in, in.bool() ? runner.readCrossings(in) : null);
        runner.lanePassings = LanePassings.readFrom(in);
        runner.heartRates = HeartRateTrace.readFrom(in);
        runner.seenFacing = FacingTrace.readFrom(in);
        runner.rows = SecondRows.readFrom(in);
        runner.effort = EffortSums.readFrom(in, runner.profile);
        if (runner.finish != null) {
            runner.finish.readFrom(in);
        }
        runner.published = PublishedLaps.readFrom(in);
        runner.hand = HandMarks.readFrom(in, runnerId);
        runner.counting = Counting.readFrom(in);
        runner.silent = in.bool();
        runner.toldStartMicros = in.number();
        runner.toldStep = readStep(in);
        runner.measured.readFrom(in);
        runner.declared.addAll(in.list(from -> new Declared(from.number(), from.symbol(Facing.class))));
        runner.releases.clear();
        runner.releases.addAll(in.list(StateReader::number));
        runner.steps.addAll(in.list(GroupStep::readFrom));
        runner.startGun = GroupClock.notRecalled(runner.releases);
        runner.timetable = group.timetable(runner.plan, runner.startGun);
        runner.relay.readFrom(in);
        runner.eventIds.addAll(in.list(StateReader::requiredText));
        int size = in.integer();
        for (int i = 0; i < size; i++) {
            runner.flags.put(in.requiredText(), in.number());
        }
        runner.firstReading = in.bool() ? Mark.readFrom(in) : null;
        runner.gunOffsetMicros = in.number();
        runner.gunPathMeters = in.real();
        runner.leftMicros = in.number();
        runner.over = in.bool();
        if (runner.over) {
            runner.stretch.closePassings();
        }
        runner.lapsChanged = in.bool();
        runner.corrected = in.bool();
        runner.keepBook(runner.derive());
        return runner;
    }
}
