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
 * @param correction what a coach said after the session's end that this revision follows from, null where nobody did
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
        Lineage lineage,
        @Nullable CoachCorrection correction)
        implements Outcome {
    public LapOutcome {
        flags = List.copyOf(flags);
    }

    /** One that follows from no correction after the end. */
    public LapOutcome(
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
            Lineage lineage) {
        this(
                sessionId,
                runnerId,
                lap,
                revision,
                state,
                startedAt,
                endedAt,
                lapSeconds,
                splitSeconds,
                distanceMeters,
                paceSecondsPerKm,
                facing,
                source,
                averageHeartRateBpm,
                maximumHeartRateBpm,
                flags,
                reason,
                logTime,
                ruleVersion,
                lineage,
                null);
    }

    /** Whether another revision says the same of the lap; when, why and by which evidence is beside the point. */
    public boolean saysTheSameAs(LapOutcome other) {
        return state == other.state
                && startedAt.equals(other.startedAt)
                && endedAt.equals(other.endedAt)
                && lapSeconds.equals(other.lapSeconds)
                && splitSeconds.equals(other.splitSeconds)
                && distanceMeters.equals(other.distanceMeters)
                && facing == other.facing
                && source == other.source
                && Double.compare(averageHeartRateBpm, other.averageHeartRateBpm) == 0
                && Double.compare(maximumHeartRateBpm, other.maximumHeartRateBpm) == 0
                && flags.equals(other.flags);
    }

    /** The same lap as another revision. */
    public LapOutcome revised(int next, State newState, @Nullable String why, Instant at, Lineage evidence) {
        return new LapOutcome(
                sessionId,
                runnerId,
                lap,
                next,
                newState,
                startedAt,
                endedAt,
                lapSeconds,
                splitSeconds,
                distanceMeters,
                paceSecondsPerKm,
                facing,
                source,
                averageHeartRateBpm,
                maximumHeartRateBpm,
                flags,
                why,
                at,
                ruleVersion,
                evidence);
    }

    /** The same revision with other evidence. */
    public LapOutcome restingOn(Lineage evidence) {
        return revised(revision, state, reason, logTime, evidence).by(correction);
    }

    /** The same revision as one that follows from a correction, or from none. */
    public LapOutcome by(@Nullable CoachCorrection said) {
        return new LapOutcome(
                sessionId,
                runnerId,
                lap,
                revision,
                state,
                startedAt,
                endedAt,
                lapSeconds,
                splitSeconds,
                distanceMeters,
                paceSecondsPerKm,
                facing,
                source,
                averageHeartRateBpm,
                maximumHeartRateBpm,
                flags,
                reason,
                logTime,
                ruleVersion,
                lineage,
                said);
    }

    /** Whether the lap stands. */
    public enum State {
        UNRECOGNISED,
        PROVISIONAL,
        /** The lap no longer exists: later evidence took it back. */
        RETRACTED
    }
}
