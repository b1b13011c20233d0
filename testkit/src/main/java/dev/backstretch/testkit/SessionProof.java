package dev.backstretch.testkit;

import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.replay.Comparison;
import dev.backstretch.replay.ComparisonReport;
import dev.backstretch.replay.LogRecord;
import dev.backstretch.replay.Oracle;
import dev.backstretch.replay.OutcomeRecord;
import dev.backstretch.replay.RowComparison;
import dev.backstretch.replay.SessionTopics;
import dev.backstretch.replay.TopicComparison;
import dev.backstretch.schemas.RunSerdes;
import dev.backstretch.schemas.Topics;
import dev.backstretch.sink.OutcomeRows;
import dev.backstretch.sink.Row;
import dev.backstretch.sink.SessionRows;
import dev.backstretch.sink.Store;
import dev.backstretch.sink.StoreUnavailableException;
import dev.backstretch.sink.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a session's log, topics and store hold, side by side. */
public final class SessionProof {
    private final SessionTopics topics;
    private final Oracle oracle;

    public SessionProof(String bootstrapServers, RunSerdes serdes) {
        topics = new SessionTopics(bootstrapServers, Map.of(), serdes);
        oracle = new Oracle(serdes);
    }

    /** The session's log. */
    public List<LogRecord> log(String sessionId) {
        return topics.log(sessionId);
    }

    /** What the outcome topics hold. */
    public Map<String, List<OutcomeRecord>> outcomes(String sessionId) {
        return topics.outcomes(sessionId);
    }

    /** Whether the frame that ends the session has come out. */
    public boolean isComplete(String sessionId) {
        return outcomes(sessionId).getOrDefault(Topics.METRICS, List.of()).stream()
                .anyMatch(record -> record.outcome() instanceof Frame frame && frame.last());
    }

    /** Topics against the plain fold of the log, payload for payload. */
    public ComparisonReport topicsAgainstOracle(String sessionId) {
        List<LogRecord> log = log(sessionId);
        return TopicComparison.compare(sessionId, log.size(), oracle.fold(sessionId, log), outcomes(sessionId));
    }

    /** The store's rows against those that the topics amount to. */
    public ComparisonReport storeAgainstTopics(String sessionId, Store store) throws StoreUnavailableException {
        var rows = new ArrayList<Row>();
        outcomes(sessionId)
                .values()
                .forEach(records -> records.forEach(record -> rows.addAll(OutcomeRows.of(record.outcome()))));
        SessionRows expected = SessionRows.of(OutcomeRows.settled(rows));
        SessionRows found = store.read(sessionId);
        List<Comparison> tables = new ArrayList<>();
        tables.add(rows(Table.LAPS, expected.laps(), found.laps()));
        tables.add(rows(Table.STANDINGS, expected.standings(), found.standings()));
        tables.add(rows(Table.ALERTS, expected.alerts(), found.alerts()));
        tables.add(rows(Table.SECONDS, expected.seconds(), found.seconds()));
        tables.add(rows(Table.TOTALS, expected.totals(), found.totals()));
        return new ComparisonReport(sessionId, log(sessionId).size(), tables);
    }

    private static <R extends Record & Row> Comparison rows(Table table, List<R> expected, List<R> found) {
        return RowComparison.<R>compare(
                table.title(), expected, found, row -> row.key().toString(), row -> false);
    }

    /** Tells the guarantees what the log and the topics hold. */
    public void tell(String sessionId, NothingLost lost, NothingTwice twice, InOrderPerSession order) {
        for (LogRecord record : log(sessionId)) {
            if (record.event() != null) {
                for (Item item : Item.of(record.event())) {
                    lost.logged(item);
                    twice.logged(item);
                    order.logged(item);
                }
            }
        }
        outcomes(sessionId).forEach((topic, records) -> {
            for (OutcomeRecord record : records) {
                Outcome outcome = record.outcome();
                if (outcome instanceof LapOutcome lap) {
                    twice.cameOut(topic + " " + record.key() + " revision " + lap.revision());
                    order.cameOut(topic, sessionId, lap.lineage().sessionPosition());
                } else if (outcome instanceof Standings board) {
                    twice.cameOut(topic + " " + record.key() + " revision " + board.revision());
                    order.cameOut(topic, sessionId, board.lineage().sessionPosition());
                } else if (outcome instanceof Alert alert) {
                    twice.cameOut(topic + " " + record.key() + " revision " + alert.revision());
                    order.cameOut(topic, sessionId, alert.lineage().sessionPosition());
                } else if (outcome instanceof Frame frame) {
                    twice.cameOut(topic + " " + sessionId + " " + frame.number() + " part " + frame.part());
                    order.cameOut(topic, sessionId, frame.sessionPosition());
                    if (frame.last() && frame.counts() != null) {
                        twice.counted(sessionId, frame.counts());
                    }
                }
            }
        });
    }
}
