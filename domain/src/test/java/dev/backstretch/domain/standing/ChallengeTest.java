package dev.backstretch.domain.standing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.outcome.Verdict;
import dev.backstretch.domain.plan.PlanStep.RestWindow;
import dev.backstretch.domain.standing.Challenge.Note;
import dev.backstretch.domain.time.Micros;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChallengeTest {
    @ParameterizedTest(name = "σ {0} s on 100 s and 200 s: ±{1}")
    @CsvSource({"1.4, 0.0614", "0.14, 0.00614", "0.3, 0.01315"})
    void the_band_follows_from_how_sure_the_laps_are(double sigma, double band) {
        Challenge challenge = Challenge.bySigma(100_000, 200_000, MarkSource.LINE, MarkSource.LINE, sigma, sigma);
        assertThat(challenge.plusMinus()).isCloseTo(band, within(0.0001));
        assertThat(challenge.verdict()).isEqualTo(Verdict.TOO_CLOSE);
        assertThat(challenge.rules()).isEqualTo("challenge/2");
    }

    @ParameterizedTest(name = "{0} s backwards: {1}")
    @CsvSource({
        "193800, MET",
        "193900, TOO_CLOSE",
        "200000, TOO_CLOSE",
        "206000, TOO_CLOSE",
        "206200, NOT_MET",
        "150000, MET"
    })
    void within_the_band_it_is_too_close(long backwardMillis, Verdict verdict) {
        assertThat(Challenge.bySigma(100_000, backwardMillis, MarkSource.CHIP, MarkSource.LINE, 1.4, 1.4)
                        .verdict())
                .isEqualTo(verdict);
    }

    @Test
    void a_sure_lap_beside_an_unsure_one_helps() {
        double both = Challenge.bySigma(100_000, 190_000, MarkSource.LINE, MarkSource.LINE, 1.4, 1.4)
                .plusMinus();
        double one = Challenge.bySigma(100_000, 190_000, MarkSource.LINE, MarkSource.CHIP, 1.4, 0.14)
                .plusMinus();
        double other = Challenge.bySigma(100_000, 190_000, MarkSource.CHIP, MarkSource.LINE, 0.14, 1.4)
                .plusMinus();
        assertThat(one).isLessThan(both);
        assertThat(other).as("the longer lap's doubt matters less").isLessThan(one);
    }

    @Test
    void exactly_known_laps_are_never_too_close() {
        assertThat(Challenge.bySigma(100_000, 199_999, MarkSource.CHIP, MarkSource.CHIP, 0, 0)
                        .verdict())
                .isEqualTo(Verdict.MET);
        assertThat(Challenge.bySigma(100_000, 200_000, MarkSource.CHIP, MarkSource.CHIP, 0, 0)
                        .verdict())
                .isEqualTo(Verdict.NOT_MET);
    }

    @ParameterizedTest
    @CsvSource({
        "DISTANCE, CHIP, 1",
        "CHIP, DISTANCE, 1",
        "UNRECOGNISED, CHIP, 1",
        "CHIP, UNRECOGNISED, 1",
        "TAP, LINE, NaN"
    })
    void without_a_timed_lap_there_is_no_verdict(MarkSource forward, MarkSource backward, double sigma) {
        Challenge challenge = Challenge.bySigma(100_000, 150_000, forward, backward, sigma, 1);
        assertThat(challenge.verdict()).isEqualTo(Verdict.NO_VERDICT);
        assertThat(challenge.plusMinus()).isNaN();
        assertThat(challenge.ratio()).isEqualTo(1.5);
    }

    @Test
    void a_source_that_no_version_knows_decides_nothing() {
        assertThat(Challenge.of(100_000, 150_000, MarkSource.UNRECOGNISED, MarkSource.CHIP)
                        .verdict())
                .isEqualTo(Verdict.NO_VERDICT);
        assertThat(Challenge.of(100_000, 150_000, MarkSource.CHIP, MarkSource.UNRECOGNISED)
                        .verdict())
                .isEqualTo(Verdict.NO_VERDICT);
        assertThat(Challenge.of(100_000, 150_000, MarkSource.CHIP, MarkSource.CHIP)
                        .rules())
                .isEqualTo("challenge/1");
        assertThat(Challenge.of(100_000, 150_000, MarkSource.CHIP, MarkSource.TAP)
                        .plusMinus())
                .isEqualTo(0.013);
    }

    @Test
    void an_odd_rest_and_an_unconfirmed_facing_are_noted() {
        RestWindow window = new RestWindow(90 * Micros.PER_SECOND, 150 * Micros.PER_SECOND);
        assertThat(Challenge.notes(90 * Micros.PER_SECOND, window, true)).isEmpty();
        assertThat(Challenge.notes(150 * Micros.PER_SECOND, window, true)).isEmpty();
        assertThat(Challenge.notes(90 * Micros.PER_SECOND - 1, window, true)).containsExactly(Note.REST_SHORT);
        assertThat(Challenge.notes(150 * Micros.PER_SECOND + 1, window, false))
                .containsExactly(Note.REST_LONG, Note.FACING_UNCONFIRMED);
        assertThat(Challenge.notes(0, null, true)).isEmpty();
    }
}
