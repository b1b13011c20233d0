package dev.backstretch.domain.lap;

import java.util.List;

/**
 * How far a runner came on a track: a completed lap is as long as the lane, however far the readings say it was, and what
 * lies between the laps and after them is corrected by what they over-read in the laps so far (domain notes §5).
 */
public final class TrackDistance {
    /** Nothing was measured yet: what the readings say is taken as it is. */
    public static final TrackDistance AS_MEASURED = new TrackDistance(List.of(), 1);

    /** A device that is farther off than this did not run those laps, or measures something else. */
    private static final double LEAST_FACTOR = 0.80;

    private static final double MOST_FACTOR = 1.05;

    // asked for with each second that is told: by lap, in numbers
    private final double[] endPathMeters;
    private final double[] lapMeters;
    private final double[] measuredMeters;
    private final double factor;

    private TrackDistance(List<Lap> laps, double factor) {
        endPathMeters = new double[laps.size()];
        lapMeters = new double[laps.size()];
        measuredMeters = new double[laps.size()];
        for (int lap = 0; lap < lapMeters.length; lap++) {
            endPathMeters[lap] = laps.get(lap).end().pathMeters();
            lapMeters[lap] = laps.get(lap).meters();
            measuredMeters[lap] = measured(laps.get(lap));
        }
        this.factor = factor;
    }

    /** By the laps so far, in the order in which they were run; one whose way nobody knows tells nothing. */
    public static TrackDistance after(List<Lap> laps) {
        List<Lap> known = laps.stream().filter(lap -> measured(lap) > 0).toList();
        double meters = known.stream().mapToDouble(Lap::meters).sum();
        double read = known.stream().mapToDouble(TrackDistance::measured).sum();
        return known.isEmpty() ? AS_MEASURED : new TrackDistance(known, factor(meters, read));
    }

    /** What a measured way is to be multiplied by: 5 laps of 400 m that were read as 2,120 m give 0.943. */
    public static double factor(double trueMeters, double readMeters) {
        return Math.max(LEAST_FACTOR, Math.min(MOST_FACTOR, trueMeters / readMeters));
    }

    public double factor() {
        return factor;
    }

    /** Metres in laps that were completed within a way of so many metres by the readings. */
    public double lapMeters(double pathMeters) {
        double meters = 0;
        for (int lap = 0; lap < lapMeters.length; lap++) {
            meters += endPathMeters[lap] <= pathMeters ? lapMeters[lap] : 0;
        }
        return meters;
    }

    /** Metres on the track after a way of so many metres by the readings. */
    public double at(double pathMeters) {
        double between = pathMeters;
        for (int lap = 0; lap < measuredMeters.length; lap++) {
            between -= endPathMeters[lap] <= pathMeters ? measuredMeters[lap] : 0;
        }
        return lapMeters(pathMeters) + factor * between;
    }

    private static double measured(Lap lap) {
        return lap.end().pathMeters() - lap.start().pathMeters();
    }
}
