package dev.backstretch.domain.track;

import dev.backstretch.domain.event.Track;
import org.jspecify.annotations.Nullable;

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
    private final double extensionMeters;
    private final double ax;
    private final double ay;
    private final double dx;
    private final double dy;
    private final double length;

    public FinishLine(Track track) {
        this(new LocalPlane(track.line().innerLatitudeDegrees(), track.line().innerLongitudeDegrees()), track);
    }

    private FinishLine(LocalPlane plane, Track track) {
        this(
                plane,
                new double[] {0, 0},
                new double[] {
                    plane.eastMeters(track.line().outerLongitudeDegrees()),
                    plane.northMeters(track.line().outerLatitudeDegrees())
                },
                // run clockwise, the same passing has the other sign: swapping the ends mends that
                track.clockwise(),
                EXTENSION_METERS);
    }

    private FinishLine(LocalPlane plane, double[] inner, double[] outer, boolean swapped, double extensionMeters) {
        this.plane = plane;
        this.extensionMeters = extensionMeters;
        double[] from = swapped ? outer : inner;
        double[] to = swapped ? inner : outer;
        ax = from[0];
        ay = from[1];
        dx = to[0] - from[0];
        dy = to[1] - from[1];
        length = Math.sqrt(dx * dx + dy * dy);
    }

    /**
     * A line in metres east and north of a place.
     *
     * @param extensionMeters how far beyond its ends a passing counts
     */
    static FinishLine inMeters(
            double innerEast, double innerNorth, double outerEast, double outerNorth, double extensionMeters) {
        return new FinishLine(
                new LocalPlane(0, 0),
                new double[] {innerEast, innerNorth},
                new double[] {outerEast, outerNorth},
                false,
                extensionMeters);
    }

    public LocalPlane plane() {
        return plane;
    }

    /** Signed distance in metres from the line: negative before it, positive or 0 past it, in the session's direction. */
    public double signedMeters(double east, double north) {
        return (dx * (north - ay) - dy * (east - ax)) / length;
    }

    /**
     * A passing on the straight way between two fixes.
     *
     * @param sign +1 in the session's direction, −1 against it
     * @param share which part of the way lies before the line
     * @param along where on the line, 0 at its first end, 1 at the other
     */
    public record Crossed(int sign, double share, double along) {}

    /**
     * The passing of the extended line on the straight way between two points, null without one. A way that ends on the
     * line has passed it; one that begins there has not, unless it goes back.
     */
    public @Nullable Crossed between(double east0, double north0, double east1, double north1) {
        double signed0 = signedMeters(east0, north0);
        double signed1 = signedMeters(east1, north1);
        if (signed0 < 0 == signed1 < 0) {
            return null;
        }
        double share = signed0 / (signed0 - signed1);
        double meters =
                ((east0 + share * (east1 - east0) - ax) * dx + (north0 + share * (north1 - north0) - ay) * dy) / length;
        if (!(meters >= -extensionMeters && meters <= length + extensionMeters)) {
            return null;
        }
        return new Crossed(signed0 < 0 ? 1 : -1, share, meters / length);
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
