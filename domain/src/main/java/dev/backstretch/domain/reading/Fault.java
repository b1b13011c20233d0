package dev.backstretch.domain.reading;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why something was refused.
 *
 * @param field the field at fault, by its name in the event JSON; null when it is the whole
 * @param value the value at fault as text, at most {@value #MAXIMUM_VALUE_CHARS} characters; null when there is none
 * @param reason a code such as {@code RANGE_POSITION}
 * @param message words: what is wrong and what to do about it
 */
public record Fault(@Nullable String field, @Nullable String value, String reason, String message) {
    /** The most of a value that is told. */
    public static final int MAXIMUM_VALUE_CHARS = 200;

    public Fault {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(message, "message");
        if (value != null && value.length() > MAXIMUM_VALUE_CHARS) {
            value = value.substring(0, MAXIMUM_VALUE_CHARS);
        }
    }
}
