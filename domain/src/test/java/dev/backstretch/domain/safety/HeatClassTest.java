package dev.backstretch.domain.safety;

import static dev.backstretch.domain.safety.HeatClass.CANCEL;
import static dev.backstretch.domain.safety.HeatClass.DISCRETION;
import static dev.backstretch.domain.safety.HeatClass.LIMIT;
import static dev.backstretch.domain.safety.HeatClass.LONGER_RESTS;
import static dev.backstretch.domain.safety.HeatClass.MODIFY;
import static dev.backstretch.domain.safety.HeatClass.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HeatClassTest {
    @Test
    void adults_who_are_acclimatised() {
        assertThat(HeatClass.of(27.89, true, false)).isEqualTo(NORMAL);
        assertThat(HeatClass.of(27.9, true, false)).isEqualTo(DISCRETION);
        assertThat(HeatClass.of(30.0, true, false)).isEqualTo(DISCRETION);
        assertThat(HeatClass.of(30.1, true, false)).isEqualTo(LIMIT);
        assertThat(HeatClass.of(32.2, true, false)).isEqualTo(LIMIT);
        assertThat(HeatClass.of(32.21, true, false)).isEqualTo(CANCEL);
    }

    @Test
    void adults_who_are_not() {
        assertThat(HeatClass.of(27.89, false, false)).isEqualTo(MODIFY);
        assertThat(HeatClass.of(27.9, false, false)).isEqualTo(LIMIT);
        assertThat(HeatClass.of(30.0, false, false)).isEqualTo(LIMIT);
        assertThat(HeatClass.of(30.1, false, false)).isEqualTo(CANCEL);
        assertThat(HeatClass.of(33, false, false)).isEqualTo(CANCEL);
    }

    @Test
    void minors_stop_earlier() {
        assertThat(HeatClass.of(23.9, false, true)).isEqualTo(NORMAL);
        assertThat(HeatClass.of(24, false, true)).isEqualTo(LONGER_RESTS);
        assertThat(HeatClass.of(25.9, true, true)).isEqualTo(LONGER_RESTS);
        assertThat(HeatClass.of(26, false, true)).isEqualTo(CANCEL);
        assertThat(HeatClass.of(26, true, true)).isEqualTo(LIMIT);
        assertThat(HeatClass.of(29, true, true)).isEqualTo(LIMIT);
        assertThat(HeatClass.of(29.1, true, true)).isEqualTo(CANCEL);
    }

    @Test
    void not_measured_is_not_cool() {
        assertThatThrownBy(() -> HeatClass.of(Double.NaN, true, false)).isInstanceOf(IllegalArgumentException.class);
        assertThat(WetBulbGlobe.estimated(Double.NaN, 60)).isNaN();
        assertThat(WetBulbGlobe.outdoors(25, Double.NaN, 30)).isNaN();
    }
}
