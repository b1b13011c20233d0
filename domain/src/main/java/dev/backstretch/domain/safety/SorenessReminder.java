package dev.backstretch.domain.safety;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Reminds the day after running backwards that calves may be sore, as muscles are that were loaded in a way they do not know
 * (domain notes §7.4: one report of five days).
 */
public final class SorenessReminder {
    private SorenessReminder() {}

    /**
     * @param lastBackward the day of the last session with backward running, null without one
     * @param today both by the calendar of the track
     */
    public static boolean isDue(@Nullable LocalDate lastBackward, LocalDate today) {
        return lastBackward != null && lastBackward.plusDays(1).equals(today);
    }
}
