package dev.backstretch.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.session.SessionFold;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plain fold over simulated sessions, against the truth. */
class CampFoldTest {
    private static CampOptions options(long seed) {
        return CampOptions.demo("demo", seed, Instant.parse("2026-11-21T00:00:00Z"));
    }

    private static List<Outcome> fold(Camp camp) {
        List<Outcome> outcomes = new ArrayList<>();
        SessionFold fold = new SessionFold(camp.options().sessionId());
        for (RunEvent event : camp.events()) {
            fold.apply(event, -1, outcomes::add);
        }
        return outcomes;
    }

    private static int items(RunEvent event) {
        return event.body() instanceof EventBody.Readings readings
                ? readings.readings().size()
                : 1;
    }

    private static TruthComparison compare(Camp camp, List<Outcome> outcomes) {
        return TruthComparison.ofOutcomes(
                camp.truth(),
                outcomes.stream()
                        .filter(LapOutcome.class::isInstance)
                        .map(LapOutcome.class::cast)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 1, 2, 3})
    void withChipsEveryLapIsWithinThreeTenths(long seed) {
        Camp camp = Camp.of(options(seed));
        TruthComparison comparison = compare(camp, fold(camp));
        assertThat(comparison.within(0.3)).as("seed %d: %s", seed, comparison).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 1, 2, 3})
    void withIdealNoiseTheLineAloneIsWithinThreeTenths(long seed) {
        Camp camp = Camp.of(options(seed).withNoise(Noise.IDEAL).withChips(0));
        TruthComparison comparison = compare(camp, fold(camp));
        assertThat(comparison.within(0.3)).as("seed %d: %s", seed, comparison).isTrue();
    }

    /** An ordinary phone: every lap is found, half of them within half a second. */
    @ParameterizedTest
    @ValueSource(longs = {7, 1, 2, 3})
    void withoutChipsEveryLapIsFoundAndNoneIsFarOff(long seed) {
        Camp camp = Camp.of(options(seed).withChips(0));
        TruthComparison comparison = compare(camp, fold(camp));
        assertThat(comparison.countsEqual()).as("seed %d: %s", seed, comparison).isTrue();
        assertThat(comparison.p50Seconds()).as("seed %d: %s", seed, comparison).isLessThanOrEqualTo(0.5);
        assertThat(comparison.maximumSeconds())
                .as("seed %d: %s", seed, comparison)
                .isLessThanOrEqualTo(2.0);
    }

    @Test
    void everyItemOfTheLogIsReadOnce() {
        Camp camp = Camp.of(options(7).withRunners(4).withTaps(0.5));
        SessionFold fold = new SessionFold(camp.options().sessionId());
        List<RunEvent> events = camp.events();
        events.forEach(event -> fold.apply(event, SessionFold.NO_PARTITION, outcome -> {}));

        assertThat(fold.counts().read())
                .isEqualTo(events.stream().mapToInt(CampFoldTest::items).sum());
        assertThat(fold.counts().addsUp()).isTrue();
    }

    @Test
    void theLastFrameAccountsForEveryItem() {
        Camp camp = Camp.of(options(7).withRunners(4).withTaps(0.5));
        List<Outcome> outcomes = fold(camp);
        assertThat(outcomes).noneMatch(Rejection.class::isInstance);
        List<Frame> last = outcomes.stream()
                .filter(outcome -> outcome instanceof Frame frame && frame.last())
                .map(Frame.class::cast)
                .toList();
        assertThat(last).isNotEmpty();
        Frame.Counts counts = last.get(0).counts();
        assertThat(counts).isNotNull();
        assertThat(counts == null ? Frame.Counts.NONE : counts).satisfies(sum -> {
            assertThat(sum.addsUp()).isTrue();
            assertThat(sum.duplicates()).isEqualTo(camp.truth().counts().duplicated());
            assertThat(sum.read()).isGreaterThan(camp.truth().counts().readings());
        });
    }

    private static List<Alert> spotterAlerts(Camp camp) {
        return fold(camp).stream()
                .filter(Alert.class::isInstance)
                .map(Alert.class::cast)
                .filter(alert -> alert.kind() == Alert.Kind.NO_SPOTTER)
                .toList();
    }

    @Test
    void whereSpottersStandNobodyAsksForThem() {
        assertThat(spotterAlerts(Camp.of(options(7)))).isEmpty();
    }

    @Test
    void whereNobodyWatchesTheFirstBackwardLapAsksForSpotters() {
        List<Alert> alerts = spotterAlerts(Camp.of(options(7).withoutSpotters()));
        assertThat(alerts).isNotEmpty();
        assertThat(alerts.get(0).severity()).isEqualTo(Alert.Severity.AMBER);
        assertThat(alerts.get(0).value()).as("spotters there").isZero();
        assertThat(alerts.get(0).threshold()).as("spotters needed").isPositive();
    }
}
