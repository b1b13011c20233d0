package dev.backstretch.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.plan.Moment.Phase;
import dev.backstretch.domain.plan.PlanStep.Kind;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupClockTest {
    private final GroupClock clock = new GroupClock();

    private static long s(double seconds) {
        return Micros.ofSeconds(seconds);
    }

    private static Ran laps(double openStart, Span... laps) {
        return new Ran(List.of(laps), s(openStart), List.of());
    }

    private static Span lap(double from, double to, Facing facing) {
        return new Span(s(from), s(to), facing);
    }

    private Moment thirty(double now) {
        return clock.at(Plans.THIRTY_THIRTY.lasting(s(600)), 1, Ran.NOTHING, s(now));
    }

    @Test
    void before_the_gun_everybody_waits() {
        assertThat(thirty(5).phase()).isEqualTo(Phase.WAITING);
        clock.gun(1, s(10));
        Moment before = thirty(9.9);
        assertThat(before.phase()).isEqualTo(Phase.WAITING);
        assertThat(before.step()).isZero();
        assertThat(before.of()).isEqualTo(2);
        assertThat(before.round()).isZero();
        assertThat(before.endsMicros()).isEqualTo(Moment.NONE);
        assertThat(thirty(10).phase()).isEqualTo(Phase.RUNNING);
    }

    @ParameterizedTest(name = "{0} s: step {1} of round {2}, {3}, {4} s left, then {5}")
    @CsvSource({
        "0, 1, 1, FORWARD, 30, UNKNOWN",
        "29.9, 1, 1, FORWARD, 0.1, UNKNOWN",
        "30, 2, 1, UNKNOWN, 30, BACKWARD",
        "59, 2, 1, UNKNOWN, 1, BACKWARD",
        "60, 1, 2, BACKWARD, 30, UNKNOWN",
        "90, 2, 2, UNKNOWN, 30, FORWARD",
        "120, 1, 3, FORWARD, 30, UNKNOWN",
        "560, 1, 10, BACKWARD, 10, UNKNOWN",
        "575, 2, 10, UNKNOWN, 25, UNKNOWN"
    })
    void timed_steps_follow_the_gun(double now, int step, int round, Facing facing, double left, Facing next) {
        clock.gun(1, s(0));
        Moment moment = thirty(now);
        assertThat(moment.step()).isEqualTo(step);
        assertThat(moment.round()).isEqualTo(round);
        assertThat(moment.facing()).isEqualTo(facing);
        assertThat(moment.leftMicros()).isEqualTo(s(left));
        assertThat(moment.endsMicros()).isEqualTo(s(now + left));
        assertThat(moment.nextFacing()).isEqualTo(next);
        assertThat(moment.resting()).isEqualTo(step == 2);
        assertThat(moment.working()).isEqualTo(step == 1);
        assertThat(moment.restUntilMicros()).isEqualTo(step == 2 ? s(now + left) : Moment.NONE);
    }

    @Test
    void the_last_step_has_no_next_and_the_plan_ends() {
        clock.gun(1, s(0));
        assertThat(thirty(545).next()).isNotNull();
        assertThat(thirty(570).next()).isNull();
        Moment over = thirty(600);
        assertThat(over.phase()).isEqualTo(Phase.FINISHED);
        assertThat(over.startedMicros()).isEqualTo(s(600));
        assertThat(over.step()).isEqualTo(2);
        assertThat(over.working()).isFalse();
    }

    @Test
    void a_length_that_cuts_a_step_short_ends_it() {
        clock.gun(1, s(0));
        Plan plan = Plans.THIRTY_THIRTY.lasting(s(610));
        Moment last = clock.at(plan, 1, Ran.NOTHING, s(605));
        assertThat(last.step()).isEqualTo(1);
        assertThat(last.leftMicros()).isEqualTo(s(5));
        assertThat(last.next()).isNull();
        assertThat(clock.at(plan, 1, Ran.NOTHING, s(610)).phase()).isEqualTo(Phase.FINISHED);
    }

    @Test
    void a_pause_for_a_storm_stops_the_clock_and_what_is_left() {
        clock.gun(1, s(0));
        clock.pause(s(10));
        Moment storm = thirty(500);
        assertThat(storm.paused()).isTrue();
        assertThat(storm.working()).isFalse();
        assertThat(storm.step()).isEqualTo(1);
        assertThat(storm.leftMicros()).isEqualTo(s(20));
        assertThat(storm.endsMicros()).isEqualTo(Moment.NONE);
        clock.resume(s(1000));
        assertThat(thirty(1010).leftMicros()).isEqualTo(s(10));
        assertThat(thirty(1010).endsMicros()).isEqualTo(s(1020));
        assertThat(thirty(1020).step()).isEqualTo(2);
        assertThat(thirty(1020).paused()).isFalse();
        assertThat(thirty(1589).phase()).isEqualTo(Phase.RUNNING);
        assertThat(thirty(1590).phase()).isEqualTo(Phase.FINISHED);
    }

    @Test
    void pausing_twice_is_pausing_once_and_resuming_alone_is_nothing() {
        clock.gun(1, s(0));
        clock.resume(s(1));
        clock.pause(s(10));
        clock.pause(s(12));
        clock.resume(s(20));
        clock.resume(s(25));
        assertThat(thirty(30).leftMicros()).isEqualTo(s(10));
        assertThat(clock.pausedAt(s(9.9))).isFalse();
        assertThat(clock.pausedAt(s(10))).isTrue();
        assertThat(clock.pausedAt(s(20))).isFalse();
        assertThat(clock.runningMicros(s(0), s(30))).isEqualTo(s(20));
        assertThat(clock.runningMicros(s(15), s(18))).isZero();
        assertThat(clock.runningMicros(s(15), s(22))).isEqualTo(s(2));
        assertThat(clock.runningMicros(s(20), s(22))).isEqualTo(s(2));
        assertThat(clock.pauseMayChangeAfter(s(5))).isEqualTo(s(10));
        assertThat(clock.pauseMayChangeAfter(s(10))).isEqualTo(s(20));
        assertThat(clock.pauseMayChangeAfter(s(20))).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_step_that_ends_as_a_pause_begins_has_ended() {
        clock.gun(1, s(0));
        clock.pause(s(30));
        clock.resume(s(40));
        assertThat(thirty(29).endsMicros()).isEqualTo(s(30));
        assertThat(thirty(45).step()).isEqualTo(2);
        assertThat(thirty(45).leftMicros()).isEqualTo(s(25));
    }

    @Test
    void a_length_is_counted_without_pauses_too() {
        clock.gun(1, s(0));
        clock.pause(s(100));
        clock.resume(s(150));
        Plan steady = Plans.STEADY_ALTERNATING.lasting(s(600));
        assertThat(clock.at(steady, 1, Ran.NOTHING, s(200)).leftMicros()).isEqualTo(s(450));
        assertThat(clock.at(steady, 1, Ran.NOTHING, s(200)).endsMicros()).isEqualTo(s(650));
        clock.pause(s(300));
        assertThat(clock.at(steady, 1, Ran.NOTHING, s(900)).leftMicros()).isEqualTo(s(350));
        assertThat(clock.at(steady, 1, Ran.NOTHING, s(900)).endsMicros()).isEqualTo(Moment.NONE);
    }

    @Test
    void each_wave_has_its_own_gun() {
        clock.gun(1, s(0));
        clock.gun(2, s(100));
        assertThat(clock.startOf(1)).isEqualTo(s(0));
        assertThat(clock.startOf(2)).isEqualTo(s(100));
        assertThat(clock.startOf(3)).isEqualTo(Moment.NONE);
        assertThat(clock.startOf(null)).isEqualTo(Moment.NONE);
        assertThat(clock.firstStart()).isEqualTo(s(0));
        assertThat(clock.at(Plans.THIRTY_THIRTY, 2, Ran.NOTHING, s(130)).step()).isEqualTo(2);
        assertThat(clock.ofGroup(Plans.THIRTY_THIRTY, s(130)).step()).isEqualTo(1);
    }

    @Test
    void one_gun_for_all_releases_everybody() {
        clock.gun(null, s(7));
        assertThat(clock.startOf(1)).isEqualTo(s(7));
        assertThat(clock.startOf(null)).isEqualTo(s(7));
        assertThat(clock.gunsOf(4)).containsExactly(s(7));
        assertThat(clock.firstStart()).isEqualTo(s(7));
    }

    @Test
    void without_guns_the_session_start_is_everybodys() {
        assertThat(clock.firstStart()).isEqualTo(Moment.NONE);
        clock.start(s(9));
        clock.start(s(3));
        assertThat(clock.startOf(2)).isEqualTo(s(3));
        assertThat(clock.firstStart()).isEqualTo(s(3));
        clock.gun(1, s(60));
        assertThat(clock.startOf(1)).isEqualTo(s(60));
        assertThat(clock.startOf(2)).isEqualTo(Moment.NONE);
        assertThat(clock.firstStart()).isEqualTo(s(60));
    }

    @Test
    void a_false_start_is_called_back_by_the_next_gun() {
        clock.gun(1, s(0));
        clock.gun(1, s(42.9));
        assertThat(clock.startOf(1)).isEqualTo(s(42.9));
        clock.gun(1, s(85));
        assertThat(clock.startOf(1)).isEqualTo(s(85));
        clock.gun(1, s(128));
        assertThat(clock.startOf(1)).isEqualTo(s(85));
        assertThat(clock.gunsOf(1)).containsExactly(s(0), s(42.9), s(85), s(128));
        clock.gun(1, s(128));
        assertThat(clock.gunsOf(1)).hasSize(4);
    }

    @Test
    void guns_may_be_told_in_any_order() {
        clock.gun(1, s(50));
        clock.gun(1, s(10));
        assertThat(clock.startOf(1)).isEqualTo(s(50));
        assertThat(clock.gunsOf(1)).containsExactly(s(10), s(50));

        GroupClock one = new GroupClock();
        GroupClock other = new GroupClock();
        one.gun(null, s(10));
        one.gun(1, s(10));
        one.gun(2, s(10));
        other.gun(2, s(10));
        other.gun(1, s(10));
        other.gun(null, s(10));
        assertThat(written(other)).isEqualTo(written(one));
    }

    private static byte[] written(GroupClock clock) {
        StateWriter out = new StateWriter();
        clock.writeTo(out);
        return out.toBytes();
    }

    @Test
    void a_pause_that_begins_with_the_work_leaves_no_empty_stretch() {
        clock.gun(1, s(0));
        clock.pause(s(0));
        clock.resume(s(5));
        assertThat(clock.plannedWork(Plans.THIRTY_THIRTY.lasting(s(600)), 1, Ran.NOTHING, s(0), s(20)))
                .containsExactly(new Span(s(5), s(20), Facing.FORWARD));
    }

    @Test
    void a_late_comer_joins_the_step_the_others_are_in() {
        clock.gun(1, s(0));
        assertThat(clock.at(Plans.THIRTY_THIRTY, 1, Ran.NOTHING, s(75)).facing())
                .isEqualTo(Facing.BACKWARD);
    }

    @Test
    void a_lap_ends_at_the_runners_own_mark_and_the_rest_runs_from_it() {
        clock.gun(1, s(0));
        Plan plan = Plans.QUARTER_MILE_TWICE;
        Moment running = clock.at(plan, 1, laps(2), s(90));
        assertThat(running.step()).isEqualTo(1);
        assertThat(running.facing()).isEqualTo(Facing.FORWARD);
        assertThat(running.endsMicros()).isEqualTo(Moment.NONE);
        assertThat(running.leftMicros()).isEqualTo(Moment.NONE);
        assertThat(running.next()).isEqualTo(plan.steps().get(1));
        assertThat(running.nextFacing()).isEqualTo(Facing.UNKNOWN);
        assertThat(running.dueMicros()).isEqualTo(Moment.NONE);
        Ran one = laps(100, lap(2, 100, Facing.FORWARD));
        Moment rest = clock.at(plan, 1, one, s(150));
        assertThat(rest.step()).isEqualTo(2);
        assertThat(rest.resting()).isTrue();
        assertThat(rest.restUntilMicros()).isEqualTo(s(220));
        assertThat(rest.leftMicros()).isEqualTo(s(70));
        assertThat(rest.nextFacing()).isEqualTo(Facing.BACKWARD);
        assertThat(clock.at(plan, 1, one, s(220)).step()).isEqualTo(3);
        assertThat(clock.at(plan, 1, one, s(220)).facing()).isEqualTo(Facing.BACKWARD);
        assertThat(clock.at(plan, 1, one, s(220)).next()).isNull();
        Ran both = laps(440, lap(2, 100, Facing.FORWARD), lap(240, 440, Facing.BACKWARD));
        assertThat(clock.at(plan, 1, both, s(439)).step()).isEqualTo(3);
        assertThat(clock.at(plan, 1, both, s(440)).phase()).isEqualTo(Phase.FINISHED);
    }

    @Test
    void the_coach_may_release_a_wave_before_its_rest_is_over() {
        clock.gun(1, s(0));
        clock.gun(1, s(190));
        Ran one = laps(100, lap(2, 100, Facing.FORWARD));
        assertThat(clock.at(Plans.QUARTER_MILE_TWICE, 1, one, s(189)).restUntilMicros())
                .isEqualTo(s(190));
        assertThat(clock.at(Plans.QUARTER_MILE_TWICE, 1, one, s(190)).step()).isEqualTo(3);
        Moment timed = clock.at(Plans.THIRTY_THIRTY, 1, Ran.NOTHING, s(185));
        assertThat(timed.endsMicros()).as("a rest on the clock is nobody's own").isEqualTo(s(210));
    }

    @Test
    void a_storm_during_ones_own_rest_makes_it_longer() {
        clock.gun(1, s(0));
        clock.pause(s(150));
        clock.resume(s(450));
        Ran one = laps(100, lap(2, 100, Facing.FORWARD));
        assertThat(clock.at(Plans.QUARTER_MILE_TWICE, 1, one, s(460)).restUntilMicros())
                .isEqualTo(s(520));
    }

    @Test
    void who_repeats_the_challenge_is_due_after_a_lap_like_the_last_of_that_facing() {
        clock.gun(1, s(0));
        Plan plan = Plans.QUARTER_MILE_REPEATED;
        Ran two = laps(440, lap(2, 100, Facing.FORWARD), lap(240, 440, Facing.BACKWARD));
        Moment rest = clock.at(plan, 1, two, s(500));
        assertThat(rest.step()).isEqualTo(4);
        assertThat(rest.restUntilMicros()).isEqualTo(s(560));
        assertThat(rest.dueMicros()).as("after the rest, a lap of 98 s").isEqualTo(s(658));
        Moment third = clock.at(plan, 1, two, s(570));
        assertThat(third.round()).isEqualTo(2);
        assertThat(third.dueMicros()).as("started before the rest was over").isEqualTo(s(658));
        Moment onTime =
                clock.at(plan, 1, laps(571, lap(2, 100, Facing.FORWARD), lap(240, 440, Facing.BACKWARD)), s(580));
        assertThat(onTime.dueMicros()).isEqualTo(s(669));
    }

    @Test
    void nobody_knows_when_a_rest_ends_while_the_clock_stands() {
        clock.gun(1, s(0));
        clock.pause(s(450));
        Ran two = laps(440, lap(2, 100, Facing.FORWARD), lap(240, 440, Facing.BACKWARD));
        Moment rest = clock.at(Plans.QUARTER_MILE_REPEATED, 1, two, s(500));
        assertThat(rest.restUntilMicros()).isEqualTo(Moment.NONE);
        assertThat(rest.dueMicros()).isEqualTo(Moment.NONE);
        assertThat(rest.leftMicros()).isEqualTo(s(110));
    }

    @Test
    void steady_laps_alternate_with_the_runners_own_marks() {
        clock.gun(1, s(0));
        Plan plan = Plans.STEADY_ALTERNATING.lasting(s(600));
        Ran one = laps(130, lap(0, 130, Facing.FORWARD));
        assertThat(clock.at(plan, 1, one, s(129)).facing()).isEqualTo(Facing.FORWARD);
        assertThat(clock.at(plan, 1, one, s(129)).nextFacing()).isEqualTo(Facing.BACKWARD);
        Moment second = clock.at(plan, 1, one, s(130));
        assertThat(second.facing()).isEqualTo(Facing.BACKWARD);
        assertThat(second.nextFacing()).isEqualTo(Facing.FORWARD);
        assertThat(second.next()).isNull();
        assertThat(second.dueMicros()).isEqualTo(Moment.NONE);
        Ran two = laps(330, lap(0, 130, Facing.FORWARD), lap(130, 330, Facing.BACKWARD));
        assertThat(clock.at(plan, 1, two, s(340)).dueMicros()).isEqualTo(s(460));
    }

    @Test
    void five_kilometres_end_where_the_runner_has_covered_them() {
        clock.gun(1, s(0));
        Ran ran = new Ran(List.of(), s(0), List.of(s(3300)));
        assertThat(clock.at(Plans.BACKWARD_5K, 1, ran, s(3299)).phase()).isEqualTo(Phase.RUNNING);
        assertThat(clock.at(Plans.BACKWARD_5K, 1, ran, s(3299)).endsMicros()).isEqualTo(Moment.NONE);
        assertThat(clock.at(Plans.BACKWARD_5K, 1, ran, s(3300)).phase()).isEqualTo(Phase.FINISHED);
    }

    @Test
    void the_coach_moves_everybody_on_to_the_next_step() {
        clock.gun(1, s(0));
        clock.step(s(10));
        assertThat(thirty(9).endsMicros()).isEqualTo(s(10));
        Moment rest = thirty(10);
        assertThat(rest.step()).isEqualTo(2);
        assertThat(rest.leftMicros()).isEqualTo(s(30));
        clock.step(s(15));
        assertThat(thirty(15).round()).isEqualTo(2);
        assertThat(thirty(15).facing()).isEqualTo(Facing.BACKWARD);
    }

    @Test
    void steps_of_the_coach_may_be_told_in_any_order() {
        clock.gun(1, s(0));
        clock.step(s(15));
        clock.step(s(10));
        assertThat(thirty(16).round()).isEqualTo(2);
    }

    @Test
    void several_laps_of_one_step_are_waited_for() {
        Plan plan = Plan.of(
                "two-laps",
                "own",
                List.of(
                        PlanStep.of(Kind.LAP, PlannedFacing.ALTERNATE_LAP, new Goal.Laps(2)),
                        PlanStep.of(Kind.LAP, PlannedFacing.FORWARD, new Goal.Laps(1))),
                1,
                null,
                Aim.NONE);
        clock.gun(1, s(0));
        Ran one = laps(100, lap(0, 100, Facing.FORWARD));
        assertThat(clock.at(plan, 1, one, s(99)).nextFacing()).isEqualTo(Facing.BACKWARD);
        assertThat(clock.at(plan, 1, one, s(150)).step()).isEqualTo(1);
        assertThat(clock.at(plan, 1, one, s(150)).facing()).isEqualTo(Facing.BACKWARD);
        assertThat(clock.at(plan, 1, one, s(150)).nextFacing()).isEqualTo(Facing.FORWARD);
        Ran two = laps(300, lap(0, 100, Facing.FORWARD), lap(100, 300, Facing.BACKWARD));
        assertThat(clock.at(plan, 1, two, s(300)).step()).isEqualTo(2);
        assertThat(clock.at(plan, 1, two, s(300)).nextFacing()).isEqualTo(Facing.UNKNOWN);
    }

    @Test
    void a_relay_runner_is_asked_for_no_facing_by_the_clock() {
        clock.gun(null, s(0));
        Moment leg = clock.at(Plans.BOOT_CAMP_RELAY, null, Ran.NOTHING, s(10));
        assertThat(leg.facing()).isEqualTo(Facing.UNKNOWN);
        assertThat(leg.nextFacing()).isEqualTo(Facing.UNKNOWN);
    }

    @Test
    void a_free_run_has_no_steps_and_never_ends() {
        clock.start(s(0));
        Moment free = clock.at(Plans.FREE_RUN, null, Ran.NOTHING, s(100_000));
        assertThat(free.phase()).isEqualTo(Phase.RUNNING);
        assertThat(free.current()).isNull();
        assertThat(free.of()).isZero();
        assertThat(free.startedMicros()).isZero();
    }

    @Test
    void cues_come_in_turn_and_at_most_one_in_thirty_seconds() {
        clock.gun(1, s(0));
        List<Long> said = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (double now = 0; now < 600; now += 0.5) {
            Moment moment = thirty(now);
            long at = moment.cueMicros();
            if (at != Moment.NONE && (said.isEmpty() || said.get(said.size() - 1) != at)) {
                said.add(at);
                words.add(String.valueOf(moment.cue()));
                assertThat(at).as("told when it is due").isEqualTo(s(now));
            }
        }
        assertThat(said).hasSize(10);
        for (int i = 1; i < said.size(); i++) {
            assertThat(said.get(i) - said.get(i - 1)).isGreaterThanOrEqualTo(GroupClock.CUE_MICROS);
        }
        assertThat(words.subList(0, 6))
                .containsExactly("upright", "head-up", "short-steps", "soft-landing", "turn-your-head", "upright");
    }

    @Test
    void a_long_step_has_a_cue_every_thirty_seconds_of_the_clock() {
        clock.gun(1, s(0));
        clock.pause(s(40));
        clock.resume(s(100));
        Moment first = clock.at(Plans.BACKWARD_5K, 1, Ran.NOTHING, s(29));
        assertThat(first.cue()).isEqualTo("upright");
        assertThat(first.cueMicros()).isZero();
        assertThat(first.nextCueMicros()).isEqualTo(s(30));
        Moment second = clock.at(Plans.BACKWARD_5K, 1, Ran.NOTHING, s(30));
        assertThat(second.cue()).isEqualTo("head-up");
        assertThat(second.nextCueMicros()).isEqualTo(s(120));
        assertThat(clock.at(Plans.BACKWARD_5K, 1, Ran.NOTHING, s(120)).cue()).isEqualTo("short-steps");
    }

    @Test
    void a_step_shorter_than_thirty_seconds_waits_for_its_cue() {
        Plan plan = Plan.of(
                "short",
                "own",
                List.of(PlanStep.of(Kind.WORK, PlannedFacing.FORWARD, new Goal.Time(s(20)))
                        .withCues("upright", "head-up")),
                3,
                null,
                Aim.NONE);
        clock.gun(1, s(0));
        assertThat(clock.at(plan, 1, Ran.NOTHING, s(10)).nextCueMicros())
                .as("not in this step")
                .isEqualTo(Moment.NONE);
        assertThat(clock.at(plan, 1, Ran.NOTHING, s(25)).cue()).isNull();
        assertThat(clock.at(plan, 1, Ran.NOTHING, s(25)).nextCueMicros()).isEqualTo(s(30));
        assertThat(clock.at(plan, 1, Ran.NOTHING, s(30)).cue()).isEqualTo("head-up");
        assertThat(clock.at(plan, 1, Ran.NOTHING, s(41)).cue()).isNull();
        assertThat(clock.at(plan, 1, Ran.NOTHING, s(60)).phase()).isEqualTo(Phase.FINISHED);
    }

    @Test
    void steps_without_cues_say_none() {
        clock.gun(1, s(0));
        Moment jog = clock.at(Plans.WARM_UP, 1, Ran.NOTHING, s(10));
        assertThat(jog.cue()).isNull();
        assertThat(jog.nextCueMicros()).isEqualTo(Moment.NONE);
        assertThat(jog.facing()).isEqualTo(Facing.UNKNOWN);
        assertThat(jog.working()).isTrue();
        Moment drill = clock.at(Plans.WARM_UP, 1, Ran.NOTHING, s(300));
        assertThat(drill.cue()).isEqualTo("leg-swings");
        assertThat(drill.resting()).isFalse();
        assertThat(drill.working()).isFalse();
    }

    @Test
    void planned_work_leaves_out_rests_and_pauses() {
        clock.gun(1, s(0));
        clock.pause(s(10));
        clock.resume(s(15));
        assertThat(clock.plannedWork(Plans.THIRTY_THIRTY, 1, Ran.NOTHING, s(5), s(70)))
                .containsExactly(lap(5, 10, Facing.FORWARD), lap(15, 35, Facing.FORWARD), lap(65, 70, Facing.BACKWARD));
        assertThat(clock.plannedWork(Plans.THIRTY_THIRTY, 2, Ran.NOTHING, s(5), s(70)))
                .isEmpty();
        clock.pause(s(20));
        assertThat(clock.plannedWork(Plans.THIRTY_THIRTY, 1, Ran.NOTHING, s(0), s(70)))
                .containsExactly(lap(0, 10, Facing.FORWARD), lap(15, 20, Facing.FORWARD));
    }

    @Test
    void planned_work_follows_laps_of_ones_own() {
        clock.gun(1, s(0));
        Ran two = laps(330, lap(0, 130, Facing.FORWARD), lap(130, 330, Facing.BACKWARD));
        assertThat(clock.plannedWork(Plans.STEADY_ALTERNATING, 1, two, s(0), s(400)))
                .containsExactly(
                        lap(0, 130, Facing.FORWARD), lap(130, 330, Facing.BACKWARD), lap(330, 400, Facing.FORWARD));
        Ran challenge = laps(440, lap(2, 100, Facing.FORWARD), lap(240, 440, Facing.BACKWARD));
        assertThat(clock.plannedWork(Plans.QUARTER_MILE_TWICE, 1, challenge, s(0), s(1000)))
                .containsExactly(lap(0, 100, Facing.FORWARD), lap(220, 440, Facing.BACKWARD));
    }

    @Test
    void work_of_one_facing_in_a_row_is_one_stretch() {
        Plan plan = Plan.of(
                "row",
                "own",
                List.of(
                        PlanStep.of(Kind.RUN, PlannedFacing.FORWARD, new Goal.Time(s(10))),
                        PlanStep.of(Kind.WALK, PlannedFacing.FORWARD, new Goal.Time(s(10))),
                        PlanStep.of(Kind.WALK, PlannedFacing.BACKWARD, new Goal.Time(s(10)))),
                1,
                null,
                Aim.NONE);
        clock.gun(1, s(0));
        assertThat(clock.plannedWork(plan, 1, Ran.NOTHING, s(0), s(100)))
                .containsExactly(lap(0, 20, Facing.FORWARD), lap(20, 30, Facing.BACKWARD));
    }

    @Test
    void what_is_written_is_read_again() {
        clock.start(s(1));
        clock.gun(2, s(3));
        clock.gun(null, s(4));
        clock.pause(s(20));
        clock.resume(s(25));
        clock.pause(s(70));
        clock.step(s(12));
        StateWriter out = new StateWriter();
        clock.writeTo(out);
        GroupClock read = GroupClock.readFrom(new StateReader(out.toBytes()));
        StateWriter again = new StateWriter();
        read.writeTo(again);
        assertThat(again.toBytes()).isEqualTo(out.toBytes());
        for (double now = 0; now < 100; now += 1) {
            assertThat(read.at(Plans.THIRTY_THIRTY, 2, Ran.NOTHING, s(now)))
                    .isEqualTo(clock.at(Plans.THIRTY_THIRTY, 2, Ran.NOTHING, s(now)));
        }
        assertThat(read.pausedAt(s(71))).isTrue();
        assertThat(read.startOf(3)).isEqualTo(s(4));
        clock.gun(null, s(4));
    }

    @Test
    void of_steps_that_mean_one_the_earliest_counts_whoever_was_heard_first() {
        var clock = new GroupClock();
        clock.start(s(0));
        assertThat(clock.step(s(10))).isTrue();
        assertThat(clock.step(s(12.9))).isFalse();
        assertThat(clock.step(s(8))).as("earlier, and heard of later").isTrue();
        Moment rest = clock.ofGroup(Plans.THIRTY_THIRTY, s(9));
        assertThat(rest.step()).isEqualTo(2);
        assertThat(rest.startedMicros()).isEqualTo(s(8));
        assertThat(clock.ofGroup(Plans.THIRTY_THIRTY, s(11)).startedMicros())
                .as("the one at 10 s was the same")
                .isEqualTo(s(8));
    }
}
