package dev.backstretch.domain.plan;

import dev.backstretch.domain.event.Facing;
import java.util.List;

/**
 * A workout as data: steps in order.
 *
 * @param name as sessions and joins name it
 * @param steps none for a free run
 * @param repeats true when the steps start again after the last
 */
public record Plan(String name, List<Step> steps, boolean repeats) {
    public Plan {
        steps = List.copyOf(steps);
    }

    /** One step of a plan. */
    public sealed interface Step {
        /** One lap of the track. */
        record LapStep(Facing facing) implements Step {}

        /** Rest from the runner's own mark, unless a wave is released earlier. */
        record RestStep(long micros) implements Step {}
    }

    /** How many laps the plan has, or 0 when it has none or never ends. */
    public int laps() {
        return repeats ? 0 : lapsInOneRound();
    }

    private int lapsInOneRound() {
        int laps = 0;
        for (Step step : steps) {
            if (step instanceof Step.LapStep) {
                laps++;
            }
        }
        return laps;
    }

    /** The facing that the plan asks of a lap, numbered from 1; UNKNOWN where it says nothing. */
    public Facing facingOfLap(int lap) {
        int laps = lapsInOneRound();
        if (laps == 0 || lap < 1 || (!repeats && lap > laps)) {
            return Facing.UNKNOWN;
        }
        int wanted = (lap - 1) % laps;
        for (Step step : steps) {
            if (step instanceof Step.LapStep lapStep && wanted-- == 0) {
                return lapStep.facing();
            }
        }
        throw new IllegalStateException("plan " + name + " has no lap " + lap);
    }

    /** Microseconds of planned rest after a lap, numbered from 1; 0 where none follows. */
    public long restMicrosAfterLap(int lap) {
        int laps = lapsInOneRound();
        if (laps == 0 || lap < 1 || (!repeats && lap >= laps)) {
            return 0;
        }
        int left = (lap - 1) % laps;
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof Step.LapStep && left-- == 0) {
                int next = (i + 1) % steps.size();
                return steps.get(next) instanceof Step.RestStep rest ? rest.micros() : 0;
            }
        }
        return 0;
    }

    /** Number of the step, from 1, in which a runner is who has completed some laps and is resting or not. */
    public int stepNumber(int lapsDone, boolean resting) {
        int laps = lapsInOneRound();
        if (laps == 0) {
            return 0;
        }
        int done = lapsDone % laps;
        if (lapsDone > 0 && done == 0 && (resting || !repeats)) {
            done = laps;
        }
        int seen = 0;
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof Step.LapStep) {
                if (!resting && seen == done) {
                    return i + 1;
                }
                seen++;
            } else if (resting && seen == done) {
                return i + 1;
            }
        }
        return steps.size();
    }
}
