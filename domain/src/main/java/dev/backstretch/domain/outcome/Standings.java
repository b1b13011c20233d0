package dev.backstretch.domain.outcome;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One board of a session. Its identity is (session, board).
 *
 * @param board {@code laps}, {@code ratio}, {@code improvement}, {@code effort}, {@code team}, {@code relay}, or
 *     {@code free-laps} for those who run without a track
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
     * One runner's row, or a team's on the boards of teams.
     *
     * @param place 1224 ranking; 0 when not ranked
     * @param shared true when another runner has the same place
     * @param runnerId who; on the boards of teams the team's name
     * @param value what the board ranks by: laps done, backward ÷ forward, the gain on the own best ratio, whole effort
     *     points, the mean ratio of a team's better half, or the seconds of a relay; NaN when there is none yet
     * @param plusMinus half-width of its 95 % interval, NaN when there is none
     * @param laps laps completed; of a team the laps of all its members, of a relay its legs
     * @param lastLap the newest lap's time in seconds, {@link Estimate#UNKNOWN} before the first
     * @param lastMarkAt when the newest lap ended, null before the first
     * @param restUntil when the planned rest ends, null outside one
     * @param dueAt when the runner is expected at the line, null when not known
     * @param team who the team is, on the boards of teams; else null
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
            @Nullable Instant dueAt,
            @Nullable Team team) {
        /** One runner's row. */
        public Row(
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
                @Nullable Instant dueAt) {
            this(
                    place,
                    shared,
                    runnerId,
                    bib,
                    value,
                    plusMinus,
                    verdict,
                    state,
                    laps,
                    lastLap,
                    lastMarkAt,
                    restUntil,
                    dueAt,
                    null);
        }
    }

    /**
     * A team behind a row.
     *
     * @param members runner ids in the order they joined
     * @param onTrack who of a relay runs now; null where that is not known, and outside a relay
     * @param unsure runner ids of the members whose laps are in doubt: a start or an end that was seen badly or not at all,
     *     sources that contradict each other, a facing that nobody confirms, a clock that was stopped meanwhile, or a leg that
     *     nobody runs so fast; a mark of unknown direction alone is no doubt
     */
    public record Team(List<String> members, @Nullable String onTrack, List<String> unsure) {
        public Team {
            members = List.copyOf(members);
            unsure = List.copyOf(unsure);
        }
    }
}
