package dev.backstretch.ingest.devices;

import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.reading.Fault;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One thing that a device says. Whether its values can be true is for the rules of readings, not for who decodes. */
public sealed interface Message {
    /**
     * It measured.
     *
     * @param device how the device calls itself, null when it does not
     * @param reading with an id that is the same each time the device sends this again
     * @param batteryPercent 0 to 100, NaN when it does not say; told, and kept nowhere
     */
    record Measured(@Nullable String device, Reading reading, double batteryPercent) implements Message {}

    /**
     * A timing mat saw a chip.
     *
     * @param reader whose clock it is, null when the line does not say
     * @param place where the mat lies, as the line says, else null
     * @param rssiDbm strength of the signal in dBm, NaN when the line does not say
     */
    record ChipRead(
            String chip, @Nullable String reader, @Nullable String place, Instant readAt, double rssiDbm, Detail detail)
            implements Message {}

    /**
     * What some lines say besides; −1 and NaN where they do not.
     *
     * @param kind {@code RAW}, {@code FS} (first seen) or {@code LS} (last seen)
     * @param sequence the reader's own number of the line
     * @param port of the antenna
     * @param reads how often the chip was read in this passing
     * @param lap as the chip itself counts
     * @param batteryPercent of the chip
     * @param replayed whether the reader was asked to send it once more
     */
    record Detail(String kind, long sequence, int port, int reads, int lap, double batteryPercent, boolean replayed) {
        static final Detail NONE = new Detail("RAW", -1, -1, -1, -1, Double.NaN, false);
    }

    /** A start gun went off. */
    record GunFired(@Nullable String reader, @Nullable String place, Instant firedAt, Detail detail)
            implements Message {}

    /**
     * It is no measurement: a status, a heartbeat, a last will. Counted, and passed over.
     *
     * @param what a code such as {@code HEARTBEAT}
     */
    record Notice(String what) implements Message {}

    /** It was meant as a measurement and cannot be one. */
    record Refused(@Nullable String device, Fault fault) implements Message {}
}
