package dev.backstretch.domain.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.backstretch.domain.event.RuleVersion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZoneModelTest {
    @Test
    void a_session_pins_a_model_by_name_and_version() {
        for (ZoneModel model : ZoneModel.published()) {
            assertThat(ZoneModel.named(model.id())).containsSame(model);
        }
        assertThat(ZoneModel.named("hrmax-5/1")).containsSame(ZoneModel.HRMAX_5);
        assertThat(ZoneModel.named("hrmax-5")).isEmpty();
        assertThat(ZoneModel.named("hrmax-5/2")).isEmpty();
    }

    @Test
    void six_models_are_published_and_the_acsms_has_two_columns() {
        assertThat(ZoneModel.published())
                .extracting(ZoneModel::id)
                .containsExactly(
                        "hrmax-5/1",
                        "karvonen/1",
                        "orangetheory/1",
                        "friel-run/1",
                        "coggan/1",
                        "acsm-maximum/1",
                        "acsm-reserve/1");
    }

    @ParameterizedTest(name = "{0}: zone {1} of {2} zones is called {3}")
    @CsvSource({
        "hrmax-5/1, 5, 6, 5",
        "karvonen/1, 0, 6, 0",
        "orangetheory/1, 4, 6, orange",
        "friel-run/1, 6, 7, 5c",
        "friel-run/1, 0, 7, 1",
        "coggan/1, 4, 5, 5",
        "acsm-maximum/1, 3, 5, vigorous",
        "acsm-reserve/1, 0, 5, very light"
    })
    void zones_have_the_names_that_people_use(String id, int zone, int count, String name) {
        ZoneModel model = ZoneModel.named(id).orElseThrow();
        assertThat(model.count()).isEqualTo(count);
        assertThat(model.zoneNames().get(zone)).isEqualTo(name);
    }

    @Test
    void bounds_that_do_not_rise_are_refused_by_name_and_value() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model(List.of(60, 60), List.of("0", "1", "2")))
                .withMessageContaining("lowerBoundsPercent is [60, 60]")
                .withMessageContaining(": put each bound once");
        assertThatIllegalArgumentException().isThrownBy(() -> model(List.of(0, 60), List.of("0", "1", "2")));
        assertThat(model(List.of(1, 2), List.of("0", "1", "2")).count()).isEqualTo(3);
    }

    @Test
    void each_zone_needs_a_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model(List.of(50, 60), List.of("0", "1")))
                .withMessageContaining("zoneNames is [0, 1], but there are 3 zones: name each");
    }

    private static ZoneModel model(List<Integer> bounds, List<String> names) {
        return new ZoneModel(new RuleVersion("own", "1"), ZoneModel.Base.MAXIMUM, bounds, names);
    }
}
