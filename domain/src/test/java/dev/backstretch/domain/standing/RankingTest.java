package dev.backstretch.domain.standing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class RankingTest {
    private static Contender ratio(String id, double ratio, double plusMinus) {
        return Contender.of(id).withRatio(new Estimate(ratio, plusMinus), Verdict.MET, true);
    }

    private static Contender laps(String id, int laps, double endedAt, double plusMinus) {
        return Contender.of(id).withLaps(laps, new Estimate(endedAt, plusMinus));
    }

    private static List<String> shown(Board board, Contender... contenders) {
        return Ranking.of(board, List.of(contenders)).stream()
                .map(row -> row.place() + (row.shared() ? "=" : "") + " " + row.id())
                .toList();
    }

    @Test
    void places_inside_the_band_are_shared_and_the_next_is_skipped() {
        assertThat(shown(
                        Board.RATIO,
                        ratio("a", 1.90, 0.006),
                        ratio("b", 1.905, 0.006),
                        ratio("c", 1.95, 0.006),
                        ratio("d", 1.80, 0.006)))
                .containsExactly("1 d", "2= a", "2= b", "4 c");
    }

    @Test
    void a_difference_as_large_as_the_combined_band_decides() {
        assertThat(shown(Board.RATIO, ratio("a", 2, 0.375), ratio("b", 2.625, 0.5)))
                .containsExactly("1 a", "2 b");
        assertThat(shown(Board.RATIO, ratio("a", 2, 0.375), ratio("b", 2.62, 0.5)))
                .containsExactly("1= a", "1= b");
    }

    @Test
    void a_long_row_of_close_runners_is_not_one_place() {
        assertThat(shown(
                        Board.RATIO,
                        ratio("a", 1.90, 0.03),
                        ratio("b", 1.93, 0.03),
                        ratio("c", 1.96, 0.03),
                        ratio("d", 1.99, 0.03)))
                .containsExactly("1= a", "1= b", "3= c", "3= d");
    }

    @Test
    void nobody_shares_a_place_with_someone_clearly_better() {
        assertThat(shown(
                        Board.RATIO,
                        ratio("gps", 1.90, 0.06),
                        ratio("chip1", 1.91, 0.006),
                        ratio("chip2", 1.95, 0.006)))
                .containsExactly("1= gps", "1= chip1", "3 chip2");
    }

    @Test
    void equal_values_share_a_place_however_sure_they_are() {
        assertThat(shown(Board.RATIO, ratio("a", 1.90, 0.006), ratio("x", 1.95, 0.06), ratio("y", 1.95, 0.006)))
                .containsExactly("1 a", "2= y", "2= x");
    }

    @Test
    void who_has_no_ratio_or_ran_in_doubt_is_listed_without_a_place() {
        Contender doubtful = Contender.of("doubt").withRatio(new Estimate(1.7, 0.006), Verdict.MET, false);
        Contender byDistance =
                Contender.of("distance").withRatio(new Estimate(1.6, Double.NaN), Verdict.NO_VERDICT, true);
        List<Placing> rows =
                Ranking.of(Board.RATIO, List.of(doubtful, Contender.of("none"), byDistance, ratio("a", 1.9, 0.006)));
        assertThat(rows)
                .containsExactly(
                        new Placing("a", 1, false, 1.9, 0.006, Verdict.MET),
                        new Placing("doubt", 0, false, 1.7, 0.006, Verdict.MET),
                        new Placing("none", 0, false, Double.NaN, Double.NaN, Verdict.NO_VERDICT),
                        new Placing("distance", 0, false, 1.6, Double.NaN, Verdict.NO_VERDICT));
    }

    @Test
    void more_laps_come_first_and_then_who_ended_the_last_one_first() {
        assertThat(shown(
                        Board.LAPS,
                        laps("a", 2, 300, 0.1),
                        laps("b", 3, 450, 0.1),
                        laps("c", 2, 299, 0.1),
                        laps("d", 2, 299.05, 0.1),
                        laps("e", 3, 450.05, 0.2),
                        Contender.of("f")))
                .containsExactly("1= b", "1= e", "3= c", "3= d", "5 a", "0 f");
        Placing first =
                Ranking.of(Board.FREE_LAPS, List.of(laps("b", 3, 450, 0.1))).get(0);
        assertThat(first).isEqualTo(new Placing("b", 1, false, 3, 0, Verdict.NO_VERDICT));
        Placing none = Ranking.of(Board.LAPS, List.of(Contender.of("f"))).get(0);
        assertThat(none).isEqualTo(new Placing("f", 0, false, 0, 0, Verdict.NO_VERDICT));
    }

    @Test
    void laps_whose_end_nobody_knows_have_no_place() {
        assertThat(shown(Board.LAPS, Contender.of("a").withLaps(2, Estimate.UNKNOWN)))
                .containsExactly("0 a");
    }

    @Test
    void a_time_without_doubt_is_taken_as_it_is() {
        assertThat(shown(Board.LAPS, laps("a", 1, 90, Double.NaN), laps("b", 1, 90.001, Double.NaN)))
                .containsExactly("1 a", "2 b");
    }

    @Test
    void improvement_is_over_ones_own_best_of_earlier_sessions() {
        Contender better = ratio("better", 1.90, 0.006).withBest(new Estimate(2.00, 0.008));
        Contender worse = ratio("worse", 1.80, 0.006).withBest(new Estimate(1.75, 0.006));
        Contender first = ratio("first", 1.60, 0.006);
        List<Placing> rows = Ranking.of(Board.IMPROVEMENT, List.of(first, worse, better));
        assertThat(rows).extracting(Placing::id).containsExactly("better", "worse", "first");
        assertThat(rows).extracting(Placing::place).containsExactly(1, 2, 0);
        assertThat(rows.get(0).value()).isCloseTo(0.10, within(1e-9));
        assertThat(rows.get(0).plusMinus()).isCloseTo(0.01, within(1e-9));
        assertThat(rows.get(1).value()).isCloseTo(-0.05, within(1e-9));
        assertThat(rows.get(2).value()).isNaN();
    }

    @Test
    void an_improvement_needs_a_confirmed_and_timed_lap_today() {
        Estimate best = new Estimate(2.0, Double.NaN);
        assertThat(shown(
                        Board.IMPROVEMENT,
                        Contender.of("none").withBest(best),
                        Contender.of("doubt")
                                .withRatio(new Estimate(1.7, 0.006), Verdict.MET, false)
                                .withBest(best),
                        Contender.of("distance")
                                .withRatio(new Estimate(1.7, Double.NaN), Verdict.NO_VERDICT, true)
                                .withBest(best),
                        ratio("a", 1.9, 0.006).withBest(best)))
                .containsExactly("1 a", "0 none", "0 doubt", "0 distance");
    }

    @Test
    void effort_needs_heart_rate_for_four_fifths_of_the_session() {
        assertThat(shown(
                        Board.EFFORT,
                        Contender.of("a").withEffort(80.9, true),
                        Contender.of("b").withEffort(80.1, true),
                        Contender.of("c").withEffort(99, false),
                        Contender.of("d").withEffort(81, true),
                        Contender.of("e").withEffort(Double.NaN, true)))
                .containsExactly("1 d", "2= a", "2= b", "0 c", "0 e");
        assertThat(Ranking.of(Board.EFFORT, List.of(Contender.of("a").withEffort(80.9, true)))
                        .get(0)
                        .value())
                .isEqualTo(80);
    }

    @Test
    void beginners_are_on_the_boards_of_effort_and_improvement_only() {
        Contender beginner = ratio("b", 1.5, 0.006)
                .withLaps(3, new Estimate(400, 0.1))
                .withEffort(50, true)
                .withBest(new Estimate(1.6, 0.006))
                .inTeam("red")
                .asBeginner();
        for (Board board : List.of(Board.LAPS, Board.FREE_LAPS, Board.RATIO, Board.TEAM)) {
            assertThat(Ranking.of(board, List.of(beginner))).as(board.key()).isEmpty();
        }
        assertThat(shown(Board.EFFORT, beginner)).containsExactly("1 b");
        assertThat(shown(Board.IMPROVEMENT, beginner)).containsExactly("1 b");
    }

    @Test
    void the_better_half_of_a_team_counts() {
        List<Placing> rows = Ranking.of(
                Board.TEAM,
                List.of(
                        ratio("a", 1.8, 0.03).inTeam("red"),
                        ratio("b", 2.0, 0.04).inTeam("red"),
                        ratio("c", 3.0, 0.006).inTeam("red"),
                        ratio("d", 1.85, 0.006).inTeam("blue"),
                        ratio("e", 1.95, 0.008).inTeam("blue"),
                        Contender.of("f").inTeam("blue"),
                        ratio("g", 1.0, 0.006).inTeam("pair"),
                        ratio("h", 1.0, 0.006).inTeam("pair"),
                        ratio("i", 1.1, 0.006).inTeam("four"),
                        Contender.of("j").inTeam("four"),
                        Contender.of("k").inTeam("four"),
                        Contender.of("l").inTeam("four"),
                        ratio("m", 1.0, 0.006)));
        assertThat(rows).extracting(Placing::id).containsExactly("blue", "red", "four", "pair");
        assertThat(rows).extracting(Placing::place).containsExactly(1, 1, 0, 0);
        assertThat(rows.get(0).value()).isCloseTo(1.9, within(1e-9));
        assertThat(rows.get(0).plusMinus()).isCloseTo(0.005, within(1e-9));
        assertThat(rows.get(1).value()).isCloseTo(1.9, within(1e-9));
        assertThat(rows.get(1).plusMinus()).isCloseTo(0.025, within(1e-9));
        assertThat(rows.get(2).value()).isNaN();
    }

    @Test
    void of_an_even_team_half_counts() {
        List<Placing> rows = Ranking.of(
                Board.TEAM,
                List.of(
                        ratio("a", 4.0, 0.006).inTeam("red"),
                        ratio("b", 2.0, 0.006).inTeam("red"),
                        ratio("c", 1.8, 0.006).inTeam("red"),
                        ratio("d", 3.0, 0.006).inTeam("red")));
        assertThat(rows.get(0).value()).isCloseTo(1.9, within(1e-9));
        assertThat(rows.get(0).place()).isEqualTo(1);
    }

    @Test
    void the_relay_ranks_teams_and_no_runners() {
        assertThatThrownBy(() -> Ranking.of(Board.RELAY, List.of())).hasMessageContaining("ofRelay");
    }

    @Test
    void boards_have_the_names_that_pages_use() {
        assertThat(Board.values())
                .extracting(Board::key)
                .containsExactly("laps", "ratio", "improvement", "effort", "team", "relay", "free-laps");
    }
}
