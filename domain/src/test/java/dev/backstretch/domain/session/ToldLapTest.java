package dev.backstretch.domain.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.lap.Lap;
import dev.backstretch.domain.lap.Mark;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Lineage;
import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.time.Micros;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ToldLapTest {
    private static Mark mark(MarkSource source, double seconds, double sigma, double offsetSeconds, String... events) {
        return new Mark(
                source,
                Micros.ofSeconds(seconds),
                sigma,
                1,
                Double.NaN,
                Micros.ofSeconds(offsetSeconds),
                Double.NaN,
                false,
                List.of(events));
    }

    private static LapOutcome told(Mark start, Mark end, @Nullable Mark first, boolean handed) {
        return new ToldLap(new Lap(2, start, end, Facing.FORWARD, 400, List.of()), handed, first, 2)
                .outcome("s", "r", 150, 170, Micros.ofSeconds(500), 7);
    }

    @Test
    void two_marks_of_one_device_are_timed_by_its_own_clock() {
        Mark start = mark(MarkSource.LINE, 100, 0.3, 1, "a");
        Mark end = mark(MarkSource.LINE, 181, 0.4, 2, "b");
        LapOutcome lap = told(start, end, start, false);
        assertThat(lap.lapSeconds()).isEqualTo(new Estimate(80, 0.98));
        assertThat(lap.splitSeconds()).isEqualTo(new Estimate(80, 0.98));
        assertThat(lap.endedAt()).isEqualTo(Micros.toInstant(Micros.ofSeconds(181)));
        assertThat(lap.startedAt()).isEqualTo(Micros.toInstant(Micros.ofSeconds(101)));
        assertThat(lap.paceSecondsPerKm()).isEqualTo(new Estimate(200, 2.646));
    }

    @Test
    void marks_of_two_clocks_are_timed_by_the_sessions() {
        Mark line = mark(MarkSource.LINE, 100, 0.3, 1, "a");
        Mark tap = mark(MarkSource.TAP, 181, 0.2, 0, "b");
        Mark gun = mark(MarkSource.LINE, 99, 1.5, 0);
        assertThat(told(line, tap, line, false).lapSeconds().value()).isEqualTo(81);
        assertThat(told(tap, mark(MarkSource.LINE, 270, 0.3, 3, "c"), line, false)
                        .lapSeconds()
                        .value())
                .isEqualTo(89);
        assertThat(told(gun, mark(MarkSource.LINE, 180, 0.3, 1, "d"), gun, false)
                        .lapSeconds()
                        .value())
                .as("a gun is no device's")
                .isEqualTo(81);
        assertThat(told(
                                mark(MarkSource.DISTANCE, 100, 0, 1, "a"),
                                mark(MarkSource.DISTANCE, 190, 0, 3, "b"),
                                null,
                                false)
                        .lapSeconds()
                        .value())
                .isEqualTo(88);
    }

    @Test
    void the_split_goes_back_to_the_first_start() {
        Mark first = mark(MarkSource.CHIP, 10, 0.1, 0, "z");
        Mark start = mark(MarkSource.CHIP, 100, 0.1, 0, "a");
        Mark end = mark(MarkSource.TAP, 180, 0.25, 0, "b");
        LapOutcome lap = told(start, end, first, false);
        assertThat(lap.splitSeconds()).isEqualTo(new Estimate(170, 0.528));
        assertThat(told(start, end, null, false).splitSeconds())
                .as("no start is known: the lap's own")
                .isEqualTo(lap.lapSeconds());
        assertThat(told(start, end, first, true).splitSeconds())
                .as("a leg begins with the arrival of the one before")
                .isEqualTo(lap.lapSeconds());
    }

    @Test
    void a_lap_is_as_good_as_the_weaker_of_its_marks_and_names_both() {
        Mark chip = mark(MarkSource.CHIP, 100, 0.1, 0, "a", "both");
        Mark line = mark(MarkSource.LINE, 180, 0.25, 0, "both", "b");
        assertThat(told(chip, line, chip, false).source()).isEqualTo(MarkSource.LINE);
        assertThat(told(line, mark(MarkSource.CHIP, 260, 0.1, 0, "c"), chip, false)
                        .source())
                .isEqualTo(MarkSource.LINE);
        assertThat(told(chip, line, chip, false).lineage().eventIds()).containsExactly("a", "both", "b");
        assertThat(told(chip, line, chip, false).lineage().marks())
                .containsExactly(
                        new Lineage.Passing(MarkSource.CHIP, Micros.toInstant(chip.micros()), 0.196, 2),
                        new Lineage.Passing(MarkSource.LINE, Micros.toInstant(line.micros()), 0.49, 2));
    }
}
