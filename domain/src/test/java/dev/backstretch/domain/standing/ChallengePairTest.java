package dev.backstretch.domain.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Lineage;
import dev.backstretch.domain.outcome.MarkSource;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChallengePairTest {
    private static final Instant AT = Instant.parse("2026-11-20T06:00:00Z");

    private static LapOutcome lap(int number, Facing facing, double seconds, MarkSource source) {
        return new LapOutcome(
                "s",
                "r",
                number,
                0,
                LapOutcome.State.PROVISIONAL,
                AT,
                AT,
                new Estimate(seconds, 0.3),
                new Estimate(seconds, 0.3),
                new Estimate(402.3, 1),
                new Estimate(seconds / 0.4023, 1),
                facing,
                source,
                Double.NaN,
                Double.NaN,
                List.of(),
                null,
                AT,
                "laps/1",
                new Lineage(List.of(), 0));
    }

    private static final List<LapOutcome> LAPS = List.of(
            lap(1, Facing.FORWARD, 100.0004, MarkSource.CHIP),
            lap(2, Facing.BACKWARD, 190.0, MarkSource.LINE),
            lap(3, Facing.FORWARD, 98, MarkSource.TAP),
            lap(4, Facing.FORWARD, 100, MarkSource.CHIP),
            lap(5, Facing.BACKWARD, 180, MarkSource.CHIP));

    @Test
    void the_laps_next_to_each_other_that_give_the_ratio_are_its_pair() {
        assertThat(Challenge.pairOf(LAPS, 1.9)).hasValueSatisfying(pair -> {
            assertThat(pair.forward().lap()).isEqualTo(1);
            assertThat(pair.backward().lap()).isEqualTo(2);
            assertThat(Challenge.worseOf(pair)).isEqualTo(MarkSource.LINE);
        });
        assertThat(Challenge.pairOf(LAPS, 1.8).map(pair -> pair.forward().lap()))
                .hasValue(4);
    }

    @Test
    void a_ratio_that_no_two_laps_give_has_no_pair() {
        assertThat(Challenge.pairOf(LAPS, 1.9001))
                .as("one hundredth of a second off")
                .isEmpty();
        assertThat(Challenge.pairOf(LAPS, 180 / 98.0))
                .as("not next to each other")
                .isEmpty();
        assertThat(Challenge.pairOf(LAPS, Double.NaN)).isEmpty();
        assertThat(Challenge.pairOf(List.of(), 1.9)).isEmpty();
    }
}
