package dev.backstretch.domain.safety;

import dev.backstretch.domain.event.Facing;

/**
 * One reading of a runner as the rules of safety see it. A value that is absent is NaN, which is not 0.
 *
 * @param observedMicros by the session's clock (the device's offset removed), microseconds since 1970
 * @param receivedMicros when the door took it in, microseconds since 1970
 * @param facing which way the body points, as far as anybody or anything says
 * @param phase what the plan has the runner do
 * @param speedMetersPerSecond over ground
 * @param speedPlusMinus half-width of its 95 % interval, m/s; NaN when unknown
 * @param heartRateBpm beats per minute
 * @param heartRateTrusted false while the sensor is doubted: dropped out, stuck, or locked to the cadence
 * @param lapPositionMeters along the lane from the line in the session's direction, 0 to a lap
 * @param outsideMeters distance beyond the outer edge of the outermost lane; 0 or less on the track
 * @param accuracyMeters 68 % radius of the position
 */
public record Observation(
        long observedMicros,
        long receivedMicros,
        Facing facing,
        Phase phase,
        double speedMetersPerSecond,
        double speedPlusMinus,
        double heartRateBpm,
        boolean heartRateTrusted,
        double lapPositionMeters,
        double outsideMeters,
        double accuracyMeters) {
    /** A speed less sure than this is none: the caps and the fall are told apart by less. */
    private static final double DOUBTFUL_SPEED_PLUS_MINUS = 1.0;

    /** Speed, m/s, or NaN when absent or less sure than ±1 m/s. */
    double usableSpeed() {
        return speedPlusMinus > DOUBTFUL_SPEED_PLUS_MINUS ? Double.NaN : speedMetersPerSecond;
    }

    /** Heart rate, bpm, or NaN when absent or not trusted. */
    double usableHeartRate() {
        return heartRateTrusted ? heartRateBpm : Double.NaN;
    }
}
