package dev.backstretch.domain.session;

import dev.backstretch.domain.outcome.Frame.Counts;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;

/** What became of each item that was read: folded, rejected or a duplicate, and never anything else. */
final class Counting {
    private long folded;
    private long rejected;
    private long duplicates;
    private long late;
    private long notUsed;
    private long conflicting;

    void folded() {
        folded++;
    }

    void foldedLate() {
        folded++;
        late++;
    }

    void foldedNotUsed() {
        folded++;
        notUsed++;
    }

    void rejected() {
        rejected++;
    }

    void duplicate(boolean conflict) {
        duplicates++;
        if (conflict) {
            conflicting++;
        }
    }

    Counts counts() {
        return new Counts(folded + rejected + duplicates, folded, rejected, duplicates, late, notUsed, conflicting);
    }

    void writeTo(StateWriter out) {
        out.number(folded);
        out.number(rejected);
        out.number(duplicates);
        out.number(late);
        out.number(notUsed);
        out.number(conflicting);
    }

    static Counting readFrom(StateReader in) {
        Counting read = new Counting();
        read.folded = in.number();
        read.rejected = in.number();
        read.duplicates = in.number();
        read.late = in.number();
        read.notUsed = in.number();
        read.conflicting = in.number();
        return read;
    }
}
