package dev.backstretch.domain.zone;

import dev.backstretch.domain.reading.ReadingRules;
import java.util.List;
import java.util.Objects;

/**
 * A zone model with one runner's limits filled in. Bounds and beats are compared as whole hundredths, so that 111 of
 * 185 is zone 2 although 111 ÷ 185 is 0.6 only approximately.
 */
public final class HeartRateZones {
    /** Name and version of the default model, as sessions pin it. */
    public static final String MODEL = ZoneModel.HRMAX_5.id();

    /** How many zones the default model has, zone 0 included. */
    public static final int COUNT = 6;

    /** No beat, or nothing to compare it with. */
    public static final int UNKNOWN = -1;

    /** Of the default model and a runner of whom no limits are known: every beat's zone is unknown. */
    public static final HeartRateZones OF_NOBODY = of(ZoneModel.HRMAX_5, HeartRateLimits.UNKNOWN);

    private final ZoneModel model;
    private final boolean estimated;
    private final long fromHundredths;
    private final long baseHundredths;
    /** Where each zone from 1 up begins, in hundredths of a percent of the base. */
    private final long[] lowerBounds;

    private HeartRateZones(ZoneModel model, HeartRateLimits limits) {
        this.model = model;
        double from = model.base() == ZoneModel.Base.RESERVE ? limits.restingBpm() : 0;
        double to = model.base() == ZoneModel.Base.THRESHOLD ? limits.thresholdBpm() : limits.maximumBpm();
        fromHundredths = hundredths(from);
        baseHundredths = Double.isNaN(from) || Double.isNaN(to) ? 0 : hundredths(to) - fromHundredths;
        lowerBounds = model.lowerBoundsPercent().stream()
                .mapToLong(percent -> percent * baseHundredths)
                .toArray();
        estimated = model.base() != ZoneModel.Base.THRESHOLD && limits.maximumEstimated();
    }

    /** The zones of one runner; none is ever known where the model's base is not. */
    public static HeartRateZones of(ZoneModel model, HeartRateLimits limits) {
        return new HeartRateZones(Objects.requireNonNull(model, "model"), Objects.requireNonNull(limits, "limits"));
    }

    /**
     * The zone of a heart rate in the default model.
     *
     * @return 0 to 5, or {@link #UNKNOWN} when there is no beat or no maximum
     */
    public static int of(double heartRateBpm, double maximumHeartRateBpm) {
        if (!isBeat(heartRateBpm) || !(maximumHeartRateBpm > 0)) {
            return UNKNOWN;
        }
        return zone(hundredths(heartRateBpm), hundredths(maximumHeartRateBpm), ZoneModel.HRMAX_5.lowerBoundsPercent());
    }

    /** Whether a heart rate is one: present, and from 25 to 240. Nought and lost contact are no reading. */
    public static boolean isBeat(double heartRateBpm) {
        return heartRateBpm >= ReadingRules.LOWEST_HEART_RATE_BPM
                && heartRateBpm <= ReadingRules.HIGHEST_HEART_RATE_BPM;
    }

    private static long hundredths(double bpm) {
        return (long) Math.rint(bpm * 100);
    }

    private static int zone(long rateHundredths, long baseHundredths, List<Integer> lowerBoundsPercent) {
        int zone = 0;
        while (zone < lowerBoundsPercent.size()
                && rateHundredths * 100 >= lowerBoundsPercent.get(zone) * baseHundredths) {
            zone++;
        }
        return zone;
    }

    public ZoneModel model() {
        return model;
    }

    /** Whether the model's base is known, so that beats have zones at all. */
    public boolean known() {
        return baseHundredths > 0;
    }

    /** Whether they rest on an age formula, and are to be shown as estimates. */
    public boolean estimated() {
        return estimated;
    }

    /** The zone of a heart rate from 0 up, or {@link #UNKNOWN} when there is no beat or no base. */
    public int zoneOf(double heartRateBpm) {
        if (!isBeat(heartRateBpm) || !known()) {
            return UNKNOWN;
        }
        long rate = (hundredths(heartRateBpm) - fromHundredths) * 100;
        int zone = 0;
        while (zone < lowerBounds.length && rate >= lowerBounds[zone]) {
            zone++;
        }
        return zone;
    }

    /** Where a zone from 1 up begins, in bpm; 0 for zone 0, NaN when unknown. */
    public double lowerBoundBpm(int zone) {
        Objects.checkIndex(zone, model.count());
        if (zone == 0) {
            return 0;
        }
        if (!known()) {
            return Double.NaN;
        }
        return (fromHundredths * 100 + model.lowerBoundsPercent().get(zone - 1) * baseHundredths) / 10_000.0;
    }
}
