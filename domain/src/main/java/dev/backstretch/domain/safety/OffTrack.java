package dev.backstretch.domain.safety;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Alert.Severity;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;

/**
 * Backwards more than 12 m outside the outer lane for 10 s: amber. A decision of this project (domain notes §9): 12 m
 * are three times what a phone's position errs.
 */
final class OffTrack extends Rule {
    private static final double LIMIT_METERS = 12;
    private static final long HOLD_MICROS = 10 * Micros.PER_SECOND;
    private static final double WORST_ACCURACY_METERS = 50;

    private final Held outside = new Held();

    @Override
    Alert.Kind kind() {
        return Alert.Kind.OFF_TRACK;
    }

    @Override
    void judge(Observation seen, Recent recent, SafetyProfile who) {
        if (seen.facing() == Facing.FORWARD || seen.facing() == Facing.STILL) {
            outside.update(false, recent.atMicros());
            found.inside(seen.outsideMeters(), LIMIT_METERS);
            return;
        }
        if (seen.facing() != Facing.BACKWARD
                || Double.isNaN(seen.outsideMeters())
                || seen.accuracyMeters() > WORST_ACCURACY_METERS) {
            found.unknown();
            return;
        }
        outside.update(seen.outsideMeters() > LIMIT_METERS, recent.atMicros());
        if (outside.atLeast(HOLD_MICROS)) {
            found.fires(Severity.AMBER, seen.outsideMeters(), LIMIT_METERS, outside.sinceMicros());
        } else {
            found.below(seen.outsideMeters(), LIMIT_METERS);
        }
    }

    @Override
    void writeTo(StateWriter out) {
        outside.writeTo(out);
    }

    @Override
    void readFrom(StateReader in) {
        outside.readFrom(in);
    }
}
