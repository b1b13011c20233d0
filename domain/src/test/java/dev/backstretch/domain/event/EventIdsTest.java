package dev.backstretch.domain.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventIdsTest {
    private static final Instant T0 = Instant.parse("2026-11-20T06:00:00Z");
    private static final Origin PHONE = new Origin(Origin.Kind.DEVICE, "phone-1");

    private static Reading reading(Instant at, double heartRateBpm, double speed) {
        return new Reading(
                "ignored",
                at,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                speed,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                heartRateBpm,
                Double.NaN,
                Double.NaN,
                List.of());
    }

    @Test
    void the_hash_is_the_same_on_every_machine() {
        assertThat(EventIds.ofReading(PHONE, "r1", reading(T0, 150, 3.42)))
                .isEqualTo(EventIds.ofReading(PHONE, "r1", reading(T0.plusNanos(999), 150, 3.42)))
                .matches("[0-9a-f]{24}");
    }

    @Test
    void origin_runner_time_and_each_value_make_another_event() {
        Set<String> ids = new HashSet<>();
        ids.add(EventIds.ofReading(PHONE, "r1", reading(T0, 150, 3.42)));
        ids.add(EventIds.ofReading(PHONE, "r2", reading(T0, 150, 3.42)));
        ids.add(EventIds.ofReading(Origin.of(Origin.Kind.DEVICE), "r1", reading(T0, 150, 3.42)));
        ids.add(EventIds.ofReading(new Origin(Origin.Kind.FILE, "phone-1"), "r1", reading(T0, 150, 3.42)));
        ids.add(EventIds.ofReading(PHONE, "r1", reading(T0.plusMillis(1), 150, 3.42)));
        ids.add(EventIds.ofReading(PHONE, "r1", reading(T0, 151, 3.42)));
        ids.add(EventIds.ofReading(PHONE, "r1", reading(T0, 150, Double.NaN)));
        ids.add(EventIds.ofReading(PHONE, "r1", reading(T0, Double.NaN, 150)));
        ids.add(EventIds.of(PHONE, "r1", T0, "tap"));
        ids.add(EventIds.of(PHONE, null, T0, "r1tap"));
        assertThat(ids).hasSize(10);
    }

    @Test
    void minus_zero_is_zero() {
        assertThat(EventIds.ofReading(PHONE, "r1", reading(T0, 150, -0.0)))
                .isEqualTo(EventIds.ofReading(PHONE, "r1", reading(T0, 150, 0.0)));
    }

    @Test
    void an_event_is_told_by_its_origin_runner_time_and_content() {
        Set<String> ids = new HashSet<>();
        ids.add(EventIds.of(PHONE, "r1", T0, "tap"));
        ids.add(EventIds.of(PHONE, "r1", T0, "lap"));
        ids.add(EventIds.of(PHONE, "r2", T0, "tap"));
        ids.add(EventIds.of(PHONE, "r1", T0.plusMillis(1), "tap"));
        ids.add(EventIds.of(Origin.of(Origin.Kind.DEVICE), "r1", T0, "tap"));
        assertThat(ids).hasSize(5);
        assertThat(EventIds.of(PHONE, "r1", T0, "tap")).isIn(ids);
    }

    private static Reading named(String id) {
        Reading reading = reading(T0, 150, 3.42);
        return new Reading(
                id,
                reading.observedAt(),
                reading.latitudeDegrees(),
                reading.longitudeDegrees(),
                reading.horizontalAccuracyMeters(),
                reading.speedMetersPerSecond(),
                reading.courseDegrees(),
                reading.compassDegrees(),
                reading.altitudeMeters(),
                reading.heartRateBpm(),
                reading.cadenceStepsPerMinute(),
                reading.distanceMeters(),
                List.of());
    }

    @Test
    void a_delivery_is_told_by_its_runner_and_by_its_readings_in_their_order() {
        Set<String> ids = new HashSet<>();
        ids.add(EventIds.ofDelivery("r1", List.of(named("a"), named("b"))));
        ids.add(EventIds.ofDelivery("r1", List.of(named("b"), named("a"))));
        ids.add(EventIds.ofDelivery("r1", List.of(named("a"))));
        ids.add(EventIds.ofDelivery("r1", List.of(named("ab"))));
        ids.add(EventIds.ofDelivery("r2", List.of(named("a"), named("b"))));
        assertThat(ids).hasSize(5);
        assertThat(EventIds.ofDelivery("r1", List.of(named("a"), named("b")))).isIn(ids);
    }
}
