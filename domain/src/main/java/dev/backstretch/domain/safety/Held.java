package dev.backstretch.domain.safety;

import static dev.backstretch.domain.safety.Episode.NEVER;

import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;

/**
 * For how long something has been so. A reading speaks for the time since the one before it, but for at most 5 s: a
 * second's reading is a second, and nothing is invented across a gap.
 */
final class Held {
    /** How far back a reading speaks. */
    static final long SPEAKS_FOR_MICROS = 5 * Micros.PER_SECOND;

    private long knownAtMicros = NEVER;
    private long sinceMicros = NEVER;

    /** A reading says whether it is so; one that cannot tell is not given. */
    void update(boolean holds, long atMicros) {
        if (!holds) {
            sinceMicros = NEVER;
        } else if (sinceMicros == NEVER || atMicros - knownAtMicros > SPEAKS_FOR_MICROS) {
            sinceMicros = knownAtMicros == NEVER ? atMicros : Math.max(knownAtMicros, atMicros - SPEAKS_FOR_MICROS);
        }
        knownAtMicros = atMicros;
    }

    /** Since when it has been so; {@code Long.MIN_VALUE} when it is not. */
    long sinceMicros() {
        return sinceMicros;
    }

    /** Whether the newest reading that could tell ends at least so long a time of it. */
    boolean atLeast(long micros) {
        return sinceMicros != NEVER && knownAtMicros - sinceMicros >= micros;
    }

    void writeTo(StateWriter out) {
        out.number(knownAtMicros);
        out.number(sinceMicros);
    }

    void readFrom(StateReader in) {
        knownAtMicros = in.number();
        sinceMicros = in.number();
    }
}
