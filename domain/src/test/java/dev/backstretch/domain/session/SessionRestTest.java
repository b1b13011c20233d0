package dev.backstretch.domain.session;

import static dev.backstretch.domain.session.SessionScript.at;
import static dev.backstretch.domain.session.SessionScript.speed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.EventBody.Control;
import dev.backstretch.domain.event.EventBody.LapRule;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.RunnerState;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The rests of plans whose steps go by the clock. */
final class SessionRestTest {
    private static SessionScript thirtyThirty() {
        return new SessionScript("thirty-thirty")
                .join("r", LapRule.LINE, 400)
                .said(0, null, new EventBody.Safety("spotters", null, 1, null))
                .gun(0);
    }

    /** A reading a second, and the session's clock beside it. */
    private static void run(SessionScript script, int from, int to, double metersPerSecond) {
        for (int second = from; second < to; second++) {
            script.read("r", "phone", speed(second, metersPerSecond));
            script.ticks(second + 0.1, second + 0.6);
        }
    }

    @Test
    void nobody_who_stands_in_a_planned_rest_has_stopped() {
        var script = thirtyThirty().said(0, "r", new EventBody.FacingDeclared(Facing.BACKWARD));
        run(script, 1, 30, 1.5);
        run(script, 30, 60, 0);
        run(script, 60, 90, 1.5);
        assertThat(script.alerts(Alert.Kind.STOPPED)).isEmpty();
        assertThat(script.alerts(Alert.Kind.FALL))
                .as("to stop at once because the part is over is no fall")
                .isEmpty();
        run(script, 90, 120, 0);
        run(script, 120, 137, 0);
        assertThat(script.alerts(Alert.Kind.STOPPED))
                .as("who stands when the next part has begun has stopped, counted from its start")
                .extracting(Alert::since)
                .containsExactly(at(120));
    }

    @Test
    void who_fell_before_the_rest_began_is_still_down_in_it() {
        var script = thirtyThirty().said(0, "r", new EventBody.FacingDeclared(Facing.BACKWARD));
        run(script, 1, 24, 1.5);
        run(script, 24, 45, 0);
        assertThat(script.alerts(Alert.Kind.FALL))
                .extracting(Alert::severity, Alert::state)
                .startsWith(tuple(Alert.Severity.RED, Alert.State.RAISED));
    }

    @Test
    void who_does_not_run_on_is_told_of_however_short_the_parts_are() {
        for (boolean said : new boolean[] {true, false}) {
            var script = thirtyThirty();
            if (said) {
                script.said(0, "r", new EventBody.FacingDeclared(Facing.FORWARD));
            }
            run(script, 1, 75, 3);
            run(script, 75, 255, 0);
            assertThat(script.alerts(Alert.Kind.STOPPED))
                    .as("forwards as was %s", said ? "declared" : "nowhere said, backwards as the plan asks at 75 s")
                    .first()
                    .satisfies(alert ->
                            assertThat(alert.logTime()).isBetween(said ? at(134) : at(89), said ? at(137) : at(91)));
            assertThat(script.alerts(Alert.Kind.STOPPED))
                    .extracting(Alert::state)
                    .containsOnly(Alert.State.RAISED);
        }
    }

    @Test
    void nobody_who_keeps_to_the_parts_and_the_rests_has_stopped() {
        var script = thirtyThirty();
        for (int part = 0; part < 8; part++) {
            run(script, 60 * part + 1, 60 * part + 31, 1.5);
            run(script, 60 * part + 31, 60 * part + 61, 0);
        }
        assertThat(script.alerts(Alert.Kind.STOPPED)).isEmpty();
        assertThat(script.alerts(Alert.Kind.FALL)).isEmpty();
    }

    @Test
    void who_falls_in_a_part_that_is_to_be_run_backwards_needs_nobody_to_have_said_so() {
        var script = thirtyThirty();
        run(script, 1, 70, 1.5);
        run(script, 70, 82, 0);
        assertThat(script.alerts(Alert.Kind.FALL))
                .extracting(Alert::severity, Alert::state)
                .startsWith(tuple(Alert.Severity.RED, Alert.State.RAISED));
        var forwards = thirtyThirty();
        run(forwards, 1, 10, 1.5);
        run(forwards, 10, 25, 0);
        assertThat(forwards.alerts(Alert.Kind.FALL)).isEmpty();
    }

    @Test
    void a_part_that_is_to_be_run_backwards_asks_for_spotters_and_hears_a_silence_sooner() {
        var script =
                new SessionScript("thirty-thirty").join("r", LapRule.LINE, 400).gun(0);
        run(script, 1, 59, 1.5);
        assertThat(script.alerts(Alert.Kind.NO_SPOTTER)).isEmpty();
        run(script, 59, 65, 1.5);
        assertThat(script.alerts(Alert.Kind.NO_SPOTTER)).hasSize(1);
        script.ticks(65, 76);
        assertThat(script.alerts(Alert.Kind.SILENCE))
                .extracting(Alert::threshold)
                .startsWith(10.0);
    }

    @Test
    void a_rest_is_told_with_its_end() {
        var script = thirtyThirty();
        run(script, 1, 30, 3);
        assertThat(script.row("laps", "r").restUntil()).isNull();
        assertThat(script.row("laps", "r").state()).isEqualTo(RunnerState.RUNNING);
        run(script, 30, 45, 0);
        assertThat(script.row("laps", "r").restUntil()).isEqualTo(at(60));
        assertThat(script.row("laps", "r").state()).isEqualTo(RunnerState.RESTING);
        assertThat(script.now("r").state()).isEqualTo(RunnerState.RESTING);
        run(script, 45, 62, 3);
        assertThat(script.row("laps", "r").restUntil()).isNull();
        assertThat(script.row("laps", "r").state()).isEqualTo(RunnerState.RUNNING);
    }

    @Test
    void each_wave_rests_by_its_own_gun() {
        var script = new SessionScript("thirty-thirty")
                .joinWave("a", 1)
                .joinWave("b", 2)
                .said(0, null, new EventBody.Gun(1))
                .said(20, null, new EventBody.Gun(2));
        script.tap(1, "a").tap(21, "b").ticks(30, 40);
        assertThat(script.row("laps", "a").restUntil()).isEqualTo(at(60));
        assertThat(script.row("laps", "b").restUntil()).isNull();
        script.ticks(50.5, 61);
        assertThat(script.row("laps", "a").restUntil()).isNull();
        assertThat(script.row("laps", "b").restUntil()).isEqualTo(at(80));
    }

    @Test
    void the_seconds_of_a_rest_are_rest_and_all_add_up() {
        var script = thirtyThirty();
        run(script, 0, 30, 3);
        run(script, 30, 60, 0);
        run(script, 60, 75, 3);
        run(script, 75, 91, 0);
        Frame.Totals totals = script.close(91).totals("r");
        assertThat(totals.restSeconds()).isEqualTo(30);
        assertThat(totals.movingSeconds()).isEqualTo(45);
        assertThat(totals.pausedSeconds()).isEqualTo(15);
        assertThat(totals.elapsedSeconds()).isEqualTo(90);
    }

    @Test
    void what_the_coach_says_late_moves_the_rests_of_before() {
        var onTime = thirtyThirty().step(20);
        run(onTime, 0, 20, 3);
        run(onTime, 20, 50, 0);
        run(onTime, 50, 62, 3);
        var late = thirtyThirty();
        run(late, 0, 20, 3);
        run(late, 20, 50, 0);
        run(late, 50, 62, 3);
        late.step("late", 20, 62.5);
        Frame.Totals totals = late.close(63).totals("r");
        assertThat(totals.restSeconds()).isEqualTo(30);
        assertThat(totals.pausedSeconds()).isZero();
        assertThat(totals.movingSeconds())
                .isEqualTo(onTime.close(63).totals("r").movingSeconds());
    }

    @Test
    void a_pause_in_a_rest_hides_its_end_until_the_clock_goes_on() {
        var script = thirtyThirty();
        run(script, 1, 30, 3);
        run(script, 30, 40, 0);
        script.said(40, null, new Control(Control.Action.PAUSE));
        run(script, 40, 50, 0);
        assertThat(script.row("laps", "r").state()).isEqualTo(RunnerState.RESTING);
        assertThat(script.row("laps", "r").restUntil()).isNull();
        script.said(50, null, new Control(Control.Action.RESUME));
        run(script, 50, 52, 0);
        assertThat(script.row("laps", "r").restUntil()).isEqualTo(at(70));
    }

    @Test
    void who_stretches_after_the_walk_has_not_stopped_and_neither_has_who_is_done() {
        var script = new SessionScript("cool-down").join("r", LapRule.LINE, 400).gun(0);
        run(script, 1, 300, 1.4);
        run(script, 300, 700, 0);
        assertThat(script.alerts(Alert.Kind.STOPPED)).isEmpty();
        assertThat(script.row("laps", "r").restUntil()).isNull();
    }

    @Test
    void the_coach_gets_no_row_of_runners_for_a_rest_that_all_have_by_the_clock() {
        var script = thirtyThirty();
        run(script, 1, 30, 3);
        run(script, 30, 58, 0);
        assertThat(script.frames().stream()
                        .map(Frame::attention)
                        .filter(Objects::nonNull)
                        .flatMap(attention -> attention.needs().stream())
                        .flatMap(need -> need.reasons().stream())
                        .map(Frame.Why::key))
                .doesNotContain("rest-ending");
    }

    @Test
    void rests_go_on_from_a_snapshot() {
        var script = thirtyThirty();
        run(script, 1, 30, 3);
        run(script, 30, 40, 0);
        var again = SessionFold.restore("s", script.fold().snapshot());
        assertThat(again.snapshot())
                .usingRecursiveComparison()
                .isEqualTo(script.fold().snapshot());
        int known = script.events().size();
        run(script, 40, 75, 0);
        script.events()
                .subList(known, script.events().size())
                .forEach(event -> again.apply(event, SessionFold.NO_PARTITION, ignored -> {}));
        assertThat(again.snapshot())
                .usingRecursiveComparison()
                .isEqualTo(script.fold().snapshot());
    }
}
