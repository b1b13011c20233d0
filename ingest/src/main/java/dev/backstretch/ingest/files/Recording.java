package dev.backstretch.ingest.files;

import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.outcome.Rejection;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What became of one file that was offered as a recording. */
public sealed interface Recording {

    /** The file's name, with {@code !entry} behind it when it lay in a ZIP archive. Never a folder. */
    String name();

    /** The formats that are told apart by their content. */
    enum Format {
        FIT,
        TCX,
        GPX,
        CSV,
        EVENTS
    }

    /**
     * A device's recording of one run.
     *
     * @param sport in lower case; {@code multisport} when the file holds several, {@code unknown} when it names none
     * @param legs the parts of a file with several sports, in order of time; one or none otherwise
     * @param offered how many readings the file holds, those refused included
     * @param readings what was accepted, in order of time; a reading that stands twice in the file stands twice here,
     *     with one id
     * @param refused readings that were turned away, gathered by reason
     * @param laps the device's own laps, in order of time
     * @param zones the device's own times in heart-rate zones, if it kept any
     * @param totals the device's own sums
     * @param pauses when the device's timer stood still, or its track was broken
     * @param faults damage to the file itself; what lay before it was read
     * @param notices what was understood in a way that should be known, or was left out; no damage
     */
    record Decoded(
            String name,
            Format format,
            String sport,
            List<Leg> legs,
            int offered,
            List<Reading> readings,
            List<Refusal> refused,
            List<DeviceLap> laps,
            @Nullable DeviceZones zones,
            DeviceTotals totals,
            List<Pause> pauses,
            List<FileFault> faults,
            List<FileFault> notices)
            implements Recording {
        public Decoded {
            Objects.requireNonNull(sport, "sport");
            Objects.requireNonNull(totals, "totals");
            legs = List.copyOf(legs);
            readings = List.copyOf(readings);
            refused = List.copyOf(refused);
            laps = List.copyOf(laps);
            pauses = List.copyOf(pauses);
            faults = List.copyOf(faults);
            notices = List.copyOf(notices);
            if (readings.isEmpty()) {
                throw new IllegalArgumentException("readings: a recording without any is unreadable, not decoded");
            }
            long turnedAway = refused.stream().mapToLong(Refusal::count).sum();
            if (offered != readings.size() + turnedAway) {
                throw new IllegalArgumentException("offered: " + offered + " readings, but " + readings.size()
                        + " accepted and " + turnedAway + " refused");
            }
        }

        public Instant firstObservedAt() {
            return readings.get(0).observedAt();
        }

        public Instant lastObservedAt() {
            return readings.get(readings.size() - 1).observedAt();
        }
    }

    /**
     * A session written as one event a line.
     *
     * @param sessionId the session it is about
     * @param events in the file's order; readings that cannot be true are left out
     * @param refused lines and readings that were turned away
     * @param faults damage to the file itself; what lay before it was read
     */
    record Events(String name, String sessionId, List<RunEvent> events, List<Rejection> refused, List<FileFault> faults)
            implements Recording {
        public Events {
            events = List.copyOf(events);
            refused = List.copyOf(refused);
            faults = List.copyOf(faults);
        }
    }

    /**
     * Nothing could be read.
     *
     * @param reason a code such as {@code FORMAT}
     * @param where the place in the file: a byte, a line, or an entry of an archive
     * @param remedy what to do about it, in words
     */
    record Unreadable(String name, String reason, String where, String remedy) implements Recording {}

    /** A part of a recording that was done in one sport; ends where the next begins. */
    record Leg(String sport, Instant startedAt, Instant endedAt) {}

    /** The device's timer stood still from {@code from} to {@code to}. */
    record Pause(Instant from, Instant to) {
        public Pause {
            if (to.isBefore(from)) {
                throw new IllegalArgumentException("to: a pause ends at " + to + ", before its start at " + from);
            }
        }
    }

    /**
     * A lap as the device counted it; NaN for what it does not say.
     *
     * @param lap from 1, in order of time
     * @param elapsedSeconds with pauses: the next lap's start less its own where the file does not say
     * @param timerSeconds without pauses
     * @param trigger {@code manual}, {@code distance} and so on, in lower case; null when the file does not say
     * @param sport of the leg it lies in
     */
    record DeviceLap(
            int lap,
            Instant startedAt,
            double elapsedSeconds,
            double timerSeconds,
            double distanceMeters,
            double averageHeartRateBpm,
            double maximumHeartRateBpm,
            @Nullable String trigger,
            String sport) {}

    /**
     * Seconds in each heart-rate zone as the device counted them.
     *
     * @param boundsBpm lower bounds, each inside the zone above it
     * @param seconds below the first bound, then one for each bound
     */
    record DeviceZones(Instant from, Instant to, List<Double> boundsBpm, List<Double> seconds) {
        public DeviceZones {
            boundsBpm = List.copyOf(boundsBpm);
            seconds = List.copyOf(seconds);
            if (seconds.size() != boundsBpm.size() + 1) {
                throw new IllegalArgumentException(
                        "seconds: " + seconds.size() + " zones for " + boundsBpm.size() + " bounds");
            }
        }
    }

    /** The device's sums over the whole recording; NaN for what it does not say. */
    record DeviceTotals(
            double elapsedSeconds,
            double timerSeconds,
            double distanceMeters,
            double averageHeartRateBpm,
            double maximumHeartRateBpm) {
        public static final DeviceTotals NONE =
                new DeviceTotals(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    /**
     * Readings that were turned away for one reason.
     *
     * @param value the first one's value, null where there is none
     */
    record Refusal(
            String reason, @Nullable String field, @Nullable String value, long count) {}

    /**
     * Damage to the file itself, or something about it that should be known.
     *
     * @param where a byte or a line
     */
    record FileFault(String reason, String where, String message) {}
}
