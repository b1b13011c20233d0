package dev.backstretch.domain.event;

/**
 * An oval of two straights and two half circles, and the line where laps are counted.
 *
 * @param name for people
 * @param straightMeters length of one straight
 * @param kerbRadiusMeters radius of the inner edge of the bends
 * @param laneWidthMeters width of a lane
 * @param lanes how many lanes
 * @param centreLatitudeDegrees centre of the infield
 * @param centreLongitudeDegrees centre of the infield
 * @param bearingDegrees clockwise turn of the track: the home straight runs to compass 90 + bearing
 * @param clockwise true when the session runs clockwise
 * @param lapMeters length of a lap in lane 1, for closed laps that are no oval of these measures (a quarter mile); 0 to
 *     compute it from the oval
 * @param line where laps are counted
 */
public record Track(
        String name,
        double straightMeters,
        double kerbRadiusMeters,
        double laneWidthMeters,
        int lanes,
        double centreLatitudeDegrees,
        double centreLongitudeDegrees,
        double bearingDegrees,
        boolean clockwise,
        double lapMeters,
        TimingLine line) {

    /** The timing line from the kerb to the outer edge, in WGS84 degrees. */
    public record TimingLine(
            String name,
            double innerLatitudeDegrees,
            double innerLongitudeDegrees,
            double outerLatitudeDegrees,
            double outerLongitudeDegrees) {}
}
