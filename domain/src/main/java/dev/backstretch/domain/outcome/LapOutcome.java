package dev.backstretch.domain.outcome;

import dev.backstretch.domain.event.Facing;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One lap of one runner. Its identity is (session, runner, lap); a later revision replaces an earlier one.
 *
 * @param lap the lap's number, from 1
 * @param revision 0 at first; grows by one whenever the content changes
 * @param startedAt in session time (the device's clock offset removed)
 * @param endedAt in session time
 * @param lapSeconds the lap's own time
 * @param splitSeconds time since the runner's start
 * @param distanceMeters the length that was run
 * @param paceSecondsPerKm 1000 ÷ mean speed
 * @param source the less sure of the two marks that bound it
 * @param averageHeartRateBpm weighted by time, NaN without heart rate
 * @param maximumHeartRateBpm NaN without heart rate
 * @param flags doubts such as {@code unsigned} or {@code conflict}
 * @param reason why this revision differs from the one before, null at revision 0
 * @param ruleVersion the rules it was made by
 */
public record LapOutcome(
        String sessionId,
        String runnerId,
        int lap,
        int revision,
        State state,
        Instant startedAt,
        Instant endedAt,
        Estimate lapSeconds,
        Estimate splitSeconds,
        Estimate distanceMeters,
        Estimate paceSecondsPerKm,
        Facing facing,
        MarkSource source,
        double averageHeartRateBpm,
        double maximumHeartRateBpm,
        List<String> flags,
        @Nullable String reason,
        Instant logTime,
        String ruleVersion,
        Lineage lineage)
        implements Outcome {
    public LapOutcome {
        flags = List.copyOf(flags);
    }

    /** Whether the lap stands. */
    public enum State {
        UNRECOGNISED,
        PROVISIONAL,
        /** The lap no longer exists: later evidence took it back. */
        RETRACTED
    }
}
