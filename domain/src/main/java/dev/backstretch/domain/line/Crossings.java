package dev.backstretch.domain.line;

import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.pace.Pace;
import dev.backstretch.domain.plan.Plan;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One runner's passings of the timing line from the readings alone, reading by reading in the order of their times, with
 * speed on the way.
 *
 * <p>Each passing is decided three times: live, at the first reading past the line; on the way smoothed by the 30 s that
 * follow; and settled on minutes more, or at the end. A later decision may move a passing, take it back or add one. The
 * net level of passings tells laps from jitter at the line (domain notes §4.3). Work per reading does not grow with the
 * session; all is in the device's own time.
 */
public final class Crossings {
    private static final long SMOOTHED_AFTER_MICROS = 30 * Micros.PER_SECOND;
    private static final long SMOOTHED_BLOCK_MICROS = 5 * Micros.PER_SECOND;
    private static final long SMOOTHED_LOOK_BACK_MICROS = 30 * Micros.PER_SECOND;

    /** Two memories of the receiver's error: what comes later tells nothing more. */
    private static final long SETTLED_AFTER_MICROS = 150 * Micros.PER_SECOND;

    private static final long SETTLED_BLOCK_MICROS = 30 * Micros.PER_SECOND;
    private static final long LOOK_BACK_MICROS = 60 * Micros.PER_SECOND;
    /** Devices that report many times a second are settled sooner. */
    private static final int MOST_ROWS = 1024;

    private static final double NEAR_METERS = 12;
    private static final double START_ZONE_METERS = 15;
    private static final double MOVES_ABOVE = 0.3;
    private static final long MOVED_WITHIN_MICROS = 8 * Micros.PER_SECOND;
    private static final double SURELY_PAST_METERS = 2;
    private static final double PAST_METERS = 0.1;
    private static final double BACK_METERS = 0.3;
    private static final double LIVE_BACK_METERS = 0.1;
    private static final double SURELY_BACK_METERS = 3;
    private static final double LIVE_SURELY_BACK_METERS = 1;
    private static final double LIVE_SURELY_BACK_SIGMAS = 2;
    private static final long SAME_PASSING_MICROS = 120 * Micros.PER_SECOND;
    /** A speed 12 s later says nothing more of this one: the filter forgets speeds within 2 s. */
    public static final long SPEED_REACH_MICROS = 12 * Micros.PER_SECOND;

    private record Decision(Crossing crossing, long place) {}

    private static final class Levels {
        /** How many times the line has been passed in the session's direction, less those against it; −1 before the start. */
        int level;
        /** The last row that was decided. */
        long place;
    }

    private final LaneOval oval;
    private final boolean ownLane;
    private final Plan plan;
    private final long backMicros;
    private Trace trace = new Trace();
    private final Smoother smoother = new Smoother(trace);
    private final Passing passing = new Passing(smoother);

    private final TrackFilter filter;
    private boolean open;
    private long gunMicros = Long.MIN_VALUE;
    private final Levels live = new Levels();
    private final Levels smoothed = new Levels();
    private final Levels settled = new Levels();
    private final List<Decision> decisions = new ArrayList<>();
    private int settledCount;
    private long nextId = 1;
    private long keptFrom = Long.MAX_VALUE;
    /**
     * @param oval the runner's lane
     * @param ownLane whether the runner keeps to that lane; else any may be run in
     * @param plan tells which laps are followed by a rest
     * @param backMicros how far behind the newest reading a snapshot may be restored
     */
    public Crossings(LaneOval oval, boolean ownLane, Plan plan, long backMicros) {
        this.oval = oval;
        this.ownLane = ownLane;
        this.plan = plan;
        this.backMicros = backMicros;
        filter = new TrackFilter(oval, ownLane, plan);
    }

    /** The gun by the device's clock. No passing lies before it. Without effect once readings after it were taken. */
    public void gunAt(long deviceMicros) {
        if (!open) {
            gunMicros = deviceMicros;
            filter.gunAt(deviceMicros);
        }
    }

    /**
     * Takes the next reading. One that is older than the newest is not taken: restore a snapshot and go on from there.
     *
     * @return whether the passings changed
     */
    public boolean advance(long deviceMicros, Reading reading) {
        if (filter.hasStarted() && deviceMicros < filter.micros()) {
            return false;
        }
        if (filter.gunFiresBefore(deviceMicros)) {
            filter.fireGun();
            trace.forgetBefore(trace.end() - 1);
            writeNewest();
            openAt(trace.end() - 1);
        }
        boolean sameMoment = filter.hasStarted() && deviceMicros == filter.micros();
        filter.advance(deviceMicros, reading);
        if (!filter.hasStarted()) {
            return false;
        }
        if (!sameMoment) {
            trace.append(deviceMicros);
        }
        writeNewest();
        if (!open) {
            if (filter.beforeGun()) {
                trace.forgetBefore(trace.end() - 1);
                return false;
            }
            openAt(trace.end() - 1);
            return false;
        }
        boolean changed = decideLive();
        long now = trace.end() - 1;
        if (trace.micros(now) - trace.micros(Math.min(now, smoothed.place + 1)) >= SMOOTHED_AFTER_MICROS) {
            changed |= decide(
                    Crossing.Stage.SMOOTHED,
                    trace.placeAt(deviceMicros - SMOOTHED_AFTER_MICROS + SMOOTHED_BLOCK_MICROS) - 1);
        }
        if (trace.micros(now) - trace.micros(Math.min(now, settled.place + 1))
                        >= SETTLED_AFTER_MICROS + SETTLED_BLOCK_MICROS
                || now - settled.place >= MOST_ROWS) {
            changed |= decide(
                    Crossing.Stage.SETTLED,
                    Math.min(
                            smoothed.place,
                            Math.max(
                                    settled.place + MOST_ROWS / 8,
                                    trace.placeAt(deviceMicros - SETTLED_AFTER_MICROS) - 1)));
            forget();
        }
        return changed;
    }

    /** The session is over: everything that is still open is settled on what there is. */
    public boolean close() {
        if (!open) {
            return false;
        }
        boolean changed = decide(Crossing.Stage.SMOOTHED, trace.end() - 1);
        return decide(Crossing.Stage.SETTLED, trace.end() - 1) || changed;
    }

    private void writeNewest() {
        long newest = trace.end() - 1;
        filter.writeRow(trace.cells(newest), Trace.at(newest));
        trace.wroteNewest();
    }

    private void openAt(long place) {
        open = true;
        int level = filter.stoodAtTheStart() || filter.wayMeters() < START_ZONE_METERS ? -1 : 0;
        for (Levels levels : List.of(live, smoothed, settled)) {
            levels.level = level;
            levels.place = place;
        }
    }

    private void forget() {
        long keep = trace.micros(settled.place) - LOOK_BACK_MICROS - backMicros;
        trace.forgetBefore(Math.min(keptFrom, Math.min(settled.place, trace.placeAt(keep) - 1)));
    }

    // ---- decisions

    private boolean decideLive() {
        long now = trace.end() - 1;
        int sign = liveSign(now);
        if (sign == 0) {
            live.place = now;
            return false;
        }
        smoother.smooth(trace, trace.placeAt(trace.micros(now) - LOOK_BACK_MICROS) - 1);
        int opened = decisions.size();
        decideLive(now);
        live.place = now;
        name(opened, List.of());
        return true;
    }

    private void decideLive(long place) {
        for (int sign = liveSign(place); sign != 0; sign = liveSign(place)) {
            decisions.add(new Decision(passed(live, sign, place, Crossing.Stage.LIVE), place));
        }
    }

    /** What the filter alone says at a row: +1 up over the next line, −1 down over the last one, 0 neither. */
    private int liveSign(long place) {
        double way = trace.cell(place, Trace.WAY);
        double speed = trace.cell(place, Trace.SPEED);
        int event = (int) trace.cell(place, Trace.EVENT);
        double past = way - (live.level + 1) * oval.lapMeters();
        if (past >= 0 && (speed > MOVES_ABOVE || past >= SURELY_PAST_METERS || event == TrackFilter.HALT)) {
            return 1;
        }
        double back = live.level * oval.lapMeters() - way;
        if (live.level < 0 || back <= 0) {
            return 0;
        }
        if (event == TrackFilter.RETURN) {
            return -1;
        }
        double sigma = Math.sqrt(trace.cell(place, Trace.SPREAD));
        if (back > LIVE_SURELY_BACK_METERS + LIVE_SURELY_BACK_SIGMAS * sigma) {
            return -1;
        }
        if (back > LIVE_BACK_METERS) {
            long since = trace.micros(place) - MOVED_WITHIN_MICROS;
            for (long row = place; row >= trace.first() && trace.micros(row) > since; row--) {
                if (trace.cell(row, Trace.SPEED) < -MOVES_ABOVE) {
                    return -1;
                }
            }
        }
        return 0;
    }

    private int smoothedSign(Levels levels, long place) {
        double way = smoother.way(place);
        int event = smoother.event(place);
        double past = way - (levels.level + 1) * oval.lapMeters();
        // where the plan has the runner past the line, the smoothed way may lie a little before it
        if (event == TrackFilter.HALT && past >= -SURELY_PAST_METERS) {
            return 1;
        }
        if (past >= PAST_METERS && (past >= SURELY_PAST_METERS || movedWithin(place, 1))) {
            return 1;
        }
        double back = levels.level * oval.lapMeters() - way;
        if (levels.level < 0 || back <= 0) {
            return 0;
        }
        boolean went = event == TrackFilter.RETURN
                || back > SURELY_BACK_METERS
                || (back > BACK_METERS && movedWithin(place, -1));
        return went ? -1 : 0;
    }

    private boolean movedWithin(long place, int sign) {
        long since = smoother.micros(place) - MOVED_WITHIN_MICROS;
        for (long row = place; row >= smoother.from() && smoother.micros(row) > since; row--) {
            if (sign * smoother.speed(row) > MOVES_ABOVE) {
                return true;
            }
        }
        return false;
    }

    private Crossing passed(Levels levels, int sign, long place, Crossing.Stage stage) {
        int line = sign > 0 ? levels.level + 1 : levels.level;
        levels.level += sign;
        passing.find(line * oval.lapMeters(), sign, place);
        return new Crossing(
                0,
                line,
                sign,
                Math.max(gunMicros, passing.micros),
                Math.max(gunMicros, passing.earliestMicros),
                Math.max(gunMicros, passing.latestMicros),
                stage,
                passing.longGap || passing.micros >= filter.forkedFromMicros());
    }

    /** Decides the rows up to a place anew on the smoothed way. */
    private boolean decide(Crossing.Stage stage, long upTo) {
        Levels levels = stage == Crossing.Stage.SETTLED ? settled : smoothed;
        if (upTo <= levels.place) {
            return false;
        }
        if (!nearLine(levels, upTo)) {
            levels.place = upTo;
            return false;
        }
        int opened = settledCount;
        List<Decision> before = List.copyOf(decisions.subList(opened, decisions.size()));
        decisions.subList(opened, decisions.size()).clear();
        long lookBack = stage == Crossing.Stage.SETTLED ? LOOK_BACK_MICROS : SMOOTHED_LOOK_BACK_MICROS;
        smoother.smooth(trace, trace.placeAt(trace.micros(levels.place + 1) - lookBack) - 1);
        if (stage == Crossing.Stage.SETTLED) {
            smoothRows(settled, upTo, stage);
            settledCount = decisions.size();
            keepOrRedo(before, Crossing.Stage.SMOOTHED, settled, smoothed);
        } else {
            keep(before, Crossing.Stage.SMOOTHED, 0);
            smoothRows(smoothed, upTo, stage);
        }
        keepOrRedo(before, Crossing.Stage.LIVE, smoothed, live);
        name(opened, before);
        return !before.equals(decisions.subList(opened, decisions.size()));
    }

    private void smoothRows(Levels levels, long upTo, Crossing.Stage stage) {
        for (long place = levels.place + 1; place <= upTo; place++) {
            for (int sign = smoothedSign(levels, place); sign != 0; sign = smoothedSign(levels, place)) {
                decisions.add(new Decision(passed(levels, sign, place, stage), place));
            }
        }
        levels.place = upTo;
    }

    /** What a lesser stage decided after the rows of a better one stands if both agree on the level; else it is redone. */
    private void keepOrRedo(List<Decision> before, Crossing.Stage stage, Levels better, Levels lesser) {
        int level = better.level;
        for (Decision old : before) {
            if (old.crossing().stage() == stage && old.place() > better.place) {
                level += old.crossing().sign();
            }
        }
        if (level == lesser.level) {
            keep(before, stage, better.place + 1);
            return;
        }
        long upTo = lesser.place;
        lesser.level = better.level;
        if (stage == Crossing.Stage.SMOOTHED) {
            lesser.place = better.place;
            smoothRows(lesser, upTo, stage);
        } else {
            for (long place = better.place + 1; place <= upTo; place++) {
                decideLive(place);
            }
        }
    }

    private void keep(List<Decision> before, Crossing.Stage stage, long fromPlace) {
        for (Decision old : before) {
            if (old.crossing().stage() == stage && old.place() >= fromPlace) {
                decisions.add(old);
            }
        }
    }

    /** Whether some row up to a place may hold a passing. */
    private boolean nearLine(Levels levels, long upTo) {
        double lapMeters = oval.lapMeters();
        for (long place = levels.place + 1; place <= upTo; place++) {
            double[] cells = trace.cells(place);
            int at = Trace.at(place);
            double way = cells[at + Trace.WAY];
            double near = NEAR_METERS + Math.sqrt(cells[at + Trace.SPREAD]);
            int event = (int) cells[at + Trace.EVENT];
            // who goes on standing where the plan has them does not pass: that was decided when they came to stand
            boolean stands = event == TrackFilter.HALTED || event == TrackFilter.PLACED;
            if ((!stands && Math.abs(oval.nearest(way)) < near) || Math.floor(way / lapMeters) != levels.level) {
                return true;
            }
        }
        for (int i = settledCount; i < decisions.size(); i++) {
            Decision decision = decisions.get(i);
            if (decision.place() > levels.place && decision.place() <= upTo) {
                return true;
            }
        }
        return false;
    }

    /** The same passing keeps its id when it is decided again. */
    private void name(int from, List<Decision> before) {
        for (int i = from; i < decisions.size(); i++) {
            Crossing made = decisions.get(i).crossing();
            if (made.id() != 0) {
                continue;
            }
            long id = 0;
            long nearest = SAME_PASSING_MICROS;
            for (Decision one : before) {
                Crossing old = one.crossing();
                long apart = Math.abs(old.deviceMicros() - made.deviceMicros());
                if (old.line() == made.line()
                        && old.sign() == made.sign()
                        && apart < nearest
                        && !taken(from, old.id())) {
                    id = old.id();
                    nearest = apart;
                }
            }
            decisions.set(
                    i,
                    new Decision(
                            made.named(id == 0 ? nextId++ : id),
                            decisions.get(i).place()));
        }
    }

    private boolean taken(int from, long id) {
        for (int i = from; i < decisions.size(); i++) {
            if (decisions.get(i).crossing().id() == id) {
                return true;
            }
        }
        return false;
    }

    // ---- what it says

    /** All passings as they are decided now, in their order along the way. */
    public List<Crossing> all() {
        return decisions.stream().map(Decision::crossing).toList();
    }

    /** How many of them, from the first on, are settled. */
    public int settledCount() {
        return settledCount;
    }

    /** How many times the line has been passed in the session's direction less those against it; −1 before the start. */
    public int level() {
        return live.level;
    }

    /** Way, speed and doubt at the newest reading. */
    public TrackFilter now() {
        return filter;
    }

    /** Pace along the lane at the newest reading, in seconds per km. */
    public Estimate pace() {
        return filter.hasStarted()
                ? Pace.at(Math.abs(filter.speedMetersPerSecond()), filter.speedSigma())
                : Estimate.UNKNOWN;
    }

    /** Pace at a reading of the last minutes as the readings after it show it too; UNKNOWN where there was none. */
    public Estimate paceAt(long deviceMicros) {
        double speed = speedAt(deviceMicros);
        if (Double.isNaN(speed)) {
            return Estimate.UNKNOWN;
        }
        long place = trace.placeAt(deviceMicros);
        long row = reachOf(deviceMicros);
        double spread = trace.cell(row, Trace.SPEED_SPREAD);
        for (; row > place; row--) {
            double gain = trace.speeds(row)[Trace.speedAt(row) + Trace.SPEED_GAIN];
            double kept = trace.cell(row, Trace.SPEED_KEPT);
            double spreadBefore = trace.cell(row - 1, Trace.SPEED_SPREAD);
            double spreadExpected = kept * kept * spreadBefore + trace.cell(row, Trace.NOISE_SPEED);
            spread = spreadBefore + gain * gain * (spread - spreadExpected);
        }
        return Pace.at(speed, Math.sqrt(Math.max(0, spread)));
    }

    /**
     * Speed along the lane at a reading of the last minutes as the {@link #SPEED_REACH_MICROS} after it show it too, in
     * m/s, whichever way; NaN where there was none.
     */
    public double speedAt(long deviceMicros) {
        long place = trace.placeAt(deviceMicros);
        if (place >= trace.end() || trace.micros(place) != deviceMicros) {
            return Double.NaN;
        }
        long row = reachOf(deviceMicros);
        double[] speeds = trace.speeds(row);
        int at = Trace.speedAt(row);
        double speed = speeds[at + Trace.SPEED_HERE];
        while (row > place) {
            double more = speeds[at + Trace.SPEED_GAIN] * (speed - speeds[at + Trace.SPEED_EXPECTED]);
            row--;
            speeds = trace.speeds(row);
            at = Trace.speedAt(row);
            speed = speeds[at + Trace.SPEED_HERE] + more;
        }
        return Math.abs(speed);
    }

    /** The last row that tells something of the speed at a moment. */
    private long reachOf(long deviceMicros) {
        return Math.min(trace.end() - 1, trace.placeAt(deviceMicros + SPEED_REACH_MICROS));
    }

    /** A chip, a tap or the coach said which lap it is: passings after a long silence are not doubted any more. */
    public void confirmLap() {
        filter.settleFork();
    }

    // ---- state

    /** What is needed to take the readings up again from here; small, without the trace. */
    public static final class Snapshot {
        private final TrackFilter filter;
        private boolean open;
        private long gunMicros;
        private final long[] levels = new long[6];
        private int settledCount;
        private List<Decision> pending = List.of();
        private long nextId;
        private long traceEnd;
        /** The first row that decisions after this one look back to. */
        private long needsFrom;

        private Snapshot(TrackFilter filter) {
            this.filter = filter;
        }

        public void writeTo(StateWriter out) {
            filter.writeTo(out);
            out.bool(open);
            out.number(gunMicros);
            for (long one : levels) {
                out.number(one);
            }
            out.number(settledCount);
            writeDecisions(out, pending);
            out.number(nextId);
            out.number(traceEnd);
            out.number(needsFrom);
        }
    }

    /** Where the fold stands now. */
    public Snapshot snapshot() {
        return snapshot(null);
    }

    /**
     * Where the fold stands now.
     *
     * @param spare one of this fold that nobody needs any more, which is taken for it; null without
     */
    public Snapshot snapshot(@Nullable Snapshot spare) {
        Snapshot now = spare == null ? new Snapshot(new TrackFilter(oval, ownLane, plan)) : spare;
        now.filter.takeOver(filter);
        now.open = open;
        now.gunMicros = gunMicros;
        now.levels[0] = live.level;
        now.levels[1] = live.place;
        now.levels[2] = smoothed.level;
        now.levels[3] = smoothed.place;
        now.levels[4] = settled.level;
        now.levels[5] = settled.place;
        now.settledCount = settledCount;
        now.pending = settledCount == decisions.size()
                ? List.of()
                : List.copyOf(decisions.subList(settledCount, decisions.size()));
        now.nextId = nextId;
        now.traceEnd = trace.end();
        now.needsFrom = lookBackPlace();
        return now;
    }

    /** The first row that a decision after the settled ones looks back to. */
    private long lookBackPlace() {
        if (settled.place < trace.first() || settled.place >= trace.end()) {
            return trace.first();
        }
        return Math.min(settled.place, trace.placeAt(trace.micros(settled.place) - LOOK_BACK_MICROS) - 1);
    }

    /** What a snapshot needs is kept until another one is named: it may be restored at any time. */
    public void keepBackTo(Snapshot oldest) {
        keptFrom = oldest.needsFrom;
    }

    /** Goes back to where the fold stood; a snapshot may be restored many times. */
    public void restore(Snapshot snapshot) {
        filter.takeOver(snapshot.filter);
        open = snapshot.open;
        gunMicros = snapshot.gunMicros;
        long[] levels = snapshot.levels;
        live.level = (int) levels[0];
        live.place = levels[1];
        smoothed.level = (int) levels[2];
        smoothed.place = levels[3];
        settled.level = (int) levels[4];
        settled.place = levels[5];
        settledCount = snapshot.settledCount;
        decisions.subList(settledCount, decisions.size()).clear();
        decisions.addAll(snapshot.pending);
        nextId = snapshot.nextId;
        trace.truncate(snapshot.traceEnd);
    }

    public Snapshot readSnapshot(StateReader in) {
        return readSnapshot(in, oval, ownLane, plan);
    }

    private static Snapshot readSnapshot(StateReader in, LaneOval oval, boolean ownLane, Plan plan) {
        Snapshot read = new Snapshot(TrackFilter.readFrom(in, oval, ownLane, plan));
        read.open = in.bool();
        read.gunMicros = in.number();
        for (int i = 0; i < read.levels.length; i++) {
            read.levels[i] = in.number();
        }
        read.settledCount = in.integer();
        read.pending = in.list(Crossings::readDecision);
        read.nextId = in.number();
        read.traceEnd = in.number();
        read.needsFrom = in.number();
        return read;
    }

    /** Writes all of it, the trace too. */
    public void writeTo(StateWriter out) {
        writeDecisions(out, decisions.subList(0, settledCount));
        trace.writeTo(out, trace.first(), trace.end());
        snapshot().writeTo(out);
    }

    /** Writes what was there at a snapshot; whoever reads it takes the readings after that one again. */
    public void writeTo(StateWriter out, Snapshot then) {
        writeDecisions(out, decisions.subList(0, then.settledCount));
        trace.writeTo(out, then.needsFrom, then.traceEnd);
        then.writeTo(out);
    }

    public static Crossings readFrom(StateReader in, LaneOval oval, boolean ownLane, Plan plan, long backMicros) {
        Crossings read = new Crossings(oval, ownLane, plan, backMicros);
        read.decisions.addAll(in.list(Crossings::readDecision));
        read.trace = Trace.readFrom(in);
        read.restore(readSnapshot(in, oval, ownLane, plan));
        return read;
    }

    private static void writeDecisions(StateWriter out, List<Decision> decisions) {
        out.list(decisions, (to, decision) -> {
            decision.crossing().writeTo(to);
            to.number(decision.place());
        });
    }

    private static Decision readDecision(StateReader in) {
        return new Decision(Crossing.readFrom(in), in.number());
    }
}
