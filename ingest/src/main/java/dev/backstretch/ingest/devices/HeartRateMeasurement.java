package dev.backstretch.ingest.devices;

import dev.backstretch.domain.reading.Fault;
import dev.backstretch.domain.reading.ReadingRules;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a strap's notification, characteristic 0x2A37, little-endian: flags, heart rate in one byte or two, energy
 * in kJ, and the times between beats in 1/1024 s.
 *
 * <p>Source: Bluetooth SIG, Heart Rate Service 1.0.
 *
 * @param heartRateBpm NaN when the strap measured nothing or has lost the skin
 * @param contact whether the strap touches the skin, null when it cannot tell
 * @param energyKilojoules since it was set back, −1 when it does not say
 * @param beatMillis times between beats, oldest first
 */
public record HeartRateMeasurement(
        double heartRateBpm, @Nullable Boolean contact, int energyKilojoules, List<Double> beatMillis) {
    public HeartRateMeasurement {
        beatMillis = List.copyOf(beatMillis);
    }

    private static final int TWO_BYTES = 0x01;
    private static final int CONTACT_DETECTED = 0x02;
    private static final int CONTACT_SUPPORTED = 0x04;
    private static final int ENERGY = 0x08;
    private static final int BEATS = 0x10;

    /** What became of a notification. */
    public sealed interface Result {
        record Read(HeartRateMeasurement measurement) implements Result {}

        record Refused(Fault fault) implements Result {}
    }

    /** Reads one notification. */
    public static Result decode(byte[] bytes) {
        int flags = bytes.length == 0 ? 0 : Byte.toUnsignedInt(bytes[0]);
        boolean wide = (flags & TWO_BYTES) != 0;
        boolean energy = (flags & ENERGY) != 0;
        boolean beats = (flags & BEATS) != 0;
        int head = 1 + (wide ? 2 : 1) + (energy ? 2 : 0);
        int tail = bytes.length - head;
        if (tail < 0 || tail % 2 != 0 || beats != tail > 0) {
            return new Result.Refused(wrongLength(bytes));
        }
        int bpm = wide ? twoBytes(bytes, 1) : Byte.toUnsignedInt(bytes[1]);
        Boolean contact = (flags & CONTACT_SUPPORTED) == 0 ? null : (Boolean) ((flags & CONTACT_DETECTED) != 0);
        boolean nothing = bpm == 0 || Boolean.FALSE.equals(contact);
        if (!nothing && (bpm < ReadingRules.LOWEST_HEART_RATE_BPM || bpm > ReadingRules.HIGHEST_HEART_RATE_BPM)) {
            return new Result.Refused(new Fault(
                    "heartRateBpm",
                    Integer.toString(bpm),
                    "RANGE_HR",
                    "the heart rate is outside 25 to 240 bpm: moisten the strap, or take another"));
        }
        List<Double> between = new ArrayList<>();
        for (int i = head; i < bytes.length; i += 2) {
            between.add(twoBytes(bytes, i) * 1000.0 / 1024.0);
        }
        return new Result.Read(new HeartRateMeasurement(
                nothing ? Double.NaN : bpm, contact, energy ? twoBytes(bytes, wide ? 3 : 2) : -1, between));
    }

    static int twoBytes(byte[] bytes, int at) {
        return Byte.toUnsignedInt(bytes[at]) | Byte.toUnsignedInt(bytes[at + 1]) << 8;
    }

    static Fault wrongLength(byte[] bytes) {
        return new Fault(
                "value",
                HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 32)),
                "LENGTH",
                "value has not the length that its flags tell: send all bytes of the notification and no more");
    }
}
