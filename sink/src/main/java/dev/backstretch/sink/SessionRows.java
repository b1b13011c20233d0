package dev.backstretch.sink;

import dev.backstretch.domain.outcome.LapOutcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** All rows of one session, every revision; in each table by designated time, then as they were written. */
public record SessionRows(
        List<LapRow> laps,
        List<StandingRow> standings,
        List<AlertRow> alerts,
        List<SecondRow> seconds,
        List<TotalsRow> totals) {
    public SessionRows {
        laps = List.copyOf(laps);
        standings = List.copyOf(standings);
        alerts = List.copyOf(alerts);
        seconds = List.copyOf(seconds);
        totals = List.copyOf(totals);
    }

    /** Sorts rows into their tables, in the order given. */
    public static SessionRows of(Collection<? extends Row> rows) {
        var laps = new ArrayList<LapRow>();
        var standings = new ArrayList<StandingRow>();
        var alerts = new ArrayList<AlertRow>();
        var seconds = new ArrayList<SecondRow>();
        var totals = new ArrayList<TotalsRow>();
        for (Row row : rows) {
            if (row instanceof LapRow lap) {
                laps.add(lap);
            } else if (row instanceof StandingRow standing) {
                standings.add(standing);
            } else if (row instanceof AlertRow alert) {
                alerts.add(alert);
            } else if (row instanceof SecondRow second) {
                seconds.add(second);
            } else if (row instanceof TotalsRow total) {
                totals.add(total);
            }
        }
        return new SessionRows(laps, standings, alerts, seconds, totals);
    }

    /** The rows of one table. */
    public List<Row> of(Table table) {
        return switch (table) {
            case LAPS -> List.copyOf(laps);
            case STANDINGS -> List.copyOf(standings);
            case ALERTS -> List.copyOf(alerts);
            case SECONDS -> List.copyOf(seconds);
            case TOTALS -> List.copyOf(totals);
        };
    }

    /** Each lap in its newest revision, retracted ones included. */
    public List<LapRow> newestLaps() {
        return newest(laps, row -> List.of(row.lap().runnerId(), row.lap().lap()), row -> row.lap()
                .revision());
    }

    /** Each lap in its newest revision, of whichever sessions, without retracted ones. */
    static List<LapOutcome> standing(List<LapOutcome> laps) {
        return newest(laps, lap -> List.of(lap.sessionId(), lap.runnerId(), lap.lap()), LapOutcome::revision).stream()
                .filter(lap -> lap.state() != LapOutcome.State.RETRACTED)
                .toList();
    }

    /** Of whichever sessions the sums of the newest key frame. */
    static List<TotalsRow> newestTotals(List<TotalsRow> totals) {
        return newest(totals, row -> List.of(row.sessionId(), row.runnerId()), row -> Math.toIntExact(row.frame()));
    }

    /** Of whichever sessions a runner's row in the newest revision of a board. */
    static List<StandingRow> newestStandings(List<StandingRow> standings) {
        return newest(standings, row -> List.of(row.sessionId(), row.board()), StandingRow::revision);
    }

    /** Of whichever sessions each alert in its newest revision. */
    static List<AlertRow> newestAlerts(List<AlertRow> alerts) {
        return newest(alerts, row -> row.alert().alertId(), row -> row.alert().revision());
    }

    /** Each runner's seconds in their newest revision. */
    public List<SecondRow> newestSeconds() {
        return newest(seconds, row -> List.of(row.entry().runnerId(), row.at()), row -> row.entry()
                .revision());
    }

    private static <R> List<R> newest(List<R> rows, Function<R, Object> item, Function<R, Integer> revision) {
        Map<Object, R> newest = new LinkedHashMap<>();
        for (R row : rows) {
            newest.merge(
                    item.apply(row), row, (one, other) -> revision.apply(other) > revision.apply(one) ? other : one);
        }
        return List.copyOf(newest.values());
    }

    /** How many rows there are. */
    public int size() {
        return laps.size() + standings.size() + alerts.size() + seconds.size() + totals.size();
    }
}
