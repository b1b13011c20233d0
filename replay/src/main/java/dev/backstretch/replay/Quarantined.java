package dev.backstretch.replay;

import dev.backstretch.domain.outcome.Rejection;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A rejection and where it lies in its topic. */
public record Quarantined(int partition, long offset, Rejection rejection) {
    private static final Pattern ID = Pattern.compile("(\\d{1,9})-(\\d{1,18})");

    public Quarantined {
        Objects.requireNonNull(rejection, "rejection");
    }

    /** What people call it: partition and offset, such as {@code 3-1042}. */
    public String id() {
        return String.format(Locale.ROOT, "%d-%d", partition, offset);
    }

    /** Whether a text can be an {@link #id}. */
    public static boolean isId(String text) {
        Matcher id = ID.matcher(text);
        return id.matches();
    }

    /** Whether the bytes that came may be more than those that are kept. */
    public boolean mayBeCut() {
        return rejection.payload().length >= Rejection.MAXIMUM_PAYLOAD_BYTES;
    }
}
