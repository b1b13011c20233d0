package dev.backstretch.replay;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How one session fared in a comparison.
 *
 * @param events how many records of the session's log it rests on
 * @param places one comparison for each topic or table
 */
public record ComparisonReport(String sessionId, long events, List<Comparison> places) {
    public ComparisonReport {
        places = List.copyOf(places);
    }

    /** Whether nothing differs anywhere. */
    public boolean same() {
        return places.stream().allMatch(Comparison::same);
    }

    /** Lines for a terminal. */
    @Override
    public String toString() {
        return "session " + sessionId + ", " + events + " events: " + (same() ? "same" : "DIFFERS") + "\n"
                + places.stream().map(place -> "  " + place).collect(Collectors.joining("\n"));
    }
}
