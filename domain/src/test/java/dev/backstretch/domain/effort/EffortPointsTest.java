package dev.backstretch.domain.effort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.zone.ZoneModel;
import dev.backstretch.domain.zone.ZoneSeconds;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EffortPointsTest {
    private static ZoneSeconds hrmax(double... seconds) {
        return hrmax(0, seconds);
    }

    private static ZoneSeconds hrmax(double unknown, double[] seconds) {
        List<Double> list = new ArrayList<>();
        for (double each : seconds) {
            list.add(each);
        }
        return new ZoneSeconds(ZoneModel.HRMAX_5, list, unknown);
    }

    @Test
    void zone_0_and_unknown_time_earn_nothing() {
        assertThat(EffortPoints.of(hrmax(999, new double[] {999, 0, 0, 0, 0, 0})))
                .isZero();
        assertThat(EdwardsTrimp.of(hrmax(999, new double[] {999, 0, 0, 0, 0, 0})))
                .isZero();
    }

    @Test
    void points_are_rounded_down_only_where_they_are_shown() {
        double points = EffortPoints.of(hrmax(0, 59, 0, 0, 0, 59));
        assertThat(points).isEqualTo(295 / 60.0);
        assertThat(EffortPoints.shown(points)).isEqualTo(4);
        assertThat(EffortPoints.shown(EffortPoints.of(hrmax(0, 0, 0, 0, 1200, 0))))
                .isEqualTo(80);
        assertThat(EffortPoints.shown(EffortPoints.of(hrmax(0, 0.000001, 0, 0, 1199.999999, 0))))
                .isEqualTo(79);
    }

    @Test
    void who_had_a_heart_rate_for_four_fifths_of_the_session_is_ranked() {
        assertThat(EffortPoints.ranked(hrmax(20, new double[] {10, 10, 10, 10, 20, 20})))
                .isTrue();
        assertThat(EffortPoints.ranked(hrmax(20.1, new double[] {10, 10, 10, 10, 20, 20})))
                .isFalse();
    }

    @Test
    void points_of_another_model_are_refused_with_a_remedy() {
        ZoneSeconds otf = new ZoneSeconds(ZoneModel.ORANGETHEORY, List.of(0.0, 0.0, 0.0, 0.0, 0.0, 0.0), 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EffortPoints.of(otf))
                .withMessage(
                        "zones is counted by orangetheory/1, but the weights are for hrmax-5/1: count the session by"
                                + " that model");
        assertThatIllegalArgumentException().isThrownBy(() -> EdwardsTrimp.of(otf));
        assertThatIllegalArgumentException().isThrownBy(() -> EffortPoints.splat(hrmax(0, 0, 0, 0, 0, 0)));
    }

    @Property
    void a_second_more_never_earns_less_and_never_more_than_a_fifteenth(
            @ForAll @Size(6) List<@IntRange(max = 7200) Integer> seconds, @ForAll @IntRange(max = 5) int zone) {
        double[] before = seconds.stream().mapToDouble(Integer::doubleValue).toArray();
        double[] after = before.clone();
        after[zone]++;
        double earned = EffortPoints.of(hrmax(after)) - EffortPoints.of(hrmax(before));
        assertThat(earned).isBetween(-1e-9, 4 / 60.0 + 1e-9);
        assertThat(EdwardsTrimp.of(hrmax(after))).isGreaterThanOrEqualTo(EdwardsTrimp.of(hrmax(before)));
        assertThat(EdwardsTrimp.of(hrmax(after))).isGreaterThanOrEqualTo(EffortPoints.of(hrmax(after)) - 1e-9);
    }

    @Property
    void two_halves_of_a_session_earn_what_the_whole_does(
            @ForAll @Size(6) List<@IntRange(max = 7200) Integer> one,
            @ForAll @Size(6) List<@IntRange(max = 7200) Integer> other) {
        double[] first = one.stream().mapToDouble(Integer::doubleValue).toArray();
        double[] second = other.stream().mapToDouble(Integer::doubleValue).toArray();
        double[] whole = new double[6];
        for (int zone = 0; zone < 6; zone++) {
            whole[zone] = first[zone] + second[zone];
        }
        assertThat(EffortPoints.of(hrmax(first)) + EffortPoints.of(hrmax(second)))
                .isCloseTo(EffortPoints.of(hrmax(whole)), within(1e-9));
    }

    @Test
    void perceived_load_is_rating_times_minutes() {
        assertThat(PerceivedLoad.of(7, 40)).isEqualTo(280);
        assertThat(PerceivedLoad.of(0, 40)).isZero();
        assertThat(PerceivedLoad.of(10, 1440)).isEqualTo(14_400);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PerceivedLoad.of(10.5, 40))
                .withMessage("rating is 10.5, outside 0.0 to 10.0: ask on the scale from 0, nothing at all, to 10,"
                        + " maximal");
        assertThatIllegalArgumentException().isThrownBy(() -> PerceivedLoad.of(-1, 40));
        assertThatIllegalArgumentException().isThrownBy(() -> PerceivedLoad.of(Double.NaN, 40));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PerceivedLoad.of(5, 1441))
                .withMessageStartingWith("minutes is 1441.0");
    }
}
