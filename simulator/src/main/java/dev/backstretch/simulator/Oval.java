package dev.backstretch.simulator;

import dev.backstretch.domain.event.Track;

/**
 * A standard 400 m track somewhere on the earth. Track axes: x along the home straight in running direction, y to the
 * left of it, origin at the infield's centre, turned clockwise by the bearing. The line lies at the end of the home
 * straight; {@code meters} are counted past it along a lane, anticlockwise.
 */
final class Oval {
    static final double STRAIGHT_METERS = 84.39;
    static final double KERB_RADIUS_METERS = 36.50;
    static final double LANE_WIDTH_METERS = 1.22;
    static final int LANES = 8;
    static final double LINE_X_METERS = STRAIGHT_METERS / 2;

    private static final double EQUATOR_METERS = 6378137.0;
    private static final double ECCENTRICITY_SQUARED = (2 - 1 / 298.257223563) / 298.257223563;

    private final double centreLatitudeDegrees;
    private final double centreLongitudeDegrees;
    private final double bearingDegrees;
    private final double sinBearing;
    private final double cosBearing;
    private final double meridianRadiusMeters;
    private final double parallelRadiusMeters;

    Oval(double centreLatitudeDegrees, double centreLongitudeDegrees, double bearingDegrees) {
        this.centreLatitudeDegrees = centreLatitudeDegrees;
        this.centreLongitudeDegrees = centreLongitudeDegrees;
        this.bearingDegrees = bearingDegrees;
        double bearing = StrictMath.toRadians(bearingDegrees);
        this.sinBearing = StrictMath.sin(bearing);
        this.cosBearing = StrictMath.cos(bearing);
        double latitude = StrictMath.toRadians(centreLatitudeDegrees);
        double sine = StrictMath.sin(latitude);
        double w = 1 - ECCENTRICITY_SQUARED * sine * sine;
        this.meridianRadiusMeters = EQUATOR_METERS * (1 - ECCENTRICITY_SQUARED) / (w * Math.sqrt(w));
        this.parallelRadiusMeters = EQUATOR_METERS / Math.sqrt(w) * StrictMath.cos(latitude);
    }

    /** A place on the track, and the direction of anticlockwise motion there, in radians from the x axis. */
    record Place(double xMeters, double yMeters, double tangentRadians) {}

    /** A place on the earth. */
    record Fix(double latitudeDegrees, double longitudeDegrees) {}

    static double radiusMeters(int lane) {
        return lane == 1 ? KERB_RADIUS_METERS + 0.30 : KERB_RADIUS_METERS + LANE_WIDTH_METERS * (lane - 1) + 0.20;
    }

    static double lapMeters(int lane) {
        return 2 * STRAIGHT_METERS + 2 * Math.PI * radiusMeters(lane);
    }

    static Place place(double meters, int lane) {
        double radius = radiusMeters(lane);
        double lap = lapMeters(lane);
        double bend = Math.PI * radius;
        double s = meters - lap * Math.floor(meters / lap);
        if (s < bend) {
            double angle = -Math.PI / 2 + s / radius;
            return new Place(
                    LINE_X_METERS + radius * StrictMath.cos(angle),
                    radius * StrictMath.sin(angle),
                    angle + Math.PI / 2);
        }
        s -= bend;
        if (s < STRAIGHT_METERS) {
            return new Place(LINE_X_METERS - s, radius, Math.PI);
        }
        s -= STRAIGHT_METERS;
        if (s < bend) {
            double angle = Math.PI / 2 + s / radius;
            return new Place(
                    -LINE_X_METERS + radius * StrictMath.cos(angle),
                    radius * StrictMath.sin(angle),
                    angle + Math.PI / 2);
        }
        s -= bend;
        return new Place(-LINE_X_METERS + s, -radius, 0);
    }

    /** Metres past the line, 0 to under a lap, of the place on the lane's middle that is nearest. */
    static double project(double xMeters, double yMeters, int lane) {
        double radius = radiusMeters(lane);
        double bend = Math.PI * radius;
        if (xMeters > LINE_X_METERS) {
            return radius * (StrictMath.atan2(yMeters, xMeters - LINE_X_METERS) + Math.PI / 2);
        }
        if (xMeters < -LINE_X_METERS) {
            double angle = StrictMath.atan2(yMeters, xMeters + LINE_X_METERS);
            return bend + STRAIGHT_METERS + radius * ((angle < 0 ? angle + 2 * Math.PI : angle) - Math.PI / 2);
        }
        return yMeters > 0 ? bend + LINE_X_METERS - xMeters : 2 * bend + STRAIGHT_METERS + xMeters + LINE_X_METERS;
    }

    Fix fix(double xMeters, double yMeters) {
        double east = xMeters * cosBearing + yMeters * sinBearing;
        double north = -xMeters * sinBearing + yMeters * cosBearing;
        return new Fix(
                centreLatitudeDegrees + StrictMath.toDegrees(north / meridianRadiusMeters),
                centreLongitudeDegrees + StrictMath.toDegrees(east / parallelRadiusMeters));
    }

    /** The inverse of {@link #fix}; the tangent is 0. */
    Place place(Fix fix) {
        double east = StrictMath.toRadians(fix.longitudeDegrees() - centreLongitudeDegrees) * parallelRadiusMeters;
        double north = StrictMath.toRadians(fix.latitudeDegrees() - centreLatitudeDegrees) * meridianRadiusMeters;
        return new Place(east * cosBearing - north * sinBearing, east * sinBearing + north * cosBearing, 0);
    }

    /** Degrees clockwise from true north of a direction in track axes. */
    double compassDegrees(double radians) {
        return wrapDegrees(90 - StrictMath.toDegrees(radians) + bearingDegrees);
    }

    static double wrapDegrees(double degrees) {
        double wrapped = degrees - 360 * Math.floor(degrees / 360);
        return wrapped >= 360 ? 0 : wrapped;
    }

    Track track() {
        Fix inner = fix(LINE_X_METERS, -KERB_RADIUS_METERS);
        Fix outer = fix(LINE_X_METERS, -(KERB_RADIUS_METERS + LANES * LANE_WIDTH_METERS));
        return new Track(
                "standard 400 m",
                STRAIGHT_METERS,
                KERB_RADIUS_METERS,
                LANE_WIDTH_METERS,
                LANES,
                centreLatitudeDegrees,
                centreLongitudeDegrees,
                bearingDegrees,
                false,
                0,
                new Track.TimingLine(
                        "finish",
                        Rounding.decimals(inner.latitudeDegrees(), 8),
                        Rounding.decimals(inner.longitudeDegrees(), 8),
                        Rounding.decimals(outer.latitudeDegrees(), 8),
                        Rounding.decimals(outer.longitudeDegrees(), 8)));
    }
}
