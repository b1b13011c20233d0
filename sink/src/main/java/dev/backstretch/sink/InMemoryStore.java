package dev.backstretch.sink;

import dev.backstretch.domain.outcome.LapOutcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Keeps rows in this process only, as strictly as the real one; for trying out and for tests. */
public final class InMemoryStore implements Store {
    private final Map<Row.Key, Row> rows = new LinkedHashMap<>();

    @Override
    public void prepare() {}

    @Override
    public synchronized List<RefusedRow> write(List<Row> written) {
        var refused = new ArrayList<RefusedRow>();
        for (Row row : written) {
            RefusedRow refusal = RowRules.refusal(row);
            if (refusal == null) {
                rows.put(row.key(), row);
            } else {
                refused.add(refusal);
            }
        }
        return refused;
    }

    @Override
    public synchronized SessionRows read(String sessionId) {
        return SessionRows.of(rows.values().stream()
                .filter(row -> row.key().sessionId().equals(sessionId))
                .sorted(Comparator.comparing(Row::at))
                .toList());
    }

    @Override
    public synchronized List<LapOutcome> laps(String runner, Collection<String> sessions) {
        return SessionRows.standing(rows.values().stream()
                .filter(row -> row instanceof LapRow lap
                        && lap.lap().runnerId().equals(runner)
                        && sessions.contains(lap.lap().sessionId()))
                .map(row -> ((LapRow) row).lap())
                .toList());
    }

    @Override
    public synchronized List<TotalsRow> totals(String runner, Collection<String> sessions) {
        return SessionRows.newestTotals(SessionRows.of(of(runner, sessions)).totals());
    }

    @Override
    public synchronized List<StandingRow> standings(String board, String runner, Collection<String> sessions) {
        return SessionRows.newestStandings(rows.values().stream()
                .filter(row -> sessions.contains(row.key().sessionId()))
                .flatMap(row -> row instanceof StandingRow standing ? Stream.of(standing) : Stream.empty())
                .filter(standing -> standing.board().equals(board)
                        && standing.row() != null
                        && standing.row().runnerId().equals(runner))
                .toList());
    }

    @Override
    public synchronized List<AlertRow> alerts(String runner, Collection<String> sessions) {
        return SessionRows.newestAlerts(SessionRows.of(of(runner, sessions)).alerts());
    }

    private List<Row> of(String runner, Collection<String> sessions) {
        return rows.values().stream()
                .filter(row -> sessions.contains(row.key().sessionId())
                        && runner.equals(row.key().runnerId()))
                .toList();
    }

    @Override
    public void close() {}
}
