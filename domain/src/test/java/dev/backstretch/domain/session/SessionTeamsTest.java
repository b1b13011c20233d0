package dev.backstretch.domain.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.event.EventBody.Correction;
import dev.backstretch.domain.event.EventBody.LapRule;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.RunnerState;
import dev.backstretch.domain.outcome.Standings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The boards of teams (domain notes §7.1, §7.3): the plan says which of them there is. */
final class SessionTeamsTest {
    private static final String RELAY = "boot-camp-relay";
    private static final String QUARTER_MILE = "quarter-mile-twice";

    /** Three runners a team; each arrival is tapped, or read by a mat. */
    private static SessionScript relay() {
        var script = new SessionScript(RELAY);
        for (String team : List.of("red", "blue")) {
            for (int runner = 1; runner <= 3; runner++) {
                script.joinTeam(team + runner, team);
            }
        }
        return script.gun(10);
    }

    private static Standings newest(SessionScript script, String board) {
        List<Standings> published = script.standings(board);
        return published.get(published.size() - 1);
    }

    private static Standings.Team team(SessionScript script, String board, String team) {
        Standings.Team said = script.row(board, team).team();
        if (said == null) {
            throw new AssertionError("no team behind the row of " + team);
        }
        return said;
    }

    @Test
    void a_relay_is_as_long_as_the_sum_of_its_laps_and_an_arrival_starts_the_next_lap() {
        var script = relay().tap(110.15, "red1").tap(300.15, "red2").tap(405.15, "red3");
        Standings.Row row = script.row("relay", "red");
        assertThat(row.value()).as("from the gun to the last arrival").isEqualTo(395.0);
        assertThat(row.plusMinus()).isEqualTo(0.554);
        assertThat(row.laps()).isEqualTo(3);
        assertThat(row.state()).isEqualTo(RunnerState.FINISHED);
        assertThat(row.lastLap().value()).isEqualTo(105.0);
        assertThat(team(script, "relay", "red").members()).containsExactly("red1", "red2", "red3");
        assertThat(script.laps("red2")).singleElement().satisfies(lap -> {
            assertThat(lap.lapSeconds().value()).isEqualTo(190.0);
            assertThat(lap.startedAt()).isEqualTo(SessionScript.at(110));
            assertThat(lap.facing()).isEqualTo(Facing.BACKWARD);
            assertThat(lap.flags()).as("not where it began: that is known").containsExactly("unsigned");
            assertThat(lap.lineage().eventIds()).as("both arrivals").hasSize(2);
        });
        double sum = List.of("red1", "red2", "red3").stream()
                .flatMap(runner -> script.laps(runner).stream())
                .mapToDouble(lap -> lap.lapSeconds().value())
                .sum();
        assertThat(sum).isCloseTo(row.value(), within(1e-9));
    }

    @Test
    void more_legs_stand_before_fewer_and_times_inside_their_doubt_share_a_place() {
        var script = relay().tap(110, "red1").tap(110.3, "blue1");
        assertThat(newest(script, "relay").rows())
                .extracting(Standings.Row::place, Standings.Row::shared, Standings.Row::runnerId)
                .containsExactly(tuple(1, true, "red"), tuple(1, true, "blue"));
        script.tap(290, "blue2");
        assertThat(newest(script, "relay").rows())
                .extracting(Standings.Row::place, Standings.Row::runnerId)
                .containsExactly(tuple(1, "blue"), tuple(2, "red"));
    }

    @Test
    void a_mat_sees_the_start_of_a_leg_too_and_a_tap_beside_it_is_the_same_arrival() {
        var script = relay().chip(10.5, "red1")
                .chip(110, "red1")
                .chip(111, "red2")
                .chip(300, "red2")
                .tap(300.4, "red2");
        assertThat(script.laps("red1"))
                .singleElement()
                .satisfies(lap -> assertThat(lap.lapSeconds().value()).isEqualTo(99.5));
        assertThat(script.laps("red2")).singleElement().satisfies(lap -> {
            assertThat(lap.lapSeconds().value()).isEqualTo(190.0);
            assertThat(lap.lapSeconds().plusMinus()).isEqualTo(0.277);
        });
        assertThat(script.row("relay", "red").value()).isEqualTo(290.0);
    }

    @Test
    void an_arrival_that_a_coach_moves_moves_the_lap_of_who_took_over() {
        var script = relay().tap(110.15, "red1").tap(300.15, "red2");
        script.correct(
                "c",
                320,
                "red1",
                new Correction(Correction.Action.MOVE, 1, SessionScript.at(114), null, null, null, null));
        LapOutcome taken = script.laps("red2").get(0);
        assertThat(taken.startedAt()).isEqualTo(SessionScript.at(114));
        assertThat(taken.lapSeconds().value()).isEqualTo(186.0);
        assertThat(taken.revision()).isPositive();
        assertThat(script.row("relay", "red").value()).as("the sum stays").isEqualTo(290.0);
    }

    @Test
    void who_joins_late_takes_over_as_well() {
        var script = relay().tap(110.15, "red1");
        script.joinTeam("red4", "red").tap(215.15, "red4");
        assertThat(script.laps("red4"))
                .singleElement()
                .satisfies(lap -> assertThat(lap.lapSeconds().value()).isEqualTo(105.0));
        assertThat(script.row("relay", "red").state())
                .as("two are still to run")
                .isEqualTo(RunnerState.RUNNING);
    }

    @Test
    void a_team_of_two_is_shown_and_not_ranked() {
        var script = new SessionScript(RELAY)
                .joinTeam("a", "pair")
                .joinTeam("b", "pair")
                .gun(10)
                .tap(110, "a");
        Standings.Row row = script.row("relay", "pair");
        assertThat(row.place()).isZero();
        assertThat(row.laps()).isEqualTo(1);
    }

    @Test
    void a_relay_has_no_other_board_of_laps() {
        var script = relay().tap(110, "red1").tap(300, "red2").tap(405, "red3").close(420);
        assertThat(script.standings("laps")).isEmpty();
        assertThat(script.standings("ratio")).isEmpty();
        assertThat(script.standings("team")).isEmpty();
    }

    @Test
    void whoever_has_no_team_is_on_no_board_of_teams() {
        var script = new SessionScript(RELAY)
                .join("alone", LapRule.LINE, 400)
                .gun(10)
                .chip(10, "alone")
                .chip(110, "alone");
        assertThat(script.standings("relay")).isEmpty();
        assertThat(script.row("laps", "alone").laps()).isEqualTo(1);
    }

    @Test
    void arrivals_that_follow_sooner_than_anybody_runs_a_leg_are_said_to_be_unsure() {
        var script = relay().tap(110, "red1").tap(130, "red2");
        assertThat(team(script, "relay", "red").unsure()).containsExactly("red2");
        assertThat(team(relay().tap(110, "red1").tap(300, "red2"), "relay", "red")
                        .unsure())
                .isEmpty();
    }

    @Test
    void the_better_half_of_a_team_is_ranked_by_its_mean_ratio() {
        var script = new SessionScript(QUARTER_MILE);
        double[] ratios = {1.6, 1.7, 2.4, 1.8, 1.9, 2.5};
        for (int i = 0; i < ratios.length; i++) {
            script.joinTeam("r" + i, i < 3 ? "red" : "blue");
        }
        script.gun(0);
        for (int i = 0; i < ratios.length; i++) {
            script.chip(0, "r" + i).chip(100, "r" + i).chip(220, "r" + i).chip(220 + 100 * ratios[i], "r" + i);
        }
        assertThat(newest(script, "team").rows())
                .extracting(Standings.Row::place, Standings.Row::runnerId)
                .containsExactly(tuple(1, "red"), tuple(2, "blue"));
        Standings.Row red = script.row("team", "red");
        assertThat(red.value()).isCloseTo(1.65, within(1e-9));
        assertThat(red.plusMinus()).isPositive();
        assertThat(red.laps()).isEqualTo(6);
        assertThat(team(script, "team", "red").unsure()).isEmpty();
        assertThat(script.standings("relay")).isEmpty();
    }

    @Test
    void a_team_says_whose_laps_are_unsure() {
        var script = new SessionScript(QUARTER_MILE);
        for (String runner : List.of("a", "b", "c")) {
            script.joinTeam(runner, "red");
        }
        script.gun(0);
        for (String runner : List.of("a", "b", "c")) {
            script.chip(0, runner).chip(100, runner);
            // nobody saw c start after the rest
            if (!runner.equals("c")) {
                script.chip(220, runner);
            }
            script.chip(400, runner);
        }
        assertThat(team(script, "team", "red").unsure()).containsExactly("c");
    }

    @Test
    void a_plan_that_weighs_no_laps_has_no_board_of_teams() {
        var script = new SessionScript("thirty-thirty")
                .joinTeam("a", "red")
                .joinTeam("b", "red")
                .joinTeam("c", "red");
        script.gun(0).chip(0, "a").chip(100, "a").chip(300, "a").close(400);
        assertThat(script.standings("team")).isEmpty();
        assertThat(script.standings("relay")).isEmpty();
    }

    @Test
    void teams_go_on_from_a_snapshot() {
        var script = relay().tap(110.15, "red1").tap(300.15, "red2");
        SessionFold again = SessionFold.restore("s", script.fold().snapshot());
        assertThat(again.snapshot())
                .usingRecursiveComparison()
                .isEqualTo(script.fold().snapshot());
    }

    @Test
    void a_relay_counts_from_the_gun_that_was_not_called_back() {
        var script = relay().gun(20).tap(140.15, "red1");
        SessionFold again = SessionFold.restore("s", script.fold().snapshot());
        assertThat(again.snapshot())
                .usingRecursiveComparison()
                .isEqualTo(script.fold().snapshot());
        assertThat(script.row("relay", "red").value()).isCloseTo(120, within(0.5));
    }

    @Test
    void who_jogs_on_after_the_own_lap_hands_over_to_nobody() {
        var script = relay().tap(110.15, "red1").tap(300.15, "red2").tap(470.15, "red1");
        assertThat(script.row("relay", "red").laps()).isEqualTo(2);
    }
}
