package dev.backstretch.domain.track;

import dev.backstretch.domain.event.Track;

/**
 * Where somebody who runs on a track can be, and some way around it. Farther off a position says nothing of the session, and
 * much of where somebody lives: a phone goes home and sends on (domain notes §10).
 *
 * @param latitudeDegrees of the circle's centre, WGS84
 * @param longitudeDegrees of the circle's centre, WGS84
 * @param radiusMeters of the circle
 */
public record Surroundings(double latitudeDegrees, double longitudeDegrees, double radiusMeters) {
    /**
     * As far as a place of one's own is hidden. A decision of this project: the rules of safety ask for 12 m beyond the lanes,
     * and a receiver that is off by more than this tells nothing.
     */
    public static final double BEYOND_METERS = 200;

    /** No point of a closed way is farther than half its length from another, nor from its middle. */
    public static Surroundings of(Track track) {
        Track.OutAndBack ends = track.outAndBack();
        double lapMeters = Lanes.lapMeters(track, track.lanes());
        double reachMeters = ends != null && ends.legs() ? lapMeters : lapMeters / 2;
        return new Surroundings(
                track.centreLatitudeDegrees(), track.centreLongitudeDegrees(), reachMeters + BEYOND_METERS);
    }

    /** Whether a position lies in them. */
    public boolean hold(double latitude, double longitude) {
        var plane = new LocalPlane(latitudeDegrees, longitudeDegrees);
        double east = plane.eastMeters(longitude);
        double north = plane.northMeters(latitude);
        return east * east + north * north <= radiusMeters * radiusMeters;
    }
}
