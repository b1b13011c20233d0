package dev.backstretch.ingest.files;

import java.util.Locale;

/** Names of sports, which each format spells its own way. */
final class Sports {
    private Sports() {}

    static String named(String name) {
        String lower = name.trim().toLowerCase(Locale.ROOT).replace(' ', '_');
        return switch (lower) {
            // Strava writes its own codes into the GPX type.
            case "run", "9", "trail_running", "treadmill_running", "track_running", "street_running" -> "running";
            case "ride", "biking", "1" -> "cycling";
            case "swim" -> "swimming";
            case "walk", "10" -> "walking";
            default -> lower;
        };
    }
}
