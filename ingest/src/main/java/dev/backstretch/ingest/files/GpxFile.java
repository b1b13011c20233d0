package dev.backstretch.ingest.files;

import dev.backstretch.ingest.files.HardenedXml.Refused;
import dev.backstretch.ingest.files.Recording.DeviceLap;
import dev.backstretch.ingest.files.Recording.DeviceTotals;
import dev.backstretch.ingest.files.Recording.Format;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads GPX 1.1 (and the values it shares with 1.0) with Garmin's TrackPointExtension v1 and v2 and the older GPXDATA.
 *
 * <p>A new segment means that the device paused or lost its fix; the way between is not part of the run.
 */
final class GpxFile {
    static final String ROOT = "gpx";
    private static final Set<String> GPX =
            Set.of("http://www.topografix.com/GPX/1/1", "http://www.topografix.com/GPX/1/0", "");
    private static final String EXTENSION_V1 = "http://www.garmin.com/xmlschemas/TrackPointExtension/v1";
    private static final String EXTENSION_V2 = "http://www.garmin.com/xmlschemas/TrackPointExtension/v2";
    private static final String GPXDATA = "http://www.cluetrust.com/XML/GPXDATA/1/0";

    private static final int TRACK_TYPE_DEPTH = 3;

    /** Start times of laps are rounded to the second, and so are their lengths. */
    private static final double LAP_ROUNDING_SECONDS = 2.0;

    private final HardenedXml xml;
    private final RecordingDraft draft;
    private final List<Lap> laps = new ArrayList<>();
    private @Nullable Instant segmentEndedAt;

    private record Lap(Instant time, double elapsedSeconds, double distanceMeters) {}

    private GpxFile(String name, HardenedXml xml) {
        this.xml = xml;
        this.draft = new RecordingDraft(name, Format.GPX);
    }

    /** Reads on behind the root's start. */
    static Recording read(String name, HardenedXml xml) {
        return new GpxFile(name, xml).readAll();
    }

    private Recording readAll() {
        try {
            while (xml.next()) {
                if (!xml.isStart()) {
                    continue;
                }
                if (xml.namespace().equals(GPXDATA) && xml.localName().equals("lap")) {
                    lap();
                } else if (GPX.contains(xml.namespace())) {
                    switch (xml.localName()) {
                        case "trkseg" -> segment();
                        case "type" -> {
                            // Links have types too; a track's own lies right below it.
                            if (xml.depth() == TRACK_TYPE_DEPTH) {
                                draft.sport(xml.text());
                            }
                        }
                        default -> {
                            // Waypoints and routes are plans, not runs.
                        }
                    }
                }
            }
        } catch (Refused damage) {
            draft.fault(damage.reason(), damage.where(), damage.words());
        }
        addLaps();
        return draft.finish();
    }

    private void segment() throws Refused {
        boolean first = true;
        int end = xml.depth() - 1;
        while (xml.next() && xml.depth() > end) {
            if (!xml.isStart() || !xml.localName().equals("trkpt") || !GPX.contains(xml.namespace())) {
                continue;
            }
            RawReading reading = new RawReading();
            reading.latitudeDegrees = XmlValues.number(xml.attribute("lat"), "latitudeDegrees", reading);
            reading.longitudeDegrees = XmlValues.number(xml.attribute("lon"), "longitudeDegrees", reading);
            boolean whole = false;
            try {
                point(reading);
                whole = true;
            } finally {
                // A file that breaks off inside a point keeps what the point had, if it had a time.
                if (whole || reading.observedAt != null) {
                    draft.reading(reading);
                }
            }
            if (reading.observedAt != null) {
                if (first && segmentEndedAt != null) {
                    draft.pause(segmentEndedAt, reading.observedAt);
                }
                first = false;
                segmentEndedAt = reading.observedAt;
            }
        }
    }

    private void point(RawReading reading) throws Refused {
        int end = xml.depth() - 1;
        while (xml.next() && xml.depth() > end) {
            if (!xml.isStart()) {
                continue;
            }
            String namespace = xml.namespace();
            if (GPX.contains(namespace)) {
                gpxValue(reading);
            } else if (namespace.equals(EXTENSION_V1) || namespace.equals(EXTENSION_V2)) {
                extensionValue(reading, namespace.equals(EXTENSION_V2));
            } else if (namespace.equals(GPXDATA)) {
                gpxDataValue(reading);
            }
        }
    }

    private void gpxValue(RawReading reading) throws Refused {
        switch (xml.localName()) {
            case "time" -> reading.observedAt = XmlValues.time(xml.text(), reading);
            case "ele" -> reading.altitudeMeters = XmlValues.number(xml.text(), "altitudeMeters", reading);
            // GPX 1.0 alone has these two as its own.
            case "speed" ->
                reading.speedMetersPerSecond = XmlValues.number(xml.text(), "speedMetersPerSecond", reading);
            case "course" -> reading.courseDegrees = XmlValues.number(xml.text(), "courseDegrees", reading);
            default -> {
                // Names, fix types and dilution of precision, which is no accuracy in metres.
            }
        }
    }

    private void extensionValue(RawReading reading, boolean second) throws Refused {
        switch (xml.localName()) {
            case "hr" -> reading.heartRateBpm = XmlValues.number(xml.text(), "heartRateBpm", reading);
            case "cad" -> reading.cyclesPerMinute = XmlValues.number(xml.text(), "cadenceStepsPerMinute", reading);
            case "speed" -> {
                if (second) {
                    reading.speedMetersPerSecond = XmlValues.number(xml.text(), "speedMetersPerSecond", reading);
                }
            }
            case "course" -> {
                if (second) {
                    reading.courseDegrees = XmlValues.number(xml.text(), "courseDegrees", reading);
                }
            }
            default -> {
                // Temperatures and depth.
            }
        }
    }

    private void gpxDataValue(RawReading reading) throws Refused {
        switch (xml.localName()) {
            case "hr" -> reading.heartRateBpm = XmlValues.number(xml.text(), "heartRateBpm", reading);
            case "cadence" -> reading.cyclesPerMinute = XmlValues.number(xml.text(), "cadenceStepsPerMinute", reading);
            case "speed" ->
                reading.speedMetersPerSecond = XmlValues.number(xml.text(), "speedMetersPerSecond", reading);
            case "distance" -> reading.distanceMeters = XmlValues.number(xml.text(), "distanceMeters", reading);
            default -> {
                // Pressure, temperature, vertical speed.
            }
        }
    }

    private void lap() throws Refused {
        Instant time = null;
        double elapsed = Double.NaN;
        double distance = Double.NaN;
        int end = xml.depth() - 1;
        while (xml.next() && xml.depth() > end) {
            if (!xml.isStart() || !xml.namespace().equals(GPXDATA)) {
                continue;
            }
            switch (xml.localName()) {
                case "startTime" -> time = XmlValues.time(xml.text());
                case "elapsedTime" -> elapsed = XmlValues.number(xml.text());
                case "distance" -> distance = XmlValues.number(xml.text());
                default -> {
                    // The index follows from the order, positions from the track.
                }
            }
        }
        if (time != null && elapsed >= 0 && elapsed <= RecordingDraft.FARTHEST_FROM_MIDDLE.toSeconds()) {
            laps.add(new Lap(time, elapsed, distance));
        } else {
            draft.fault("TIME", xml.where(), "a lap without startTime or elapsedTime was left out");
        }
    }

    private void addLaps() {
        boolean timesAreEnds = timesAreEnds();
        double total = 0;
        for (Lap lap : laps) {
            long millis = Math.round(lap.elapsedSeconds() * 1_000);
            draft.lap(new DeviceLap(
                    0,
                    timesAreEnds ? lap.time().minusMillis(millis) : lap.time(),
                    lap.elapsedSeconds(),
                    Double.NaN,
                    lap.distanceMeters(),
                    Double.NaN,
                    Double.NaN,
                    null,
                    "unknown"));
            total += lap.distanceMeters();
        }
        if (!laps.isEmpty()) {
            draft.totals(new DeviceTotals(Double.NaN, Double.NaN, total, Double.NaN, Double.NaN));
        }
    }

    /**
     * Movescount writes a lap's end as its {@code startTime}. The times themselves tell: an end lies one lap's own length
     * behind the end before, a start the length of the lap before.
     */
    private boolean timesAreEnds() {
        int ends = 0;
        int starts = 0;
        for (int i = 1; i < laps.size(); i++) {
            double step = Seconds.between(laps.get(i - 1).time(), laps.get(i).time());
            ends += Math.abs(step - laps.get(i).elapsedSeconds()) <= LAP_ROUNDING_SECONDS ? 1 : 0;
            starts += Math.abs(step - laps.get(i - 1).elapsedSeconds()) <= LAP_ROUNDING_SECONDS ? 1 : 0;
        }
        return ends > starts;
    }
}
