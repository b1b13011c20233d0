package dev.backstretch.domain.plan;

import dev.backstretch.domain.event.Facing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How much of the planned work a runner did with the right facing: seconds done so ÷ planned work seconds (domain notes
 * §1). Work without readings is planned and not done.
 */
public record Adherence(long plannedMicros, long rightMicros) {
    public static final Adherence NONE = new Adherence(0, 0);

    /** Refuses more done than was planned. */
    public Adherence {
        if (rightMicros < 0 || rightMicros > plannedMicros) {
            throw new IllegalArgumentException(
                    "rightMicros: 0 to " + plannedMicros + " of planned work, not " + rightMicros);
        }
    }

    /** With a stretch of planned work added, all of it done in one facing. */
    public Adherence plus(Facing wanted, Facing done, long micros) {
        return new Adherence(plannedMicros + micros, rightMicros + (isRight(wanted, done) ? micros : 0));
    }

    /** 0 to 1; NaN while no work was planned. */
    public double share() {
        return plannedMicros == 0 ? Double.NaN : (double) rightMicros / plannedMicros;
    }

    /** Where no facing is asked, moving in either is right; standing never is. */
    static boolean isRight(Facing wanted, Facing done) {
        return wanted == done
                ? wanted == Facing.FORWARD || wanted == Facing.BACKWARD
                : wanted == Facing.UNKNOWN && (done == Facing.FORWARD || done == Facing.BACKWARD);
    }

    /**
     * Of a whole session.
     *
     * @param planned stretches of planned work with the facing asked
     * @param done what was done, in any order; where two overlap the earlier one counts
     */
    public static Adherence of(List<Span> planned, List<Span> done) {
        List<Span> apart = apart(done);
        long plannedMicros = 0;
        long rightMicros = 0;
        for (Span work : planned) {
            plannedMicros += work.micros();
            for (Span part : apart) {
                long from = Math.max(work.fromMicros(), part.fromMicros());
                long to = Math.min(work.toMicros(), part.toMicros());
                if (from < to && isRight(work.facing(), part.facing())) {
                    rightMicros += to - from;
                }
            }
        }
        return new Adherence(plannedMicros, rightMicros);
    }

    private static List<Span> apart(List<Span> spans) {
        List<Span> sorted = new ArrayList<>(spans);
        sorted.sort(Comparator.comparingLong(Span::fromMicros)
                .thenComparingLong(Span::toMicros)
                .thenComparing(Span::facing));
        List<Span> apart = new ArrayList<>();
        long until = Long.MIN_VALUE;
        for (Span span : sorted) {
            long from = Math.max(span.fromMicros(), until);
            if (from < span.toMicros()) {
                apart.add(new Span(from, span.toMicros(), span.facing()));
                until = span.toMicros();
            }
        }
        return apart;
    }
}
