package dev.backstretch.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.plan.PlanStep.Gate;
import dev.backstretch.domain.plan.PlanStep.Kind;
import dev.backstretch.domain.plan.PlanStep.RestWindow;
import dev.backstretch.domain.time.Micros;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlansTest {
    private static final long SECOND = Micros.PER_SECOND;

    @Test
    void all_workouts_of_the_texts_come_with_the_product() {
        assertThat(Plans.builtIn().stream().map(Plan::name))
                .containsExactly(
                        "free-run",
                        "quarter-mile-twice",
                        "quarter",
                        "thirty-thirty",
                        "steady-alternating",
                        "backward-5k",
                        "walk-first",
                        "boot-camp-relay",
                        "warm-up",
                        "cool-down");
    }

    @ParameterizedTest
    @CsvSource({
        "quarter, quarter",
        "intervals, thirty-thirty",
        "steady, steady-alternating",
        "backward5k, backward-5k",
        "walkfirst, walk-first",
        "cool-down, cool-down"
    })
    void session_files_may_use_their_short_names(String said, String meant) {
        assertThat(Plans.named(said)).map(Plan::name).contains(meant);
    }

    @Test
    void an_unknown_plan_is_none() {
        assertThat(Plans.named("moonwalk")).isEmpty();
    }

    @Test
    void the_challenge_is_a_quarter_of_a_mile_twice_under_twice_the_time() {
        Plan plan = Plans.QUARTER_MILE_TWICE;
        assertThat(plan.steps()).extracting(PlanStep::kind).containsExactly(Kind.LAP, Kind.REST, Kind.LAP);
        assertThat(plan.steps().get(2).lapMeters()).isEqualTo(402.336);
        assertThat(plan.steps().get(0).effort()).isEqualTo(PlanStep.Effort.MAXIMAL);
        assertThat(plan.steps().get(1).allowed()).isEqualTo(new RestWindow(90 * SECOND, 150 * SECOND));
        assertThat(plan.aim()).isEqualTo(new Aim(Aim.Measure.RATIO, 2.0));
        assertThat(plan.laps()).isEqualTo(2);
        assertThat(plan.repeats()).isFalse();
        assertThat(Plans.QUARTER_MILE_REPEATED.repeats()).isTrue();
        assertThat(Plans.QUARTER_MILE_REPEATED.laps()).isZero();
    }

    @Test
    void its_laps_have_a_facing_and_only_the_first_has_a_rest() {
        Plan once = Plans.QUARTER_MILE_TWICE;
        assertThat(facings(once, 3)).containsExactly(Facing.FORWARD, Facing.BACKWARD, Facing.UNKNOWN);
        assertThat(once.facingOfLap(0)).isEqualTo(Facing.UNKNOWN);
        assertThat(once.restMicrosAfterLap(0)).isZero();
        assertThat(once.restMicrosAfterLap(1)).isEqualTo(120 * SECOND);
        assertThat(once.restMicrosAfterLap(2)).isZero();
        Plan again = Plans.QUARTER_MILE_REPEATED;
        assertThat(facings(again, 4)).containsExactly(Facing.FORWARD, Facing.BACKWARD, Facing.FORWARD, Facing.BACKWARD);
        assertThat(again.restMicrosAfterLap(2)).isEqualTo(120 * SECOND);
    }

    @ParameterizedTest
    @CsvSource({
        "quarter-mile-twice, 0, false, 1",
        "quarter-mile-twice, 1, true, 2",
        "quarter-mile-twice, 1, false, 3",
        "quarter-mile-twice, 2, false, 3",
        "quarter, 2, true, 4",
        "quarter, 2, false, 1",
        "quarter, 3, true, 2",
        "quarter, 3, false, 3",
        "thirty-thirty, 3, false, 0"
    })
    void laps_done_tell_the_step(String plan, int lapsDone, boolean resting, int step) {
        assertThat(Plans.named(plan).orElseThrow().stepNumber(lapsDone, resting))
                .isEqualTo(step);
    }

    @Test
    void several_laps_of_one_step_keep_its_facing_and_rest_at_its_end() {
        Plan plan = Plan.of(
                "pyramid",
                "own",
                List.of(
                        PlanStep.of(Kind.LAP, PlannedFacing.ALTERNATE, new Goal.Laps(2)),
                        PlanStep.of(Kind.REST, PlannedFacing.ANY, new Goal.Time(60 * SECOND)),
                        PlanStep.of(Kind.LAP, PlannedFacing.ALTERNATE, new Goal.Laps(1))),
                2,
                null,
                Aim.NONE);
        assertThat(facings(plan, 7))
                .containsExactly(
                        Facing.FORWARD,
                        Facing.FORWARD,
                        Facing.BACKWARD,
                        Facing.FORWARD,
                        Facing.FORWARD,
                        Facing.BACKWARD,
                        Facing.UNKNOWN);
        assertThat(plan.laps()).isEqualTo(6);
        assertThat(plan.restMicrosAfterLap(1)).isZero();
        assertThat(plan.restMicrosAfterLap(2)).isEqualTo(60 * SECOND);
        assertThat(plan.restMicrosAfterLap(3)).isZero();
        assertThat(plan.restMicrosAfterLap(5)).isEqualTo(60 * SECOND);
        assertThat(plan.stepNumber(1, false)).isEqualTo(1);
        assertThat(plan.stepNumber(2, true)).isEqualTo(2);
        assertThat(plan.stepNumber(2, false)).isEqualTo(3);
        assertThat(plan.stepNumber(3, false)).isEqualTo(1);
        assertThat(plan.stepNumber(6, false)).isEqualTo(3);
    }

    @Test
    void three_parts_of_odd_number_alternate_across_rounds() {
        Plan plan = Plan.of(
                "odd",
                "own",
                List.of(PlanStep.of(Kind.LAP, PlannedFacing.ALTERNATE, new Goal.Laps(1))),
                3,
                null,
                Aim.NONE);
        assertThat(facings(plan, 4)).containsExactly(Facing.FORWARD, Facing.BACKWARD, Facing.FORWARD, Facing.UNKNOWN);
    }

    @Test
    void steady_running_alternates_from_lap_to_lap_and_five_kilometres_do_not() {
        assertThat(facings(Plans.STEADY_ALTERNATING, 3))
                .containsExactly(Facing.FORWARD, Facing.BACKWARD, Facing.FORWARD);
        assertThat(facings(Plans.BACKWARD_5K, 13)).containsOnly(Facing.BACKWARD);
        assertThat(Plans.BACKWARD_5K.steps().get(0).goal()).isEqualTo(new Goal.Distance(5000));
        assertThat(Plans.BACKWARD_5K.aim()).isEqualTo(new Aim(Aim.Measure.FINISH_SECONDS, 3300));
        assertThat(Plans.BACKWARD_5K.onTheClock()).isFalse();
        assertThat(Plans.STEADY_ALTERNATING.onTheClock()).isTrue();
        assertThat(Plans.FREE_RUN.onTheClock()).isFalse();
    }

    @Test
    void where_the_clock_decides_laps_say_nothing() {
        assertThat(facings(Plans.THIRTY_THIRTY, 2)).containsOnly(Facing.UNKNOWN);
        assertThat(facings(Plans.WALK_FIRST, 2)).containsOnly(Facing.UNKNOWN);
        assertThat(facings(Plans.FREE_RUN, 2)).containsOnly(Facing.UNKNOWN);
    }

    @Test
    void a_beginner_climbs_from_walking_to_running() {
        Plan walk = Plans.WALK_FIRST.atStage(1);
        assertThat(walk.steps().get(0).goal()).isEqualTo(new Goal.Time(120 * SECOND));
        assertThat(walk.steps().get(0).capMetersPerSecond()).isEqualTo(1.2);
        assertThat(Plans.WALK_FIRST.atStage(2).steps().get(0).capMetersPerSecond())
                .isEqualTo(1.6);
        Plan run = Plans.WALK_FIRST.atStage(3);
        assertThat(run.steps())
                .extracting(PlanStep::goal)
                .containsExactly(new Goal.Time(15 * SECOND), new Goal.Time(45 * SECOND));
        assertThat(run.stage()).isEqualTo(3);
        assertThat(Plans.WALK_FIRST.atStage(9).steps())
                .extracting(PlanStep::goal)
                .containsExactly(new Goal.Time(60 * SECOND), new Goal.Time(60 * SECOND));
        assertThat(Plans.WALK_FIRST.stage()).isZero();
        assertThat(Plans.WALK_FIRST.mayBeBackward()).isTrue();
        assertThatThrownBy(() -> Plans.WALK_FIRST.atStage(0)).hasMessageContaining("stage");
        assertThatThrownBy(() -> Plans.WARM_UP.atStage(1)).hasMessageContaining("warm-up");
    }

    @Test
    void every_step_that_may_be_backward_has_its_gate() {
        for (Plan plan : Plans.builtIn()) {
            for (PlanStep step : plan.steps()) {
                if (step.facing().mayBeBackward()) {
                    assertThat(step.gate()).as(plan.name()).isEqualTo(Gate.BACKWARD);
                }
            }
        }
        assertThat(Plans.WARM_UP.mayBeBackward()).isFalse();
        assertThat(Plans.COOL_DOWN.mayBeBackward()).isFalse();
        assertThat(Plans.THIRTY_THIRTY.mayBeBackward()).isTrue();
    }

    @Test
    void cues_are_told_once_each() {
        assertThat(Plans.QUARTER_MILE_REPEATED.cues())
                .containsExactly("upright", "head-up", "short-steps", "soft-landing", "turn-your-head");
        assertThat(Plans.FREE_RUN.cues()).isEmpty();
    }

    @Test
    void the_length_of_a_plan_is_chosen_from_what_it_offers() {
        Total total = Plans.THIRTY_THIRTY.total();
        assertThat(total).isEqualTo(new Total(600 * SECOND, 1200 * SECOND, 1200 * SECOND));
        assertThat(Plans.THIRTY_THIRTY.lasting(600 * SECOND).total())
                .isEqualTo(new Total(600 * SECOND, 1200 * SECOND, 600 * SECOND));
        assertThatThrownBy(() -> Plans.THIRTY_THIRTY.lasting(599 * SECOND)).hasMessageContaining("600.0 to 1200.0");
        assertThatThrownBy(() -> Plans.THIRTY_THIRTY.lasting(1201 * SECOND)).hasMessageContaining("1201.0");
        assertThatThrownBy(() -> Plans.BACKWARD_5K.lasting(SECOND)).hasMessageContaining("backward-5k");
    }

    @Test
    void legs_of_a_relay_alternate_whoever_runs_them() {
        assertThat(Plans.BOOT_CAMP_RELAY.facingOfLeg(1)).isEqualTo(Facing.FORWARD);
        assertThat(Plans.BOOT_CAMP_RELAY.facingOfLeg(2)).isEqualTo(Facing.BACKWARD);
        assertThat(Plans.BOOT_CAMP_RELAY.facingOfLeg(3)).isEqualTo(Facing.FORWARD);
        assertThat(Plans.BOOT_CAMP_RELAY.facingOfLeg(0)).isEqualTo(Facing.UNKNOWN);
        assertThat(Plans.BOOT_CAMP_RELAY.facingOfLap(1)).isEqualTo(Facing.UNKNOWN);
        assertThat(Plans.STEADY_ALTERNATING.facingOfLeg(1)).isEqualTo(Facing.UNKNOWN);
        assertThat(Plans.BOOT_CAMP_RELAY.teamSize()).isEqualTo(3);
    }

    @Test
    void a_plan_that_contradicts_itself_is_refused_by_name() {
        PlanStep open = PlanStep.of(Kind.RUN, PlannedFacing.ANY, new Goal.Open());
        PlanStep rest = PlanStep.of(Kind.REST, PlannedFacing.ANY, new Goal.Time(1));
        assertThatThrownBy(() -> Plan.of("x", "own", List.of(open, rest), 1, null, Aim.NONE))
                .hasMessageContaining("step 1 never ends, so step 2");
        assertThatThrownBy(() -> Plan.of("No Spaces", "own", List.of(), 1, null, Aim.NONE))
                .hasMessageContaining("No Spaces");
        assertThatThrownBy(() -> Plan.of("x", "own", List.of(), -1, null, Aim.NONE))
                .hasMessageContaining("rounds");
        assertThatThrownBy(() -> new Plan("x", "own", List.of(), 1, null, Aim.NONE, 2, List.of(), 0))
                .hasMessageContaining("teamSize");
        assertThatThrownBy(() -> new Plan("x", "own", List.of(), 1, null, Aim.NONE, 0, List.of(), 1))
                .hasMessageContaining("stage");
        assertThatThrownBy(() -> new Plan("x", "own", List.of(), 1, null, Aim.NONE, 0, List.of(), -1))
                .hasMessageContaining("stage");
        assertThatThrownBy(() -> new Stage(List.of(open, rest), 1, null)).hasMessageContaining("step 1 never ends");
        assertThatThrownBy(() -> new Stage(List.of(), 1, null)).hasMessageContaining("steps");
        assertThatThrownBy(() -> new Stage(List.of(open), 0, null)).hasMessageContaining("rounds");
        assertThatThrownBy(() -> new Stage(List.of(open), -1, Total.seconds(1, 1)))
                .hasMessageContaining("rounds");
        assertThatThrownBy(() -> new Total(0, 1, 1)).hasMessageContaining("totalSeconds");
        assertThatThrownBy(() -> new Total(3, 2, 3)).hasMessageContaining("totalSeconds");
        assertThatThrownBy(() -> new Aim(Aim.Measure.RATIO, 0)).hasMessageContaining("below");
        assertThat(new Stage(List.of(open), 0, Total.seconds(1, 1)).rounds()).isZero();
        assertThat(new Plan("x", "own", List.of(), 0, null, Aim.NONE, 3, List.of(), 0).teamSize())
                .isEqualTo(3);
    }

    @Test
    void a_step_that_contradicts_itself_is_refused_by_name() {
        Goal minute = new Goal.Time(60 * SECOND);
        assertThatThrownBy(() -> PlanStep.of(Kind.REST, PlannedFacing.FORWARD, minute))
                .hasMessageContaining("facing");
        assertThatThrownBy(() -> PlanStep.of(Kind.DRILL, PlannedFacing.ANY, new Goal.Open()))
                .hasMessageContaining("seconds");
        assertThatThrownBy(() -> PlanStep.of(Kind.LAP, PlannedFacing.ANY, minute))
                .hasMessageContaining("laps");
        assertThatThrownBy(
                        () -> PlanStep.of(Kind.RUN, PlannedFacing.ANY, minute).withAllowed(new RestWindow(1, 2)))
                .hasMessageContaining("allowedSeconds");
        assertThatThrownBy(() ->
                        PlanStep.of(Kind.RUN, PlannedFacing.BACKWARD, minute).withGate(Gate.NONE))
                .hasMessageContaining("gate");
        assertThatThrownBy(
                        () -> PlanStep.of(Kind.RUN, PlannedFacing.ANY, minute).withLapMeters(0))
                .hasMessageContaining("lapMeters");
        assertThatThrownBy(
                        () -> PlanStep.of(Kind.RUN, PlannedFacing.ANY, minute).withCap(0))
                .hasMessageContaining("capMetersPerSecond");
        assertThatThrownBy(
                        () -> PlanStep.of(Kind.RUN, PlannedFacing.ANY, minute).withCues("Head up!"))
                .hasMessageContaining("Head up!");
        assertThatThrownBy(() -> new RestWindow(-1, 2)).hasMessageContaining("allowedSeconds");
        assertThatThrownBy(() -> new RestWindow(3, 2)).hasMessageContaining("allowedSeconds");
        assertThatThrownBy(() -> new Goal.Laps(0)).hasMessageContaining("laps");
        assertThatThrownBy(() -> new Goal.Time(0)).hasMessageContaining("seconds");
        assertThatThrownBy(() -> new Goal.Distance(0)).hasMessageContaining("meters");
        assertThatThrownBy(() -> new Goal.Distance(Double.POSITIVE_INFINITY)).hasMessageContaining("meters");
        assertThat(new RestWindow(0, 0).longestMicros()).isZero();
    }

    @Test
    void only_work_counts_as_work() {
        assertThat(List.of(Kind.values()).stream().filter(Kind::isWork))
                .containsExactly(Kind.LAP, Kind.WORK, Kind.RUN, Kind.JOG, Kind.WALK);
    }

    private static List<Facing> facings(Plan plan, int laps) {
        return IntStream.rangeClosed(1, laps).mapToObj(plan::facingOfLap).toList();
    }

    // ---- lap by lap, in plans of one's own

    private static PlanStep lap(PlannedFacing facing) {
        return PlanStep.of(Kind.LAP, facing, new Goal.Laps(1));
    }

    private static PlanStep seconds(Kind kind, double seconds) {
        return PlanStep.of(kind, PlannedFacing.ANY, new Goal.Time(Micros.ofSeconds(seconds)));
    }

    private static Plan plan(int rounds, PlanStep... steps) {
        return Plan.of("own", "a test", List.of(steps), rounds, null, Aim.NONE);
    }

    @Test
    void parts_in_turn_alternate_over_rests_and_on_into_the_next_round() {
        PlanStep inTurn = lap(PlannedFacing.ALTERNATE);
        Plan plan = plan(2, inTurn, seconds(Kind.REST, 60), inTurn, inTurn);
        assertThat(IntStream.rangeClosed(0, 7).mapToObj(plan::facingOfLap))
                .containsExactly(
                        Facing.UNKNOWN,
                        Facing.FORWARD,
                        Facing.BACKWARD,
                        Facing.FORWARD,
                        Facing.BACKWARD,
                        Facing.FORWARD,
                        Facing.BACKWARD,
                        Facing.UNKNOWN);
    }

    @Test
    void a_rest_runs_from_the_runners_own_mark_only_behind_a_step_that_ends_at_one() {
        Plan behindTheLap = plan(1, lap(PlannedFacing.FORWARD), seconds(Kind.REST, 60), seconds(Kind.WALK, 60));
        assertThat(behindTheLap.restsFromOwnMark(1)).isTrue();
        assertThat(behindTheLap.restsFromOwnMark(2)).isFalse();
        Plan beforeTheLap = plan(1, seconds(Kind.WALK, 60), seconds(Kind.REST, 60), lap(PlannedFacing.FORWARD));
        assertThat(beforeTheLap.restsFromOwnMark(1)).isFalse();
        Plan round = plan(0, seconds(Kind.REST, 60), seconds(Kind.WALK, 60), lap(PlannedFacing.FORWARD));
        assertThat(round.restsFromOwnMark(0)).isTrue();
    }

    @Test
    void who_repeats_the_challenge_rests_after_every_lap_and_goes_round_its_four_steps() {
        Plan plan = Plans.QUARTER_MILE_REPEATED;
        assertThat(IntStream.rangeClosed(1, 4).mapToLong(plan::restMicrosAfterLap))
                .containsOnly(120 * SECOND);
        assertThat(plan.stepNumber(0, false)).isEqualTo(1);
        assertThat(plan.stepNumber(1, true)).isEqualTo(2);
        assertThat(plan.stepNumber(1, false)).isEqualTo(3);
        assertThat(plan.stepNumber(2, true)).isEqualTo(4);
        assertThat(plan.stepNumber(2, false)).isEqualTo(1);
    }

    @Test
    void a_step_changes_in_one_thing_at_a_time() {
        PlanStep lap = lap(PlannedFacing.FORWARD);
        assertThat(lap.withEffort(PlanStep.Effort.EASY).effort()).isEqualTo(PlanStep.Effort.EASY);
        assertThat(lap.withEffort(PlanStep.Effort.EASY).withEffort(lap.effort()))
                .isEqualTo(lap);
        assertThat(lap.withLapMeters(402.336).lapMeters()).isEqualTo(402.336);
        assertThat(lap.withLapMeters(402.336).withLapMeters(lap.lapMeters())).isEqualTo(lap);
        assertThat(lap.withCap(1.2).capMetersPerSecond()).isEqualTo(1.2);
        assertThat(lap.withCap(1.2).withCap(lap.capMetersPerSecond())).isEqualTo(lap);
        assertThat(lap.withCues("short-steps").cues()).containsExactly("short-steps");
        assertThat(lap.withGate(Gate.BACKWARD).gate()).isEqualTo(Gate.BACKWARD);
        PlanStep rest = seconds(Kind.REST, 60);
        RestWindow window = new RestWindow(30 * SECOND, 90 * SECOND);
        assertThat(rest.withAllowed(window).allowed()).isEqualTo(window);
        assertThat(rest.withAllowed(window).goal()).isEqualTo(rest.goal());
    }
}
