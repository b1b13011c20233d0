package dev.backstretch.domain.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SorenessReminderTest {
    @ParameterizedTest(name = "ran backwards on {0}, today {1}: {2}")
    @CsvSource({
        "2026-11-21, 2026-11-21, false",
        "2026-11-21, 2026-11-22, true",
        "2026-11-21, 2026-11-23, false",
        "2026-12-31, 2027-01-01, true"
    })
    void it_is_due_the_day_after(LocalDate last, LocalDate today, boolean due) {
        assertThat(SorenessReminder.isDue(last, today)).isEqualTo(due);
    }

    @Test
    void who_never_ran_backwards_is_reminded_of_nothing() {
        assertThat(SorenessReminder.isDue(null, LocalDate.of(2026, 11, 22))).isFalse();
    }
}
