package dev.backstretch.domain.track;

import dev.backstretch.domain.event.Track;

/**
 * Where somebody who runs on a track can be, and some way around it: a circle. Farther off a position says nothing of the
 * session, and much of where somebody lives: a phone goes home and sends on (domain notes §10).
 */
public final class Surroundings {
    /**
     * As far as a place of one's own is hidden. A decision of this project: the rules of safety ask for 12 m beyond the lanes,
     * and a receiver that is off by more than this tells nothing.
     */
    public static final double BEYOND_METERS = 200;

    /** Around the circle's centre. */
    private final LocalPlane plane;

    private final double radiusMeters;

    private Surroundings(LocalPlane plane, double radiusMeters) {
        this.plane = plane;
        this.radiusMeters = radiusMeters;
    }

    /** No point of a closed way is farther than half its length from another, nor from its middle. */
    public static Surroundings of(Track track) {
        Track.OutAndBack ends = track.outAndBack();
        double lapMeters = Lanes.lapMeters(track, track.lanes());
        double reachMeters = ends != null && ends.legs() ? lapMeters : lapMeters / 2;
        return new Surroundings(
                new LocalPlane(track.centreLatitudeDegrees(), track.centreLongitudeDegrees()),
                reachMeters + BEYOND_METERS);
    }

    /**
     * Whether a position lies in them.
     *
     * @param latitude degrees, WGS84
     * @param longitude degrees, WGS84
     */
    public boolean hold(double latitude, double longitude) {
        double east = plane.eastMeters(longitude);
        double north = plane.northMeters(latitude);
        return east * east + north * north <= radiusMeters * radiusMeters;
    }
}
