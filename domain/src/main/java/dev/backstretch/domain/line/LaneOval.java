package dev.backstretch.domain.line;

import dev.backstretch.domain.event.Track;
import dev.backstretch.domain.track.Lanes;
import dev.backstretch.domain.track.LocalPlane;
import java.util.Optional;

/**
 * The measured line of one lane as a closed curve of two straights and two half circles, and where a position lies on it.
 *
 * <p>Track axes: origin in the infield's centre, x along the home straight in the session's direction, y to the left of
 * it; a session that runs clockwise is mirrored, so that running is always anticlockwise here. Way along the lane is
 * counted in metres past the timing line, from 0 to under one lap.
 */
public final class LaneOval {
    /** A measured lap may differ by so much from the oval of the track's measures: 2.3 m make a quarter mile of 400 m. */
    private static final double LARGEST_MISFIT_SHARE = 0.05;

    /** A position as the lane sees it; one is used over and over. */
    static final class Spot {
        /** Metres past the line along the lane, 0 to under one lap. */
        double meters;
        /** Metres to the left of the lane's measured line, towards the infield. */
        double leftMeters;
        /** Direction of the lane there, in track axes. */
        double tangentX;

        double tangentY;
    }

    private final LocalPlane plane;
    private final double turnCosine;
    private final double turnSine;
    private final double mirror;
    private final double halfStraight;
    private final double radius;
    private final double bend;
    private final double lapMeters;
    private double lineMeters;

    private LaneOval(Track track, double radius, double straightMeters) {
        plane = new LocalPlane(track.centreLatitudeDegrees(), track.centreLongitudeDegrees());
        double turn = StrictMath.toRadians(track.bearingDegrees());
        turnCosine = StrictMath.cos(turn);
        turnSine = StrictMath.sin(turn);
        mirror = track.clockwise() ? -1 : 1;
        halfStraight = straightMeters / 2;
        this.radius = radius;
        bend = Math.PI * radius;
        lapMeters = 2 * (straightMeters + bend);
    }

    /**
     * The lane of a track.
     *
     * @param lane from 1, the innermost
     * @param lapMeters what the lap is counted as; a small difference to the oval is put into the straights
     * @return nothing when a lap of that length does not fit an oval of these measures
     */
    public static Optional<LaneOval> of(Track track, int lane, double lapMeters) {
        if (!(track.straightMeters() >= 0 && track.kerbRadiusMeters() > 0)) {
            return Optional.empty();
        }
        double fromKerb = Lanes.fromKerbMeters(track, lane);
        double radius = track.kerbRadiusMeters() + fromKerb;
        double straight = lapMeters / 2 - Math.PI * radius;
        double oval = 2 * (track.straightMeters() + Math.PI * radius);
        if (!(straight >= 0 && Math.abs(lapMeters - oval) <= LARGEST_MISFIT_SHARE * oval)) {
            return Optional.empty();
        }
        LaneOval lanes = new LaneOval(track, radius, straight);
        lanes.lineMeters = lanes.lineAt(track.line(), fromKerb);
        return Optional.of(lanes);
    }

    /** Where the timing line meets the lane: so far along the line as the lane lies from the kerb. */
    private double lineAt(Track.TimingLine line, double fromKerb) {
        double innerEast = plane.eastMeters(line.innerLongitudeDegrees());
        double innerNorth = plane.northMeters(line.innerLatitudeDegrees());
        double east = plane.eastMeters(line.outerLongitudeDegrees()) - innerEast;
        double north = plane.northMeters(line.outerLatitudeDegrees()) - innerNorth;
        double length = Math.sqrt(east * east + north * north);
        double share = length > 0 ? fromKerb / length : 0;
        Spot spot = new Spot();
        projectLocal(innerEast + share * east, innerNorth + share * north, spot);
        return spot.meters;
    }

    public double lapMeters() {
        return lapMeters;
    }

    void project(double latitudeDegrees, double longitudeDegrees, Spot into) {
        projectLocal(plane.eastMeters(longitudeDegrees), plane.northMeters(latitudeDegrees), into);
    }

    private void projectLocal(double east, double north, Spot into) {
        double x = mirror * (east * turnCosine - north * turnSine);
        double y = east * turnSine + north * turnCosine;
        double along;
        if (x > halfStraight) {
            along = aroundBend(x - halfStraight, y, into);
        } else if (x < -halfStraight) {
            along = bend + 2 * halfStraight + aroundBend(-(x + halfStraight), -y, into);
            into.tangentX = -into.tangentX;
            into.tangentY = -into.tangentY;
        } else if (y >= 0) {
            along = bend + halfStraight - x;
            into.leftMeters = radius - y;
            into.tangentX = -1;
            into.tangentY = 0;
        } else {
            along = 2 * bend + 3 * halfStraight + x;
            into.leftMeters = radius + y;
            into.tangentX = 1;
            into.tangentY = 0;
        }
        double past = along - lineMeters;
        into.meters = past < 0 ? past + lapMeters : past >= lapMeters ? past - lapMeters : past;
    }

    /** The half circle to the right of the origin, entered at (0, −radius). */
    private double aroundBend(double x, double y, Spot into) {
        double distance = Math.sqrt(x * x + y * y);
        into.leftMeters = radius - distance;
        into.tangentX = -y / distance;
        into.tangentY = x / distance;
        return (StrictMath.atan2(y, x) + Math.PI / 2) * radius;
    }

    /** Cosine of the angle between a course over ground and the lane's direction at a spot. */
    double alongLane(double courseDegrees, Spot spot) {
        double course = StrictMath.toRadians(courseDegrees);
        double east = StrictMath.sin(course);
        double north = StrictMath.cos(course);
        double x = mirror * (east * turnCosine - north * turnSine);
        double y = east * turnSine + north * turnCosine;
        return x * spot.tangentX + y * spot.tangentY;
    }

    /** A way along the lane folded to within half a lap of 0. */
    double nearest(double meters) {
        return meters - lapMeters * Math.rint(meters / lapMeters);
    }
}
