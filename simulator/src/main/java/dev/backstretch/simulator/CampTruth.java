package dev.backstretch.simulator;

import java.util.List;

/**
 * What really happened in a synthetic session.
 *
 * @param options what the session was asked to be
 * @param seconds how long it was
 * @param runners in the order of their numbers
 * @param counts what was made of it on the way to the doors
 */
public record CampTruth(CampOptions options, int seconds, List<RunnerTruth> runners, Counts counts) {
    public CampTruth {
        runners = List.copyOf(runners);
    }

    /**
     * What the sensors saw and what became of it.
     *
     * @param readings taken
     * @param lost of these, never delivered
     * @param buffered of these, delivered at the end of a dropout
     * @param late of these, held back 2 to 20 s
     * @param duplicated readings that were delivered twice
     * @param chipReads of the mat
     * @param chipPassingsMissed passings the mat did not see
     * @param taps of the coach, doubles and wrong ones included
     * @param tapsMissed passings the coach did not see
     */
    public record Counts(
            long readings,
            long lost,
            long buffered,
            long late,
            long duplicated,
            long chipReads,
            long chipPassingsMissed,
            long taps,
            long tapsMissed) {}
}
