package dev.backstretch.domain.session;

import dev.backstretch.domain.lap.Mark;
import dev.backstretch.domain.line.Crossing;
import dev.backstretch.domain.line.Crossings;
import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The passings that the readings of one runner show, as marks: each keeps the clock offset that it was first told with. */
final class LanePassings {
    /** By the id of the crossing. */
    private final Map<Long, Mark> marks = new TreeMap<>();

    /** All of them, in the order of the way. */
    List<Mark> of(Crossings crossings, Stretch stretch, long offsetMicros) {
        List<Mark> all = new ArrayList<>();
        for (Crossing crossing : crossings.all()) {
            Mark mark = mark(crossing, marks.get(crossing.id()), stretch, offsetMicros);
            marks.put(crossing.id(), mark);
            all.add(mark);
        }
        return all;
    }

    private static Mark mark(Crossing crossing, @Nullable Mark known, Stretch stretch, long offsetMicros) {
        long offset = known == null ? offsetMicros : known.offsetMicros();
        double path = stretch.pathAt(crossing.deviceMicros());
        List<String> readings = stretch.readingsAround(crossing.deviceMicros());
        if (known != null && Double.isNaN(path)) {
            path = known.pathMeters();
        }
        return new Mark(
                MarkSource.LINE,
                crossing.deviceMicros() + offset,
                crossing.sigmaSeconds(),
                crossing.sign(),
                path,
                offset,
                Double.NaN,
                crossing.doubtful(),
                known != null && readings.isEmpty() ? known.eventIds() : readings);
    }

    void writeTo(StateWriter out) {
        out.list(List.copyOf(marks.entrySet()), (to, entry) -> {
            to.number(entry.getKey());
            entry.getValue().writeTo(to);
        });
    }

    static LanePassings readFrom(StateReader in) {
        var read = new LanePassings();
        int size = in.integer();
        for (int i = 0; i < size; i++) {
            read.marks.put(in.number(), Mark.readFrom(in));
        }
        return read;
    }
}
