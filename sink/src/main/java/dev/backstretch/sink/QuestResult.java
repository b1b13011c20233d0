package dev.backstretch.sink;

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
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads rows back from an SQL result, exactly as they were written. */
final class QuestResult {
    private final ResultSet result;

    QuestResult(ResultSet result) {
        this.result = result;
    }

    Row row(Table table) throws SQLException {
        return switch (table) {
            case LAPS -> lap();
            case STANDINGS -> standing();
            case ALERTS -> alert();
            case SECONDS -> second();
            case TOTALS -> totals();
        };
    }

    private LapRow lap() throws SQLException {
        return new LapRow(new LapOutcome(
                text("session"),
                text("runner"),
                result.getInt("lap"),
                result.getInt("revision"),
                symbol(LapOutcome.State.class, "state", LapOutcome.State.UNRECOGNISED),
                time("started_at"),
                time("ended_at"),
                estimate("lap_seconds"),
                estimate("split_seconds"),
                estimate("distance_meters"),
                estimate("pace_seconds_per_km"),
                symbol(Facing.class, "facing", Facing.UNRECOGNISED),
                symbol(MarkSource.class, "source", MarkSource.UNRECOGNISED),
                real("average_heart_rate_bpm"),
                real("maximum_heart_rate_bpm"),
                TextLists.read(text("flags")),
                textOrNull("reason"),
                time("ts"),
                text("rule_version"),
                lineage()));
    }

    private StandingRow standing() throws SQLException {
        int position = result.getInt("position");
        Standings.Row row = position == 0
                ? null
                : new Standings.Row(
                        result.getInt("place"),
                        result.getBoolean("shared"),
                        text("runner"),
                        textOrNull("bib"),
                        real("value"),
                        real("value_plus_minus"),
                        symbol(Verdict.class, "verdict", Verdict.UNRECOGNISED),
                        symbol(RunnerState.class, "state", RunnerState.UNRECOGNISED),
                        result.getInt("laps"),
                        estimate("last_lap_seconds"),
                        timeOrNull("last_mark_at"),
                        timeOrNull("rest_until"),
                        timeOrNull("due_at"),
                        TextLists.readTeam(textOrNull("team")));
        return new StandingRow(
                text("session"),
                text("board"),
                result.getInt("revision"),
                position,
                result.getInt("positions"),
                row,
                time("ts"),
                text("rule_version"),
                TextLists.read(text("event_ids")),
                result.getLong("session_position"));
    }

    private AlertRow alert() throws SQLException {
        return new AlertRow(new Alert(
                text("session"),
                textOrNull("runner"),
                symbol(Alert.Kind.class, "kind", Alert.Kind.UNRECOGNISED),
                symbol(Alert.Severity.class, "severity", Alert.Severity.UNRECOGNISED),
                time("since"),
                real("value"),
                real("threshold"),
                symbol(Alert.State.class, "state", Alert.State.UNRECOGNISED),
                result.getInt("revision"),
                time("ts"),
                text("rule_version"),
                lineage()));
    }

    private SecondRow second() throws SQLException {
        return new SecondRow(
                text("session"),
                result.getLong("frame"),
                time("log_time"),
                text("rule_version"),
                result.getLong("session_position"),
                new Frame.Entry(
                        text("runner"),
                        time("observed_at"),
                        result.getInt("revision"),
                        real("speed_meters_per_second"),
                        estimate("pace_seconds_per_km"),
                        real("heart_rate_bpm"),
                        result.getInt("zone"),
                        estimate("distance_meters"),
                        symbol(Facing.class, "facing", Facing.UNRECOGNISED),
                        symbol(RunnerState.class, "state", RunnerState.UNRECOGNISED),
                        result.getInt("lap"),
                        real("lap_distance_meters"),
                        real("lap_meters"),
                        timeOrNull("lap_started_at"),
                        estimate("projected_ratio"),
                        null));
    }

    private TotalsRow totals() throws SQLException {
        return new TotalsRow(
                text("session"),
                text("runner"),
                result.getLong("frame"),
                time("ts"),
                text("rule_version"),
                result.getLong("session_position"),
                new Frame.Totals(
                        timeOrNull("started_at"),
                        real("elapsed_seconds"),
                        real("moving_seconds"),
                        real("rest_seconds"),
                        real("paused_seconds"),
                        reals("zone_seconds"),
                        real("unknown_zone_seconds"),
                        text("zone_model"),
                        real("profile_maximum_heart_rate_bpm"),
                        real("forward_seconds"),
                        real("backward_seconds"),
                        real("still_seconds"),
                        real("unknown_facing_seconds"),
                        new Frame.Counts(
                                result.getLong("items_read"),
                                result.getLong("items_folded"),
                                result.getLong("items_rejected"),
                                result.getLong("items_duplicate"),
                                result.getLong("items_late"),
                                result.getLong("items_not_used"),
                                result.getLong("items_conflicting")),
                        TextLists.readCounts(text("flags")),
                        TextLists.readEffort(textOrNull("effort"))));
    }

    private Lineage lineage() throws SQLException {
        return new Lineage(TextLists.read(text("event_ids")), result.getLong("session_position"));
    }

    private Estimate estimate(String column) throws SQLException {
        return new Estimate(real(column), real(column + "_plus_minus"));
    }

    private double real(String column) throws SQLException {
        double value = result.getDouble(column);
        return result.wasNull() ? Double.NaN : value;
    }

    private List<Double> reals(String column) throws SQLException {
        var values = new ArrayList<Double>();
        Array array = result.getArray(column);
        if (array != null) {
            for (Object value : (Object[]) array.getArray()) {
                values.add(value == null ? Double.NaN : (Double) value);
            }
        }
        return values;
    }

    private String text(String column) throws SQLException {
        String value = textOrNull(column);
        if (value == null) {
            throw new SQLException("column " + column + " of the store holds no value where each row has one");
        }
        return value;
    }

    private @Nullable String textOrNull(String column) throws SQLException {
        String stored = result.getString(column);
        return stored == null ? null : StoreText.decode(stored);
    }

    private Instant time(String column) throws SQLException {
        Instant value = timeOrNull(column);
        if (value == null) {
            throw new SQLException("column " + column + " of the store holds no time where each row has one");
        }
        return value;
    }

    private @Nullable Instant timeOrNull(String column) throws SQLException {
        LocalDateTime value = result.getObject(column, LocalDateTime.class);
        return value == null ? null : value.toInstant(ZoneOffset.UTC);
    }

    /** A symbol that a newer version wrote is not guessed at. */
    private <E extends Enum<E>> E symbol(Class<E> type, String column, E unrecognised) throws SQLException {
        String name = text(column);
        for (E symbol : type.getEnumConstants()) {
            if (symbol.name().equals(name)) {
                return symbol;
            }
        }
        return unrecognised;
    }
}
