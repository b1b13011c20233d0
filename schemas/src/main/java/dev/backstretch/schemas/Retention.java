package dev.backstretch.schemas;

import java.time.Duration;

/** How long what was run is kept (design §4). */
public final class Retention {
    /** Records of the log and of its outcomes. */
    public static final Duration TOPICS = Duration.ofDays(35);

    /** A broker deletes whole segments, and begins a new one after a week at the latest. */
    public static final Duration TOPICS_AT_MOST = TOPICS.plusDays(7);

    /** The store's rows of every second. */
    public static final Duration SECONDS = Duration.ofDays(35);

    /** The store's alerts. */
    public static final Duration ALERTS = Duration.ofDays(90);

    /** The store's laps, boards and totals. */
    public static final Duration LAPS = Duration.ofDays(400);

    private Retention() {}
}
