package dev.backstretch.domain.track;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.Track;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurroundingsTest {
    private static final double LATITUDE = 18.7961;
    private static final double LONGITUDE = 98.9629;
    private static final Track.TimingLine LINE =
            new Track.TimingLine("finish", LATITUDE, LONGITUDE, LATITUDE, LONGITUDE + 1e-4);
    private static final Track OVAL = new Track("oval", 84.39, 36.5, 1.22, 8, LATITUDE, LONGITUDE, 12, false, 0, LINE);
    private static final Track LOOP = new Track("loop", 0, 0, 0, 1, LATITUDE, LONGITUDE, 0, false, 1_000, LINE);

    /** 0.009 degrees of latitude are a kilometre. */
    private static Track course(boolean legs) {
        return Track.outAndBack(
                "course", 0, new Track.OutAndBack(LATITUDE, LONGITUDE, LATITUDE + 0.009, LONGITUDE, legs));
    }

    @ParameterizedTest(name = "{0}: {1} m off is held: {2}")
    @CsvSource({
        "oval, 0, true",
        "oval, 100, true",
        "oval, 420, true",
        "oval, 430, false",
        "oval, 8000, false",
        "loop, 500, true",
        "loop, 695, true",
        "loop, 705, false",
        "course, 1000, true",
        "course, 1190, true",
        "course, 1210, false",
        "legs, 1190, true",
        "legs, 1210, false"
    })
    void whoRunsOnATrackIsHeldAndWhoWentHomeIsNot(String shape, double meters, boolean held) {
        Track track =
                switch (shape) {
                    case "oval" -> OVAL;
                    case "loop" -> LOOP;
                    default -> course(shape.equals("legs"));
                };
        Surroundings around = Surroundings.of(track);
        double degrees = meters / new LocalPlane(LATITUDE, LONGITUDE).northMeters(LATITUDE + 1);

        assertThat(around.hold(LATITUDE + degrees, LONGITUDE)).isEqualTo(held);
        assertThat(around.hold(LATITUDE - degrees, LONGITUDE)).isEqualTo(held);
    }
}
