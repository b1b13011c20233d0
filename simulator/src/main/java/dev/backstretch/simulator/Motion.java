package dev.backstretch.simulator;

import dev.backstretch.domain.event.Facing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How one runner really moved in {@code quarter-mile-twice}, at 10 Hz: a lap forwards, a few metres of overshoot,
 * standing, walking back over the line, and at the end of the rest a lap backwards. Between two steps the place changes
 * linearly, so the instants of crossings are exact.
 */
final class Motion {
    static final double STEP_SECONDS = 0.1;
    static final double REST_SECONDS = 120;
    static final double STANDING_SECONDS = 20;
    private static final double SPEED_UP = 1.2;
    private static final double SLOW_DOWN = 2.0;
    private static final double WALK_BACK_SPEED = 1.2;
    private static final double START_METERS = -1.0;

    /** Signed passage of the line: {@code direction} +1 anticlockwise, −1 against it. */
    record Crossing(double seconds, int direction, Facing facing) {}

    /** A step of the plan as it was run. */
    record Segment(String kind, Facing facing, double startSeconds, double endSeconds) {}

    private final Runner runner;
    private final GaussMarkov speedWander;

    private double[] meters = new double[9_000];
    private double[] speeds = new double[9_000];
    private double[] heartRates = new double[9_000];
    private byte[] directions = new byte[9_000];
    private Facing[] facings = new Facing[9_000];
    private int steps;

    private final List<Crossing> crossings = new ArrayList<>();
    private final List<Segment> segments = new ArrayList<>();
    private double speed;
    private double heartRate;
    private double segmentStart = Double.NaN;
    private Step step = Step.FORWARD_LAP;

    private enum Step {
        FORWARD_LAP,
        REST,
        BACKWARD_LAP,
        DONE
    }

    /** The body that runs. */
    record Runner(
            int lane,
            int ageYears,
            int restingHeartRateBpm,
            double maximumHeartRateBpm,
            double forwardSpeed,
            double backwardSpeed,
            double maximumOxygenUptake,
            double heartRateDriftPerMinute,
            double startSeconds) {
        static Runner of(long seed, int index, double startSeconds) {
            SeededStream random = SeededStream.of(seed, index, "body");
            int age = random.integer(18, 62);
            int rest = random.integer(48, 70);
            double forward = random.uniform(2.7, 4.6);
            double backward = forward * random.uniform(0.44, 0.64);
            double uptake = 3.5 + 0.2 * 60 * forward * random.uniform(1.05, 1.25);
            return new Runner(
                    index % Oval.LANES + 1,
                    age,
                    rest,
                    Rounding.decimals(208 - 0.7 * age, 1),
                    forward,
                    backward,
                    uptake,
                    random.uniform(0, 0.25),
                    startSeconds);
        }

        double lapMeters() {
            return Oval.lapMeters(lane);
        }
    }

    Motion(long seed, int index, Runner runner) {
        this.runner = runner;

        this.speedWander = new GaussMarkov(SeededStream.of(seed, index, "speed-wander"), STEP_SECONDS, 0.035, 20);
        this.heartRate = runner.restingHeartRateBpm() + 8.0;
        meters[0] = START_METERS;
    }

    /** Runs on until the plan is done and the runner stands; returns that second. */
    double runToEnd() {
        while (step != Step.DONE || speed > 0) {
            advance();
        }
        return steps * STEP_SECONDS;
    }

    /** Stands about until {@code seconds}. */
    void standUntil(double seconds) {
        while (steps < Math.rint(seconds / STEP_SECONDS)) {
            advance();
        }
    }

    private void advance() {
        if (steps + 1 >= meters.length) {
            int longer = meters.length * 2;
            meters = Arrays.copyOf(meters, longer);
            speeds = Arrays.copyOf(speeds, longer);
            heartRates = Arrays.copyOf(heartRates, longer);
            directions = Arrays.copyOf(directions, longer);
            facings = Arrays.copyOf(facings, longer);
        }
        double lap = runner.lapMeters();
        double t = steps * STEP_SECONDS;
        double s = meters[steps];
        double wander = (1 + speedWander.next()) * (1 - 0.03 * t / 600);
        double target = 0;
        int direction = 1;
        Facing body = step == Step.BACKWARD_LAP || step == Step.DONE ? Facing.BACKWARD : Facing.FORWARD;
        if (t >= runner.startSeconds() - 1e-9 && step != Step.DONE) {
            if (Double.isNaN(segmentStart)) {
                segmentStart = t;
            }
            switch (step) {
                case FORWARD_LAP -> {
                    target = runner.forwardSpeed() * wander;
                    if (s >= lap) {
                        finish("lap", Facing.FORWARD, t, Step.REST);
                    }
                }
                case REST -> {
                    double goal = lap + START_METERS;
                    double rested = t - segmentStart;
                    if (rested >= STANDING_SECONDS && s > goal + 1e-6) {
                        direction = -1;
                        target = Math.min(WALK_BACK_SPEED * wander, Math.max(0.05, s - goal));
                    }
                    if (rested >= REST_SECONDS && s <= goal + 0.2) {
                        finish("rest_return", Facing.FORWARD, t, Step.BACKWARD_LAP);
                    }
                }
                case BACKWARD_LAP -> {
                    target = runner.backwardSpeed() * wander;
                    if (s >= 2 * lap) {
                        finish("lap", Facing.BACKWARD, t, Step.DONE);
                    }
                }
                case DONE -> throw new IllegalStateException("done is handled above");
            }
        }
        double limit = (target > speed ? SPEED_UP : SLOW_DOWN) * STEP_SECONDS;
        double next = speed + Math.max(-limit, Math.min(limit, target - speed));
        if (direction < 0 && speed > 0.05 && (steps == 0 || directions[steps - 1] > 0)) {
            // Nobody turns round in full motion.
            next = Math.max(0, speed - SLOW_DOWN * STEP_SECONDS);
            direction = 1;
        }
        speed = next;
        double s2 = s + direction * speed * STEP_SECONDS;
        Facing facing = speed >= 0.3 ? body : Facing.STILL;
        double level = Math.floor(s / lap);
        double level2 = Math.floor(s2 / lap);
        if (level != level2) {
            double line = Math.max(level, level2) * lap;
            crossings.add(new Crossing(t + STEP_SECONDS * (line - s) / (s2 - s), level2 > level ? 1 : -1, facing));
        }
        breathe(body, t);
        speeds[steps] = speed;
        facings[steps] = facing;
        directions[steps] = (byte) direction;
        heartRates[steps] = heartRate;
        meters[++steps] = s2;
    }

    private void finish(String kind, Facing facing, double seconds, Step next) {
        segments.add(new Segment(kind, facing, segmentStart, seconds));
        segmentStart = Double.NaN;
        step = next;
    }

    /** Heart rate follows the oxygen that the speed costs: running 0.2, walking 0.1 ml/(kg·m), more when backwards. */
    private void breathe(Facing body, double seconds) {
        double cost;
        if (body == Facing.BACKWARD) {
            cost = speed < 1.3 ? 0.18 : 0.27;
        } else {
            cost = speed < 2.0 ? 0.1 : 0.2;
        }
        double share = Math.min(1, 60 * speed * cost / (runner.maximumOxygenUptake() - 3.5));
        double aim = runner.restingHeartRateBpm()
                + share * (runner.maximumHeartRateBpm() - runner.restingHeartRateBpm())
                + runner.heartRateDriftPerMinute() * seconds / 60;
        heartRate += (aim - heartRate) * STEP_SECONDS / (aim > heartRate ? 35 : 50);
        heartRate = Math.min(heartRate, runner.maximumHeartRateBpm());
    }

    Runner runner() {
        return runner;
    }

    List<Crossing> crossings() {
        return List.copyOf(crossings);
    }

    List<Segment> segments() {
        return List.copyOf(segments);
    }

    int steps() {
        return steps;
    }

    private int stepAt(double seconds) {
        return Math.min((int) (seconds / STEP_SECONDS), steps - 1);
    }

    /** Metres past the line in the lane, not taken modulo the lap. */
    double metersAt(double seconds) {
        int at = stepAt(seconds);
        return meters[at] + (meters[at + 1] - meters[at]) * (seconds - at * STEP_SECONDS) / STEP_SECONDS;
    }

    double metersAfterStep(int index) {
        return meters[index];
    }

    double speedAt(double seconds) {
        return speeds[stepAt(seconds)];
    }

    double speedOfStep(int index) {
        return speeds[index];
    }

    Facing facingAt(double seconds) {
        return facings[stepAt(seconds)];
    }

    Facing facingOfStep(int index) {
        return facings[index];
    }

    int directionAt(double seconds) {
        return directions[stepAt(seconds)];
    }

    double heartRateAt(double seconds) {
        return heartRates[stepAt(seconds)];
    }

    double heartRateOfStep(int index) {
        return heartRates[index];
    }
}
