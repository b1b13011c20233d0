package dev.backstretch.domain.line;

import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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

    /** Rows of a block, a power of two. */
    private static final int BLOCK_ROWS = 32;

    private static final int BLOCK_BITS = Integer.numberOfTrailingZeros(BLOCK_ROWS);
    private static final int FIRST_BLOCKS = 2;
    private static final int ASKED_FOR_MOST = 16;

    /** So many rows that follow each other; those that are let go of are taken again for what comes. */
    private static final class Block {
        final double[] cells = new double[BLOCK_ROWS * CELLS];
        /** What the smoother found of a row and the one after it; most rows are never smoothed. */
        double[] gains = NO_GAINS;
        /** A bit for each row. */
        int gainKnown;
        /** What is needed to see the speed of a row in the light of those after it. */
        final double[] speeds = new double[BLOCK_ROWS * SPEED_CELLS];
    }

    /** The speed at a row, … */
    static final int SPEED_HERE = 0;

    /** … what it was expected to be by the row before, … */
    static final int SPEED_EXPECTED = 1;

    /** … and how much of what it differs from that belongs to the row before. */
    static final int SPEED_GAIN = 2;

    private static final int SPEED_CELLS = 3;

    private static final double[] NO_GAINS = {};

    /** The least place that is kept. */
    private long first;
    /** The place after the newest row. */
    private long end;

    private @Nullable Block[] blocks = new @Nullable Block[FIRST_BLOCKS];
    private long[] micros = new long[FIRST_BLOCKS * BLOCK_ROWS];
    private @Nullable Block spare;

    long first() {
        return first;
    }

    long end() {
        return end;
    }

    /** Makes room for a row. */
    void append(long rowMicros) {
        // the oldest and the newest row may not share a block of the ring
        if (end - first > micros.length - BLOCK_ROWS) {
            grow();
        }
        int slot = blockSlot(end);
        if (blocks[slot] == null) {
            Block taken = spare;
            blocks[slot] = taken == null ? new Block() : taken;
            spare = null;
        }
        micros[slot(end)] = rowMicros;
        end++;
    }

    private void grow() {
        @Nullable Block[] moreBlocks = new @Nullable Block[2 * blocks.length];
        long[] moreMicros = new long[2 * micros.length];
        for (long place = first; place < end; place++) {
            int to = (int) (place & (moreMicros.length - 1));
            moreMicros[to] = micros[slot(place)];
            moreBlocks[to >> BLOCK_BITS] = blocks[blockSlot(place)];
        }
        blocks = moreBlocks;
        micros = moreMicros;
    }

    private int slot(long place) {
        return (int) (place & (micros.length - 1));
    }

    private int blockSlot(long place) {
        return slot(place) >> BLOCK_BITS;
    }

    private Block block(long place) {
        return Objects.requireNonNull(blocks[blockSlot(place)], "a row that is kept");
    }

    /** Index of a row's first cell among its {@link #cells}. */
    static int at(long place) {
        return (int) (place & (BLOCK_ROWS - 1)) * CELLS;
    }

    /** The cells of a row and of some beside it. */
    double[] cells(long place) {
        return block(place).cells;
    }

    /** Index of a row's gain among its {@link #gains}. */
    static int gainAt(long place) {
        return (int) (place & (BLOCK_ROWS - 1)) * Gain.CELLS;
    }

    /** The gains of a row and of some beside it. */
    double[] gains(long place) {
        Block block = block(place);
        if (block.gains.length == 0) {
            block.gains = new double[BLOCK_ROWS * Gain.CELLS];
        }
        return block.gains;
    }

    /** Whether the gain of a row was found since the row or the one after it was written. */
    boolean knowsGain(long place) {
        return (block(place).gainKnown & bit(place)) != 0;
    }

    void keepGain(long place) {
        block(place).gainKnown |= bit(place);
    }

    private static int bit(long place) {
        return 1 << (place & (BLOCK_ROWS - 1));
    }

    /** The newest row was written: its gain, and that of the row before it, are to be found anew. */
    void wroteNewest() {
        Block newest = block(end - 1);
        newest.gainKnown &= ~bit(end - 1);
        int at = at(end - 1);
        int speed = speedAt(end - 1);
        newest.speeds[speed + SPEED_HERE] = newest.cells[at + SPEED];
        if (end - 2 >= first) {
            Block before = block(end - 2);
            before.gainKnown &= ~bit(end - 2);
            int atBefore = at(end - 2);
            double kept = newest.cells[at + SPEED_KEPT];
            double spreadBefore = before.cells[atBefore + SPEED_SPREAD];
            double spreadExpected = kept * kept * spreadBefore + newest.cells[at + NOISE_SPEED];
            newest.speeds[speed + SPEED_EXPECTED] =
                    kept * before.cells[atBefore + SPEED] + newest.cells[at + SPEED_ADDED];
            newest.speeds[speed + SPEED_GAIN] = kept * spreadBefore / spreadExpected;
        }
    }

    /** Index of a row's speed among its {@link #speeds}. */
    static int speedAt(long place) {
        return (int) (place & (BLOCK_ROWS - 1)) * SPEED_CELLS;
    }

    /** The speeds of a row and of some beside it. */
    double[] speeds(long place) {
        return block(place).speeds;
    }

    long micros(long place) {
        return micros[slot(place)];
    }

    double cell(long place, int which) {
        return cells(place)[at(place) + which];
    }

    /** Takes back all rows from a place on. */
    void truncate(long newEnd) {
        end = newEnd;
        first = Math.min(first, end);
    }

    /** Lets go of all rows before a place. */
    void forgetBefore(long place) {
        long keep = Math.max(first, Math.min(place, end));
        for (long gone = first >> BLOCK_BITS; gone < keep >> BLOCK_BITS; gone++) {
            int slot = blockSlot(gone << BLOCK_BITS);
            Block released = blocks[slot];
            spare = released == null ? spare : released;
            blocks[slot] = null;
        }
        first = keep;
    }

    /** The first place at or after a moment; the end when all are before it. */
    long placeAt(long atMicros) {
        long low = first;
        long high = end;
        // most questions are about the newest rows
        if (end - ASKED_FOR_MOST > first && micros(end - ASKED_FOR_MOST) < atMicros) {
            low = end - ASKED_FOR_MOST;
        }
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
            for (int cell = 0; cell < CELLS; cell++) {
                out.real(cell(place, cell));
            }
        }
    }

    static Trace readFrom(StateReader in) {
        Trace read = new Trace();
        read.first = in.number();
        long end = in.number();
        read.end = read.first;
        while (read.end < end) {
            read.append(in.number());
            long place = read.end - 1;
            for (int cell = 0; cell < CELLS; cell++) {
                read.cells(place)[at(place) + cell] = in.real();
            }
            read.wroteNewest();
        }
        return read;
    }
}
