package dev.backstretch.domain.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZoneSecondsTest {
    @Test
    void zones_and_unknown_are_the_elapsed_time() {
        ZoneSeconds zones = coggan(10.0, 20.0, 30.0, 40.0, 50.0, 50);
        assertThat(zones.in(4)).isEqualTo(50);
        assertThat(zones.knownSeconds()).isEqualTo(150);
        assertThat(zones.elapsedSeconds()).isEqualTo(200);
        assertThat(zones.knownShare()).isEqualTo(0.75);
    }

    @Test
    void before_any_time_has_passed_nothing_is_known() {
        assertThat(coggan(0, 0, 0, 0, 0, 0).knownShare()).isZero();
    }

    @Test
    void each_zone_of_the_model_has_a_time() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ZoneSeconds(ZoneModel.COGGAN, List.of(1.0, 2.0), 0))
                .withMessage("seconds is [1.0, 2.0], but coggan/1 has 5 zones: give one number for each, zone 0 first");
    }

    @ParameterizedTest(name = "{0} s is refused")
    @ValueSource(doubles = {-0.001, Double.NaN, Double.POSITIVE_INFINITY})
    void a_time_is_not_negative(double seconds) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> coggan(0, 0, seconds, 0, 0, 0))
                .withMessage("seconds is " + seconds + ": give a time of 0 s or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> coggan(0, 0, 0, 0, 0, seconds))
                .withMessageStartingWith("unknownSeconds is " + seconds);
    }

    private static ZoneSeconds coggan(double zero, double one, double two, double three, double four, double unknown) {
        return new ZoneSeconds(ZoneModel.COGGAN, List.of(zero, one, two, three, four), unknown);
    }
}
