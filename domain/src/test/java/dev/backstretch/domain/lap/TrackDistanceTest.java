package dev.backstretch.domain.lap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.time.Micros;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrackDistanceTest {
    private static Mark at(double second, double pathMeters) {
        return new Mark(MarkSource.CHIP, Micros.ofSeconds(second), 0.1, 0, pathMeters, 0, Double.NaN, false, List.of());
    }

    private static Lap lap(int number, double fromMeters, double toMeters) {
        return new Lap(
                number, at(120 * number, fromMeters), at(120 * number + 120, toMeters), Facing.FORWARD, 400, List.of());
    }

    @Test
    void a_lap_whose_way_nobody_knows_or_that_did_not_move_tells_nothing() {
        List<Lap> laps = List.of(lap(1, 0, 420), lap(2, 420, Double.NaN), lap(3, 420, 420));
        TrackDistance distance = TrackDistance.after(laps);
        assertThat(distance.factor()).isCloseTo(400 / 420.0, within(1e-12));
        assertThat(distance.lapMeters(1000)).isEqualTo(400);
        assertThat(TrackDistance.after(laps.subList(1, 3))).isSameAs(TrackDistance.AS_MEASURED);
    }
}
