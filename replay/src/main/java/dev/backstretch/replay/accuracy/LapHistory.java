package dev.backstretch.replay.accuracy;

import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything that a session said of its laps and seconds, revision by revision. */
public final class LapHistory implements Outcome.Sink {
    private final Map<String, TreeMap<Integer, List<LapOutcome>>> laps = new TreeMap<>();
    private final Map<String, TreeMap<Instant, Frame.Entry>> first = new TreeMap<>();
    private final Map<String, TreeMap<Instant, Frame.Entry>> last = new TreeMap<>();

    @Override
    public void accept(Outcome outcome) {
        if (outcome instanceof LapOutcome lap) {
            laps.computeIfAbsent(lap.runnerId(), runner -> new TreeMap<>())
                    .computeIfAbsent(lap.lap(), number -> new ArrayList<>())
                    .add(lap);
        } else if (outcome instanceof Frame frame) {
            for (Frame.Entry entry : frame.entries()) {
                first.computeIfAbsent(entry.runnerId(), runner -> new TreeMap<>())
                        .putIfAbsent(entry.observedAt(), entry);
                last.computeIfAbsent(entry.runnerId(), runner -> new TreeMap<>())
                        .put(entry.observedAt(), entry);
            }
        }
    }

    /** Numbers of the laps that were ever said of a runner. */
    List<Integer> numbers(String runnerId) {
        return List.copyOf(laps.getOrDefault(runnerId, new TreeMap<>()).keySet());
    }

    /** The first that was said of a lap. */
    LapOutcome live(String runnerId, int lap) {
        return revisions(runnerId, lap).get(0);
    }

    /** What stood of a lap at an instant of the log's time; null when nothing did. */
    @Nullable
    LapOutcome at(String runnerId, int lap, Instant logTime) {
        LapOutcome standing = null;
        for (LapOutcome revision : revisions(runnerId, lap)) {
            if (!revision.logTime().isAfter(logTime)) {
                standing = revision;
            }
        }
        return standing == null || standing.state() == LapOutcome.State.RETRACTED ? null : standing;
    }

    private List<LapOutcome> revisions(String runnerId, int lap) {
        return laps.getOrDefault(runnerId, new TreeMap<>()).getOrDefault(lap, Collections.emptyList());
    }

    /** Each second as it was said first. */
    List<Frame.Entry> liveSeconds(String runnerId) {
        return List.copyOf(first.getOrDefault(runnerId, new TreeMap<>()).values());
    }

    /** Each second as it was said last. */
    List<Frame.Entry> settledSeconds(String runnerId) {
        return List.copyOf(last.getOrDefault(runnerId, new TreeMap<>()).values());
    }

    /** The runner's newest sums, null before the first. */
    Frame.@Nullable Totals totals(String runnerId) {
        Frame.Totals newest = null;
        for (Frame.Entry entry : last.getOrDefault(runnerId, new TreeMap<>()).values()) {
            if (entry.totals() != null) {
                newest = entry.totals();
            }
        }
        return newest;
    }
}
