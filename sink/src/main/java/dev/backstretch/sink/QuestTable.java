package dev.backstretch.sink;

import dev.backstretch.schemas.Retention;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** How one table looks in QuestDB: columns in order, keys and retention (design §4). */
record QuestTable(Table table, List<Column> columns, List<String> keys, Duration retention) {
    record Column(String name, String type) {
        /** Whether the first version of the table had no such column, so that a table may lack it and be as good. */
        boolean addedLater() {
            return ADDED_LATER.contains(name);
        }
    }

    private static final Set<String> ADDED_LATER = Set.of("team", "effort");

    /**
     * Deduplication keeps the last write, not the newest revision, so the revision is part of each key: a stale one
     * that is written again lands on itself.
     */
    static final List<QuestTable> ALL = List.of(
            new QuestTable(Table.LAPS, columns("""
                            session SYMBOL, runner SYMBOL, lap INT, revision INT, state SYMBOL,
                            started_at TIMESTAMP, ended_at TIMESTAMP,
                            lap_seconds DOUBLE, lap_seconds_plus_minus DOUBLE,
                            split_seconds DOUBLE, split_seconds_plus_minus DOUBLE,
                            distance_meters DOUBLE, distance_meters_plus_minus DOUBLE,
                            pace_seconds_per_km DOUBLE, pace_seconds_per_km_plus_minus DOUBLE,
                            facing SYMBOL, source SYMBOL,
                            average_heart_rate_bpm DOUBLE, maximum_heart_rate_bpm DOUBLE,
                            flags VARCHAR, reason VARCHAR,
                            rule_version SYMBOL, event_ids VARCHAR, session_position LONG"""), List.of("session", "runner", "lap", "revision"), Retention.LAPS),
            new QuestTable(
                    Table.STANDINGS, columns("""
                            session SYMBOL, board SYMBOL, revision INT, position INT, positions INT,
                            place INT, shared BOOLEAN, runner SYMBOL, bib VARCHAR,
                            value DOUBLE, value_plus_minus DOUBLE, verdict SYMBOL, state SYMBOL, laps INT,
                            last_lap_seconds DOUBLE, last_lap_seconds_plus_minus DOUBLE,
                            last_mark_at TIMESTAMP, rest_until TIMESTAMP, due_at TIMESTAMP, team VARCHAR,
                            rule_version SYMBOL, event_ids VARCHAR, session_position LONG"""), List.of("session", "board", "position", "revision"), Retention.LAPS),
            new QuestTable(
                    Table.ALERTS,
                    columns("""
                            session SYMBOL, runner SYMBOL, kind SYMBOL, since TIMESTAMP, revision INT,
                            severity SYMBOL, value DOUBLE, threshold DOUBLE, state SYMBOL,
                            rule_version SYMBOL, event_ids VARCHAR, session_position LONG"""),
                    List.of("session", "runner", "kind", "since", "revision"),
                    Retention.ALERTS),
            new QuestTable(Table.SECONDS, columns("""
                            session SYMBOL, runner SYMBOL, revision INT, observed_at TIMESTAMP,
                            speed_meters_per_second DOUBLE,
                            pace_seconds_per_km DOUBLE, pace_seconds_per_km_plus_minus DOUBLE,
                            heart_rate_bpm DOUBLE, zone INT,
                            distance_meters DOUBLE, distance_meters_plus_minus DOUBLE,
                            facing SYMBOL, state SYMBOL, lap INT, lap_distance_meters DOUBLE, lap_meters DOUBLE,
                            lap_started_at TIMESTAMP,
                            projected_ratio DOUBLE, projected_ratio_plus_minus DOUBLE,
                            frame LONG, log_time TIMESTAMP,
                            rule_version SYMBOL, session_position LONG"""), List.of("session", "runner", "revision"), Retention.SECONDS),
            new QuestTable(Table.TOTALS, columns("""
                            session SYMBOL, runner SYMBOL, frame LONG, started_at TIMESTAMP,
                            elapsed_seconds DOUBLE, moving_seconds DOUBLE, rest_seconds DOUBLE, paused_seconds DOUBLE,
                            zone_seconds DOUBLE[], unknown_zone_seconds DOUBLE, zone_model SYMBOL,
                            profile_maximum_heart_rate_bpm DOUBLE,
                            forward_seconds DOUBLE, backward_seconds DOUBLE, still_seconds DOUBLE,
                            unknown_facing_seconds DOUBLE,
                            items_read LONG, items_folded LONG, items_rejected LONG, items_duplicate LONG,
                            items_late LONG, items_not_used LONG, items_conflicting LONG,
                            flags VARCHAR, effort VARCHAR, rule_version SYMBOL, session_position LONG"""), List.of("session", "runner", "frame"), Retention.LAPS));

    /** What a person or a chart should ask: of each thing the newest revision only. */
    static final List<String> VIEWS = List.of(
            newest("laps", "session, runner, lap"),
            newest("standings", "session, board"),
            newest("alerts", "session, runner, kind, since"),
            newest("seconds", "session, runner, ts"));

    QuestTable {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
    }

    private static List<Column> columns(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .map(column -> column.split(" ", 2))
                .map(parts -> new Column(parts[0], parts[1]))
                .toList();
    }

    private static String newest(String table, String item) {
        return "CREATE VIEW IF NOT EXISTS " + table + "_current AS (SELECT * FROM (SELECT *, rank() OVER (PARTITION BY "
                + item + " ORDER BY revision DESC) AS newest FROM " + table + ") WHERE newest = 1)";
    }

    String createStatement() {
        return "CREATE TABLE IF NOT EXISTS " + table.title() + " (ts TIMESTAMP, "
                + columns.stream()
                        .map(column -> column.name() + " " + column.type())
                        .collect(Collectors.joining(", "))
                + ") TIMESTAMP(ts) PARTITION BY DAY TTL " + retention.toDays() + " DAYS WAL DEDUP UPSERT KEYS(ts, "
                + String.join(", ", keys) + ")";
    }

    String addStatement(Column column) {
        return "ALTER TABLE " + table.title() + " ADD COLUMN IF NOT EXISTS " + column.name() + " " + column.type();
    }

    String selectStatement() {
        return "SELECT ts, "
                + columns.stream().map(Column::name).collect(Collectors.joining(", "))
                + " FROM " + table.title() + " WHERE session = ? ORDER BY ts";
    }

    /** A runner's rows in whichever session, every revision. */
    static String ofRunner(Table table) {
        return of(table).selectStatement().replace("WHERE session = ?", "WHERE runner = ?");
    }

    /** A runner's row of the newest key frame of each session. */
    static String newestTotalsOfRunner() {
        return ofRunner(Table.TOTALS).replace("ORDER BY ts", "LATEST ON ts PARTITION BY session");
    }

    /** A runner's rows on one board in whichever session, every revision. */
    static String standingsOfRunner() {
        return of(Table.STANDINGS).selectStatement().replace("WHERE session = ?", "WHERE board = ? AND runner = ?");
    }

    private static QuestTable of(Table table) {
        return ALL.stream().filter(one -> one.table() == table).findFirst().orElseThrow();
    }
}
