package dev.backstretch.domain.plan;

import dev.backstretch.domain.event.Facing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the clock gives one who follows a plan of which every step ends by it: when there is nothing to run, and what is
 * said. Made when the clock changes, so that a reading only looks it up. Not thread-safe, but for {@link #NONE}.
 *
 * <p>A step of drills or stretching is a rest here: nobody has to run in it.
 */
public final class Timetable {
    /** Of a plan whose steps end at the runner's own marks, and of every plan before its start. */
    public static final Timetable NONE = new Timetable(List.of(), List.of(), false);

    /** Where rests begin and end in turn, ascending. */
    private final long[] edges;

    private final boolean endsInRest;
    private final long[] partStarts;
    private final List<Part> parts;
    /** How many edges lie at or before the moment that was asked for last: the next one is near. */
    private int behind;

    private Timetable(List<Long> edges, List<Part> parts, boolean endsInRest) {
        this.edges = edges.stream().mapToLong(Long::longValue).toArray();
        this.parts = List.copyOf(parts);
        partStarts = parts.stream().mapToLong(Part::fromMicros).toArray();
        this.endsInRest = endsInRest;
    }

    /**
     * One step on the clock.
     *
     * @param toMicros excluded; {@code Long.MAX_VALUE} where nobody knows
     * @param cues what is said in it
     * @param facing that it asks for; UNKNOWN where it asks for none
     * @param nextFacing of the step after it; UNKNOWN where that asks for none
     * @param lastsMicros what the clock gives it, pauses not counted
     */
    public record Part(
            long fromMicros, long toMicros, CueTurn cues, Facing facing, Facing nextFacing, long lastsMicros) {
        /**
         * What is left of it on the clock at a moment in it.
         *
         * @param running tells how much time of the clock lies between two moments
         */
        public long leftMicros(long micros, LongBinaryOperator running) {
            return toMicros == Long.MAX_VALUE
                    ? lastsMicros - running.applyAsLong(fromMicros, micros)
                    : running.applyAsLong(micros, toMicros);
        }
    }

    /** Takes the steps of a plan in their order. */
    static final class Builder {
        private final List<Long> edges = new ArrayList<>();
        private final List<Part> parts = new ArrayList<>();

        void add(Part part, boolean work) {
            if (part.toMicros() <= part.fromMicros()) {
                return;
            }
            parts.add(part);
            if (work) {
                return;
            }
            int last = edges.size() - 1;
            if (last >= 0 && edges.get(last) == part.fromMicros()) {
                edges.set(last, part.toMicros());
            } else {
                edges.add(part.fromMicros());
                edges.add(part.toMicros());
            }
        }

        Timetable build(long endMicros) {
            boolean endsInRest = !edges.isEmpty() && edges.get(edges.size() - 1) == endMicros;
            return new Timetable(edges, parts, endsInRest);
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

    /** The step that a moment lies in; null before the start and after the end. */
    public @Nullable Part at(long micros) {
        int found = Arrays.binarySearch(partStarts, micros);
        int index = found >= 0 ? found : -found - 2;
        return index < 0 || micros >= parts.get(index).toMicros() ? null : parts.get(index);
    }
}
