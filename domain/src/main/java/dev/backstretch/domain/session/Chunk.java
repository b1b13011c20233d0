package dev.backstretch.domain.session;

import dev.backstretch.domain.line.Crossings;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Some readings that follow each other, with the trail and the passings as they were before the first of them: from there
 * they can be folded again. One that is forgotten is taken again for what comes.
 */
final class Chunk {
    /** After so many the next one begins. */
    static final int FULL = 16;

    /** So many at the most, where late ones came between. */
    static final int MOST = 2 * FULL;

    final Trail start = new Trail();
    Crossings.@Nullable Snapshot lineStart;
    private Step[] steps = new Step[FULL];
    /** Of the steps: a moment is looked for among these. */
    private long[] rawMicros = new long[FULL];

    private int size;

    int size() {
        return size;
    }

    Step step(int index) {
        return steps[index];
    }

    Step last() {
        return steps[size - 1];
    }

    long firstRawMicros() {
        return rawMicros[0];
    }

    long lastRawMicros() {
        return rawMicros[size - 1];
    }

    long rawMicros(int index) {
        return rawMicros[index];
    }

    void add(Step step) {
        makeRoom();
        steps[size] = step;
        rawMicros[size] = step.rawMicros();
        size++;
    }

    private void makeRoom() {
        if (size == steps.length) {
            steps = Arrays.copyOf(steps, 2 * size);
            rawMicros = Arrays.copyOf(rawMicros, 2 * size);
        }
    }

    void insert(int place, Step step) {
        makeRoom();
        System.arraycopy(steps, place, steps, place + 1, size - place);
        System.arraycopy(rawMicros, place, rawMicros, place + 1, size - place);
        steps[place] = step;
        rawMicros[place] = step.rawMicros();
        size++;
    }

    /** Gives all steps from a place on to a chunk that comes after this one. */
    void moveTo(Chunk next, int fromPlace) {
        for (int i = fromPlace; i < size; i++) {
            next.add(steps[i]);
        }
        size = fromPlace;
    }

    void clear() {
        size = 0;
    }

    /** How many of its steps lie at or before a moment. */
    int upTo(long micros) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (rawMicros[middle] <= micros) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
