package dev.backstretch.domain.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.EventBody.Correction;
import dev.backstretch.domain.event.EventBody.LapRule;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.lap.LapBook;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    void a_lap_in_doubt_waits_for_the_coach_however_many_laps_follow() {
        var script = free();
        lap(script, 101, SPEED, 210);
        lap(script, 201, SPEED, 30);
        lap(script, 301, SPEED, 30);
        assertThat(doubts(script.ticks(401.5, 404))).containsExactly(SessionScript.at(201));
        script.correct("said", 405, "r", ran(201, Facing.BACKWARD));
        assertThat(doubts(script.ticks(406, 408))).isEmpty();
    }

    private static List<Instant> doubts(SessionScript script) {
        List<Instant> doubts = new ArrayList<>();
        for (Frame frame : script.frames()) {
            Frame.Attention attention = frame.attention();
            if (attention != null) {
                doubts.clear();
                attention.needs().forEach(need -> need.reasons().stream()
                        .filter(why -> why.key().equals("facing-unconfirmed"))
                        .forEach(why -> doubts.add(why.at())));
            }
        }
        return doubts;
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

    /** What a coach says of the lap that ended at a second. */
    static Correction ran(double endSeconds, Facing facing) {
        return new Correction(
                Correction.Action.FACING, null, null, null, null, "c1", null, SessionScript.at(endSeconds), facing);
    }

    private static Correction undo(String eventId) {
        return new Correction(Correction.Action.UNDO, null, null, null, eventId, "c1", null);
    }

    @Test
    void a_coach_who_saw_the_lap_settles_what_plan_and_compass_disagree_about() {
        var seen = doubted().correct("said", 382, "r", ran(381, Facing.BACKWARD));
        assertThat(seen.laps("r").get(1).flags()).doesNotContain(LapBook.FACING_UNCONFIRMED);
        assertThat(seen.laps("r").get(1).facing()).isEqualTo(Facing.BACKWARD);
        assertThat(seen.row("ratio", "r").place()).isEqualTo(1);
        assertThat(seen.row("ratio", "r").verdict()).isEqualTo(Verdict.MET);
        assertThat(seen.laps("r").get(0).facing()).as("of that lap alone").isEqualTo(Facing.FORWARD);

        var turnedRound = doubted().correct("said", 382, "r", ran(381, Facing.FORWARD));
        assertThat(turnedRound.laps("r").get(1).flags()).doesNotContain(LapBook.FACING_UNCONFIRMED);
        assertThat(turnedRound.laps("r").get(1).facing()).isEqualTo(Facing.FORWARD);
        assertThat(turnedRound.row("ratio", "r").place())
                .as("no backward lap, no ratio")
                .isZero();
    }

    @Test
    void what_a_coach_said_of_a_lap_is_taken_back_and_said_otherwise() {
        var script =
                doubted().correct("said", 382, "r", ran(381, Facing.BACKWARD)).correct("undo", 383, "r", undo("said"));
        assertThat(script.laps("r").get(1).flags()).contains(LapBook.FACING_UNCONFIRMED);
        assertThat(script.row("ratio", "r").place()).isZero();

        script.correct("redo", 384, "r", undo("undo"));
        assertThat(script.row("ratio", "r").place()).isEqualTo(1);

        script.correct("other", 385, "r", ran(381.4, Facing.FORWARD));
        assertThat(script.laps("r").get(1).facing())
                .as("another coach's word, the later one, of the same lap seen 0.4 s off")
                .isEqualTo(Facing.FORWARD);
    }

    /** Of the lap that ended at a second. */
    private static Correction moved(double endSeconds, double toSeconds) {
        return new Correction(
                Correction.Action.MOVE,
                null,
                SessionScript.at(toSeconds),
                null,
                null,
                "c1",
                null,
                SessionScript.at(endSeconds),
                null);
    }

    @Test
    void of_two_corrections_of_one_lap_the_earlier_is_undone_and_the_later_stands() {
        var script = doubted();
        Instant seen = script.laps("r").get(1).endedAt();
        script.correct("moved", 390, "r", moved(381, 371)).correct("said", 391, "r", ran(371, Facing.FORWARD));
        assertThat(script.laps("r").get(1).endedAt()).isEqualTo(SessionScript.at(371));
        assertThat(script.laps("r").get(1).facing()).isEqualTo(Facing.FORWARD);

        script.correct("undo", 392, "r", undo("moved"));
        assertThat(script.laps("r").get(1).endedAt()).isEqualTo(seen);
        assertThat(script.laps("r").get(1).facing())
                .as("it was said of this lap, wherever it ends")
                .isEqualTo(Facing.FORWARD);

        script.correct("redo", 393, "r", undo("undo"));
        assertThat(script.laps("r").get(1).endedAt()).isEqualTo(SessionScript.at(371));
        assertThat(script.laps("r").get(1).facing()).isEqualTo(Facing.FORWARD);
    }

    @Test
    void a_lap_that_is_moved_goes_on_facing_as_was_said_of_it() {
        var script = doubted()
                .correct("said", 390, "r", ran(381, Facing.FORWARD))
                .correct("moved", 391, "r", moved(381, 371))
                .correct("again", 392, "r", moved(371, 361));
        assertThat(script.laps("r").get(1).endedAt()).isEqualTo(SessionScript.at(361));
        assertThat(script.laps("r").get(1).facing()).isEqualTo(Facing.FORWARD);
        assertThat(script.laps("r").get(1).flags()).doesNotContain(LapBook.FACING_UNCONFIRMED);
        assertThat(script.laps("r").get(0).facing()).as("of that lap alone").isEqualTo(Facing.FORWARD);
    }

    @Test
    void a_lap_that_was_moved_twice_stays_where_it_was_moved_last_when_the_first_move_is_undone() {
        var script = doubted()
                .correct("first", 390, "r", moved(381, 371))
                .correct("second", 391, "r", moved(371, 361))
                .correct("undo", 392, "r", undo("first"));
        assertThat(script.laps("r").get(1).endedAt()).isEqualTo(SessionScript.at(361));

        script.correct("both", 393, "r", undo("second"));
        assertThat(script.laps("r").get(1).endedAt()).isAfter(SessionScript.at(380));
    }

    @Test
    void a_lap_that_was_moved_and_removed_stays_removed_when_the_move_is_undone() {
        var removed =
                new Correction(Correction.Action.VOID, null, null, null, null, "c1", null, SessionScript.at(371), null);
        var script = doubted().correct("moved", 390, "r", moved(381, 371)).correct("removed", 391, "r", removed);
        assertThat(script.laps("r")).hasSize(1);

        script.correct("undo", 392, "r", undo("moved"));
        assertThat(script.laps("r"))
                .as("nobody said that it was a lap after all")
                .hasSize(1);
    }

    @Test
    void what_was_said_of_a_lap_goes_with_its_end() {
        for (double offset : new double[] {-12, -6, 3, 6, 20}) {
            var script = doubted()
                    .correct("said", 382, "r", ran(381, Facing.BACKWARD))
                    .correct("moved", 383, "r", moved(381, 381 + offset));
            assertThat(script.laps("r").get(1).endedAt()).isEqualTo(SessionScript.at(381 + offset));
            assertThat(script.laps("r").get(1).flags())
                    .as("moved by %s s", offset)
                    .doesNotContain(LapBook.FACING_UNCONFIRMED);
            script.correct("moved-again", 384, "r", moved(381 + offset, 381 + 2 * offset));
            assertThat(script.laps("r").get(1).flags()).doesNotContain(LapBook.FACING_UNCONFIRMED);
            script.correct("undo", 385, "r", undo("moved-again")).correct("undo-too", 386, "r", undo("moved"));
            assertThat(script.laps("r").get(1).endedAt()).isEqualTo(SessionScript.at(381));
            assertThat(script.laps("r").get(1).flags()).doesNotContain(LapBook.FACING_UNCONFIRMED);
        }
    }

    @Test
    void the_seconds_of_a_lap_face_as_the_coach_says_of_it() {
        var script = free();
        lap(script, 101, SPEED, 210);
        lap(script, 201, SPEED, 30);
        script.correct("said", 302, "r", ran(201, Facing.FORWARD)).close(303);
        assertThat(script.laps("r"))
                .extracting(lap -> lap.facing())
                .containsExactly(Facing.FORWARD, Facing.FORWARD, Facing.FORWARD);
        assertThat(script.totals("r").backwardSeconds())
                .as("but for the seconds behind it in which the compass turns again")
                .isCloseTo(0, within(6.0));
    }

    @Test
    void what_a_coach_said_of_a_lap_goes_on_from_a_snapshot() {
        var script = doubted().correct("said", 382, "r", ran(381, Facing.BACKWARD));
        SessionFold again = SessionFold.restore("s", script.fold().snapshot());
        assertThat(again.snapshot())
                .usingRecursiveComparison()
                .isEqualTo(script.fold().snapshot());
        List<LapOutcome> told = new ArrayList<>();
        for (RunEvent event :
                doubted().correct("tap", 384, "r", undo("nothing")).events()) {
            if (event.eventId().equals("tap")) {
                again.apply(event, SessionFold.NO_PARTITION, outcome -> {
                    if (outcome instanceof LapOutcome lap) {
                        told.add(lap);
                    }
                });
            }
        }
        assertThat(told).as("nothing about the laps has changed").isEmpty();
    }

    @Test
    void what_a_coach_says_after_the_close_is_in_what_is_settled() {
        var script = doubted().close(400).correct("said", 40_000, "r", ran(381, Facing.BACKWARD));
        List<LapOutcome> laps = new ArrayList<>();
        var settled = new SessionFold("s");
        SettledLog.of(script.events())
                .events()
                .forEach(event -> settled.apply(event, SessionFold.NO_PARTITION, outcome -> {
                    if (outcome instanceof LapOutcome lap && lap.lap() == 2) {
                        laps.add(lap);
                    }
                }));
        assertThat(laps.get(laps.size() - 1).facing()).isEqualTo(Facing.BACKWARD);
        assertThat(laps.get(laps.size() - 1).flags()).doesNotContain(LapBook.FACING_UNCONFIRMED);
    }

    /** A challenge whose backward lap the compass saw forwards. */
    private static SessionScript doubted() {
        return run(0);
    }

    /** The quarter-mile challenge: a lap of 100 s, two minutes' rest, a lap of 160 s. */
    private static SessionScript challenge(double backwardTurn) {
        return run(backwardTurn).close(400);
    }

    private static SessionScript run(double backwardTurn) {
        var script = new SessionScript("quarter-mile-twice").join("r", LapRule.LINE, 400);
        script.chip(1, "r");
        lap(script, 1, SPEED, 0);
        for (int second = 101; second < 221; second++) {
            script.read("r", "phone", turned(second, 0, 0, 0));
        }
        script.chip(221, "r");
        lap(script, 221, 2.5, backwardTurn);
        return script;
    }
}
