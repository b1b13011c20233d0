package dev.backstretch.domain.session;

import static dev.backstretch.domain.session.SessionScript.heartRate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.event.EventBody.Control;
import dev.backstretch.domain.event.EventBody.LapRule;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.outcome.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The boards that need more of a runner than laps. */
final class SessionBoardsTest {
    private static final double MAXIMUM_BPM = 190;
    private static final String QUARTER_MILE = "quarter-mile-twice";

    @Test
    void effort_is_ranked_in_whole_points_of_those_whose_heart_rate_was_there() {
        var script = new SessionScript("free-run");
        for (String runner : List.of("calm", "hard", "gone", "none")) {
            script.join(runner, LapRule.LINE, 400);
        }
        script.gun(0);
        for (int second = 1; second <= 600; second++) {
            script.read("calm", "a", beat(second, 0.65));
            script.read("hard", "b", beat(second, 0.85));
            script.read("none", "d", SessionScript.speed(second, 3));
            if (second <= 300) {
                script.read("gone", "c", beat(second, 0.85));
            } else {
                script.read("gone", "c", SessionScript.speed(second, 3));
            }
        }
        List<Standings.Row> rows = rows(script, "effort");
        assertThat(rows).extracting(Standings.Row::runnerId).containsExactly("hard", "calm", "gone");
        assertThat(rows).extracting(Standings.Row::place).containsExactly(1, 2, 0);
        assertThat(rows.get(0).value()).as("ten minutes at 4").isEqualTo(39);
        assertThat(rows.get(1).value()).as("ten minutes at 2").isEqualTo(19);
        assertThat(script.standings("effort").size())
                .as("published when a whole point is reached, not each second")
                .isLessThan(120);
    }

    @Test
    void improvement_is_todays_ratio_against_the_best_that_the_join_brought() {
        var script = challenge(1.9);
        assertThat(rows(script, "improvement")).singleElement().satisfies(row -> {
            assertThat(row.place()).isEqualTo(1);
            assertThat(row.value()).isCloseTo(1.9 - 1.6, within(1e-9));
            assertThat(row.plusMinus()).isPositive();
        });
    }

    @Test
    void who_was_better_before_is_ranked_too_and_nobody_without_an_earlier_session() {
        assertThat(rows(challenge(1.5), "improvement")).singleElement().satisfies(row -> assertThat(row.value())
                .isCloseTo(-0.1, within(1e-9)));
        assertThat(challenge(null).standings("improvement")).isEmpty();
    }

    @Test
    void a_lap_over_a_pause_gets_no_verdict_and_no_place() {
        assertThat(challenge(null).row("ratio", "r").place()).isEqualTo(1);
        var script = challenge(null)
                .said(50, null, new Control(Control.Action.PAUSE))
                .said(60, null, new Control(Control.Action.RESUME));
        assertThat(script.row("ratio", "r").place()).isZero();
        assertThat(script.row("ratio", "r").verdict()).isEqualTo(Verdict.NO_VERDICT);
    }

    @Test
    void boards_go_on_from_a_snapshot() {
        var script = challenge(1.9);
        for (int second = 300; second <= 420; second++) {
            script.read("r", "a", beat(second, 0.85));
        }
        assertThat(rows(script, "effort")).hasSize(1);
        SessionFold again = SessionFold.restore("s", script.fold().snapshot());
        assertThat(again.snapshot())
                .usingRecursiveComparison()
                .isEqualTo(script.fold().snapshot());
    }

    /** A heart that beats about so fast: one that never varies is a strap that hangs. */
    private static Reading beat(int second, double shareOfMaximum) {
        return heartRate(second, shareOfMaximum * MAXIMUM_BPM + second / 20 % 3);
    }

    /** A quarter mile of 100 s forwards and 160 s backwards. */
    private static SessionScript challenge(@Nullable Double bestRatio) {
        return new SessionScript(QUARTER_MILE)
                .joinKnown("r", null, bestRatio)
                .gun(0)
                .chip(0, "r")
                .chip(100, "r")
                .chip(220, "r")
                .chip(380, "r");
    }

    private static List<Standings.Row> rows(SessionScript script, String board) {
        List<Standings> published = script.standings(board);
        return published.get(published.size() - 1).rows();
    }
}
