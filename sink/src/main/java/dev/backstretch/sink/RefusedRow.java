package dev.backstretch.sink;

import java.util.Objects;

/**
 * A row that the store will never take.
 *
 * @param reason a code such as {@code STORE_TIME}
 * @param field the column at fault, or {@code *} when the store did not say
 * @param message words: field, value, remedy
 */
public record RefusedRow(Row row, String reason, String field, String message) {
    public RefusedRow {
        Objects.requireNonNull(row, "row");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(message, "message");
    }
}
