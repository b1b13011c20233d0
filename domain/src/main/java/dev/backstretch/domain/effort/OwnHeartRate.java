package dev.backstretch.domain.effort;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.pace.Pace;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import dev.backstretch.domain.zone.HeartRateZones;
import dev.backstretch.domain.zone.HeldValue;
import org.jspecify.annotations.Nullable;

/**
 * What one runner's own heart says of forwards against backwards, with its doubt. The share of the heart-rate reserve
 * goes with the share of the oxygen reserve (Swain, Leutholtz 1997, Med Sci Sports Exerc 29:410), so what the heart
 * does above resting is taken for the net effort, and the maximum is not needed.
 *
 * <p>A heart follows the effort with a time constant of half a minute to a minute: the first minute after each change
 * of facing, standstill or gap is left out. It also drifts upwards while a session lasts, which no comparison of two
 * parts of one session can take out.
 */
public final class OwnHeartRate {
    /** Left out after each change. */
    public static final long SETTLES_AFTER_MICROS = 60 * Micros.PER_SECOND;

    /** Nothing is said before each facing has this much settled time. */
    public static final long ENOUGH_MICROS = 120 * Micros.PER_SECOND;

    /** A heart's wanderings count as one independent look for each of these. A project decision. */
    private static final long LOOK_MICROS = 60 * Micros.PER_SECOND;

    /** One standard deviation of a sensor's and a resting heart rate's own error, bpm. A project decision. */
    private static final double SENSOR_SIGMA_BPM = 1;

    private static final double RESTING_SIGMA_BPM = 3;

    /** One standard deviation of a mean speed, as a share: distance after correction (domain notes §4.4). */
    private static final double SPEED_SIGMA_SHARE = 0.03;

    /** What one facing has shown. */
    private static final class Sums {
        private long micros;
        private double bpm;
        private double bpmSquared;
        private double meters;

        void add(long held, double heartRateBpm, double speedMetersPerSecond) {
            double seconds = Micros.seconds(held);
            micros += held;
            bpm += seconds * heartRateBpm;
            bpmSquared += seconds * heartRateBpm * heartRateBpm;
            meters += seconds * speedMetersPerSecond;
        }

        boolean enough() {
            return micros >= ENOUGH_MICROS;
        }

        double mean() {
            return bpm / Micros.seconds(micros);
        }

        double speed() {
            return meters / Micros.seconds(micros);
        }

        double sigma() {
            double mean = mean();
            double variance = Math.max(0, bpmSquared / Micros.seconds(micros) - mean * mean);
            return Math.sqrt(variance * LOOK_MICROS / micros + SENSOR_SIGMA_BPM * SENSOR_SIGMA_BPM);
        }

        void takeOver(Sums other) {
            micros = other.micros;
            bpm = other.bpm;
            bpmSquared = other.bpmSquared;
            meters = other.meters;
        }

        void writeTo(StateWriter out) {
            out.number(micros);
            out.real(bpm);
            out.real(bpmSquared);
            out.real(meters);
        }

        static Sums readFrom(StateReader in) {
            Sums sums = new Sums();
            sums.micros = in.number();
            sums.bpm = in.real();
            sums.bpmSquared = in.real();
            sums.meters = in.real();
            return sums;
        }
    }

    /**
     * What can be said; every part is unknown until there is enough of both facings.
     *
     * @param forwardBpm mean heart rate forwards
     * @param backwardBpm mean heart rate backwards
     * @param perMinuteRatio net effort of a minute backwards ÷ of a minute forwards; needs the resting heart rate
     * @param perMeterRatio the same for a metre, at the speeds that were run
     */
    public record Finding(Estimate forwardBpm, Estimate backwardBpm, Estimate perMinuteRatio, Estimate perMeterRatio) {
        /** Nothing can be said. */
        public static final Finding NOTHING_YET =
                new Finding(Estimate.UNKNOWN, Estimate.UNKNOWN, Estimate.UNKNOWN, Estimate.UNKNOWN);
    }

    private HeldValue beat = new HeldValue();
    private HeldValue speed = new HeldValue();
    private Facing facing = Facing.UNKNOWN;
    private long settledMicros = Long.MAX_VALUE;
    private long lastMicros = Long.MIN_VALUE;
    private Sums forward = new Sums();
    private Sums backward = new Sums();

    /** A reading, in the order of time; what it does not have is NaN. The facing is STILL when the runner stands. */
    public void take(long micros, double heartRateBpm, double speedMetersPerSecond, Facing newFacing) {
        long from = Math.max(lastMicros, settledMicros);
        long beatHeld = beat.advanceTo(micros);
        long speedHeld = speed.advanceTo(micros);
        long held = Math.min(beatHeld, speedHeld);
        if (lastMicros + held > from) {
            Sums sums = sums();
            if (sums != null) {
                sums.add(lastMicros + held - from, beat.value(), speed.value());
            }
        }
        boolean gap = lastMicros != Long.MIN_VALUE && micros - lastMicros > HeldValue.HOLD_MICROS;
        if (newFacing != facing || gap) {
            facing = newFacing;
            settledMicros = micros + SETTLES_AFTER_MICROS;
        }
        beat.take(micros, HeartRateZones.isBeat(heartRateBpm) ? heartRateBpm : Double.NaN);
        speed.take(micros, speedMetersPerSecond);
        lastMicros = micros;
    }

    private @Nullable Sums sums() {
        return switch (facing) {
            case FORWARD -> forward;
            case BACKWARD -> backward;
            case STILL, UNKNOWN, UNRECOGNISED -> null;
        };
    }

    /** What can be said so far. The ratios are unknown without the resting heart rate, which is NaN then. */
    public Finding finding(double restingBpm) {
        if (!forward.enough() || !backward.enough()) {
            return Finding.NOTHING_YET;
        }
        double forwardNet = forward.mean() - restingBpm;
        double backwardNet = backward.mean() - restingBpm;
        Estimate perMinute = Estimate.UNKNOWN;
        Estimate perMeter = Estimate.UNKNOWN;
        if (forwardNet > 0 && backwardNet > 0) {
            double ratio = backwardNet / forwardNet;
            // an error of the resting heart rate moves both parts the same way
            double resting = (ratio - 1) / forwardNet * RESTING_SIGMA_BPM;
            double sigma = Math.sqrt(square(backward.sigma() / forwardNet)
                    + square(ratio * forward.sigma() / forwardNet)
                    + square(resting));
            perMinute = new Estimate(ratio, Pace.NORMAL_95 * sigma);
            if (forward.speed() > 0 && backward.speed() > 0) {
                double speeds = forward.speed() / backward.speed();
                double sigmaPerMeter =
                        Math.sqrt(square(sigma * speeds) + 2 * square(ratio * speeds * SPEED_SIGMA_SHARE));
                perMeter = new Estimate(ratio * speeds, Pace.NORMAL_95 * sigmaPerMeter);
            }
        }
        return new Finding(
                new Estimate(forward.mean(), Pace.NORMAL_95 * forward.sigma()),
                new Estimate(backward.mean(), Pace.NORMAL_95 * backward.sigma()),
                perMinute,
                perMeter);
    }

    private static double square(double value) {
        return value * value;
    }

    /** Has seen what another has. */
    public void takeOver(OwnHeartRate other) {
        beat.takeOver(other.beat);
        speed.takeOver(other.speed);
        facing = other.facing;
        settledMicros = other.settledMicros;
        lastMicros = other.lastMicros;
        forward.takeOver(other.forward);
        backward.takeOver(other.backward);
    }

    public void writeTo(StateWriter out) {
        beat.writeTo(out);
        speed.writeTo(out);
        out.symbol(facing);
        out.number(settledMicros);
        out.number(lastMicros);
        forward.writeTo(out);
        backward.writeTo(out);
    }

    public static OwnHeartRate readFrom(StateReader in) {
        OwnHeartRate own = new OwnHeartRate();
        own.beat = HeldValue.readFrom(in);
        own.speed = HeldValue.readFrom(in);
        own.facing = in.symbol(Facing.class);
        own.settledMicros = in.number();
        own.lastMicros = in.number();
        own.forward = Sums.readFrom(in);
        own.backward = Sums.readFrom(in);
        return own;
    }
}
