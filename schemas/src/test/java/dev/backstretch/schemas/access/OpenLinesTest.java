package dev.backstretch.schemas.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstretch.schemas.access.OpenLines.Answer;
import org.junit.jupiter.api.Test;

class OpenLinesTest {
    private final OpenLines lines = new OpenLines(new LineLimits(2, 3));

    @Test
    void one_session_leaves_room_for_another_and_all_together_have_a_bound() {
        assertThat(lines.open("s1")).isEqualTo(Answer.OPEN);
        assertThat(lines.open("s1")).isEqualTo(Answer.OPEN);
        assertThat(lines.open("s1")).isEqualTo(Answer.SESSION_FULL);
        assertThat(lines.open("s2")).isEqualTo(Answer.OPEN);
        assertThat(lines.open("s2")).isEqualTo(Answer.ALL_FULL);
        assertThat(lines.open(null)).isEqualTo(Answer.ALL_FULL);
    }

    @Test
    void a_line_that_closes_makes_room() {
        lines.open("s1");
        lines.open("s1");
        lines.open(null);
        lines.close("s1");
        assertThat(lines.size()).isEqualTo(2);
        assertThat(lines.open("s1")).isEqualTo(Answer.OPEN);
        lines.close(null);
        assertThat(lines.open("s1")).isEqualTo(Answer.SESSION_FULL);
    }

    @Test
    void a_limit_of_nothing_is_none() {
        assertThatThrownBy(() -> new LineLimits(0, 5)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> new LineLimits(5, 0)).hasMessageContaining("at least 1");
    }
}
