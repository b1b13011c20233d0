package dev.backstretch.domain.safety;

import static dev.backstretch.domain.safety.Episode.NEVER;

import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Alert.Severity;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;

/**
 * Against the wave's direction for more than 8 m and 5 s in a work step: red (a decision of this project, domain notes
 * §9). Counted from where the runner was farthest on, while moving; standing, a rest, a jump of the position or half of
 * 8 m in the right direction begin anew.
 */
final class WrongWay extends Rule {
    private static final double LIMIT_METERS = 8;
    private static final long LIMIT_MICROS = 5 * Micros.PER_SECOND;

    /** A fix that may be wrong by more than twice the limit says nothing about 8 m. */
    private static final double WORST_ACCURACY_METERS = 16;

    private static final double STANDING_METERS_PER_SECOND = 0.5;
    /** Nobody runs faster (domain notes §3). */
    private static final double FASTEST_METERS_PER_SECOND = 12.5;

    private long atMicros = NEVER;
    private double positionMeters;
    /** How far behind the farthest point, and how far it has been at most. */
    private double backMeters;

    private double farthestBackMeters;
    private long sinceMicros = NEVER;

    @Override
    Alert.Kind kind() {
        return Alert.Kind.WRONG_WAY;
    }

    @Override
    void judge(Observation seen, Recent recent, SafetyProfile who) {
        if (seen.phase() != Phase.WORK) {
            atMicros = NEVER;
            found.inside(0, LIMIT_METERS);
            return;
        }
        if (Double.isNaN(seen.lapPositionMeters())
                || Double.isNaN(who.lapMeters())
                || seen.accuracyMeters() > WORST_ACCURACY_METERS) {
            found.unknown();
            return;
        }
        if (atMicros == NEVER || seen.usableSpeed() < STANDING_METERS_PER_SECOND) {
            begin(seen);
        } else {
            move(seen, who.lapMeters());
        }
        atMicros = seen.observedMicros();
        positionMeters = seen.lapPositionMeters();
        if (backMeters > LIMIT_METERS && atMicros - sinceMicros > LIMIT_MICROS) {
            found.fires(Severity.RED, backMeters, LIMIT_METERS, sinceMicros);
        } else {
            found.below(backMeters, LIMIT_METERS);
        }
    }

    private void move(Observation seen, double lapMeters) {
        double meters = LanePlace.between(positionMeters, seen.lapPositionMeters(), lapMeters);
        double reach = FASTEST_METERS_PER_SECOND * ((seen.observedMicros() - atMicros) / 1e6) + LIMIT_METERS;
        if (Math.abs(meters) > reach) {
            begin(seen);
            return;
        }
        backMeters -= meters;
        farthestBackMeters = Math.max(farthestBackMeters, backMeters);
        if (backMeters <= 0 || farthestBackMeters - backMeters > LIMIT_METERS / 2) {
            begin(seen);
        }
    }

    private void begin(Observation seen) {
        backMeters = 0;
        farthestBackMeters = 0;
        sinceMicros = seen.observedMicros();
    }

    @Override
    void writeTo(StateWriter out) {
        out.number(atMicros);
        out.real(positionMeters);
        out.real(backMeters);
        out.real(farthestBackMeters);
        out.number(sinceMicros);
    }

    @Override
    void readFrom(StateReader in) {
        atMicros = in.number();
        positionMeters = in.real();
        backMeters = in.real();
        farthestBackMeters = in.real();
        sinceMicros = in.number();
    }
}
