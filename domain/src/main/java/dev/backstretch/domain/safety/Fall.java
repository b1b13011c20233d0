package dev.backstretch.domain.safety;

import static dev.backstretch.domain.safety.Episode.NEVER;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Alert.Severity;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;

/**
 * May have fallen: backwards at more than 1.0 m/s, slower than 0.3 m/s within 2 s, and so for 10 s. Red (a decision of
 * this project, domain notes §9). Moving again for 10 s clears.
 *
 * <p>Who lay there for a while before a planned rest begins has fallen. One who stops as it begins most likely rests: that
 * has been a fall only if they have not moved at all when the rest has been over for 10 s.
 */
final class Fall extends Rule {
    private static final double RUNNING_METERS_PER_SECOND = 1.0;
    private static final double LYING_METERS_PER_SECOND = 0.3;
    private static final long DROP_MICROS = 2 * Micros.PER_SECOND;
    /** Who stops for a rest may do so a little before it, and it may be heard of a little late. */
    private static final long FOR_REST_MICROS = 5 * Micros.PER_SECOND;

    private static final long LYING_MICROS = 10 * Micros.PER_SECOND;

    private long ranAtMicros = NEVER;
    private boolean dropped;
    /** Whether the run ended as a rest began, so that the stop may be for it. */
    private boolean endedInRest;
    /** Of the newest reading in a rest. */
    private long restAtMicros = NEVER;

    private boolean rests;
    private final Held lying = new Held();

    @Override
    Alert.Kind kind() {
        return Alert.Kind.FALL;
    }

    @Override
    void judge(Observation seen, Recent recent, SafetyProfile who) {
        boolean restsNow = seen.phase() == Phase.REST;
        if (restsNow) {
            if (!rests) {
                endedInRest = ranAtMicros != NEVER && recent.atMicros() - ranAtMicros <= FOR_REST_MICROS;
            }
            restAtMicros = recent.atMicros();
        }
        rests = restsNow;
        double speed = seen.usableSpeed();
        if (Double.isNaN(speed)) {
            found.unknown();
            return;
        }
        boolean lay = lying.sinceMicros() != NEVER;
        lying.update(speed < LYING_METERS_PER_SECOND, recent.atMicros());
        if (speed >= LYING_METERS_PER_SECOND) {
            dropped = false;
        } else if (!lay) {
            dropped = ranAtMicros != NEVER && recent.atMicros() - ranAtMicros <= DROP_MICROS;
        }
        if (speed > RUNNING_METERS_PER_SECOND) {
            boolean backwards = seen.facing() == Facing.BACKWARD && !rests;
            ranAtMicros = backwards ? recent.atMicros() : NEVER;
            endedInRest = false;
        }
        boolean resting = endedInRest && recent.atMicros() - restAtMicros < LYING_MICROS;
        if (dropped && !resting && lying.atLeast(LYING_MICROS)) {
            found.fires(Severity.RED, speed, LYING_METERS_PER_SECOND, lying.sinceMicros());
        } else {
            found.above(speed, LYING_METERS_PER_SECOND);
        }
    }

    @Override
    void writeTo(StateWriter out) {
        out.number(ranAtMicros);
        out.bool(dropped);
        out.bool(endedInRest);
        out.number(restAtMicros);
        out.bool(rests);
        lying.writeTo(out);
    }

    @Override
    void readFrom(StateReader in) {
        ranAtMicros = in.number();
        dropped = in.bool();
        endedInRest = in.bool();
        restAtMicros = in.number();
        rests = in.bool();
        lying.readFrom(in);
    }
}
