package dev.backstretch.sink;

import dev.backstretch.domain.outcome.Frame;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * One runner in one second: what the newest frame that speaks of it says.
 *
 * @param frame number of that frame
 * @param logTime boundary of that frame
 * @param entry without totals, which have rows of their own
 */
public record SecondRow(
        String sessionId, long frame, Instant logTime, String ruleVersion, long sessionPosition, Frame.Entry entry)
        implements Row {
    public SecondRow {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(logTime, "logTime");
        if (entry.totals() != null) {
            throw new IllegalArgumentException("entry: totals belong into a row of their own");
        }
    }

    @Override
    public Table table() {
        return Table.SECONDS;
    }

    @Override
    public Key key() {
        return new Key(Table.SECONDS, sessionId, entry.runnerId(), at().toString(), entry.revision());
    }

    @Override
    public Instant at() {
        return entry.observedAt().truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public void describeTo(Columns columns) {
        columns.symbol("session", sessionId);
        columns.symbol("runner", entry.runnerId());
        columns.integer("revision", entry.revision());
        columns.time("observed_at", entry.observedAt());
        columns.real("speed_meters_per_second", entry.speedMetersPerSecond());
        columns.real("pace_seconds_per_km", entry.pace().value());
        columns.real("pace_seconds_per_km_plus_minus", entry.pace().plusMinus());
        columns.real("heart_rate_bpm", entry.heartRateBpm());
        columns.integer("zone", entry.zone());
        columns.real("distance_meters", entry.distance().value());
        columns.real("distance_meters_plus_minus", entry.distance().plusMinus());
        columns.symbol("facing", entry.facing().name());
        columns.symbol("state", entry.state().name());
        columns.integer("lap", entry.lap());
        columns.real("lap_distance_meters", entry.lapDistanceMeters());
        columns.real("lap_meters", entry.lapMeters());
        columns.time("lap_started_at", entry.lapStartedAt());
        columns.real("projected_ratio", entry.projectedRatio().value());
        columns.real("projected_ratio_plus_minus", entry.projectedRatio().plusMinus());
        columns.integer("frame", frame);
        columns.time("log_time", logTime);
        columns.symbol("rule_version", ruleVersion);
        columns.integer("session_position", sessionPosition);
    }
}
