package dev.backstretch.domain.track;

import dev.backstretch.domain.event.Track;

/**
 * Lengths of laps by lane. Lane 1 is measured 0.30 m from the kerb, the others 0.20 m from their inner line (World
 * Athletics, Track and Field Facilities Manual).
 */
public final class Lanes {
    private static final double FIRST_LANE_OFFSET_METERS = 0.30;
    private static final double OTHER_LANE_OFFSET_METERS = 0.20;

    private Lanes() {}

    /** How far a lane's measured line lies outside the kerb, in metres; lane 1 is innermost. */
    public static double fromKerbMeters(Track track, int lane) {
        return lane <= 1 ? FIRST_LANE_OFFSET_METERS : track.laneWidthMeters() * (lane - 1) + OTHER_LANE_OFFSET_METERS;
    }

    /** Length of one lap in metres; lane 1 is innermost. */
    public static double lapMeters(Track track, int lane) {
        Track.OutAndBack ends = track.outAndBack();
        if (ends != null) {
            double both = track.lapMeters() > 0 ? track.lapMeters() : 2 * OutAndBackCourse.legMeters(ends);
            return ends.legs() ? both / 2 : both;
        }
        double radius = track.kerbRadiusMeters() + fromKerbMeters(track, lane);
        double oval = 2 * track.straightMeters() + 2 * Math.PI * radius;
        if (track.lapMeters() <= 0) {
            return oval;
        }
        double firstLane =
                2 * track.straightMeters() + 2 * Math.PI * (track.kerbRadiusMeters() + FIRST_LANE_OFFSET_METERS);
        return track.lapMeters() + oval - firstLane;
    }
}
