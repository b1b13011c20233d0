package dev.backstretch.ingest.files;

import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.ingest.files.Recording.Decoded;
import dev.backstretch.ingest.files.Recording.DeviceLap;
import dev.backstretch.ingest.files.Recording.DeviceZones;
import dev.backstretch.ingest.files.Recording.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows from a recording's readings over the stretches that its device counted, to lay beside what the device
 * said.
 *
 * @param laps one for each lap of the device
 * @param zoneSeconds our times in the device's zones, below the first bound first; null when it kept none
 */
public record DeviceComparison(List<Lap> laps, @Nullable List<Double> zoneSeconds) {
    /** Smart recording leaves up to half a minute between two readings; a longer silence is not a heart rate held. */
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(60);
    /** A longer time without a reading at the end is another device's sum, or a file cut short. */
    private static final Duration LONGEST_SILENT_END = Duration.ofSeconds(10);
    /** Times of laps and readings are told in whole seconds, and a reading comes every few. */
    private static final double TIMER_DOUBT_SECONDS = 8;

    public DeviceComparison {
        laps = List.copyOf(laps);
        zoneSeconds = zoneSeconds == null ? null : List.copyOf(zoneSeconds);
    }

    /**
     * One stretch.
     *
     * @param elapsedSeconds the start of the next lap, or the end of the recording, less its own start
     * @param timerSeconds how long of it the device's timer ran
     * @param heardSeconds how long of that a heart rate was told
     * @param averageHeartRateBpm weighted by time while the timer ran; NaN without heart rate
     * @param maximumHeartRateBpm NaN without heart rate
     * @param device what the device said
     */
    public record Lap(
            int lap,
            Instant startedAt,
            double elapsedSeconds,
            double timerSeconds,
            double heardSeconds,
            Estimate distanceMeters,
            double averageHeartRateBpm,
            double maximumHeartRateBpm,
            DeviceLap device) {}

    /** Compares a recording with its device, by the distances that the fold gave. */
    public static DeviceComparison of(Decoded recording, DistanceCurve distances) {
        List<Lap> laps = new ArrayList<>();
        List<DeviceLap> device = recording.laps();
        for (int i = 0; i < device.size(); i++) {
            DeviceLap lap = device.get(i);
            Instant start = lap.startedAt();
            Instant end = later(start, i + 1 < device.size() ? device.get(i + 1).startedAt() : endOf(recording));
            List<Pause> pauses = pausesWithin(recording, lap, start, end);
            double paused = pauses.stream()
                    .mapToDouble(pause -> overlap(pause, start, end))
                    .sum();
            double elapsed = Seconds.between(start, end);
            double[] held = new double[2];
            hold(recording, pauses, start, end, (bpm, seconds) -> {
                held[0] += seconds;
                held[1] += seconds * bpm;
            });
            laps.add(new Lap(
                    lap.lap(),
                    start,
                    elapsed,
                    elapsed - paused,
                    held[0],
                    distances.between(start, end),
                    held[0] > 0 ? held[1] / held[0] : Double.NaN,
                    maximumHeartRate(recording, start, end),
                    lap));
        }
        DeviceZones zones = recording.zones();
        return new DeviceComparison(laps, zones == null ? null : zoneSeconds(recording, zones));
    }

    private static List<Double> zoneSeconds(Decoded recording, DeviceZones zones) {
        double[] seconds = new double[zones.seconds().size()];
        hold(recording, recording.pauses(), zones.from(), zones.to(), (bpm, held) -> {
            int zone = 0;
            // A beat equal to a bound belongs to the upper zone.
            while (zone < zones.boundsBpm().size() && bpm >= zones.boundsBpm().get(zone)) {
                zone++;
            }
            seconds[zone] += held;
        });
        List<Double> list = new ArrayList<>();
        for (double value : seconds) {
            list.add(value);
        }
        return list;
    }

    private interface Held {
        void take(double heartRateBpm, double seconds);
    }

    /** Each heart rate holds until the next reading, while the device's timer runs; a reading without one holds none. */
    private static void hold(Decoded recording, List<Pause> pauses, Instant from, Instant to, Held held) {
        Reading current = null;
        for (Reading reading : recording.readings()) {
            if (current != null) {
                holdOne(pauses, current, reading.observedAt(), from, to, held);
            }
            if (!reading.observedAt().isBefore(to)) {
                return;
            }
            current = reading;
        }
        if (current != null) {
            holdOne(pauses, current, recording.lastObservedAt(), from, to, held);
        }
    }

    private static void holdOne(
            List<Pause> pauses, Reading reading, Instant until, Instant from, Instant to, Held held) {
        Instant start = later(reading.observedAt(), from);
        Instant end = earlier(until, to);
        double seconds = Math.max(0.0, Seconds.between(start, end));
        for (Pause pause : pauses) {
            seconds -= overlap(pause, start, end);
        }
        if (seconds > 0 && !Double.isNaN(reading.heartRateBpm())) {
            held.take(reading.heartRateBpm(), Math.min(seconds, (double) LONGEST_HOLD.toSeconds()));
        }
    }

    private static double overlap(Pause pause, Instant from, Instant to) {
        return Math.max(0.0, Seconds.between(later(from, pause.from()), earlier(to, pause.to())));
    }

    /** A device that writes no reading in its last seconds still says how long it ran. */
    private static Instant endOf(Decoded recording) {
        Instant last = recording.lastObservedAt();
        double seconds = recording.totals().elapsedSeconds();
        if (Double.isNaN(seconds)) {
            return last;
        }
        Instant end = recording.firstObservedAt().plusMillis(Math.round(seconds * 1000));
        return end.isAfter(last) && Duration.between(last, end).compareTo(LONGEST_SILENT_END) <= 0 ? end : last;
    }

    /**
     * The pauses of a lap. Where the file tells none though the lap's timer ran shorter than the lap took, the longest
     * gaps between its readings are taken for them, as many as make up the difference.
     */
    private static List<Pause> pausesWithin(Decoded recording, DeviceLap lap, Instant start, Instant end) {
        List<Pause> told = recording.pauses().stream()
                .filter(pause -> overlap(pause, start, end) > 0)
                .toList();
        double left = Seconds.between(start, end) - lap.timerSeconds();
        if (!told.isEmpty() || !(left > TIMER_DOUBT_SECONDS)) {
            return told;
        }
        List<Pause> gaps = new ArrayList<>();
        Instant before = start;
        for (Reading reading : recording.readings()) {
            Instant at = reading.observedAt();
            if (at.isAfter(before) && !at.isAfter(end)) {
                gaps.add(new Pause(before, at));
            }
            before = later(before, at);
        }
        gaps.sort(Comparator.comparingDouble((Pause gap) -> Seconds.between(gap.from(), gap.to()))
                .reversed());
        List<Pause> pauses = new ArrayList<>();
        for (Pause gap : gaps) {
            double seconds = Seconds.between(gap.from(), gap.to());
            if (left <= TIMER_DOUBT_SECONDS || seconds > left + TIMER_DOUBT_SECONDS) {
                break;
            }
            pauses.add(gap);
            left -= seconds;
        }
        return pauses;
    }

    private static double maximumHeartRate(Decoded recording, Instant from, Instant to) {
        double highest = Double.NaN;
        for (Reading reading : recording.readings()) {
            boolean inside =
                    !reading.observedAt().isBefore(from) && reading.observedAt().isBefore(to);
            double bpm = reading.heartRateBpm();
            if (inside && !Double.isNaN(bpm) && (Double.isNaN(highest) || bpm > highest)) {
                highest = bpm;
            }
        }
        return highest;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
