package dev.backstretch.ingest.devices;

import dev.backstretch.ingest.devices.Values.BadValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The lines of timing systems, one passing each. */
public enum ChipFormat {
    /** {@code aa00058000120e38000e26030713560136b0}: local time, hexadecimal hundredths, a check sum. */
    IPICO("ipico") {
        @Override
        Message message(String line, ReaderClock clock) throws BadValue {
            return ipico(line, clock);
        }
    },
    /** {@code CT01_33~12~finish~1234~14:02:15.31~2~ED932A~4}: local time of day. */
    CHRONOTRACK("chronotrack") {
        @Override
        Message message(String line, ReaderClock clock) throws BadValue {
            return chronoTrack(line, clock);
        }

        @Override
        public @Nullable String reply(String line) {
            return line.strip().equals("ping") ? "ack~ping" : null;
        }
    },
    /** {@code 01539;22-09-2011 02:41:30.620;0A;559;;0}: local time. */
    WICLAX("wiclax") {
        @Override
        Message message(String line, ReaderClock clock) throws BadValue {
            return wiclax(line, clock);
        }
    },
    /** {@code epc,antenna,rssi_dbm,first_seen_us,last_seen_us,count}: microseconds since 1970. */
    RFID_CSV("rfid-csv") {
        @Override
        Message message(String line, ReaderClock clock) throws BadValue {
            return rfid(line);
        }
    };

    /** The longest line that any of them writes, many times over. */
    public static final int MAXIMUM_LINE_CHARS = 512;

    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");
    private static final Pattern DIGITS = Pattern.compile("\\d{1,9}");
    private static final Pattern MICROS = Pattern.compile("\\d{1,18}");
    private static final DateTimeFormatter IPICO_TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter WICLAX_TIME = DateTimeFormatter.ofPattern(
                    "dd-MM-uuuu HH:mm:ss[.SSS]", Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);
    private static final Pattern TIME_OF_DAY = Pattern.compile("(\\d{2}):(\\d{2}):(\\d{2})(?:\\.(\\d{1,6}))?");

    private static final int IPICO_CHARS = 36;

    private final String word;

    ChipFormat(String word) {
        this.word = word;
    }

    abstract Message message(String line, ReaderClock clock) throws BadValue;

    /** As it stands in {@code ?format=}. */
    public String word() {
        return word;
    }

    /** The format of this name, null when there is none. */
    public static @Nullable ChipFormat named(String word) {
        for (ChipFormat format : values()) {
            if (format.word.equals(word)) {
                return format;
            }
        }
        return null;
    }

    /** What the reader waits for after this line, null when for nothing. */
    public @Nullable String reply(String line) {
        return null;
    }

    /** Reads one line, with or without its end. A line always tells something, be it that it cannot be read. */
    public final Message decode(String line, ReaderClock clock) {
        String text = line.strip();
        if (text.isEmpty()) {
            return new Message.Notice("EMPTY");
        }
        try {
            if (text.length() > MAXIMUM_LINE_CHARS) {
                throw Values.bad(
                        "line",
                        null,
                        "LENGTH",
                        "the line is longer than " + MAXIMUM_LINE_CHARS + " characters: no reader writes such lines");
            }
            return message(text, clock);
        } catch (BadValue e) {
            return new Message.Refused(null, e.fault());
        }
    }

    // ---- IPICO

    private static Message ipico(String line, ReaderClock clock) throws BadValue {
        // Trigger and clock records are as long; a line that begins otherwise is none of theirs.
        if (!line.startsWith("aa") && !line.startsWith("AA")) {
            throw Values.bad("line", line, "HEADER", "the line does not begin with aa: it tells of no tag");
        }
        String suffix =
                line.length() > IPICO_CHARS ? line.substring(IPICO_CHARS).strip() : "";
        if (line.length() < IPICO_CHARS || !(suffix.isEmpty() || suffix.equals("FS") || suffix.equals("LS"))) {
            throw Values.bad(
                    "line",
                    line,
                    "LENGTH",
                    "the line has " + line.length() + " characters: " + IPICO_CHARS + ", and FS or LS after them");
        }
        String body = line.substring(0, IPICO_CHARS);
        if (!HEX.matcher(body).matches()) {
            throw Values.bad("line", line, "FORMAT", "the line is not hexadecimal");
        }
        int sum = 0;
        for (int i = 2; i < 34; i++) {
            sum += body.charAt(i);
        }
        if ((sum & 0xFF) != Integer.parseInt(body.substring(34), 16)) {
            throw Values.bad(
                    "line",
                    line,
                    "CHECKSUM",
                    "the check sum is another: the line was damaged on the way, send it again");
        }
        LocalDateTime local;
        try {
            // Date and time are decimal, only the hundredths are not.
            local = LocalDateTime.parse("20" + body.substring(20, 32), IPICO_TIME);
        } catch (DateTimeException e) {
            throw Values.bad("line", line, "TIME", "the line's date and time are none: set the reader's clock");
        }
        int hundredths = Integer.parseInt(body.substring(32, 34), 16);
        if (hundredths > 99) {
            throw Values.bad("line", line, "TIME", "the line's hundredths are " + hundredths + ": at most 99");
        }
        return new Message.ChipRead(
                body.substring(4, 16).toLowerCase(Locale.ROOT),
                body.substring(2, 4),
                null,
                clock.at(local.plusNanos(hundredths * 10_000_000L)),
                Double.NaN,
                new Message.Detail(suffix.isEmpty() ? "RAW" : suffix, -1, -1, -1, -1, Double.NaN, false));
    }

    // ---- ChronoTrack

    private static Message chronoTrack(String line, ReaderClock clock) throws BadValue {
        if (line.equals("ping")) {
            return new Message.Notice("PING");
        }
        String[] parts = line.split("~", -1);
        if (!parts[0].equals("CT01_33") || parts.length != 8) {
            throw Values.bad("line", line, "FORMAT", "the line is not of CT01_33: set the output's format to it");
        }
        long sequence = whole("sequence", parts[1]);
        String place = Values.id("location", parts[2]);
        String tag = Values.id("tag", parts[3]);
        Instant at = clock.at(timeOfDay(parts[4]));
        int reads = (int) whole("count", parts[5]);
        String reader = Values.id("reader", parts[6]);
        int port = (int) whole("port", parts[7]);
        var detail = new Message.Detail("RAW", sequence, port, reads, -1, Double.NaN, false);
        return switch (tag) {
            case "guntime" -> new Message.GunFired(reader, place, at, detail);
            case "newlocation" -> new Message.Notice("NEW_LOCATION");
            default -> new Message.ChipRead(tag, reader, place, at, Double.NaN, detail);
        };
    }

    private static LocalTime timeOfDay(String text) throws BadValue {
        Matcher parts = TIME_OF_DAY.matcher(text);
        if (parts.matches()) {
            String fraction = parts.group(4) == null ? "" : parts.group(4);
            int hour = Integer.parseInt(parts.group(1));
            int minute = Integer.parseInt(parts.group(2));
            int second = Integer.parseInt(parts.group(3));
            if (hour < 24 && minute < 60 && second < 60) {
                return LocalTime.of(hour, minute, second, Integer.parseInt((fraction + "000000000").substring(0, 9)));
            }
        }
        throw Values.bad("time", text, "TIME", "time is no time of day: hh:mm:ss with hundredths");
    }

    // ---- Wiclax

    private static Message wiclax(String line, ReaderClock clock) throws BadValue {
        if (line.equals("*")) {
            return new Message.Notice("HEARTBEAT");
        }
        String[] parts = line.split(";", -1);
        if (parts.length < 2 || parts.length > 16) {
            throw Values.bad("line", line, "FORMAT", "the line is not chip;time;loop;lap;battery;replay");
        }
        String chip = Values.id("chip", parts[0].strip());
        LocalDateTime local;
        try {
            local = LocalDateTime.parse(parts[1].strip(), WICLAX_TIME);
        } catch (DateTimeException e) {
            throw Values.bad("time", parts[1], "TIME", "time is none: write dd-MM-yyyy HH:mm:ss.SSS");
        }
        String loop = part(parts, 2).isEmpty() ? null : Values.id("loop", part(parts, 2));
        int lap = part(parts, 3).isEmpty() ? -1 : (int) whole("lap", part(parts, 3));
        double battery = part(parts, 4).isEmpty() ? Double.NaN : Values.number("battery", part(parts, 4));
        return new Message.ChipRead(
                chip,
                loop,
                null,
                clock.at(local),
                Double.NaN,
                new Message.Detail(
                        "RAW", -1, -1, -1, lap, battery, part(parts, 5).equals("1")));
    }

    private static String part(String[] parts, int index) {
        return index < parts.length ? parts[index].strip() : "";
    }

    // ---- CSV of an RFID reader

    private static Message rfid(String line) throws BadValue {
        String[] parts = line.split(",", -1);
        if (parts[0].strip().equalsIgnoreCase("epc")) {
            return new Message.Notice("HEADING");
        }
        if (parts.length != 6) {
            throw Values.bad(
                    "line", line, "FORMAT", "the line is not epc,antenna,rssi_dbm,first_seen_us,last_seen_us,count");
        }
        String chip = Values.id("epc", parts[0].strip());
        String antenna = Values.id("antenna", parts[1].strip());
        double rssi = part(parts, 2).isEmpty() ? Double.NaN : Values.number("rssi_dbm", part(parts, 2));
        Instant at = micros("first_seen_us", part(parts, 3));
        if (!part(parts, 4).isEmpty()) {
            micros("last_seen_us", part(parts, 4));
        }
        int reads = part(parts, 5).isEmpty() ? -1 : (int) whole("count", part(parts, 5));
        return new Message.ChipRead(
                chip, antenna, null, at, rssi, new Message.Detail("RAW", -1, -1, reads, -1, Double.NaN, false));
    }

    private static Instant micros(String field, String text) throws BadValue {
        if (!MICROS.matcher(text).matches()) {
            throw Values.bad(field, text, "TIME", field + " is no time: microseconds since 1970");
        }
        long micros = Long.parseLong(text);
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    }

    private static long whole(String field, String text) throws BadValue {
        if (!DIGITS.matcher(text).matches()) {
            throw Values.bad(field, text, "BAD_NUMBER", field + " is no whole number");
        }
        return Long.parseLong(text);
    }
}
