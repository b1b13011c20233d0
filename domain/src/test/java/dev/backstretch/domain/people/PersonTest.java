package dev.backstretch.domain.people;

import static org.assertj.core.api.Assertions.assertThat;

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
}
