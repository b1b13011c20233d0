package dev.backstretch.domain.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeartRateLimitsTest {
    @Test
    void a_measured_maximum_is_no_estimate() {
        assertThat(HeartRateLimits.measured(190).maximumEstimated()).isFalse();
        assertThat(HeartRateLimits.measured(190).maximumBpm()).isEqualTo(190);
        assertThat(HeartRateLimits.estimated(MaximumHeartRate.HUNT, 35.5))
                .isEqualTo(new HeartRateLimits(188.28, true, Double.NaN, Double.NaN));
    }

    @Test
    void what_is_added_leaves_the_rest_as_it_was() {
        assertThat(HeartRateLimits.estimated(MaximumHeartRate.TANAKA, 35)
                        .withResting(60)
                        .withThreshold(170))
                .isEqualTo(new HeartRateLimits(183.5, true, 60, 170));
        assertThat(HeartRateLimits.measured(190).withThreshold(170).withResting(60))
                .isEqualTo(new HeartRateLimits(190, false, 60, 170));
    }

    @ParameterizedTest(name = "maximum {0}, resting {1}, threshold {2} are refused: {3}")
    @CsvSource({
        "24.9, NaN, NaN, maximumBpm is 24.9",
        "240.1, NaN, NaN, maximumBpm is 240.1",
        "190, 20, NaN, 'restingBpm is 20.0, outside 25.0 to 240.0: give'",
        "190, NaN, 241, 'thresholdBpm is 241.0, outside 25.0 to 240.0: give'",
        "190, 190, NaN, restingBpm is 190.0",
        "190, 195, NaN, restingBpm is 195.0",
        "190, NaN, 190.01, thresholdBpm is 190.01"
    })
    void what_no_heart_does_is_refused_with_a_remedy(double maximum, double resting, double threshold, String told) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HeartRateLimits(maximum, false, resting, threshold))
                .withMessageContaining(told)
                .withMessageContaining("or leave");
    }

    @ParameterizedTest(name = "a maximum of {0} stands")
    @ValueSource(doubles = {25, 240, Double.NaN})
    void the_limits_themselves_are_inside(double maximum) {
        assertThatCode(() -> HeartRateLimits.measured(maximum)).doesNotThrowAnyException();
        assertThatCode(() -> HeartRateLimits.measured(190).withThreshold(190)).doesNotThrowAnyException();
        assertThatCode(() -> HeartRateLimits.UNKNOWN.withResting(60).withThreshold(170))
                .doesNotThrowAnyException();
    }

    @Test
    void a_share_of_an_unknown_reserve_is_unknown() {
        assertThat(HeartRateLimits.measured(190).reserveShare(150)).isNaN();
        assertThat(HeartRateLimits.UNKNOWN.withResting(60).atReserveShare(0.5)).isNaN();
        assertThat(HeartRateLimits.measured(190).withResting(60).reserveShare(60))
                .isZero();
        assertThat(HeartRateLimits.measured(190).withResting(60).reserveShare(190))
                .isEqualTo(1);
    }
}
