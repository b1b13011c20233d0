package dev.backstretch.domain.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Fnv1aTest {
    /** Vectors of the authors' test suite (draft-eastlake-fnv, appendix C). */
    @ParameterizedTest(name = "\"{0}\"")
    @CsvSource({"'', cbf29ce484222325", "a, af63dc4c8601ec8c", "foobar, 85944171f73967e8"})
    void it_is_the_published_hash(String text, String expected) {
        long hash = Fnv1a.START;
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            hash = Fnv1a.with(hash, octet & 0xff);
        }
        assertThat(Long.toHexString(hash)).isEqualTo(expected);
    }
}
