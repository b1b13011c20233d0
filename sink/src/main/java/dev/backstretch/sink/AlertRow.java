package dev.backstretch.sink;

import dev.backstretch.domain.outcome.Alert;
import java.time.Instant;
import java.util.Objects;

/** One revision of one alert. */
public record AlertRow(Alert alert) implements Row {
    public AlertRow {
        Objects.requireNonNull(alert, "alert");
    }

    @Override
    public Table table() {
        return Table.ALERTS;
    }

    @Override
    public Key key() {
        return new Key(
                Table.ALERTS,
                alert.sessionId(),
                alert.runnerId(),
                alert.kind() + "|" + alert.since(),
                alert.revision());
    }

    @Override
    public Instant at() {
        return alert.logTime();
    }

    @Override
    public void describeTo(Columns columns) {
        columns.symbol("session", alert.sessionId());
        columns.symbol("runner", alert.runnerId());
        columns.symbol("kind", alert.kind().name());
        columns.time("since", alert.since());
        columns.integer("revision", alert.revision());
        columns.symbol("severity", alert.severity().name());
        columns.real("value", alert.value());
        columns.real("threshold", alert.threshold());
        columns.symbol("state", alert.state().name());
        columns.symbol("rule_version", alert.ruleVersion());
        columns.text("event_ids", TextLists.write(alert.lineage().eventIds()));
        columns.integer("session_position", alert.lineage().sessionPosition());
    }
}
