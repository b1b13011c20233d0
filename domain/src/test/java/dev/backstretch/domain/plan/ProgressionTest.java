package dev.backstretch.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.plan.Progression.Attempt;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressionTest {
    private static final int STAGES = 5;

    private static Attempt clean(int stage) {
        return new Attempt(stage, false, false, 4);
    }

    private static int after(Attempt... attempts) {
        return Progression.stageAfter(List.of(attempts), STAGES);
    }

    @Test
    void a_beginner_begins_at_the_first_stage() {
        assertThat(after()).isEqualTo(1);
        assertThat(after(clean(1))).isEqualTo(1);
    }

    @Test
    void two_clean_sessions_lead_one_stage_up() {
        assertThat(after(clean(1), clean(1))).isEqualTo(2);
        assertThat(after(clean(1), clean(1), clean(2))).isEqualTo(2);
        assertThat(after(clean(1), clean(1), clean(2), clean(2))).isEqualTo(3);
    }

    @Test
    void a_stop_a_fall_or_too_much_effort_begins_the_count_again() {
        assertThat(after(clean(1), new Attempt(1, true, false, 4), clean(1))).isEqualTo(1);
        assertThat(after(clean(1), new Attempt(1, false, true, 4), clean(1))).isEqualTo(1);
        assertThat(after(clean(1), new Attempt(1, false, false, 6.5), clean(1))).isEqualTo(1);
        assertThat(after(clean(1), new Attempt(1, true, false, 4), clean(1), clean(1)))
                .isEqualTo(2);
        assertThat(after(clean(1), new Attempt(1, false, false, 6))).isEqualTo(2);
    }

    @Test
    void a_session_without_a_rating_neither_counts_nor_spoils() {
        Attempt unrated = new Attempt(1, false, false, Double.NaN);
        assertThat(after(unrated, unrated)).isEqualTo(1);
        assertThat(after(clean(1), unrated, clean(1))).isEqualTo(2);
        assertThat(after(clean(1), new Attempt(1, false, true, Double.NaN), clean(1)))
                .isEqualTo(1);
    }

    @Test
    void the_last_stage_is_the_last() {
        assertThat(after(clean(5), clean(5))).isEqualTo(5);
        assertThat(after(clean(5), clean(5), clean(5))).isEqualTo(5);
        assertThat(after(clean(9), clean(9))).isEqualTo(5);
        assertThat(after(clean(0))).isEqualTo(1);
    }

    @Test
    void who_trained_at_another_stage_begins_there() {
        assertThat(after(clean(1), clean(3), clean(3))).isEqualTo(4);
        assertThat(after(clean(1), clean(2), clean(1))).isEqualTo(1);
    }

    @Test
    void where_nobody_put_the_stage_down_everyone_does_the_one_that_is_next() {
        Attempt good = new Attempt(9, false, false, 4);
        Attempt stopped = new Attempt(9, true, false, 4);
        assertThat(Progression.stageAfterAll(List.of(), STAGES)).isEqualTo(1);
        assertThat(Progression.stageAfterAll(List.of(good, good, good), STAGES)).isEqualTo(2);
        assertThat(Progression.stageAfterAll(List.of(good, stopped, good, good, good, good), STAGES))
                .isEqualTo(3);
        assertThat(Progression.stageAfterAll(java.util.Collections.nCopies(20, good), STAGES))
                .isEqualTo(STAGES);
    }
}
