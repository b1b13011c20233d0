package dev.backstretch.sink;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row of the store. A row with the same key replaces the one that was written before. */
public sealed interface Row permits LapRow, StandingRow, AlertRow, SecondRow, TotalsRow {

    Table table();

    Key key();

    /**
     * The designated time, by which rows are partitioned and leave: log time for what a session says, the second itself
     * for what a runner did in it. It never changes for one key.
     */
    Instant at();

    /** Names every column but the designated time. */
    void describeTo(Columns columns);

    /**
     * What a row is known by.
     *
     * @param item what distinguishes rows of one runner: the lap, board and position, kind and onset, second, frame
     */
    record Key(Table table, String sessionId, @Nullable String runnerId, String item, int revision) {
        @Override
        public String toString() {
            return table.title() + " " + sessionId + "|" + (runnerId == null ? "-" : runnerId) + "|" + item
                    + " revision " + revision;
        }
    }

    /** Takes the columns of one row. A null or NaN is a column without a value. */
    interface Columns {
        /** A text of which many rows have the same. */
        void symbol(String name, @Nullable String value);

        void text(String name, @Nullable String value);

        void integer(String name, long value);

        void real(String name, double value);

        void reals(String name, List<Double> values);

        void time(String name, @Nullable Instant value);

        void flag(String name, boolean value);
    }
}
