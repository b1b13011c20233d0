package dev.backstretch.domain.session;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One runner's seconds of the settle window, each with what was published of it and whether that has changed since. */
final class SecondRows {
    /** One that is left behind is taken again for another second. */
    static final class Row {
        private long second;
        private long micros;
        private double speed;
        private double speedSigma;
        private double heartRateBpm;
        private double pathMeters;
        private Facing facing = Facing.UNKNOWN;
        private int revision;
        private boolean published;
        private boolean changed = true;

        private void begin(long newSecond) {
            second = newSecond;
            revision = 0;
            published = false;
            changed = true;
        }

        /** Which one, since 1970. */
        long second() {
            return second;
        }

        /** @return whether that is news */
        private boolean tell(
                long newMicros,
                double newSpeed,
                double newSpeedSigma,
                double newHeartRateBpm,
                double newPathMeters,
                Facing newFacing) {
            if (micros == newMicros
                    && Double.compare(speed, newSpeed) == 0
                    && Double.compare(speedSigma, newSpeedSigma) == 0
                    && Double.compare(heartRateBpm, newHeartRateBpm) == 0
                    && Double.compare(pathMeters, newPathMeters) == 0
                    && facing == newFacing) {
                return false;
            }
            micros = newMicros;
            speed = newSpeed;
            speedSigma = newSpeedSigma;
            heartRateBpm = newHeartRateBpm;
            pathMeters = newPathMeters;
            facing = newFacing;
            return true;
        }

        long micros() {
            return micros;
        }

        double speed() {
            return speed;
        }

        double speedSigma() {
            return speedSigma;
        }

        double heartRateBpm() {
            return heartRateBpm;
        }

        double pathMeters() {
            return pathMeters;
        }

        Facing facing() {
            return facing;
        }

        int revision() {
            return revision;
        }
    }

    /** Who adds the seconds up. */
    interface Reader {
        /** A second is told for the first time, or anew. */
        void changed(long second);

        /** A second will not change any more. */
        void left(Row row);
    }

    private final List<Row> rows = new ArrayList<>();
    private final List<Row> spare = new ArrayList<>();
    /** Index of the first row that changed since the last call; of none beyond the last. */
    private int changedFrom;
    /** The last of the oldest rows that are taken out together; MIN_VALUE when it has to be looked up. */
    private long staleSecond = Long.MIN_VALUE;

    List<Row> all() {
        return rows;
    }

    /** What is said of the second that a moment lies in. */
    void put(
            long micros,
            double speed,
            double speedSigma,
            double heartRateBpm,
            double pathMeters,
            Facing facing,
            Reader reader) {
        long second = Math.floorDiv(micros, Micros.PER_SECOND);
        int index = indexAfter(second);
        Row row = index > 0 ? rows.get(index - 1) : null;
        if (row == null || row.second != second) {
            row = spare.isEmpty() ? new Row() : spare.remove(spare.size() - 1);
            row.begin(second);
            row.tell(micros, speed, speedSigma, heartRateBpm, pathMeters, facing);
            rows.add(index, row);
            changedFrom = Math.min(changedFrom, index);
            staleSecond = index < FORGET_AT_ONCE ? Long.MIN_VALUE : staleSecond;
            reader.changed(second);
            forget(reader);
            return;
        }
        putAgain(index - 1, micros, speed, speedSigma, heartRateBpm, pathMeters, facing, reader);
    }

    /** What is said of a second that something was said of before, which stands at an index. */
    void putAgain(
            int index,
            long micros,
            double speed,
            double speedSigma,
            double heartRateBpm,
            double pathMeters,
            Facing facing,
            Reader reader) {
        Row row = rows.get(index);
        if (!row.tell(micros, speed, speedSigma, heartRateBpm, pathMeters, facing)) {
            return;
        }
        reader.changed(row.second);
        if (!row.changed) {
            row.changed = true;
            row.revision += row.published ? 1 : 0;
        }
        changedFrom = Math.min(changedFrom, index);
    }

    /** The index of the first row after a second. */
    private int indexAfter(long second) {
        int size = rows.size();
        if (size == 0) {
            return 0;
        }
        // each second has one row at the most, so that it stands here or, where some have none, nearer to the end
        long guess = size - (rows.get(size - 1).second - second);
        int index = (int) Math.max(0, Math.min(size, guess));
        while (index < size && rows.get(index).second <= second) {
            index++;
        }
        return index;
    }

    /** Where the second of a moment stands, if what is said of it was said of that very moment; else −1. */
    int indexOf(long micros) {
        int index = indexAfter(Math.floorDiv(micros, Micros.PER_SECOND)) - 1;
        return index >= 0 && rows.get(index).micros == micros ? index : -1;
    }

    boolean anyChanged() {
        return changedFrom < rows.size();
    }

    @Nullable
    Row newest() {
        return rows.isEmpty() ? null : rows.get(rows.size() - 1);
    }

    /** The oldest row that changed and was not taken yet; null when all are. */
    @Nullable
    Row takeChanged() {
        while (changedFrom < rows.size()) {
            Row row = rows.get(changedFrom);
            changedFrom++;
            if (row.changed) {
                row.changed = false;
                row.published = true;
                return row;
            }
        }
        return null;
    }

    private void forget(Reader reader) {
        long keepFrom =
                rows.get(rows.size() - 1).second - Stretch.SETTLE_MICROS / Micros.PER_SECOND - KEEP_LONGER_SECONDS;
        if (rows.size() < FORGET_AT_ONCE) {
            return;
        }
        if (staleSecond == Long.MIN_VALUE) {
            staleSecond = rows.get(FORGET_AT_ONCE - 1).second;
        }
        if (staleSecond >= keepFrom) {
            return;
        }
        staleSecond = Long.MIN_VALUE;
        int stale = 0;
        while (stale < changedFrom && rows.get(stale).second < keepFrom) {
            reader.left(rows.get(stale));
            spare.add(rows.get(stale));
            stale++;
        }
        rows.subList(0, stale).clear();
        changedFrom -= stale;
    }

    /** A late reading re-folds whole chunks: rows are kept that much longer than readings are taken. */
    private static final long KEEP_LONGER_SECONDS = 120;

    /** Taking out the oldest moves all the others: it is done for so many at once. */
    private static final int FORGET_AT_ONCE = 64;

    void writeTo(StateWriter out) {
        out.number(changedFrom);
        out.list(rows, (to, row) -> {
            to.number(row.second);
            to.number(row.micros);
            to.real(row.speed);
            to.real(row.speedSigma);
            to.real(row.heartRateBpm);
            to.real(row.pathMeters);
            to.symbol(row.facing);
            to.number(row.revision);
            to.bool(row.published);
            to.bool(row.changed);
        });
    }

    static SecondRows readFrom(StateReader in) {
        SecondRows read = new SecondRows();
        read.changedFrom = in.integer();
        read.rows.addAll(in.list(from -> {
            Row row = new Row();
            row.begin(from.number());
            row.tell(from.number(), from.real(), from.real(), from.real(), from.real(), from.symbol(Facing.class));
            row.revision = from.integer();
            row.published = from.bool();
            row.changed = from.bool();
            return row;
        }));
        return read;
    }
}
