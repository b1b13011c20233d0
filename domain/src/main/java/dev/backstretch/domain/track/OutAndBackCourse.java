package dev.backstretch.domain.track;

import dev.backstretch.domain.event.Track;
import java.util.Optional;

/**
 * A course without a loop in local metres: out from the start to the turn, and back the same way. Only the places of the two
 * ends count, and not what lies between them, so that a road may bend.
 */
public final class OutAndBackCourse {
    /** Nearer ends cannot be told apart: a runner is at one of them within 20 m. */
    public static final double SHORTEST_LEG_METERS = 60;

    /** What is longer is a slip of the pen. */
    public static final double LONGEST_LEG_METERS = 50_000;

    private final LocalPlane plane;
    private final double turnEast;
    private final double turnNorth;
    private final boolean legs;
    private final double lapMeters;

    private OutAndBackCourse(Track.OutAndBack ends, double lapMeters) {
        plane = new LocalPlane(ends.startLatitudeDegrees(), ends.startLongitudeDegrees());
        turnEast = plane.eastMeters(ends.turnLongitudeDegrees());
        turnNorth = plane.northMeters(ends.turnLatitudeDegrees());
        legs = ends.legs();
        this.lapMeters = lapMeters;
    }

    /** The course of a track; nothing where laps go round. */
    public static Optional<OutAndBackCourse> of(Track track) {
        return Optional.ofNullable(track.outAndBack())
                .map(ends -> new OutAndBackCourse(ends, Lanes.lapMeters(track, 1)));
    }

    /** Metres of one way, as the crow flies. */
    public static double legMeters(Track.OutAndBack ends) {
        return new OutAndBackCourse(ends, Double.NaN).fromTurnMeters(0, 0);
    }

    /** East and north of the start. */
    public LocalPlane plane() {
        return plane;
    }

    /** Whether each way is a lap of its own; else one out and back is. */
    public boolean legs() {
        return legs;
    }

    /** Metres of a lap: of one out and back, or of a leg where each is a lap. */
    public double lapMeters() {
        return lapMeters;
    }

    public double fromStartMeters(double east, double north) {
        return Math.sqrt(east * east + north * north);
    }

    public double fromTurnMeters(double east, double north) {
        return fromStartMeters(east - turnEast, north - turnNorth);
    }
}
