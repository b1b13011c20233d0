package dev.backstretch.domain.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the clock gives one who follows a plan of which every step ends by it: when there is nothing to run, and what is
 * said. Made when the clock changes, so that a reading only looks it up. Not thread-safe, but for {@link #NONE}.
 *
 * <p>A step of drills or stretching is a rest here: nobody has to run in it.
 */
public final class Timetable {
    /** Of a plan whose steps end at the runner's own marks, and of every plan before its start. */
    public static final Timetable NONE = new Timetable(List.of(), List.of(), List.of(), false);

    /** Where rests begin and end in turn, ascending. */
    private final long[] edges;

    private final boolean endsInRest;
    private final long[] stepStarts;
    private final List<CueTurn> turns;
    /** How many edges lie at or before the moment that was asked for last: the next one is near. */
    private int behind;

    private Timetable(List<Long> edges, List<Long> stepStarts, List<CueTurn> turns, boolean endsInRest) {
        this.edges = edges.stream().mapToLong(Long::longValue).toArray();
        this.stepStarts = stepStarts.stream().mapToLong(Long::longValue).toArray();
        this.turns = List.copyOf(turns);
        this.endsInRest = endsInRest;
    }

    /** Takes the steps of a plan in their order. */
    static final class Builder {
        private final List<Long> edges = new ArrayList<>();
        private final List<Long> stepStarts = new ArrayList<>();
        private final List<CueTurn> turns = new ArrayList<>();

        void step(PlanStep step, long fromMicros, long toMicros, CueTurn turn) {
            if (toMicros <= fromMicros) {
                return;
            }
            stepStarts.add(fromMicros);
            turns.add(turn);
            if (step.kind().isWork()) {
                return;
            }
            int last = edges.size() - 1;
            if (last >= 0 && edges.get(last) == fromMicros) {
                edges.set(last, toMicros);
            } else {
                edges.add(fromMicros);
                edges.add(toMicros);
            }
        }

        Timetable build(long endMicros) {
            stepStarts.add(endMicros);
            turns.add(new CueTurn(List.of(), endMicros, 0));
            boolean endsInRest = !edges.isEmpty() && edges.get(edges.size() - 1) == endMicros;
            return new Timetable(edges, stepStarts, turns, endsInRest);
        }
    }

    /** Whether a moment lies in a rest. */
    public boolean inRest(long micros) {
        return edges.length > 0 && edgesBy(micros) % 2 == 1;
    }

    /** Whether a moment lies in a rest, or after the last one if no step follows that. */
    public boolean nothingToRun(long micros) {
        return inRest(micros) || (endsInRest && micros >= edges[edges.length - 1]);
    }

    /** When the rest ends in which a moment lies; {@link Moment#NONE} outside one, and while a pause hides its end. */
    public long restUntil(long micros) {
        if (!inRest(micros)) {
            return Moment.NONE;
        }
        long end = edges[edgesBy(micros)];
        return end == Long.MAX_VALUE ? Moment.NONE : end;
    }

    private int edgesBy(long micros) {
        boolean asBefore =
                (behind == 0 || edges[behind - 1] <= micros) && (behind == edges.length || micros < edges[behind]);
        if (!asBefore) {
            int found = Arrays.binarySearch(edges, micros);
            behind = found >= 0 ? found + 1 : -found - 1;
        }
        return behind;
    }

    /** From when on this one has other rests than another; {@code Long.MAX_VALUE} when they agree. */
    public long restsDifferFrom(Timetable other) {
        int at = Arrays.mismatch(edges, other.edges);
        if (at < 0) {
            return Long.MAX_VALUE;
        }
        long here = at < edges.length ? edges[at] : Long.MAX_VALUE;
        long there = at < other.edges.length ? other.edges[at] : Long.MAX_VALUE;
        return Math.min(here, there);
    }

    /** Key of what was said last in the step of a moment; null where its first cue is not due yet, and without one. */
    public @Nullable String cue(long micros) {
        int found = Arrays.binarySearch(stepStarts, micros);
        int step = found >= 0 ? found : -found - 2;
        return step < 0 ? null : turns.get(step).at(micros);
    }
}
