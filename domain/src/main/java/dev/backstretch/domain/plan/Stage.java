package dev.backstretch.domain.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rung of a plan that grows with its runner.
 *
 * @param steps of one session at this stage
 * @param rounds how often the steps are done; 0 for as long as the total lasts
 * @param total null where rounds end it
 */
public record Stage(
        List<PlanStep> steps, int rounds, @Nullable Total total) {
    /** Refuses a stage that has no steps or no end. */
    public Stage {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("steps: a stage has steps");
        }
        Plan.refuseStepsBehindAnOpenOne(steps);
        if (rounds < 0 || (rounds == 0 && total == null)) {
            throw new IllegalArgumentException("rounds: at least 1, or 0 with totalSeconds, not " + rounds);
        }
    }
}
