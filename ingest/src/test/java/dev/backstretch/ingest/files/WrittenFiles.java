package dev.backstretch.ingest.files;

import com.garmin.fit.BufferEncoder;
import com.garmin.fit.DateTime;
import com.garmin.fit.Event;
import com.garmin.fit.EventMesg;
import com.garmin.fit.EventType;
import com.garmin.fit.File;
import com.garmin.fit.FileIdMesg;
import com.garmin.fit.Fit;
import com.garmin.fit.LapMesg;
import com.garmin.fit.LapTrigger;
import com.garmin.fit.MesgNum;
import com.garmin.fit.RecordMesg;
import com.garmin.fit.SessionMesg;
import com.garmin.fit.Sport;
import com.garmin.fit.TimeInZoneMesg;
import dev.backstretch.domain.event.Reading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small recordings, made by the tests themselves. */
final class WrittenFiles {
    static final Instant START = Instant.parse("2026-11-21T02:00:00Z");
    private static final long FIT_START = START.getEpochSecond() - 631_065_600L;
    private static final double SEMICIRCLES_PER_DEGREE = 0x80000000L / 180.0;

    private WrittenFiles() {}

    /** A run north at 2.5 m/s with a reading each second, a pause of 30 s in its middle, two laps and zones. */
    static byte[] fit(int seconds) {
        BufferEncoder encoder = new BufferEncoder(Fit.ProtocolVersion.V2_0);
        FileIdMesg id = new FileIdMesg();
        id.setType(File.ACTIVITY);
        encoder.write(id);
        int half = seconds / 2;
        encoder.write(timer(0, EventType.START));
        for (int second = 0; second < seconds; second++) {
            if (second == half) {
                encoder.write(timer(half - 1, EventType.STOP_ALL));
                encoder.write(timer(half + 29, EventType.START));
            }
            int at = second < half ? second : second + 30;
            RecordMesg record = new RecordMesg();
            record.setTimestamp(new DateTime(FIT_START + at));
            record.setPositionLat((int) Math.round((48.1 + second * 2.5 / 111_195.0) * SEMICIRCLES_PER_DEGREE));
            record.setPositionLong((int) Math.round(2.1 * SEMICIRCLES_PER_DEGREE));
            record.setDistance((float) (second * 2.5));
            record.setSpeed(2.5f);
            record.setHeartRate((short) (second < half ? 140 : 150));
            record.setCadence((short) 80);
            record.setFractionalCadence(0.5f);
            record.setAltitude(35f);
            encoder.write(record);
        }
        encoder.write(lap(0, half, half * 2.5f));
        encoder.write(lap(half + 30, seconds - half, (seconds - half) * 2.5f));
        SessionMesg session = new SessionMesg();
        session.setStartTime(new DateTime(FIT_START));
        session.setSport(Sport.RUNNING);
        session.setTotalDistance(seconds * 2.5f);
        session.setTotalTimerTime((float) seconds);
        session.setTotalElapsedTime((float) (seconds + 30));
        session.setAvgHeartRate((short) 145);
        session.setMaxHeartRate((short) 150);
        encoder.write(session);
        TimeInZoneMesg zones = new TimeInZoneMesg();
        zones.setReferenceMesg(MesgNum.SESSION);
        zones.setReferenceIndex(0);
        zones.setHrZoneHighBoundary(0, (short) 120);
        zones.setHrZoneHighBoundary(1, (short) 150);
        zones.setTimeInHrZone(0, 0f);
        zones.setTimeInHrZone(1, (float) half);
        zones.setTimeInHrZone(2, (float) (seconds - half));
        encoder.write(zones);
        return encoder.close();
    }

    /** One reading, as exactly as a watch can tell it. */
    static byte[] fit(Reading one) {
        BufferEncoder encoder = new BufferEncoder(Fit.ProtocolVersion.V2_0);
        FileIdMesg id = new FileIdMesg();
        id.setType(File.ACTIVITY);
        encoder.write(id);
        DateTime at = new DateTime(one.observedAt().getEpochSecond() - 631_065_600L);
        RecordMesg record = new RecordMesg();
        record.setTimestamp(at);
        if (one.hasPosition()) {
            record.setPositionLat((int) Math.round(one.latitudeDegrees() * SEMICIRCLES_PER_DEGREE));
            record.setPositionLong((int) Math.round(one.longitudeDegrees() * SEMICIRCLES_PER_DEGREE));
        }
        known(one.horizontalAccuracyMeters()).ifPresent(value -> record.setGpsAccuracy((short) value));
        known(one.speedMetersPerSecond()).ifPresent(value -> record.setSpeed((float) value));
        known(one.altitudeMeters()).ifPresent(value -> record.setAltitude((float) value));
        known(one.heartRateBpm()).ifPresent(value -> record.setHeartRate((short) value));
        known(one.distanceMeters()).ifPresent(value -> record.setDistance((float) value));
        known(one.cadenceStepsPerMinute()).ifPresent(value -> {
            record.setCadence((short) Math.floor(value / 2));
            record.setFractionalCadence((float) (value / 2 - Math.floor(value / 2)));
        });
        encoder.write(record);
        SessionMesg session = new SessionMesg();
        session.setStartTime(at);
        session.setSport(Sport.RUNNING);
        encoder.write(session);
        return encoder.close();
    }

    static byte[] tcx(Reading one) {
        return bytes(tcx("<Trackpoint><Time>" + one.observedAt() + "</Time>"
                + (one.hasPosition() ? position(one.latitudeDegrees(), one.longitudeDegrees()) : "")
                + element("AltitudeMeters", one.altitudeMeters())
                + element("DistanceMeters", one.distanceMeters())
                + (Double.isNaN(one.heartRateBpm())
                        ? ""
                        : "<HeartRateBpm>" + element("Value", one.heartRateBpm()) + "</HeartRateBpm>")
                + "<Extensions><odd:TPX>"
                + element("odd:Speed", one.speedMetersPerSecond())
                + element("odd:RunCadence", one.cadenceStepsPerMinute() / 2)
                + "</odd:TPX></Extensions></Trackpoint>"));
    }

    /** Of one with a position. */
    static byte[] gpx(Reading one) {
        return bytes(gpx("<trkseg><trkpt lat=\"" + one.latitudeDegrees() + "\" lon=\"" + one.longitudeDegrees() + "\">"
                + element("ele", one.altitudeMeters())
                + "<time>" + one.observedAt() + "</time><extensions><two:TrackPointExtension>"
                + element("two:hr", one.heartRateBpm())
                + element("two:cad", one.cadenceStepsPerMinute() / 2)
                + element("two:speed", one.speedMetersPerSecond())
                + element("two:course", one.courseDegrees())
                + "</two:TrackPointExtension></extensions></trkpt></trkseg>"));
    }

    static byte[] csv(Reading one) {
        String values = DoubleStream.of(
                        one.latitudeDegrees(),
                        one.longitudeDegrees(),
                        one.horizontalAccuracyMeters(),
                        one.speedMetersPerSecond(),
                        one.courseDegrees(),
                        one.altitudeMeters(),
                        one.heartRateBpm(),
                        one.distanceMeters(),
                        one.cadenceStepsPerMinute())
                .mapToObj(value -> Double.isNaN(value) ? "" : String.valueOf(value))
                .collect(Collectors.joining(","));
        return bytes("time,latitude,longitude,accuracy,speed,bearing,altitude,heart_rate,distance,cadence (spm)\n"
                + one.observedAt() + "," + values + "\n");
    }

    private static OptionalDouble known(double value) {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static String element(String name, double value) {
        return Double.isNaN(value) ? "" : "<" + name + ">" + value + "</" + name + ">";
    }

    private static EventMesg timer(int second, EventType type) {
        EventMesg event = new EventMesg();
        event.setTimestamp(new DateTime(FIT_START + second));
        event.setEvent(Event.TIMER);
        event.setEventType(type);
        return event;
    }

    private static LapMesg lap(int second, int timerSeconds, float meters) {
        LapMesg lap = new LapMesg();
        lap.setStartTime(new DateTime(FIT_START + second));
        lap.setTotalElapsedTime((float) timerSeconds);
        lap.setTotalTimerTime((float) timerSeconds);
        lap.setTotalDistance(meters);
        lap.setLapTrigger(LapTrigger.MANUAL);
        lap.setSport(Sport.RUNNING);
        return lap;
    }

    static String tcx(String trackpoints) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TrainingCenterDatabase"
                + " xmlns=\"http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2\""
                + " xmlns:odd=\"http://www.garmin.com/xmlschemas/ActivityExtension/v2\"><Activities>"
                + "<Activity Sport=\"Running\"><Id>2026-11-21T02:00:00Z</Id>"
                + "<Lap StartTime=\"2026-11-21T02:00:00Z\"><TotalTimeSeconds>60.5</TotalTimeSeconds>"
                + "<DistanceMeters>150.0</DistanceMeters><AverageHeartRateBpm><Value>141</Value></AverageHeartRateBpm>"
                + "<MaximumHeartRateBpm><Value>151</Value></MaximumHeartRateBpm>"
                + "<TriggerMethod>Manual</TriggerMethod><Track>" + trackpoints
                + "</Track></Lap></Activity></Activities></TrainingCenterDatabase>";
    }

    static String trackpoint(int second, String values) {
        return "<Trackpoint><Time>" + START.plusSeconds(second) + "</Time>" + values + "</Trackpoint>";
    }

    static String position(double latitude, double longitude) {
        return "<Position><LatitudeDegrees>" + latitude + "</LatitudeDegrees><LongitudeDegrees>" + longitude
                + "</LongitudeDegrees></Position>";
    }

    static String gpx(String segments) {
        return "<?xml version=\"1.0\"?><gpx version=\"1.1\" xmlns=\"http://www.topografix.com/GPX/1/1\""
                + " xmlns:one=\"http://www.garmin.com/xmlschemas/TrackPointExtension/v1\""
                + " xmlns:two=\"http://www.garmin.com/xmlschemas/TrackPointExtension/v2\"><metadata><link href=\"x\">"
                + "<type>text/html</type></link></metadata><trk><type>9</type>" + segments + "</trk></gpx>";
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException memoryHasNoErrors) {
            throw new UncheckedIOException(memoryHasNoErrors);
        }
        return out.toByteArray();
    }

    static byte[] zip(String entry, byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("readme.txt"));
            zip.write(bytes("not a run"));
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(bytes);
        } catch (IOException memoryHasNoErrors) {
            throw new UncheckedIOException(memoryHasNoErrors);
        }
        return out.toByteArray();
    }
}
