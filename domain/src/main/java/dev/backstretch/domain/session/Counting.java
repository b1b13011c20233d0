package dev.backstretch.domain.session;

import dev.backstretch.domain.outcome.Frame.Counts;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;

/**
 * What became of each item that was read: folded, rejected or a duplicate. What was read is counted on its own, so that
 * an item which became nothing shows.
 */
final class Counting {
    private long read;
    private long folded;
    private long rejected;
    private long duplicates;
    private long late;
    private long notUsed;
    private long conflicting;

    void read(int items) {
        read += items;
    }

    void folded() {
        folded++;
    }

    void foldedLate() {
        folded++;
        late++;
    }

    void foldedLate(int items) {
        folded += items;
        late += items;
    }

    void foldedNotUsed() {
        folded++;
        notUsed++;
    }

    void rejected(int items) {
        rejected += items;
    }

    void duplicate(boolean conflict) {
        duplicates++;
        if (conflict) {
            conflicting++;
        }
    }

    /** What became of the items of one who is forgotten still counts; that they were read was counted here already. */
    void takeOver(Counting other) {
        folded += other.folded;
        rejected += other.rejected;
        duplicates += other.duplicates;
        late += other.late;
        notUsed += other.notUsed;
        conflicting += other.conflicting;
    }

    Counts counts() {
        return new Counts(read, folded, rejected, duplicates, late, notUsed, conflicting);
    }

    void writeTo(StateWriter out) {
        out.number(read);
        out.number(folded);
        out.number(rejected);
        out.number(duplicates);
        out.number(late);
        out.number(notUsed);
        out.number(conflicting);
    }

    static Counting readFrom(StateReader in) {
        Counting read = new Counting();
        read.read = in.number();
        read.folded = in.number();
        read.rejected = in.number();
        read.duplicates = in.number();
        read.late = in.number();
        read.notUsed = in.number();
        read.conflicting = in.number();
        return read;
    }
}
