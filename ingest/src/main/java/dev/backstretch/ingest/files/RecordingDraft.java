package dev.backstretch.ingest.files;

import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.event.ReadingFlag;
import dev.backstretch.domain.reading.Arrival;
import dev.backstretch.domain.reading.Fault;
import dev.backstretch.domain.reading.ReadingRules;
import dev.backstretch.ingest.files.Recording.Decoded;
import dev.backstretch.ingest.files.Recording.DeviceLap;
import dev.backstretch.ingest.files.Recording.DeviceTotals;
import dev.backstretch.ingest.files.Recording.DeviceZones;
import dev.backstretch.ingest.files.Recording.FileFault;
import dev.backstretch.ingest.files.Recording.Format;
import dev.backstretch.ingest.files.Recording.Leg;
import dev.backstretch.ingest.files.Recording.Pause;
import dev.backstretch.ingest.files.Recording.Refusal;
import dev.backstretch.ingest.files.Recording.Unreadable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a decoder has gathered so far; turned into a recording when the file ends, however it ends. */
final class RecordingDraft {
    /** Nearly three days at one reading a second, of the two that the oldest and the newest may be apart. */
    static final int MAXIMUM_READINGS = 250_000;

    /** A time further than this from the middle of the recording is a damaged time, not a longer run. */
    static final Duration FARTHEST_FROM_MIDDLE = Duration.ofHours(24);

    private static final int MAXIMUM_LAPS = 10_000;
    private static final int MAXIMUM_FAULTS = 100;

    private final String name;
    private final Format format;
    private final List<RawReading> raw = new ArrayList<>();
    private final List<DeviceLap> laps = new ArrayList<>();
    private final List<Pause> pauses = new ArrayList<>();
    private final List<Leg> legs = new ArrayList<>();
    private final List<FileFault> faults = new ArrayList<>();
    private final List<FileFault> notices = new ArrayList<>();
    private final Map<List<@Nullable String>, Refusal> refusals = new LinkedHashMap<>();
    private @Nullable String sport;
    private @Nullable DeviceZones zones;
    private DeviceTotals totals = DeviceTotals.NONE;
    private int offered;

    RecordingDraft(String name, Format format) {
        this.name = name;
        this.format = format;
    }

    /** Takes a reading in. */
    void reading(RawReading reading) {
        offered++;
        if (raw.size() < MAXIMUM_READINGS) {
            raw.add(reading);
        } else {
            refuse("TOO_MANY", null, null);
        }
    }

    void lap(DeviceLap lap) {
        if (laps.size() < MAXIMUM_LAPS) {
            laps.add(lap);
        }
    }

    List<DeviceLap> laps() {
        return laps;
    }

    void pause(Instant from, Instant to) {
        if (to.isAfter(from)) {
            pauses.add(new Pause(from, to));
        }
    }

    void leg(Leg leg) {
        legs.add(leg);
    }

    List<Leg> legs() {
        return legs;
    }

    void sport(@Nullable String name) {
        if (name != null && !name.isBlank()) {
            sport = Sports.named(name);
        }
    }

    void zones(DeviceZones deviceZones) {
        zones = deviceZones;
    }

    void totals(DeviceTotals deviceTotals) {
        totals = deviceTotals;
    }

    void fault(String reason, String where, String message) {
        if (faults.size() < MAXIMUM_FAULTS) {
            faults.add(new FileFault(reason, where, message));
        }
    }

    /** Says what was understood in a way that should be known, or was left out. */
    void notice(String reason, String where, String message) {
        if (notices.size() < MAXIMUM_FAULTS) {
            notices.add(new FileFault(reason, where, message));
        }
    }

    boolean isEmpty() {
        return raw.isEmpty();
    }

    @Nullable
    Instant newestObservedAt() {
        for (int i = raw.size() - 1; i >= 0; i--) {
            Instant at = raw.get(i).observedAt;
            if (at != null) {
                return at;
            }
        }
        return null;
    }

    private void refuse(String reason, @Nullable String field, @Nullable String value) {
        List<@Nullable String> key = new ArrayList<>();
        key.add(reason);
        key.add(field);
        Refusal known = refusals.get(key);
        refusals.put(
                key,
                known == null
                        ? new Refusal(reason, field, value, 1)
                        : new Refusal(reason, field, known.value(), known.count() + 1));
    }

    /** What the file is, now that it has ended. */
    Recording finish() {
        legs.sort(Comparator.comparing(Leg::startedAt));
        Instant middle = middle();
        List<Reading> readings = new ArrayList<>(raw.size());
        for (RawReading candidate : raw) {
            check(candidate, middle, readings);
        }
        if (readings.isEmpty()) {
            if (!faults.isEmpty()) {
                FileFault first = faults.get(0);
                return new Unreadable(name, first.reason(), first.where(), first.message());
            }
            Refusal refusal = refusals.values().stream().findFirst().orElse(null);
            return refusal == null
                    ? new Unreadable(
                            name, "NO_READINGS", "whole file", "the file holds no readings: export the activity itself")
                    : new Unreadable(
                            name,
                            refusal.reason(),
                            refusal.field() == null ? "every reading" : refusal.field(),
                            "none of its " + offered + " readings can be used: export the activity again");
        }
        // Files are written in order of time; where one is not, time decides. Equal times keep the file's order.
        readings.sort(Comparator.comparing(Reading::observedAt));
        laps.sort(Comparator.comparing(DeviceLap::startedAt));
        pauses.sort(Comparator.comparing(Pause::from));
        flagPauses(readings);
        return new Decoded(
                name,
                format,
                sport(),
                legs,
                offered,
                readings,
                new ArrayList<>(refusals.values()),
                numbered(readings.get(readings.size() - 1).observedAt()),
                zones,
                totals,
                pauses,
                faults,
                notices);
    }

    /** The first reading after a pause says so, wherever it goes from here. */
    private void flagPauses(List<Reading> readings) {
        int at = 0;
        for (Pause pause : pauses) {
            while (at < readings.size() && readings.get(at).observedAt().isBefore(pause.to())) {
                at++;
            }
            if (at == 0 || at == readings.size()) {
                continue;
            }
            Reading reading = readings.get(at);
            if (!reading.flags().contains(ReadingFlag.AFTER_PAUSE)) {
                List<ReadingFlag> flags = new ArrayList<>(reading.flags());
                flags.add(ReadingFlag.AFTER_PAUSE);
                readings.set(at, reading.withFlags(flags));
            }
        }
    }

    private void check(RawReading candidate, @Nullable Instant middle, List<Reading> readings) {
        RawReading.Malformed malformed = candidate.malformed;
        if (malformed != null) {
            refuse(malformed.reason(), malformed.field(), malformed.value());
            return;
        }
        Instant at = candidate.observedAt;
        if (at == null || middle == null) {
            refuse("TIME", "observedAt", null);
            return;
        }
        if (Duration.between(middle, at).abs().compareTo(FARTHEST_FROM_MIDDLE) > 0) {
            refuse("TIME_OUTLIER", "observedAt", at.toString());
            return;
        }
        // A file has no door's clock to compare with: its own times are all there is (design D3).
        ReadingRules.Result result = ReadingRules.check(candidate.toReading(at, sportAt(at)), at, Arrival.FILE);
        if (result instanceof ReadingRules.Result.Accepted accepted) {
            readings.add(accepted.reading());
        } else if (result instanceof ReadingRules.Result.Rejected rejected) {
            Fault first = rejected.faults().get(0);
            refuse(first.reason(), first.field(), first.value());
        }
    }

    private @Nullable Instant middle() {
        List<Instant> times = new ArrayList<>(raw.size());
        for (RawReading reading : raw) {
            if (reading.observedAt != null) {
                times.add(reading.observedAt);
            }
        }
        times.sort(Comparator.naturalOrder());
        return times.isEmpty() ? null : times.get(times.size() / 2);
    }

    private String sport() {
        long sports = legs.stream().map(Leg::sport).distinct().count();
        if (sports > 1) {
            return "multisport";
        }
        if (sport != null) {
            return sport;
        }
        return legs.isEmpty() ? "unknown" : legs.get(0).sport();
    }

    private String sportAt(Instant at) {
        String found = sport == null ? "unknown" : sport;
        for (Leg leg : legs) {
            if (!leg.startedAt().isAfter(at)) {
                found = leg.sport();
            }
        }
        return found;
    }

    /** Numbers the laps, and gives those whose file does not say it their elapsed time: the next start less their own. */
    private List<DeviceLap> numbered(Instant lastObservedAt) {
        List<DeviceLap> numbered = new ArrayList<>(laps.size());
        for (int i = 0; i < laps.size(); i++) {
            DeviceLap lap = laps.get(i);
            Instant end = i + 1 < laps.size() ? laps.get(i + 1).startedAt() : lastObservedAt;
            double elapsed = Double.isNaN(lap.elapsedSeconds())
                    ? Math.max(0.0, Seconds.between(lap.startedAt(), end))
                    : lap.elapsedSeconds();
            numbered.add(new DeviceLap(
                    i + 1,
                    lap.startedAt(),
                    elapsed,
                    lap.timerSeconds(),
                    lap.distanceMeters(),
                    lap.averageHeartRateBpm(),
                    lap.maximumHeartRateBpm(),
                    lap.trigger(),
                    lap.sport()));
        }
        return numbered;
    }
}
