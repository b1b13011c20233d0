package dev.backstretch.domain.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeartRateZonesTest {
    private static final HeartRateLimits LIMITS =
            HeartRateLimits.measured(190).withResting(60).withThreshold(170);

    @ParameterizedTest(name = "{0}: {1} bpm is zone {2}")
    @CsvSource({
        "acsm-maximum/1, 108.3, 1",
        "acsm-maximum/1, 108.29, 0",
        "acsm-maximum/1, 146.3, 3",
        "acsm-maximum/1, 182.4, 4",
        "acsm-reserve/1, 99, 1",
        "acsm-reserve/1, 138, 3",
        "acsm-reserve/1, 137.99, 2",
        "acsm-reserve/1, 177, 4",
        "acsm-reserve/1, 40, 0",
        "karvonen/1, 151, 3",
        "friel-run/1, 181.9, 6",
        "friel-run/1, 175.1, 5",
        "coggan/1, 180.2, 4"
    })
    void each_model_has_its_own_base(String id, double bpm, int zone) {
        HeartRateZones zones = HeartRateZones.of(ZoneModel.named(id).orElseThrow(), LIMITS);
        assertThat(zones.zoneOf(bpm)).isEqualTo(zone);
        assertThat(zones.known()).isTrue();
        assertThat(zones.model().id()).isEqualTo(id);
    }

    @ParameterizedTest(name = "{0} is no beat")
    @ValueSource(doubles = {Double.NaN, 0, 24.99, 240.01, -1, Double.POSITIVE_INFINITY})
    void what_is_no_beat_has_no_zone(double bpm) {
        assertThat(HeartRateZones.isBeat(bpm)).isFalse();
        assertThat(HeartRateZones.of(bpm, 190)).isEqualTo(HeartRateZones.UNKNOWN);
        assertThat(HeartRateZones.of(ZoneModel.KARVONEN, LIMITS).zoneOf(bpm)).isEqualTo(HeartRateZones.UNKNOWN);
    }

    @Test
    void the_lowest_and_highest_beats_have_one() {
        assertThat(HeartRateZones.of(25, 190)).isZero();
        assertThat(HeartRateZones.of(240, 190)).isEqualTo(5);
    }

    @Test
    void without_its_base_a_model_knows_no_zone() {
        HeartRateLimits maximumOnly = HeartRateLimits.measured(190);
        for (ZoneModel model : new ZoneModel[] {ZoneModel.KARVONEN, ZoneModel.FRIEL_RUN, ZoneModel.COGGAN}) {
            HeartRateZones zones = HeartRateZones.of(model, maximumOnly);
            assertThat(zones.known()).isFalse();
            assertThat(zones.zoneOf(150)).isEqualTo(HeartRateZones.UNKNOWN);
            assertThat(zones.lowerBoundBpm(1)).isNaN();
        }
        assertThat(HeartRateZones.of(ZoneModel.ACSM_RESERVE, HeartRateLimits.UNKNOWN.withResting(60))
                        .known())
                .isFalse();
        assertThat(HeartRateZones.of(150, Double.NaN)).isEqualTo(HeartRateZones.UNKNOWN);
        assertThat(HeartRateZones.of(150, 0)).isEqualTo(HeartRateZones.UNKNOWN);
    }

    @Test
    void zones_of_an_estimated_maximum_are_estimates_and_those_of_a_threshold_are_not() {
        HeartRateLimits estimated = HeartRateLimits.estimated(MaximumHeartRate.TANAKA, 35)
                .withResting(60)
                .withThreshold(160);
        assertThat(HeartRateZones.of(ZoneModel.HRMAX_5, estimated).estimated()).isTrue();
        assertThat(HeartRateZones.of(ZoneModel.KARVONEN, estimated).estimated()).isTrue();
        assertThat(HeartRateZones.of(ZoneModel.COGGAN, estimated).estimated()).isFalse();
        assertThat(HeartRateZones.of(ZoneModel.HRMAX_5, LIMITS).estimated()).isFalse();
    }

    @Test
    void the_bounds_can_be_told_in_beats() {
        HeartRateZones reserve = HeartRateZones.of(ZoneModel.KARVONEN, LIMITS);
        assertThat(reserve.lowerBoundBpm(0)).isZero();
        assertThat(reserve.lowerBoundBpm(1)).isEqualTo(125);
        assertThat(reserve.lowerBoundBpm(3)).isEqualTo(151);
        assertThat(HeartRateZones.of(ZoneModel.ORANGETHEORY, HeartRateLimits.measured(183.55))
                        .lowerBoundBpm(4))
                .isEqualTo(154.182);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> reserve.lowerBoundBpm(6));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> reserve.lowerBoundBpm(-1));
    }

    @Test
    void the_default_is_the_five_of_the_maximum() {
        assertThat(HeartRateZones.MODEL).isEqualTo("hrmax-5/1");
        assertThat(HeartRateZones.COUNT).isEqualTo(ZoneModel.HRMAX_5.count());
    }

    @Property
    void a_faster_heart_is_never_in_a_lower_zone(
            @ForAll @IntRange(min = 2500, max = 23_999) int hundredths, @ForAll @IntRange(max = 6) int which) {
        HeartRateZones zones = HeartRateZones.of(ZoneModel.published().get(which), LIMITS);
        assertThat(zones.zoneOf((hundredths + 1) / 100.0)).isGreaterThanOrEqualTo(zones.zoneOf(hundredths / 100.0));
    }

    @Property
    void a_beat_is_at_or_above_the_bound_of_its_zone_and_under_the_next(
            @ForAll @IntRange(min = 2500, max = 24_000) int hundredths, @ForAll @IntRange(max = 6) int which) {
        HeartRateZones zones = HeartRateZones.of(ZoneModel.published().get(which), LIMITS);
        double bpm = hundredths / 100.0;
        int zone = zones.zoneOf(bpm);
        assertThat(bpm).isGreaterThanOrEqualTo(zones.lowerBoundBpm(zone));
        if (zone + 1 < zones.model().count()) {
            assertThat(bpm).isLessThan(zones.lowerBoundBpm(zone + 1));
        }
    }

    @Property
    void both_doors_to_the_default_model_agree(
            @ForAll @IntRange(min = 2000, max = 25_000) int beat,
            @ForAll @IntRange(min = 8000, max = 22_000) int maximum) {
        assertThat(HeartRateZones.of(beat / 100.0, maximum / 100.0))
                .isEqualTo(HeartRateZones.of(ZoneModel.HRMAX_5, HeartRateLimits.measured(maximum / 100.0))
                        .zoneOf(beat / 100.0));
    }
}
