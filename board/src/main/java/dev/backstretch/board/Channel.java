package dev.backstretch.board;

import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Standings;
import java.util.Optional;

/** The outcome topics a board follows; their order is the order of the numbers in a stream's event id. */
enum Channel {
    LAPS,
    STANDINGS,
    ALERTS,
    METRICS;

    static final int COUNT = values().length;

    /** The channel an outcome comes on; none for rejections, which no board shows. */
    static Optional<Channel> of(Outcome outcome) {
        if (outcome instanceof LapOutcome) {
            return Optional.of(LAPS);
        }
        if (outcome instanceof Standings) {
            return Optional.of(STANDINGS);
        }
        if (outcome instanceof Alert) {
            return Optional.of(ALERTS);
        }
        if (outcome instanceof Frame) {
            return Optional.of(METRICS);
        }
        return Optional.empty();
    }
}
