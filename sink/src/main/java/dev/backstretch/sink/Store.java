package dev.backstretch.sink;

import dev.backstretch.domain.outcome.LapOutcome;
import java.util.Collection;
import java.util.List;

/**
 * Where outcomes are kept for questions later. Writing is an upsert by {@link Row#key()}, so writing again changes
 * nothing and at-least-once is enough. Implementations are used by one thread at a time.
 */
public interface Store extends AutoCloseable {

    /**
     * Creates what is missing: tables and views.
     *
     * @throws StoreUnavailableException when the store does not answer; trying again may help
     */
    void prepare() throws StoreUnavailableException;

    /**
     * Writes rows in this order, of two with one key the later stands. When it returns, all but the refused ones
     * outlive the process of either side.
     *
     * @return the rows that the store will never take, each with the reason; the others are written
     * @throws StoreUnavailableException when nothing is known of what was written; write the same again later
     */
    List<RefusedRow> write(List<Row> rows) throws StoreUnavailableException;

    /**
     * All rows of a session, every revision, as of all writes that returned before.
     *
     * @throws StoreUnavailableException when the store does not answer
     */
    SessionRows read(String sessionId) throws StoreUnavailableException;

    /**
     * The newest revision of each lap of a runner that stands, as of all writes that returned before.
     *
     * @param sessions in which to look: a runner's id is unique within a camp only
     * @throws StoreUnavailableException when the store does not answer
     */
    List<LapOutcome> laps(String runner, Collection<String> sessions) throws StoreUnavailableException;

    /**
     * What a runner's sessions came to: the sums of the newest key frame of each, as of all writes that returned before.
     *
     * @param sessions in which to look: a runner's id is unique within a camp only
     * @throws StoreUnavailableException when the store does not answer
     */
    List<TotalsRow> totals(String runner, Collection<String> sessions) throws StoreUnavailableException;

    /**
     * A runner's row in the newest revision of a board that has one, of each session, as of all writes that returned before.
     *
     * @param sessions in which to look
     * @throws StoreUnavailableException when the store does not answer
     */
    List<StandingRow> standings(String board, String runner, Collection<String> sessions)
            throws StoreUnavailableException;

    /**
     * The newest revision of each of a runner's alerts, as of all writes that returned before.
     *
     * @param sessions in which to look
     * @throws StoreUnavailableException when the store does not answer
     */
    List<AlertRow> alerts(String runner, Collection<String> sessions) throws StoreUnavailableException;

    @Override
    void close();
}
