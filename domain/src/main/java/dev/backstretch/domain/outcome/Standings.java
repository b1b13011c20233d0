package dev.backstretch.domain.outcome;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One board of a session. Its identity is (session, board).
 *
 * @param board {@code laps}, {@code ratio}, {@code improvement}, {@code effort}, or {@code free-laps} for those who run
 *     without a track
 * @param rows by place; those without a place follow
 */
public record Standings(
        String sessionId,
        String board,
        int revision,
        List<Row> rows,
        Instant logTime,
        String ruleVersion,
        Lineage lineage)
        implements Outcome {
    public Standings {
        rows = List.copyOf(rows);
    }

    /**
     * One runner's row.
     *
     * @param place 1224 ranking; 0 when not ranked
     * @param shared true when another runner has the same place
     * @param value what the board ranks by: laps done, backward ÷ forward, the gain on the own best ratio, or whole effort
     *     points; NaN when there is none yet
     * @param plusMinus half-width of its 95 % interval, NaN when there is none
     * @param laps laps completed
     * @param lastLap the newest lap's time in seconds, {@link Estimate#UNKNOWN} before the first
     * @param lastMarkAt when the newest lap ended, null before the first
     * @param restUntil when the planned rest ends, null outside one
     * @param dueAt when the runner is expected at the line, null when not known
     */
    public record Row(
            int place,
            boolean shared,
            String runnerId,
            @Nullable String bib,
            double value,
            double plusMinus,
            Verdict verdict,
            RunnerState state,
            int laps,
            Estimate lastLap,
            @Nullable Instant lastMarkAt,
            @Nullable Instant restUntil,
            @Nullable Instant dueAt) {}
}
