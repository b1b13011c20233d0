package dev.backstretch.domain.effort;

import dev.backstretch.domain.time.Micros;
import dev.backstretch.domain.zone.ZoneModel;
import dev.backstretch.domain.zone.ZoneSeconds;

/**
 * Open effort points: 1, 2, 3, 4 and 4 for a minute in zones 1 to 5 of the maximum heart rate, the published weights of
 * Myzone's points. They accrue by the microsecond and are rounded down only where they are shown.
 */
public final class EffortPoints {
    /** Name and version of the rule. */
    public static final String RULES = "effort-points/1";

    /** A runner is ranked by points when this share of the session has a heart rate (domain notes §7.3). */
    public static final double RANKED_FROM_SHARE = 0.8;

    private static final int FIRST_SPLAT_ZONE = 4;
    private static final double MICROS_PER_MINUTE = 60.0 * Micros.PER_SECOND;

    private EffortPoints() {}

    /** Points of a session. */
    public static double of(ZoneSeconds zones) {
        demand(ZoneModel.HRMAX_5, zones);
        long weighted = 0;
        for (int zone = 1; zone < zones.model().count(); zone++) {
            weighted += Math.min(zone, 4) * Micros.ofSeconds(zones.in(zone));
        }
        return weighted / MICROS_PER_MINUTE;
    }

    /** Points as they are shown: whole, rounded down. */
    public static long shown(double points) {
        return (long) Math.floor(points);
    }

    /** Whether there was a heart rate for long enough to be ranked by points. */
    public static boolean ranked(ZoneSeconds zones) {
        return zones.knownShare() >= RANKED_FROM_SHARE;
    }

    /** Orangetheory's splat points: minutes in its orange and red zones, from 84 % of the maximum. */
    public static double splat(ZoneSeconds zones) {
        demand(ZoneModel.ORANGETHEORY, zones);
        double seconds = 0;
        for (int zone = FIRST_SPLAT_ZONE; zone < zones.model().count(); zone++) {
            seconds += zones.in(zone);
        }
        return seconds / 60;
    }

    static void demand(ZoneModel model, ZoneSeconds zones) {
        if (!zones.model().equals(model)) {
            throw new IllegalArgumentException(
                    "zones is counted by " + zones.model().id() + ", but the weights are for " + model.id()
                            + ": count the session by that model");
        }
    }
}
