package dev.backstretch.domain.session;

import dev.backstretch.domain.effort.EffortPoints;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.lap.LapBook;
import dev.backstretch.domain.lap.Mark;
import dev.backstretch.domain.lap.MinimumLap;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.RunnerState;
import dev.backstretch.domain.outcome.Standings;
import dev.backstretch.domain.outcome.Verdict;
import dev.backstretch.domain.plan.Aim;
import dev.backstretch.domain.plan.Moment;
import dev.backstretch.domain.plan.Plan;
import dev.backstretch.domain.standing.Board;
import dev.backstretch.domain.standing.Challenge;
import dev.backstretch.domain.standing.Contender;
import dev.backstretch.domain.standing.Placing;
import dev.backstretch.domain.standing.Ranking;
import dev.backstretch.domain.standing.Relay;
import dev.backstretch.domain.time.Micros;
import dev.backstretch.domain.zone.ZoneSeconds;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the rows of a session's boards say, from what each runner has published; the order of runners is {@link RunnerBoard}'s. */
final class Boards {
    /**
     * Effort as a board shows it, so that a board is made anew when a whole point is reached and not each second.
     *
     * @param points whole effort points; none for who has shown no heart rate
     * @param ranked whether there was a heart rate for long enough
     */
    record Effort(long points, boolean known, boolean ranked) {
        static final Effort NONE = new Effort(0, false, false);

        static Effort of(ZoneSeconds zones) {
            return zones.knownSeconds() > 0
                    ? new Effort(EffortPoints.shown(EffortPoints.of(zones)), true, EffortPoints.ranked(zones))
                    : NONE;
        }
    }

    /** A runner as a board needs them: compared to see whether a board must be made anew. */
    record View(
            String runnerId,
            @Nullable String bib,
            boolean byDistance,
            Plan plan,
            @Nullable String team,
            boolean beginner,
            RunnerState state,
            List<LapOutcome> laps,
            List<Relay.HandOver> arrivals,
            long gunMicros,
            Effort effort,
            double bestRatio,
            double lapMeters,
            long restUntil,
            long dueAt) {
        /** The number of the forward lap of the newest pair with a backward lap right after it; 0 without one. */
        private int forwardOfPair() {
            for (int lap = laps.size() - 1; lap >= 1; lap--) {
                if (laps.get(lap - 1).facing() == Facing.FORWARD
                        && laps.get(lap).facing() == Facing.BACKWARD) {
                    return lap;
                }
            }
            return 0;
        }

        /** Whether the runner's laps are a team's. */
        private boolean inRelay() {
            return !byDistance && team != null && plan.teamSize() > 0;
        }

        /** Whether the runner has two laps of which one is to be weighed against the other. */
        private boolean weighed() {
            return !byDistance && !plan.steps().isEmpty() && !inRelay();
        }

        @Nullable
        LapOutcome newest() {
            return laps.isEmpty() ? null : laps.get(laps.size() - 1);
        }
    }

    /**
     * Flags of a lap that may not be what it seems. {@code unsigned} is none of them: it is on every lap of a camp that has
     * taps and chips alone, and by the plan those are what they seem.
     */
    private static final Set<String> UNSURE =
            Set.of("low", "rest-start", LapBook.CONFLICT, LapBook.FACING_UNCONFIRMED, LapBook.OVER_PAUSE);

    private Boards() {}

    static boolean concerns(Board board, View view) {
        return switch (board) {
            case LAPS -> !view.byDistance() && !view.inRelay();
            case FREE_LAPS -> view.byDistance();
            case RATIO -> view.weighed();
            case IMPROVEMENT -> !view.byDistance() && !view.inRelay() && !Double.isNaN(view.bestRatio());
            case EFFORT -> view.effort().known();
            case TEAM ->
                view.weighed() && view.team() != null && view.plan().aim().measure() == Aim.Measure.RATIO;
            case RELAY -> view.inRelay();
        };
    }

    // ---- teams

    private static Map<String, List<View>> teams(Board board, List<View> views) {
        Map<String, List<View>> teams = new TreeMap<>();
        for (View view : views) {
            if (concerns(board, view)) {
                teams.computeIfAbsent(
                                Objects.requireNonNull(view.team(), "a board of teams"), name -> new ArrayList<>())
                        .add(view);
            }
        }
        return teams;
    }

    /** Rows of the board of teams, by place. */
    static List<Standings.Row> teamRows(List<View> views) {
        Map<String, List<View>> teams = teams(Board.TEAM, views);
        List<Contender> contenders = new ArrayList<>();
        teams.values().forEach(members -> members.forEach(member -> contenders.add(contender(Board.TEAM, member, 0))));
        List<Standings.Row> rows = new ArrayList<>();
        for (Placing placing : Ranking.of(Board.TEAM, contenders)) {
            List<View> members = Objects.requireNonNull(teams.get(placing.id()), "a team of the board");
            LapOutcome newest = null;
            int laps = 0;
            for (View member : members) {
                laps += member.laps().size();
                LapOutcome own = member.newest();
                boolean later = own != null && (newest == null || own.endedAt().isAfter(newest.endedAt()));
                newest = later ? own : newest;
            }
            List<String> unsure = members.stream()
                    .filter(Boards::pairIsUnsure)
                    .map(View::runnerId)
                    .toList();
            rows.add(new Standings.Row(
                    placing.place(),
                    placing.shared(),
                    placing.id(),
                    null,
                    placing.value(),
                    placing.plusMinus(),
                    placing.verdict(),
                    stateOf(members, false),
                    laps,
                    Estimate.UNKNOWN,
                    newest == null ? null : newest.endedAt(),
                    null,
                    null,
                    new Standings.Team(ids(members), null, unsure)));
        }
        return rows;
    }

    /** Rows of the relay's board, by place. */
    static List<Standings.Row> relayRows(List<View> views) {
        Map<String, List<View>> teams = teams(Board.RELAY, views);
        Map<String, Relay> relays = new LinkedHashMap<>();
        List<Relay> complete = new ArrayList<>();
        List<Placing> placings = new ArrayList<>();
        teams.forEach((team, members) -> {
            Relay relay = relayOf(team, members);
            relays.put(team, relay);
            if (members.size() >= members.get(0).plan().teamSize()) {
                complete.add(relay);
            }
        });
        placings.addAll(Ranking.ofRelay(complete));
        relays.forEach((team, relay) -> {
            if (!complete.contains(relay)) {
                placings.add(new Placing(
                        team,
                        0,
                        false,
                        relay.totalSeconds().value(),
                        relay.totalSeconds().plusMinus(),
                        Verdict.NO_VERDICT));
            }
        });
        List<Standings.Row> rows = new ArrayList<>();
        for (Placing placing : placings) {
            Relay relay = Objects.requireNonNull(relays.get(placing.id()), "a team of the board");
            List<View> members = Objects.requireNonNull(teams.get(placing.id()), "a team of the board");
            rows.add(relayRow(relay, members, placing));
        }
        return rows;
    }

    /** One lap each: whoever leaves without one owes none. */
    private static Relay relayOf(String team, List<View> members) {
        List<Relay.HandOver> handOvers = new ArrayList<>();
        long gun = Long.MAX_VALUE;
        int size = 0;
        for (View member : members) {
            handOvers.addAll(member.arrivals());
            gun = member.gunMicros() == Moment.NONE ? gun : Math.min(gun, member.gunMicros());
            size += member.state() == RunnerState.LEFT && member.arrivals().isEmpty() ? 0 : 1;
        }
        return Relay.of(
                team,
                members.get(0).plan(),
                gun,
                Mark.TAP_SIGMA_SECONDS,
                gun == Long.MAX_VALUE ? List.of() : handOvers,
                Math.max(1, size));
    }

    private static Standings.Row relayRow(Relay relay, List<View> members, Placing placing) {
        Relay.Leg newest =
                relay.legs().isEmpty() ? null : relay.legs().get(relay.legs().size() - 1);
        List<String> unsure = new ArrayList<>();
        for (View member : members) {
            if (member.laps().stream().anyMatch(Boards::isUnsure)
                    || relay.legs().stream()
                            .anyMatch(leg -> leg.runnerId().equals(member.runnerId()) && tooFast(leg, member))) {
                unsure.add(member.runnerId());
            }
        }
        return new Standings.Row(
                placing.place(),
                placing.shared(),
                placing.id(),
                null,
                millis(placing.value()),
                millis(placing.plusMinus()),
                placing.verdict(),
                stateOf(members, relay.finished()),
                relay.legs().size(),
                newest == null
                        ? Estimate.UNKNOWN
                        : new Estimate(millis(newest.seconds()), millis(newest.plusMinusSeconds())),
                newest == null ? null : Micros.toInstant(newest.endMicros()),
                null,
                null,
                new Standings.Team(ids(members), relay.finished() ? null : onTrack(members), unsure));
    }

    /** The one member who runs and has not run yet; nobody where that is several. */
    private static @Nullable String onTrack(List<View> members) {
        List<String> running = members.stream()
                .filter(member -> member.state() == RunnerState.RUNNING
                        && member.arrivals().isEmpty())
                .map(View::runnerId)
                .toList();
        return running.size() == 1 ? running.get(0) : null;
    }

    private static boolean tooFast(Relay.Leg leg, View member) {
        return leg.seconds() < MinimumLap.seconds(new double[0], member.lapMeters(), leg.facing());
    }

    private static boolean pairIsUnsure(View view) {
        int pair = view.forwardOfPair();
        return pair > 0
                && (isUnsure(view.laps().get(pair - 1)) || isUnsure(view.laps().get(pair)));
    }

    private static boolean isUnsure(LapOutcome lap) {
        // who starts at the gun starts at a known time: how long it took to the line is in the ±
        boolean atGun = lap.flags().contains("gun-start");
        return lap.flags().stream().anyMatch(flag -> UNSURE.contains(flag) && !(atGun && flag.equals("low")));
    }

    private static RunnerState stateOf(List<View> members, boolean finished) {
        Set<RunnerState> states = EnumSet.noneOf(RunnerState.class);
        members.forEach(member -> states.add(member.state()));
        if (finished
                || (states.remove(RunnerState.FINISHED)
                        && Set.of(RunnerState.LEFT).containsAll(states))) {
            return RunnerState.FINISHED;
        }
        if (Set.of(RunnerState.LEFT).containsAll(states)) {
            return RunnerState.LEFT;
        }
        return members.stream().allMatch(member -> member.laps().isEmpty() && member.state() == RunnerState.WAITING)
                ? RunnerState.WAITING
                : RunnerState.RUNNING;
    }

    private static List<String> ids(List<View> members) {
        return members.stream().map(View::runnerId).toList();
    }

    private static double millis(double seconds) {
        return Math.rint(seconds * 1000) / 1000;
    }

    // ---- runners

    /**
     * A runner with what a board ranks by; the rest stays unknown.
     *
     * @param sinceMicros from when on the ends of laps are counted
     */
    static Contender contender(Board board, View view, long sinceMicros) {
        boolean byLaps = board == Board.LAPS || board == Board.FREE_LAPS;
        LapOutcome newest = byLaps ? view.newest() : null;
        Estimate lapsEndedAt = newest == null
                ? Estimate.UNKNOWN
                : new Estimate(
                        Micros.seconds(Micros.of(newest.endedAt()) - sinceMicros),
                        newest.lapSeconds().plusMinus());
        Contender contender = new Contender(
                view.runnerId(),
                view.team(),
                view.beginner(),
                view.laps().size(),
                lapsEndedAt,
                Estimate.UNKNOWN,
                Verdict.NO_VERDICT,
                false,
                board == Board.IMPROVEMENT ? new Estimate(view.bestRatio(), Double.NaN) : Estimate.UNKNOWN,
                (double) view.effort().points(),
                view.effort().ranked());
        int pair = byLaps || board == Board.EFFORT ? 0 : view.forwardOfPair();
        return pair == 0
                ? contender
                : withRatio(contender, view.laps().get(pair - 1), view.laps().get(pair));
    }

    private static Contender withRatio(Contender contender, LapOutcome forward, LapOutcome backward) {
        Challenge challenge = Challenge.of(
                Math.round(forward.lapSeconds().value() * 1000),
                Math.round(backward.lapSeconds().value() * 1000),
                forward.source(),
                backward.source());
        // no verdict where a facing is in doubt, nor where the clock was stopped while one of the laps was run
        boolean confirmed = isConfirmed(forward) && isConfirmed(backward);
        return contender.withRatio(
                new Estimate(challenge.ratio(), challenge.plusMinus()),
                confirmed ? challenge.verdict() : Verdict.NO_VERDICT,
                confirmed);
    }

    private static boolean isConfirmed(LapOutcome lap) {
        return !lap.flags().contains(LapBook.FACING_UNCONFIRMED) && !lap.flags().contains(LapBook.OVER_PAUSE);
    }

    static Standings.Row row(View view, Placing placing) {
        LapOutcome newest = view.newest();
        return new Standings.Row(
                placing.place(),
                placing.shared(),
                view.runnerId(),
                view.bib(),
                placing.value(),
                placing.plusMinus(),
                placing.verdict(),
                view.state(),
                view.laps().size(),
                newest == null ? Estimate.UNKNOWN : newest.lapSeconds(),
                newest == null ? null : newest.endedAt(),
                view.restUntil() == Long.MIN_VALUE ? null : Micros.toInstant(view.restUntil()),
                view.dueAt() == Long.MIN_VALUE ? null : Micros.toInstant(view.dueAt()));
    }
}
