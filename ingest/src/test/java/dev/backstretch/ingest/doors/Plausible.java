package dev.backstretch.ingest.doors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.Reading;

/** What holds for every reading that any door took, whatever the device. */
final class Plausible {
    private Plausible() {}

    static void check(Reading reading) {
        assertThat(reading.readingId()).isNotBlank();
        within("latitude", reading.latitudeDegrees(), -90, 90);
        within("longitude", reading.longitudeDegrees(), -180, 180);
        assertThat(Double.isNaN(reading.latitudeDegrees())).isEqualTo(Double.isNaN(reading.longitudeDegrees()));
        assertThat(reading.latitudeDegrees() == 0.0 && reading.longitudeDegrees() == 0.0)
                .as("0, 0")
                .isFalse();
        within("accuracy", reading.horizontalAccuracyMeters(), 0, Double.MAX_VALUE);
        within("speed", reading.speedMetersPerSecond(), 0, 12.5);
        within("course", reading.courseDegrees(), 0, Math.nextDown(360.0));
        within("compass", reading.compassDegrees(), 0, Math.nextDown(360.0));
        within("altitude", reading.altitudeMeters(), -500, 9_000);
        within("heart rate", reading.heartRateBpm(), 25, 240);
        within("cadence", reading.cadenceStepsPerMinute(), 0, 400);
        within("distance", reading.distanceMeters(), 0, 1_000_000);
    }

    private static void within(String what, double value, double lowest, double highest) {
        assertThat(Double.isNaN(value) || (value >= lowest && value <= highest))
                .as(what + " " + value)
                .isTrue();
    }
}
