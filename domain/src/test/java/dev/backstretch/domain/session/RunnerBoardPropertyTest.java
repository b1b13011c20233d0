package dev.backstretch.domain.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Lineage;
import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.outcome.RunnerState;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.plan.Plans;
import dev.backstretch.domain.standing.Board;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RunnerBoardPropertyTest {
    private static final List<Board> OF_RUNNERS =
            List.of(Board.LAPS, Board.RATIO, Board.FREE_LAPS, Board.IMPROVEMENT, Board.EFFORT);
    private static final List<RunnerState> STATES =
            List.of(RunnerState.WAITING, RunnerState.RUNNING, RunnerState.RESTING);
    private static final Instant GUN = Instant.parse("2026-11-21T00:00:00Z");
    private static final int RUNNERS = 6;
    private static final int CHANGES = 60;

    /** A runner's view as one thing after another changes; times from few values, so that ties are common. */
    private static final class Changing {
        private final String runnerId;
        private final boolean byDistance;
        private final List<LapOutcome> laps = new ArrayList<>();
        private RunnerState state = RunnerState.WAITING;
        private Boards.Effort effort = Boards.Effort.NONE;
        private long dueAt = Long.MIN_VALUE;

        Changing(int index) {
            runnerId = "r" + index;
            byDistance = index == RUNNERS - 1;
        }

        void change(Random random) {
            switch (random.nextInt(5)) {
                case 0 -> laps.add(lap(laps.size() + 1, random));
                case 1 -> {
                    if (!laps.isEmpty()) {
                        laps.set(laps.size() - 1, lap(laps.size(), random));
                    }
                }
                case 2 -> state = STATES.get(random.nextInt(STATES.size()));
                case 3 -> effort = new Boards.Effort(random.nextInt(4), true, random.nextBoolean());
                default -> dueAt = random.nextInt(1_000_000);
            }
        }

        private LapOutcome lap(int number, Random random) {
            double seconds = 100 + random.nextInt(5);
            return new LapOutcome(
                    "s",
                    runnerId,
                    number,
                    0,
                    LapOutcome.State.PROVISIONAL,
                    GUN,
                    GUN.plusSeconds(number * 110L + random.nextInt(5)),
                    new Estimate(seconds, 0.2),
                    new Estimate(seconds, 0.2),
                    new Estimate(400, 2),
                    new Estimate(seconds * 2.5, 1),
                    number % 2 == 1 ? Facing.FORWARD : Facing.BACKWARD,
                    MarkSource.CHIP,
                    150,
                    160,
                    List.of(),
                    null,
                    GUN,
                    ToldLap.RULES,
                    new Lineage(List.of(), 1));
        }

        Boards.View view() {
            return new Boards.View(
                    runnerId,
                    null,
                    byDistance,
                    Plans.named("quarter-mile-twice").orElseThrow(),
                    null,
                    false,
                    state,
                    List.copyOf(laps),
                    List.of(),
                    0,
                    effort,
                    runnerId.equals("r1") ? 1.4 : Double.NaN,
                    400,
                    Long.MIN_VALUE,
                    dueAt);
        }
    }

    @Property(tries = 60)
    void aBoardThatIsMadeAnewWhereSomethingChangedIsTheOneMadeOfAll(@ForAll long seed) {
        Random random = new Random(seed);
        Map<Board, RunnerBoard> kept = new EnumMap<>(Board.class);
        List<Changing> runners = new ArrayList<>();
        List<Boards.View> views = new ArrayList<>();
        for (int i = 0; i < CHANGES; i++) {
            if (runners.size() < RUNNERS && random.nextInt(4) == 0) {
                runners.add(new Changing(runners.size()));
                views.add(runners.get(runners.size() - 1).view());
            } else if (!runners.isEmpty()) {
                int changed = random.nextInt(runners.size());
                runners.get(changed).change(random);
                views.set(changed, runners.get(changed).view());
            }
            for (Board board : OF_RUNNERS) {
                // some changes pass without the board being asked for
                if (random.nextInt(3) > 0) {
                    List<Standings.Row> rows =
                            kept.computeIfAbsent(board, RunnerBoard::new).rows(views);
                    assertThat(rows).as(board.key()).isEqualTo(new RunnerBoard(board).rows(views));
                }
            }
        }
    }
}
