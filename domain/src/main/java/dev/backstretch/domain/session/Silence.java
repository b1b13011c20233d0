package dev.backstretch.domain.session;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Lineage;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import java.util.List;

/**
 * Watches whether a runner's device is still heard: amber after 15 s forwards or 10 s backwards, red after twice that,
 * nothing for the first 60 s of a planned rest (domain notes §9).
 */
final class Silence {
    static final String RULES = "safety/1";
    private static final long FORWARD_AMBER_MICROS = 15 * Micros.PER_SECOND;
    private static final long BACKWARD_AMBER_MICROS = 10 * Micros.PER_SECOND;
    private static final long REST_AMBER_MICROS = 60 * Micros.PER_SECOND;

    private long heardAtMicros = Long.MIN_VALUE;
    private boolean active;
    private boolean red;
    private int revision;
    private long sinceMicros;

    void heard(long receivedMicros) {
        heardAtMicros = Math.max(heardAtMicros, receivedMicros);
    }

    boolean active() {
        return active;
    }

    /** Raises, worsens or clears the alert as the session's clock stands. */
    void watch(
            String sessionId,
            String runnerId,
            Facing facing,
            boolean resting,
            boolean over,
            long logMicros,
            long position,
            Outcome.Sink out) {
        if (heardAtMicros == Long.MIN_VALUE) {
            return;
        }
        long limit =
                resting ? REST_AMBER_MICROS : facing == Facing.BACKWARD ? BACKWARD_AMBER_MICROS : FORWARD_AMBER_MICROS;
        long quiet = logMicros - heardAtMicros;
        if (active && (over || quiet < limit)) {
            active = false;
            revision++;
            out.accept(alert(sessionId, runnerId, Alert.State.CLEARED, quiet, limit, logMicros, position));
        } else if (!over && !active && quiet >= limit) {
            active = true;
            red = false;
            revision = 0;
            sinceMicros = heardAtMicros;
            out.accept(alert(sessionId, runnerId, Alert.State.RAISED, quiet, limit, logMicros, position));
        } else if (active && !red && quiet >= 2 * limit) {
            red = true;
            revision++;
            out.accept(alert(sessionId, runnerId, Alert.State.RAISED, quiet, 2 * limit, logMicros, position));
        }
    }

    private Alert alert(
            String sessionId,
            String runnerId,
            Alert.State state,
            long quiet,
            long limit,
            long logMicros,
            long position) {
        return new Alert(
                sessionId,
                runnerId,
                Alert.Kind.SILENCE,
                red ? Alert.Severity.RED : Alert.Severity.AMBER,
                Micros.toInstant(sinceMicros),
                Micros.seconds(quiet),
                Micros.seconds(limit),
                state,
                revision,
                Micros.toInstant(logMicros),
                RULES,
                new Lineage(List.of(), position));
    }

    void writeTo(StateWriter out) {
        out.number(heardAtMicros);
        out.bool(active);
        out.bool(red);
        out.number(revision);
        out.number(sinceMicros);
    }

    static Silence readFrom(StateReader in) {
        Silence read = new Silence();
        read.heardAtMicros = in.number();
        read.active = in.bool();
        read.red = in.bool();
        read.revision = in.integer();
        read.sinceMicros = in.number();
        return read;
    }
}
