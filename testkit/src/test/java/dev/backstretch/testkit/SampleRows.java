package dev.backstretch.testkit;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Lineage;
import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.outcome.RunnerState;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.outcome.Verdict;
import dev.backstretch.sink.OutcomeRows;
import dev.backstretch.sink.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows with every awkward value that a store must give back as it was. */
final class SampleRows {
    static final Instant START = Instant.parse("2026-11-20T06:00:00.123456Z");
    static final String AWKWARD = "rünner 🏃 \"x\", =\\|'\n\tz";

    private SampleRows() {}

    static Row lap(String session, String runner, int lap, int revision, double seconds) {
        return OutcomeRows.of(new LapOutcome(
                        session,
                        runner,
                        lap,
                        revision,
                        revision == 2 ? LapOutcome.State.RETRACTED : LapOutcome.State.PROVISIONAL,
                        START,
                        START.plusSeconds(100),
                        new Estimate(seconds, 0.1 + 0.2),
                        new Estimate(Double.MIN_VALUE, Double.MAX_VALUE),
                        new Estimate(-0.0, 0.0),
                        Estimate.UNKNOWN,
                        Facing.BACKWARD,
                        MarkSource.LINE,
                        Double.NaN,
                        174,
                        List.of("unsigned", ""),
                        revision == 0 ? null : "a chip read, " + AWKWARD,
                        START.plusSeconds(100 + revision),
                        "laps/1",
                        new Lineage(List.of("a,b", "c\nd", AWKWARD), Long.MAX_VALUE)))
                .get(0);
    }

    static List<Row> board(String session, int revision, int runners) {
        var rows = new ArrayList<Standings.Row>();
        for (int i = 1; i <= runners; i++) {
            rows.add(new Standings.Row(
                    i == 1 ? 1 : 0,
                    i == 1,
                    "r" + i,
                    i == 1 ? null : "",
                    i == 1 ? 1.87 : Double.NaN,
                    Double.NaN,
                    Verdict.MET,
                    RunnerState.RESTING,
                    i,
                    new Estimate(99.5, 0.5),
                    i == 1 ? null : START,
                    i == 1 ? START.plusSeconds(120) : null,
                    null,
                    i == 2 ? new Standings.Team(List.of("r1", "a,b"), "r1", List.of()) : null));
        }
        return OutcomeRows.of(new Standings(
                session,
                "ratio",
                revision,
                rows,
                START.plusSeconds(revision),
                "standings/1",
                new Lineage(List.of("e1"), 7)));
    }

    static Row alert(String session, @Nullable String runner, int revision) {
        return OutcomeRows.of(new Alert(
                        session,
                        runner,
                        Alert.Kind.SILENCE,
                        Alert.Severity.AMBER,
                        START.plusNanos(1000),
                        11.0,
                        10.0,
                        revision == 0 ? Alert.State.RAISED : Alert.State.CLEARED,
                        revision,
                        START.plusSeconds(revision),
                        "safety/1",
                        new Lineage(List.of(), 3)))
                .get(0);
    }

    /** A second and, where there are totals, those. */
    static List<Row> second(String session, String runner, int second, int revision, long frame, boolean totals) {
        return OutcomeRows.of(new Frame(
                session,
                frame,
                START.plusSeconds(second).plusMillis(frame),
                totals,
                false,
                0,
                1,
                List.of(new Frame.Entry(
                        runner,
                        START.plusSeconds(second),
                        revision,
                        3.0 + frame,
                        Estimate.UNKNOWN,
                        Double.NaN,
                        -1,
                        new Estimate(12.5, 1.0),
                        Facing.UNKNOWN,
                        RunnerState.RUNNING,
                        0,
                        Double.NaN,
                        400.0,
                        totals ? START : null,
                        Estimate.UNKNOWN,
                        totals ? totals() : null)),
                null,
                null,
                "1",
                frame));
    }

    private static Frame.Totals totals() {
        return new Frame.Totals(
                null,
                60.5,
                50.25,
                10.25,
                0.0,
                List.of(0.0, 1.5, 0.1 + 0.2, 0.0, 0.0, 0.0),
                58.7,
                "hrmax-5/1",
                Double.NaN,
                30.0,
                20.0,
                10.5,
                0.0,
                new Frame.Counts(61, 60, 1, 0, 0, 0, 0),
                List.of(new Frame.FlagCount("RANGE_HR", 3), new Frame.FlagCount("STALE", 1)),
                new Frame.Effort(
                        12.34,
                        56.7,
                        Double.NaN,
                        Double.NaN,
                        new Estimate(120, 24),
                        "SPEED",
                        true,
                        0.1 + 0.2,
                        Estimate.UNKNOWN,
                        new Estimate(150.5, Double.NaN),
                        Estimate.UNKNOWN,
                        Estimate.UNKNOWN,
                        List.of("massKg", "a,b")));
    }
}
