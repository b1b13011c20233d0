package dev.backstretch.sink;

import dev.backstretch.domain.outcome.Frame;
import java.time.Instant;
import java.util.Objects;

/**
 * One runner's sums as a key frame had them.
 *
 * @param frame number of the key frame
 * @param logTime its boundary
 */
public record TotalsRow(
        String sessionId,
        String runnerId,
        long frame,
        Instant logTime,
        String ruleVersion,
        long sessionPosition,
        Frame.Totals totals)
        implements Row {
    public TotalsRow {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(runnerId, "runnerId");
        Objects.requireNonNull(logTime, "logTime");
        Objects.requireNonNull(totals, "totals");
    }

    @Override
    public Table table() {
        return Table.TOTALS;
    }

    @Override
    public Key key() {
        return new Key(Table.TOTALS, sessionId, runnerId, String.valueOf(frame), 0);
    }

    @Override
    public Instant at() {
        return logTime;
    }

    @Override
    public void describeTo(Columns columns) {
        columns.symbol("session", sessionId);
        columns.symbol("runner", runnerId);
        columns.integer("frame", frame);
        columns.time("started_at", totals.startedAt());
        columns.real("elapsed_seconds", totals.elapsedSeconds());
        columns.real("moving_seconds", totals.movingSeconds());
        columns.real("rest_seconds", totals.restSeconds());
        columns.real("paused_seconds", totals.pausedSeconds());
        columns.reals("zone_seconds", totals.zoneSeconds());
        columns.real("unknown_zone_seconds", totals.unknownZoneSeconds());
        columns.symbol("zone_model", totals.zoneModel());
        columns.real("profile_maximum_heart_rate_bpm", totals.profileMaximumHeartRateBpm());
        columns.real("forward_seconds", totals.forwardSeconds());
        columns.real("backward_seconds", totals.backwardSeconds());
        columns.real("still_seconds", totals.stillSeconds());
        columns.real("unknown_facing_seconds", totals.unknownFacingSeconds());
        Frame.Counts counts = totals.counts();
        columns.integer("items_read", counts.read());
        columns.integer("items_folded", counts.folded());
        columns.integer("items_rejected", counts.rejected());
        columns.integer("items_duplicate", counts.duplicates());
        columns.integer("items_late", counts.late());
        columns.integer("items_not_used", counts.notUsed());
        columns.integer("items_conflicting", counts.conflicting());
        columns.text("flags", TextLists.writeCounts(totals.flags()));
        columns.text("effort", TextLists.writeEffort(totals.effort()));
        columns.symbol("rule_version", ruleVersion);
        columns.integer("session_position", sessionPosition);
    }
}
