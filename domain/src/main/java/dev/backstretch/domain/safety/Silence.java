package dev.backstretch.domain.safety;

import static dev.backstretch.domain.safety.Episode.NEVER;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Alert.Severity;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;

/**
 * Whether a runner's device is still heard: amber after 15 s forwards or 10 s backwards, red after twice that; in a
 * planned rest after 60 s (a decision of this project, domain notes §9). It goes by receive times, and being heard
 * again ends it at once.
 */
final class Silence {
    private static final long FORWARD_MICROS = 15 * Micros.PER_SECOND;
    private static final long BACKWARD_MICROS = 10 * Micros.PER_SECOND;
    private static final long REST_MICROS = 60 * Micros.PER_SECOND;

    final Finding found = new Finding();
    private long heardMicros = NEVER;

    void heard(long receivedMicros) {
        heardMicros = Math.max(heardMicros, receivedMicros);
    }

    boolean everHeard() {
        return heardMicros != NEVER;
    }

    private static long limit(Facing facing, Phase phase) {
        return phase == Phase.REST ? REST_MICROS : facing == Facing.BACKWARD ? BACKWARD_MICROS : FORWARD_MICROS;
    }

    /** Finds that it does not matter any more how long it has been quiet. */
    void end(Facing facing, Phase phase, long logMicros) {
        found.over(Micros.seconds(logMicros - heardMicros), Micros.seconds(limit(facing, phase)));
    }

    /** Finds how long it has been quiet, for who was heard at least once. */
    void judge(Facing facing, Phase phase, long logMicros) {
        long limit = limit(facing, phase);
        long quiet = logMicros - heardMicros;
        if (quiet >= 2 * limit) {
            found.fires(Severity.RED, Micros.seconds(quiet), Micros.seconds(2 * limit), heardMicros);
        } else if (quiet >= limit) {
            found.fires(Severity.AMBER, Micros.seconds(quiet), Micros.seconds(limit), heardMicros);
        } else {
            found.over(Micros.seconds(quiet), Micros.seconds(limit));
        }
    }

    void writeTo(StateWriter out) {
        out.number(heardMicros);
    }

    void readFrom(StateReader in) {
        heardMicros = in.number();
    }
}
