package dev.backstretch.domain.line;

import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import dev.backstretch.domain.track.OutAndBackCourse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One runner's arrivals at and departures from the two ends of an out-and-back course, from the fixes alone, fix by fix in
 * the order of their times (domain notes §4.5: the turn counts within 20 m of its mark, and each end has a level of its own).
 *
 * <p>An end is where the runner turned or passed by, and not where a line through a fix lies: a receiver that is wrong by
 * some metres is wrong by as much on the way in as on the way out, so the middle of the two is right. Who stands at an end
 * for longer arrived when they came and departed when they went. An out and back counts when both ends were reached; who
 * turned before the turn, as far as the fixes tell, did not run it and starts anew. Work for a fix and the memory of it do
 * not grow with the session; all is in the device's own time.
 */
public final class CourseEnds {
    /** Nearer than this a runner is at an end (domain notes §4.5). */
    private static final double AT_END_METERS = 20;

    /** Farther than this the runner has left it: a receiver wanders by a few metres. */
    private static final double LEFT_END_METERS = 25;

    /** So much farther than the nearest the runner is on the way again. */
    private static final double AGAIN_METERS = 6;

    /** The moment of a turn is the middle of the times at which the runner was this much farther than at the nearest. */
    private static final double BESIDE_METERS = 4;

    /** Who is there for longer than this stood: what follows is a start of its own (domain notes §4.4, line zone). */
    private static final long STOOD_AFTER_MICROS = 15 * Micros.PER_SECOND;

    private static final double STANDS_BELOW = 0.5;
    private static final long STANDS_AFTER_MICROS = 3 * Micros.PER_SECOND;
    /** Who stands farther away than this has not arrived. */
    private static final double STOOD_AT_METERS = 12;

    /**
     * A longer gap between two fixes makes what lies beside it doubtful, and a runner may have been at an end in it unseen:
     * at 4 m/s they are within 20 m of it for 10 s.
     */
    private static final long SURE_GAP_MICROS = 5 * Micros.PER_SECOND;

    /** A way across such a gap that is this share of what is due was run to the end. */
    private static final double UNSEEN_SHARE = 0.9;

    /** Of who stands the last metre is walked; farther out they have not braked yet. */
    private static final double ARRIVED_METERS = 1;

    /** Whoever went at the gun was between these fast since, m/s: slower nobody walks a lap, faster is in doubt (notes §2, §6). */
    private static final double SLOWEST_OUT = 0.7;

    private static final double FASTEST_OUT = 8.0;

    /** Speed between fixes looks back over some seconds, so that it tells of a departure by so much too late. */
    private static final long FIXES_LAG_MICROS = 2 * Micros.PER_SECOND;

    /** One standard deviation of a turn, and of an arrival or departure, where the receiver measures speed. */
    private static final double TURN_SIGMA_SECONDS = 0.7;

    private static final double STOOD_SIGMA_SECONDS = 1.0;

    /** Without it they are so many times as uncertain. */
    private static final double FIXES_SIGMAS = 1.4;

    /** A minute at a reading a second; of longer visits the newest half is kept. */
    private static final int MOST_FIXES = 64;

    private enum End {
        START,
        TURN
    }

    /** A fix, as far as the ends are concerned. */
    private record Fix(
            long micros,
            double fromStartMeters,
            double fromTurnMeters,
            double speed,
            boolean measured,
            double pathMeters,
            String readingId) {
        double from(End end) {
            return end == End.START ? fromStartMeters : fromTurnMeters;
        }

        boolean stands() {
            return speed < STANDS_BELOW;
        }

        double sigma(double measuredSeconds) {
            return measured ? measuredSeconds : FIXES_SIGMAS * measuredSeconds;
        }
    }

    /**
     * What counts of the ends.
     *
     * @param micros by the device's clock
     * @param sign +1 of an arrival that completes a lap, or of a departure that starts one; −1 of an arrival that completes none
     * @param pathMeters how far the runner had moved by then
     * @param doubtful whether the fixes around it lie far apart, or the turn before it was not seen
     */
    public record Passed(
            long micros, double sigmaSeconds, int sign, double pathMeters, boolean doubtful, List<String> readingIds) {
        public Passed {
            readingIds = List.copyOf(readingIds);
        }

        Passed with(int newSign, boolean alsoDoubtful) {
            return new Passed(micros, sigmaSeconds, newSign, pathMeters, doubtful || alsoDoubtful, readingIds);
        }
    }

    private List<Passed> passed = List.of();
    /** The end that counts and was reached or left last; null before the first start. */
    private @Nullable End last;

    private boolean turned;
    /** Whether the runner was unseen for so long since then that they may have been at the other end. */
    private boolean unseen;

    private double lastPathMeters;
    private @Nullable Fix before;

    /** The first of all. */
    private @Nullable Fix first;

    /** Whether the first end that was reached was the turn, the start having been left unseen. */
    private boolean cameFromStart;

    /** The end at which the runner is; null on the way. */
    private @Nullable End visited;

    /** The fixes of this visit and the one before it. Never changed, as copies share it. */
    private List<Fix> fixes = List.of();

    private double nearestMeters;
    private @Nullable Passed arrival;
    private boolean startsAnew;

    /** All that counted so far, in the order it was found. The same list until something counts. */
    public List<Passed> passed() {
        return passed;
    }

    /** Nothing is known of what lies between the last fix and the next. */
    public void breakOff() {
        before = null;
        unseen = true;
    }

    /**
     * Takes the next fix.
     *
     * @param east metres east of the course's start
     * @param speedMetersPerSecond NaN when unknown
     * @param speedMeasured whether the receiver measured that speed; else it is that between fixes of some seconds
     * @param pathMeters how far the runner has moved
     */
    public void advance(
            OutAndBackCourse course,
            long micros,
            double east,
            double north,
            double speedMetersPerSecond,
            boolean speedMeasured,
            double pathMeters,
            String readingId) {
        Fix previous = before;
        if (previous != null && micros <= previous.micros()) {
            return;
        }
        unseen |= previous != null && micros - previous.micros() > SURE_GAP_MICROS;
        Fix here = new Fix(
                micros,
                course.fromStartMeters(east, north),
                course.fromTurnMeters(east, north),
                speedMetersPerSecond,
                speedMeasured,
                pathMeters,
                readingId);
        before = here;
        first = first == null ? here : first;
        End end = visited;
        if (end == null) {
            if (Math.min(here.fromStartMeters(), here.fromTurnMeters()) > AT_END_METERS) {
                return;
            }
            end = here.fromStartMeters() <= here.fromTurnMeters() ? End.START : End.TURN;
            visited = end;
            fixes = previous == null ? List.of() : List.of(previous);
            nearestMeters = Double.MAX_VALUE;
            arrival = null;
            startsAnew = false;
        }
        keep(here);
        double meters = here.from(end);
        nearestMeters = Math.min(nearestMeters, meters);
        boolean left = meters > LEFT_END_METERS;
        if (arrival == null && (left || meters >= nearestMeters + AGAIN_METERS || standsAtEnd(here))) {
            arrive(course, end);
        }
        if (left) {
            depart(course, end);
            visited = null;
            fixes = List.of();
        }
    }

    /**
     * How far the runner had moved when they left the start, as the way on which they were first seen tells: one who was seen
     * at the turn next had come from there, if they can have gone when it is said.
     *
     * @param leftMicros when they went, such as at a gun, by the device's clock
     * @return NaN where they were seen at the start, were not seen on the way out, or cannot have gone then
     */
    public double pathAtStart(long leftMicros) {
        Fix seen = first;
        if (!cameFromStart || seen == null || seen.micros() <= leftMicros) {
            return Double.NaN;
        }
        double speed = seen.fromStartMeters() / Micros.seconds(seen.micros() - leftMicros);
        return speed >= SLOWEST_OUT && speed <= FASTEST_OUT ? seen.pathMeters() - seen.fromStartMeters() : Double.NaN;
    }

    /** Nothing more comes: who is at an end has arrived. */
    public void close(OutAndBackCourse course) {
        End end = visited;
        if (end != null && arrival == null && nearestMeters <= STOOD_AT_METERS) {
            arrive(course, end);
        }
    }

    private void keep(Fix fix) {
        int from = fixes.size() < MOST_FIXES ? 0 : MOST_FIXES / 2;
        List<Fix> more = new ArrayList<>(fixes.subList(from, fixes.size()));
        more.add(fix);
        fixes = more;
        End end = visited;
        if (from > 0 && end != null && arrival == null) {
            // the nearest is among those that were let go of, or it is not: an arrival is looked for in what is kept
            nearestMeters = Double.MAX_VALUE;
            for (Fix kept : more) {
                nearestMeters = Math.min(nearestMeters, kept.from(end));
            }
        }
    }

    private boolean standsAtEnd(Fix here) {
        if (nearestMeters > STOOD_AT_METERS) {
            return false;
        }
        for (int i = fixes.size() - 1; i >= 0 && fixes.get(i).stands(); i--) {
            if (here.micros() - fixes.get(i).micros() >= STANDS_AFTER_MICROS) {
                return true;
            }
        }
        return false;
    }

    private void arrive(OutAndBackCourse course, End end) {
        Passed at = moment(end);
        arrival = at;
        if (last == null) {
            cameFromStart |= end == End.TURN;
            if (!cameFromStart || (end == End.TURN && !course.legs())) {
                // a start is where the runner leaves from
                startsAnew = end == End.START;
                return;
            }
            // the end of a lap for whoever knows when it began, else the start of the next
            add(at);
            goOnFrom(end, at);
            return;
        }
        if (end == End.TURN && !course.legs()) {
            turned = true;
            return;
        }
        boolean reached = course.legs() ? last != end : turned;
        boolean mayHaveReached = !reached
                && unseen
                && !course.legs()
                && at.pathMeters() - lastPathMeters >= UNSEEN_SHARE * course.lapMeters();
        add(at.with(reached || mayHaveReached ? 1 : -1, mayHaveReached));
        startsAnew = !reached && !mayHaveReached;
        goOnFrom(end, at);
    }

    private void depart(OutAndBackCourse course, End end) {
        Passed came = arrival;
        if (came == null || (end == End.TURN && !course.legs())) {
            return;
        }
        Passed went = departure(end, came);
        if (startsAnew || went.micros() - came.micros() > STOOD_AFTER_MICROS) {
            add(went);
            goOnFrom(end, went);
        }
    }

    private void goOnFrom(End end, Passed at) {
        last = end;
        turned = false;
        unseen = false;
        lastPathMeters = at.pathMeters();
    }

    private void add(Passed one) {
        List<Passed> more = new ArrayList<>(passed);
        more.add(one);
        passed = List.copyOf(more);
    }

    /** When the runner turned at an end, passed by it or, standing there since, came to it. */
    private Passed moment(End end) {
        double beside = nearestMeters + BESIDE_METERS;
        int in = 0;
        while (in < fixes.size() - 1 && fixes.get(in).from(end) > beside) {
            in++;
        }
        int out = fixes.size() - 1;
        while (out > in && fixes.get(out).from(end) > beside) {
            out--;
        }
        boolean cameInSight = in > 0;
        boolean wentInSight = out < fixes.size() - 1;
        if (!cameInSight) {
            // heard of there for the first time: when they came nobody knows
            return at(fixes.get(0).micros(), STOOD_SIGMA_SECONDS, true);
        }
        long came = between(fixes.get(in - 1), fixes.get(in), end, beside);
        double speedIn = fixes.get(in - 1).speed();
        if (wentInSight) {
            Fix leaving = fixes.get(out + 1);
            long went = between(fixes.get(out), leaving, end, beside);
            if (went - came <= STOOD_AFTER_MICROS) {
                boolean speedsTold = speedIn > STANDS_BELOW && leaving.speed() > STANDS_BELOW && leaving.measured();
                double share = speedsTold ? leaving.speed() / (speedIn + leaving.speed()) : 0.5;
                return at(
                        came + (long) Math.rint(share * (went - came)),
                        leaving.sigma(TURN_SIGMA_SECONDS),
                        gapWithin(in - 1, out + 1));
            }
        }
        while (fixes.get(in).from(end) > nearestMeters + ARRIVED_METERS) {
            in++;
        }
        Fix there = fixes.get(in);
        long moment = between(fixes.get(in - 1), there, end, nearestMeters + ARRIVED_METERS)
                + (there.measured() ? Micros.ofSeconds(ARRIVED_METERS / Math.max(there.speed(), STANDS_BELOW)) : 0);
        return at(moment, there.sigma(STOOD_SIGMA_SECONDS), gapWithin(in - 1, in));
    }

    /**
     * When the runner began to move away; for one who walked about since they stood, or never did, when they left the
     * nearest place; for one who only passed by, as they came.
     */
    private Passed departure(End end, Passed came) {
        int stood = fixes.size() - 2;
        while (stood >= 0 && !fixes.get(stood).stands()) {
            stood--;
        }
        int nearest = lastNearest(end, Math.max(0, stood));
        boolean walkedAbout =
                stood < 0 || fixes.get(nearest).from(end) < fixes.get(stood).from(end) - AGAIN_METERS;
        if (walkedAbout && fixes.get(nearest).micros() - came.micros() > STOOD_AFTER_MICROS) {
            Fix there = fixes.get(nearest);
            return at(there.micros(), there.sigma(STOOD_SIGMA_SECONDS), gapWithin(nearest, fixes.size() - 1));
        }
        if (stood < 0) {
            return came.with(1, false);
        }
        Fix standing = fixes.get(stood);
        long between = (standing.micros() + fixes.get(stood + 1).micros()) / 2;
        long moment = Math.max(came.micros(), standing.measured() ? between : between - FIXES_LAG_MICROS);
        return at(moment, standing.sigma(STOOD_SIGMA_SECONDS), gapWithin(stood, stood + 1));
    }

    /** Of the last time that the runner was about as near as ever from a fix on, the nearest. */
    private int lastNearest(End end, int from) {
        double least = Double.MAX_VALUE;
        for (Fix fix : fixes.subList(from, fixes.size())) {
            least = Math.min(least, fix.from(end));
        }
        int last = fixes.size() - 1;
        while (fixes.get(last).from(end) > least + BESIDE_METERS) {
            last--;
        }
        int nearest = last;
        for (int i = last; i >= from && fixes.get(i).from(end) <= least + BESIDE_METERS; i--) {
            nearest = fixes.get(i).from(end) < fixes.get(nearest).from(end) ? i : nearest;
        }
        return nearest;
    }

    /** When a distance from an end was passed between two fixes. */
    private static long between(Fix one, Fix other, End end, double meters) {
        double share = (meters - one.from(end)) / (other.from(end) - one.from(end));
        return one.micros() + (long) Math.rint(share * (other.micros() - one.micros()));
    }

    private boolean gapWithin(int from, int to) {
        for (int i = from; i < to; i++) {
            if (fixes.get(i + 1).micros() - fixes.get(i).micros() > SURE_GAP_MICROS) {
                return true;
            }
        }
        return false;
    }

    private Passed at(long micros, double sigmaSeconds, boolean doubtful) {
        int after = 0;
        while (after < fixes.size() - 1 && fixes.get(after).micros() < micros) {
            after++;
        }
        Fix there = fixes.get(after);
        Fix prior = fixes.get(Math.max(0, after - 1));
        double path = there.pathMeters();
        if (there.micros() > prior.micros()) {
            double share = Math.max(0, (double) (micros - prior.micros()) / (there.micros() - prior.micros()));
            path = prior.pathMeters() + Math.min(1, share) * (there.pathMeters() - prior.pathMeters());
        }
        List<String> ids = after == 0 ? List.of(there.readingId()) : List.of(prior.readingId(), there.readingId());
        return new Passed(micros, sigmaSeconds, 1, path, doubtful, ids);
    }

    /** The same at this moment, on its own from now on. */
    public CourseEnds copy() {
        CourseEnds copy = new CourseEnds();
        copy.passed = passed;
        copy.last = last;
        copy.turned = turned;
        copy.unseen = unseen;
        copy.lastPathMeters = lastPathMeters;
        copy.before = before;
        copy.first = first;
        copy.cameFromStart = cameFromStart;
        copy.visited = visited;
        copy.fixes = fixes;
        copy.nearestMeters = nearestMeters;
        copy.arrival = arrival;
        copy.startsAnew = startsAnew;
        return copy;
    }

    public void writeTo(StateWriter out) {
        out.list(passed, CourseEnds::write);
        writeEnd(out, last);
        out.bool(turned);
        out.bool(unseen);
        out.real(lastPathMeters);
        writeFix(out, before);
        writeFix(out, first);
        out.bool(cameFromStart);
        writeEnd(out, visited);
        out.list(fixes, CourseEnds::write);
        out.real(nearestMeters);
        Passed came = arrival;
        out.list(came == null ? List.of() : List.of(came), CourseEnds::write);
        out.bool(startsAnew);
    }

    private static void writeEnd(StateWriter out, @Nullable End end) {
        out.text(end == null ? null : end.name());
    }

    private static @Nullable End readEnd(StateReader in) {
        String name = in.text();
        return name == null ? null : End.valueOf(name);
    }

    private static void write(StateWriter out, Passed one) {
        out.number(one.micros());
        out.real(one.sigmaSeconds());
        out.number(one.sign());
        out.real(one.pathMeters());
        out.bool(one.doubtful());
        out.list(one.readingIds(), StateWriter::text);
    }

    private static Passed readPassed(StateReader in) {
        return new Passed(
                in.number(), in.real(), in.integer(), in.real(), in.bool(), in.list(StateReader::requiredText));
    }

    private static void writeFix(StateWriter out, @Nullable Fix fix) {
        out.list(fix == null ? List.of() : List.of(fix), CourseEnds::write);
    }

    private static @Nullable Fix readOptionalFix(StateReader in) {
        List<Fix> fix = in.list(CourseEnds::readFix);
        return fix.isEmpty() ? null : fix.get(0);
    }

    private static void write(StateWriter out, Fix fix) {
        out.number(fix.micros());
        out.real(fix.fromStartMeters());
        out.real(fix.fromTurnMeters());
        out.real(fix.speed());
        out.bool(fix.measured());
        out.real(fix.pathMeters());
        out.text(fix.readingId());
    }

    private static Fix readFix(StateReader in) {
        return new Fix(in.number(), in.real(), in.real(), in.real(), in.bool(), in.real(), in.requiredText());
    }

    public static CourseEnds readFrom(StateReader in) {
        CourseEnds read = new CourseEnds();
        read.passed = in.list(CourseEnds::readPassed);
        read.last = readEnd(in);
        read.turned = in.bool();
        read.unseen = in.bool();
        read.lastPathMeters = in.real();
        read.before = readOptionalFix(in);
        read.first = readOptionalFix(in);
        read.cameFromStart = in.bool();
        read.visited = readEnd(in);
        read.fixes = in.list(CourseEnds::readFix);
        read.nearestMeters = in.real();
        List<Passed> came = in.list(CourseEnds::readPassed);
        read.arrival = came.isEmpty() ? null : came.get(0);
        read.startsAnew = in.bool();
        return read;
    }
}
