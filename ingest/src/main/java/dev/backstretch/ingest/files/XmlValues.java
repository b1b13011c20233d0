package dev.backstretch.ingest.files;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Texts of XML files as values; what is none is noted on the reading it belongs to. */
final class XmlValues {
    private static final int MAXIMUM_QUOTED = 40;

    private XmlValues() {}

    /** NaN and a note on the reading when the text is no finite number; NaN alone when there is no text. */
    static double number(@Nullable String text, String field, RawReading reading) {
        if (text == null || text.isEmpty()) {
            return Double.NaN;
        }
        double value = number(text);
        if (Double.isNaN(value)) {
            reading.malformed("MALFORMED", field, quoted(text));
        }
        return value;
    }

    /** NaN when the text is no finite number. */
    static double number(String text) {
        try {
            double value = Double.parseDouble(text);
            return Double.isInfinite(value) ? Double.NaN : value;
        } catch (NumberFormatException noNumber) {
            return Double.NaN;
        }
    }

    /** Null and a note on the reading when the text is no time with a zone. */
    static @Nullable Instant time(String text, RawReading reading) {
        Instant time = time(text);
        if (time == null) {
            reading.malformed(hasNoZone(text) ? "TIME_ZONE" : "TIME", "observedAt", quoted(text));
        }
        return time;
    }

    static @Nullable Instant time(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException noTime) {
            return null;
        }
    }

    private static boolean hasNoZone(String text) {
        try {
            LocalDateTime.parse(text);
            return true;
        } catch (DateTimeException noTime) {
            return false;
        }
    }

    private static String quoted(String text) {
        return text.length() <= MAXIMUM_QUOTED ? text : text.substring(0, MAXIMUM_QUOTED) + "…";
    }
}
