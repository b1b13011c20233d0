package dev.backstretch.domain.session;

import dev.backstretch.domain.lap.Lap;
import dev.backstretch.domain.lap.Mark;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Lineage;
import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.pace.Pace;
import dev.backstretch.domain.time.Micros;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A lap as it is told: each figure with how sure it is.
 *
 * @param lap with the start that counts
 * @param handed whether that is a team-mate's arrival
 * @param firstStart of the runner; null before one is known
 * @param metersPlusMinus 95 % bound of its length
 */
record ToldLap(Lap lap, boolean handed, @Nullable Mark firstStart, double metersPlusMinus) {
    /** Name and version of the lap rules. */
    static final String RULES = "laps/1";

    LapOutcome outcome(
            String sessionId,
            String runnerId,
            double meanHeartRateBpm,
            double maximumHeartRateBpm,
            long logMicros,
            long position) {
        // two runners' devices have two clocks
        long micros = handed ? lap.micros() : between(lap.start(), lap.end());
        Mark first = handed ? lap.start() : firstStart;
        long split = first == null || handed ? micros : between(first, lap.end());
        double seconds = Micros.seconds(micros);
        double plusMinus = plusMinus(lap.start(), lap.end());
        double pace = Pace.secondsPerKm(lap.meters(), seconds);
        double relative = hypot(plusMinus / seconds, metersPlusMinus / lap.meters());
        Set<String> evidence = new LinkedHashSet<>(lap.start().eventIds());
        evidence.addAll(lap.end().eventIds());
        MarkSource source = lap.start().source().compareTo(lap.end().source()) > 0
                ? lap.start().source()
                : lap.end().source();
        return new LapOutcome(
                sessionId,
                runnerId,
                lap.number(),
                0,
                LapOutcome.State.PROVISIONAL,
                Micros.toInstant(lap.end().micros() - micros),
                Micros.toInstant(lap.end().micros()),
                estimate(seconds, plusMinus),
                estimate(Micros.seconds(split), first == null ? plusMinus : plusMinus(first, lap.end())),
                estimate(lap.meters(), metersPlusMinus),
                estimate(pace, pace * relative),
                lap.facing(),
                source,
                meanHeartRateBpm,
                maximumHeartRateBpm,
                lap.flags(),
                null,
                Micros.toInstant(logMicros),
                RULES,
                new Lineage(List.copyOf(evidence), position, List.of(passing(lap.start()), passing(lap.end()))));
    }

    private static Lineage.Passing passing(Mark mark) {
        return new Lineage.Passing(
                mark.source(),
                Micros.toInstant(mark.micros()),
                Math.rint(Pace.NORMAL_95 * mark.sigmaSeconds() * 1000) / 1000,
                mark.eventIds().size());
    }

    /** Time between two marks; two of one device are taken by its own clock, so that no lap contains an offset change. */
    private static long between(Mark from, Mark to) {
        boolean oneClock = byDevice(from) && byDevice(to);
        return oneClock
                ? to.micros() - to.offsetMicros() - (from.micros() - from.offsetMicros())
                : to.micros() - from.micros();
    }

    private static boolean byDevice(Mark mark) {
        return (mark.source() == MarkSource.LINE || mark.source() == MarkSource.DISTANCE)
                && !mark.eventIds().isEmpty();
    }

    private static double plusMinus(Mark from, Mark to) {
        return Pace.NORMAL_95 * hypot(from.sigmaSeconds(), to.sigmaSeconds());
    }

    private static double hypot(double a, double b) {
        return Math.sqrt(a * a + b * b);
    }

    /** To three decimals: what is published is what people and files can compare. */
    private static Estimate estimate(double value, double plusMinus) {
        return new Estimate(Math.rint(value * 1000) / 1000, Math.rint(plusMinus * 1000) / 1000);
    }
}
