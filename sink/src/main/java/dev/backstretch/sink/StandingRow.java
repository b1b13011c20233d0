package dev.backstretch.sink;

import dev.backstretch.domain.outcome.Standings;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One runner's row in one revision of a board.
 *
 * @param position the row's number from 1, which tells apart those who share a place; 0 when the board has no rows
 * @param positions how many rows the board has
 * @param row null when the board has no rows
 * @param eventIds lineage of the whole board, on its first row only
 */
public record StandingRow(
        String sessionId,
        String board,
        int revision,
        int position,
        int positions,
        Standings.@Nullable Row row,
        Instant logTime,
        String ruleVersion,
        List<String> eventIds,
        long sessionPosition)
        implements Row {
    public StandingRow {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(board, "board");
        Objects.requireNonNull(logTime, "logTime");
        eventIds = List.copyOf(eventIds);
        if ((row == null) != (position == 0) || position > positions) {
            throw new IllegalArgumentException(
                    "position: 1 to " + positions + " with a row, 0 without, not " + position);
        }
    }

    @Override
    public Table table() {
        return Table.STANDINGS;
    }

    @Override
    public Key key() {
        return new Key(Table.STANDINGS, sessionId, null, board + "#" + position, revision);
    }

    @Override
    public Instant at() {
        return logTime;
    }

    @Override
    public void describeTo(Columns columns) {
        columns.symbol("session", sessionId);
        columns.symbol("board", board);
        columns.integer("revision", revision);
        columns.integer("position", position);
        columns.integer("positions", positions);
        if (row != null) {
            columns.integer("place", row.place());
            columns.flag("shared", row.shared());
            columns.symbol("runner", row.runnerId());
            columns.text("bib", row.bib());
            columns.real("value", row.value());
            columns.real("value_plus_minus", row.plusMinus());
            columns.symbol("verdict", row.verdict().name());
            columns.symbol("state", row.state().name());
            columns.integer("laps", row.laps());
            columns.real("last_lap_seconds", row.lastLap().value());
            columns.real("last_lap_seconds_plus_minus", row.lastLap().plusMinus());
            columns.time("last_mark_at", row.lastMarkAt());
            columns.time("rest_until", row.restUntil());
            columns.time("due_at", row.dueAt());
            columns.text("team", TextLists.writeTeam(row.team()));
        }
        columns.symbol("rule_version", ruleVersion);
        columns.text("event_ids", TextLists.write(eventIds));
        columns.integer("session_position", sessionPosition);
    }
}
