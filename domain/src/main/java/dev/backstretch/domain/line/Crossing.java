package dev.backstretch.domain.line;

import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;

/**
 * One passing of the timing line as the readings alone show it. A later decision on the same passing keeps its id.
 *
 * @param id counts the passings of one runner; it names this one through all its decisions
 * @param line which passing of the line it is along the unwrapped lane: 0 the start, n the end of lap n
 * @param sign +1 in the session's direction, −1 against it
 * @param deviceMicros when, by the device's clock
 * @param earliestMicros lower end of the 95 % interval of that time
 * @param latestMicros upper end of it
 * @param stage how much was known when it was decided
 * @param doubtful true when the fixes around it lie far apart, or when a lap may have been run unseen
 */
public record Crossing(
        long id,
        int line,
        int sign,
        long deviceMicros,
        long earliestMicros,
        long latestMicros,
        Stage stage,
        boolean doubtful) {
    /** What a decision rests on. */
    public enum Stage {
        /** The readings up to the first one past the line. */
        LIVE,
        /** Some 30 s more. */
        SMOOTHED,
        /** Minutes more, or all there are. */
        SETTLED
    }

    private static final double INTERVAL_SIGMAS = 2 * 1.96;

    /** One standard deviation of the time in seconds: the 95 % interval's width over 3.92. */
    public double sigmaSeconds() {
        return Micros.seconds(latestMicros - earliestMicros) / INTERVAL_SIGMAS;
    }

    Crossing named(long newId) {
        return new Crossing(newId, line, sign, deviceMicros, earliestMicros, latestMicros, stage, doubtful);
    }

    void writeTo(StateWriter out) {
        out.number(id);
        out.number(line);
        out.number(sign);
        out.number(deviceMicros);
        out.number(earliestMicros);
        out.number(latestMicros);
        out.symbol(stage);
        out.bool(doubtful);
    }

    static Crossing readFrom(StateReader in) {
        return new Crossing(
                in.number(),
                in.integer(),
                in.integer(),
                in.number(),
                in.number(),
                in.number(),
                in.symbol(Stage.class),
                in.bool());
    }
}
