package dev.backstretch.domain.lap;

import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import java.util.List;

/**
 * One passing of the line, or of a distance, as one source saw it.
 *
 * @param source who saw it
 * @param micros when, in session time
 * @param sigmaSeconds one standard deviation of that time
 * @param sign +1 in the session's direction, −1 against it, 0 when the source cannot tell
 * @param pathMeters how far the runner had moved by then; NaN when unknown
 * @param offsetMicros the clock offset that is contained in {@code micros}
 * @param rssiDbm strength of a chip read, NaN otherwise
 * @param doubtful true when the fixes around it lie far apart
 * @param eventIds the events or readings it rests on
 */
public record Mark(
        MarkSource source,
        long micros,
        double sigmaSeconds,
        int sign,
        double pathMeters,
        long offsetMicros,
        double rssiDbm,
        boolean doubtful,
        List<String> eventIds) {
    /** One standard deviation of a chip read: 0.10 s (domain notes §4.4). */
    public static final double CHIP_SIGMA_SECONDS = 0.10;

    /** One standard deviation of a coach's tap once the reaction is taken off: 0.20 s. */
    public static final double TAP_SIGMA_SECONDS = 0.20;

    /** A thumb follows the eye by 0.1 to 0.2 s (hand timing). */
    public static final long TAP_REACTION_MICROS = 150 * Micros.PER_MILLI;

    public Mark {
        eventIds = List.copyOf(eventIds);
    }

    public Mark withPath(double newPathMeters) {
        return new Mark(source, micros, sigmaSeconds, sign, newPathMeters, offsetMicros, rssiDbm, doubtful, eventIds);
    }

    public void writeTo(StateWriter out) {
        out.symbol(source);
        out.number(micros);
        out.real(sigmaSeconds);
        out.number(sign);
        out.real(pathMeters);
        out.number(offsetMicros);
        out.real(rssiDbm);
        out.bool(doubtful);
        out.list(eventIds, StateWriter::text);
    }

    public static Mark readFrom(StateReader in) {
        return new Mark(
                in.symbol(MarkSource.class),
                in.number(),
                in.real(),
                in.integer(),
                in.real(),
                in.number(),
                in.real(),
                in.bool(),
                in.list(StateReader::requiredText));
    }
}
