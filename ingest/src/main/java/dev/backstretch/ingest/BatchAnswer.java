package dev.backstretch.ingest;

import dev.backstretch.domain.reading.Fault;
import java.util.List;

/**
 * What became of a request's items, each in exactly one of the three.
 *
 * @param accepted now in the log
 * @param duplicates were in the log already
 * @param conflicting those of the duplicates whose content was another; the first stands
 * @param rejected refused, with reasons
 * @param farPositions accepted without their positions, which lie nowhere near the track
 * @param hiddenPositions accepted without their positions, which lie where their runners hide a place
 */
public record BatchAnswer(
        int accepted, int duplicates, int conflicting, List<Refused> rejected, int farPositions, int hiddenPositions) {
    /** Without positions that were not kept. */
    public BatchAnswer(int accepted, int duplicates, int conflicting, List<Refused> rejected) {
        this(accepted, duplicates, conflicting, rejected, 0, 0);
    }

    public BatchAnswer {
        rejected = List.copyOf(rejected);
        if (conflicting > duplicates) {
            throw new IllegalArgumentException("conflicting: " + conflicting + " of " + duplicates + " duplicates");
        }
    }

    /** One refused item; the first fault is the reason. */
    public record Refused(int index, List<Fault> faults) {
        public Refused {
            faults = List.copyOf(faults);
            if (faults.isEmpty()) {
                throw new IllegalArgumentException("faults: a refused item has at least one");
            }
        }

        public Fault first() {
            return faults.get(0);
        }
    }

    public int received() {
        return accepted + duplicates + rejected.size();
    }

    /** Whether there was something and none of it was taken. */
    public boolean allRefused() {
        return !rejected.isEmpty() && accepted + duplicates == 0;
    }
}
