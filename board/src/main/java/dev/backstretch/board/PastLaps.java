package dev.backstretch.board;

import dev.backstretch.domain.outcome.LapOutcome;
import java.io.IOException;
import java.util.List;

/** Where laps are kept for longer than a board remembers its sessions. */
@FunctionalInterface
public interface PastLaps {
    /**
     * The newest revision of each lap that stands.
     *
     * @param sessions in which to look
     * @throws IOException when what keeps them does not answer
     */
    List<LapOutcome> of(String runner, List<String> sessions) throws IOException;
}
