package dev.backstretch.domain.session;

import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import java.util.Arrays;

/**
 * How far one runner had come at the times whose readings are forgotten, a point every few seconds: what a coach swaps or
 * taps late is told from a restart by the way between two marks, however long ago they were.
 */
final class PastWay {
    /** So much apart, a straight line between two points is off by a metre or two. */
    private static final long APART_MICROS = 5 * Micros.PER_SECOND;

    /** No session is longer than 12 h (design D4). */
    private static final int MOST_POINTS = 12 * 3600 / 5;

    private long[] rawMicros = new long[0];
    private double[] pathMeters = new double[0];
    private int count;
    /** Whether the first point is the runner's first of all. */
    private boolean whole = true;

    /** A reading that told movement is forgotten; in the order of time. */
    void leave(Step step) {
        if (count > 0 && step.rawMicros() < rawMicros[count - 1] + APART_MICROS) {
            return;
        }
        if (count == rawMicros.length) {
            if (count >= MOST_POINTS) {
                // the older half goes at once: moving all points for each new one costs more
                whole = false;
                count -= MOST_POINTS / 2;
                System.arraycopy(rawMicros, MOST_POINTS / 2, rawMicros, 0, count);
                System.arraycopy(pathMeters, MOST_POINTS / 2, pathMeters, 0, count);
            } else {
                int room = Math.min(MOST_POINTS, 16 + count * 3 / 2);
                rawMicros = Arrays.copyOf(rawMicros, room);
                pathMeters = Arrays.copyOf(pathMeters, room);
            }
        }
        rawMicros[count] = step.rawMicros();
        pathMeters[count] = step.pathMeters;
        count++;
    }

    /**
     * The way at a moment before a step that is not forgotten.
     *
     * @param after the oldest step that is remembered and tells movement
     * @return NaN earlier than a few seconds before the first of all
     */
    double at(long micros, Step after) {
        int index = Arrays.binarySearch(rawMicros, 0, count, micros);
        if (index >= 0) {
            return pathMeters[index];
        }
        int next = -index - 1;
        if (next == 0) {
            long first = count == 0 ? after.rawMicros() : rawMicros[0];
            boolean near = whole && first - micros <= Stretch.EXTRAPOLATE_MICROS;
            return !near ? Double.NaN : count == 0 ? after.pathMeters : pathMeters[0];
        }
        boolean last = next == count;
        long toMicros = last ? after.rawMicros() : rawMicros[next];
        double toMeters = last ? after.pathMeters : pathMeters[next];
        double share = (double) (micros - rawMicros[next - 1]) / (toMicros - rawMicros[next - 1]);
        return pathMeters[next - 1] + share * (toMeters - pathMeters[next - 1]);
    }

    void writeTo(StateWriter out) {
        out.bool(whole);
        out.number(count);
        for (int i = 0; i < count; i++) {
            out.number(rawMicros[i]);
            out.real(pathMeters[i]);
        }
    }

    static PastWay readFrom(StateReader in) {
        PastWay read = new PastWay();
        read.whole = in.bool();
        read.count = in.integer();
        read.rawMicros = new long[read.count];
        read.pathMeters = new double[read.count];
        for (int i = 0; i < read.count; i++) {
            read.rawMicros[i] = in.number();
            read.pathMeters[i] = in.real();
        }
        return read;
    }
}
