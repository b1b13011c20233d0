package dev.backstretch.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.session.SessionFold;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fold that is put away and taken up again in the middle gives what it would have given (design D7). */
class SnapshotFoldTest {
    private static final String SESSION = "snapshot";

    @ParameterizedTest(name = "a snapshot every {0} events changes no outcome")
    @ValueSource(ints = {61, 997})
    void a_restored_fold_gives_the_same_outcomes(int every) {
        List<RunEvent> events = Camp.of(CampOptions.demo(SESSION, 7, Instant.parse("2026-11-21T00:00:00Z"))
                        .withRunners(4)
                        .withChips(0.5))
                .events();

        List<Outcome> straight = fold(events, Integer.MAX_VALUE);
        List<Outcome> interrupted = fold(events, every);

        assertThat(straight).isNotEmpty();
        for (int i = 0; i < Math.min(straight.size(), interrupted.size()); i++) {
            assertThat(interrupted.get(i)).as("outcome " + i).isEqualTo(straight.get(i));
        }
        assertThat(interrupted).hasSameSizeAs(straight);
    }

    private static List<Outcome> fold(List<RunEvent> events, int snapshotEvery) {
        List<Outcome> outcomes = new ArrayList<>();
        SessionFold fold = new SessionFold(SESSION);
        int since = 0;
        for (RunEvent event : events) {
            fold.apply(event, SessionFold.NO_PARTITION, outcomes::add);
            if (++since == snapshotEvery) {
                fold = SessionFold.restore(SESSION, fold.snapshot());
                since = 0;
            }
        }
        return outcomes;
    }
}
