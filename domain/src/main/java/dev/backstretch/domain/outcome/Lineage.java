package dev.backstretch.domain.outcome;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What an outcome was made from.
 *
 * @param eventIds the events whose marks or readings it rests on, in the order of their times
 * @param sessionPosition how many events of the session's log had been read when it was made
 * @param marks of a lap the passings that it begins and ends with; empty for anything else, and where an earlier version told it
 */
public record Lineage(List<String> eventIds, long sessionPosition, List<Passing> marks) {
    /**
     * A passing of the line, or of a distance, that a lap begins or ends with.
     *
     * @param source who saw it best
     * @param at when, in session time
     * @param plusMinusSeconds half-width of that time's 95 % interval
     * @param events how many events it rests on
     */
    public record Passing(MarkSource source, Instant at, double plusMinusSeconds, int events) {
        public Passing {
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(at, "at");
            if (!(plusMinusSeconds >= 0)) {
                throw new IllegalArgumentException("plusMinusSeconds: at least 0, not " + plusMinusSeconds);
            }
            if (events < 0) {
                throw new IllegalArgumentException("events: at least 0, not " + events);
            }
        }
    }

    public Lineage {
        eventIds = List.copyOf(eventIds);
        marks = List.copyOf(marks);
    }

    /** Of what is no lap. */
    public Lineage(List<String> eventIds, long sessionPosition) {
        this(eventIds, sessionPosition, List.of());
    }
}
