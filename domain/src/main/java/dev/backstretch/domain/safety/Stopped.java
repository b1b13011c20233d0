package dev.backstretch.domain.safety;

import static dev.backstretch.domain.safety.Episode.NEVER;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Alert.Severity;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;

/**
 * Standing in work steps: 30 s is amber, 15 s for who ran or should run backwards. The seconds of a planned rest are none; after
 * its end standing counts on. A decision of this project (domain notes §9).
 *
 * <p>What was stood in a work step before a short rest outlives it as long as the runner does not move: where work and rest
 * take turns of 30 s, who no longer sets off would else never have stood for long enough.
 */
final class Stopped extends Rule {
    private static final long FORWARD_MICROS = 30 * Micros.PER_SECOND;
    private static final long BACKWARD_MICROS = 15 * Micros.PER_SECOND;
    /** Who stops for a rest may do so a little before it, and it may be heard of a little late. */
    private static final long FOR_REST_MICROS = 5 * Micros.PER_SECOND;
    /** After so long a rest standing counts anew: it may have been heard of late, and none lets anybody out of sight for long. */
    private static final long LONG_REST_MICROS = 60 * Micros.PER_SECOND;

    /** Since when there is work, as the readings show it; NEVER outside it. */
    private long workSinceMicros = NEVER;

    private long workAtMicros = NEVER;
    private long restSinceMicros = NEVER;
    /** In the work steps before the newest rest, without a step between. */
    private long stoodMicros;

    private long stoodSinceMicros = NEVER;
    /** Whether it was to be run backwards at some time since the stop. */
    private boolean backward;

    @Override
    Alert.Kind kind() {
        return Alert.Kind.STOPPED;
    }

    @Override
    void judge(Observation seen, Recent recent, SafetyProfile who) {
        long stopped = recent.stoppedSinceMicros();
        if (stopped == NEVER || seen.phase() == Phase.WAITING) {
            backward = false;
            forgetStanding();
        }
        backward |= recent.direction() == Facing.BACKWARD;
        long limit = backward ? BACKWARD_MICROS : FORWARD_MICROS;
        if (seen.phase() == Phase.WORK) {
            work(recent.atMicros());
        } else {
            rest(recent.atMicros(), seen.phase() == Phase.REST ? stopped : NEVER);
        }
        long since = Math.max(stopped, workSinceMicros);
        boolean standsInWork = stopped != NEVER && workSinceMicros != NEVER;
        long stood = stoodMicros + (standsInWork ? recent.atMicros() - since : 0);
        if (stood >= limit) {
            long from = stoodSinceMicros == NEVER ? since : stoodSinceMicros;
            found.fires(Severity.AMBER, Micros.seconds(stood), Micros.seconds(limit), from);
        } else if (standsInWork) {
            found.below(Micros.seconds(stood), Micros.seconds(limit));
        } else if (stoodMicros > 0) {
            found.between(Micros.seconds(stood), Micros.seconds(limit));
        } else {
            found.inside(0, Micros.seconds(limit));
        }
    }

    private void work(long atMicros) {
        if (workSinceMicros == NEVER) {
            workSinceMicros = atMicros;
        }
        workAtMicros = atMicros;
        restSinceMicros = NEVER;
    }

    private void rest(long atMicros, long stopped) {
        if (workSinceMicros != NEVER && stopped != NEVER) {
            long since = Math.max(stopped, workSinceMicros);
            long stood = Math.max(0, workAtMicros - since);
            if (stoodMicros > 0 || stood > FOR_REST_MICROS) {
                stoodMicros += stood;
                stoodSinceMicros = stoodSinceMicros == NEVER ? since : stoodSinceMicros;
            }
        }
        workSinceMicros = NEVER;
        if (restSinceMicros == NEVER) {
            restSinceMicros = atMicros;
        }
        if (atMicros - restSinceMicros >= LONG_REST_MICROS) {
            forgetStanding();
        }
    }

    private void forgetStanding() {
        stoodMicros = 0;
        stoodSinceMicros = NEVER;
    }

    @Override
    void writeTo(StateWriter out) {
        out.number(workSinceMicros);
        out.number(workAtMicros);
        out.number(restSinceMicros);
        out.number(stoodMicros);
        out.number(stoodSinceMicros);
        out.bool(backward);
    }

    @Override
    void readFrom(StateReader in) {
        workSinceMicros = in.number();
        workAtMicros = in.number();
        restSinceMicros = in.number();
        stoodMicros = in.number();
        stoodSinceMicros = in.number();
        backward = in.bool();
    }
}
