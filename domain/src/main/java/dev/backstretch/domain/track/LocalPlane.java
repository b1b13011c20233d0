package dev.backstretch.domain.track;

/**
 * Metres east and north of an origin: a tangent plane with the WGS84 radii of curvature there. Good to millimetres over a
 * track and to 0.1 % over ten kilometres.
 */
public final class LocalPlane {
    private static final double EQUATORIAL_RADIUS_METERS = 6_378_137.0;
    private static final double FLATTENING = 1 / 298.257223563;
    private static final double ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING);

    private final double originLatitudeDegrees;
    private final double originLongitudeDegrees;
    private final double metersPerDegreeNorth;
    private final double metersPerDegreeEast;

    public LocalPlane(double originLatitudeDegrees, double originLongitudeDegrees) {
        this.originLatitudeDegrees = originLatitudeDegrees;
        this.originLongitudeDegrees = originLongitudeDegrees;
        double latitude = StrictMath.toRadians(originLatitudeDegrees);
        double sine = StrictMath.sin(latitude);
        double w = 1 - ECCENTRICITY_SQUARED * sine * sine;
        double meridian = EQUATORIAL_RADIUS_METERS * (1 - ECCENTRICITY_SQUARED) / (w * Math.sqrt(w));
        double normal = EQUATORIAL_RADIUS_METERS / Math.sqrt(w);
        metersPerDegreeNorth = StrictMath.toRadians(meridian);
        metersPerDegreeEast = StrictMath.toRadians(normal * StrictMath.cos(latitude));
    }

    public double originLatitudeDegrees() {
        return originLatitudeDegrees;
    }

    public double originLongitudeDegrees() {
        return originLongitudeDegrees;
    }

    public double eastMeters(double longitudeDegrees) {
        double difference = longitudeDegrees - originLongitudeDegrees;
        if (difference > 180) {
            difference -= 360;
        } else if (difference < -180) {
            difference += 360;
        }
        return difference * metersPerDegreeEast;
    }

    public double northMeters(double latitudeDegrees) {
        return (latitudeDegrees - originLatitudeDegrees) * metersPerDegreeNorth;
    }
}
