package dev.backstretch.domain.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.EventBody.LapRule;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.lap.LapBook;
import dev.backstretch.domain.outcome.Verdict;
import org.junit.jupiter.api.Test;

/** Facing as a session tells it: who says it first, and what the compass says to that. */
final class SessionFacingTest {
    private static final double SPEED = 4;
    private static final double LAP_SECONDS = 100;

    /** One lap from a second on, at whose end a chip is read; the compass points as said against the course. */
    private static void lap(SessionScript script, int from, double speed, double turnDegrees) {
        int seconds = (int) Math.round(400 / speed);
        for (int second = from; second < from + seconds; second++) {
            double course = 360.0 * (second - from) / seconds;
            script.read("r", "phone", turned(second, speed, course, (course + turnDegrees + 360) % 360));
        }
        script.chip(from + seconds, "r");
    }

    private static Reading turned(double second, double speed, double course, double compass) {
        return SessionScript.turned(second, speed, course, compass);
    }

    private static SessionScript free() {
        var script = new SessionScript("free-run").join("r", LapRule.LINE, 400);
        script.said(0, "r", new EventBody.FacingDeclared(Facing.FORWARD)).chip(1, "r");
        lap(script, 1, SPEED, 30);
        return script.said(101, "r", new EventBody.FacingDeclared(Facing.UNKNOWN));
    }

    @Test
    void where_nobody_says_the_compass_tells_once_it_has_seen_a_lap_forwards() {
        var script = free();
        lap(script, 101, SPEED, 210);
        lap(script, 201, SPEED, 30);
        script.close(302);
        assertThat(script.laps("r"))
                .extracting(lap -> lap.facing())
                .containsExactly(Facing.FORWARD, Facing.BACKWARD, Facing.FORWARD);
        assertThat(script.laps("r").get(1).flags())
                .as("only the compass calls it backward")
                .contains(LapBook.FACING_UNCONFIRMED);
        assertThat(script.laps("r").get(2).flags()).doesNotContain(LapBook.FACING_UNCONFIRMED);
        assertThat(script.totals("r").backwardSeconds()).isCloseTo(LAP_SECONDS, within(6.0));
    }

    @Test
    void a_body_that_points_sideways_is_unknown_rather_than_wrong() {
        var script = free();
        lap(script, 101, SPEED, 120);
        assertThat(script.laps("r").get(1).facing()).isEqualTo(Facing.UNKNOWN);
    }

    @Test
    void a_planned_backward_lap_that_the_compass_saw_forwards_is_neither_ranked_nor_called_met() {
        var honest = challenge(180);
        assertThat(honest.row("ratio", "r").verdict()).isEqualTo(Verdict.MET);
        assertThat(honest.row("ratio", "r").place()).isEqualTo(1);

        var turnedRound = challenge(0);
        assertThat(turnedRound.laps("r").get(1).facing())
                .as("the plan's word stands")
                .isEqualTo(Facing.BACKWARD);
        assertThat(turnedRound.laps("r").get(1).flags()).contains(LapBook.FACING_UNCONFIRMED);
        assertThat(turnedRound.row("ratio", "r").place()).isZero();
        assertThat(turnedRound.row("ratio", "r").verdict()).isEqualTo(Verdict.NO_VERDICT);
    }

    /** The quarter-mile challenge: a lap of 100 s, two minutes' rest, a lap of 160 s. */
    private static SessionScript challenge(double backwardTurn) {
        var script = new SessionScript("quarter-mile-twice").join("r", LapRule.LINE, 400);
        script.chip(1, "r");
        lap(script, 1, SPEED, 0);
        for (int second = 101; second < 221; second++) {
            script.read("r", "phone", turned(second, 0, 0, 0));
        }
        script.chip(221, "r");
        lap(script, 221, 2.5, backwardTurn);
        return script.close(400);
    }
}
