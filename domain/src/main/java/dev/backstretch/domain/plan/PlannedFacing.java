package dev.backstretch.domain.plan;

import dev.backstretch.domain.event.Facing;

/** Which way a step of a plan asks its runners to face. */
public enum PlannedFacing {
    /** Nothing is asked. */
    ANY,
    FORWARD,
    BACKWARD,
    /** From work part to work part of the plan in turn, forwards first. */
    ALTERNATE,
    /** From lap to lap within the step in turn, forwards first. */
    ALTERNATE_LAP;

    /**
     * What is asked of one part.
     *
     * @param workPart work parts of the plan before it
     * @param lap laps of the step before it
     * @return UNKNOWN where nothing is asked
     */
    public Facing of(int workPart, int lap) {
        return switch (this) {
            case ANY -> Facing.UNKNOWN;
            case FORWARD -> Facing.FORWARD;
            case BACKWARD -> Facing.BACKWARD;
            case ALTERNATE -> inTurn(workPart);
            case ALTERNATE_LAP -> inTurn(lap);
        };
    }

    /** Whether some part of such a step is run backwards. */
    public boolean mayBeBackward() {
        return this == BACKWARD || this == ALTERNATE || this == ALTERNATE_LAP;
    }

    private static Facing inTurn(int before) {
        return before % 2 == 0 ? Facing.FORWARD : Facing.BACKWARD;
    }
}
