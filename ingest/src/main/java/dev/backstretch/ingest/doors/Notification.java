package dev.backstretch.ingest.doors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstretch.domain.reading.Fault;
import dev.backstretch.ingest.devices.HeartRateMeasurement;
import dev.backstretch.ingest.devices.NmeaRmc;
import dev.backstretch.ingest.devices.RunningMeasurement;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a strap or pod as a phone's page hands them on: {@code {"type":"ble", "runner":…, "observedAt":…,
 * "characteristic":"2A37", "value":"16 96 9A 01"}}, the value in hexadecimal; or the sentence of a receiver, {@code
 * {"type":"nmea", "runner":…, "value":"$GPRMC,…*68"}}. It becomes the reading that it tells.
 */
final class Notification {
    static final String TYPE = "ble";

    /** Of a sentence; it tells its own time. */
    static final String SENTENCE = "nmea";

    private static final String HEART_RATE = "2a37";
    private static final String RUNNING = "2a53";
    private static final int MAXIMUM_BYTES = 512;

    /** The standard's form of a short number. */
    private static final String LONG_FORM = "0000(....)-0000-1000-8000-00805f9b34fb";

    private Notification() {}

    /** What a notification says. */
    sealed interface Result {
        /**
         * A reading, as JSON.
         *
         * @param cadenceDoubled whether the pod counted one foot and its number was doubled
         */
        record Reading(ObjectNode object, boolean cadenceDoubled) implements Result {}

        /** The strap is there and measures nothing. */
        record Nothing() implements Result {}

        record Faulty(Fault fault) implements Result {}
    }

    static boolean is(@Nullable ObjectNode object) {
        return object != null
                && Set.of(TYPE, SENTENCE).contains(object.path("type").asText(""));
    }

    /** Changes the object into the reading. */
    static Result read(ObjectNode object) {
        JsonNode value = object.remove("value");
        if (object.path("type").asText("").equals(SENTENCE)) {
            return sentence(object, value);
        }
        JsonNode characteristic = object.remove("characteristic");
        String number = characteristic == null ? "" : characteristic.asText("").toLowerCase(Locale.ROOT);
        number = number.replaceFirst(LONG_FORM, "$1").replaceFirst("^0x", "");
        byte[] bytes = bytes(value);
        if (bytes == null) {
            return new Result.Faulty(new Fault(
                    "value",
                    null,
                    "MALFORMED",
                    "value is not bytes in hexadecimal: send \"16 96 9A 01\", 512 bytes at most"));
        }
        object.put("type", "reading");
        return switch (number) {
            case HEART_RATE -> heartRate(object, HeartRateMeasurement.decode(bytes));
            case RUNNING -> running(object, RunningMeasurement.decode(bytes));
            default ->
                new Result.Faulty(new Fault(
                        "characteristic",
                        characteristic == null ? null : characteristic.asText(),
                        "UNKNOWN_VALUE",
                        "characteristic is neither 2A37, a strap's heart rate, nor 2A53, a pod's speed and cadence"));
        };
    }

    private static Result sentence(ObjectNode object, @Nullable JsonNode value) {
        NmeaRmc.Result result = NmeaRmc.read(value == null || !value.isTextual() ? "" : value.textValue());
        if (result instanceof NmeaRmc.Result.Refused refused) {
            return new Result.Faulty(refused.fault());
        }
        NmeaRmc.Result.Fix fix = (NmeaRmc.Result.Fix) result;
        object.put("type", "reading");
        object.put("observedAt", fix.at().toString());
        object.put("latitudeDegrees", fix.latitudeDegrees());
        object.put("longitudeDegrees", fix.longitudeDegrees());
        if (!Double.isNaN(fix.speedMetersPerSecond())) {
            object.put("speedMetersPerSecond", fix.speedMetersPerSecond());
        }
        if (!Double.isNaN(fix.courseDegrees())) {
            object.put("courseDegrees", fix.courseDegrees() % 360);
        }
        return new Result.Reading(object, false);
    }

    private static Result heartRate(ObjectNode object, HeartRateMeasurement.Result result) {
        if (result instanceof HeartRateMeasurement.Result.Refused refused) {
            return new Result.Faulty(refused.fault());
        }
        HeartRateMeasurement read = ((HeartRateMeasurement.Result.Read) result).measurement();
        if (Double.isNaN(read.heartRateBpm())) {
            return new Result.Nothing();
        }
        object.put("heartRateBpm", read.heartRateBpm());
        return new Result.Reading(object, false);
    }

    /** Cadence only: a pod's speed comes from a model of strides forwards, and half of our laps are not. */
    private static Result running(ObjectNode object, RunningMeasurement.Result result) {
        if (result instanceof RunningMeasurement.Result.Refused refused) {
            return new Result.Faulty(refused.fault());
        }
        RunningMeasurement read = ((RunningMeasurement.Result.Read) result).measurement();
        object.put("cadenceStepsPerMinute", read.cadenceStepsPerMinute());
        return new Result.Reading(object, read.doubled());
    }

    private static byte @Nullable [] bytes(@Nullable JsonNode value) {
        String hex =
                value == null || !value.isTextual() ? "" : value.textValue().replaceAll("[ :-]", "");
        if (hex.isEmpty() || hex.length() > 2 * MAXIMUM_BYTES) {
            return null;
        }
        try {
            return HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
