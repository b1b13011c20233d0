package dev.backstretch.domain.effort;

import dev.backstretch.domain.zone.ZoneModel;
import dev.backstretch.domain.zone.ZoneSeconds;

/**
 * Training load by zones: minutes in zones 1 to 5, each times its number (Edwards 1993, The Heart Rate Monitor Book).
 */
public final class EdwardsTrimp {
    /** Name and version of the rule. */
    public static final String RULES = "trimp-edwards/1";

    private EdwardsTrimp() {}

    public static double of(ZoneSeconds zones) {
        EffortPoints.demand(ZoneModel.HRMAX_5, zones);
        double weighted = 0;
        for (int zone = 1; zone < zones.model().count(); zone++) {
            weighted += zone * zones.in(zone);
        }
        return weighted / 60;
    }
}
