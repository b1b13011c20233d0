package dev.backstretch.domain.standing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each plan is for. */
class BoardTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "quarter-mile-twice, RATIO",
        "quarter, RATIO",
        "thirty-thirty, EFFORT",
        "walk-first, EFFORT",
        "boot-camp-relay, RELAY",
        "steady-alternating, LAPS",
        "backward-5k, LAPS",
        "warm-up, LAPS",
        "free-run, LAPS",
        "our-own, LAPS"
    })
    void aPlanHasABoardOfItsOwn(String plan, Board board) {
        assertThat(Board.ofPlan(plan)).isEqualTo(board);
    }
}
