package dev.backstretch.schemas.json;

import dev.backstretch.domain.reading.Fault;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times as text: ISO 8601 with a zone, to the microsecond. */
final class JsonTime {
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);
    private static final DateTimeFormatter MICROS =
            new DateTimeFormatterBuilder().appendInstant(6).toFormatter(Locale.ROOT);

    private JsonTime() {}

    /** What a text says. */
    sealed interface Result {
        record At(Instant instant) implements Result {}

        record Faulty(Fault fault) implements Result {}
    }

    static String format(Instant instant) {
        boolean wholeMillis = instant.truncatedTo(ChronoUnit.MILLIS).equals(instant.truncatedTo(ChronoUnit.MICROS));
        return (wholeMillis ? MILLIS : MICROS).format(instant);
    }

    static Result parse(String field, String text) {
        var scan = new Scan(text);
        try {
            LocalDateTime local = scan.dateTime();
            if (scan.atEnd()) {
                return new Result.Faulty(new Fault(
                        field, text, "TIME_ZONE", field + " has no zone: add Z for UTC or an offset such as +07:00"));
            }
            ZoneOffset offset = scan.offset();
            if (!scan.atEnd()) {
                throw new DateTimeException("more text after the zone");
            }
            return new Result.At(local.toInstant(offset));
        } catch (DateTimeException e) {
            return new Result.Faulty(new Fault(
                    field, text, "TIME", field + " is no time: write ISO 8601 such as 2026-11-20T06:00:01.000Z"));
        }
    }

    /** Walks over the characters of one time. */
    private static final class Scan {
        private final String text;
        private int at;

        Scan(String text) {
            this.text = text;
        }

        boolean atEnd() {
            return at == text.length();
        }

        private char peek() {
            return at < text.length() ? text.charAt(at) : '\0';
        }

        private int digits(int count) {
            int value = 0;
            for (int i = 0; i < count; i++) {
                char c = peek();
                if (c < '0' || c > '9') {
                    throw new DateTimeException("a digit is missing");
                }
                value = value * 10 + (c - '0');
                at++;
            }
            return value;
        }

        private void expect(char wanted) {
            if (peek() != wanted) {
                throw new DateTimeException("'" + wanted + "' is missing");
            }
            at++;
        }

        LocalDateTime dateTime() {
            int year = digits(4);
            expect('-');
            int month = digits(2);
            expect('-');
            int day = digits(2);
            if (peek() != 'T' && peek() != 't' && peek() != ' ') {
                throw new DateTimeException("the time of day is missing");
            }
            at++;
            int hour = digits(2);
            expect(':');
            int minute = digits(2);
            int second = 0;
            int nanos = 0;
            if (peek() == ':') {
                at++;
                second = digits(2);
                if (peek() == '.' || peek() == ',') {
                    at++;
                    nanos = micros() * 1000;
                }
            }
            return LocalDateTime.of(year, month, day, hour, minute, second, nanos);
        }

        /** What is finer than a microsecond is cut. */
        private int micros() {
            int value = digits(1);
            int read = 1;
            while (peek() >= '0' && peek() <= '9') {
                if (read < 6) {
                    value = value * 10 + (peek() - '0');
                    read++;
                }
                at++;
            }
            for (; read < 6; read++) {
                value *= 10;
            }
            return value;
        }

        ZoneOffset offset() {
            char sign = peek();
            at++;
            if (sign == 'Z' || sign == 'z') {
                return ZoneOffset.UTC;
            }
            if (sign != '+' && sign != '-') {
                throw new DateTimeException("no zone");
            }
            int hours = digits(2);
            int minutes = 0;
            if (peek() == ':') {
                at++;
                minutes = digits(2);
            } else if (!atEnd()) {
                minutes = digits(2);
            }
            return sign == '-'
                    ? ZoneOffset.ofHoursMinutes(-hours, -minutes)
                    : ZoneOffset.ofHoursMinutes(hours, minutes);
        }
    }
}
