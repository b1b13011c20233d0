package dev.backstretch.domain.track;

import dev.backstretch.domain.event.Track;

/**
 * The timing line in local metres, and the moment a runner passes it (domain notes §4.2). The line from the kerb to the
 * outer edge is extended by 5 m at both ends for the receiver's error.
 */
public final class FinishLine {
    private static final double EXTENSION_METERS = 5;

    /** A longer gap between two fixes gives no crossing. */
    public static final double LONGEST_GAP_SECONDS = 15;

    /** A longer gap makes a crossing a doubtful one. */
    public static final double SURE_GAP_SECONDS = 5;

    private final LocalPlane plane;
    private final double ax;
    private final double ay;
    private final double dx;
    private final double dy;
    private final double length;

    public FinishLine(Track track) {
        Track.TimingLine line = track.line();
        plane = new LocalPlane(line.innerLatitudeDegrees(), line.innerLongitudeDegrees());
        double outerEast = plane.eastMeters(line.outerLongitudeDegrees());
        double outerNorth = plane.northMeters(line.outerLatitudeDegrees());
        // run clockwise, the same passing has the other sign: swapping the ends mends that
        ax = track.clockwise() ? outerEast : 0;
        ay = track.clockwise() ? outerNorth : 0;
        dx = track.clockwise() ? -outerEast : outerEast;
        dy = track.clockwise() ? -outerNorth : outerNorth;
        length = Math.sqrt(dx * dx + dy * dy);
    }

    public LocalPlane plane() {
        return plane;
    }

    /** Signed distance in metres from the line: negative before it, positive or 0 past it, in the session's direction. */
    public double signedMeters(double east, double north) {
        return (dx * (north - ay) - dy * (east - ax)) / length;
    }

    /** Whether the straight way between two points passes the extended line where their signed distances meet 0. */
    public boolean passesBetween(
            double east0, double north0, double signed0, double east1, double north1, double signed1) {
        if (signed0 < 0 == signed1 < 0) {
            return false;
        }
        double share = signed0 / (signed0 - signed1);
        double along =
                ((east0 + share * (east1 - east0) - ax) * dx + (north0 + share * (north1 - north0) - ay) * dy) / length;
        return along >= -EXTENSION_METERS && along <= length + EXTENSION_METERS;
    }

    /**
     * Seconds after the first fix at which the line was passed. With both speeds known the way between the fixes is a
     * cubic with those speeds at its ends (a runner who brakes past the line is not assumed to have crept over it);
     * otherwise a straight line.
     *
     * @param signed0 metres from the line at the first fix
     * @param signed1 metres from the line at the second fix, on the other side
     * @param gapSeconds time between the fixes
     * @param rate0 speed across the line at the first fix in m/s, NaN when unknown
     * @param rate1 speed across the line at the second fix in m/s, NaN when unknown
     */
    public static double secondsToLine(double signed0, double signed1, double gapSeconds, double rate0, double rate1) {
        double straight = signed0 / (signed0 - signed1) * gapSeconds;
        if (Double.isNaN(rate0) || Double.isNaN(rate1) || gapSeconds > SURE_GAP_SECONDS) {
            return straight;
        }
        double low = 0;
        double high = gapSeconds;
        boolean lowBefore = signed0 < 0;
        for (int i = 0; i < 40; i++) {
            double middle = (low + high) / 2;
            double value = hermite(signed0, signed1, gapSeconds, rate0, rate1, middle);
            if (value < 0 == lowBefore) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    private static double hermite(double s0, double s1, double h, double v0, double v1, double t) {
        double u = t / h;
        double u2 = u * u;
        double u3 = u2 * u;
        return (2 * u3 - 3 * u2 + 1) * s0 + (u3 - 2 * u2 + u) * h * v0 + (3 * u2 - 2 * u3) * s1 + (u3 - u2) * h * v1;
    }

    /**
     * One standard deviation of the crossing's time in seconds.
     *
     * @param accuracyMeters the receiver's 68 % radius
     * @param speedMetersPerSecond across the line
     * @param gapSeconds between the two fixes
     */
    public static double sigmaSeconds(double accuracyMeters, double speedMetersPerSecond, double gapSeconds) {
        double position = accuracyMeters / 1.515 / Math.max(speedMetersPerSecond, SLOWEST_METERS_PER_SECOND);
        double time = 0.1 * gapSeconds;
        return Math.sqrt(position * position + time * time);
    }

    /** Below this a runner stands on the line and its crossing has no useful time. */
    private static final double SLOWEST_METERS_PER_SECOND = 0.3;
}
