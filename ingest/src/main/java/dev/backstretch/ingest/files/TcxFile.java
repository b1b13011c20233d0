package dev.backstretch.ingest.files;

import dev.backstretch.ingest.files.HardenedXml.Refused;
import dev.backstretch.ingest.files.Recording.DeviceLap;
import dev.backstretch.ingest.files.Recording.DeviceTotals;
import dev.backstretch.ingest.files.Recording.Format;
import dev.backstretch.ingest.files.Recording.Leg;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads Garmin's Training Center XML. Elements are told apart by namespace, never by prefix. */
final class TcxFile {
    static final String ROOT = "TrainingCenterDatabase";
    private static final String TCX = "http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2";
    private static final String EXTENSION = "http://www.garmin.com/xmlschemas/ActivityExtension/v2";

    private final HardenedXml xml;
    private final RecordingDraft draft;
    private @Nullable Instant activityStartedAt;
    private @Nullable String activitySport;
    private double timerSeconds;
    private double distanceMeters;

    private TcxFile(String name, HardenedXml xml) {
        this.xml = xml;
        this.draft = new RecordingDraft(name, Format.TCX);
    }

    /** Reads on behind the root's start. */
    static Recording read(String name, HardenedXml xml) {
        return new TcxFile(name, xml).readAll();
    }

    private Recording readAll() {
        try {
            while (xml.next()) {
                if (starts(TCX, "Activity")) {
                    activity();
                }
            }
        } catch (Refused damage) {
            draft.fault(damage.reason(), damage.where(), damage.words());
        }
        endActivity();
        if (!draft.laps().isEmpty()) {
            draft.totals(new DeviceTotals(Double.NaN, timerSeconds, distanceMeters, Double.NaN, Double.NaN));
        }
        return draft.finish();
    }

    private void activity() throws Refused {
        endActivity();
        activitySport = Sports.named(text(xml.attribute("Sport")));
        draft.sport(activitySport);
        int end = xml.depth() - 1;
        while (xml.next() && xml.depth() > end) {
            if (starts(TCX, "Lap")) {
                lap();
            }
        }
    }

    /** A file with several activities is one recording with several legs. */
    private void endActivity() {
        Instant newest = draft.newestObservedAt();
        if (activityStartedAt != null && newest != null && !newest.isBefore(activityStartedAt)) {
            draft.leg(new Leg(activitySport == null ? "unknown" : activitySport, activityStartedAt, newest));
        }
        activityStartedAt = null;
    }

    private void lap() throws Refused {
        Instant startedAt = XmlValues.time(xml.attribute("StartTime"));
        if (activityStartedAt == null) {
            activityStartedAt = startedAt;
        }
        double timer = Double.NaN;
        double distance = Double.NaN;
        double averageHeartRate = Double.NaN;
        double maximumHeartRate = Double.NaN;
        String trigger = null;
        Instant trackEndedAt = null;
        int end = xml.depth() - 1;
        while (xml.next() && xml.depth() > end) {
            if (!xml.isStart() || !xml.namespace().equals(TCX) || xml.depth() != end + 2) {
                continue;
            }
            switch (xml.localName()) {
                case "TotalTimeSeconds" -> timer = XmlValues.number(xml.text());
                case "DistanceMeters" -> distance = XmlValues.number(xml.text());
                case "AverageHeartRateBpm" -> averageHeartRate = XmlValues.number(value());
                case "MaximumHeartRateBpm" -> maximumHeartRate = XmlValues.number(value());
                case "TriggerMethod" -> trigger = xml.text().toLowerCase(Locale.ROOT);
                case "Track" -> trackEndedAt = track(trackEndedAt);
                default -> {
                    // Calories, intensity and notes are no concern here.
                }
            }
        }
        timerSeconds += Double.isNaN(timer) ? 0.0 : timer;
        distanceMeters += Double.isNaN(distance) ? 0.0 : distance;
        if (startedAt == null) {
            draft.fault("TIME", xml.where(), "a Lap without a StartTime that is a time with a zone was left out");
            return;
        }
        draft.lap(new DeviceLap(
                0,
                startedAt,
                Double.NaN,
                timer,
                distance,
                averageHeartRate,
                maximumHeartRate,
                trigger,
                activitySport == null ? "unknown" : activitySport));
    }

    /** Within one lap a new track begins where the timer was started again: between the two lies a pause. */
    private @Nullable Instant track(@Nullable Instant previousEndedAt) throws Refused {
        Instant newest = previousEndedAt;
        boolean first = true;
        int end = xml.depth() - 1;
        while (xml.next() && xml.depth() > end) {
            if (!starts(TCX, "Trackpoint")) {
                continue;
            }
            RawReading reading = new RawReading();
            boolean whole = false;
            try {
                trackpoint(reading);
                whole = true;
            } finally {
                // A file that breaks off inside a point keeps what the point had, if it had a time.
                if (whole || reading.observedAt != null) {
                    draft.reading(reading);
                }
            }
            if (first && previousEndedAt != null && reading.observedAt != null) {
                draft.pause(previousEndedAt, reading.observedAt);
            }
            first = false;
            newest = reading.observedAt == null ? newest : reading.observedAt;
        }
        return newest;
    }

    private void trackpoint(RawReading reading) throws Refused {
        int end = xml.depth() - 1;
        while (xml.next() && xml.depth() > end) {
            if (!xml.isStart()) {
                continue;
            }
            if (xml.namespace().equals(TCX)) {
                tcxValue(reading);
            } else if (xml.namespace().equals(EXTENSION)) {
                extensionValue(reading);
            }
        }
    }

    private void tcxValue(RawReading reading) throws Refused {
        switch (xml.localName()) {
            case "Time" -> reading.observedAt = XmlValues.time(xml.text(), reading);
            case "LatitudeDegrees" ->
                reading.latitudeDegrees = XmlValues.number(xml.text(), "latitudeDegrees", reading);
            case "LongitudeDegrees" ->
                reading.longitudeDegrees = XmlValues.number(xml.text(), "longitudeDegrees", reading);
            case "AltitudeMeters" -> reading.altitudeMeters = XmlValues.number(xml.text(), "altitudeMeters", reading);
            case "DistanceMeters" -> reading.distanceMeters = XmlValues.number(xml.text(), "distanceMeters", reading);
            case "HeartRateBpm" -> reading.heartRateBpm = XmlValues.number(value(), "heartRateBpm", reading);
            case "Cadence" -> reading.cyclesPerMinute = cadence(reading);
            default -> {
                // Sensor state and the like.
            }
        }
    }

    private void extensionValue(RawReading reading) throws Refused {
        switch (xml.localName()) {
            case "Speed" ->
                reading.speedMetersPerSecond = XmlValues.number(xml.text(), "speedMetersPerSecond", reading);
            case "RunCadence" -> reading.cyclesPerMinute = cadence(reading);
            default -> {
                // Watts and the like.
            }
        }
    }

    private double cadence(RawReading reading) throws Refused {
        return XmlValues.number(xml.text(), "cadenceStepsPerMinute", reading);
    }

    /** The text of the {@code Value} inside the element just started. */
    private String value() throws Refused {
        String value = "";
        int end = xml.depth() - 1;
        while (xml.next() && xml.depth() > end) {
            if (xml.isStart() && xml.localName().equals("Value")) {
                value = xml.text();
            }
        }
        return value;
    }

    private boolean starts(String namespace, String name) {
        return xml.isStart() && xml.localName().equals(name) && xml.namespace().equals(namespace);
    }

    private static String text(@Nullable String attribute) {
        return attribute == null ? "unknown" : attribute;
    }
}
