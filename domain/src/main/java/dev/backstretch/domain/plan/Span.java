package dev.backstretch.domain.plan;

import dev.backstretch.domain.event.Facing;

/**
 * A stretch of time with one facing.
 *
 * @param fromMicros included
 * @param toMicros excluded
 */
public record Span(long fromMicros, long toMicros, Facing facing) {
    /** Refuses a stretch that ends before it begins. */
    public Span {
        if (toMicros < fromMicros) {
            throw new IllegalArgumentException("toMicros: at least " + fromMicros + ", not " + toMicros);
        }
    }

    public long micros() {
        return toMicros - fromMicros;
    }
}
