package dev.backstretch.domain.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.event.Track;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanesTest {
    private static Track track(double lapMeters) {
        return new Track(
                "standard",
                84.39,
                36.50,
                1.22,
                8,
                18.79,
                98.95,
                0,
                false,
                lapMeters,
                new Track.TimingLine("finish", 18.79, 98.95, 18.7901, 98.95));
    }

    @ParameterizedTest(name = "lane {0}: {1} m, and {2} m where lane 1 is a quarter of a mile")
    @CsvSource({
        "1, 400.00, 402.336",
        "2, 407.04, 409.37",
        "3, 414.70, 417.04",
        "4, 422.37, 424.70",
        "5, 430.03, 432.37",
        "6, 437.70, 440.03",
        "7, 445.37, 447.70",
        "8, 453.03, 455.36"
    })
    void a_lap_is_as_long_as_its_lane(int lane, double standard, double quarterMile) {
        // domain notes §4.1
        assertThat(Lanes.lapMeters(track(0), lane)).isCloseTo(standard, within(0.006));
        assertThat(Lanes.lapMeters(track(402.336), lane)).isCloseTo(quarterMile, within(0.012));
    }
}
