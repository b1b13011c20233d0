package dev.backstretch.ingest.devices;

import dev.backstretch.domain.reading.Fault;
import dev.backstretch.ingest.devices.Values.BadValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sentence RMC of a GNSS receiver, {@code $GPRMC,225446,A,4916.45,N,12311.12,W,000.5,054.7,191194,020.3,E*68}: time, place,
 * speed in knots and course over ground, true. Other talkers than GP say the same.
 *
 * <p>Source: NMEA 0183 as the protocol page of Traccar quotes it. A sentence without a checksum is refused, as a wire may
 * change any digit of it.
 */
public final class NmeaRmc {
    private static final int LONGEST = 120;
    private static final Pattern SENTENCE =
            Pattern.compile("\\$([A-Z]{2}RMC,([^*\\p{Cntrl}]*))\\*([0-9A-Fa-f]{2})\\s*");
    private static final Pattern TIME = Pattern.compile("(\\d{2})(\\d{2})(\\d{2})(\\.\\d{1,9})?");
    private static final Pattern DATE = Pattern.compile("(\\d{2})(\\d{2})(\\d{2})");
    private static final Pattern ANGLE = Pattern.compile("(\\d{2,3})([0-5]\\d(?:\\.\\d{1,9})?)");

    /** Two digits of a year from here on are of the last century, in which there was no GPS before 1980. */
    private static final int LAST_CENTURY = 80;

    private NmeaRmc() {}

    /** What became of a sentence. */
    public sealed interface Result {
        /**
         * Where the receiver was.
         *
         * @param speedMetersPerSecond NaN where it is not told
         * @param courseDegrees true; NaN where it is not told
         */
        record Fix(
                Instant at,
                double latitudeDegrees,
                double longitudeDegrees,
                double speedMetersPerSecond,
                double courseDegrees)
                implements Result {}

        /** It cannot be used. */
        record Refused(Fault fault) implements Result {}
    }

    /** Reads a sentence. */
    public static Result read(String sentence) {
        try {
            return fix(sentence);
        } catch (BadValue bad) {
            return new Result.Refused(bad.fault());
        }
    }

    private static Result fix(String sentence) throws BadValue {
        Matcher matcher = sentence.length() > LONGEST ? null : SENTENCE.matcher(sentence);
        if (matcher == null || !matcher.matches()) {
            throw Values.bad("value", null, "FORMAT", "this is no sentence RMC with a checksum: send $GPRMC,…*68");
        }
        if (checksum(matcher.group(1)) != Integer.parseInt(matcher.group(3), 16)) {
            throw Values.bad("value", null, "CHECKSUM", "the checksum is not that of the sentence: send it again");
        }
        String[] fields = matcher.group(2).split(",", -1);
        if (fields.length < 9) {
            throw Values.bad("value", null, "FORMAT", "the sentence ends before its date: send all of it");
        }
        if (!fields[1].equals("A")) {
            throw Values.bad(
                    "value", null, "FIX_INVALID", "the receiver says that it knows no place: wait for a fix outdoors");
        }
        return new Result.Fix(
                at(fields[0], fields[8]),
                degrees("latitudeDegrees", fields[2], fields[3], "N", "S"),
                degrees("longitudeDegrees", fields[4], fields[5], "E", "W"),
                fields[6].isEmpty() ? Double.NaN : Values.number("speed", fields[6]) * Values.METERS_PER_SECOND_OF_KNOT,
                fields[7].isEmpty() ? Double.NaN : Values.number("course", fields[7]));
    }

    /** The exclusive or of what stands between dollar and star. */
    static int checksum(String body) {
        int sum = 0;
        for (int i = 0; i < body.length(); i++) {
            sum ^= body.charAt(i);
        }
        return sum & 0xff;
    }

    /** Degrees and minutes with no space between them. */
    static double degrees(String field, String angle, String side, String positive, String negative) throws BadValue {
        Matcher matcher = ANGLE.matcher(angle);
        if (!matcher.matches() || !(side.equals(positive) || side.equals(negative))) {
            throw Values.bad(field, null, "BAD_NUMBER", field + " is not written as degrees and minutes with a side");
        }
        double degrees = Integer.parseInt(matcher.group(1)) + Double.parseDouble(matcher.group(2)) / 60;
        return side.equals(negative) ? -degrees : degrees;
    }

    private static Instant at(String time, String date) throws BadValue {
        Matcher clock = TIME.matcher(time);
        Matcher day = DATE.matcher(date);
        if (!clock.matches() || !day.matches()) {
            throw Values.badTime("observedAt", null);
        }
        int year = Integer.parseInt(day.group(3));
        try {
            LocalTime ofDay = LocalTime.of(
                    Integer.parseInt(clock.group(1)),
                    Integer.parseInt(clock.group(2)),
                    Integer.parseInt(clock.group(3)));
            double part = clock.group(4) == null ? 0 : Double.parseDouble("0" + clock.group(4));
            return LocalDate.of(
                            year < LAST_CENTURY ? 2000 + year : 1900 + year,
                            Integer.parseInt(day.group(2)),
                            Integer.parseInt(day.group(1)))
                    .atTime(ofDay)
                    .toInstant(ZoneOffset.UTC)
                    .plusNanos(Math.round(part * 1e6) * 1_000);
        } catch (DateTimeException none) {
            throw Values.badTime("observedAt", null);
        }
    }
}
