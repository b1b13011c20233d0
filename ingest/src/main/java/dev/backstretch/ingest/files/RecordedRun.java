package dev.backstretch.ingest.files;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.EventBody.LapRule;
import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.event.SessionClock;
import dev.backstretch.ingest.files.Recording.Decoded;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A recording as the log of a session of its own: opened without a track, joined for laps of 1 km, each reading a
 * delivery received when it was observed, ticks between them, closed at the end. A pure function of the recording.
 *
 * @param planName a plan to follow; null runs free
 * @param positionsOnly keeps the device's own distances from the fold
 */
public record RecordedRun(
        String sessionId, String runnerId, @Nullable String planName, RunnerProfile profile, boolean positionsOnly) {
    /** Length of a lap where there is no track. */
    public static final double LAP_METERS = 1000.0;

    /** The readings as the fold is to see them, in order of time. */
    public List<Reading> readings(Decoded recording) {
        return positionsOnly
                ? recording.readings().stream()
                        .map(RecordedRun::withoutDistance)
                        .toList()
                : recording.readings();
    }

    /** Hands the session's events out, in order. */
    public void play(Decoded recording, Consumer<RunEvent> log) {
        TickedLog ticked = new TickedLog(sessionId, log);
        Instant start = recording.firstObservedAt();
        ticked.accept(event("open-" + sessionId, null, start, Origin.Kind.CAMP, opened()));
        ticked.accept(event("join-" + runnerId, runnerId, start, Origin.Kind.CAMP, join()));
        for (Reading reading : readings(recording)) {
            ticked.accept(event(
                    "d-" + reading.readingId(),
                    runnerId,
                    reading.observedAt(),
                    Origin.Kind.FILE,
                    new EventBody.Readings(List.of(reading))));
        }
        Instant end = recording.lastObservedAt();
        ticked.accept(event("close-" + sessionId, null, end, Origin.Kind.CAMP, CLOSE));
    }

    private static final EventBody CLOSE = new EventBody.Control(EventBody.Control.Action.CLOSE);

    private RunEvent event(String id, @Nullable String runner, Instant at, Origin.Kind origin, EventBody body) {
        return new RunEvent(id, sessionId, runner, at, at, Origin.of(origin), body);
    }

    private static EventBody opened() {
        return new EventBody.SessionOpened(
                "camp", "free-run", null, List.of(), SessionClock.SIMULATED, false, null, "UTC");
    }

    private EventBody join() {
        return new EventBody.Join(
                null,
                null,
                null,
                null,
                null,
                LapRule.DISTANCE,
                LAP_METERS,
                null,
                null,
                profile.bestMaximumHeartRateBpm(),
                profile.maximumIsEstimated(),
                profile.restingHeartRateBpm(),
                profile.ageBandYears(),
                planName,
                null,
                null,
                null,
                profile.toldSex(),
                profile.massKg());
    }

    private static Reading withoutDistance(Reading reading) {
        return new Reading(
                reading.readingId(),
                reading.observedAt(),
                reading.latitudeDegrees(),
                reading.longitudeDegrees(),
                reading.horizontalAccuracyMeters(),
                reading.speedMetersPerSecond(),
                reading.courseDegrees(),
                reading.compassDegrees(),
                reading.altitudeMeters(),
                reading.heartRateBpm(),
                reading.cadenceStepsPerMinute(),
                Double.NaN,
                reading.flags());
    }
}
