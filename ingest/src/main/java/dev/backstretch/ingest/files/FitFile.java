package dev.backstretch.ingest.files;

import com.garmin.fit.Decode;
import com.garmin.fit.EventMesg;
import com.garmin.fit.Field;
import com.garmin.fit.LapMesg;
import com.garmin.fit.LapTrigger;
import com.garmin.fit.Mesg;
import com.garmin.fit.MesgNum;
import com.garmin.fit.RecordMesg;
import com.garmin.fit.SessionMesg;
import com.garmin.fit.Sport;
import com.garmin.fit.SportMesg;
import com.garmin.fit.TimeInZoneMesg;
import dev.backstretch.ingest.files.Recording.DeviceLap;
import dev.backstretch.ingest.files.Recording.DeviceTotals;
import dev.backstretch.ingest.files.Recording.DeviceZones;
import dev.backstretch.ingest.files.Recording.Format;
import dev.backstretch.ingest.files.Recording.Leg;
import dev.backstretch.ingest.files.Recording.Unreadable;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads FIT with Garmin's SDK, which knows compressed timestamps, developer fields and scaling.
 *
 * <p>Files may be chained one behind the other; each is cut out by the length in its header and read on its own, so that
 * damage in one does not cost the next. Messages that came before damage stand.
 */
final class FitFile {
    private static final long UNIX_SECONDS_AT_FIT_EPOCH = 631_065_600L;

    /** Smaller times count from the device's start: its clock was not set (FIT date_time). */
    private static final long LOWEST_ABSOLUTE_TIME = 0x10000000L;

    private static final double DEGREES_PER_SEMICIRCLE = 180.0 / 0x80000000L;
    private static final int CRC_BYTES = 2;
    /** A day's outings in one file are a handful. */
    private static final int MOST_CHAINED = 1_000;

    private static final int SMALLEST_HEADER_BYTES = 12;
    private static final int MAXIMUM_BOUNDS = 16;
    private static final Pattern ERROR_AT_BYTE = Pattern.compile("byte: ?([0-9]+)");

    private final RecordingDraft draft;
    private final List<Session> sessions = new ArrayList<>();
    private final List<ZoneTimes> zoneTimes = new ArrayList<>();
    private @Nullable Instant stoppedAt;
    private int messagesSkipped;
    private boolean clockUnset;

    private record Session(
            int index,
            String sport,
            Instant startedAt,
            double elapsedSeconds,
            double timerSeconds,
            double distanceMeters,
            double averageHeartRateBpm,
            double maximumHeartRateBpm) {}

    private record ZoneTimes(int sessionIndex, List<Double> boundsBpm, List<Double> seconds) {}

    private FitFile(String name) {
        this.draft = new RecordingDraft(name, Format.FIT);
    }

    /** Whether these first bytes are the header of a FIT file. */
    static boolean isFit(byte[] head, int length) {
        return length >= SMALLEST_HEADER_BYTES
                && (head[0] & 0xff) >= SMALLEST_HEADER_BYTES
                && head[8] == '.'
                && head[9] == 'F'
                && head[10] == 'I'
                && head[11] == 'T';
    }

    static Recording read(String name, byte[] bytes) {
        if (!isFit(bytes, bytes.length)) {
            return new Unreadable(name, "FORMAT", "byte 0", "the header is not that of a FIT file");
        }
        return new FitFile(name).readAll(bytes);
    }

    private Recording readAll(byte[] bytes) {
        int offset = 0;
        int files = 0;
        while (offset < bytes.length) {
            int left = bytes.length - offset;
            byte[] header = Arrays.copyOfRange(bytes, offset, offset + Math.min(left, SMALLEST_HEADER_BYTES));
            if (!isFit(header, header.length)) {
                draft.fault("TRAILING_BYTES", "byte " + offset, left + " bytes behind the file are not FIT");
                break;
            }
            if (++files > MOST_CHAINED) {
                draft.fault("TOO_MANY_FILES", "byte " + offset, "only the first " + MOST_CHAINED + " were read");
                break;
            }
            long data = dataBytes(header);
            long length = (header[0] & 0xff) + data + CRC_BYTES;
            int end = (int) Math.min(left, length);
            readOne(Arrays.copyOfRange(bytes, offset, offset + end), offset, data == 0 || length > left);
            if (data == 0) {
                break;
            }
            offset += end;
        }
        if (messagesSkipped > 0) {
            draft.fault(
                    "MALFORMED",
                    "whole file",
                    messagesSkipped + " messages hold values of the wrong type and were skipped");
        }
        if (clockUnset) {
            draft.fault(
                    "TIME_RELATIVE", "record.timestamp", "the device's clock was not set: times count from its start");
        }
        summarise();
        return draft.finish();
    }

    private static long dataBytes(byte[] header) {
        return (header[4] & 0xffL) | (header[5] & 0xffL) << 8 | (header[6] & 0xffL) << 16 | (header[7] & 0xffL) << 24;
    }

    private void readOne(byte[] file, int offset, boolean cutShort) {
        Decode decode = new Decode();
        if (cutShort) {
            // A device that lost power never wrote its file's length: read as far as there is something.
            decode.setInvalidFileDataSize(true);
        }
        try {
            boolean ended = decode.read(new ByteArrayInputStream(file), this::take);
            if (cutShort || !ended) {
                draft.fault(
                        "TRUNCATED",
                        "byte " + (offset + file.length),
                        "the file ends before the length that its header gives: copy it from the device again");
            }
        } catch (RuntimeException damage) {
            // The SDK answers damage with exceptions of many kinds; whatever they are, the file is at fault.
            String message = damage.getMessage() == null ? damage.getClass().getSimpleName() : damage.getMessage();
            Matcher at = ERROR_AT_BYTE.matcher(message);
            String where = "byte " + (at.find() ? offset + Long.parseLong(at.group(1)) : offset + file.length);
            String reason = cutShort ? "TRUNCATED" : message.contains("CRC") ? "CHECKSUM" : "DAMAGED";
            draft.fault(reason, where, message + ": copy the file from the device again");
        }
    }

    private void take(Mesg message) {
        try {
            switch (message.getNum()) {
                case MesgNum.RECORD -> record(message);
                case MesgNum.LAP -> lap(message);
                case MesgNum.SESSION -> session(message);
                case MesgNum.SPORT -> sport(message);
                case MesgNum.EVENT -> event(message);
                case MesgNum.TIME_IN_ZONE -> zones(message);
                default -> {
                    // Settings, devices and the like say nothing about the run.
                }
            }
        } catch (RuntimeException wrongType) {
            messagesSkipped++;
        }
    }

    private void record(Mesg message) {
        RawReading reading = new RawReading();
        reading.observedAt = time(message, RecordMesg.TimestampFieldNum);
        reading.latitudeDegrees = number(message, RecordMesg.PositionLatFieldNum) * DEGREES_PER_SEMICIRCLE;
        reading.longitudeDegrees = number(message, RecordMesg.PositionLongFieldNum) * DEGREES_PER_SEMICIRCLE;
        reading.accuracyMeters = number(message, RecordMesg.GpsAccuracyFieldNum);
        reading.speedMetersPerSecond = first(message, RecordMesg.EnhancedSpeedFieldNum, RecordMesg.SpeedFieldNum);
        reading.altitudeMeters = first(message, RecordMesg.EnhancedAltitudeFieldNum, RecordMesg.AltitudeFieldNum);
        reading.heartRateBpm = number(message, RecordMesg.HeartRateFieldNum);
        reading.distanceMeters = number(message, RecordMesg.DistanceFieldNum);
        double fraction = number(message, RecordMesg.FractionalCadenceFieldNum);
        reading.cyclesPerMinute =
                number(message, RecordMesg.CadenceFieldNum) + (Double.isNaN(fraction) ? 0.0 : fraction);
        draft.reading(reading);
    }

    private void lap(Mesg message) {
        Instant startedAt = time(message, LapMesg.StartTimeFieldNum);
        if (startedAt == null) {
            messagesSkipped++;
            return;
        }
        Short trigger = message.getFieldShortValue(LapMesg.LapTriggerFieldNum);
        LapTrigger named = trigger == null ? null : LapTrigger.getByValue(trigger);
        draft.lap(new DeviceLap(
                0,
                startedAt,
                number(message, LapMesg.TotalElapsedTimeFieldNum),
                number(message, LapMesg.TotalTimerTimeFieldNum),
                number(message, LapMesg.TotalDistanceFieldNum),
                number(message, LapMesg.AvgHeartRateFieldNum),
                number(message, LapMesg.MaxHeartRateFieldNum),
                named == null || named == LapTrigger.INVALID
                        ? null
                        : named.name().toLowerCase(Locale.ROOT),
                sport(message.getFieldShortValue(LapMesg.SportFieldNum))));
    }

    private void session(Mesg message) {
        Instant startedAt = time(message, SessionMesg.StartTimeFieldNum);
        if (startedAt == null) {
            messagesSkipped++;
            return;
        }
        sessions.add(new Session(
                sessions.size(),
                sport(message.getFieldShortValue(SessionMesg.SportFieldNum)),
                startedAt,
                number(message, SessionMesg.TotalElapsedTimeFieldNum),
                number(message, SessionMesg.TotalTimerTimeFieldNum),
                number(message, SessionMesg.TotalDistanceFieldNum),
                number(message, SessionMesg.AvgHeartRateFieldNum),
                number(message, SessionMesg.MaxHeartRateFieldNum)));
    }

    private void sport(Mesg message) {
        Short value = message.getFieldShortValue(SportMesg.SportFieldNum);
        if (value != null) {
            draft.sport(sport(value));
        }
    }

    private static String sport(@Nullable Short value) {
        Sport sport = value == null ? null : Sport.getByValue(value);
        return sport == null || sport == Sport.INVALID || sport == Sport.GENERIC
                ? "unknown"
                : Sports.named(sport.name());
    }

    /** Times between a stop of the timer and its next start are pauses. */
    private void event(Mesg message) {
        Short event = message.getFieldShortValue(EventMesg.EventFieldNum);
        Short type = message.getFieldShortValue(EventMesg.EventTypeFieldNum);
        Instant at = time(message, EventMesg.TimestampFieldNum);
        if (event == null || type == null || at == null || event != com.garmin.fit.Event.TIMER.getValue()) {
            return;
        }
        switch (com.garmin.fit.EventType.getByValue(type)) {
            case START -> {
                if (stoppedAt != null) {
                    draft.pause(stoppedAt, at);
                    stoppedAt = null;
                }
            }
            case STOP, STOP_ALL, STOP_DISABLE, STOP_DISABLE_ALL -> stoppedAt = stoppedAt == null ? at : stoppedAt;
            default -> {
                // Markers and the like leave the timer as it is.
            }
        }
    }

    private void zones(Mesg message) {
        Integer of = message.getFieldIntegerValue(TimeInZoneMesg.ReferenceMesgFieldNum);
        if (of == null || of != MesgNum.SESSION) {
            return;
        }
        Integer index = message.getFieldIntegerValue(TimeInZoneMesg.ReferenceIndexFieldNum);
        List<Double> bounds = numbers(message, TimeInZoneMesg.HrZoneHighBoundaryFieldNum);
        List<Double> seconds = numbers(message, TimeInZoneMesg.TimeInHrZoneFieldNum);
        boolean rising = !bounds.isEmpty();
        for (int i = 1; i < bounds.size(); i++) {
            rising &= bounds.get(i) > bounds.get(i - 1);
        }
        if (rising && bounds.size() <= MAXIMUM_BOUNDS && seconds.size() == bounds.size() + 1) {
            zoneTimes.add(new ZoneTimes(index == null ? 0 : index, bounds, seconds));
        }
    }

    /** Sessions may stand before or behind the records, so legs, totals and zones are made when the file has ended. */
    private void summarise() {
        Instant newest = draft.newestObservedAt();
        for (int i = 0; i < sessions.size(); i++) {
            Session session = sessions.get(i);
            // The end that a session gives is wrong in some files; the next one's start is not.
            Instant end = i + 1 < sessions.size()
                    ? sessions.get(i + 1).startedAt()
                    : newest == null || newest.isBefore(session.startedAt()) ? session.startedAt() : newest;
            draft.leg(new Leg(session.sport(), session.startedAt(), end));
        }
        if (!sessions.isEmpty()) {
            draft.totals(totals());
        }
        // Zones of a race with several sports are those of its run.
        ZoneTimes chosen = null;
        for (ZoneTimes times : zoneTimes) {
            boolean known = times.sessionIndex() >= 0 && times.sessionIndex() < sessions.size();
            boolean running =
                    known && sessions.get(times.sessionIndex()).sport().equals("running");
            if (known && (sessions.size() == 1 || running)) {
                chosen = times;
            }
        }
        if (chosen != null) {
            Leg leg = draft.legs().get(chosen.sessionIndex());
            draft.zones(new DeviceZones(leg.startedAt(), leg.endedAt(), chosen.boundsBpm(), chosen.seconds()));
        }
    }

    private DeviceTotals totals() {
        double elapsed = 0;
        double timer = 0;
        double distance = 0;
        double beats = 0;
        double highest = Double.NaN;
        for (Session session : sessions) {
            elapsed += session.elapsedSeconds();
            timer += session.timerSeconds();
            distance += session.distanceMeters();
            beats += session.averageHeartRateBpm() * session.timerSeconds();
            double maximum = session.maximumHeartRateBpm();
            highest = Double.isNaN(highest) || maximum > highest ? maximum : highest;
        }
        return new DeviceTotals(elapsed, timer, distance, timer > 0 ? beats / timer : Double.NaN, highest);
    }

    private @Nullable Instant time(Mesg message, int field) {
        Long seconds = message.getFieldLongValue(field);
        if (seconds == null) {
            return null;
        }
        clockUnset |= seconds < LOWEST_ABSOLUTE_TIME;
        return Instant.ofEpochSecond(UNIX_SECONDS_AT_FIT_EPOCH + seconds);
    }

    private static double first(Mesg message, int preferred, int otherwise) {
        double value = number(message, preferred);
        return Double.isNaN(value) ? number(message, otherwise) : value;
    }

    private static double number(Mesg message, int field) {
        Double value = message.getFieldDoubleValue(field);
        return value == null || value.isInfinite() ? Double.NaN : value;
    }

    private static List<Double> numbers(Mesg message, int fieldNumber) {
        Field field = message.getField(fieldNumber);
        List<Double> values = new ArrayList<>();
        for (int i = 0; field != null && i < field.getNumValues(); i++) {
            Double value = field.getDoubleValue(i);
            if (value != null && !value.isNaN()) {
                values.add(value);
            }
        }
        return values;
    }
}
