package dev.backstretch.domain.session;

import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.standing.Board;
import dev.backstretch.domain.standing.Contender;
import dev.backstretch.domain.standing.Placing;
import dev.backstretch.domain.standing.Ranking;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A board of runners, made anew each time that one of them changed: of all others what was made before is taken again, and
 * where nothing changed that the board ranks by, the places stand.
 */
final class RunnerBoard {
    /** A runner on the board. */
    private static final class Member {
        private Boards.View view;
        private Contender contender;
        private @Nullable Placing placing;
        private Standings.@Nullable Row row;

        Member(Boards.View view, Contender contender) {
            this.view = view;
            this.contender = contender;
        }

        Standings.Row row(Placing newPlacing) {
            Standings.Row known = row;
            if (known == null || !newPlacing.equals(placing)) {
                known = Boards.row(view, newPlacing);
                placing = newPlacing;
                row = known;
            }
            return known;
        }
    }

    private final Board board;
    private final Map<String, Member> members = new HashMap<>();
    private long sinceMicros = Long.MAX_VALUE;
    private List<Contender> contenders = List.of();
    private List<Placing> placings = List.of();

    RunnerBoard(Board board) {
        this.board = board;
    }

    /**
     * Rows by place; those without a place follow in the order they joined.
     *
     * @param views of all runners, in the order they joined; the same object until something of a runner changes
     */
    List<Standings.Row> rows(List<Boards.View> views) {
        List<Boards.View> concerned = new ArrayList<>();
        for (Boards.View view : views) {
            if (Boards.concerns(board, view)) {
                concerned.add(view);
            }
        }
        if (concerned.isEmpty()) {
            return List.of();
        }
        List<Contender> now = contenders(concerned);
        if (!now.equals(contenders)) {
            contenders = now;
            placings = Ranking.of(board, now);
        }
        List<Standings.Row> rows = new ArrayList<>(placings.size());
        for (Placing placing : placings) {
            rows.add(Objects.requireNonNull(members.get(placing.id()), "a runner on the board")
                    .row(placing));
        }
        return rows;
    }

    private List<Contender> contenders(List<Boards.View> concerned) {
        long since = Long.MAX_VALUE;
        for (Boards.View view : concerned) {
            LapOutcome newest = view.newest();
            since = newest == null ? since : Math.min(since, Micros.of(newest.endedAt()));
        }
        boolean othersToo = since != sinceMicros;
        sinceMicros = since;
        List<Contender> all = new ArrayList<>(concerned.size());
        for (Boards.View view : concerned) {
            all.add(contender(view, othersToo));
        }
        return all;
    }

    @SuppressWarnings("ReferenceEquality")
    private Contender contender(Boards.View view, boolean inAnyCase) {
        Member member = members.get(view.runnerId());
        if (member == null) {
            member = new Member(view, Boards.contender(board, view, sinceMicros));
            members.put(view.runnerId(), member);
        } else if (inAnyCase || member.view != view) {
            Contender now = Boards.contender(board, view, sinceMicros);
            member.contender = now.equals(member.contender) ? member.contender : now;
            member.row = member.view == view ? member.row : null;
            member.view = view;
        }
        return member.contender;
    }
}
