package dev.backstretch.domain.session;

import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.Lineage;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.outcome.RunnerState;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.outcome.Verdict;
import dev.backstretch.domain.plan.Plans;
import dev.backstretch.domain.standing.Board;
import dev.backstretch.domain.standing.Ranking;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The boards of a session as they were last published; what differs goes out with the next revision. */
final class BoardBook {
    private static final List<Board> BOARDS =
            List.of(Board.LAPS, Board.RATIO, Board.FREE_LAPS, Board.IMPROVEMENT, Board.EFFORT, Board.TEAM, Board.RELAY);

    private static final long EFFORT_EVERY_MICROS = 10 * Micros.PER_SECOND;

    /** What a runner was when somebody last looked. */
    private static final class Looked {
        private Profile profile;
        private Boards.View view;

        Looked(Profile profile, Boards.View view) {
            this.profile = profile;
            this.view = view;
        }
    }

    private final Map<Board, RunnerBoard> ofRunners = new EnumMap<>(Board.class);
    /** All runners in the order in which they joined. */
    private final List<Looked> inOrder = new ArrayList<>();

    private final Map<String, Standings> standings = new TreeMap<>();
    private boolean changed;
    private boolean effortChanged;
    /** The log's time at which effort was looked at last: whoever has a heart rate gains a point every quarter of a minute. */
    private long effortAtMicros = Long.MIN_VALUE;

    /** Looks at a runner again, but for the effort. Laps and profile are the same objects until something of them changes. */
    @SuppressWarnings("ReferenceEquality")
    void refresh(RunnerFold runner, long logMicros) {
        Looked before = runner.index() < inOrder.size() ? inOrder.get(runner.index()) : null;
        RunnerState state = runner.state(logMicros);
        long restUntil = runner.restUntil(logMicros);
        long dueAt = runner.dueAt();
        if (before != null
                && before.view.state() == state
                && before.view.restUntil() == restUntil
                && before.view.dueAt() == dueAt
                && before.view.laps() == runner.laps()
                && before.view.gunMicros() == runner.gunMicros()
                && before.view.arrivals().equals(runner.arrivals())
                && before.profile == runner.profile()) {
            return;
        }
        look(
                runner,
                runner.profile().bib(),
                state,
                before == null ? Boards.Effort.NONE : before.view.effort(),
                restUntil,
                dueAt);
        changed = true;
    }

    private void look(
            RunnerFold runner,
            @Nullable String bib,
            RunnerState state,
            Boards.Effort effort,
            long restUntil,
            long dueAt) {
        Boards.View view = viewOf(runner, bib, state, effort, restUntil, dueAt);
        if (runner.index() < inOrder.size()) {
            Looked known = inOrder.get(runner.index());
            known.profile = runner.profile();
            known.view = view;
        } else {
            inOrder.add(new Looked(runner.profile(), view));
        }
    }

    /** Looks at everybody's effort, which grows all the time and is told once in ten seconds. */
    private void refreshEffort(Collection<RunnerFold> runners) {
        for (RunnerFold runner : runners) {
            Boards.View view = view(runner);
            Boards.Effort effort = Boards.Effort.of(runner.zoneSeconds());
            if (!effort.equals(view.effort())) {
                look(runner, view.bib(), view.state(), effort, view.restUntil(), view.dueAt());
                effortChanged = true;
            }
        }
    }

    private Boards.View view(RunnerFold runner) {
        return inOrder.get(runner.index()).view;
    }

    private static Boards.View viewOf(
            RunnerFold runner,
            @Nullable String bib,
            RunnerState state,
            Boards.Effort effort,
            long restUntil,
            long dueAt) {
        return new Boards.View(
                runner.runnerId(),
                bib,
                runner.profile().byDistance(),
                runner.plan(),
                runner.profile().team(),
                runner.profile().planName().equals(Plans.WALK_FIRST.name()),
                state,
                runner.laps(),
                runner.arrivals(),
                runner.gunMicros(),
                effort,
                runner.profile().bestRatio(),
                runner.profile().lapMeters(),
                restUntil,
                dueAt);
    }

    /**
     * Publishes the boards that changed since the last call; that of effort once in ten seconds.
     *
     * @param last whether the session ends with this
     */
    void publish(
            String sessionId,
            Collection<RunnerFold> runners,
            long logMicros,
            long position,
            boolean last,
            Outcome.Sink out) {
        boolean effortDue =
                last || effortAtMicros == Long.MIN_VALUE || logMicros - effortAtMicros >= EFFORT_EVERY_MICROS;
        effortChanged |= changed;
        if (effortDue) {
            effortAtMicros = logMicros;
            refreshEffort(runners);
        }
        if (!changed && !(effortChanged && effortDue)) {
            return;
        }
        changed = false;
        List<Boards.View> all = new ArrayList<>(runners.size());
        for (RunnerFold runner : runners) {
            all.add(view(runner));
        }
        for (Board board : BOARDS) {
            if (board == Board.EFFORT) {
                if (!effortDue) {
                    continue;
                }
                effortChanged = false;
            }
            List<Standings.Row> rows = rows(board, all);
            Standings before = standings.get(board.key());
            if (before == null ? rows.isEmpty() : before.rows().equals(rows)) {
                continue;
            }
            Standings now = new Standings(
                    sessionId,
                    board.key(),
                    before == null ? 0 : before.revision() + 1,
                    rows,
                    Micros.toInstant(logMicros),
                    Ranking.RULES,
                    new Lineage(List.of(), position));
            standings.put(board.key(), now);
            out.accept(now);
        }
    }

    private List<Standings.Row> rows(Board board, List<Boards.View> all) {
        return switch (board) {
            case TEAM -> Boards.teamRows(all);
            case RELAY -> Boards.relayRows(all);
            case LAPS, RATIO, FREE_LAPS, IMPROVEMENT, EFFORT ->
                ofRunners.computeIfAbsent(board, RunnerBoard::new).rows(all);
        };
    }

    void writeTo(StateWriter out, Collection<RunnerFold> runners) {
        for (RunnerFold runner : runners) {
            Boards.View view = view(runner);
            out.text(view.bib());
            out.symbol(view.state());
            out.number(view.effort().points());
            out.bool(view.effort().known());
            out.bool(view.effort().ranked());
            out.number(view.restUntil());
            out.number(view.dueAt());
        }
        out.list(List.copyOf(standings.values()), (to, board) -> {
            to.text(board.sessionId());
            to.text(board.board());
            to.number(board.revision());
            to.list(board.rows(), BoardBook::writeRow);
            to.number(Micros.of(board.logTime()));
        });
        out.bool(changed);
        out.bool(effortChanged);
        out.number(effortAtMicros);
    }

    static BoardBook readFrom(StateReader in, Collection<RunnerFold> runners) {
        BoardBook read = new BoardBook();
        for (RunnerFold runner : runners) {
            read.look(
                    runner,
                    in.text(),
                    in.symbol(RunnerState.class),
                    new Boards.Effort(in.number(), in.bool(), in.bool()),
                    in.number(),
                    in.number());
        }
        in.list(from -> new Standings(
                        from.requiredText(),
                        from.requiredText(),
                        from.integer(),
                        from.list(BoardBook::readRow),
                        Micros.toInstant(from.number()),
                        Ranking.RULES,
                        new Lineage(List.of(), 0)))
                .forEach(board -> read.standings.put(board.board(), board));
        read.changed = in.bool();
        read.effortChanged = in.bool();
        read.effortAtMicros = in.number();
        return read;
    }

    private static void writeRow(StateWriter out, Standings.Row row) {
        out.number(row.place());
        out.bool(row.shared());
        out.text(row.runnerId());
        out.text(row.bib());
        out.real(row.value());
        out.real(row.plusMinus());
        out.symbol(row.verdict());
        out.symbol(row.state());
        out.number(row.laps());
        out.estimate(row.lastLap());
        out.instant(row.lastMarkAt());
        out.instant(row.restUntil());
        out.instant(row.dueAt());
        Standings.Team team = row.team();
        out.bool(team != null);
        if (team != null) {
            out.list(team.members(), StateWriter::text);
            out.text(team.onTrack());
            out.list(team.unsure(), StateWriter::text);
        }
    }

    private static Standings.Row readRow(StateReader in) {
        return new Standings.Row(
                in.integer(),
                in.bool(),
                in.requiredText(),
                in.text(),
                in.real(),
                in.real(),
                in.symbol(Verdict.class),
                in.symbol(RunnerState.class),
                in.integer(),
                new Estimate(in.real(), in.real()),
                in.instant(),
                in.instant(),
                in.instant(),
                in.bool()
                        ? new Standings.Team(
                                in.list(StateReader::requiredText), in.text(), in.list(StateReader::requiredText))
                        : null);
    }
}
