package dev.backstretch.domain.safety;

import static dev.backstretch.domain.safety.Episode.NEVER;

import dev.backstretch.domain.outcome.Alert.Severity;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;

/**
 * A maximal backward lap that starts less than 90 s after the forward lap: amber once (a decision of this project,
 * domain notes §9). Its value is the rest in seconds; it clears when the rest would have been long enough.
 */
final class RestShort {
    private static final long LIMIT_MICROS = 90 * Micros.PER_SECOND;
    private static final long CLEAR_MICROS = (long) Math.rint(LIMIT_MICROS * (1 + Finding.MARGIN));

    final Finding found = new Finding();
    private long forwardEndedMicros = NEVER;
    private long backwardStartedMicros = NEVER;

    void started(long newBackwardStartedMicros, long newForwardEndedMicros) {
        if (newBackwardStartedMicros - newForwardEndedMicros < LIMIT_MICROS) {
            backwardStartedMicros = newBackwardStartedMicros;
            forwardEndedMicros = newForwardEndedMicros;
        }
    }

    void judge(long logMicros) {
        if (backwardStartedMicros == NEVER) {
            found.unknown();
            return;
        }
        double rest = Micros.seconds(backwardStartedMicros - forwardEndedMicros);
        if (logMicros - forwardEndedMicros >= CLEAR_MICROS) {
            found.inside(rest, Micros.seconds(LIMIT_MICROS));
        } else {
            found.fires(Severity.AMBER, rest, Micros.seconds(LIMIT_MICROS), backwardStartedMicros);
        }
    }

    void writeTo(StateWriter out) {
        out.number(forwardEndedMicros);
        out.number(backwardStartedMicros);
    }

    void readFrom(StateReader in) {
        forwardEndedMicros = in.number();
        backwardStartedMicros = in.number();
    }
}
