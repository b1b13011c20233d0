package dev.backstretch.launcher;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What became of what came to one door, as the metrics page tells it.
 *
 * @param received items that came
 * @param accepted items that are in the log
 * @param rejected items that were refused
 * @param duplicates items that were there already
 */
record DoorCounts(long received, long accepted, long rejected, long duplicates) {
    private static final Pattern LINE = Pattern.compile(
            "^run_ingest_readings_(received|accepted|rejected|duplicates)_total\\{([^}]*)}\\s+(\\S+)",
            Pattern.MULTILINE);
    private static final Pattern DOOR = Pattern.compile("door=\"([^\"]*)\"");

    /** The sum rule of a door. */
    boolean addsUp() {
        return received == accepted + rejected + duplicates;
    }

    /** Each door's, from the text of {@code /metrics}. */
    static Map<String, DoorCounts> from(String metrics) {
        Map<String, DoorCounts> doors = new TreeMap<>();
        Matcher lines = LINE.matcher(metrics);
        while (lines.find()) {
            Matcher door = DOOR.matcher(lines.group(2));
            if (!door.find()) {
                continue;
            }
            long count = (long) Double.parseDouble(lines.group(3));
            DoorCounts more =
                    switch (lines.group(1)) {
                        case "received" -> new DoorCounts(count, 0, 0, 0);
                        case "accepted" -> new DoorCounts(0, count, 0, 0);
                        case "rejected" -> new DoorCounts(0, 0, count, 0);
                        default -> new DoorCounts(0, 0, 0, count);
                    };
            doors.merge(door.group(1), more, DoorCounts::plus);
        }
        return doors;
    }

    /** What came since then. */
    DoorCounts minus(@Nullable DoorCounts then) {
        return then == null
                ? this
                : new DoorCounts(
                        received - then.received,
                        accepted - then.accepted,
                        rejected - then.rejected,
                        duplicates - then.duplicates);
    }

    private DoorCounts plus(DoorCounts other) {
        return new DoorCounts(
                received + other.received,
                accepted + other.accepted,
                rejected + other.rejected,
                duplicates + other.duplicates);
    }
}
