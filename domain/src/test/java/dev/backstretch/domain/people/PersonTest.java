package dev.backstretch.domain.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PersonTest {
    @Test
    void the_words_for_a_log_leave_out_who_it_is() {
        Person person = new Person(
                "camp",
                "r1",
                "Swift",
                "Somebody",
                "someone@example.org",
                "2010-05-06",
                true,
                List.of("s1"),
                Instant.parse("2026-11-20T06:00:00Z"));
        assertThat(person.toString()).isEqualTo("Person[camp|r1]");
    }

    @Test
    void the_last_word_on_a_session_counts_and_old_ones_go_at_last() {
        Instant at = Instant.parse("2026-11-20T06:00:00Z");
        Person person = new Person("camp", "r1", "Swift", null, null, null, true, List.of("s1"), at);
        assertThat(person.exertions()).isEmpty();
        Person said = person.withExertion(new Exertion("s1", 4, at))
                .withExertion(new Exertion("s2", 7, at))
                .withExertion(new Exertion("s1", 6.5, at.plusSeconds(60)));
        assertThat(said.exertions())
                .containsExactly(new Exertion("s2", 7, at), new Exertion("s1", 6.5, at.plusSeconds(60)));
        assertThat(said.updatedAt()).isEqualTo(at.plusSeconds(60));
        Person often = person;
        for (int i = 0; i < 450; i++) {
            often = often.withExertion(new Exertion("s" + i, 5, at));
        }
        assertThat(often.exertions()).hasSize(400).first().isEqualTo(new Exertion("s50", 5, at));
    }

    @Test
    void an_exertion_is_between_nothing_and_maximal_and_is_no_word_for_a_log() {
        Instant at = Instant.parse("2026-11-20T06:00:00Z");
        for (double wrong : new double[] {-0.1, 10.1, Double.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Exertion("s1", wrong, at));
        }
        assertThat(new Exertion("s1", 7, at)).hasToString("Exertion[s1]");
    }
}
