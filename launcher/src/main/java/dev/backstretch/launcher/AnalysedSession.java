package dev.backstretch.launcher;

import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.session.SessionFold;
import dev.backstretch.ingest.files.DistanceCurve;
import dev.backstretch.schemas.json.RunnerReport;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One session folded in this process, with no broker, and what came out of it. */
final class AnalysedSession implements Outcome.Sink {
    private final RunnerReport report;
    private final Map<String, DistanceCurve> distances = new TreeMap<>();
    private final Map<String, Frame.Entry> totals = new TreeMap<>();

    private AnalysedSession(String sessionId) {
        report = new RunnerReport(sessionId);
    }

    /**
     * Folds a whole log.
     *
     * @param log hands out the session's events, in order
     */
    static AnalysedSession of(String sessionId, Consumer<Consumer<RunEvent>> log) {
        AnalysedSession session = new AnalysedSession(sessionId);
        SessionFold fold = new SessionFold(sessionId);
        log.accept(event -> fold.apply(event, SessionFold.NO_PARTITION, session));
        return session;
    }

    @Override
    public void accept(Outcome outcome) {
        report.accept(outcome);
        if (outcome instanceof Frame frame) {
            for (Frame.Entry entry : frame.entries()) {
                distances
                        .computeIfAbsent(entry.runnerId(), runner -> new DistanceCurve())
                        .add(entry);
                if (entry.totals() != null) {
                    totals.put(entry.runnerId(), entry);
                }
            }
        }
    }

    RunnerReport report() {
        return report;
    }

    List<String> runners() {
        return report.runners();
    }

    List<LapOutcome> laps(String runnerId) {
        return report.laps(runnerId);
    }

    /** How far the runner had come at each instant; empty for a runner without readings. */
    DistanceCurve distances(String runnerId) {
        DistanceCurve curve = distances.get(runnerId);
        return curve == null ? new DistanceCurve() : curve;
    }

    /** The runner's newest entry with totals, null before the first key frame. */
    Frame.@Nullable Entry totals(String runnerId) {
        return totals.get(runnerId);
    }
}
