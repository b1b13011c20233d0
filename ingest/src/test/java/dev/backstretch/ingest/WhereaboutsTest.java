package dev.backstretch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WhereaboutsTest {
    /** Of a session that closed long ago, say, or on an instance that has not read it. */
    @Test
    void where_the_track_is_not_known_no_place_may_be_kept() {
        var session = new LiveSession(Given.head(Given.SESSION, Given.NOW), 16);
        var place = Given.reading("a", Given.NOW, 18.7, 150);

        assertThat(session.mayKeep(Set.of("r01"), List.of(place))).isFalse();
        assertThat(session.mayKeep(Set.of("r01"), List.of(place.withoutPosition())))
                .isTrue();
        assertThat(session.mayKeep(Set.of("r01"), null)).isFalse();
    }
}
