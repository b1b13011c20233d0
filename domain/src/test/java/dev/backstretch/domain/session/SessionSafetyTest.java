package dev.backstretch.domain.session;

import static dev.backstretch.domain.session.SessionScript.heartAndCadence;
import static dev.backstretch.domain.session.SessionScript.speed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.EventBody.LapRule;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Alert;
import org.junit.jupiter.api.Test;

/** What a coach is told of a session's log. */
final class SessionSafetyTest {
    private static final String FREE = "free-run";

    private static SessionScript backwards() {
        return new SessionScript(FREE)
                .join("r", LapRule.LINE, 400)
                .gun(1)
                .said(2, "r", new EventBody.FacingDeclared(Facing.BACKWARD));
    }

    private static void run(SessionScript script, int from, int to, double metersPerSecond) {
        for (int second = from; second < to; second++) {
            script.read("r", "phone", speed(second, metersPerSecond));
            script.ticks(second + 0.1, second + 0.6);
        }
    }

    @Test
    void a_symptom_is_red_at_once_and_a_coach_has_seen_it() {
        var script = backwards().said(20, "r", new EventBody.Symptom("dizzy"));
        Alert raised = script.alerts(Alert.Kind.SYMPTOM).get(0);
        assertThat(raised.severity()).isEqualTo(Alert.Severity.RED);
        assertThat(raised.state()).isEqualTo(Alert.State.RAISED);
        script.said(25, null, new EventBody.Acknowledge(raised.alertId(), "c1", null));
        assertThat(script.alerts(Alert.Kind.SYMPTOM))
                .extracting(Alert::state)
                .containsExactly(Alert.State.RAISED, Alert.State.ACKNOWLEDGED);
        assertThat(script.fold().counts().addsUp()).isTrue();
    }

    @Test
    void running_backwards_without_a_spotter_is_said_once() {
        var script = backwards();
        run(script, 3, 20, 1.5);
        assertThat(script.alerts(Alert.Kind.NO_SPOTTER)).hasSize(1);
        var spotted = backwards().said(2, null, new EventBody.Safety("spotters", null, 1, null));
        run(spotted, 3, 20, 1.5);
        assertThat(spotted.alerts(Alert.Kind.NO_SPOTTER)).isEmpty();
    }

    @Test
    void who_stops_while_running_backwards_is_told_after_fifteen_seconds() {
        var script = backwards().said(2, null, new EventBody.Safety("spotters", null, 1, null));
        run(script, 3, 30, 1.5);
        run(script, 30, 60, 0);
        assertThat(script.alerts(Alert.Kind.STOPPED)).extracting(Alert::state).containsExactly(Alert.State.RAISED);
        script.close(61);
        assertThat(script.alerts(Alert.Kind.STOPPED))
                .as("nobody is left on the track")
                .extracting(Alert::state)
                .containsExactly(Alert.State.RAISED, Alert.State.CLEARED);
    }

    @Test
    void a_strap_that_counts_steps_raises_no_alarm_over_the_heart() {
        var locked = backwards();
        var beating = backwards();
        for (int second = 3; second < 150; second++) {
            locked.read("r", "watch", heartAndCadence(second, second < 20 ? 130 : 187, 187));
            beating.read("r", "watch", heartAndCadence(second, Math.min(187, 130 + second), 160));
        }
        assertThat(locked.alerts(Alert.Kind.HR_HIGH)).isEmpty();
        assertThat(beating.alerts(Alert.Kind.HR_HIGH)).isNotEmpty();
    }

    @Test
    void how_fast_is_too_fast_backwards_depends_on_who_runs() {
        for (var stage : EventBody.BackwardStage.values()) {
            var script = new SessionScript(FREE)
                    .joinKnown("r", stage, null)
                    .gun(1)
                    .said(2, "r", new EventBody.FacingDeclared(Facing.BACKWARD));
            run(script, 3, 20, 2.0);
            assertThat(script.alerts(Alert.Kind.BACK_SPEED))
                    .as("%s at 2 m/s", stage)
                    .hasSize(stage == EventBody.BackwardStage.NOVICE ? 1 : 0);
        }
    }

    @Test
    void what_is_on_goes_on_from_a_snapshot() {
        var script = backwards().said(20, "r", new EventBody.Symptom("dizzy"));
        SessionFold again = SessionFold.restore("s", script.fold().snapshot());
        assertThat(again.snapshot())
                .usingRecursiveComparison()
                .isEqualTo(script.fold().snapshot());
    }
}
