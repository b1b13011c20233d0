package dev.backstretch.domain.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstretch.domain.track.LocalPlane;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class HiddenPlacePropertyTest {
    @Property
    void whateverIsDrawnAllWithin200MetersIsHiddenAndNothingBeyond500(
            @ForAll @DoubleRange(min = -75, max = 75) double latitude,
            @ForAll @DoubleRange(min = -180, max = 180) double longitude,
            @ForAll @DoubleRange(min = 50, max = 150) double offset,
            @ForAll @DoubleRange(min = 0, max = 360) double bearing,
            @ForAll @DoubleRange(min = 0, max = 360) double where) {
        HiddenPlace place = HiddenPlace.around(latitude, longitude, offset, bearing);

        assertThat(hides(place, latitude, longitude, 0, where)).isTrue();
        assertThat(hides(place, latitude, longitude, 199, where)).isTrue();
        assertThat(hides(place, latitude, longitude, 510, where)).isFalse();
    }

    @Property
    void theCentreIsNotThePlaceAndTheCircleServesThePlace(
            @ForAll @DoubleRange(min = -75, max = 75) double latitude,
            @ForAll @DoubleRange(min = 50, max = 149) double offset,
            @ForAll @DoubleRange(min = 0, max = 360) double bearing) {
        HiddenPlace place = HiddenPlace.around(latitude, 100, offset, bearing);
        var plane = new LocalPlane(latitude, 100);
        double away = StrictMath.hypot(
                plane.eastMeters(place.longitudeDegrees()), plane.northMeters(place.latitudeDegrees()));

        assertThat(away).isBetween(offset - 1, offset + 1);
        assertThat(place.serves(latitude, 100)).isTrue();
        assertThat(place.toString()).doesNotContain("100");
    }

    @Property(tries = 1)
    void anOffsetThatWouldGiveThePlaceAwayIsRefused() {
        assertThatThrownBy(() -> HiddenPlace.around(18.7, 98.9, 0, 10)).hasMessageContaining("offsetMeters");
        assertThatThrownBy(() -> HiddenPlace.around(18.7, 98.9, 151, 10)).hasMessageContaining("offsetMeters");
        assertThatThrownBy(() -> new HiddenPlace(Double.NaN, 0)).hasMessageContaining("WGS84");
    }

    private static boolean hides(
            HiddenPlace place, double latitude, double longitude, double meters, double bearingDegrees) {
        var plane = new LocalPlane(latitude, longitude);
        double bearing = StrictMath.toRadians(bearingDegrees);
        double north = meters * StrictMath.cos(bearing) / plane.northMeters(latitude + 1);
        double east = meters * StrictMath.sin(bearing) / new LocalPlane(latitude, 0).eastMeters(1);
        return place.hides(latitude + north, longitude + east);
    }
}
