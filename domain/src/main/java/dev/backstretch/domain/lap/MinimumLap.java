package dev.backstretch.domain.lap;

import dev.backstretch.domain.event.Facing;
import java.util.Arrays;

/**
 * The shortest time a lap can take: what comes sooner completes none. The floor is what the 100 m record rate would make
 * of the lap, forwards 43.0 s and backwards 54.4 s per 400 m; from two laps of the same facing on it is 0.4 of their
 * median if that is more (domain notes §4.3).
 */
public final class MinimumLap {
    private static final double FORWARD_FLOOR_SECONDS = 43.0;
    private static final double BACKWARD_FLOOR_SECONDS = 54.4;
    private static final double FLOOR_METERS = 400;
    private static final double SHARE_OF_MEDIAN = 0.4;

    private MinimumLap() {}

    /**
     * @param lapSeconds laps so far with the same facing
     * @param lapMeters length of the lap
     */
    public static double seconds(double[] lapSeconds, double lapMeters, Facing facing) {
        double perFloor = facing == Facing.BACKWARD ? BACKWARD_FLOOR_SECONDS : FORWARD_FLOOR_SECONDS;
        double floor = perFloor * lapMeters / FLOOR_METERS;
        if (lapSeconds.length < 2) {
            return floor;
        }
        double[] sorted = lapSeconds.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return Math.max(floor, SHARE_OF_MEDIAN * median);
    }
}
