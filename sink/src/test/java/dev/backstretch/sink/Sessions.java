package dev.backstretch.sink;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Lineage;
import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.outcome.RunnerState;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.outcome.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Outcomes of made-up sessions, pinned to one instant. */
final class Sessions {
    static final Instant START = Instant.parse("2026-11-20T06:00:00Z");

    private Sessions() {}

    static LapOutcome lap(String session, String runner, int lap, int revision) {
        return lap(session, runner, lap, revision, START.plusSeconds(100L * lap + revision));
    }

    static LapOutcome lap(String session, String runner, int lap, int revision, Instant logTime) {
        return new LapOutcome(
                session,
                runner,
                lap,
                revision,
                LapOutcome.State.PROVISIONAL,
                START.plusSeconds(100L * (lap - 1)),
                START.plusSeconds(100L * lap),
                new Estimate(100.0 + revision, 0.4),
                new Estimate(100.0 * lap, 0.4),
                new Estimate(400.0, 2.0),
                new Estimate(250.0, 1.6),
                Facing.FORWARD,
                MarkSource.CHIP,
                151.5,
                Double.NaN,
                List.of(),
                revision == 0 ? null : "chip read",
                logTime,
                "1",
                new Lineage(List.of(runner + "-" + lap), 10L * lap + revision));
    }

    static Frame frame(String session, long number, Frame.Entry... entries) {
        return new Frame(
                session,
                number,
                START.plusMillis(200 * number),
                false,
                false,
                0,
                1,
                List.of(entries),
                null,
                null,
                "1",
                number);
    }

    static Frame.Entry entry(
            String runner, Instant observedAt, int revision, double speed, Frame.@Nullable Totals totals) {
        return new Frame.Entry(
                runner,
                observedAt,
                revision,
                speed,
                new Estimate(1000 / speed, 4.0),
                150.0,
                3,
                new Estimate(100.0, 2.0),
                Facing.FORWARD,
                RunnerState.RUNNING,
                1,
                100.0,
                400.0,
                START,
                Estimate.UNKNOWN,
                totals);
    }

    static Frame.Totals totals(double elapsed) {
        return new Frame.Totals(
                START,
                elapsed,
                elapsed,
                0.0,
                0.0,
                List.of(0.0, elapsed, 0.0, 0.0, 0.0, 0.0),
                0.0,
                "hrmax-5/1",
                186.0,
                elapsed,
                0.0,
                0.0,
                0.0,
                new Frame.Counts(10, 9, 1, 0, 0, 0, 0),
                List.of(new Frame.FlagCount("RANGE_HR", 1)),
                null);
    }

    static Standings standings(String session, int revision, String... runners) {
        return new Standings(
                session,
                "laps",
                revision,
                List.of(runners).stream()
                        .map(runner -> new Standings.Row(
                                1,
                                true,
                                runner,
                                null,
                                2.0,
                                Double.NaN,
                                Verdict.NO_VERDICT,
                                RunnerState.RUNNING,
                                2,
                                Estimate.UNKNOWN,
                                START,
                                null,
                                null))
                        .toList(),
                START.plusSeconds(revision),
                "1",
                new Lineage(List.of("a", "b"), revision));
    }
}
