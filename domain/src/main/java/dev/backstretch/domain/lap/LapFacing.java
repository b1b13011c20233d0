package dev.backstretch.domain.lap;

import dev.backstretch.domain.event.Facing;

/** What is known of the facing and the way of a time, beside the plan. */
@FunctionalInterface
public interface LapFacing {
    /** Nobody has declared anything, and no compass shows anything. */
    LapFacing UNKNOWN = micros -> Facing.UNKNOWN;

    /** As the coach or the runner declared for an instant in microseconds; UNKNOWN where nobody did. */
    Facing declared(long micros);

    /** As a coach said of the lap that ended at an instant, once it was run; UNKNOWN of a lap of which nobody did. */
    default Facing ofLapTo(long endMicros) {
        return Facing.UNKNOWN;
    }

    /** For which share of a time, 0 to 1, the compass showed a facing. */
    default double seenShare(Facing facing, long fromMicros, long toMicros) {
        return 0;
    }

    /** How far the runner had moved by an instant in microseconds; NaN where no reading says it. */
    default double pathAt(long micros) {
        return Double.NaN;
    }

    /** Whether the coach had stopped the group's clock at some moment between two. */
    default boolean pausedBetween(long fromMicros, long toMicros) {
        return false;
    }
}
