package dev.backstretch.domain.line;

import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;

/**
 * What the filter said of one runner in the last minutes, one row a moment: the newest rows of a sequence whose places are
 * counted from the first one on. It is what later readings are carried back over.
 */
final class Trace {
    static final int WAY = 0;
    static final int SPEED = 1;
    static final int ERROR_X = 2;
    static final int ERROR_Y = 3;
    /** The upper triangle of the covariance, row by row. */
    static final int SPREAD = 4;

    static final int SPEED_SPREAD = SPREAD + 4;
    // how this row followed from the one before
    static final int WAY_PER_SPEED = 14;
    static final int SPEED_KEPT = 15;
    static final int WAY_ADDED = 16;
    static final int SPEED_ADDED = 17;
    static final int NOISE_WAY = 18;
    static final int NOISE_WAY_SPEED = 19;
    static final int NOISE_SPEED = 20;
    static final int ERROR_KEPT = 21;
    static final int ERROR_NOISE = 22;
    static final int EVENT = 23;
    static final int CELLS = 24;

    private static final int FIRST_CAPACITY = 64;

    /** The least place that is kept. */
    private long first;
    /** The place after the newest row. */
    private long end;

    private long[] micros = new long[FIRST_CAPACITY];
    private double[] cells = new double[FIRST_CAPACITY * CELLS];
    // what the smoother found of a row and the one after it
    private double[] gains = new double[FIRST_CAPACITY * Gain.CELLS];
    private boolean[] gainKnown = new boolean[FIRST_CAPACITY];

    long first() {
        return first;
    }

    long end() {
        return end;
    }

    int size() {
        return (int) (end - first);
    }

    /** Makes room for a row and gives its index in the cells. */
    int append(long rowMicros) {
        if (size() == micros.length) {
            grow();
        }
        end++;
        micros[slot(end - 1)] = rowMicros;
        return at(end - 1);
    }

    private void grow() {
        long[] moreMicros = new long[2 * micros.length];
        double[] moreCells = new double[2 * cells.length];
        double[] moreGains = new double[2 * gains.length];
        boolean[] moreKnown = new boolean[2 * gainKnown.length];
        for (long place = first; place < end; place++) {
            int to = (int) (place & (moreMicros.length - 1));
            moreMicros[to] = micros[slot(place)];
            System.arraycopy(cells, at(place), moreCells, to * CELLS, CELLS);
            System.arraycopy(gains, gainAt(place), moreGains, to * Gain.CELLS, Gain.CELLS);
            moreKnown[to] = knowsGain(place);
        }
        micros = moreMicros;
        cells = moreCells;
        gains = moreGains;
        gainKnown = moreKnown;
    }

    private int slot(long place) {
        return (int) (place & (micros.length - 1));
    }

    /** Index of a row's first cell. */
    int at(long place) {
        return slot(place) * CELLS;
    }

    double[] cells() {
        return cells;
    }

    /** Index of a row's gain among the {@link #gains}. */
    int gainAt(long place) {
        return slot(place) * Gain.CELLS;
    }

    double[] gains() {
        return gains;
    }

    /** Whether the gain of a row was found since the row or the one after it was written. */
    boolean knowsGain(long place) {
        return gainKnown[slot(place)];
    }

    void keepGain(long place) {
        gainKnown[slot(place)] = true;
    }

    /** The newest row was written: its gain, and that of the row before it, are to be found anew. */
    void wroteNewest() {
        gainKnown[slot(end - 1)] = false;
        gainKnown[slot(end - 2)] = false;
    }

    long micros(long place) {
        return micros[slot(place)];
    }

    double cell(long place, int which) {
        return cells[at(place) + which];
    }

    /** Takes back all rows from a place on. */
    void truncate(long newEnd) {
        end = newEnd;
        first = Math.min(first, end);
    }

    /** Lets go of all rows before a place. */
    void forgetBefore(long place) {
        first = Math.max(first, Math.min(place, end));
    }

    /** The first place at or after a moment; the end when all are before it. */
    long placeAt(long atMicros) {
        long low = first;
        long high = end;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (micros(middle) < atMicros) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Writes the rows of some places, of which those that are not there any more are left out. */
    void writeTo(StateWriter out, long from, long upTo) {
        long begin = Math.max(first, Math.min(from, upTo));
        out.number(begin);
        out.number(upTo);
        for (long place = begin; place < upTo; place++) {
            out.number(micros(place));
            int at = at(place);
            for (int cell = 0; cell < CELLS; cell++) {
                out.real(cells[at + cell]);
            }
        }
    }

    static Trace readFrom(StateReader in) {
        Trace read = new Trace();
        read.first = in.number();
        long end = in.number();
        read.end = read.first;
        while (read.end < end) {
            int at = read.append(in.number());
            for (int cell = 0; cell < CELLS; cell++) {
                read.cells[at + cell] = in.real();
            }
        }
        return read;
    }
}
