package dev.backstretch.domain.facing;

import dev.backstretch.domain.event.Facing;

/** The angle from the way a runner moves to the way their body points, clockwise (domain notes §6). */
public final class CompassTurn {
    private static final double FORWARD_WITHIN_DEGREES = 60;
    private static final double BACKWARD_FROM_DEGREES = 120;

    private CompassTurn() {}

    /**
     * @param compassDegrees where the device points, from true north
     * @param courseDegrees where the runner moves, from true north
     * @param mountDegrees how far the device is turned on the body, as {@link MountOffset} learns it
     * @return in (−180, 180]
     */
    public static double degrees(double compassDegrees, double courseDegrees, double mountDegrees) {
        return wrapped(compassDegrees - courseDegrees - mountDegrees);
    }

    /** What one turn shows; UNKNOWN for a body that points sideways, and for NaN. */
    public static Facing facing(double turnDegrees) {
        double away = Math.abs(turnDegrees);
        if (away <= FORWARD_WITHIN_DEGREES) {
            return Facing.FORWARD;
        }
        return away >= BACKWARD_FROM_DEGREES ? Facing.BACKWARD : Facing.UNKNOWN;
    }

    static double wrapped(double degrees) {
        // a division less for what is within already
        double within = Math.abs(degrees) < 360 ? degrees : degrees % 360;
        if (within > 180) {
            return within - 360;
        }
        return within <= -180 ? within + 360 : within;
    }
}
