package dev.backstretch.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is too large is not held first. */
class BoundedLogTest {
    private static LogRecord record(EventBody body) {
        return new LogRecord(
                0,
                0,
                Instant.EPOCH,
                new RunEvent("e", "s", "a", Instant.EPOCH, Instant.EPOCH, Origin.of(Origin.Kind.FILE), body));
    }

    private static LogRecord readings(int many) {
        List<Reading> all = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            all.add(new Reading(
                    "r" + i,
                    Instant.EPOCH.plusSeconds(i),
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    2.5,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    140,
                    Double.NaN,
                    Double.NaN,
                    List.of()));
        }
        return record(new EventBody.Readings(all));
    }

    @Test
    void asManyReadingsAsMayBeAreHeldWithEverythingElse() {
        var log = new BoundedLog(5);
        log.accept(new LogRecord(0, 0, Instant.EPOCH, null));
        log.accept(readings(2));
        log.accept(record(new EventBody.Leave(null)));
        log.accept(readings(3));

        assertThat(log.records()).hasSize(4);
    }

    @Test
    void theFirstThatIsTooMuchEndsTheReadingAndIsNotHeld() {
        var log = new BoundedLog(5);
        log.accept(readings(5));

        assertThatThrownBy(() -> log.accept(readings(1))).isInstanceOf(BoundedLog.FullException.class);
        assertThat(log.records()).hasSize(1);
    }
}
