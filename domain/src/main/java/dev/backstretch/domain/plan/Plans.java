package dev.backstretch.domain.plan;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.time.Micros;
import java.util.List;
import java.util.Optional;

/** The plans that come with the product, by name. */
public final class Plans {
    /** No steps: whoever joins runs as they like. */
    public static final Plan FREE_RUN = new Plan("free-run", List.of(), false);

    private static final List<Plan.Step> QUARTER_MILE = List.of(
            new Plan.Step.LapStep(Facing.FORWARD),
            new Plan.Step.RestStep(120 * Micros.PER_SECOND),
            new Plan.Step.LapStep(Facing.BACKWARD));

    /** One lap forwards at top speed, two minutes' rest, the same lap backwards in under twice the time. */
    public static final Plan QUARTER_MILE_TWICE = new Plan("quarter-mile-twice", QUARTER_MILE, false);

    /** The challenge over and over, with the same rest between the pairs. */
    public static final Plan QUARTER_MILE_REPEATED = new Plan(
            "quarter",
            List.of(
                    QUARTER_MILE.get(0),
                    QUARTER_MILE.get(1),
                    QUARTER_MILE.get(2),
                    new Plan.Step.RestStep(120 * Micros.PER_SECOND)),
            true);

    private static final List<Plan> BUILT_IN = List.of(FREE_RUN, QUARTER_MILE_TWICE, QUARTER_MILE_REPEATED);

    private Plans() {}

    public static List<Plan> builtIn() {
        return BUILT_IN;
    }

    public static Optional<Plan> named(String name) {
        return BUILT_IN.stream().filter(plan -> plan.name().equals(name)).findFirst();
    }
}
