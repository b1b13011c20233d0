package dev.backstretch.domain.zone;

import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;

/**
 * Notices that an age formula put a runner's maximum too low. When the heart rate stays above the estimate for 30 s, it
 * proposes a raise of at most 10 bpm; a person decides (Myzone's rule, domain notes §2.1). A measured maximum is never
 * doubted. Give it only beats that {@link HeartRateCheck} believes.
 */
public final class MaximumHeartRateWatch {
    /** How long the heart rate has to stay above the estimate. */
    public static final long PROPOSES_AFTER_MICROS = 30 * Micros.PER_SECOND;

    /** The most that one proposal raises the maximum by. */
    public static final double LARGEST_RAISE_BPM = 10;

    private static final long HOLD_MICROS = HeartRateTrace.HOLD_SECONDS * Micros.PER_SECOND;

    private final HeartRateLimits limits;
    private boolean above;
    private long aboveSinceMicros;
    private long lastMicros;
    private double highestBpm;
    private double proposedBpm = Double.NaN;

    public MaximumHeartRateWatch(HeartRateLimits limits) {
        this.limits = limits;
    }

    /** A beat, in the order of time; NaN when the reading has none. */
    public void take(long micros, double heartRateBpm) {
        if (!limits.maximumEstimated() || Double.isNaN(heartRateBpm)) {
            return;
        }
        if (!(heartRateBpm > limits.maximumBpm())) {
            above = false;
            return;
        }
        if (!above || micros - lastMicros > HOLD_MICROS) {
            above = true;
            aboveSinceMicros = micros;
            highestBpm = heartRateBpm;
        }
        lastMicros = micros;
        highestBpm = Math.max(highestBpm, heartRateBpm);
        if (micros - aboveSinceMicros >= PROPOSES_AFTER_MICROS) {
            double raised = Math.min(highestBpm, limits.maximumBpm() + LARGEST_RAISE_BPM);
            proposedBpm = Double.isNaN(proposedBpm) ? raised : Math.max(proposedBpm, raised);
        }
    }

    /** The maximum to ask about; NaN while there is nothing to ask. */
    public double proposedBpm() {
        return proposedBpm;
    }

    public void writeTo(StateWriter out) {
        out.bool(above);
        out.number(aboveSinceMicros);
        out.number(lastMicros);
        out.real(highestBpm);
        out.real(proposedBpm);
    }

    public static MaximumHeartRateWatch readFrom(StateReader in, HeartRateLimits limits) {
        MaximumHeartRateWatch watch = new MaximumHeartRateWatch(limits);
        watch.above = in.bool();
        watch.aboveSinceMicros = in.number();
        watch.lastMicros = in.number();
        watch.highestBpm = in.real();
        watch.proposedBpm = in.real();
        return watch;
    }
}
