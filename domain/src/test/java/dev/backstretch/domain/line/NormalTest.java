package dev.backstretch.domain.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalTest {
    @ParameterizedTest(name = "{1} lie above {0} standard deviations")
    @CsvSource({"0, 0.5", "1, 0.158655254", "1.959963985, 0.025", "-1, 0.841344746", "4, 3.16712418e-5"})
    void tails_are_those_of_the_tables(double a, double tail) {
        assertThat(Normal.upperTail(a)).isCloseTo(tail, within(3e-7 * tail));
    }

    @ParameterizedTest(name = "cut at {0}, the mean of what is left lies at {1}")
    @CsvSource({"0, 0.797884561", "1, 1.525135276", "-3, 0.004437835"})
    void cutting_moves_the_mean_by_the_hazard(double a, double mean) {
        assertThat(Normal.hazard(a)).isCloseTo(mean, within(1e-6));
    }
}
