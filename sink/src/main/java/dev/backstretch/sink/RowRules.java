package dev.backstretch.sink;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What every store can hold; a row that breaks a rule is refused before it is sent, so that it costs no one else. */
final class RowRules {
    static final Instant EARLIEST = Instant.EPOCH;
    static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    /** Far above any lineage of one lap, and small enough for one request. */
    static final int MAXIMUM_TEXT_CHARS = 1 << 20;

    private RowRules() {}

    /** Why this row will never be stored, or null when it will. */
    static @Nullable RefusedRow refusal(Row row) {
        var check = new Check(row);
        if (!holdable(row.at())) {
            check.refuse("STORE_TIME", "ts", row.at() + " lies outside 1970 to 9999; mend the event's time");
        }
        row.describeTo(check);
        return check.refusal;
    }

    private static boolean holdable(Instant time) {
        return !time.isBefore(EARLIEST) && !time.isAfter(LATEST);
    }

    private static final class Check implements Row.Columns {
        private final Row row;
        private @Nullable RefusedRow refusal;

        Check(Row row) {
            this.row = row;
        }

        void refuse(String reason, String field, String message) {
            if (refusal == null) {
                refusal = new RefusedRow(row, reason, field, field + ": " + message);
            }
        }

        @Override
        public void symbol(String name, @Nullable String value) {
            text(name, value);
        }

        @Override
        public void text(String name, @Nullable String value) {
            if (value == null) {
                return;
            }
            if (value.length() > MAXIMUM_TEXT_CHARS) {
                refuse(
                        "STORE_TEXT",
                        name,
                        value.length() + " characters are more than " + MAXIMUM_TEXT_CHARS + "; send shorter ids");
            } else if (value.indexOf('\0') >= 0) {
                refuse("STORE_TEXT", name, "holds the character U+0000, which no store keeps; send ids without it");
            }
        }

        @Override
        public void integer(String name, long value) {
            if (value == Long.MIN_VALUE) {
                refuse("STORE_NUMBER", name, value + " stands for no value in the store");
            }
        }

        @Override
        public void real(String name, double value) {
            if (Double.isInfinite(value)) {
                refuse("STORE_NUMBER", name, value + " is no number that can be stored");
            }
        }

        @Override
        public void reals(String name, List<Double> values) {
            for (double value : values) {
                real(name, value);
            }
        }

        @Override
        public void time(String name, @Nullable Instant value) {
            if (value != null && !holdable(value)) {
                refuse("STORE_TIME", name, value + " lies outside 1970 to 9999; mend the event's time");
            }
        }

        @Override
        public void flag(String name, boolean value) {}
    }
}
