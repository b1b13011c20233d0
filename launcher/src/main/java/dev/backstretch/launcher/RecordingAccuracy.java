package dev.backstretch.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.ingest.files.DeviceComparison;
import dev.backstretch.ingest.files.DistanceCurve;
import dev.backstretch.ingest.files.RecordedRun;
import dev.backstretch.ingest.files.Recording;
import dev.backstretch.ingest.files.RunnerProfile;
import dev.backstretch.replay.accuracy.Errors;
import dev.backstretch.replay.accuracy.ErrorsByFile;
import dev.backstretch.replay.accuracy.Figure;
import dev.backstretch.replay.accuracy.Figures;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Errors of recorded runs against what their devices said: once with the device's own distances, once with nothing but
 * its positions.
 */
final class RecordingAccuracy {
    private static final String RECORDED = "recorded";
    private static final String POSITIONS = "positions only";
    private static final String RUNNER = AnalyseCommand.RECORDED_RUNNER;

    private static final double MOST_ELAPSED_SECONDS = 1.5;
    private static final double MOST_DISTANCE_PERCENT = 0.5;
    private static final double MOST_HEART_RATE_BPM = 1.0;
    private static final double MOST_ZONE_PERCENT = 1.0;
    private static final double MEDIAN_POSITIONS_PERCENT = 2.0;
    private static final double MOST_POSITIONS_PERCENT = 5.0;
    /** Of a shorter lap, half a metre of a device's rounding is more than half a per cent. */
    private static final double SHORTEST_LAP_METERS = 100.0;
    /** In a shorter lap, one beat more or less is one of few. */
    private static final double SHORTEST_LAP_SECONDS = 30.0;
    /** Some devices count time without a heart rate as a heart rate of 0. */
    private static final double LEAST_HEARD = 0.98;
    /** A device that has fewer positions than this share of its readings measured its way by something else. */
    private static final double LEAST_POSITIONS = 0.9;

    private final Figures table;
    private int files;
    private int laps;
    private int missing;
    private final Errors elapsed = new Errors();
    private final ErrorsByFile distance = new ErrorsByFile();
    private final Errors heartRate = new Errors();
    private final Errors zones = new Errors();
    private final ErrorsByFile positions = new ErrorsByFile();
    private final Errors kilometres = new Errors();

    RecordingAccuracy(Figures table) {
        this.table = table;
    }

    /** A file of the manifest that gives no recording breaks every bound. */
    void unreadable(String file, String why) {
        files++;
        table.breaks("read", file, why);
    }

    /**
     * Takes one recording.
     *
     * @param listed what the manifest says of it
     */
    void add(Recording.Decoded recording, JsonNode listed) {
        files++;
        recorded(recording, listed);
        positionsOnly(recording, listed);
    }

    private void recorded(Recording.Decoded recording, JsonNode listed) {
        String file = listed.path("file").asText();
        AnalysedSession session = play(recording, false);
        DeviceComparison comparison = DeviceComparison.of(recording, session.distances(RUNNER));
        int unread = unread(comparison, listed.path("device_laps"));
        laps += listed.path("device_laps").size();
        missing += unread;
        if (unread > 0) {
            table.breaks("laps of the device read", file, unread + " not");
        }
        boolean measured = recording.readings().stream().anyMatch(reading -> !Double.isNaN(reading.distanceMeters()));
        Errors ownElapsed = new Errors();
        Errors ownHeartRate = new Errors();
        for (DeviceComparison.Lap lap : comparison.laps()) {
            double seconds = lap.elapsedSeconds() - lap.device().elapsedSeconds();
            both(seconds, elapsed, ownElapsed);
            double meters = lap.device().distanceMeters();
            if (measured && meters >= SHORTEST_LAP_METERS) {
                distance.add(file, 100 * (lap.distanceMeters().value() - meters) / meters);
            }
            if (lap.heardSeconds() >= LEAST_HEARD * lap.timerSeconds() && lap.timerSeconds() >= SHORTEST_LAP_SECONDS) {
                // devices tell whole beats
                both(
                        Math.rint(lap.averageHeartRateBpm()) - lap.device().averageHeartRateBpm(),
                        heartRate,
                        ownHeartRate);
            }
        }
        check(file, "elapsed time of a lap", ownElapsed.worst(), MOST_ELAPSED_SECONDS, "s");
        check(file, "mean heart rate of a lap", ownHeartRate.worst(), MOST_HEART_RATE_BPM, "bpm");
        check(file, "seconds in a zone", zones(recording, comparison), MOST_ZONE_PERCENT, "%");
    }

    private static void both(double error, Errors all, Errors own) {
        all.add(error);
        own.add(error);
    }

    /** How many laps of the manifest are not among those read, by start and distance. */
    private static int unread(DeviceComparison comparison, JsonNode listed) {
        int unread = 0;
        for (JsonNode lap : listed) {
            Instant start = Instant.parse(lap.path("start").asText());
            double meters = lap.path("distance_m").asDouble(Double.NaN);
            boolean read = comparison.laps().stream()
                    .anyMatch(one ->
                            Duration.between(one.startedAt(), start).abs().compareTo(Duration.ofSeconds(1)) <= 0
                                    && (Double.isNaN(meters)
                                            || Math.abs(one.device().distanceMeters() - meters) <= 1.0));
            if (!read) {
                unread++;
            }
        }
        return unread;
    }

    /** The zone that is furthest off, in per cent of the device's whole time in zones. */
    private double zones(Recording.Decoded recording, DeviceComparison comparison) {
        Recording.DeviceZones device = recording.zones();
        List<Double> ours = comparison.zoneSeconds();
        if (device == null || ours == null) {
            return Double.NaN;
        }
        double all = device.seconds().stream().mapToDouble(Double::doubleValue).sum();
        double worst = 0;
        for (int zone = 0; zone < ours.size(); zone++) {
            worst = Math.max(worst, Math.abs(ours.get(zone) - device.seconds().get(zone)));
        }
        double percent = all > 0 ? 100 * worst / all : Double.NaN;
        zones.add(percent);
        return percent;
    }

    private void positionsOnly(Recording.Decoded recording, JsonNode listed) {
        String file = listed.path("file").asText();
        double meters = listed.path("device_totals").path("distance_m").asDouble(Double.NaN);
        long placed = recording.readings().stream()
                .filter(reading -> !Double.isNaN(reading.latitudeDegrees()))
                .count();
        if (Double.isNaN(meters)
                || meters <= 0
                || placed < LEAST_POSITIONS * recording.readings().size()) {
            return;
        }
        AnalysedSession session = play(recording, true);
        DistanceCurve curve = session.distances(RUNNER);
        Estimate whole = curve.between(recording.firstObservedAt(), recording.lastObservedAt());
        double percent = 100 * (whole.value() - meters) / meters;
        positions.add(file, percent);
        kilometres(recording, session.laps(RUNNER));
    }

    /** Our laps of 1 km against the device's, from its first lap on as long as they are automatic kilometres. */
    private void kilometres(Recording.Decoded recording, List<LapOutcome> ours) {
        int next = 0;
        for (Recording.DeviceLap lap : recording.laps()) {
            boolean kilometre =
                    "distance".equals(lap.trigger()) && Math.abs(lap.distanceMeters() - RecordedRun.LAP_METERS) < 1.0;
            if (!kilometre || next >= ours.size()) {
                return;
            }
            double seconds = ours.get(next).lapSeconds().value();
            kilometres.add(100 * (seconds - lap.elapsedSeconds()) / lap.elapsedSeconds());
            next++;
        }
    }

    private static AnalysedSession play(Recording.Decoded recording, boolean positionsOnly) {
        var run = new RecordedRun("accuracy", RUNNER, null, RunnerProfile.UNKNOWN, positionsOnly);
        return AnalysedSession.of("accuracy", log -> run.play(recording, log));
    }

    private void check(String file, String what, double value, double most, String unit) {
        if (value > most) {
            table.breaks(what, file, String.format(Locale.ROOT, "%.2f %s, at most %s", value, unit, most));
        }
    }

    /** Adds the figures to the table; says nothing when there was no recording. */
    void report() {
        if (files == 0) {
            return;
        }
        Errors lapDistance = most(distance, "distance of a lap, p90", 0.9, MOST_DISTANCE_PERCENT);
        Errors way = most(positions, "distance by positions only, p90", 0.9, MOST_POSITIONS_PERCENT);
        add(RECORDED, "laps of the device not read", missing, "", null, laps);
        add(RECORDED, "elapsed time of a lap, p50", elapsed.quantile(0.5), "s", null, elapsed.count());
        add(RECORDED, "elapsed time of a lap, worst", elapsed.worst(), "s", null, elapsed.count());
        add(
                RECORDED,
                "distance of a lap, p90",
                lapDistance.quantile(0.9),
                "%",
                Figure.Bound.atMost(MOST_DISTANCE_PERCENT),
                lapDistance.count());
        add(RECORDED, "mean heart rate of a lap, p50", heartRate.quantile(0.5), "bpm", null, heartRate.count());
        add(RECORDED, "mean heart rate of a lap, worst", heartRate.worst(), "bpm", null, heartRate.count());
        add(RECORDED, "seconds in a zone, worst", zones.worst(), "%", null, zones.count());
        add(
                POSITIONS,
                "distance, median",
                way.quantile(0.5),
                "%",
                Figure.Bound.atMost(MEDIAN_POSITIONS_PERCENT),
                way.count());
        add(
                POSITIONS,
                "distance, p90",
                way.quantile(0.9),
                "%",
                Figure.Bound.atMost(MOST_POSITIONS_PERCENT),
                way.count());
        add(POSITIONS, "time of a kilometre, p50", kilometres.quantile(0.5), "%", null, kilometres.count());
        add(POSITIONS, "time of a kilometre, p90", kilometres.quantile(0.9), "%", null, kilometres.count());
    }

    /**
     * The errors of all files but those that break the bound of a share of all, of which there may be some: as few are
     * left out as keep it, those with the most errors beyond it first.
     */
    private Errors most(ErrorsByFile errors, String bound, double share, double most) {
        Set<String> leftOut = new LinkedHashSet<>();
        Errors rest = errors.without(leftOut);
        while (rest.quantile(share) > most && leftOut.size() < Figures.FILES_THAT_MAY_BREAK) {
            String worst = errors.worst(most, leftOut);
            leftOut.add(worst);
            table.breaks(bound, worst, errors.beyond(worst, most) + " errors of more than " + most + " %, left out");
            rest = errors.without(leftOut);
        }
        return rest;
    }

    private void add(String section, String name, double value, String unit, Figure.@Nullable Bound bound, int of) {
        table.add(new Figure(section, name, value, unit, bound, of));
    }
}
