package dev.backstretch.ingest.devices;

import dev.backstretch.domain.reading.Fault;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a connection of someone who can send one: {@value #EXAMPLE}. All but the first word may be missing.
 *
 * @param session null for the only one that is open
 * @param format null to tell it by the lines
 * @param zone of the reader's clock, null for the session's
 * @param reader what the mat is called, null where the lines tell
 * @param token where the session asks for one
 * @param offset what is added to the reader's times
 */
public record ReaderHello(
        @Nullable String session,
        @Nullable ChipFormat format,
        @Nullable ZoneId zone,
        @Nullable String reader,
        @Nullable String token,
        Duration offset) {
    /** What to send. */
    public static final String EXAMPLE = "backstretch session=s1&format=ipico&zone=Europe/Madrid&reader=finish";

    /** Without the token. */
    @Override
    public String toString() {
        return "ReaderHello[session=" + session + " format=" + format + " zone=" + zone + " reader=" + reader + "]";
    }

    private static final String WORD = "backstretch";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** What a first line is. */
    public sealed interface Result {
        record Said(ReaderHello hello) implements Result {}

        /** It is a line of the reader already. */
        record NoHello() implements Result {}

        record Faulty(Fault fault) implements Result {}
    }

    /** Reads a first line. */
    public static Result read(String line) {
        if (!line.startsWith(WORD)) {
            return new Result.NoHello();
        }
        Map<String, String> said =
                Query.parse(line.substring(WORD.length()).strip()).parameters();
        String session = said.get("session");
        String reader = said.get("reader");
        ChipFormat format = said.containsKey("format") ? ChipFormat.named(said.get("format")) : null;
        ZoneId zone = said.containsKey("zone") ? ReaderClock.zone(said.get("zone")) : null;
        if (said.containsKey("format") && format == null) {
            return faulty("format", said.get("format"));
        }
        if (said.containsKey("zone") && zone == null) {
            return faulty("zone", said.get("zone"));
        }
        Duration offset = said.containsKey("offset") ? ReaderClock.offset(said.get("offset")) : Duration.ZERO;
        if (offset == null) {
            return faulty("offset", said.get("offset"));
        }
        if (reader != null && !NAME.matcher(reader).matches()) {
            return faulty("reader", reader);
        }
        return new Result.Said(new ReaderHello(session, format, zone, reader, said.get("token"), offset));
    }

    private static Result faulty(String field, @Nullable String value) {
        return new Result.Faulty(
                new Fault(field, value, "UNKNOWN_VALUE", field + " is not known here: begin with " + EXAMPLE));
    }

    /** The format that a line has, null when it has none. */
    public static @Nullable ChipFormat guess(String line) {
        String text = line.strip();
        if (text.startsWith("CT01_") || text.equals("ping")) {
            return ChipFormat.CHRONOTRACK;
        }
        if (text.equals("*") || text.indexOf(';') > 0) {
            return ChipFormat.WICLAX;
        }
        if (text.indexOf(',') > 0) {
            return ChipFormat.RFID_CSV;
        }
        return text.matches("[aA][abAB][0-9a-fA-F]{6,}.*") ? ChipFormat.IPICO : null;
    }
}
