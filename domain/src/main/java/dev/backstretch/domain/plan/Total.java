package dev.backstretch.domain.plan;

import dev.backstretch.domain.time.Micros;

/**
 * How long a plan lasts on the clock, pauses not counted.
 *
 * @param shortestMicros the shortest that is offered
 * @param longestMicros the longest that is offered
 * @param lastsMicros what was chosen: when the plan ends
 */
public record Total(long shortestMicros, long longestMicros, long lastsMicros) {
    /** Refuses a choice that is not offered. */
    public Total {
        if (shortestMicros < 1 || longestMicros < shortestMicros) {
            throw new IllegalArgumentException("totalSeconds: the first is more than 0 and not above the second, not "
                    + Micros.seconds(shortestMicros) + " to " + Micros.seconds(longestMicros));
        }
        if (lastsMicros < shortestMicros || lastsMicros > longestMicros) {
            throw new IllegalArgumentException("lasts: from " + Micros.seconds(shortestMicros) + " to "
                    + Micros.seconds(longestMicros) + " s are offered, not " + Micros.seconds(lastsMicros));
        }
    }

    /** From the shortest to the longest; ends with the longest unless the coach ends it before. */
    public static Total seconds(long shortest, long longest) {
        return new Total(shortest * Micros.PER_SECOND, longest * Micros.PER_SECOND, longest * Micros.PER_SECOND);
    }
}
