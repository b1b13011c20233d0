package dev.backstretch.domain.plan;

/**
 * What a plan is about: the one number that matters, and the value to stay under.
 *
 * @param below the number to stay under, in the measure's unit; NaN without one
 */
public record Aim(Measure measure, double below) {
    /** Nothing is measured against anything. */
    public static final Aim NONE = new Aim(Measure.NONE, Double.NaN);

    /** What is measured. */
    public enum Measure {
        NONE,
        /** Backward ÷ forward lap time. */
        RATIO,
        /** Effort points. */
        POINTS,
        LAPS,
        /** Seconds to the end of the distance. */
        FINISH_SECONDS,
        /** Seconds done backwards. */
        BACKWARD_SECONDS,
        /** Sum of a team's laps, in seconds. */
        TEAM_SECONDS
    }

    /** Refuses a target that no runner can stay under. */
    public Aim {
        if (below <= 0) {
            throw new IllegalArgumentException("below: more than 0, not " + below);
        }
    }
}
