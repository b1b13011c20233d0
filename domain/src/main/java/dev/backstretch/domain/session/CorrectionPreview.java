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

    /**
     * Reckons it.
     *
     * @param log the session's events from its opening on
     * @param correction an event of the same session that is not in the log
     */
    public static CorrectionPreview of(String sessionId, List<RunEvent> log, RunEvent correction) {
        SessionFold fold = new SessionFold(sessionId);
        Map<String, Standings> before = new HashMap<>();
        for (RunEvent event : log) {
            fold.apply(event, SessionFold.NO_PARTITION, outcome -> keep(outcome, before));
        }
        long position = fold.position();
        Map<String, Standings> after = new HashMap<>(before);
        List<Rejection> rejections = new ArrayList<>();
        fold.apply(correction, SessionFold.NO_PARTITION, outcome -> {
            keep(outcome, after);
            if (outcome instanceof Rejection rejection) {
                rejections.add(rejection);
            }
        });
        List<Move> moves = new ArrayList<>();
        int unmoved = 0;
        for (String board : BOARDS) {
            Map<String, Standings.Row> was = rows(before.get(board));
            Map<String, Standings.Row> is = rows(after.get(board));
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
        return new CorrectionPreview(position, moves, unmoved, rejections.isEmpty() ? null : rejections.get(0));
    }

    /** Time goes on with the correction: who rests or is not heard any more did not move by it. */
    private static boolean readTheSame(Standings.Row one, Standings.Row other) {
        return one.place() == other.place()
                && one.laps() == other.laps()
                && one.verdict() == other.verdict()
                && Double.compare(one.value(), other.value()) == 0
                && one.lastLap().equals(other.lastLap());
    }

    private static void keep(Outcome outcome, Map<String, Standings> boards) {
        if (outcome instanceof Standings standings) {
            boards.put(standings.board(), standings);
        }
    }

    private static Map<String, Standings.Row> rows(@Nullable Standings board) {
        Map<String, Standings.Row> rows = new TreeMap<>();
        if (board != null) {
            board.rows().forEach(row -> rows.put(row.runnerId(), row));
        }
        return rows;
    }
}
