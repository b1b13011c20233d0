package dev.backstretch.ingest;

import java.util.ArrayList;
import java.util.List;

/**
 * How many items a second each may send, averaged over {@link #BURST_SECONDS}.
 *
 * @param deviceItemsPerSecond one device; a phone that was offline for an hour has some 3,600 readings to tell
 * @param sessionItemsPerSecond all devices of one session
 * @param campItemsPerSecond all sessions of one camp
 */
public record QuotaSettings(long deviceItemsPerSecond, long sessionItemsPerSecond, long campItemsPerSecond) {
    /** What was not used for so long may be sent at once. */
    public static final int BURST_SECONDS = 10;

    /** One a nanosecond: a bucket fills no faster. */
    public static final long MOST_PER_SECOND = 1_000_000_000;

    /** Eighty runners at 1 Hz are 80 a second. */
    public static final QuotaSettings USUAL = new QuotaSettings(200, 5_000, 10_000);

    public QuotaSettings {
        List<String> problems = new ArrayList<>();
        check(problems, "deviceItemsPerSecond", deviceItemsPerSecond);
        check(problems, "sessionItemsPerSecond", sessionItemsPerSecond);
        check(problems, "campItemsPerSecond", campItemsPerSecond);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    private static void check(List<String> problems, String key, long value) {
        if (value < 1) {
            problems.add(key + " is " + value + ": at least 1");
        } else if (value > MOST_PER_SECOND) {
            problems.add(key + " is " + value + ": at most " + MOST_PER_SECOND + "; who is not to wait gets that many");
        }
    }
}
