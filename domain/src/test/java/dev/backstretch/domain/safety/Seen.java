package dev.backstretch.domain.safety;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.time.Micros;

/** Builds observations: in a work step, with nothing else known unless said. */
record Seen(
        Facing facing,
        Phase phase,
        double speed,
        double speedPlusMinus,
        double heartRate,
        boolean trusted,
        double lapPosition,
        double outside,
        double accuracy) {
    private static final Seen NOTHING = new Seen(
            Facing.UNKNOWN, Phase.WORK, Double.NaN, Double.NaN, Double.NaN, true, Double.NaN, Double.NaN, Double.NaN);

    static Seen backward(double speed) {
        return NOTHING.facing(Facing.BACKWARD).speed(speed);
    }

    static Seen forward(double speed) {
        return NOTHING.facing(Facing.FORWARD).speed(speed);
    }

    static Seen unknown(double speed) {
        return NOTHING.speed(speed);
    }

    Seen facing(Facing other) {
        return new Seen(other, phase, speed, speedPlusMinus, heartRate, trusted, lapPosition, outside, accuracy);
    }

    Seen speed(double other) {
        return new Seen(facing, phase, other, speedPlusMinus, heartRate, trusted, lapPosition, outside, accuracy);
    }

    Seen speedSureTo(double plusMinus) {
        return new Seen(facing, phase, speed, plusMinus, heartRate, trusted, lapPosition, outside, accuracy);
    }

    Seen in(Phase other) {
        return new Seen(facing, other, speed, speedPlusMinus, heartRate, trusted, lapPosition, outside, accuracy);
    }

    Seen heartRate(double bpm) {
        return new Seen(facing, phase, speed, speedPlusMinus, bpm, trusted, lapPosition, outside, accuracy);
    }

    Seen doubted() {
        return new Seen(facing, phase, speed, speedPlusMinus, heartRate, false, lapPosition, outside, accuracy);
    }

    Seen at(double meters) {
        return new Seen(facing, phase, speed, speedPlusMinus, heartRate, trusted, meters, outside, accuracy);
    }

    Seen outside(double meters) {
        return new Seen(facing, phase, speed, speedPlusMinus, heartRate, trusted, lapPosition, meters, accuracy);
    }

    Seen sureTo(double meters) {
        return new Seen(facing, phase, speed, speedPlusMinus, heartRate, trusted, lapPosition, outside, meters);
    }

    Observation observed(long observedMicros, long receivedMicros) {
        return new Observation(
                observedMicros,
                receivedMicros,
                facing,
                phase,
                speed,
                speedPlusMinus,
                heartRate,
                trusted,
                lapPosition,
                outside,
                accuracy);
    }

    static long micros(double second) {
        return Camp.START_MICROS + Micros.ofSeconds(second);
    }
}
