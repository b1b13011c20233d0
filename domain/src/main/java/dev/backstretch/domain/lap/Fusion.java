package dev.backstretch.domain.lap;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What several sources saw of one passing becomes one mark: the better source keeps its time, chip before tap before
 * line before distance, and a line lends its sign. Times are never averaged (domain notes §4.4).
 */
public final class Fusion {
    private static final double FLOOR_SECONDS = 5;
    private static final double SIGMAS = 3;
    private static final long DOUBLE_TAP_MICROS = 2 * Micros.PER_SECOND;
    private static final long BURST_MICROS = Micros.PER_SECOND;

    // written out, as marks are put in order with each one that comes
    private static final Comparator<Mark> IN_TIME = (one, other) -> one.micros() == other.micros()
            ? one.source().compareTo(other.source())
            : Long.compare(one.micros(), other.micros());
    private static final Comparator<Mark> IN_TIME_AND_ALIKE = (one, other) -> {
        int inTime = IN_TIME.compare(one, other);
        return inTime == 0 ? firstId(one).compareTo(firstId(other)) : inTime;
    };

    private final List<Mark> passings = new ArrayList<>();
    private final double widestSeconds;

    private static String firstId(Mark mark) {
        return mark.eventIds().isEmpty() ? "" : mark.eventIds().get(0);
    }

    private Fusion(double lapMeters) {
        widestSeconds = widestSeconds(lapMeters);
    }

    /** One mark for each passing, in the order of time. */
    static List<Mark> of(List<Mark> marks, double lapMeters) {
        List<Mark> sorted = new ArrayList<>(marks);
        sorted.sort(IN_TIME_AND_ALIKE);
        Fusion fusion = new Fusion(lapMeters);
        fusion.addBursts(sorted);
        for (Mark tap : sorted) {
            if (tap.source() == MarkSource.TAP) {
                fusion.merge(tap);
            }
        }
        List<Mark> lines = new ArrayList<>();
        for (Mark line : sorted) {
            if (line.source() == MarkSource.LINE) {
                int near = fusion.nearest(line);
                if (near < 0) {
                    lines.add(line);
                } else {
                    Mark passing = fusion.passings.get(near);
                    int sign = Math.max(-1, Math.min(1, passing.sign() + line.sign()));
                    fusion.passings.set(near, withEvidence(passing, line, sign));
                }
            }
        }
        fusion.passings.addAll(lines);
        fusion.passings.sort(IN_TIME);
        return fusion.passings;
    }

    /**
     * Whether two marks lie so near each other that they are one passing: within 5 s, or three times the larger σ where
     * that is more, but never half of the shortest lap or farther apart, where they may be two.
     */
    static boolean samePassing(Mark one, Mark other, double lapMeters) {
        return within(one, other, widestSeconds(lapMeters));
    }

    private static double widestSeconds(double lapMeters) {
        return MinimumLap.seconds(new double[0], lapMeters, Facing.FORWARD) / 2;
    }

    private static boolean within(Mark one, Mark other, double widestSeconds) {
        double window = Math.max(FLOOR_SECONDS, SIGMAS * Math.max(one.sigmaSeconds(), other.sigmaSeconds()));
        return Math.abs(one.micros() - other.micros()) <= Math.min(window, widestSeconds) * Micros.PER_SECOND;
    }

    /** Whether two moments, in microseconds, may be of one passing: half of the shortest lap or farther apart they are two. */
    public static boolean mayBeOne(long oneMicros, long otherMicros, double lapMeters) {
        return Math.abs(oneMicros - otherMicros) <= widestSeconds(lapMeters) * Micros.PER_SECOND;
    }

    /**
     * Whether a chip read follows another of its burst that was as strong: then it is not the one that tells the passing,
     * whatever else is read.
     */
    public static boolean outshines(Mark one, Mark later) {
        return one.source() == MarkSource.CHIP
                && later.source() == MarkSource.CHIP
                && one.micros() < later.micros()
                && later.micros() - one.micros() <= BURST_MICROS
                && one.rssiDbm() >= later.rssiDbm();
    }

    /** Chip reads within a second of each other are one passing: the strongest read, or the first without strengths. */
    private void addBursts(List<Mark> sorted) {
        long lastRead = Long.MIN_VALUE;
        for (Mark read : sorted) {
            if (read.source() != MarkSource.CHIP) {
                continue;
            }
            boolean sameBurst = lastRead != Long.MIN_VALUE && read.micros() - lastRead <= BURST_MICROS;
            lastRead = read.micros();
            if (!sameBurst) {
                passings.add(read);
            } else if (read.rssiDbm() > passings.get(passings.size() - 1).rssiDbm()) {
                passings.set(passings.size() - 1, read);
            }
        }
    }

    private void merge(Mark tap) {
        int near = nearest(tap);
        if (near >= 0) {
            Mark chip = passings.get(near);
            passings.set(near, withEvidence(chip, tap, chip.sign()));
            return;
        }
        for (Mark passing : passings) {
            if (passing.source() == MarkSource.TAP && tap.micros() - passing.micros() < DOUBLE_TAP_MICROS) {
                return;
            }
        }
        passings.add(tap);
    }

    /** The nearest passing of another source that is the same as a mark's; -1 without one. */
    private int nearest(Mark mark) {
        int best = -1;
        long bestDistance = Long.MAX_VALUE;
        for (int i = 0; i < passings.size(); i++) {
            Mark passing = passings.get(i);
            long distance = Math.abs(passing.micros() - mark.micros());
            if (passing.source() != mark.source() && distance < bestDistance && within(passing, mark, widestSeconds)) {
                best = i;
                bestDistance = distance;
            }
        }
        return best;
    }

    private static Mark withEvidence(Mark passing, Mark other, int sign) {
        List<String> ids = new ArrayList<>(passing.eventIds());
        ids.addAll(other.eventIds());
        return new Mark(
                passing.source(),
                passing.micros(),
                passing.sigmaSeconds(),
                sign,
                Double.isNaN(passing.pathMeters()) ? other.pathMeters() : passing.pathMeters(),
                passing.offsetMicros(),
                passing.rssiDbm(),
                passing.doubtful(),
                ids);
    }
}
