package dev.backstretch.simulator;

import dev.backstretch.domain.event.Reading;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The sentence RMC in which a GNSS receiver tells where it is; heights, hearts and steps are not told. */
public final class ReceiverSentence {
    private static final double METERS_PER_SECOND_OF_KNOT = 1852.0 / 3600.0;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss.SSS", Locale.ROOT);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("ddMMyy", Locale.ROOT);

    private ReceiverSentence() {}

    /**
     * The sentence, with its checksum and without its end. Milliseconds; millionths of a minute, which are millimetres;
     * thousandths of a knot; tenths of a degree.
     *
     * @param reading with a position, of the years from 1980 to 2079
     */
    public static String rmc(Reading reading) {
        LocalDateTime at = LocalDateTime.ofInstant(reading.observedAt(), ZoneOffset.UTC);
        String body = "GPRMC," + TIME.format(at) + ",A," + angle(reading.latitudeDegrees(), 2, "N", "S") + ","
                + angle(reading.longitudeDegrees(), 3, "E", "W") + ","
                + told("%.3f", reading.speedMetersPerSecond() / METERS_PER_SECOND_OF_KNOT) + ","
                + told("%.1f", reading.courseDegrees()) + "," + DATE.format(at) + ",,,A";
        int sum = 0;
        for (int i = 0; i < body.length(); i++) {
            sum ^= body.charAt(i);
        }
        return "$" + body + "*" + String.format(Locale.ROOT, "%02X", sum);
    }

    /** Degrees and minutes with nothing between them. */
    private static String angle(double degrees, int digits, String positive, String negative) {
        long millionths = Math.round(Math.abs(degrees) * 60e6);
        return String.format(
                Locale.ROOT,
                "%0" + digits + "d%02d.%06d,%s",
                millionths / 60_000_000,
                millionths / 1_000_000 % 60,
                millionths % 1_000_000,
                degrees < 0 ? negative : positive);
    }

    private static String told(String format, double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
    }
}
