package dev.backstretch.domain.standing;

import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who is where on a board (domain notes §7.3). Ranked rows come by place, of equal values the surer first, then by id,
 * so that the order is the same whatever order the runners came in; those without a place follow in the order given.
 */
public final class Ranking {
    /** Name and version of the rule set. */
    public static final String RULES = "standings/1";

    /**
     * What a row is ranked by.
     *
     * @param group rows of a smaller group stand before all of a larger one
     * @param score ascending within the group
     * @param doubt of the score, its unit
     */
    private record Entry(
            String id,
            boolean ranked,
            double group,
            double score,
            double doubt,
            double value,
            double plusMinus,
            Verdict verdict) {
        static Entry unranked(String id, double value, double plusMinus, Verdict verdict) {
            return new Entry(id, false, 0, 0, 0, value, plusMinus, verdict);
        }
    }

    // written out, as a board is put in order with each lap that anybody ends
    private static final Comparator<Entry> BEST_FIRST = (one, other) -> {
        int byGroup = Double.compare(one.group(), other.group());
        int byScore = byGroup == 0 ? Double.compare(one.score(), other.score()) : byGroup;
        int byDoubt = byScore == 0 ? Double.compare(one.doubt(), other.doubt()) : byScore;
        return byDoubt == 0 ? one.id().compareTo(other.id()) : byDoubt;
    };

    private Ranking() {}

    /**
     * The rows of a board.
     *
     * @throws IllegalArgumentException for the relay, which ranks teams by {@link #ofRelay}
     */
    public static List<Placing> of(Board board, List<Contender> contenders) {
        List<Entry> entries = new ArrayList<>();
        switch (board) {
            case LAPS, FREE_LAPS -> {
                for (Contender one : contenders) {
                    if (!one.beginner()) {
                        entries.add(byLaps(one.runnerId(), one.laps(), one.lapsEndedAt(), new Estimate(one.laps(), 0)));
                    }
                }
            }
            case RATIO -> {
                for (Contender one : contenders) {
                    if (!one.beginner()) {
                        entries.add(byRatio(one));
                    }
                }
            }
            case IMPROVEMENT -> {
                for (Contender one : contenders) {
                    entries.add(byImprovement(one));
                }
            }
            case EFFORT -> {
                for (Contender one : contenders) {
                    entries.add(byEffort(one));
                }
            }
            case TEAM -> entries.addAll(byTeam(contenders));
            case RELAY -> throw new IllegalArgumentException("board: the relay ranks teams, give them to ofRelay");
        }
        return placed(entries);
    }

    /** The rows of the relay's board: a team that has done more legs is before one that has done fewer. */
    public static List<Placing> ofRelay(List<Relay> teams) {
        List<Entry> entries = new ArrayList<>();
        for (Relay team : teams) {
            entries.add(byLaps(team.team(), team.legs().size(), team.totalSeconds(), team.totalSeconds()));
        }
        return placed(entries);
    }

    private static Entry byLaps(String id, int laps, Estimate endedAt, Estimate shown) {
        return laps == 0 || !endedAt.known()
                ? Entry.unranked(id, shown.value(), shown.plusMinus(), Verdict.NO_VERDICT)
                : new Entry(
                        id,
                        true,
                        -laps,
                        endedAt.value(),
                        doubtOf(endedAt),
                        shown.value(),
                        shown.plusMinus(),
                        Verdict.NO_VERDICT);
    }

    private static Entry byRatio(Contender one) {
        Estimate ratio = one.ratio();
        boolean ranked = ratio.known() && !Double.isNaN(ratio.plusMinus()) && one.facingConfirmed();
        return ranked
                ? new Entry(
                        one.runnerId(),
                        true,
                        0,
                        ratio.value(),
                        ratio.plusMinus(),
                        ratio.value(),
                        ratio.plusMinus(),
                        one.verdict())
                : Entry.unranked(one.runnerId(), ratio.value(), ratio.plusMinus(), one.verdict());
    }

    private static Entry byImprovement(Contender one) {
        Estimate today = one.ratio();
        Estimate best = one.best();
        if (!today.known() || !best.known() || !one.facingConfirmed() || Double.isNaN(today.plusMinus())) {
            return Entry.unranked(one.runnerId(), Double.NaN, Double.NaN, one.verdict());
        }
        double gain = best.value() - today.value();
        double doubt = Math.sqrt(square(doubtOf(best)) + square(today.plusMinus()));
        return new Entry(one.runnerId(), true, 0, -gain, doubt, gain, doubt, one.verdict());
    }

    private static Entry byEffort(Contender one) {
        double points = Math.floor(one.effortPoints());
        return one.effortKnown() && !Double.isNaN(points)
                ? new Entry(one.runnerId(), true, 0, -points, 0, points, Double.NaN, Verdict.NO_VERDICT)
                : Entry.unranked(one.runnerId(), points, Double.NaN, Verdict.NO_VERDICT);
    }

    private static List<Entry> byTeam(List<Contender> contenders) {
        Map<String, List<Contender>> teams = new TreeMap<>();
        for (Contender one : contenders) {
            String team = one.team();
            if (team != null && !one.beginner()) {
                teams.computeIfAbsent(team, name -> new ArrayList<>()).add(one);
            }
        }
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, List<Contender>> team : teams.entrySet()) {
            entries.add(byTeam(team.getKey(), team.getValue()));
        }
        return entries;
    }

    private static Entry byTeam(String team, List<Contender> members) {
        List<Estimate> ratios = new ArrayList<>();
        for (Contender member : members) {
            if (byRatio(member).ranked()) {
                ratios.add(member.ratio());
            }
        }
        ratios.sort(Comparator.comparingDouble(Estimate::value).thenComparingDouble(Estimate::plusMinus));
        int counted = (members.size() + 1) / 2;
        if (members.size() < SMALLEST_TEAM || ratios.size() < counted) {
            return Entry.unranked(team, Double.NaN, Double.NaN, Verdict.NO_VERDICT);
        }
        double sum = 0;
        double squares = 0;
        for (Estimate ratio : ratios.subList(0, counted)) {
            sum += ratio.value();
            squares += square(ratio.plusMinus());
        }
        double mean = sum / counted;
        double doubt = Math.sqrt(squares) / counted;
        return new Entry(team, true, 0, mean, doubt, mean, doubt, Verdict.NO_VERDICT);
    }

    private static final int SMALLEST_TEAM = 3;

    private static double doubtOf(Estimate estimate) {
        return Double.isNaN(estimate.plusMinus()) ? 0 : estimate.plusMinus();
    }

    private static double square(double value) {
        return value * value;
    }

    private static List<Placing> placed(List<Entry> entries) {
        List<Entry> ranked = new ArrayList<>();
        List<Entry> others = new ArrayList<>();
        for (Entry entry : entries) {
            (entry.ranked() ? ranked : others).add(entry);
        }
        ranked.sort(BEST_FIRST);
        int[] places = places(ranked);
        List<Placing> rows = new ArrayList<>();
        for (int i = 0; i < places.length; i++) {
            boolean shared =
                    (i > 0 && places[i - 1] == places[i]) || (i + 1 < places.length && places[i + 1] == places[i]);
            rows.add(row(ranked.get(i), places[i], shared));
        }
        for (Entry entry : others) {
            rows.add(row(entry, 0, false));
        }
        return List.copyOf(rows);
    }

    private static int[] places(List<Entry> ranked) {
        int[] places = new int[ranked.size()];
        int from = 0;
        while (from < places.length) {
            int to = from;
            while (to < places.length
                    && ranked.get(to).group() == ranked.get(from).group()) {
                to++;
            }
            double[] scores = new double[to - from];
            double[] doubts = new double[to - from];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = ranked.get(from + i).score();
                doubts[i] = ranked.get(from + i).doubt();
            }
            int[] within = Places.of(scores, doubts);
            for (int i = 0; i < within.length; i++) {
                places[from + i] = from + within[i];
            }
            from = to;
        }
        return places;
    }

    private static Placing row(Entry entry, int place, boolean shared) {
        return new Placing(entry.id(), place, shared, entry.value(), entry.plusMinus(), entry.verdict());
    }
}
