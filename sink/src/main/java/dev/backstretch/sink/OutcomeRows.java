package dev.backstretch.sink;

import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.outcome.Standings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each outcome becomes in the store. */
public final class OutcomeRows {
    private OutcomeRows() {}

    public static List<Row> of(Outcome outcome) {
        if (outcome instanceof LapOutcome lap) {
            return List.of(new LapRow(lap));
        }
        if (outcome instanceof Alert alert) {
            return List.of(new AlertRow(alert));
        }
        if (outcome instanceof Standings standings) {
            return of(standings);
        }
        if (outcome instanceof Frame frame) {
            return of(frame);
        }
        if (outcome instanceof Rejection) {
            // Stays in its topic: the store holds what stands, not what was turned away.
            return List.of();
        }
        throw new IllegalStateException(
                "no rows are known for " + outcome.getClass().getName());
    }

    private static List<Row> of(Standings board) {
        int positions = board.rows().size();
        var rows = new ArrayList<Row>(Math.max(1, positions));
        for (int position = Math.min(1, positions); position <= positions; position++) {
            rows.add(new StandingRow(
                    board.sessionId(),
                    board.board(),
                    board.revision(),
                    position,
                    positions,
                    position == 0 ? null : board.rows().get(position - 1),
                    board.logTime(),
                    board.ruleVersion(),
                    position <= 1 ? board.lineage().eventIds() : List.of(),
                    board.lineage().sessionPosition()));
        }
        return rows;
    }

    private static List<Row> of(Frame frame) {
        var rows = new ArrayList<Row>(frame.entries().size() * (frame.key() ? 2 : 1));
        for (Frame.Entry entry : frame.entries()) {
            rows.add(new SecondRow(
                    frame.sessionId(),
                    frame.number(),
                    frame.logTime(),
                    frame.ruleVersion(),
                    frame.sessionPosition(),
                    withoutTotals(entry)));
            if (entry.totals() != null) {
                rows.add(new TotalsRow(
                        frame.sessionId(),
                        entry.runnerId(),
                        frame.number(),
                        frame.logTime(),
                        frame.ruleVersion(),
                        frame.sessionPosition(),
                        entry.totals()));
            }
        }
        return rows;
    }

    private static Frame.Entry withoutTotals(Frame.Entry entry) {
        return new Frame.Entry(
                entry.runnerId(),
                entry.observedAt(),
                entry.revision(),
                entry.speedMetersPerSecond(),
                entry.pace(),
                entry.heartRateBpm(),
                entry.zone(),
                entry.distance(),
                entry.facing(),
                entry.state(),
                entry.lap(),
                entry.lapDistanceMeters(),
                entry.lapMeters(),
                entry.lapStartedAt(),
                entry.projectedRatio(),
                null);
    }

    /** The rows that are left when each replaces the one with its key that came before it, in order of first coming. */
    public static List<Row> settled(Iterable<? extends Row> rows) {
        Map<Row.Key, Row> byKey = new LinkedHashMap<>();
        for (Row row : rows) {
            byKey.put(row.key(), row);
        }
        return List.copyOf(byKey.values());
    }
}
