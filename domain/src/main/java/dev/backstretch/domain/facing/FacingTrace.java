package dev.backstretch.domain.facing;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which facing held from when until when, as the compass told it; nothing is told before the first change. */
public final class FacingTrace {
    private record Change(long micros, Facing facing) {}

    private final List<Change> changes = new ArrayList<>();
    // what was told last: most of the time it is told again
    private long toldMicros;
    private @Nullable Facing told;

    /**
     * From a moment on a facing holds. What was told of later moments is forgotten: a past that is told again is told in
     * its order.
     *
     * @return whether that is news
     */
    public boolean put(long fromMicros, Facing facing) {
        if (facing == told && fromMicros == toldMicros) {
            return false;
        }
        told = facing;
        toldMicros = fromMicros;
        int last = changes.size() - 1;
        if (last >= 0
                && changes.get(last).micros() == fromMicros
                && changes.get(last).facing() == facing) {
            return false;
        }
        boolean news = false;
        while (last >= 0 && changes.get(last).micros() >= fromMicros) {
            changes.remove(last);
            last--;
            news = true;
        }
        if (last < 0 ? facing != Facing.UNKNOWN : changes.get(last).facing() != facing) {
            changes.add(new Change(fromMicros, facing));
            news = true;
        }
        return news;
    }

    public Facing at(long micros) {
        // most questions are about now
        for (int i = changes.size() - 1; i >= 0; i--) {
            if (changes.get(i).micros() <= micros) {
                return changes.get(i).facing();
            }
        }
        return Facing.UNKNOWN;
    }

    /** How much of a time a facing held, in microseconds. */
    public long microsOf(Facing facing, long fromMicros, long toMicros) {
        long sum = 0;
        for (int i = 0; i < changes.size(); i++) {
            if (changes.get(i).facing() == facing) {
                long until = i + 1 < changes.size() ? changes.get(i + 1).micros() : Long.MAX_VALUE;
                sum += Math.max(
                        0,
                        Math.min(toMicros, until)
                                - Math.max(fromMicros, changes.get(i).micros()));
            }
        }
        return sum;
    }

    public void writeTo(StateWriter out) {
        out.list(changes, (to, change) -> {
            to.number(change.micros());
            to.symbol(change.facing());
        });
    }

    public static FacingTrace readFrom(StateReader in) {
        FacingTrace read = new FacingTrace();
        read.changes.addAll(in.list(from -> new Change(from.number(), from.symbol(Facing.class))));
        return read;
    }
}
