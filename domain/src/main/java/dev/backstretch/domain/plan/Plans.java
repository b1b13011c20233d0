package dev.backstretch.domain.plan;

import dev.backstretch.domain.plan.Aim.Measure;
import dev.backstretch.domain.plan.PlanStep.Effort;
import dev.backstretch.domain.plan.PlanStep.Kind;
import dev.backstretch.domain.plan.PlanStep.RestWindow;
import dev.backstretch.domain.time.Micros;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The plans that come with the product, by name (domain notes §7.1). */
public final class Plans {
    /** One quarter of a mile: 440 yards of 0.9144 m. */
    public static final double QUARTER_MILE_METERS = 402.336;

    /** How a body moves backwards safely: what built-in plans say on the way. */
    private static final String[] TECHNIQUE = {"upright", "head-up", "short-steps", "soft-landing", "turn-your-head"};

    /** No steps: whoever joins runs as they like. */
    public static final Plan FREE_RUN = Plan.of("free-run", "no plan", List.of(), 1, null, Aim.NONE);

    private static final PlanStep FORWARD_LAP = quarterMile(PlannedFacing.FORWARD);
    private static final PlanStep BACKWARD_LAP =
            quarterMile(PlannedFacing.BACKWARD).withCues(TECHNIQUE);
    private static final PlanStep REST_BETWEEN = rest(120)
            .withAllowed(new RestWindow(90 * Micros.PER_SECOND, 150 * Micros.PER_SECOND))
            .withCues(TECHNIQUE);
    private static final Aim UNDER_TWICE = new Aim(Measure.RATIO, 2.0);

    /** One lap forwards at top speed, two minutes' rest, the same lap backwards in under twice the time. */
    public static final Plan QUARTER_MILE_TWICE = Plan.of(
            "quarter-mile-twice", "seed 000", List.of(FORWARD_LAP, REST_BETWEEN, BACKWARD_LAP), 1, null, UNDER_TWICE);

    /** The challenge over and over, with the same rest between the pairs. */
    public static final Plan QUARTER_MILE_REPEATED = Plan.of(
            "quarter",
            "seed 000",
            List.of(FORWARD_LAP, REST_BETWEEN, BACKWARD_LAP, REST_BETWEEN),
            0,
            null,
            UNDER_TWICE);

    /** Half a minute of work, half a minute of rest, forwards and backwards in turn. */
    public static final Plan THIRTY_THIRTY = Plan.of(
            "thirty-thirty",
            "seed 004",
            List.of(PlanStep.of(Kind.WORK, PlannedFacing.ALTERNATE, seconds(30)).withCues(TECHNIQUE), rest(30)),
            0,
            Total.seconds(600, 1200),
            new Aim(Measure.POINTS, Double.NaN));

    /** Steady running, one lap forwards and one backwards in turn. */
    public static final Plan STEADY_ALTERNATING = Plan.of(
            "steady-alternating",
            "seed 004",
            List.of(PlanStep.of(Kind.RUN, PlannedFacing.ALTERNATE_LAP, new Goal.Open())
                    .withEffort(Effort.STEADY)
                    .withCues(TECHNIQUE)),
            1,
            Total.seconds(600, 1200),
            new Aim(Measure.LAPS, Double.NaN));

    /** Five kilometres backwards, walking allowed; one who wrote about it took 55 minutes. */
    public static final Plan BACKWARD_5K = Plan.of(
            "backward-5k",
            "seed 003",
            List.of(PlanStep.of(Kind.RUN, PlannedFacing.BACKWARD, new Goal.Distance(5000))
                    .withCues(TECHNIQUE)),
            1,
            null,
            new Aim(Measure.FINISH_SECONDS, 3300));

    /**
     * For beginners: from two minutes of walking backwards to whole minutes of running. Without a stage it asks for no
     * facing, since nobody knows how far the runner has come.
     */
    public static final Plan WALK_FIRST = new Plan(
            "walk-first",
            "seeds 001 004",
            List.of(PlanStep.of(Kind.WALK, PlannedFacing.ANY, new Goal.Open())
                    .withCues(TECHNIQUE)
                    .withGate(PlanStep.Gate.BACKWARD)),
            1,
            null,
            new Aim(Measure.BACKWARD_SECONDS, Double.NaN),
            0,
            List.of(walkBack(120, 1.2), walkBack(240, 1.6), runBack(15, 60), runBack(30, 60), runBack(60, 120)),
            0);

    /** Teams, one runner at a time, one lap each, forwards and backwards in turn; the sum of the laps counts. */
    public static final Plan BOOT_CAMP_RELAY = new Plan(
            "boot-camp-relay",
            "seed 002",
            List.of(PlanStep.of(Kind.LAP, PlannedFacing.ALTERNATE_LAP, new Goal.Laps(1))
                    .withEffort(Effort.MAXIMAL)
                    .withCues(TECHNIQUE)),
            1,
            null,
            new Aim(Measure.TEAM_SECONDS, Double.NaN),
            Plan.SMALLEST_TEAM,
            List.of(),
            0);

    /** Five minutes of jogging, then drills. */
    public static final Plan WARM_UP = Plan.of(
            "warm-up",
            "seed 001",
            List.of(
                    PlanStep.of(Kind.JOG, PlannedFacing.ANY, seconds(300)).withEffort(Effort.EASY),
                    PlanStep.of(Kind.DRILL, PlannedFacing.ANY, seconds(120)).withCues("leg-swings", "arm-circles")),
            1,
            null,
            Aim.NONE);

    /** Five minutes of walking, five of stretching. */
    public static final Plan COOL_DOWN = Plan.of(
            "cool-down",
            "seed 004",
            List.of(
                    PlanStep.of(Kind.WALK, PlannedFacing.ANY, seconds(300)).withEffort(Effort.EASY),
                    PlanStep.of(Kind.STRETCH, PlannedFacing.ANY, seconds(300))
                            .withCues("stretch-legs", "stretch-lower-back")),
            1,
            null,
            Aim.NONE);

    private static final List<Plan> BUILT_IN = List.of(
            FREE_RUN,
            QUARTER_MILE_TWICE,
            QUARTER_MILE_REPEATED,
            THIRTY_THIRTY,
            STEADY_ALTERNATING,
            BACKWARD_5K,
            WALK_FIRST,
            BOOT_CAMP_RELAY,
            WARM_UP,
            COOL_DOWN);

    /** Short names that session files use. */
    private static final Map<String, Plan> ALIASES = Map.of(
            "intervals", THIRTY_THIRTY,
            "steady", STEADY_ALTERNATING,
            "backward5k", BACKWARD_5K,
            "walkfirst", WALK_FIRST);

    private Plans() {}

    public static List<Plan> builtIn() {
        return BUILT_IN;
    }

    /** The built-in plan of that name or alias. */
    public static Optional<Plan> named(String name) {
        @Nullable Plan meant = ALIASES.get(name);
        return meant != null
                ? Optional.of(meant)
                : BUILT_IN.stream().filter(plan -> plan.name().equals(name)).findFirst();
    }

    private static PlanStep quarterMile(PlannedFacing facing) {
        return PlanStep.of(Kind.LAP, facing, new Goal.Laps(1))
                .withEffort(Effort.MAXIMAL)
                .withLapMeters(QUARTER_MILE_METERS);
    }

    private static PlanStep rest(long seconds) {
        return PlanStep.of(Kind.REST, PlannedFacing.ANY, seconds(seconds));
    }

    private static Goal.Time seconds(long seconds) {
        return new Goal.Time(seconds * Micros.PER_SECOND);
    }

    private static Stage walkBack(long seconds, double capMetersPerSecond) {
        return new Stage(
                List.of(PlanStep.of(Kind.WALK, PlannedFacing.BACKWARD, seconds(seconds))
                        .withCap(capMetersPerSecond)
                        .withCues(TECHNIQUE)),
                1,
                null);
    }

    private static Stage runBack(long seconds, long ofSeconds) {
        return new Stage(
                List.of(
                        PlanStep.of(Kind.WORK, PlannedFacing.BACKWARD, seconds(seconds))
                                .withCues(TECHNIQUE),
                        PlanStep.of(Kind.WALK, PlannedFacing.FORWARD, seconds(ofSeconds - seconds))),
                0,
                new Total(600 * Micros.PER_SECOND, 1200 * Micros.PER_SECOND, 600 * Micros.PER_SECOND));
    }
}
