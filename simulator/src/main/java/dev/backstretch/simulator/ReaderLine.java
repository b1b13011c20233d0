package dev.backstretch.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** A chip read as timing systems write it, by a reader whose clock shows UTC. */
public enum ReaderLine {
    /** Hundredths of a second; twelve hexadecimal digits of a chip. */
    IPICO("ipico") {
        @Override
        public String of(String chip, String reader, Instant readAt) {
            LocalDateTime local = LocalDateTime.ofInstant(readAt.plus(Duration.ofMillis(5)), ZoneOffset.UTC);
            String line = "aa00" + chip + "0001" + IPICO_TIME.format(local)
                    + String.format(Locale.ROOT, "%02x", local.get(ChronoField.MILLI_OF_SECOND) / 10);
            int sum = line.substring(2).chars().sum() & 0xFF;
            return line + String.format(Locale.ROOT, "%02x", sum);
        }
    },
    /** Time of day in hundredths of a second. */
    CHRONOTRACK("chronotrack") {
        @Override
        public String of(String chip, String reader, Instant readAt) {
            LocalDateTime local = LocalDateTime.ofInstant(readAt.plus(Duration.ofMillis(5)), ZoneOffset.UTC);
            return "CT01_33~1~" + reader + "~" + chip + "~" + TIME_OF_DAY.format(local) + "~1~" + reader + "~1";
        }
    },
    /** Milliseconds. */
    WICLAX("wiclax") {
        @Override
        public String of(String chip, String reader, Instant readAt) {
            return chip + ";" + WICLAX_TIME.format(LocalDateTime.ofInstant(readAt, ZoneOffset.UTC)) + ";" + reader
                    + ";;;0";
        }
    },
    /** Microseconds. */
    RFID_CSV("rfid-csv") {
        @Override
        public String of(String chip, String reader, Instant readAt) {
            long micros =
                    Math.addExact(Math.multiplyExact(readAt.getEpochSecond(), 1_000_000L), readAt.getNano() / 1_000);
            return chip + "," + reader + ",-52.5," + micros + "," + micros + ",1";
        }
    };

    private static final DateTimeFormatter IPICO_TIME = DateTimeFormatter.ofPattern("yyMMddHHmmss", Locale.ROOT);
    private static final DateTimeFormatter TIME_OF_DAY = DateTimeFormatter.ofPattern("HH:mm:ss.SS", Locale.ROOT);
    private static final DateTimeFormatter WICLAX_TIME =
            DateTimeFormatter.ofPattern("dd-MM-uuuu HH:mm:ss.SSS", Locale.ROOT);

    private final String format;

    ReaderLine(String format) {
        this.format = format;
    }

    /** As the door of marks knows it. */
    public String format() {
        return format;
    }

    /**
     * The line, without its end.
     *
     * @param reader the mat, where the line can tell
     */
    public abstract String of(String chip, String reader, Instant readAt);
}
