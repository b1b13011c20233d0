package dev.backstretch.board;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a reader of one session stands: the next offset of the session's partition in each outcome topic. As text it is
 * the {@code id} of a server-sent event: {@code <epoch>.<laps>.<standings>.<alerts>.<metrics>} in base 36. Offsets mean
 * the same to every board process, so any of them can serve a reader that another one lost.
 *
 * @param epoch the session's opening second; tells a session from one of the same name in a log that was started anew
 */
record StreamPosition(long epoch, long laps, long standings, long alerts, long metrics) {
    private static final Pattern TEXT = Pattern.compile("[0-9a-z]{1,12}(\\.[0-9a-z]{1,12}){4}");
    private static final int RADIX = 36;

    StreamPosition {
        if (epoch < 0 || laps < 0 || standings < 0 || alerts < 0 || metrics < 0) {
            throw new IllegalArgumentException("a stream position has no negative part");
        }
    }

    long next(Channel channel) {
        return switch (channel) {
            case LAPS -> laps;
            case STANDINGS -> standings;
            case ALERTS -> alerts;
            case METRICS -> metrics;
        };
    }

    /** The position after the record at {@code offset}. */
    StreamPosition after(Channel channel, long offset) {
        long next = offset + 1;
        return switch (channel) {
            case LAPS -> new StreamPosition(epoch, next, standings, alerts, metrics);
            case STANDINGS -> new StreamPosition(epoch, laps, next, alerts, metrics);
            case ALERTS -> new StreamPosition(epoch, laps, standings, next, metrics);
            case METRICS -> new StreamPosition(epoch, laps, standings, alerts, next);
        };
    }

    StreamPosition withEpoch(long second) {
        return new StreamPosition(second, laps, standings, alerts, metrics);
    }

    /** Reads what {@link #text()} wrote; anything else is no position. */
    static Optional<StreamPosition> parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            return Optional.empty();
        }
        long[] parts = Arrays.stream(text.split("\\."))
                .mapToLong(part -> Long.parseLong(part, RADIX))
                .toArray();
        return Optional.of(new StreamPosition(parts[0], parts[1], parts[2], parts[3], parts[4]));
    }

    String text() {
        return Long.toString(epoch, RADIX)
                + '.'
                + Long.toString(laps, RADIX)
                + '.'
                + Long.toString(standings, RADIX)
                + '.'
                + Long.toString(alerts, RADIX)
                + '.'
                + Long.toString(metrics, RADIX);
    }
}
