package dev.backstretch.domain.outcome;

import java.util.List;

/**
 * What an outcome was made from.
 *
 * @param eventIds the events whose marks or readings it rests on, in the order of their times
 * @param sessionPosition how many events of the session's log had been read when it was made
 */
public record Lineage(List<String> eventIds, long sessionPosition) {
    public Lineage {
        eventIds = List.copyOf(eventIds);
    }
}
