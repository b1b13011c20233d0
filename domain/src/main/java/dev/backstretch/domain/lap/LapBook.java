package dev.backstretch.domain.lap;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.plan.GroupStep;
import dev.backstretch.domain.plan.Plan;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * From marks to laps: a pure function of all marks of one runner, done anew whenever one of them changes.
 *
 * <p>Marks of several sources that saw the same passing are fused first: the better source keeps its time (chip before
 * tap before line before distance; times are never averaged), a line crossing lends its sign. Then the passings are
 * walked in order. A passing completes a lap when it leads in the session's direction, lies outside a planned rest, is
 * not sooner than {@link MinimumLap}, and the runner has moved at least 0.7 of a lap since the passing before it; where
 * nobody knows how far the runner moved, the net level of signed crossings decides, and for marks without a sign the
 * time alone, which is flagged {@code unsigned}. Any other passing in the direction is a new start: who overshoots,
 * walks back over the line and starts again gets a clean second lap (domain notes §4.3, §4.4).
 *
 * <p>A coach may send the group on by hand. Who rests then goes; who is on a lap rests as planned after it. Nobody's lap is
 * thrown away for that: who ends it before the next one starts has run it. Else it is given up, and the plan goes on
 * without a lap for it.
 */
public final class LapBook {
    /** Flag of a lap whose facing nobody said, or against which the compass speaks: no backward result is ranked by it. */
    public static final String FACING_UNCONFIRMED = "facing-unconfirmed";

    /** The compass may speak against what was said for this share of a lap (domain notes §6). */
    private static final double CONTRARY_SHARE = 0.1;

    /** Of a lap whose facing nobody said, the compass must have shown one for this share, or it stays unknown. */
    private static final double SEEN_SHARE = 0.8;

    /** Flag of a lap whose end a better source saw at another time than a worse one did. */
    public static final String CONFLICT = "conflict";

    /** Flag of a lap during which the coach had stopped the group's clock: its time is no time of running. */
    public static final String OVER_PAUSE = "over-pause";

    private static final double COMPLETING_SHARE = 0.7;

    /** A worse source within this way and time of a better one saw the same start, only less well. */
    private static final double SAME_START_METERS = 8;

    private static final long SAME_START_MICROS = 15 * Micros.PER_SECOND;

    /** A coach's release is followed within a breath: reaction and first steps. */
    private static final double AFTER_RELEASE_SIGMA_SECONDS = 1.5;

    /** A rest of 120 s is kept when it takes 90 to 150 s (domain notes §7.1, {@code rest_ok_s}): ±30 s is two sigma. */
    private static final double AFTER_REST_SIGMA_SECONDS = 15;

    private final List<Lap> laps = new ArrayList<>();
    private final double lapMeters;
    private final Plan plan;
    private final LapFacing known;
    private final List<Long> releases;
    private final List<GroupStep> steps;
    private int nextStep;
    private final List<GivenUp> givenUp = new ArrayList<>();
    /** From when on the next planned lap is run or waited for: no step before it is about that lap; MAX before the start. */
    private long lapSince = Long.MAX_VALUE;
    /** Where a lap begins that was given up before, as long as nobody saw a start. */
    private @Nullable Mark goneOn;

    private @Nullable Mark start;
    private @Nullable Mark lastPassing;
    private @Nullable Mark firstStart;
    private boolean startedAtGun;
    private boolean stoodAtTheGun;
    /** What a coach tapped, each tap by its event. */
    private Set<String> taps = Set.of();

    private boolean startSigned;
    private int level;
    private long restUntil = Long.MIN_VALUE;
    private final List<Long> restUntilAfterLap = new ArrayList<>();
    // most questions are about now: behind all laps and rests
    private long newestEndMicros = Long.MIN_VALUE;
    private long lastRestEndMicros = Long.MIN_VALUE;
    private final List<Mark> tooSoon = new ArrayList<>();

    /**
     * A planned lap that was not run to its end.
     *
     * @param fromMicros when the group went on
     * @param restUntilMicros when the rest after it ended; the same where none is planned
     */
    private record GivenUp(long fromMicros, long restUntilMicros) {}

    private LapBook(double lapMeters, Plan plan, LapFacing known, List<Long> releases, List<GroupStep> steps) {
        this.lapMeters = lapMeters;
        this.plan = plan;
        this.known = known;
        this.releases = releases;
        this.steps = steps;
    }

    /**
     * Laps counted at the line.
     *
     * @param marks of one runner, in any order
     * @param gun a mark that stands for the gun, used as the start only where the runner's first passing completes a
     *     lap; of the source LINE, as any passing is a better start
     * @param stoodAtTheGun whether the runner was there when it was fired: then what is tapped first, where no way
     *     is known, is the end of a lap and no start
     * @param lapMeters length of a lap
     * @param plan gives facing and rests
     * @param known what is known of facing beside the plan
     * @param releases instants in microseconds at which the coach released the runner's wave, ascending
     * @param steps by which the coach sent the group on, ascending
     */
    public static LapBook atTheLine(
            List<Mark> marks,
            @Nullable Mark gun,
            boolean stoodAtTheGun,
            double lapMeters,
            Plan plan,
            LapFacing known,
            List<Long> releases,
            List<GroupStep> steps) {
        LapBook book = new LapBook(lapMeters, plan, known, releases, steps);
        book.stoodAtTheGun = stoodAtTheGun;
        book.taps = marks.stream()
                .filter(mark -> mark.source() == MarkSource.TAP)
                .flatMap(mark -> mark.eventIds().stream())
                .collect(Collectors.toSet());
        if (gun != null) {
            book.start = gun;
            book.lastPassing = gun;
            book.startedAtGun = true;
            book.lapSince = gun.micros();
        }
        for (Mark passing : Fusion.of(marks, lapMeters)) {
            book.goOnByHand(passing.micros());
            book.pass(passing);
        }
        book.goOnByHand(Long.MAX_VALUE);
        return book;
    }

    /** Laps by distance: each mark completes one. */
    public static LapBook byDistance(
            List<Mark> marks, @Nullable Mark begin, double lapMeters, LapFacing known, Plan plan) {
        LapBook book = new LapBook(lapMeters, plan, known, List.of(), List.of());
        book.start = begin;
        book.firstStart = begin;
        for (Mark mark : marks) {
            if (book.start != null) {
                book.complete(book.start, mark, List.of());
            }
            book.start = mark;
        }
        return book;
    }

    public List<Lap> laps() {
        return laps;
    }

    /** Passings so soon after a lap that nobody can have run another, and which are no new start either. */
    public List<Mark> tooSoon() {
        return tooSoon;
    }

    /** The mark at which the lap being run started, as far as is known now; null before the start. */
    public @Nullable Mark openStart() {
        return startedAtGun && firstStart == null && laps.isEmpty() ? null : start;
    }

    /** The runner's first start, null before it. */
    public @Nullable Mark firstStart() {
        return firstStart;
    }

    /** When the planned rest after the newest lap ends, in microseconds; {@code Long.MIN_VALUE} when none is planned. */
    public long restUntilMicros() {
        return restUntil;
    }

    /** From when on the next planned lap is run or waited for, in microseconds; {@code Long.MAX_VALUE} before the start. */
    public long lapSinceMicros() {
        return lapSince;
    }

    /** When the newest lap of the plan ended or was given up, in microseconds; {@code Long.MIN_VALUE} before the first. */
    public long plannedEndMicros() {
        int last = givenUp.size() - 1;
        return last < 0
                ? newestEndMicros
                : Math.max(newestEndMicros, givenUp.get(last).fromMicros());
    }

    /** How many laps were completed before a moment. */
    public int lapsBefore(long micros) {
        int done = laps.size();
        if (micros >= newestEndMicros) {
            return done;
        }
        while (done > 0 && laps.get(done - 1).end().micros() > micros) {
            done--;
        }
        return done;
    }

    /** How many laps of the plan are behind: run, or given up because the coach sent the group on. */
    public int plannedBehind() {
        return laps.size() + givenUp.size();
    }

    /** How many laps of the plan were behind at a moment. */
    public int plannedBefore(long micros) {
        int before = lapsBefore(micros);
        for (GivenUp one : givenUp) {
            before += one.fromMicros() <= micros ? 1 : 0;
        }
        return before;
    }

    /** Where in the plan the runner was at a moment, as {@link GroupStep} counts places. */
    public long placeAt(long micros) {
        return 2L * plannedBefore(micros) + (inRest(micros) ? 0 : 1);
    }

    /**
     * From when on this book may give a moment another facing or rest than the other.
     *
     * @return microseconds, {@code Long.MAX_VALUE} when they agree
     */
    public long differsFrom(LapBook other) {
        return Math.min(lapsDifferFrom(other), givenUpDiffersFrom(other));
    }

    private long givenUpDiffersFrom(LapBook other) {
        int both = Math.min(givenUp.size(), other.givenUp.size());
        for (int i = 0; i < both; i++) {
            if (!givenUp.get(i).equals(other.givenUp.get(i))) {
                return Math.min(
                        givenUp.get(i).fromMicros(), other.givenUp.get(i).fromMicros());
            }
        }
        LapBook longer = givenUp.size() > both ? this : other;
        return longer.givenUp.size() > both ? longer.givenUp.get(both).fromMicros() : Long.MAX_VALUE;
    }

    private long lapsDifferFrom(LapBook other) {
        int both = Math.min(laps.size(), other.laps.size());
        for (int i = 0; i < both; i++) {
            long end = laps.get(i).end().micros();
            long otherEnd = other.laps.get(i).end().micros();
            if (end != otherEnd || restAfter(i) != other.restAfter(i)) {
                return Math.min(end, otherEnd);
            }
        }
        LapBook longer = laps.size() > both ? this : other;
        return longer.laps.size() > both ? longer.laps.get(both).end().micros() : Long.MAX_VALUE;
    }

    private long restAfter(int lapIndex) {
        return lapIndex < restUntilAfterLap.size() ? restUntilAfterLap.get(lapIndex) : Long.MIN_VALUE;
    }

    /** Whether a moment lies in the planned rest after some lap. */
    public boolean inRest(long micros) {
        if (micros >= lastRestEndMicros) {
            return false;
        }
        for (GivenUp one : givenUp) {
            if (one.fromMicros() <= micros && micros < one.restUntilMicros()) {
                return true;
            }
        }
        int done = lapsBefore(micros);
        return done > 0 && done <= restUntilAfterLap.size() && micros < restUntilAfterLap.get(done - 1);
    }

    /** The first moment after one from which on {@link #inRest} may say something else; MAX_VALUE when it will not. */
    public long restMayChangeAfter(long micros) {
        long next = Long.MAX_VALUE;
        if (micros >= newestEndMicros && micros >= lastRestEndMicros) {
            return next;
        }
        for (int i = 0; i < laps.size(); i++) {
            long end = laps.get(i).end().micros();
            long restEnd = restAfter(i);
            next = end > micros ? Math.min(next, end) : next;
            next = restEnd > micros ? Math.min(next, restEnd) : next;
        }
        for (GivenUp one : givenUp) {
            next = one.fromMicros() > micros ? Math.min(next, one.fromMicros()) : next;
            next = one.restUntilMicros() > micros ? Math.min(next, one.restUntilMicros()) : next;
        }
        return next;
    }

    private void pass(Mark passing) {
        if (passing.sign() < 0) {
            level--;
            lastPassing = passing;
            return;
        }
        Mark from = start;
        if (from == null) {
            startAt(passing);
            return;
        }
        if (completes(from, passing)) {
            level = passing.sign() > 0 ? level + 1 : Math.max(level + 1, laps.size() + 2);
            List<String> flags = new ArrayList<>();
            if (passing.sign() == 0 && !pathKnown(passing)) {
                flags.add("unsigned");
            }
            boolean startUnseen = from.micros() < restUntil && !laps.isEmpty() && from.equals(lastEnd());
            Mark begin = startUnseen ? atRestEnd(from.pathMeters()) : from;
            if (passing.doubtful() || begin.doubtful()) {
                flags.add("low");
            }
            if (startUnseen || from.equals(goneOn)) {
                flags.add("rest-start");
            }
            if (startedAtGun && firstStart == null) {
                flags.add("gun-start");
                firstStart = from;
            }
            complete(begin, passing, flags);
            long rest = plan.restMicrosAfterLap(plannedBehind());
            restUntil = rest == 0 ? Long.MIN_VALUE : restEnd(passing.micros(), rest, plannedBehind());
            lapSince = Math.max(passing.micros(), restUntil);
            restUntilAfterLap.add(restUntil);
            lastRestEndMicros = Math.max(lastRestEndMicros, restUntil);
            start = passing;
            startSigned = passing.sign() > 0;
            lastPassing = passing;
        } else if (tooSoonUnseen(passing)) {
            endAgain(passing);
        } else {
            startAt(passing);
        }
    }

    /** Gives up the laps that the coach sent the group on from, of which no end was seen before a moment. */
    private void goOnByHand(long untilMicros) {
        for (; nextStep < steps.size(); nextStep++) {
            GroupStep step = steps.get(nextStep);
            if (step.micros() > untilMicros) {
                return;
            }
            int lap = plannedBehind() + 1;
            if (step.micros() <= lapSince || step.place() < 2L * lap || !plan.hasLapAfter(lap)) {
                continue;
            }
            long rest = plan.restMicrosAfterLap(lap);
            long goesOn = rest == 0 ? step.micros() : restEnd(step.micros(), rest, lap);
            if (untilMicros < goesOn) {
                return;
            }
            givenUp.add(new GivenUp(step.micros(), goesOn));
            lapSince = goesOn;
            if (rest > 0) {
                if (firstStart == null) {
                    firstStart = start;
                }
                restUntil = goesOn;
                lastRestEndMicros = Math.max(lastRestEndMicros, restUntil);
                start = atRestEnd(known.pathAt(goesOn));
                startSigned = false;
                lastPassing = start;
                goneOn = start;
            }
        }
    }

    /**
     * Whether a passing follows the end of a lap sooner than anybody runs another, while nobody knows how far the runner
     * moved, no rest is planned in which to walk back over the line, and no line was crossed the other way.
     */
    private boolean tooSoonUnseen(Mark passing) {
        Mark last = lastPassing;
        if (laps.isEmpty() || last == null || restUntil != Long.MIN_VALUE || pathKnown(passing)) {
            return false;
        }
        Facing next = plan.facingOfLap(plannedBehind() + 1);
        long gate = Micros.ofSeconds(MinimumLap.seconds(sameFacingSeconds(), lapMeters, next));
        return last.equals(lastEnd()) && passing.micros() - last.micros() < gate;
    }

    /** The better source tells when the newest lap ended; what a worse one saw later is left aside. */
    private void endAgain(Mark passing) {
        Lap last = laps.get(laps.size() - 1);
        if (passing.source().compareTo(last.end().source()) < 0) {
            List<String> flags = new ArrayList<>(last.flags());
            if (!flags.contains(CONFLICT)) {
                flags.add(CONFLICT);
            }
            laps.set(
                    laps.size() - 1,
                    new Lap(last.number(), last.start(), passing, last.facing(), last.meters(), flags));
            newestEndMicros = passing.micros();
            start = passing;
            startSigned = passing.sign() > 0;
            lastPassing = passing;
        } else if (!Fusion.samePassing(last.end(), passing, lapMeters)) {
            tooSoon.add(passing);
        }
    }

    private Mark lastEnd() {
        return laps.get(laps.size() - 1).end();
    }

    /**
     * Where nobody saw the runner start after a planned rest, the lap begins with the rest's end and not with the lap
     * before. That is the plan's word and no measurement, so such a lap gets no verdict: its source is the weakest.
     */
    private Mark atRestEnd(double pathMeters) {
        boolean released = releases.contains(restUntil) || steps.stream().anyMatch(step -> step.micros() == restUntil);
        return new Mark(
                MarkSource.DISTANCE,
                restUntil,
                released ? AFTER_RELEASE_SIGMA_SECONDS : AFTER_REST_SIGMA_SECONDS,
                1,
                pathMeters,
                0,
                Double.NaN,
                true,
                List.of());
    }

    /** When the rest after a planned lap ends that begins at a moment: sooner where the coach sends the runner on. */
    private long restEnd(long from, long rest, int lap) {
        long end = from + rest;
        for (long release : releases) {
            if (release > from && release < end) {
                end = release;
                break;
            }
        }
        for (GroupStep step : steps) {
            if (step.micros() > from && step.micros() < end && step.place() > 2L * lap) {
                return step.micros();
            }
        }
        return end;
    }

    private void startAt(Mark passing) {
        if (passing.sign() > 0) {
            level++;
        }
        Mark before = start;
        if (before == null || !sameStartSeenBetter(before, passing)) {
            start = passing;
            startSigned = passing.sign() > 0;
            if (plannedBehind() == 0) {
                firstStart = passing;
                lapSince = Math.min(lapSince, passing.micros());
            }
        }
        lastPassing = passing;
    }

    private static boolean sameStartSeenBetter(Mark before, Mark passing) {
        if (before.source().compareTo(passing.source()) >= 0
                || passing.micros() - before.micros() > SAME_START_MICROS) {
            return false;
        }
        double moved = passing.pathMeters() - before.pathMeters();
        return Double.isNaN(moved) || moved <= SAME_START_METERS;
    }

    private boolean pathKnown(Mark passing) {
        Mark last = lastPassing;
        return last != null && !Double.isNaN(passing.pathMeters() - last.pathMeters());
    }

    private boolean completes(Mark from, Mark passing) {
        Mark last = Objects.requireNonNull(lastPassing, "a start is a passing");
        if (passing.micros() < restUntil) {
            return false;
        }
        long floor = Micros.ofSeconds(MinimumLap.seconds(sameFacingSeconds(), lapMeters, facingOf(from, passing)));
        if (pathKnown(passing)) {
            return passing.pathMeters() - last.pathMeters() >= COMPLETING_SHARE * lapMeters
                    && passing.micros() - from.micros() >= floor;
        }
        if (startedAtGun && firstStart == null && laps.isEmpty()) {
            // nobody knows how far the runner came since the gun: what a mat or a line sees first is the start; what a
            // coach taps is an arrival of whoever stood there at the gun, and in a relay the team-mate's arrival is it
            return (stoodAtTheGun || plan.teamSize() > 0)
                    && passing.eventIds().stream().anyMatch(taps::contains)
                    && passing.micros() - from.micros() >= floor;
        }
        long workSince = Math.max(from.micros(), restUntil);
        if (passing.micros() - workSince < floor) {
            return false;
        }
        // both ends signed: the level tells a lap from jitter and from running the wrong way
        return passing.sign() == 0 || !startSigned || level + 1 >= laps.size() + 2;
    }

    private double[] sameFacingSeconds() {
        Facing facing = plan.facingOfLap(plannedBehind() + 1);
        double[] seconds = new double[laps.size()];
        int same = 0;
        for (Lap lap : laps) {
            // a lap over a pause tells nothing of how fast one runs
            if (lap.facing() == facing && !lap.flags().contains(OVER_PAUSE)) {
                seconds[same++] = Micros.seconds(lap.micros());
            }
        }
        return Arrays.copyOf(seconds, same);
    }

    private Facing facingOf(Mark from, Mark to) {
        Facing said = saidFacing(from, to);
        return said == Facing.UNKNOWN ? seenFacing(from, to) : said;
    }

    private Facing saidFacing(Mark from, Mark to) {
        Facing declared = known.declared((from.micros() + to.micros()) / 2);
        return declared == Facing.UNKNOWN ? plan.facingOfLap(plannedBehind() + 1) : declared;
    }

    private Facing seenFacing(Mark from, Mark to) {
        if (seen(Facing.FORWARD, from, to) >= SEEN_SHARE) {
            return Facing.FORWARD;
        }
        return seen(Facing.BACKWARD, from, to) >= SEEN_SHARE ? Facing.BACKWARD : Facing.UNKNOWN;
    }

    private double seen(Facing facing, Mark from, Mark to) {
        return known.seenShare(facing, from.micros(), to.micros());
    }

    /** Whether the compass contradicts what was said of a lap, or is alone in calling it backward. */
    private boolean facingUnconfirmed(Mark from, Mark to) {
        return switch (saidFacing(from, to)) {
            case FORWARD -> seen(Facing.BACKWARD, from, to) > CONTRARY_SHARE;
            case BACKWARD -> seen(Facing.FORWARD, from, to) > CONTRARY_SHARE;
            case STILL, UNKNOWN, UNRECOGNISED -> seenFacing(from, to) == Facing.BACKWARD;
        };
    }

    private void complete(Mark from, Mark to, List<String> flags) {
        List<String> all = new ArrayList<>(flags);
        // whoever saw the lap and says so afterwards knows what plan and compass disagreed about
        Facing settled = known.ofLapTo(to.micros());
        if (settled == Facing.UNKNOWN && facingUnconfirmed(from, to)) {
            all.add(FACING_UNCONFIRMED);
        }
        if (known.pausedBetween(from.micros(), to.micros())) {
            all.add(OVER_PAUSE);
        }
        Facing facing = settled == Facing.UNKNOWN ? facingOf(from, to) : settled;
        laps.add(new Lap(laps.size() + 1, from, to, facing, lapMeters, all));
        newestEndMicros = to.micros();
    }
}
