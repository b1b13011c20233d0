package dev.backstretch.domain.effort;

import dev.backstretch.domain.event.Facing;

/** Walking or running. People change between the two at a speed that depends on the way they face. */
public enum Gait {
    WALK,
    RUN;

    /**
     * Where forward walking becomes running, m/s: a project decision inside the 1.9 to 3.0 m/s over which people mix
     * the two overground (Baker, Long, Srinivasan, arXiv 2501.00720).
     */
    public static final double FORWARD_CHANGE_METERS_PER_SECOND = 2.0;

    /**
     * Where backward walking becomes running, m/s: 1.63 ± 0.11 preferred (Hreljac et al. 2005, J Sports Sci Med 4:446).
     */
    public static final double BACKWARD_CHANGE_METERS_PER_SECOND = 1.63;

    /** A gait is kept until the speed is this far past the change, m/s. */
    public static final double HYSTERESIS_METERS_PER_SECOND = 0.1;

    /** The gait at the next speed; an unknown speed keeps it, an unknown facing counts as forward. */
    public Gait next(double speedMetersPerSecond, Facing facing) {
        double change =
                facing == Facing.BACKWARD ? BACKWARD_CHANGE_METERS_PER_SECOND : FORWARD_CHANGE_METERS_PER_SECOND;
        if (this == WALK) {
            return speedMetersPerSecond > change + HYSTERESIS_METERS_PER_SECOND ? RUN : WALK;
        }
        return speedMetersPerSecond < change - HYSTERESIS_METERS_PER_SECOND ? WALK : RUN;
    }
}
