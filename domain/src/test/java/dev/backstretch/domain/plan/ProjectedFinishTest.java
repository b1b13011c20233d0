package dev.backstretch.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.Verdict;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectedFinishTest {
    @Test
    void nothing_is_foreseen_before_the_first_split() {
        assertThat(ProjectedFinish.seconds(new double[0], 400, 100, 150, 5000, 0))
                .isEqualTo(Estimate.UNKNOWN);
    }

    @Test
    void fifty_five_minutes_are_foreseen_from_an_even_pace() {
        Estimate finish = ProjectedFinish.seconds(new double[] {264, 264, 264}, 400, 132, 200, 5000, 0);
        assertThat(finish.value()).isCloseTo(3300, within(1e-9));
        assertThat(finish.plusMinus()).isPositive();
    }

    @Test
    void a_distance_that_is_covered_is_told_from_its_splits_and_within_one_by_an_even_pace() {
        double[] splits = {260, 280, 270, 300};
        Estimate whole = ProjectedFinish.covered(splits, 400, 1200, 0.4);
        assertThat(whole.value()).isEqualTo(810);
        assertThat(whole.plusMinus()).isEqualTo(0.4);
        Estimate inside = ProjectedFinish.covered(splits, 400, 1000, 0.4);
        assertThat(inside.value()).isEqualTo(675);
        // half a split of 270 s: 1.96 · 0.08 · 270 · ½
        assertThat(inside.plusMinus()).isCloseTo(21.2, within(0.1));
    }

    @Test
    void the_doubt_is_that_of_a_sum_of_splits_to_come() {
        Estimate finish = ProjectedFinish.seconds(new double[] {250, 270, 260}, 400, 0, 0, 5000, 0);
        // 6 degrees of freedom: (4 · 20.8² + 200) / 6, 9.5 splits to come, 3 done
        double variance = (4 * 20.8 * 20.8 + 200) / 6;
        assertThat(finish.value()).isCloseTo(3250, within(1e-9));
        assertThat(finish.plusMinus()).isCloseTo(2.447 * Math.sqrt(variance * (9.5 + 9.5 * 9.5 / 3)), within(4.0));
    }

    @Test
    void the_doubt_shrinks_to_nothing_at_the_end() {
        double[] splits = {260, 264, 262, 270, 259, 266, 263, 261, 265, 268, 262, 264};
        double before = Double.POSITIVE_INFINITY;
        for (int done = 1; done <= splits.length; done++) {
            double plusMinus = ProjectedFinish.seconds(Arrays.copyOf(splits, done), 400, 0, 0, 4800, 0)
                    .plusMinus();
            assertThat(plusMinus).isLessThan(before);
            before = plusMinus;
        }
        assertThat(before).isZero();
    }

    @Test
    void beyond_the_goal_nothing_is_left() {
        Estimate finish = ProjectedFinish.seconds(new double[] {100, 100}, 400, 50, 200, 800, 0);
        assertThat(finish).isEqualTo(new Estimate(250, 0));
    }

    @Test
    void a_doubtful_distance_is_doubt_of_the_finish() {
        Estimate finish = ProjectedFinish.seconds(new double[] {264, 264}, 400, 0, 0, 800, 0.03);
        assertThat(finish.plusMinus()).isCloseTo(1.96 * 0.03 * 528, within(0.01));
    }

    @ParameterizedTest(name = "{0} degrees of freedom: {1}")
    @CsvSource({
        "4, 2.776, 0.02",
        "5, 2.571, 0.02",
        "7, 2.365, 0.004",
        "10, 2.228, 0.004",
        "20, 2.086, 0.001",
        "100, 1.984, 0.001"
    })
    void the_interval_follows_the_table(int freedom, double tabled, double share) {
        assertThat(ProjectedFinish.student95(freedom)).isCloseTo(tabled, within(share * tabled));
    }

    @Test
    void the_interval_holds_on_runners_who_vary_as_assumed() {
        Random random = new Random(20_261_121);
        int held = 0;
        int trials = 4000;
        for (int trial = 0; trial < trials; trial++) {
            double[] all = new double[10];
            double sum = 0;
            for (int i = 0; i < all.length; i++) {
                all[i] = 260 * (1 + 0.08 * random.nextGaussian());
                sum += all[i];
            }
            Estimate finish = ProjectedFinish.seconds(Arrays.copyOf(all, 4), 400, 0, 0, 4000, 0);
            held += Math.abs(finish.value() - sum) <= finish.plusMinus() ? 1 : 0;
        }
        assertThat((double) held / trials).isBetween(0.93, 0.98);
    }

    @ParameterizedTest(name = "{0} ± {1} s against {2} s: {3}")
    @CsvSource({
        "3200, 50, 3300, MET",
        "3260, 50, 3300, TOO_CLOSE",
        "3250, 50, 3300, MET",
        "3340, 50, 3300, TOO_CLOSE",
        "3350, 50, 3300, NOT_MET",
        "3400, 50, 3300, NOT_MET",
        "3300, 0, 3300, NOT_MET",
        "NaN, NaN, 3300, NO_VERDICT",
        "3300, 10, NaN, NO_VERDICT"
    })
    void a_target_within_the_doubt_is_too_close(double finish, double plusMinus, double target, Verdict verdict) {
        assertThat(ProjectedFinish.under(new Estimate(finish, plusMinus), target))
                .isEqualTo(verdict);
    }
}
