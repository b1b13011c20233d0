package dev.backstretch.ingest;

import dev.backstretch.domain.event.Reading;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.reading.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is kept in the quarantine of something that was refused. Nothing of what was sent for somebody who hides a place or
 * wants nothing kept, nor, where nobody knows whose it is, of what may tell a place in a camp where anyone hides one; and in a session with a track no place that is nowhere near it: where that may be told, the digits are
 * blanked, whatever the format, and of what is no text nothing is kept.
 *
 * @param value the value at fault, null where it is not kept or there is none
 * @param message the fault's, and whether anything was blanked
 * @param payload at most {@link Rejection#MAXIMUM_PAYLOAD_BYTES}
 */
// Made to be handed on; never compared.
@SuppressWarnings("ArrayRecordComponent")
public record Evidence(@Nullable String value, String message, byte[] payload) {
    private static final Set<String> PLACES = Set.of("latitudeDegrees", "longitudeDegrees");
    private static final char BLANK = '#';

    /**
     * Decides.
     *
     * @param whose who it may be of; empty where nobody knows
     * @param readings what it says, where it can be read; null where nobody knows what it says
     */
    public static Evidence of(
            LiveSession session,
            PeopleDirectory people,
            Set<String> whose,
            Fault fault,
            ByteBuffer payload,
            @Nullable List<Reading> readings) {
        return of(decide(session, people, whose, readings), fault, payload, readings);
    }

    /** How much is kept. */
    enum Keep {
        ALL,
        WITHOUT_DIGITS,
        NOTHING
    }

    /** Decides for all that lies in the same bytes and may be of the same people. */
    static Keep decide(
            LiveSession session, PeopleDirectory people, Set<String> whose, @Nullable List<Reading> readings) {
        String camp = session.head().campId();
        boolean isHidden = whose.isEmpty()
                ? LiveSession.maySayPlace(readings) && people.hidesAny(camp)
                : whose.stream()
                        .anyMatch(runner -> people.hiddenPlaceOf(camp, runner) != null
                                || people.isKeptBack(camp, session.id(), runner));
        if (isHidden) {
            return Keep.NOTHING;
        }
        return session.mayKeep(whose, readings) ? Keep.ALL : Keep.WITHOUT_DIGITS;
    }

    /** What is kept by a decision. */
    static Evidence of(Keep keep, Fault fault, ByteBuffer payload, @Nullable List<Reading> readings) {
        if (keep == Keep.NOTHING) {
            return new Evidence(null, fault.message(), new byte[0]);
        }
        byte[] bytes = first(payload);
        if (keep == Keep.ALL) {
            return new Evidence(fault.value(), fault.message(), bytes);
        }
        String value = fault.value();
        boolean tellsPlace = readings == null || isPlace(fault.field());
        return new Evidence(
                value != null && tellsPlace ? blanked(value) : value,
                fault.message() + Rejection.BLANKED,
                blanked(bytes));
    }

    /** Whether a field is half of a position, whatever is wrong with its value. */
    public static boolean isPlace(@Nullable String field) {
        return field != null && PLACES.contains(field);
    }

    private static byte[] first(ByteBuffer payload) {
        ByteBuffer view = payload.duplicate();
        byte[] bytes = new byte[Math.min(view.remaining(), Rejection.MAXIMUM_PAYLOAD_BYTES)];
        view.get(bytes);
        return bytes;
    }

    private static byte[] blanked(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        // The last character may be cut in two.
        int replaced = text.indexOf('\uFFFD');
        boolean isText = (replaced < 0 || replaced >= text.length() - 3)
                && text.chars().noneMatch(c -> Character.isISOControl(c) && !Character.isWhitespace(c));
        return isText ? blanked(text).getBytes(StandardCharsets.UTF_8) : new byte[0];
    }

    /** In whatever script: some phones write numbers as their owners read them. */
    private static String blanked(String text) {
        StringBuilder blanked = new StringBuilder(text.length());
        text.codePoints().map(c -> Character.isDigit(c) ? BLANK : c).forEach(blanked::appendCodePoint);
        return blanked.toString();
    }
}
