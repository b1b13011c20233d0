package dev.backstretch.domain.plan;

import dev.backstretch.domain.event.Facing;

/** What a plan asks of its laps, looked up at each reading instead of walked through step by step. */
public final class PlannedLaps {
    /** Later laps are asked of the plan itself: more than a track session has. */
    private static final int LOOKED_UP = 64;

    private final Plan plan;
    private final int count;
    private final Facing[] facings = new Facing[LOOKED_UP];

    public PlannedLaps(Plan plan) {
        this.plan = plan;
        count = plan.laps();
        for (int lap = 0; lap < LOOKED_UP; lap++) {
            facings[lap] = plan.facingOfLap(lap);
        }
    }

    /** As {@link Plan#laps} says it. */
    public int count() {
        return count;
    }

    /** As {@link Plan#facingOfLap} says it. */
    public Facing facing(int lap) {
        return lap >= 0 && lap < LOOKED_UP ? facings[lap] : plan.facingOfLap(lap);
    }
}
