package dev.backstretch.simulator;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.EventBody.LapRule;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Someone who really ran: the readings of a recorded file, moved in time so that they take part in a session. Laps go by
 * distance.
 *
 * @param runnerId {@code rec-A}
 * @param alias the public name
 * @param maximumHeartRateBpm null when unknown
 * @param readings in the file's order, at least one
 */
public record RecordedRunner(
        String runnerId, String alias, @Nullable Double maximumHeartRateBpm, List<Reading> readings) {
    /** Length of a lap of those who run without a track. */
    public static final double LAP_METERS = 1000;

    public RecordedRunner {
        Objects.requireNonNull(runnerId, "runnerId");
        Objects.requireNonNull(alias, "alias");
        readings = List.copyOf(readings);
        if (readings.isEmpty()) {
            throw new IllegalArgumentException("readings: a recorded runner has at least one");
        }
    }

    /** The {@code index}-th recording of a demo: runner and device {@code rec-A}, {@code rec-B} and so on. */
    public static RecordedRunner numbered(int index, List<Reading> readings) {
        String letters = letters(index);
        return new RecordedRunner("rec-" + letters, "Rec " + letters, null, readings);
    }

    private static String letters(int index) {
        String last = String.valueOf((char) ('A' + index % 26));
        return index < 26 ? last : letters(index / 26 - 1) + last;
    }

    Instant firstAt() {
        return readings.stream()
                .map(Reading::observedAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    Instant lastAt() {
        return readings.stream()
                .map(Reading::observedAt)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /**
     * What the recordings deliver in a session that starts at {@code startsAt}, by arrival: first the joins. Recordings
     * that overlap in real time ran together and are moved by the same time, so that side by side stays side by side;
     * each such group's first reading falls on the session's start. All moves are whole microseconds.
     */
    static List<Delivery> deliveries(String sessionId, Instant startsAt, List<RecordedRunner> recorded) {
        List<Delivery> deliveries = new ArrayList<>();
        List<RecordedRunner> byStart = new ArrayList<>(recorded);
        byStart.sort(Comparator.comparing(RecordedRunner::firstAt));
        Instant groupStart = Instant.MIN;
        Instant groupEnd = Instant.MIN;
        for (RecordedRunner runner : byStart) {
            if (runner.firstAt().isAfter(groupEnd)) {
                groupStart = runner.firstAt().truncatedTo(ChronoUnit.MICROS);
                groupEnd = runner.lastAt();
            } else if (runner.lastAt().isAfter(groupEnd)) {
                groupEnd = runner.lastAt();
            }
            runner.deliver(sessionId, startsAt, Duration.between(groupStart, startsAt), deliveries);
        }
        List<Delivery> joins = new ArrayList<>();
        for (RecordedRunner runner : recorded) {
            joins.add(runner.join(sessionId, startsAt));
        }
        deliveries.sort(Delivery.BY_ARRIVAL);
        joins.addAll(deliveries);
        return joins;
    }

    private Delivery join(String sessionId, Instant startsAt) {
        return new Delivery(
                new RunEvent(
                        "join-" + runnerId,
                        sessionId,
                        runnerId,
                        startsAt,
                        startsAt,
                        Origin.of(Origin.Kind.CAMP),
                        new EventBody.Join(
                                null,
                                alias,
                                runnerId,
                                null,
                                null,
                                LapRule.DISTANCE,
                                LAP_METERS,
                                null,
                                null,
                                maximumHeartRateBpm,
                                maximumHeartRateBpm == null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null)),
                0);
    }

    /** A recording is received when it was observed, but never before what stands earlier in its file. */
    private void deliver(String sessionId, Instant startsAt, Duration move, List<Delivery> deliveries) {
        Instant arrival = startsAt;
        int index = 0;
        for (Reading reading : readings) {
            Instant observedAt = reading.observedAt().plus(move);
            if (observedAt.isAfter(arrival)) {
                arrival = observedAt;
            }
            String id = String.format(Locale.ROOT, "%s-%06d", runnerId, index++);
            Reading moved = new Reading(
                    id,
                    observedAt,
                    reading.latitudeDegrees(),
                    reading.longitudeDegrees(),
                    reading.horizontalAccuracyMeters(),
                    reading.speedMetersPerSecond(),
                    reading.courseDegrees(),
                    reading.compassDegrees(),
                    reading.altitudeMeters(),
                    reading.heartRateBpm(),
                    reading.cadenceStepsPerMinute(),
                    reading.distanceMeters(),
                    reading.flags());
            deliveries.add(new Delivery(
                    new RunEvent(
                            id,
                            sessionId,
                            runnerId,
                            observedAt,
                            arrival,
                            new Origin(Origin.Kind.FILE, runnerId),
                            new EventBody.Readings(List.of(moved))),
                    0));
        }
    }
}
