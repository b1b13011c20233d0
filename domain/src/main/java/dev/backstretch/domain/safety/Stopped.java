package dev.backstretch.domain.safety;

import static dev.backstretch.domain.safety.Episode.NEVER;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Alert.Severity;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;

/**
 * Standing in a work step: 30 s is amber, 15 s for who ran backwards. A planned rest is none; after its end standing
 * counts from there. A decision of this project (domain notes §9).
 */
final class Stopped extends Rule {
    private static final long FORWARD_MICROS = 30 * Micros.PER_SECOND;
    private static final long BACKWARD_MICROS = 15 * Micros.PER_SECOND;

    private long workSinceMicros = NEVER;

    @Override
    Alert.Kind kind() {
        return Alert.Kind.STOPPED;
    }

    @Override
    void judge(Observation seen, Recent recent, SafetyProfile who) {
        long limit = recent.direction() == Facing.BACKWARD ? BACKWARD_MICROS : FORWARD_MICROS;
        if (seen.phase() != Phase.WORK) {
            workSinceMicros = NEVER;
            found.inside(0, Micros.seconds(limit));
            return;
        }
        if (workSinceMicros == NEVER) {
            workSinceMicros = recent.atMicros();
        }
        if (recent.stoppedSinceMicros() == NEVER) {
            found.inside(0, Micros.seconds(limit));
            return;
        }
        long since = Math.max(recent.stoppedSinceMicros(), workSinceMicros);
        long stood = recent.atMicros() - since;
        if (stood >= limit) {
            found.fires(Severity.AMBER, Micros.seconds(stood), Micros.seconds(limit), since);
        } else {
            found.below(Micros.seconds(stood), Micros.seconds(limit));
        }
    }

    @Override
    void writeTo(StateWriter out) {
        out.number(workSinceMicros);
    }

    @Override
    void readFrom(StateReader in) {
        workSinceMicros = in.number();
    }
}
