package dev.backstretch.board;

import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Standings;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Where what a runner did is kept for longer than a board remembers its sessions. */
@FunctionalInterface
public interface PastRuns {
    /**
     * What is kept of a runner, as it stands.
     *
     * @param sessions in which to look
     * @throws IOException when what keeps it does not answer
     */
    Past of(String runner, List<String> sessions) throws IOException;

    /**
     * @param laps that stand, the newest revision of each
     * @param totals by session: what it came to
     * @param ratios by session: the runner's row on the board of ratios
     * @param alerts the newest revision of each
     */
    record Past(
            List<LapOutcome> laps,
            Map<String, Frame.Totals> totals,
            Map<String, Standings.Row> ratios,
            List<Alert> alerts) {
        public Past {
            laps = List.copyOf(laps);
            totals = Map.copyOf(totals);
            ratios = Map.copyOf(ratios);
            alerts = List.copyOf(alerts);
        }

        /** Laps alone. */
        public static Past of(List<LapOutcome> laps) {
            return new Past(laps, Map.of(), Map.of(), List.of());
        }
    }
}
