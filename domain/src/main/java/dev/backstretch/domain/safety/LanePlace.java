package dev.backstretch.domain.safety;

import static dev.backstretch.domain.safety.Episode.NEVER;

import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;

/** Where a runner was seen along the lane last, and how fast towards which end of it. */
final class LanePlace {
    /** A worse fix shows presence only (domain notes §8). */
    private static final double WORST_ACCURACY_METERS = 50;

    /** The way is turned only by this much, so that the noise of who stands turns nobody round. */
    private static final double TURNS_AFTER_METERS = 2;

    private static final double STANDING_METERS_PER_SECOND = 0.5;

    private long atMicros = NEVER;
    private double positionMeters = Double.NaN;
    private double accuracyMeters = Double.NaN;
    private double speedMetersPerSecond;
    private double anchorMeters = Double.NaN;
    private int way = 1;

    void take(Observation seen, double lapMeters) {
        if (Double.isNaN(seen.lapPositionMeters())
                || Double.isNaN(lapMeters)
                || seen.accuracyMeters() > WORST_ACCURACY_METERS) {
            return;
        }
        atMicros = seen.observedMicros();
        positionMeters = seen.lapPositionMeters();
        accuracyMeters = seen.accuracyMeters();
        if (Double.isNaN(anchorMeters)) {
            anchorMeters = positionMeters;
        }
        double moved = between(anchorMeters, positionMeters, lapMeters);
        if (Math.abs(moved) >= TURNS_AFTER_METERS) {
            way = moved > 0 ? 1 : -1;
            anchorMeters = positionMeters;
        }
        double speed = seen.usableSpeed();
        speedMetersPerSecond = speed >= STANDING_METERS_PER_SECOND ? speed : 0;
    }

    /** The shorter way from one place of a lap to another, in metres: positive in the session's direction. */
    static double between(double fromMeters, double toMeters, double lapMeters) {
        double meters = withinLap(toMeters - fromMeters, lapMeters);
        if (meters > lapMeters / 2) {
            return meters - lapMeters;
        }
        return meters <= -lapMeters / 2 ? meters + lapMeters : meters;
    }

    /** Microseconds; {@code Long.MIN_VALUE} before the first. */
    long atMicros() {
        return atMicros;
    }

    /** Metres along the lane at a moment, if the runner goes on like this: 0 to under a lap. */
    double metersAt(long micros, double lapMeters) {
        double gone = way * speedMetersPerSecond * ((micros - atMicros) / 1e6);
        double meters = withinLap(positionMeters + gone, lapMeters);
        return meters < 0 ? meters + lapMeters : meters;
    }

    /** The remainder by whole laps, with the sign of what is given; most is less than a lap and needs no division. */
    private static double withinLap(double meters, double lapMeters) {
        return Math.abs(meters) < lapMeters ? meters : meters % lapMeters;
    }

    /** 68 % radius in metres, NaN when unknown. */
    double accuracyMeters() {
        return accuracyMeters;
    }

    /** 1 in the session's direction, −1 against it. */
    int way() {
        return way;
    }

    /** m/s, 0 when standing or unknown. */
    double speedMetersPerSecond() {
        return speedMetersPerSecond;
    }

    void writeTo(StateWriter out) {
        out.number(atMicros);
        out.real(positionMeters);
        out.real(accuracyMeters);
        out.real(speedMetersPerSecond);
        out.real(anchorMeters);
        out.number(way);
    }

    void readFrom(StateReader in) {
        atMicros = in.number();
        positionMeters = in.real();
        accuracyMeters = in.real();
        speedMetersPerSecond = in.real();
        anchorMeters = in.real();
        way = in.integer();
    }
}
