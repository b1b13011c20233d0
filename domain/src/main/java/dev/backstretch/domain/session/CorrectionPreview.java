package dev.backstretch.domain.session;

import dev.backstretch.domain.event.RunEvent;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.Rejection;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.standing.Board;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a correction would move on the boards if it were made now: the session's log folded without it and with it.
 *
 * @param position how many events of the log it was reckoned from
 * @param moves of the boards of laps and ratios, those whose row would change, in the order they would stand
 * @param unmoved how many others stand on one of these boards and would not move
 * @param rejection why the correction would be refused, null when it would be taken
 */
public record CorrectionPreview(
        long position,
        List<Move> moves,
        int unmoved,
        @Nullable Rejection rejection) {
    private static final List<String> BOARDS = List.of(Board.RATIO.key(), Board.LAPS.key());

    public CorrectionPreview {
        moves = List.copyOf(moves);
    }

    /**
     * A row that would change.
     *
     * @param before as it stands, null when the runner would join the board
     * @param after as it would stand, null when the runner would leave the board
     */
    public record Move(String board, String runnerId, Standings.@Nullable Row before, Standings.@Nullable Row after) {}

    /** What a fold says in the end, and why it refuses the correction. */
    private static final class Told {
        private final Map<String, Standings> boards = new HashMap<>();
        private @Nullable Rejection rejection;

        void take(Outcome outcome, @Nullable String correctionId) {
            if (outcome instanceof Standings standings) {
                boards.put(standings.board(), standings);
            } else if (outcome instanceof Rejection refused
                    && rejection == null
                    && refused.eventId() != null
                    && refused.eventId().equals(correctionId)) {
                rejection = refused;
            }
        }

        Map<String, Standings.Row> rows(String board) {
            Map<String, Standings.Row> rows = new TreeMap<>();
            Standings known = boards.get(board);
            if (known != null) {
                known.rows().forEach(row -> rows.put(row.runnerId(), row));
            }
            return rows;
        }
    }

    /**
     * Reckons it. After the close it is what a settled replay would publish: the board that was closed stays as it is.
     *
     * @param log the session's events from its opening on
     * @param correction an event of the same session that is not in the log
     */
    public static CorrectionPreview of(String sessionId, List<RunEvent> log, RunEvent correction) {
        var before = new Told();
        var after = new Told();
        if (log.stream().anyMatch(SettledLog::isClose)) {
            List<RunEvent> settled = SettledLog.of(log).events();
            fold(new SessionFold(sessionId), settled, before, null);
            List<RunEvent> corrected = new ArrayList<>(log);
            corrected.add(correction);
            fold(new SessionFold(sessionId), SettledLog.of(corrected).events(), after, correction.eventId());
            return compared(log.size(), before, after);
        }
        SessionFold fold = new SessionFold(sessionId);
        fold(fold, log, before, null);
        long position = fold.position();
        after.boards.putAll(before.boards);
        fold(fold, List.of(correction), after, correction.eventId());
        return compared(position, before, after);
    }

    private static void fold(SessionFold fold, List<RunEvent> events, Told told, @Nullable String correctionId) {
        for (RunEvent event : events) {
            fold.apply(event, SessionFold.NO_PARTITION, outcome -> told.take(outcome, correctionId));
        }
    }

    private static CorrectionPreview compared(long position, Told before, Told after) {
        List<Move> moves = new ArrayList<>();
        int unmoved = 0;
        for (String board : BOARDS) {
            Map<String, Standings.Row> was = before.rows(board);
            Map<String, Standings.Row> is = after.rows(board);
            Map<String, Standings.Row> all = new TreeMap<>(was);
            all.putAll(is);
            int moved = 0;
            for (String runner : all.keySet()) {
                Standings.Row old = was.get(runner);
                Standings.Row fresh = is.get(runner);
                if (old == null || fresh == null || !readTheSame(old, fresh)) {
                    moves.add(new Move(board, runner, old, fresh));
                    moved++;
                }
            }
            unmoved = Math.max(unmoved, all.size() - moved);
        }
        return new CorrectionPreview(position, moves, unmoved, after.rejection);
    }

    /** Time goes on with the correction: who rests or is not heard any more did not move by it. */
    private static boolean readTheSame(Standings.Row one, Standings.Row other) {
        return one.place() == other.place()
                && one.laps() == other.laps()
                && one.verdict() == other.verdict()
                && Double.compare(one.value(), other.value()) == 0
                && one.lastLap().equals(other.lastLap());
    }
}
