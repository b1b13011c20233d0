package dev.backstretch.ingest;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What was made of the log and is kept for longer. The doors know no more of it than that who is erased goes from there, too. */
@FunctionalInterface
public interface StoredRows {
    /** They are nowhere that can be reached from here. */
    StoredRows ELSEWHERE = (runner, sessions) -> Optional.empty();

    /**
     * Makes a runner's rows those of nobody; asked again, those that have come since.
     *
     * @param sessions in which the id is this runner's
     * @return empty where they cannot be reached from here
     * @throws IOException when the store does not answer; asking again is right
     */
    Optional<Forgotten> forget(String runner, List<String> sessions) throws IOException;

    /**
     * What was forgotten.
     *
     * @param nobody the id under which the rows stand now, made for this and kept nowhere
     * @param sessions those in which there were rows
     */
    record Forgotten(String nobody, List<String> sessions) {
        public Forgotten {
            sessions = List.copyOf(sessions);
        }
    }
}
