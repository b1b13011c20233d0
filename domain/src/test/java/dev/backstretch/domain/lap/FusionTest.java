package dev.backstretch.domain.lap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.time.Micros;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FusionTest {
    private static Mark mark(MarkSource source, double second, int sign, double rssiDbm, String eventId) {
        return new Mark(source, Micros.ofSeconds(second), 0.2, sign, Double.NaN, 0, rssiDbm, false, List.of(eventId));
    }

    private static Mark chip(double second, String eventId) {
        return mark(MarkSource.CHIP, second, 0, Double.NaN, eventId);
    }

    private static Mark tap(double second, String eventId) {
        return mark(MarkSource.TAP, second, 0, Double.NaN, eventId);
    }

    private static Mark line(double second, String eventId) {
        return mark(MarkSource.LINE, second, 1, Double.NaN, eventId);
    }

    private static List<Mark> fused(Mark... marks) {
        return Fusion.of(List.of(marks), 400);
    }

    @ParameterizedTest(name = "chip reads {0} s apart: {1} passings")
    @CsvSource({"0.5, 1", "1, 1", "1.000001, 2"})
    void reads_within_a_second_are_one_passing(double apart, int passings) {
        assertThat(fused(chip(100, "a"), chip(100 + apart, "b"))).hasSize(passings);
    }

    @Test
    void of_a_burst_the_first_of_the_strongest_reads_counts() {
        assertThat(fused(
                        mark(MarkSource.CHIP, 100, 0, -70, "a"),
                        mark(MarkSource.CHIP, 100.3, 0, -55, "b"),
                        mark(MarkSource.CHIP, 100.6, 0, -55, "c")))
                .extracting(Mark::micros)
                .containsExactly(Micros.ofSeconds(100.3));
        assertThat(fused(chip(100, "a"), chip(100.3, "b")))
                .extracting(Mark::micros)
                .containsExactly(Micros.ofSeconds(100));
    }

    @Test
    void two_reads_of_one_moment_are_told_apart_by_their_ids_whatever_came_first() {
        assertThat(fused(chip(100, "a"), chip(100, "b"))).isEqualTo(fused(chip(100, "b"), chip(100, "a")));
        assertThat(fused(chip(100, "b"), chip(100, "a")))
                .singleElement()
                .satisfies(passing -> assertThat(passing.eventIds()).containsExactly("a"));
    }

    @Test
    void a_tap_beside_a_chip_is_evidence_of_the_same_passing() {
        assertThat(fused(chip(100, "chip"), tap(101, "tap"))).singleElement().satisfies(passing -> {
            assertThat(passing.source()).isEqualTo(MarkSource.CHIP);
            assertThat(passing.micros()).isEqualTo(Micros.ofSeconds(100));
            assertThat(passing.eventIds()).containsExactly("chip", "tap");
        });
    }

    @ParameterizedTest(name = "taps {0} s apart: {1} passings")
    @CsvSource({"1.999999, 1", "2, 2"})
    void a_second_tap_within_two_seconds_is_the_same_thumb(double apart, int passings) {
        assertThat(fused(tap(100, "a"), tap(100 + apart, "b"))).hasSize(passings);
    }

    @Test
    void a_line_lends_its_sign_to_the_nearest_passing_and_to_the_earlier_of_two() {
        assertThat(fused(chip(100, "a"), chip(104, "b"), line(103, "line")))
                .extracting(Mark::sign)
                .containsExactly(0, 1);
        assertThat(fused(chip(100, "a"), chip(104, "b"), line(102, "line")))
                .extracting(Mark::sign)
                .containsExactly(1, 0);
    }
}
