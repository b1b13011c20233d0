package dev.backstretch.domain.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.outcome.Frame.Counts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountsTest {
    @ParameterizedTest(name = "{0} = {1} + {2} + {3}, {4} late, {5} not used, {6} conflicting: {7}")
    @CsvSource({
        "0, 0, 0, 0, 0, 0, 0, true",
        "10, 7, 2, 1, 0, 0, 0, true",
        "10, 7, 2, 1, 7, 7, 1, true",
        "11, 7, 2, 1, 0, 0, 0, false",
        "9, 7, 2, 1, 0, 0, 0, false",
        "10, 7, 2, 1, 8, 0, 0, false",
        "10, 7, 2, 1, 0, 8, 0, false",
        "10, 7, 2, 1, 0, 0, 2, false"
    })
    void what_was_read_was_folded_rejected_or_a_duplicate_and_no_part_is_more_than_its_whole(
            long read,
            long folded,
            long rejected,
            long duplicates,
            long late,
            long notUsed,
            long conflicting,
            boolean addsUp) {
        assertThat(new Counts(read, folded, rejected, duplicates, late, notUsed, conflicting).addsUp())
                .isEqualTo(addsUp);
    }
}
