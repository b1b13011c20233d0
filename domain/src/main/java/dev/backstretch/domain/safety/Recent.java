package dev.backstretch.domain.safety;

import static dev.backstretch.domain.safety.Episode.NEVER;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.pace.Standstill;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;

/**
 * What several rules ask of a runner's newest readings together: whether, since when and after what the runner stands.
 */
final class Recent {
    /** The standstill gate (domain notes §5). */
    private static final double MOVING_METERS_PER_SECOND = 0.5;

    private long atMicros = NEVER;
    private Standstill standstill = new Standstill();
    private long stoppedSinceMicros = NEVER;
    private Facing direction = Facing.UNKNOWN;
    private double heartRateBpm = Double.NaN;
    private long heartRateMicros = NEVER;
    /** Of the time when the runner was last seen moving: what a stop starts from. */
    private double movingHeartRateBpm = Double.NaN;

    /** @return false for a reading that is not newer than all before it, which changes nothing */
    boolean take(Observation seen) {
        if (atMicros != NEVER && seen.observedMicros() <= atMicros) {
            return false;
        }
        long forMicros = atMicros == NEVER ? 0 : Math.min(seen.observedMicros() - atMicros, Held.SPEAKS_FOR_MICROS);
        atMicros = seen.observedMicros();
        if (seen.facing() == Facing.FORWARD || seen.facing() == Facing.BACKWARD) {
            direction = seen.facing();
        }
        if (!Double.isNaN(seen.usableHeartRate())) {
            heartRateBpm = seen.usableHeartRate();
            heartRateMicros = atMicros;
        }
        move(seen.usableSpeed(), forMicros);
        return true;
    }

    private void move(double speed, long forMicros) {
        boolean stood = standstill.paused();
        long pausedBefore = standstill.pausedMicros();
        standstill.advance(speed, forMicros, false);
        if (!standstill.paused()) {
            stoppedSinceMicros = NEVER;
        } else if (!stood) {
            stoppedSinceMicros = atMicros - (standstill.pausedMicros() - pausedBefore);
        }
        if (speed >= MOVING_METERS_PER_SECOND) {
            movingHeartRateBpm = heartRateNow();
        }
    }

    /** Of the newest reading, microseconds. */
    long atMicros() {
        return atMicros;
    }

    /**
     * Back-dated start of the stop that lasts; {@code Long.MIN_VALUE} while the runner moves. A planned rest stops too.
     */
    long stoppedSinceMicros() {
        return stoppedSinceMicros;
    }

    /** Forwards or backwards as it was said last, standing or not; UNKNOWN before. */
    Facing direction() {
        return direction;
    }

    /** The trusted heart rate of now, bpm, at most 5 s old; else NaN. */
    double heartRateNow() {
        return heartRateMicros != NEVER && atMicros - heartRateMicros <= Held.SPEAKS_FOR_MICROS
                ? heartRateBpm
                : Double.NaN;
    }

    /** The heart rate when the runner was last seen moving, bpm; NaN when unknown. */
    double movingHeartRateBpm() {
        return movingHeartRateBpm;
    }

    void writeTo(StateWriter out) {
        out.number(atMicros);
        standstill.writeTo(out);
        out.number(stoppedSinceMicros);
        out.symbol(direction);
        out.real(heartRateBpm);
        out.number(heartRateMicros);
        out.real(movingHeartRateBpm);
    }

    void readFrom(StateReader in) {
        atMicros = in.number();
        standstill = Standstill.readFrom(in);
        stoppedSinceMicros = in.number();
        direction = in.symbol(Facing.class);
        heartRateBpm = in.real();
        heartRateMicros = in.number();
        movingHeartRateBpm = in.real();
    }
}
