package dev.backstretch.domain.safety;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.safety.BackwardStart.Check;
import dev.backstretch.domain.safety.BackwardStart.Decision;
import dev.backstretch.domain.safety.BackwardStart.Group;
import dev.backstretch.domain.safety.BackwardStart.Obstacle;
import dev.backstretch.domain.safety.BackwardStart.Permission;
import dev.backstretch.domain.safety.BackwardStart.Question;
import dev.backstretch.domain.safety.BackwardStart.Reason;
import dev.backstretch.domain.safety.BackwardStart.Runner;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BackwardStartTest {
    private static final Runner READY = runner("r1", false, 2, false, all(Question.class));

    private static <E extends Enum<E>> Map<E, Boolean> all(Class<E> type) {
        Map<E, Boolean> passed = new EnumMap<>(type);
        for (E each : type.getEnumConstants()) {
            passed.put(each, true);
        }
        return passed;
    }

    private static <E extends Enum<E>> Map<E, Boolean> but(Class<E> type, E one, @Nullable Boolean answer) {
        Map<E, Boolean> passed = all(type);
        if (answer == null) {
            passed.remove(one);
        } else {
            passed.put(one, answer);
        }
        return passed;
    }

    private static Runner runner(
            String runnerId, boolean minor, int lane, boolean walks, Map<Question, Boolean> passed) {
        return new Runner(runnerId, minor, true, lane, walks, passed);
    }

    private static Group group(Runner... runners) {
        return new Group(List.of(runners), all(Check.class), 1, List.of(), Double.NaN);
    }

    private static Decision checks(Map<Check, Boolean> passed) {
        return BackwardStart.decide(new Group(List.of(READY), passed, 1, List.of(), Double.NaN));
    }

    @Test
    void with_every_answer_and_enough_spotters_the_group_may_start() {
        Decision decision = BackwardStart.decide(group(READY));
        assertThat(decision.permission()).isEqualTo(Permission.START);
        assertThat(decision.obstacles()).isEmpty();
        assertThat(decision.runners()).containsExactly(new BackwardStart.OfRunner("r1", Permission.START, List.of()));
    }

    @Test
    void each_unanswered_check_keeps_everybody_waiting_and_is_named() {
        for (Check check : Check.values()) {
            Decision decision = checks(but(Check.class, check, null));
            assertThat(decision.permission()).isEqualTo(Permission.WAIT);
            assertThat(decision.obstacles())
                    .containsExactly(new Obstacle(Reason.CHECK_UNANSWERED, Permission.WAIT, check, 0, 0));
            assertThat(decision.runners().get(0).permission()).isEqualTo(Permission.WAIT);
        }
    }

    @Test
    void a_check_answered_with_no_keeps_everybody_waiting() {
        Decision decision = checks(but(Check.class, Check.SURFACE_DRY_AND_EVEN, false));
        assertThat(decision.permission()).isEqualTo(Permission.WAIT);
        assertThat(decision.obstacles())
                .containsExactly(new Obstacle(Reason.CHECK_FAILED, Permission.WAIT, Check.SURFACE_DRY_AND_EVEN, 0, 0));
    }

    @Test
    void no_spotters_named_is_none_at_all_which_adults_are_only_told() {
        Decision decision = checks(but(Check.class, Check.SPOTTERS_NAMED, false));
        assertThat(decision.permission()).isEqualTo(Permission.START);
        assertThat(decision.obstacles())
                .containsExactly(new Obstacle(Reason.SPOTTERS_SHORT, Permission.START, null, 0, 1));
        assertThat(decision.runners().get(0).permission()).isEqualTo(Permission.START);
    }

    @Test
    void too_few_spotters_stop_the_minors_only() {
        Runner minor = runner("r2", true, 2, false, all(Question.class));
        Decision decision =
                BackwardStart.decide(new Group(List.of(READY, minor), all(Check.class), 0, List.of(), Double.NaN));
        assertThat(decision.permission()).isEqualTo(Permission.START);
        assertThat(decision.runners())
                .extracting(BackwardStart.OfRunner::permission)
                .containsExactly(Permission.START, Permission.WAIT);
        assertThat(decision.runners().get(1).obstacles())
                .containsExactly(new Obstacle(Reason.SPOTTERS_SHORT, Permission.WAIT, null, 0, 1));
    }

    @Test
    void with_enough_spotters_minors_start_too() {
        Decision decision = BackwardStart.decide(group(runner("r2", true, 2, false, all(Question.class))));
        assertThat(decision.runners().get(0).permission()).isEqualTo(Permission.START);
    }

    @Test
    void one_spotter_for_every_four_begun() {
        assertThat(BackwardStart.spottersNeeded(0)).isZero();
        assertThat(BackwardStart.spottersNeeded(1)).isEqualTo(1);
        assertThat(BackwardStart.spottersNeeded(4)).isEqualTo(1);
        assertThat(BackwardStart.spottersNeeded(5)).isEqualTo(2);
        assertThat(BackwardStart.spottersNeeded(8)).isEqualTo(2);
    }

    @Test
    void trouble_allows_walking_first_and_tells_the_coach_which() {
        for (Question question : Question.values()) {
            Runner troubled = runner("r1", false, 2, false, but(Question.class, question, false));
            Decision decision = BackwardStart.decide(group(troubled));
            assertThat(decision.permission()).isEqualTo(Permission.START);
            assertThat(decision.runners())
                    .containsExactly(new BackwardStart.OfRunner(
                            "r1",
                            Permission.WALK_FIRST,
                            List.of(new Obstacle(Reason.TROUBLE, Permission.WALK_FIRST, question, 0, 0))));
        }
    }

    @Test
    void who_walks_may_walk_with_trouble() {
        Runner walker = runner("r1", false, 2, true, but(Question.class, Question.BALANCE, false));
        assertThat(BackwardStart.decide(group(walker)).runners().get(0).permission())
                .isEqualTo(Permission.START);
        assertThat(BackwardStart.decide(group(walker)).runners().get(0).obstacles())
                .hasSize(1);
    }

    @Test
    void who_has_not_answered_waits_and_the_others_do_not() {
        Runner silent = runner("r2", false, 2, false, Map.of());
        Decision decision = BackwardStart.decide(group(READY, silent));
        assertThat(decision.permission()).isEqualTo(Permission.START);
        assertThat(decision.runners().get(0).permission()).isEqualTo(Permission.START);
        assertThat(decision.runners().get(1).permission()).isEqualTo(Permission.WAIT);
        assertThat(decision.runners().get(1).obstacles())
                .extracting(Obstacle::reason, Obstacle::about)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Reason.QUESTION_UNANSWERED, Question.PAIN_OR_INJURY),
                        org.assertj.core.groups.Tuple.tuple(Reason.QUESTION_UNANSWERED, Question.BALANCE),
                        org.assertj.core.groups.Tuple.tuple(Reason.QUESTION_UNANSWERED, Question.SHOES));
    }

    @Test
    void there_must_be_an_empty_lane_to_the_forward_traffic() {
        Decision beside =
                BackwardStart.decide(new Group(List.of(READY), all(Check.class), 1, List.of(6, 3, 1), Double.NaN));
        assertThat(beside.runners().get(0).permission()).isEqualTo(Permission.WAIT);
        assertThat(beside.runners().get(0).obstacles())
                .containsExactly(new Obstacle(Reason.NO_EMPTY_LANE, Permission.WAIT, null, 3, 0));
        Decision apart =
                BackwardStart.decide(new Group(List.of(READY), all(Check.class), 1, List.of(4, 8), Double.NaN));
        assertThat(apart.runners().get(0).permission()).isEqualTo(Permission.START);
        Runner anywhere = runner("r1", false, 0, false, all(Question.class));
        Decision unassigned =
                BackwardStart.decide(new Group(List.of(anywhere), all(Check.class), 1, List.of(1), Double.NaN));
        assertThat(unassigned.runners().get(0).permission()).isEqualTo(Permission.START);
    }

    @Test
    void who_should_not_run_in_this_heat_waits() {
        Runner minor = runner("r2", true, 2, false, all(Question.class));
        Decision decision =
                BackwardStart.decide(new Group(List.of(READY, minor), all(Check.class), 1, List.of(), 29.6));
        assertThat(decision.runners().get(0).permission()).isEqualTo(Permission.START);
        assertThat(decision.runners().get(1).obstacles())
                .containsExactly(new Obstacle(Reason.TOO_HOT, Permission.WAIT, null, 30, 0));
        Runner fresh = new Runner("r3", false, false, 2, false, all(Question.class));
        assertThat(BackwardStart.decide(new Group(List.of(fresh), all(Check.class), 1, List.of(), 30.1))
                        .runners()
                        .get(0)
                        .permission())
                .isEqualTo(Permission.WAIT);
    }

    @Test
    void the_strictest_reason_counts() {
        Map<Question, Boolean> answers = but(Question.class, Question.SHOES, null);
        answers.put(Question.PAIN_OR_INJURY, false);
        Decision decision = BackwardStart.decide(group(runner("r1", false, 2, false, answers)));
        assertThat(decision.runners().get(0).permission()).isEqualTo(Permission.WAIT);
        assertThat(decision.runners().get(0).obstacles()).hasSize(2);
    }

    // ---- the answers as events

    private static EventBody.Safety said(String check, @Nullable Boolean passed, @Nullable Integer spotters) {
        return new EventBody.Safety(check, passed, spotters, null);
    }

    @Test
    void answers_are_taken_by_name_in_either_case() {
        StartAnswers answers = new StartAnswers();
        assertThat(answers.take(null, said("track-clear", true, null))).isTrue();
        assertThat(answers.take(null, said("SHOES_TIED", false, null))).isTrue();
        assertThat(answers.take("r1", said("balance", false, null))).isTrue();
        assertThat(answers.take("r1", said("zzz", true, null))).isFalse();
        assertThat(answers.checks())
                .containsOnly(Map.entry(Check.TRACK_CLEAR, true), Map.entry(Check.SHOES_TIED, false));
        assertThat(answers.questions("r1")).containsOnly(Map.entry(Question.BALANCE, false));
        assertThat(answers.questions("r2")).isEmpty();
    }

    @Test
    void a_runner_does_not_answer_for_the_console_nor_the_console_for_a_runner() {
        StartAnswers answers = new StartAnswers();
        assertThat(answers.take("r1", said("TRACK_CLEAR", true, null))).isFalse();
        assertThat(answers.take(null, said("BALANCE", true, null))).isFalse();
        assertThat(answers.take(null, said("TRACK_CLEAR", null, null))).isFalse();
        assertThat(answers.take(null, said("roll-call", true, 3))).isFalse();
        assertThat(answers.spotters()).isZero();
        assertThat(answers.checks()).isEmpty();
    }

    @Test
    void spotters_are_counted_with_or_without_the_check() {
        StartAnswers answers = new StartAnswers();
        assertThat(answers.take(null, said("spotters", null, 2))).isTrue();
        assertThat(answers.spotters()).isEqualTo(2);
        assertThat(answers.checks()).isEmpty();
        assertThat(answers.take(null, said("spotters-named", true, 3))).isTrue();
        assertThat(answers.spotters()).isEqualTo(3);
        assertThat(answers.checks()).containsOnly(Map.entry(Check.SPOTTERS_NAMED, true));
    }

    @Test
    void the_newest_answer_counts_and_each_start_is_asked_for_anew() {
        StartAnswers answers = new StartAnswers();
        answers.take(null, said("track-clear", false, null));
        answers.take(null, said("track-clear", true, null));
        answers.take(null, said("spotters", null, 2));
        answers.take("r1", said("shoes", true, null));
        assertThat(answers.checks()).containsEntry(Check.TRACK_CLEAR, true);
        answers.started();
        assertThat(answers.checks()).isEmpty();
        assertThat(answers.spotters()).isEqualTo(2);
        assertThat(answers.questions("r1")).containsEntry(Question.SHOES, true);
    }

    @Test
    void answers_come_back_from_their_state() {
        StartAnswers answers = new StartAnswers();
        answers.take(null, said("track-clear", false, null));
        answers.take(null, said("shoes-tied", true, null));
        answers.take(null, said("spotters", null, 2));
        answers.take("r2", said("shoes", true, null));
        answers.take("r1", said("balance", false, null));
        StateWriter out = new StateWriter();
        answers.writeTo(out);
        StartAnswers read = StartAnswers.readFrom(new StateReader(out.toBytes()));
        assertThat(read.checks()).isEqualTo(answers.checks());
        assertThat(read.questions("r1")).isEqualTo(answers.questions("r1"));
        assertThat(read.questions("r2")).isEqualTo(answers.questions("r2"));
        assertThat(read.spotters()).isEqualTo(2);
        StateWriter again = new StateWriter();
        read.writeTo(again);
        assertThat(again.toBytes()).isEqualTo(out.toBytes());
    }

    @Test
    void what_was_handed_in_is_not_changed_afterwards() {
        Map<Question, Boolean> passed = all(Question.class);
        List<Integer> lanes = new ArrayList<>();
        Runner runner = runner("r1", false, 2, false, passed);
        Group group = new Group(List.of(runner), all(Check.class), 1, lanes, Double.NaN);
        passed.clear();
        lanes.add(2);
        assertThat(BackwardStart.decide(group).runners().get(0).permission()).isEqualTo(Permission.START);
    }
}
