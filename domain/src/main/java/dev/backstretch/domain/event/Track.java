package dev.backstretch.domain.event;

import org.jspecify.annotations.Nullable;

/**
 * An oval of two straights and two half circles, and the line where laps are counted; or a course out to a turn and back.
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
 *     compute it from the oval. Of an out and back, both ways together; 0 where they run as the crow flies
 * @param line where laps are counted
 * @param outAndBack the two ends of a course that is no loop, null on an oval; then of all the rest only {@code name} and
 *     {@code lapMeters} count
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
        TimingLine line,
        @Nullable OutAndBack outAndBack) {
    /** An oval. */
    public Track(
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
        this(
                name,
                straightMeters,
                kerbRadiusMeters,
                laneWidthMeters,
                lanes,
                centreLatitudeDegrees,
                centreLongitudeDegrees,
                bearingDegrees,
                clockwise,
                lapMeters,
                line,
                null);
    }

    /** A course out and back. */
    public static Track outAndBack(String name, double lapMeters, OutAndBack ends) {
        double latitude = ends.startLatitudeDegrees();
        double longitude = ends.startLongitudeDegrees();
        return new Track(
                name,
                0,
                0,
                0,
                0,
                latitude,
                longitude,
                0,
                false,
                lapMeters,
                new TimingLine("start", latitude, longitude, latitude, longitude),
                ends);
    }

    /**
     * The two ends of a course that is run out and back, in WGS84 degrees.
     *
     * @param legs whether each way is a lap of its own; else one out and back is
     */
    public record OutAndBack(
            double startLatitudeDegrees,
            double startLongitudeDegrees,
            double turnLatitudeDegrees,
            double turnLongitudeDegrees,
            boolean legs) {}

    /** The timing line from the kerb to the outer edge, in WGS84 degrees. */
    public record TimingLine(
            String name,
            double innerLatitudeDegrees,
            double innerLongitudeDegrees,
            double outerLatitudeDegrees,
            double outerLongitudeDegrees) {}
}
