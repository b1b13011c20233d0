package dev.backstretch.simulator;

import dev.backstretch.domain.event.Facing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one simulated runner really did; never an input of what is tested against it. Seconds count from the session's
 * start.
 *
 * @param startSeconds the wave's gun
 * @param mountDegrees how far the phone sits turned
 * @param heartRateLocks whether the wrist sensor sometimes shows the cadence
 * @param crossings of the line, in order
 * @param laps by the net level of the crossings
 * @param challengeRatio backward ÷ forward lap; NaN when there are no two such laps
 * @param facing spans that cover the session
 * @param zoneSeconds seconds in zone 0 to 5 of the five-zone model
 * @param pathMeters the way that was run, in any direction
 * @param netMeters how far the runner came along the lane
 * @param movingSeconds at 0.5 m/s or more
 */
public record RunnerTruth(
        String runnerId,
        String bib,
        String alias,
        String device,
        @Nullable String chip,
        boolean tapped,
        int wave,
        double startSeconds,
        int lane,
        double laneMeters,
        int ageYears,
        int restingHeartRateBpm,
        double maximumHeartRateBpm,
        String planName,
        double clockSkewSeconds,
        double clockDriftPpm,
        double mountDegrees,
        boolean heartRateLocks,
        List<Crossing> crossings,
        List<Lap> laps,
        double challengeRatio,
        List<FacingSpan> facing,
        double forwardSeconds,
        double backwardSeconds,
        double stillSeconds,
        List<Integer> zoneSeconds,
        double pathMeters,
        double netMeters,
        double movingSeconds,
        List<Segment> segments) {
    private static final int[] ZONE_BOUNDS_PERCENT = {50, 60, 70, 80, 90};

    public RunnerTruth {
        crossings = List.copyOf(crossings);
        laps = List.copyOf(laps);
        facing = List.copyOf(facing);
        zoneSeconds = List.copyOf(zoneSeconds);
        segments = List.copyOf(segments);
    }

    /** A passage of the line: {@code direction} +1 with the session's direction, −1 against it. */
    public record Crossing(double seconds, int direction, Facing facing) {}

    /**
     * A lap by the rule of the net level.
     *
     * @param lapSeconds the lap's own time
     * @param elapsedSeconds since the lap before ended, or the first start
     * @param facing of most of it
     * @param pure whether it was run in one facing only
     */
    public record Lap(
            int number,
            double startSeconds,
            double endSeconds,
            double lapSeconds,
            double elapsedSeconds,
            Facing facing,
            boolean pure) {}

    /** A time in one facing. */
    public record FacingSpan(double startSeconds, double endSeconds, Facing facing) {}

    /** A step of the plan as it was run. */
    public record Segment(String kind, Facing facing, double startSeconds, double endSeconds) {}

    /** Lap n completes when the level first reaches n + 1, and starts at the latest +1 crossing that reached n. */
    static List<Lap> lapsOf(List<Crossing> crossings, Motion motion) {
        List<Lap> laps = new ArrayList<>();
        List<Double> latestUp = new ArrayList<>();
        int level = 0;
        double lastCompletion = Double.NaN;
        for (Crossing crossing : crossings) {
            level += crossing.direction();
            if (crossing.direction() < 0 || level < 1) {
                continue;
            }
            if (level > latestUp.size()) {
                if (level >= 2) {
                    double start = latestUp.get(level - 2);
                    double end = crossing.seconds();
                    int from = (int) (start / Motion.STEP_SECONDS);
                    int to = Math.min((int) (end / Motion.STEP_SECONDS) + 1, motion.steps());
                    int backward = count(motion, from, to, facing -> facing == Facing.BACKWARD);
                    int forward = count(motion, from, to, facing -> facing == Facing.FORWARD);
                    int most = Math.max(backward, forward);
                    laps.add(new Lap(
                            level - 1,
                            start,
                            end,
                            end - start,
                            end - lastCompletion,
                            backward > forward ? Facing.BACKWARD : Facing.FORWARD,
                            most == to - from));
                }
                latestUp.add(crossing.seconds());
                lastCompletion = crossing.seconds();
            } else {
                latestUp.set(level - 1, crossing.seconds());
            }
        }
        return laps;
    }

    private static int count(Motion motion, int from, int to, Predicate<Facing> wanted) {
        int count = 0;
        for (int step = from; step < to; step++) {
            if (wanted.test(motion.facingOfStep(step))) {
                count++;
            }
        }
        return count;
    }

    static double challengeRatio(List<Lap> laps) {
        for (int i = 1; i < laps.size(); i++) {
            Lap forward = laps.get(i - 1);
            Lap backward = laps.get(i);
            if (forward.facing() == Facing.FORWARD && backward.facing() == Facing.BACKWARD) {
                return backward.lapSeconds() / forward.lapSeconds();
            }
        }
        return Double.NaN;
    }

    /** Zone 0 to 5, compared in integers. */
    static int zone(double heartRateBpm, double maximumHeartRateBpm) {
        int zone = 0;
        for (int bound : ZONE_BOUNDS_PERCENT) {
            if (Math.round(heartRateBpm * 100) * 100 >= bound * Math.round(maximumHeartRateBpm * 100)) {
                zone++;
            }
        }
        return zone;
    }
}
