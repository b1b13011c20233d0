package dev.backstretch.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstretch.domain.event.Facing;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdherenceTest {
    @ParameterizedTest(name = "{0} asked, {1} done: {2}")
    @CsvSource({
        "FORWARD, FORWARD, true",
        "BACKWARD, BACKWARD, true",
        "FORWARD, BACKWARD, false",
        "BACKWARD, STILL, false",
        "BACKWARD, UNKNOWN, false",
        "UNKNOWN, FORWARD, true",
        "UNKNOWN, BACKWARD, true",
        "UNKNOWN, STILL, false",
        "UNKNOWN, UNKNOWN, false",
        "STILL, STILL, false"
    })
    void only_the_facing_that_was_asked_is_right(Facing wanted, Facing done, boolean right) {
        Adherence adherence = Adherence.NONE.plus(wanted, done, 10);
        assertThat(adherence).isEqualTo(new Adherence(10, right ? 10 : 0));
    }

    @Test
    void seconds_add_up() {
        Adherence adherence =
                Adherence.NONE.plus(Facing.BACKWARD, Facing.BACKWARD, 30).plus(Facing.BACKWARD, Facing.STILL, 10);
        assertThat(adherence.share()).isEqualTo(0.75);
        assertThat(Adherence.NONE.share()).isNaN();
    }

    @Test
    void work_that_nobody_saw_was_planned_and_not_done() {
        assertThat(Adherence.of(List.of(new Span(0, 100, Facing.FORWARD)), List.of()))
                .isEqualTo(new Adherence(100, 0));
    }

    @Test
    void what_lies_outside_planned_work_counts_for_nothing() {
        List<Span> planned = List.of(new Span(100, 200, Facing.FORWARD));
        List<Span> done = List.of(new Span(0, 120, Facing.FORWARD), new Span(190, 300, Facing.FORWARD));
        assertThat(Adherence.of(planned, done)).isEqualTo(new Adherence(100, 30));
    }

    @Test
    void time_told_twice_counts_once() {
        List<Span> planned = List.of(new Span(0, 100, Facing.FORWARD));
        List<Span> done = List.of(
                new Span(20, 60, Facing.FORWARD),
                new Span(0, 50, Facing.FORWARD),
                new Span(30, 40, Facing.FORWARD),
                new Span(55, 70, Facing.BACKWARD));
        assertThat(Adherence.of(planned, done)).isEqualTo(new Adherence(100, 60));
    }

    @Test
    void a_stretch_does_not_end_before_it_begins() {
        assertThatThrownBy(() -> new Span(2, 1, Facing.FORWARD)).hasMessageContaining("toMicros");
        assertThat(new Span(2, 2, Facing.FORWARD).micros()).isZero();
        assertThatThrownBy(() -> new Adherence(1, 2)).hasMessageContaining("rightMicros");
        assertThatThrownBy(() -> new Adherence(1, -1)).hasMessageContaining("rightMicros");
    }
}
