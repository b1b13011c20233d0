package dev.backstretch.domain.plan;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The clock of a group: guns, pauses and steps of the coach, and from them where a wave or a runner is in a plan
 * (design D13). What happened may be told in any order; the answer depends on the moments alone.
 *
 * <p>The wave's gun starts a plan, or the session's start where no gun was fired. Timed steps follow this clock, which
 * stands during a pause; a rest after laps runs from the runner's own mark, unless the coach releases the wave before.
 */
public final class GroupClock {
    /** Shortest time between two cues of a plan (domain notes §7.1). */
    public static final long CUE_MICROS = 30 * Micros.PER_SECOND;

    /**
     * A gun that follows another of the same wave within this time calls the first one back: nobody runs 400 m in less
     * than 43.0 s (the forward floor of domain notes §4.3), so nothing has been completed yet.
     */
    public static final long RECALL_MICROS = 43 * Micros.PER_SECOND;

    /** No session lasts longer: a plan that never ends is laid out for so long. */
    private static final long LONGEST_MICROS = 12 * 3600 * Micros.PER_SECOND;

    /** Two coaches who say within this time that the group goes on mean one step: as long as the page waits for the second press. */
    public static final long SAME_STEP_MICROS = 3 * Micros.PER_SECOND;

    private record Gun(@Nullable Integer wave, long micros) {}

    private record Toggle(long micros, boolean pause) {}

    private record Pause(long fromMicros, long toMicros) {}

    private final List<Long> starts = new ArrayList<>();
    private final List<Gun> guns = new ArrayList<>();
    private final List<Toggle> toggles = new ArrayList<>();
    /** As they were said, ascending. */
    private final List<Long> saidSteps = new ArrayList<>();
    /** Of several that mean one the earliest. */
    private List<Long> steps = List.of();

    private List<Pause> pauses = List.of();
    /** Asked for at each frame. */
    private long firstStart = Moment.NONE;

    // ---- what the coach does

    public void start(long micros) {
        starts.add(micros);
        starts.sort(null);
        firstStart = findFirstStart();
    }

    /** A wave is released; null releases all. The same gun told twice is one. */
    public void gun(@Nullable Integer wave, long micros) {
        Gun fired = new Gun(wave, micros);
        if (guns.contains(fired)) {
            return;
        }
        guns.add(fired);
        guns.sort(Comparator.comparingLong(Gun::micros)
                .thenComparing(gun -> gun.wave() == null ? Integer.MIN_VALUE : gun.wave()));
        firstStart = findFirstStart();
    }

    /** The clock stands from here on; within a pause this says nothing new. */
    public void pause(long micros) {
        toggle(new Toggle(micros, true));
    }

    /** The clock goes on; outside a pause this says nothing new. */
    public void resume(long micros) {
        toggle(new Toggle(micros, false));
    }

    private void toggle(Toggle toggle) {
        toggles.add(toggle);
        toggles.sort(Comparator.comparingLong(Toggle::micros).thenComparing(Toggle::pause));
        pauses = pausesOf(toggles);
    }

    private static List<Pause> pausesOf(List<Toggle> toggles) {
        List<Pause> found = new ArrayList<>();
        long since = Moment.NONE;
        for (Toggle one : toggles) {
            if (one.pause() && since == Moment.NONE) {
                since = one.micros();
            } else if (!one.pause() && since != Moment.NONE) {
                found.add(new Pause(since, one.micros()));
                since = Moment.NONE;
            }
        }
        if (since != Moment.NONE) {
            found.add(new Pause(since, Long.MAX_VALUE));
        }
        return List.copyOf(found);
    }

    /**
     * Everybody goes on to the next step; after the last one this says nothing.
     *
     * @return whether that is news: not within {@link #SAME_STEP_MICROS} after another step
     */
    public boolean step(long micros) {
        saidSteps.add(micros);
        saidSteps.sort(null);
        List<Long> before = steps;
        steps = meant(saidSteps);
        return !steps.equals(before);
    }

    /** Instants in microseconds at which everybody went on to the next step, ascending. */
    public List<Long> steps() {
        return steps;
    }

    private static List<Long> meant(List<Long> ascending) {
        List<Long> meant = new ArrayList<>();
        for (long said : ascending) {
            if (meant.isEmpty() || said - meant.get(meant.size() - 1) >= SAME_STEP_MICROS) {
                meant.add(said);
            }
        }
        return List.copyOf(meant);
    }

    // ---- what follows

    /** Instants in microseconds of all guns that released a wave, ascending; null asks for who has no wave. */
    public List<Long> gunsOf(@Nullable Integer wave) {
        List<Long> fired = new ArrayList<>();
        for (Gun gun : guns) {
            if (gun.wave() == null || gun.wave().equals(wave)) {
                fired.add(gun.micros());
            }
        }
        return fired;
    }

    /**
     * Instants in microseconds at which a runner was let go, ascending: the guns of the runner's wave, else the session's start
     * where that stands for them.
     *
     * @param own a gun that a session file tells of this runner alone, else null
     */
    public List<Long> releasesOf(@Nullable Integer wave, @Nullable Long own) {
        List<Long> fired = gunsOf(wave);
        if (own != null && !fired.contains(own)) {
            fired.add(own);
            fired.sort(null);
        }
        long start = fired.isEmpty() ? startOf(wave) : Moment.NONE;
        return start == Moment.NONE ? fired : List.of(start);
    }

    /** Whether the session was started, with guns or without. */
    public boolean hasStart() {
        return !starts.isEmpty();
    }

    /**
     * When a plan started for a wave: at its gun; where guns are fired for no wave of their own and none for all, at
     * the start of the session.
     *
     * @return {@link Moment#NONE} before
     */
    public long startOf(@Nullable Integer wave) {
        long gun = notRecalled(gunsOf(wave));
        if (gun != Moment.NONE) {
            return gun;
        }
        for (Gun other : guns) {
            if (other.wave() != null) {
                return Moment.NONE;
            }
        }
        return starts.isEmpty() ? Moment.NONE : starts.get(0);
    }

    /** When the group's first wave started; {@link Moment#NONE} before. */
    public long firstStart() {
        return firstStart;
    }

    private long findFirstStart() {
        long first = Moment.NONE;
        for (Gun gun : guns) {
            long start = startOf(gun.wave());
            if (first == Moment.NONE || start < first) {
                first = start;
            }
        }
        return first == Moment.NONE ? startOf(null) : first;
    }

    /** The first gun, or the last of those that called it back one after the other. */
    public static long notRecalled(List<Long> guns) {
        long start = Moment.NONE;
        for (long gun : guns) {
            if (start == Moment.NONE || gun - start < RECALL_MICROS) {
                start = gun;
            }
        }
        return start;
    }

    /** Whether the clock stood at some moment between two. */
    public boolean pausedBetween(long fromMicros, long toMicros) {
        for (Pause pause : pauses) {
            if (pause.fromMicros() < toMicros && fromMicros < pause.toMicros()) {
                return true;
            }
        }
        return false;
    }

    /** Whether the clock stands. */
    public boolean pausedAt(long micros) {
        return pausedSince(micros) != Moment.NONE;
    }

    /** Since when the clock stands at a moment; {@link Moment#NONE} when it goes. */
    public long pausedSince(long micros) {
        for (Pause pause : pauses) {
            if (pause.fromMicros() <= micros && micros < pause.toMicros()) {
                return pause.fromMicros();
            }
        }
        return Moment.NONE;
    }

    /** The first moment after one from which on {@link #pausedAt} may say something else; MAX_VALUE when it will not. */
    public long pauseMayChangeAfter(long micros) {
        long next = Long.MAX_VALUE;
        for (Pause pause : pauses) {
            next = pause.fromMicros() > micros ? Math.min(next, pause.fromMicros()) : next;
            next = pause.toMicros() > micros ? Math.min(next, pause.toMicros()) : next;
        }
        return next;
    }

    /** Time on the clock from one moment to a later one, pauses not counted. */
    public long runningMicros(long fromMicros, long toMicros) {
        long running = toMicros - fromMicros;
        for (Pause pause : pauses) {
            running -= Math.max(0, Math.min(toMicros, pause.toMicros()) - Math.max(fromMicros, pause.fromMicros()));
        }
        return running;
    }

    /** The moment at which that much time has passed on the clock; {@code Long.MAX_VALUE} when a pause hides it. */
    public long afterRunning(long fromMicros, long runningMicros) {
        long at = fromMicros;
        long left = runningMicros;
        for (Pause pause : pauses) {
            if (pause.toMicros() <= at) {
                continue;
            }
            if (pause.fromMicros() > at) {
                if (left <= pause.fromMicros() - at) {
                    return at + left;
                }
                left -= pause.fromMicros() - at;
            }
            at = pause.toMicros();
            if (at == Long.MAX_VALUE) {
                return at;
            }
        }
        return at + left;
    }

    /**
     * Where a runner is in a plan.
     *
     * @param wave the runner's wave, null without one
     * @param ran the runner's own marks; {@link Ran#NOTHING} where only the clock matters
     */
    public Moment at(Plan plan, @Nullable Integer wave, Ran ran, long nowMicros) {
        return at(new Walk(plan, startOf(wave), gunsOf(wave), ran), nowMicros);
    }

    /** Where the group's first wave is by the clock alone. */
    public Moment ofGroup(Plan plan, long nowMicros) {
        return at(new Walk(plan, firstStart(), List.of(), Ran.NOTHING), nowMicros);
    }

    private Moment at(Walk walk, long nowMicros) {
        boolean paused = pausedAt(nowMicros);
        int of = walk.plan.steps().size();
        if (walk.start == Moment.NONE || nowMicros < walk.start) {
            return Moment.outside(Moment.Phase.WAITING, paused, 0, 0, of, Moment.NONE);
        }
        while (walk.next()) {
            if (nowMicros < walk.to) {
                return momentIn(walk, paused, nowMicros);
            }
            walk.cuesBefore(walk.to);
        }
        return of == 0
                ? Moment.outside(Moment.Phase.RUNNING, paused, 1, 0, 0, walk.start)
                : Moment.outside(Moment.Phase.FINISHED, paused, walk.round, of, of, walk.to);
    }

    private Moment momentIn(Walk walk, boolean paused, long now) {
        PlanStep step = walk.step();
        int laps = walk.ran.lapsEnded(walk.from, now);
        Facing facing = walk.facing(laps);
        walk.cuesBefore(now + 1);
        long ends = walk.endsByClock() && walk.to != Long.MAX_VALUE ? walk.to : Moment.NONE;
        long left = Moment.NONE;
        if (walk.endsByClock()) {
            left = ends == Moment.NONE ? walk.clockMicros() - runningMicros(walk.from, now) : runningMicros(now, ends);
        }
        return new Moment(
                Moment.Phase.RUNNING,
                paused,
                walk.round,
                walk.index + 1,
                walk.plan.steps().size(),
                step,
                facing,
                walk.from,
                ends,
                left,
                walk.nextStep(),
                walk.nextFacing(laps),
                step.kind() == PlanStep.Kind.REST ? ends : Moment.NONE,
                due(walk, laps),
                walk.cue,
                walk.cueMicros,
                step.cues().isEmpty() || walk.nextCue >= walk.to ? Moment.NONE : walk.nextCue);
    }

    /** At the end of this lap, or of the lap after this rest. */
    private long due(Walk walk, int laps) {
        boolean rest = walk.step().kind() == PlanStep.Kind.REST;
        Facing wanted = rest ? walk.nextFacing(laps) : walk.facing(laps);
        long took = wanted == Facing.UNKNOWN ? Moment.NONE : walk.ran.newestLapMicros(wanted);
        long begins = rest ? walk.to : walk.ran.openStartMicros();
        if (took == Moment.NONE || begins == Moment.NONE || begins == Long.MAX_VALUE) {
            return Moment.NONE;
        }
        return Math.max(begins, walk.from) + took;
    }

    /**
     * The planned work of a runner between two moments, with the facing asked; time in a pause is none.
     *
     * @return stretches in their order
     */
    public List<Span> plannedWork(Plan plan, @Nullable Integer wave, Ran ran, long fromMicros, long toMicros) {
        List<Span> work = new ArrayList<>();
        long start = startOf(wave);
        if (start == Moment.NONE) {
            return work;
        }
        Walk walk = new Walk(plan, start, gunsOf(wave), ran);
        while (walk.next() && walk.from < toMicros) {
            if (!walk.step().kind().isWork()) {
                continue;
            }
            long end = Math.min(walk.to, toMicros);
            long at = walk.from;
            for (int lap = 0; at < end; lap++) {
                long lapEnd = Math.min(end, ran.lapEndAfter(at, 1));
                addRunning(work, Math.max(at, fromMicros), lapEnd, walk.facing(lap));
                at = lapEnd;
            }
        }
        return List.copyOf(work);
    }

    /**
     * What the clock gives one who follows a plan.
     *
     * @param startMicros when the plan started for the runner, {@link Moment#NONE} before
     * @return {@link Timetable#NONE} where not every step ends by the clock
     */
    public Timetable timetable(Plan plan, long startMicros) {
        if (startMicros == Moment.NONE || !plan.onTheClock()) {
            return Timetable.NONE;
        }
        Timetable.Builder table = new Timetable.Builder();
        Walk walk = new Walk(plan, startMicros, List.of(), Ran.NOTHING);
        while (walk.next() && walk.from < startMicros + LONGEST_MICROS) {
            CueTurn cues = new CueTurn(walk.step().cues(), walk.nextCue, walk.cuesSaid);
            var part = new Timetable.Part(
                    walk.from, walk.to, cues, walk.facing(0), walk.nextFacing(0), walk.clockMicros());
            table.add(part, walk.step().kind().isWork());
            walk.cuesBefore(Math.min(walk.to, startMicros + LONGEST_MICROS));
        }
        return table.build(walk.to);
    }

    private void addRunning(List<Span> work, long fromMicros, long toMicros, Facing facing) {
        long at = fromMicros;
        for (Pause pause : pauses) {
            if (pause.fromMicros() < toMicros && pause.toMicros() > at) {
                add(work, at, pause.fromMicros(), facing);
                at = pause.toMicros();
            }
        }
        add(work, at, toMicros, facing);
    }

    private static void add(List<Span> work, long fromMicros, long toMicros, Facing facing) {
        if (fromMicros >= toMicros) {
            return;
        }
        int last = work.size() - 1;
        if (last >= 0 && work.get(last).facing() == facing && work.get(last).toMicros() == fromMicros) {
            work.set(last, new Span(work.get(last).fromMicros(), toMicros, facing));
        } else {
            work.add(new Span(fromMicros, toMicros, facing));
        }
    }

    // ---- state

    public void writeTo(StateWriter out) {
        out.list(starts, StateWriter::number);
        out.list(guns, (to, gun) -> {
            to.maybe(gun.wave());
            to.number(gun.micros());
        });
        out.list(toggles, (to, toggle) -> {
            to.number(toggle.micros());
            to.bool(toggle.pause());
        });
        out.list(saidSteps, StateWriter::number);
    }

    public static GroupClock readFrom(StateReader in) {
        GroupClock clock = new GroupClock();
        clock.starts.addAll(in.list(StateReader::number));
        clock.guns.addAll(in.list(from -> new Gun(from.maybeInteger(), from.number())));
        clock.toggles.addAll(in.list(from -> new Toggle(from.number(), from.bool())));
        clock.saidSteps.addAll(in.list(StateReader::number));
        clock.steps = meant(clock.saidSteps);
        clock.pauses = pausesOf(clock.toggles);
        clock.firstStart = clock.findFirstStart();
        return clock;
    }

    /** Goes through a plan step by step from its start. */
    private final class Walk {
        final Plan plan;
        final long start;
        final List<Long> releases;
        final Ran ran;
        final long planEnd;
        int round = 1;
        int index = -1;
        long from;
        /** When the step ended or will end; {@code Long.MAX_VALUE} when nobody knows. */
        long to;

        /** Newest cue of the step. */
        @Nullable
        String cue;

        long cueMicros = Moment.NONE;
        /** The first moment at which a cue may be said again. */
        long nextCue = Moment.NONE;

        private int workParts;
        private int cuesSaid;

        Walk(Plan plan, long start, List<Long> releases, Ran ran) {
            this.plan = plan;
            this.start = start;
            this.releases = releases;
            this.ran = ran;
            Total total = plan.total();
            planEnd = total == null || start == Moment.NONE ? Long.MAX_VALUE : afterRunning(start, total.lastsMicros());
            to = start;
        }

        PlanStep step() {
            return plan.steps().get(index);
        }

        /** Goes on to the next step; false when the plan is over. */
        boolean next() {
            boolean lastOfRound = index + 1 == plan.steps().size();
            if (plan.steps().isEmpty() || to >= planEnd || (lastOfRound && !anotherRound())) {
                return false;
            }
            if (index >= 0 && step().kind().isWork()) {
                workParts++;
            }
            index = lastOfRound ? 0 : index + 1;
            round += lastOfRound ? 1 : 0;
            from = to;
            to = Math.min(planEnd, goalReached());
            if (nextStep() != null) {
                to = Math.min(to, firstAfter(steps, from));
            }
            if (restsFromOwnMark()) {
                to = Math.min(to, firstAfter(releases, from));
            }
            cue = null;
            cueMicros = Moment.NONE;
            nextCue = Math.max(nextCue, from);
            return true;
        }

        private boolean anotherRound() {
            return plan.rounds() == 0 || round < plan.rounds();
        }

        private boolean restsFromOwnMark() {
            return (index > 0 || round > 1) && plan.restsFromOwnMark(index);
        }

        private long goalReached() {
            Goal goal = step().goal();
            if (goal instanceof Goal.Time time) {
                return afterRunning(from, time.micros());
            }
            if (goal instanceof Goal.Laps laps) {
                return ran.lapEndAfter(from, laps.laps());
            }
            return goal instanceof Goal.Distance ? ran.distanceEndAfter(from) : Long.MAX_VALUE;
        }

        /** Whether a clock and no mark of the runner ends the step. */
        boolean endsByClock() {
            return step().goal() instanceof Goal.Time || (plan.total() != null && to == planEnd);
        }

        /** What the clock gives to the step, pauses not counted. */
        long clockMicros() {
            long left = totalLeft();
            return step().goal() instanceof Goal.Time time ? Math.min(left, time.micros()) : left;
        }

        private long totalLeft() {
            Total total = plan.total();
            return total == null ? Long.MAX_VALUE : total.lastsMicros() - runningMicros(start, from);
        }

        /** Whether the plan's length ends the plan with this step. */
        private boolean lastOfTotal() {
            Goal goal = step().goal();
            return goal instanceof Goal.Open || (goal instanceof Goal.Time time && totalLeft() <= time.micros());
        }

        @Nullable
        PlanStep nextStep() {
            if (lastOfTotal()) {
                return null;
            }
            if (index + 1 < plan.steps().size()) {
                return plan.steps().get(index + 1);
            }
            return anotherRound() ? plan.steps().get(0) : null;
        }

        Facing facing(int laps) {
            return plan.teamSize() > 0 ? Facing.UNKNOWN : step().facing().of(workParts, laps);
        }

        Facing nextFacing(int laps) {
            boolean lapFollows = !(step().goal() instanceof Goal.Laps goal) || laps + 1 < goal.laps();
            if (step().facing() == PlannedFacing.ALTERNATE_LAP && lapFollows) {
                return facing(laps + 1);
            }
            PlanStep next = nextStep();
            return next == null || plan.teamSize() > 0
                    ? Facing.UNKNOWN
                    : next.facing().of(workParts + (step().kind().isWork() ? 1 : 0), 0);
        }

        /** Says what cues of the step were due before a moment. */
        void cuesBefore(long micros) {
            List<String> cues = step().cues();
            while (!cues.isEmpty() && nextCue < Math.min(micros, to)) {
                cue = cues.get(cuesSaid % cues.size());
                cueMicros = nextCue;
                cuesSaid++;
                nextCue = afterRunning(nextCue, CUE_MICROS);
            }
        }
    }

    private static long firstAfter(List<Long> ascending, long micros) {
        for (long one : ascending) {
            if (one > micros) {
                return one;
            }
        }
        return Long.MAX_VALUE;
    }
}
