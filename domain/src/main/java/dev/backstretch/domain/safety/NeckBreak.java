package dev.backstretch.domain.safety;

import static dev.backstretch.domain.safety.Episode.NEVER;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Alert.Severity;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;

/**
 * Backwards without a break for longer than the neck likes: a cue to the runner, after more than 120 s for a novice and
 * 300 s for the others (a decision of this project, domain notes §9). Looking forwards, standing or a rest is a break;
 * a gap in the data is none.
 */
final class NeckBreak extends Rule {
    private long sinceMicros = NEVER;

    @Override
    Alert.Kind kind() {
        return Alert.Kind.NECK_BREAK;
    }

    @Override
    void judge(Observation seen, Recent recent, SafetyProfile who) {
        double limit = Micros.seconds(who.stage().neckBreakMicros());
        if (seen.facing() == Facing.FORWARD || seen.facing() == Facing.STILL || seen.phase() == Phase.REST) {
            sinceMicros = NEVER;
            found.inside(0, limit);
            return;
        }
        if (seen.facing() != Facing.BACKWARD) {
            found.unknown();
            return;
        }
        if (sinceMicros == NEVER) {
            sinceMicros = recent.atMicros();
        }
        long without = recent.atMicros() - sinceMicros;
        if (without > who.stage().neckBreakMicros()) {
            found.fires(Severity.CUE, Micros.seconds(without), limit, sinceMicros);
        } else {
            found.below(Micros.seconds(without), limit);
        }
    }

    @Override
    void writeTo(StateWriter out) {
        out.number(sinceMicros);
    }

    @Override
    void readFrom(StateReader in) {
        sinceMicros = in.number();
    }
}
