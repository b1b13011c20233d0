package dev.backstretch.simulator;

/** Counts what the sensors saw while a camp is made. */
final class Tally {
    long readings;
    long lost;
    long buffered;
    long late;
    long duplicated;
    long chipReads;
    long chipPassingsMissed;
    long taps;
    long tapsMissed;

    CampTruth.Counts counts() {
        return new CampTruth.Counts(
                readings, lost, buffered, late, duplicated, chipReads, chipPassingsMissed, taps, tapsMissed);
    }
}
