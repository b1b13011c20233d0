package dev.backstretch.domain.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.outcome.RunnerState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttendanceTest {
    @ParameterizedTest(name = "{0} with {1} laps: {2}")
    @CsvSource({
        "WAITING, 0, NO_SHOW",
        "WAITING, 1, CAME",
        "LEFT, 0, LEFT",
        "LEFT, 2, LEFT",
        "RUNNING, 0, CAME",
        "RESTING, 1, CAME",
        "STOPPED, 0, CAME",
        "SILENT, 0, CAME",
        "FINISHED, 2, CAME",
        "UNRECOGNISED, 0, CAME"
    })
    void who_was_seen_after_the_start_came(RunnerState state, int laps, Attendance attendance) {
        assertThat(Attendance.of(state, laps)).isEqualTo(attendance);
    }
}
