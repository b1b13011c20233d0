package dev.backstretch.sink;

import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Lineage;
import java.time.Instant;
import java.util.Objects;

/** One revision of one lap, with all that the topic says of it but its two passings and who corrected it after the end. */
public record LapRow(LapOutcome lap) implements Row {
    public LapRow {
        Objects.requireNonNull(lap, "lap");
        Lineage known = lap.lineage();
        lap = lap.by(null).restingOn(new Lineage(known.eventIds(), known.sessionPosition()));
    }

    @Override
    public Table table() {
        return Table.LAPS;
    }

    @Override
    public Key key() {
        return new Key(Table.LAPS, lap.sessionId(), lap.runnerId(), String.valueOf(lap.lap()), lap.revision());
    }

    @Override
    public Instant at() {
        return lap.logTime();
    }

    @Override
    public void describeTo(Columns columns) {
        columns.symbol("session", lap.sessionId());
        columns.symbol("runner", lap.runnerId());
        columns.integer("lap", lap.lap());
        columns.integer("revision", lap.revision());
        columns.symbol("state", lap.state().name());
        columns.time("started_at", lap.startedAt());
        columns.time("ended_at", lap.endedAt());
        columns.real("lap_seconds", lap.lapSeconds().value());
        columns.real("lap_seconds_plus_minus", lap.lapSeconds().plusMinus());
        columns.real("split_seconds", lap.splitSeconds().value());
        columns.real("split_seconds_plus_minus", lap.splitSeconds().plusMinus());
        columns.real("distance_meters", lap.distanceMeters().value());
        columns.real("distance_meters_plus_minus", lap.distanceMeters().plusMinus());
        columns.real("pace_seconds_per_km", lap.paceSecondsPerKm().value());
        columns.real("pace_seconds_per_km_plus_minus", lap.paceSecondsPerKm().plusMinus());
        columns.symbol("facing", lap.facing().name());
        columns.symbol("source", lap.source().name());
        columns.real("average_heart_rate_bpm", lap.averageHeartRateBpm());
        columns.real("maximum_heart_rate_bpm", lap.maximumHeartRateBpm());
        columns.text("flags", TextLists.write(lap.flags()));
        columns.text("reason", lap.reason());
        columns.symbol("rule_version", lap.ruleVersion());
        columns.text("event_ids", TextLists.write(lap.lineage().eventIds()));
        columns.integer("session_position", lap.lineage().sessionPosition());
    }
}
