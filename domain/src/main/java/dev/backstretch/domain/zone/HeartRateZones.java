package dev.backstretch.domain.zone;

/**
 * Five zones from 50, 60, 70, 80 and 90 % of the maximum heart rate (Edwards 1993). Lower bounds belong to the zone above
 * them; the top zone has no upper bound; below the first bound is zone 0.
 */
public final class HeartRateZones {
    /** Name and version of the model, as sessions pin it. */
    public static final String MODEL = "hrmax-5/1";

    /** How many zones there are, zone 0 included. */
    public static final int COUNT = 6;

    private static final int[] LOWER_BOUNDS_PERCENT = {50, 60, 70, 80, 90};

    private HeartRateZones() {}

    /**
     * The zone of a heart rate. Compares hundredths as integers, so that 111 of 185 is zone 2 although 111 ÷ 185 is 0.6
     * only approximately.
     *
     * @return 0 to 5, or −1 when either value is unknown
     */
    public static int of(double heartRateBpm, double maximumHeartRateBpm) {
        if (Double.isNaN(heartRateBpm) || Double.isNaN(maximumHeartRateBpm) || maximumHeartRateBpm <= 0) {
            return -1;
        }
        long rate = (long) Math.rint(heartRateBpm * 100) * 100;
        long maximum = (long) Math.rint(maximumHeartRateBpm * 100);
        int zone = 0;
        for (int percent : LOWER_BOUNDS_PERCENT) {
            if (rate >= percent * maximum) {
                zone++;
            }
        }
        return zone;
    }
}
