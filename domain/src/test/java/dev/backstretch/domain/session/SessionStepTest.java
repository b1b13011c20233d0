package dev.backstretch.domain.session;

import static dev.backstretch.domain.session.SessionScript.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.EventBody.Control;
import dev.backstretch.domain.event.EventBody.LapRule;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.RunnerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows when the coach sends the group on to the next step of its plan. */
final class SessionStepTest {
    private static SessionScript challenge(String... runners) {
        var script = new SessionScript("quarter-mile-twice");
        return running(script, runners);
    }

    private static SessionScript running(String plan, String... runners) {
        return running(new SessionScript(plan), runners);
    }

    private static SessionScript running(SessionScript script, String... runners) {
        for (String runner : runners) {
            script.join(runner, LapRule.LINE, 400);
        }
        script.gun(1);
        for (String runner : runners) {
            script.tap(1, runner);
        }
        return script;
    }

    private static Frame.PlanProgress plan(SessionScript script) {
        Frame.PlanProgress newest = null;
        for (Frame frame : script.frames()) {
            newest = frame.plan() == null ? newest : frame.plan();
        }
        return Objects.requireNonNull(newest, "no frame tells of the plan");
    }

    private static Frame.PlanProgress planAt(SessionScript script, double seconds) {
        script.ticks(seconds, seconds + 0.5);
        return plan(script);
    }

    private static RunnerState state(SessionScript script, String runner) {
        return script.row("laps", runner).state();
    }

    @Test
    void a_timed_step_ends_at_that_moment_and_the_next_has_its_whole_time() {
        var script = new SessionScript("thirty-thirty")
                .join("a", LapRule.LINE, 400)
                .gun(0)
                .step(10);
        Frame.PlanProgress rest = planAt(script, 11);
        assertThat(rest.step()).isEqualTo(2);
        assertThat(rest.kind()).isEqualTo("rest");
        assertThat(rest.endsAt()).isEqualTo(at(40));
        assertThat(planAt(script, 41).facing()).isEqualTo(Facing.BACKWARD);
    }

    @Test
    void a_step_in_a_pause_waits_with_its_time_for_the_clock() {
        var script = new SessionScript("thirty-thirty")
                .join("a", LapRule.LINE, 400)
                .gun(0)
                .said(5, null, new Control(Control.Action.PAUSE))
                .step(10);
        assertThat(planAt(script, 11).kind()).isEqualTo("rest");
        assertThat(plan(script).paused()).isTrue();
        assertThat(plan(script).endsAt()).isNull();
        script.said(100, null, new Control(Control.Action.RESUME));
        assertThat(planAt(script, 101).endsAt()).isEqualTo(at(130));
    }

    @Test
    void how_the_clock_stands_counts_from_when_it_was_said_however_late_that_is_heard() {
        var script =
                new SessionScript("thirty-thirty").join("a", LapRule.LINE, 400).gun(0);
        Frame.PlanProgress running = planAt(script, 29);
        assertThat(running.pausedAt()).isNull();
        assertThat(running.pausedSeconds()).isZero();
        script.control(10, 29.9, Control.Action.PAUSE);
        for (double later : new double[] {30, 37, 48}) {
            Frame.PlanProgress stands = planAt(script, later);
            assertThat(stands.paused()).isTrue();
            assertThat(stands.step()).isEqualTo(1);
            assertThat(stands.pausedAt()).isEqualTo(at(10));
            assertThat(stands.leftSeconds()).isEqualTo(20);
            assertThat(stands.pausedSeconds()).isZero();
        }
        script.control(50, 51, Control.Action.RESUME);
        Frame.PlanProgress goesOn = planAt(script, 52);
        assertThat(goesOn.pausedAt()).isNull();
        assertThat(goesOn.pausedSeconds()).isEqualTo(40);
        assertThat(goesOn.leftSeconds()).isNaN();
        assertThat(goesOn.endsAt()).isEqualTo(at(70));
        script.control(54, 61, Control.Action.PAUSE).control(57, 61, Control.Action.RESUME);
        assertThat(planAt(script, 62).pausedSeconds())
                .as("a pause that was over when it was heard of")
                .isEqualTo(43);
        script.control(64, 64, Control.Action.PAUSE);
        assertThat(planAt(script, 65).pausedAt()).isEqualTo(at(64));
        assertThat(plan(script).pausedSeconds()).isEqualTo(43);
        assertThat(plan(script).leftSeconds()).isEqualTo(9);
    }

    @Test
    void a_pause_is_told_of_laps_too_and_goes_on_from_a_snapshot() {
        var script = challenge("a").tap(101.35, "a").ticks(102, 110);
        assertThat(plan(script).endsAt()).isEqualTo(at(221.2));
        script.control(111.2, 112, Control.Action.PAUSE);
        assertThat(planAt(script, 113).pausedAt()).isEqualTo(at(111.2));
        assertThat(plan(script).leftSeconds()).isEqualTo(110);
        SessionFold again = SessionFold.restore("s", script.fold().snapshot());
        assertThat(again.snapshot())
                .usingRecursiveComparison()
                .isEqualTo(script.fold().snapshot());
        script.close(120);
        assertThat(plan(script).pausedAt())
                .as("a clock that stood when the session was closed")
                .isEqualTo(at(111.2));
    }

    @Test
    void a_clock_that_was_stopped_before_the_gun_stands_at_the_gun() {
        var script = new SessionScript("thirty-thirty")
                .join("a", LapRule.LINE, 400)
                .control(5, 5, Control.Action.PAUSE)
                .gun(10);
        assertThat(planAt(script, 12).pausedAt()).isEqualTo(at(10));
        assertThat(plan(script).pausedSeconds()).isZero();
        assertThat(plan(script).leftSeconds()).isEqualTo(30);
        script.control(20, 20, Control.Action.RESUME);
        assertThat(planAt(script, 21).pausedSeconds()).isEqualTo(10);
    }

    @Test
    void whoever_rests_goes_at_that_moment() {
        var script = challenge("a", "b").tap(101, "a").tap(103, "b");
        assertThat(planAt(script, 110).kind()).isEqualTo("rest");
        script.step(120);
        Frame.PlanProgress lap = planAt(script, 121);
        assertThat(lap.kind()).isEqualTo("lap");
        assertThat(lap.step()).isEqualTo(3);
        assertThat(lap.facing()).isEqualTo(Facing.BACKWARD);
        assertThat(state(script, "a")).isEqualTo(RunnerState.RUNNING);
        script.tap(320, "a");
        assertThat(script.laps("a")).hasSize(2);
        assertThat(script.laps("a").get(1).startedAt())
                .as("nobody saw the start: the lap begins with the coach's word")
                .isEqualTo(at(120));
        assertThat(script.laps("a").get(1).flags()).contains("rest-start");
    }

    @Test
    void whoever_is_on_a_lap_rests_and_whoever_ends_it_meanwhile_has_run_it() {
        var script = challenge("a", "b").step(95);
        Frame.PlanProgress rest = planAt(script, 96);
        assertThat(rest.kind()).isEqualTo("rest");
        assertThat(rest.step()).isEqualTo(2);
        assertThat(rest.endsAt()).isEqualTo(at(215));
        assertThat(state(script, "b")).isEqualTo(RunnerState.RESTING);
        script.ticks(97, 101).tap(101, "a");
        assertThat(script.laps("a")).singleElement().satisfies(lap -> {
            assertThat(lap.facing()).isEqualTo(Facing.FORWARD);
            assertThat(lap.endedAt()).isEqualTo(at(100.85));
        });
        assertThat(script.row("laps", "a").restUntil())
                .as("the rest runs from the own mark")
                .isEqualTo(at(220.85));
    }

    @Test
    void a_lap_that_nobody_ended_is_given_up_and_the_plan_goes_on_without_it() {
        var script = challenge("a", "b").tap(91, "a").step(95);
        assertThat(planAt(script, 96).kind()).isEqualTo("rest");
        assertThat(planAt(script, 216).facing())
                .as("b never ended the forward lap")
                .isEqualTo(Facing.BACKWARD);
        script.tap(400, "b");
        assertThat(script.laps("b")).singleElement().satisfies(lap -> {
            assertThat(lap.lap()).isEqualTo(1);
            assertThat(lap.facing()).isEqualTo(Facing.BACKWARD);
            assertThat(lap.startedAt()).as("the end of the rest after the step").isEqualTo(at(215));
        });
        assertThat(state(script, "b")).as("nothing of the plan is left").isEqualTo(RunnerState.FINISHED);
        assertThat(script.row("ratio", "b").value())
                .as("no forward lap, no ratio")
                .isNaN();
    }

    @Test
    void whoever_is_ahead_of_the_group_keeps_their_rest() {
        var script = challenge("a", "b", "c").tap(91, "a");
        assertThat(planAt(script, 92).kind()).isEqualTo("lap");
        script.step(95).ticks(96, 97);
        assertThat(script.row("laps", "a").restUntil()).isEqualTo(at(210.85));
        assertThat(state(script, "b")).isEqualTo(RunnerState.RESTING);
    }

    @Test
    void a_tap_that_comes_late_puts_its_runner_where_the_group_was_sent() {
        var script = challenge("a", "b", "c").step(95).ticks(96, 97);
        script.lateTap(93, 98, "a").ticks(98, 99);
        assertThat(script.row("laps", "a").restUntil())
                .as("who had ended the lap before the step rests already, and is not sent on from the rest")
                .isEqualTo(at(212.85));
        assertThat(state(script, "b")).isEqualTo(RunnerState.RESTING);
    }

    @Test
    void a_step_that_was_told_without_a_network_counts_from_when_it_was_said() {
        var script = challenge("a", "b").tap(91, "a").tap(92, "b").step("offline", 110, 150);
        Frame.PlanProgress lap = planAt(script, 151);
        assertThat(lap.facing()).isEqualTo(Facing.BACKWARD);
        script.tap(300, "a");
        assertThat(script.laps("a").get(1).startedAt()).isEqualTo(at(110));
    }

    @Test
    void the_same_step_told_twice_and_the_same_word_of_two_coaches_are_one_step() {
        var script = challenge("a", "b").step("one", 95, 95).step("one", 95, 96).step("two", 96.5, 97);
        assertThat(planAt(script, 98).kind()).isEqualTo("rest");
        Frame.Counts counts = script.fold().counts();
        assertThat(counts.duplicates()).isEqualTo(1);
        assertThat(counts.notUsed()).isEqualTo(1);
        assertThat(counts.addsUp()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"quarter-mile-twice", "boot-camp-relay", "steady-alternating", "backward-5k"})
    void the_word_of_two_coaches_is_one_step_whichever_is_heard_first(String plan) {
        // a ends the lap between the two, b does not
        var inOrder = running(plan, "a", "b").step("one", 96, 96).tap(97, "a").step("two", 97.5, 97.6);
        var turned =
                running(plan, "a", "b").tap(97, "a").step("two", 97.5, 97.6).step("one", 96, 99);
        for (var script : List.of(inOrder, turned)) {
            script.tap(230, "b").tap(240, "a").tap(350, "b").tap(360, "a");
        }
        for (String runner : List.of("a", "b")) {
            assertThat(turned.laps(runner)).as(runner).hasSameSizeAs(inOrder.laps(runner));
            for (int i = 0; i < turned.laps(runner).size(); i++) {
                LapOutcome first = inOrder.laps(runner).get(i);
                LapOutcome second = turned.laps(runner).get(i);
                assertThat(List.of(second.lap(), second.facing(), second.startedAt(), second.endedAt()))
                        .as(runner)
                        .isEqualTo(List.of(first.lap(), first.facing(), first.startedAt(), first.endedAt()));
            }
        }
    }

    @Test
    void before_the_start_and_after_the_last_step_nothing_follows() {
        var waiting = new SessionScript("quarter-mile-twice")
                .join("a", LapRule.LINE, 400)
                .step(1)
                .gun(2)
                .tap(2, "a")
                .tap(102, "a")
                .step(110);
        assertThat(planAt(waiting, 112).facing()).isEqualTo(Facing.BACKWARD);
        assertThat(plan(waiting).next()).as("no step after the last").isNull();
        waiting.step(150).tap(310, "a");
        assertThat(waiting.laps("a")).as("the lap that was being run").hasSize(2);
        assertThat(waiting.fold().counts().notUsed()).isEqualTo(2);
        var steady = new SessionScript("steady-alternating")
                .join("a", LapRule.LINE, 400)
                .gun(0)
                .step(10);
        assertThat(planAt(steady, 11).kind()).isEqualTo("run");
        assertThat(steady.fold().counts().notUsed()).isEqualTo(1);
    }

    @Test
    void a_wave_that_was_not_released_is_sent_nowhere() {
        var script = new SessionScript("quarter-mile-twice")
                .joinWave("a", 1)
                .joinWave("b", 1)
                .joinWave("c", 2)
                .said(1, null, new EventBody.Gun(1))
                .tap(1, "a")
                .tap(1, "b")
                .step(60)
                .said(70, null, new EventBody.Gun(2))
                .tap(70, "c")
                .ticks(71, 72);
        assertThat(state(script, "a")).isEqualTo(RunnerState.RESTING);
        assertThat(state(script, "c")).isEqualTo(RunnerState.RUNNING);
        script.tap(160, "c");
        assertThat(script.laps("c")).singleElement().satisfies(lap -> assertThat(lap.facing())
                .isEqualTo(Facing.FORWARD));
    }

    @Test
    void who_joins_after_the_step_begins_with_the_plan() {
        var script = challenge("a", "b").step(60).joinAt(70, "late", LapRule.LINE, 400);
        script.tap(80, "late").tap(170, "late");
        assertThat(script.laps("late")).singleElement().satisfies(lap -> assertThat(lap.facing())
                .isEqualTo(Facing.FORWARD));
    }

    @Test
    void a_session_taken_up_from_its_snapshot_goes_on_where_it_was_sent() {
        var script = challenge("a", "b").tap(91, "a").step(95).ticks(96, 97);
        SessionFold taken = SessionFold.restore("s", script.fold().snapshot());
        List<Outcome> whole = new ArrayList<>();
        List<Outcome> after = new ArrayList<>();
        for (double second = 98; second < 420; second += 0.5) {
            RunEvent tick = new RunEvent(
                    "t" + second,
                    "s",
                    null,
                    at(second),
                    at(second),
                    Origin.of(Origin.Kind.CLOCK),
                    new EventBody.Tick(Math.floorDiv(at(second).toEpochMilli(), EventBody.Tick.MILLIS)));
            RunEvent tap = new RunEvent(
                    "tap" + second,
                    "s",
                    "b",
                    at(second),
                    at(second),
                    Origin.of(Origin.Kind.COACH),
                    new EventBody.Tap(null, null));
            for (RunEvent event : second == 400 ? List.of(tick, tap) : List.of(tick)) {
                script.fold().apply(event, SessionFold.NO_PARTITION, whole::add);
                taken.apply(event, SessionFold.NO_PARTITION, after::add);
            }
        }
        assertThat(after).isEqualTo(whole);
        assertThat(whole).anySatisfy(outcome -> assertThat(outcome).isInstanceOf(LapOutcome.class));
    }
}
