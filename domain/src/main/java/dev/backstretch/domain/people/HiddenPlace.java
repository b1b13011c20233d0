package dev.backstretch.domain.people;

import dev.backstretch.domain.track.LocalPlane;

/**
 * A circle around a place that a runner has marked, a home say, within which no position is kept. Its centre lies 50 to 150 m
 * from the place in a direction drawn by lot, as the centre of a circle that is cut out of tracks can be found from where
 * they end (Hassan et al., USENIX Security 2018); the radius covers 200 m around the place whatever was drawn. The place
 * itself is not kept.
 *
 * @param latitudeDegrees of the circle's centre, WGS84
 * @param longitudeDegrees of the circle's centre, WGS84
 */
public record HiddenPlace(double latitudeDegrees, double longitudeDegrees) {
    /** Nothing this near to the marked place is kept. */
    public static final double HIDDEN_AROUND_METERS = 200;

    public static final double LEAST_OFFSET_METERS = 50;
    public static final double MOST_OFFSET_METERS = 150;

    /** The same for everyone, so that it tells nothing of the offset. */
    public static final double RADIUS_METERS = HIDDEN_AROUND_METERS + MOST_OFFSET_METERS;

    private static final double LEAST_METERS_PER_DEGREE = 1;

    public HiddenPlace {
        if (!(Math.abs(latitudeDegrees) <= 90) || !(Math.abs(longitudeDegrees) <= 180)) {
            throw new IllegalArgumentException("a hidden place is in WGS84 degrees");
        }
    }

    /**
     * The circle for a place.
     *
     * @param offsetMeters drawn by lot from {@value #LEAST_OFFSET_METERS} to {@value #MOST_OFFSET_METERS}
     * @param bearingDegrees drawn by lot from 0 to 360
     */
    public static HiddenPlace around(
            double latitudeDegrees, double longitudeDegrees, double offsetMeters, double bearingDegrees) {
        if (!(offsetMeters >= LEAST_OFFSET_METERS && offsetMeters <= MOST_OFFSET_METERS)) {
            throw new IllegalArgumentException(
                    "offsetMeters: from " + LEAST_OFFSET_METERS + " to " + MOST_OFFSET_METERS);
        }
        var plane = new LocalPlane(latitudeDegrees, longitudeDegrees);
        double bearing = StrictMath.toRadians(bearingDegrees);
        double north = offsetMeters * StrictMath.cos(bearing) / plane.northMeters(latitudeDegrees + 1);
        double east = offsetMeters
                * StrictMath.sin(bearing)
                / Math.max(LEAST_METERS_PER_DEGREE, new LocalPlane(latitudeDegrees, 0).eastMeters(1));
        return new HiddenPlace(Math.max(-90, Math.min(90, latitudeDegrees + north)), wrapped(longitudeDegrees + east));
    }

    /** Whether a position is not to be kept. */
    public boolean hides(double latitude, double longitude) {
        return distanceMeters(latitude, longitude) <= RADIUS_METERS;
    }

    /** Whether this circle covers what has to be hidden around the place, so that no second one is drawn for it. */
    public boolean serves(double latitude, double longitude) {
        return distanceMeters(latitude, longitude) <= MOST_OFFSET_METERS;
    }

    private double distanceMeters(double latitude, double longitude) {
        var plane = new LocalPlane(latitudeDegrees, longitudeDegrees);
        double east = plane.eastMeters(longitude);
        double north = plane.northMeters(latitude);
        return Math.sqrt(east * east + north * north);
    }

    private static double wrapped(double longitude) {
        if (longitude > 180) {
            return longitude - 360;
        }
        return longitude < -180 ? longitude + 360 : longitude;
    }

    /** Not where it is. */
    @Override
    public String toString() {
        return "HiddenPlace";
    }
}
