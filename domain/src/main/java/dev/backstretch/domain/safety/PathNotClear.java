package dev.backstretch.domain.safety;

import static dev.backstretch.domain.safety.Episode.NEVER;

import dev.backstretch.domain.outcome.Alert.Severity;
import dev.backstretch.domain.time.Micros;
import java.util.Arrays;
import java.util.List;

/**
 * Another runner ahead in the same assigned lane of one who runs backwards and cannot see: nearer than 15 m and closing
 * at more than 0.5 m/s, or met within 5 s. Red when both positions are sure to 5 m, else amber: somewhere near (a
 * decision of this project, domain notes §9). Runners are put in order along their lanes and each looks at the next
 * few, so that a tick costs as much as there are runners.
 */
final class PathNotClear {
    static final double GAP_METERS = 15;
    private static final double CLOSING_METERS_PER_SECOND = 0.5;
    private static final double CONTACT_SECONDS = 5;
    private static final double SURE_METERS = 5;
    /** Where a runner was longer ago says nothing of now. */
    private static final long PLACE_HOLDS_MICROS = 5 * Micros.PER_SECOND;
    /** The next may run away while the one behind stands; more than these are a crowd, and the nearest count. */
    private static final int LOOKS_AT = 4;

    private final Finding found = new Finding();
    private int[] order = new int[0];
    private double[] meters = new double[0];
    private boolean[] placed = new boolean[0];

    void judge(List<RunnerWatch> runners, Desk desk) {
        long now = desk.logMicros();
        place(runners, now);
        sort(runners);
        int from = 0;
        while (from < order.length) {
            int to = from + 1;
            while (to < order.length && lane(runners, to) == lane(runners, from)) {
                to++;
            }
            for (int i = from; i < to; i++) {
                RunnerWatch runner = runners.get(order[i]);
                if (runner.isOver()) {
                    continue;
                }
                look(runners, i, from, to, now);
                runner.pathEpisode().take(found, now, true, desk);
            }
            from = to;
        }
    }

    private void place(List<RunnerWatch> runners, long now) {
        int known = order.length;
        if (known != runners.size()) {
            order = Arrays.copyOf(order, runners.size());
            for (int i = known; i < order.length; i++) {
                order[i] = i;
            }
            meters = new double[order.length];
            placed = new boolean[order.length];
        }
        for (int i = 0; i < order.length; i++) {
            RunnerWatch runner = runners.get(i);
            LanePlace place = runner.place();
            placed[i] = !runner.isOver()
                    && runner.profile().lane() > 0
                    && place.atMicros() != NEVER
                    && now - place.atMicros() <= PLACE_HOLDS_MICROS;
            meters[i] = placed[i] ? place.metersAt(now, runner.profile().lapMeters()) : 0;
        }
    }

    /** By lane, place and order of joining. Almost in order since the last tick, so that inserting is fastest. */
    private void sort(List<RunnerWatch> runners) {
        for (int i = 1; i < order.length; i++) {
            int moved = order[i];
            int j = i - 1;
            while (j >= 0 && after(runners, order[j], moved)) {
                order[j + 1] = order[j];
                j--;
            }
            order[j + 1] = moved;
        }
    }

    private boolean after(List<RunnerWatch> runners, int one, int other) {
        int lane = placed[one] ? runners.get(one).profile().lane() : 0;
        int otherLane = placed[other] ? runners.get(other).profile().lane() : 0;
        if (lane != otherLane) {
            return lane > otherLane;
        }
        return meters[one] != meters[other] ? meters[one] > meters[other] : one > other;
    }

    /** The lane of the runner at a place of the order; 0 for who has none or was not seen. */
    private int lane(List<RunnerWatch> runners, int at) {
        return placed[order[at]] ? runners.get(order[at]).profile().lane() : 0;
    }

    private void look(List<RunnerWatch> runners, int at, int from, int to, long now) {
        RunnerWatch runner = runners.get(order[at]);
        if (!runner.runsBackwards()) {
            found.inside(Double.NaN, GAP_METERS);
            return;
        }
        if (!placed[order[at]]) {
            found.unknown();
            return;
        }
        found.inside(Double.NaN, GAP_METERS);
        int way = runner.place().way();
        int inLane = to - from;
        for (int step = 1; step <= Math.min(LOOKS_AT, inLane - 1); step++) {
            int ahead = from + Math.floorMod(at - from + way * step, inLane);
            meet(runner, order[at], runners.get(order[ahead]), order[ahead], now);
        }
    }

    private void meet(RunnerWatch runner, int index, RunnerWatch other, int otherIndex, long now) {
        double lap = runner.profile().lapMeters();
        int way = runner.place().way();
        double gap = way * (meters[otherIndex] - meters[index]) % lap;
        gap = gap < 0 ? gap + lap : gap;
        double closing = runner.place().speedMetersPerSecond()
                - way * other.place().way() * other.place().speedMetersPerSecond();
        boolean near = gap < GAP_METERS && closing > CLOSING_METERS_PER_SECOND;
        if (near || gap < CONTACT_SECONDS * closing) {
            boolean sure = runner.place().accuracyMeters() <= SURE_METERS
                    && other.place().accuracyMeters() <= SURE_METERS;
            Severity severity = sure ? Severity.RED : Severity.AMBER;
            if (found.verdict != Finding.Verdict.FIRES
                    || severity.compareTo(found.severity) > 0
                    || (severity == found.severity && gap < found.value)) {
                found.fires(severity, gap, near ? GAP_METERS : CONTACT_SECONDS * closing, now);
            }
        } else if (found.verdict != Finding.Verdict.FIRES
                && ((gap < GAP_METERS * (1 + Finding.MARGIN)
                                && closing > CLOSING_METERS_PER_SECOND * (1 - Finding.MARGIN))
                        || gap < CONTACT_SECONDS * (1 + Finding.MARGIN) * closing)) {
            found.between(gap, GAP_METERS);
        } else if (found.verdict == Finding.Verdict.INSIDE && !(found.value <= gap)) {
            found.inside(gap, GAP_METERS);
        }
    }
}
