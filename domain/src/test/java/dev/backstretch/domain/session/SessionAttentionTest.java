package dev.backstretch.domain.session;

import static dev.backstretch.domain.session.SessionScript.speed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.EventBody.LapRule;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.outcome.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Whom a session's frames tell the coach to look after. */
final class SessionAttentionTest {
    private static SessionScript challenge() {
        return new SessionScript("quarter-mile-twice")
                .join("a", LapRule.LINE, 402.336)
                .join("b", LapRule.LINE, 402.336)
                .gun(1)
                .tap(1, "a")
                .tap(1, "b");
    }

    private static List<Frame.Attention> told(SessionScript script) {
        List<Frame.Attention> told = new ArrayList<>();
        for (Frame frame : script.frames()) {
            if (frame.attention() != null) {
                told.add(frame.attention());
            }
        }
        return told;
    }

    private static Frame.Attention newest(SessionScript script) {
        List<Frame.Attention> told = told(script);
        return told.get(told.size() - 1);
    }

    private static Frame.Gate gate(SessionScript script) {
        Frame.Gate gate = newest(script).gate();
        if (gate == null) {
            throw new AssertionError("nobody is to start backwards");
        }
        return gate;
    }

    private static void ticks(SessionScript script, int from, int to) {
        for (int second = from; second < to; second++) {
            script.ticks(second + 0.1, second + 0.6);
        }
    }

    @Test
    void a_symptom_comes_first_and_is_answered_by_its_alert() {
        var script = challenge().said(20, "b", new EventBody.Symptom("dizzy"));
        ticks(script, 21, 24);
        Frame.Need need = newest(script).needs().get(0);
        assertThat(need.runnerId()).isEqualTo("b");
        assertThat(need.urgency()).isEqualTo("RED_OPEN");
        Frame.Why why = need.reasons().get(0);
        assertThat(why.key()).isEqualTo("alert.SYMPTOM");
        assertThat(why.answered()).isFalse();
        String alertId = Objects.requireNonNull(why.alertId(), "what to answer");
        script.said(25, null, new EventBody.Acknowledge(alertId, "c1", null));
        ticks(script, 26, 28);
        assertThat(newest(script).needs().get(0).urgency()).isEqualTo("RED_ANSWERED");
    }

    @Test
    void whose_rest_ends_within_ten_seconds_is_told_and_not_before() {
        var script = challenge().said(101, "a", new EventBody.Tap("c1", null));
        ticks(script, 102, 210);
        assertThat(newest(script).needs())
                .as("ten seconds and more before the rest of 120 s ends")
                .isEmpty();
        ticks(script, 210, 213);
        assertThat(newest(script).needs()).singleElement().satisfies(need -> {
            assertThat(need.runnerId()).isEqualTo("a");
            assertThat(need.urgency()).isEqualTo("REST_ENDING");
            assertThat(need.reasons().get(0).key()).isEqualTo("rest-ending");
            assertThat(need.reasons().get(0).at()).isEqualTo(SessionScript.at(220.85));
        });
    }

    @Test
    void a_backward_start_waits_for_the_answers_that_nobody_gave() {
        var script = challenge().said(101, "a", new EventBody.Tap("c1", null));
        ticks(script, 102, 105);
        Frame.Gate gate = gate(script);
        assertThat(gate.permission()).isEqualTo("WAIT");
        assertThat(gate.runners()).isEqualTo(1);
        assertThat(gate.spottersNeeded()).isEqualTo(1);
        assertThat(gate.obstacles())
                .contains(
                        new Frame.Obstacle("CHECK_UNANSWERED", "TRACK_CLEAR", null, 0, 0),
                        new Frame.Obstacle("SPOTTERS_SHORT", null, null, 0, 1),
                        new Frame.Obstacle("QUESTION_UNANSWERED", "SHOES", "a", 0, 0));
        int second = 106;
        for (String check : List.of(
                "track-clear", "surface-dry-and-even", "lanes-assigned", "beginners-walk-first", "shoes-tied")) {
            script.said(second++, null, new EventBody.Safety(check, true, null, null));
        }
        script.said(second++, null, new EventBody.Safety("spotters-named", true, 1, null));
        ticks(script, second, second + 3);
        assertThat(gate(script).permission()).as("of the group").isEqualTo("START");
        assertThat(gate(script).spotters()).isEqualTo(1);
    }

    @Test
    void the_console_is_asked_anew_before_the_next_backward_start_and_no_runner_is() {
        var script = new SessionScript("quarter")
                .join("a", LapRule.LINE, 400)
                .gun(1)
                .tap(1, "a")
                .said(50, null, new EventBody.Safety("track-clear", true, null, null))
                .said(51, null, new EventBody.Safety("spotters-named", true, 1, null))
                .said(52, "a", new EventBody.Safety("shoes", true, null, null))
                .tap(101, "a");
        ticks(script, 102, 105);
        assertThat(gate(script).obstacles())
                .as("answered before anybody was to start")
                .doesNotContain(new Frame.Obstacle("CHECK_UNANSWERED", "TRACK_CLEAR", null, 0, 0));
        ticks(script, 105, 240);
        assertThat(newest(script).gate()).as("a is on the backward lap").isNull();
        script.tap(330, "a");
        ticks(script, 331, 460);
        script.tap(570, "a");
        ticks(script, 571, 574);
        assertThat(gate(script).obstacles())
                .as("the second backward lap")
                .contains(new Frame.Obstacle("CHECK_UNANSWERED", "TRACK_CLEAR", null, 0, 0))
                .doesNotContain(new Frame.Obstacle("QUESTION_UNANSWERED", "SHOES", "a", 0, 0));
        assertThat(gate(script).spotters()).isEqualTo(1);
    }

    @Test
    void what_the_heat_allows_is_told_once_the_weather_is() {
        var script = challenge();
        ticks(script, 2, 4);
        assertThat(newest(script).heat()).isNull();
        script.said(5, null, new EventBody.Weather(30, 60, Double.NaN));
        ticks(script, 6, 8);
        assertThat(newest(script).heat())
                .as("30 °C and 60 %% are 30.9 °C in the shade")
                .isEqualTo(new Frame.Heat(30.9, true, "LIMIT", "CANCEL", "CANCEL"));
        script.said(9, null, new EventBody.Weather(Double.NaN, Double.NaN, 25));
        ticks(script, 10, 12);
        assertThat(newest(script).heat()).isEqualTo(new Frame.Heat(25, false, "NORMAL", "MODIFY", "LONGER_RESTS"));
    }

    @Test
    void the_waves_that_somebody_belongs_to_are_told_with_their_guns() {
        var script = new SessionScript("quarter-mile-twice")
                .joinWave("a", 3)
                .joinWave("b", 1)
                .joinWave("c", 3)
                .join("d", LapRule.LINE, 400);
        ticks(script, 1, 3);
        assertThat(newest(script).waves())
                .containsExactly(
                        new Frame.Wave(1, 1, null, List.of("b")), new Frame.Wave(3, 2, null, List.of("a", "c")));
        script.said(4, null, new EventBody.Gun(3)).said(20, null, new EventBody.Gun(3));
        script.leave(21, "b");
        ticks(script, 22, 24);
        assertThat(newest(script).waves())
                .as("the first gun was called back, and of wave 1 nobody is left")
                .containsExactly(new Frame.Wave(3, 2, SessionScript.at(20), List.of("a", "c")));
        script.said(100, null, new EventBody.Gun(null));
        ticks(script, 101, 103);
        assertThat(newest(script).waves().get(0).startedAt()).isEqualTo(SessionScript.at(20));
    }

    @Test
    void nobody_waits_for_a_backward_start_while_all_run_forwards() {
        var script = challenge();
        for (int second = 2; second < 20; second++) {
            script.read("a", "phone", speed(second, 3));
            script.read("b", "phone", speed(second, 3));
            script.ticks(second + 0.1, second + 0.6);
        }
        assertThat(newest(script).gate()).isNull();
    }

    @Test
    void it_is_told_once_a_second_and_is_empty_when_the_session_is_over() {
        var script = challenge();
        for (int second = 2; second < 22; second++) {
            script.read("a", "phone", speed(second, 3));
            script.ticks(second + 0.1, second + 0.6);
        }
        assertThat(told(script).size()).isBetween(18, 22);
        script.said(23, "a", new EventBody.Symptom("dizzy"));
        script.close(25);
        assertThat(newest(script)).isEqualTo(new Frame.Attention(List.of(), null));
    }

    @Test
    void it_goes_on_from_a_snapshot() {
        var whole = challenge().said(20, "b", new EventBody.Symptom("dizzy"));
        ticks(whole, 21, 24);
        var restored = SessionFold.restore("s", whole.fold().snapshot());
        var fromSnapshot = new ArrayList<Frame>();
        var straightOn = new ArrayList<Frame>();
        for (double second = 24; second < 30; second += 0.5) {
            var tick = new RunEvent(
                    "tick" + second,
                    "s",
                    null,
                    SessionScript.at(second),
                    SessionScript.at(second),
                    Origin.of(Origin.Kind.CLOCK),
                    new EventBody.Tick(SessionScript.at(second).toEpochMilli() / EventBody.Tick.MILLIS));
            restored.apply(tick, SessionFold.NO_PARTITION, outcome -> {
                if (outcome instanceof Frame frame) {
                    fromSnapshot.add(frame);
                }
            });
            whole.fold().apply(tick, SessionFold.NO_PARTITION, outcome -> {
                if (outcome instanceof Frame frame) {
                    straightOn.add(frame);
                }
            });
        }
        assertThat(straightOn).isNotEmpty().anySatisfy(frame -> assertThat(frame.attention())
                .isNotNull());
        assertThat(fromSnapshot).isEqualTo(straightOn);
    }
}
