package dev.backstretch.domain.plan;

import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;

/**
 * The coach's word that a group whose steps end at the runners' own marks goes on to a place in its plan.
 *
 * <p>A place is twice the planned laps that are behind, plus one while the next of them is being run: 1 is the first lap,
 * 2 the rest after it, 3 the second lap. Whoever is at the place or ahead of it stays; all others go on by one step.
 *
 * @param micros when the coach said so
 * @param place from 2
 */
public record GroupStep(long micros, long place) {
    public void writeTo(StateWriter out) {
        out.number(micros);
        out.number(place);
    }

    public static GroupStep readFrom(StateReader in) {
        return new GroupStep(in.number(), in.number());
    }
}
