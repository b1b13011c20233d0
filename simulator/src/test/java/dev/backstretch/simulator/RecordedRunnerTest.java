package dev.backstretch.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordedRunnerTest {
    private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");
    private static final Instant RAN = Instant.parse("2020-12-02T06:31:12.123456Z");

    private static RecordedRunner recorded(int index, Instant from, int seconds) {
        List<Reading> readings = new ArrayList<>();
        for (int second = 0; second < seconds; second++) {
            readings.add(new Reading(
                    "r" + second,
                    from.plusSeconds(second),
                    48.1,
                    2.1,
                    Double.NaN,
                    2.9,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    150,
                    Double.NaN,
                    2.9 * second,
                    List.of()));
        }
        return RecordedRunner.numbered(index, readings);
    }

    private static List<RunEvent> events(List<RecordedRunner> recorded) {
        return Camp.of(CampOptions.demo("demo", 1, START).withRunners(0)).deliveries(recorded).stream()
                .map(Delivery::event)
                .toList();
    }

    private static Instant firstOf(String runner, List<RunEvent> events) {
        return events.stream()
                .filter(event -> runner.equals(event.runnerId()) && event.body() instanceof EventBody.Readings)
                .findFirst()
                .orElseThrow()
                .observedAt();
    }

    @Test
    void runnersWhoRanTogetherStaySideBySide() {
        List<RunEvent> events = events(List.of(
                recorded(0, RAN.plusSeconds(40), 100),
                recorded(1, RAN, 60),
                recorded(2, RAN.plus(Duration.ofDays(4)), 50)));
        assertThat(firstOf("rec-B", events)).isEqualTo(START);
        assertThat(firstOf("rec-A", events)).isEqualTo(START.plusSeconds(40));
        assertThat(firstOf("rec-C", events)).as("ran on another day").isEqualTo(START);
    }

    @Test
    void aRecordingIsReceivedWhenItWasObserved() {
        List<RunEvent> events = events(List.of(recorded(0, RAN, 30)));
        List<RunEvent> readings = events.stream()
                .filter(event -> event.body() instanceof EventBody.Readings)
                .toList();
        assertThat(readings).hasSize(30).allSatisfy(event -> {
            assertThat(event.receivedAt()).isEqualTo(event.observedAt());
            assertThat(event.origin()).isEqualTo(new Origin(Origin.Kind.FILE, "rec-A"));
        });
        assertThat(Duration.between(
                        readings.get(0).observedAt(), readings.get(29).observedAt()))
                .isEqualTo(Duration.ofSeconds(29));
    }

    @Test
    void aRecordedRunnerJoinsWithLapsOfAKilometreAndNoLane() {
        List<RunEvent> events = events(List.of(recorded(0, RAN, 3)));
        assertThat(events.get(1).runnerId()).isEqualTo("rec-A");
        assertThat(events.get(1).body()).isInstanceOfSatisfying(EventBody.Join.class, join -> {
            assertThat(join.lapRule()).isEqualTo(EventBody.LapRule.DISTANCE);
            assertThat(join.lapMeters()).isEqualTo(1000);
            assertThat(join.lane()).isNull();
            assertThat(join.device()).isEqualTo("rec-A");
        });
    }

    @Test
    void aReadingThatIsOlderThanTheOneBeforeIsNotReceivedBeforeIt() {
        List<Reading> readings = new ArrayList<>(recorded(0, RAN, 3).readings());
        readings.add(readings.remove(0));
        List<RunEvent> events = events(List.of(RecordedRunner.numbered(0, readings)));
        List<RunEvent> received = events.stream()
                .filter(event -> event.body() instanceof EventBody.Readings)
                .toList();
        assertThat(received.get(2).observedAt()).isEqualTo(START);
        assertThat(received.get(2).receivedAt()).isEqualTo(received.get(1).receivedAt());
    }

    @Test
    void theTwentySeventhRecordingHasTwoLetters() {
        assertThat(recorded(25, RAN, 1).runnerId()).isEqualTo("rec-Z");
        assertThat(recorded(26, RAN, 1).runnerId()).isEqualTo("rec-AA");
    }
}
