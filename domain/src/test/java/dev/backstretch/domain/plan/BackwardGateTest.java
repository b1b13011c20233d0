package dev.backstretch.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.plan.BackwardGate.Check;
import dev.backstretch.domain.plan.BackwardGate.Permission;
import dev.backstretch.domain.plan.BackwardGate.Question;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BackwardGateTest {
    private final Map<Check, Boolean> checks = new EnumMap<>(Check.class);
    private final Map<Question, Boolean> answers = new EnumMap<>(Question.class);

    BackwardGateTest() {
        for (Check check : Check.values()) {
            checks.put(check, true);
        }
        for (Question question : Question.values()) {
            answers.put(question, false);
        }
    }

    @Test
    void with_all_six_checks_the_gate_is_open() {
        BackwardGate.Decision decision = BackwardGate.forGroup(checks, 3, 12, true);
        assertThat(decision).isEqualTo(new BackwardGate.Decision(true, List.of(), List.of(), 0));
        assertThat(Check.values()).hasSize(6);
    }

    @ParameterizedTest
    @EnumSource(Check.class)
    void one_unanswered_or_failed_check_keeps_it_shut(Check check) {
        checks.remove(check);
        assertThat(BackwardGate.forGroup(checks, 3, 12, false))
                .isEqualTo(new BackwardGate.Decision(false, List.of(check), List.of(), 0));
        checks.put(check, false);
        assertThat(BackwardGate.forGroup(checks, 3, 12, false))
                .isEqualTo(new BackwardGate.Decision(false, List.of(), List.of(check), 0));
    }

    @ParameterizedTest(name = "{0} backwards need {1}")
    @CsvSource({"0, 0", "1, 1", "4, 1", "5, 2", "8, 2", "80, 20"})
    void four_runners_share_a_spotter(int runners, int needed) {
        assertThat(BackwardGate.spottersNeeded(runners)).isEqualTo(needed);
    }

    @Test
    void too_few_spotters_are_told_and_stop_the_start_for_minors_only() {
        assertThat(BackwardGate.forGroup(checks, 1, 12, false))
                .isEqualTo(new BackwardGate.Decision(true, List.of(), List.of(), 2));
        assertThat(BackwardGate.forGroup(checks, 1, 12, true).open()).isFalse();
        assertThat(BackwardGate.forGroup(checks, 9, 12, true).spottersMissing()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Question.class)
    void a_yes_to_any_question_allows_walk_first_only(Question question) {
        answers.remove(question);
        assertThat(BackwardGate.forRunner(answers)).isEqualTo(Permission.UNANSWERED);
        answers.put(question, true);
        assertThat(BackwardGate.forRunner(answers)).isEqualTo(Permission.WALK_FIRST_ONLY);
        assertThat(BackwardGate.forRunner(Map.of(question, true))).isEqualTo(Permission.WALK_FIRST_ONLY);
    }

    @Test
    void three_times_no_allows_every_plan() {
        assertThat(BackwardGate.forRunner(answers)).isEqualTo(Permission.EVERY_PLAN);
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource({
        "EVERY_PLAN, quarter-mile-twice, true",
        "WALK_FIRST_ONLY, quarter-mile-twice, false",
        "WALK_FIRST_ONLY, walk-first, true",
        "WALK_FIRST_ONLY, warm-up, true",
        "UNANSWERED, warm-up, true",
        "UNANSWERED, walk-first, false",
        "UNANSWERED, backward-5k, false"
    })
    void who_has_a_doubt_keeps_to_what_is_allowed(Permission permission, String plan, boolean allowed) {
        assertThat(BackwardGate.allows(permission, Plans.named(plan).orElseThrow()))
                .isEqualTo(allowed);
    }

    @Test
    void checks_and_questions_have_names_of_their_own() {
        assertThat(Check.values())
                .extracting(Check::key)
                .containsExactly(
                        "track-clear",
                        "surface-dry-and-even",
                        "spotters-named",
                        "lanes-assigned",
                        "beginners-walk-first",
                        "shoes-tied");
        assertThat(Question.values())
                .extracting(Question::key)
                .containsExactly("pain-or-injury", "poor-balance", "unfit-shoes");
    }
}
