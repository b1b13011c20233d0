package dev.backstretch.domain.effort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.groups.Tuple.tuple;

import dev.backstretch.domain.effort.Claim.Agreement;
import dev.backstretch.domain.effort.Claim.Stance;
import dev.backstretch.domain.outcome.Estimate;
import java.util.HashSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsLedgerTest {
    private static Claim claim(String key) {
        return ClaimsLedger.claims().stream()
                .filter(each -> each.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static OwnHeartRate.Finding finding(Estimate perMinute, Estimate perMeter) {
        return new OwnHeartRate.Finding(Estimate.UNKNOWN, Estimate.UNKNOWN, perMinute, perMeter);
    }

    @ParameterizedTest(name = "\"{0}\" is refused")
    @ValueSource(
            strings = {
                "burns 2-3x the calories",
                "Burns 2–3× the calories!",
                "2 to 3 times more calories",
                "two to three times as much",
                "2 – 3 x the energy",
                "2-3-fold",
                "**2—3 times** the burn",
                "Two-three times",
                "2to3x"
            })
    void two_to_three_times_is_never_said(String text) {
        assertThat(ClaimsLedger.refusedIn(text)).contains(claim("calories"));
    }

    @Test
    void nor_is_it_said_of_the_heart() {
        assertThat(ClaimsLedger.refusedIn("conditions your heart 2–3×")).contains(claim("heart"));
        assertThat(ClaimsLedger.refusedIn("2-3x better cardio")).contains(claim("heart"));
    }

    @ParameterizedTest(name = "\"{0}\" is refused")
    @ValueSource(
            strings = {
                "1 lap = 6 laps",
                "1 backward lap = 6 forward laps",
                "One lap backwards is worth six!",
                "each reverse lap counts as 6",
                "every backwards lap equals six forward ones",
                "1 lap ≈ 6"
            })
    void one_lap_is_never_six(String text) {
        assertThat(ClaimsLedger.refusedIn(text)).contains(claim("six-laps"));
    }

    @ParameterizedTest(name = "\"{0}\" may be said")
    @ValueSource(
            strings = {
                "2.00×, too close (±0.06)",
                "2.3× the forward time",
                "lap 12-3 × 400 m",
                "2–3 × 400 m",
                "2-3 times a week",
                "two to three times per week",
                "12-3x",
                "23x",
                "stop, total of 3 times",
                "1 lap = 6:12",
                "1 lap = 6.2 min",
                "1 lap = 6 min",
                "1 lap = 60 s",
                "11 laps = 66",
                "about a third more energy at the same speed",
                ""
            })
    void what_is_no_such_claim_may_be_said(String text) {
        assertThat(ClaimsLedger.refusedIn(text)).isEmpty();
    }

    @Test
    void nothing_that_the_ledger_says_itself_is_refused() {
        assertThat(ClaimsLedger.claims())
                .filteredOn(claim -> claim.instead() != null)
                .allSatisfy(claim -> assertThat(ClaimsLedger.refusedIn(String.valueOf(claim.instead())))
                        .isEmpty());
        assertThat(ClaimsLedger.refusedIn(claim("calories").says())).contains(claim("calories"));
        assertThat(ClaimsLedger.refusedIn(claim("heart").says())).contains(claim("heart"));
        assertThat(ClaimsLedger.refusedIn(claim("six-laps").says())).contains(claim("six-laps"));
    }

    @Test
    void every_claim_of_the_texts_has_its_line_and_its_stance() {
        assertThat(ClaimsLedger.claims())
                .extracting(Claim::key, Claim::stance)
                .containsExactly(
                        tuple("calories", Stance.REFUSED),
                        tuple("fifth", Stance.REFUSED),
                        tuple("six-laps", Stance.REFUSED),
                        tuple("heart", Stance.REFUSED),
                        tuple("knees", Stance.HEEDED),
                        tuple("faster", Stance.QUALIFIED),
                        tuple("muscles", Stance.SILENT),
                        tuple("dose", Stance.OFFERED),
                        tuple("twice-the-time", Stance.GOAL),
                        tuple("calves", Stance.HEEDED));
        assertThat(new HashSet<>(ClaimsLedger.claims())).hasSize(10);
        assertThat(ClaimsLedger.claims()).allSatisfy(claim -> {
            assertThat(claim.texts()).isNotEmpty();
            assertThat(claim.says()).isNotBlank();
            assertThat(claim.evidence()).isNotBlank();
        });
    }

    @Test
    void what_is_refused_rests_on_sources() {
        assertThat(ClaimsLedger.claims())
                .filteredOn(claim -> claim.stance() == Stance.REFUSED || claim.stance() == Stance.QUALIFIED)
                .hasSize(5)
                .allSatisfy(claim -> assertThat(claim.sources()).isNotEmpty());
    }

    @ParameterizedTest(name = "{0} times the energy may be said: {1}")
    @CsvSource({
        "1.279, false",
        "1.28, true",
        "1.35, true",
        "1.41, true",
        "1.411, false",
        "2, false",
        "3, false",
        "6, false",
        "NaN, false"
    })
    void a_factor_may_be_said_as_far_as_the_evidence_goes(double factor, boolean said) {
        ClaimsLedger.Answer answer = ClaimsLedger.energyFactor(factor);
        if (said) {
            assertThat(answer).isEqualTo(new ClaimsLedger.Answer.Said("about a third more energy at the same speed"));
        } else {
            assertThat(answer)
                    .isEqualTo(new ClaimsLedger.Answer.Refused(
                            "factor is " + factor
                                    + ", outside the 1.28 to 1.41 that were measured: say the sentence given instead",
                            "about a third more energy at the same speed"));
        }
    }

    @ParameterizedTest(name = "{0} ± {1} of 2 to 3: {2}")
    @CsvSource({
        "1.35, 0.2, BELOW",
        "1.8, 0.19, BELOW",
        "1.8, 0.2, CANNOT_TELL",
        "2.5, 0.5, AGREES",
        "2.5, 0.51, CANNOT_TELL",
        "2.2, 0.21, CANNOT_TELL",
        "2.8, 0.21, CANNOT_TELL",
        "3.2, 0.2, CANNOT_TELL",
        "3.2, 0.19, ABOVE"
    })
    void a_runners_own_figure_answers_with_its_doubt(double value, double plusMinus, Agreement agreement) {
        Estimate own = new Estimate(value, plusMinus);
        assertThat(claim("calories").against(finding(Estimate.UNKNOWN, own))).isEqualTo(agreement);
        assertThat(claim("heart").against(finding(own, Estimate.UNKNOWN))).isEqualTo(agreement);
        assertThat(claim("calories").against(finding(own, Estimate.UNKNOWN))).isEqualTo(Agreement.CANNOT_TELL);
    }

    @Test
    void the_ledger_of_a_runner_stands_beside_that_of_the_texts() {
        Estimate perMinute = new Estimate(1.0, 0.1);
        Estimate perMeter = new Estimate(1.3, 0.15);
        List<ClaimsLedger.Line> lines = ClaimsLedger.of(finding(perMinute, perMeter));
        assertThat(lines).extracting(ClaimsLedger.Line::claim).isEqualTo(ClaimsLedger.claims());
        assertThat(lines)
                .extracting(ClaimsLedger.Line::own)
                .startsWith(perMeter, perMeter, perMeter, perMinute, Estimate.UNKNOWN);
        assertThat(lines)
                .extracting(ClaimsLedger.Line::agreement)
                .startsWith(Agreement.BELOW, Agreement.CANNOT_TELL, Agreement.BELOW, Agreement.BELOW)
                .endsWith(Agreement.CANNOT_TELL);
    }

    @Test
    void without_a_figure_nothing_can_be_told() {
        assertThat(ClaimsLedger.of(OwnHeartRate.Finding.NOTHING_YET))
                .extracting(ClaimsLedger.Line::agreement)
                .containsOnly(Agreement.CANNOT_TELL);
    }

    @Property
    void the_measured_factor_is_below_all_that_is_refused_as_too_much(
            @ForAll @DoubleRange(min = 1.28, max = 1.41) double factor) {
        OwnHeartRate.Finding own = finding(new Estimate(factor, 0.07), new Estimate(factor, 0.07));
        assertThat(claim("calories").against(own)).isEqualTo(Agreement.BELOW);
        assertThat(claim("six-laps").against(own)).isEqualTo(Agreement.BELOW);
        assertThat(claim("heart").against(own)).isEqualTo(Agreement.BELOW);
    }

    @Test
    void a_claim_says_something_unless_it_is_silent() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> claim(Stance.SILENT, "words"))
                .withMessageContaining("instead is words though the stance is SILENT: say nothing");
        assertThatIllegalArgumentException().isThrownBy(() -> claim(Stance.REFUSED, null));
        assertThat(claim(Stance.SILENT, null).instead()).isNull();
    }

    private static Claim claim(Stance stance, @Nullable String instead) {
        return new Claim("key", List.of("000"), "says", null, "evidence", List.of(), stance, instead);
    }

    @Test
    void a_factor_goes_from_the_smaller_to_the_larger() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Claim.Factor(Claim.Of.ENERGY_OF_A_METER, 3, 2))
                .withMessageContaining("lowest is 3.0 and highest 2.0: give factors above 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new Claim.Factor(Claim.Of.ENERGY_OF_A_METER, 0, 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Claim.Factor(Claim.Of.ENERGY_OF_A_METER, 2, Double.NaN));
    }
}
