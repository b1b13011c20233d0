package dev.backstretch.domain.plan;

import dev.backstretch.domain.event.Facing;
import java.util.List;

/**
 * What a runner has run so far, as far as a plan needs it. A lap that began in one step may end in it: only ends count.
 *
 * @param laps completed laps in their order, by their marks
 * @param openStartMicros when the lap being run started, {@link Moment#NONE} before the start
 * @param distanceEnds instants in microseconds at which the runner had covered the metres of each step that asks for
 *     some
 */
public record Ran(List<Span> laps, long openStartMicros, List<Long> distanceEnds) {
    public static final Ran NOTHING = new Ran(List.of(), Moment.NONE, List.of());

    public Ran {
        laps = List.copyOf(laps);
        distanceEnds = List.copyOf(distanceEnds);
    }

    /** End of the n-th lap that ended after a moment; {@code Long.MAX_VALUE} when there is none yet. */
    long lapEndAfter(long micros, int n) {
        int left = n;
        for (Span lap : laps) {
            if (lap.toMicros() > micros && --left == 0) {
                return lap.toMicros();
            }
        }
        return Long.MAX_VALUE;
    }

    long distanceEndAfter(long micros) {
        for (long end : distanceEnds) {
            if (end > micros) {
                return end;
            }
        }
        return Long.MAX_VALUE;
    }

    /** How many laps ended after one moment and not after another. */
    int lapsEnded(long afterMicros, long untilMicros) {
        int ended = 0;
        for (Span lap : laps) {
            if (lap.toMicros() > afterMicros && lap.toMicros() <= untilMicros) {
                ended++;
            }
        }
        return ended;
    }

    /** How long the newest lap of a facing took, in microseconds; {@link Moment#NONE} without one. */
    long newestLapMicros(Facing facing) {
        for (int i = laps.size() - 1; i >= 0; i--) {
            if (laps.get(i).facing() == facing) {
                return laps.get(i).micros();
            }
        }
        return Moment.NONE;
    }
}
