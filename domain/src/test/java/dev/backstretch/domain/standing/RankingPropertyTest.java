package dev.backstretch.domain.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RankingPropertyTest {
    private static final List<Board> OF_RUNNERS = List.of(Board.LAPS, Board.RATIO, Board.IMPROVEMENT, Board.EFFORT);

    /** What a runner did, without a name; from few values, so that ties are common. */
    record Done(int ratio, int doubt, int laps, int points, int best) {
        Contender by(String id) {
            double plusMinus = List.of(0.0, 0.006, 0.013, 0.06).get(doubt);
            return Contender.of(id)
                    .withRatio(new Estimate(1.8 + ratio / 100.0, plusMinus), Verdict.MET, true)
                    .withLaps(laps, new Estimate(300 + ratio / 10.0, plusMinus * 10))
                    .withEffort(points, true)
                    .withBest(new Estimate(1.9 + best / 100.0, plusMinus));
        }
    }

    @Provide
    Arbitrary<List<Done>> group() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 30),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(0, 9))
                .as(Done::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(20);
    }

    private static List<Contender> named(List<Done> group, List<String> ids) {
        List<Contender> contenders = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            contenders.add(group.get(i).by(ids.get(i)));
        }
        return contenders;
    }

    private static List<String> ids(int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add("r" + (100 + i));
        }
        return ids;
    }

    private static Map<String, Integer> places(Board board, List<Contender> contenders) {
        Map<String, Integer> places = new TreeMap<>();
        for (Placing row : Ranking.of(board, contenders)) {
            places.put(row.id(), row.place());
        }
        return places;
    }

    @Property
    void other_names_change_no_place(@ForAll("group") List<Done> group, @ForAll long seed) {
        List<String> ids = ids(group.size());
        List<String> others = new ArrayList<>(ids);
        Collections.shuffle(others, new Random(seed));
        for (Board board : OF_RUNNERS) {
            Map<String, Integer> one = places(board, named(group, ids));
            Map<String, Integer> other = places(board, named(group, others));
            for (int i = 0; i < group.size(); i++) {
                assertThat(other.get(others.get(i))).as(board.key()).isEqualTo(one.get(ids.get(i)));
            }
        }
    }

    @Property
    void the_rows_with_a_place_do_not_depend_on_the_order_of_the_runners(
            @ForAll("group") List<Done> group, @ForAll long seed) {
        List<Contender> contenders = named(group, ids(group.size()));
        List<Contender> otherwise = new ArrayList<>(contenders);
        Collections.shuffle(otherwise, new Random(seed));
        for (Board board : OF_RUNNERS) {
            assertThat(Ranking.of(board, otherwise).stream().filter(row -> row.place() > 0))
                    .containsExactlyElementsOf(Ranking.of(board, contenders).stream()
                            .filter(row -> row.place() > 0)
                            .toList());
        }
    }

    @Property
    void a_slower_runner_leaves_the_places_above_alone(@ForAll("group") List<Done> group) {
        List<Contender> contenders = named(group, ids(group.size()));
        List<Contender> more = new ArrayList<>(contenders);
        more.add(0, new Done(31, 3, 1, -1, -30).by("a-new-one"));
        for (Board board : OF_RUNNERS) {
            Map<String, Integer> before = places(board, contenders);
            Map<String, Integer> after = places(board, more);
            after.remove("a-new-one");
            if (board != Board.LAPS) {
                assertThat(after).as(board.key()).isEqualTo(before);
            } else {
                for (Contender one : contenders) {
                    if (one.laps() >= 1) {
                        assertThat(after.get(one.runnerId())).isEqualTo(before.get(one.runnerId()));
                    }
                }
            }
        }
    }

    @Property
    void places_go_up_from_one_and_are_shared_by_those_who_say_so(@ForAll("group") List<Done> group) {
        for (Board board : OF_RUNNERS) {
            List<Placing> ranked = Ranking.of(board, named(group, ids(group.size()))).stream()
                    .filter(row -> row.place() > 0)
                    .toList();
            for (int i = 0; i < ranked.size(); i++) {
                int place = ranked.get(i).place();
                long same = ranked.stream().filter(row -> row.place() == place).count();
                assertThat(ranked.get(i).shared()).isEqualTo(same > 1);
                if (i == 0) {
                    assertThat(place).isEqualTo(1);
                } else if (place != ranked.get(i - 1).place()) {
                    assertThat(place).isEqualTo(i + 1);
                }
            }
        }
    }

    @Property
    void who_is_shown_above_is_never_clearly_worse_and_who_shares_is_never_clearly_better(
            @ForAll("group") List<Done> group) {
        List<Placing> rows = Ranking.of(Board.RATIO, named(group, ids(group.size())));
        for (int above = 0; above < rows.size(); above++) {
            for (int below = above + 1; below < rows.size(); below++) {
                Placing better = rows.get(above);
                Placing worse = rows.get(below);
                double behind = worse.value() - better.value();
                double band =
                        Math.sqrt(better.plusMinus() * better.plusMinus() + worse.plusMinus() * worse.plusMinus());
                assertThat(behind).isGreaterThanOrEqualTo(0);
                assertThat(worse.place()).isGreaterThanOrEqualTo(better.place());
                if (better.place() == worse.place()) {
                    assertThat(behind == 0 || behind < band).isTrue();
                }
                if (behind == 0) {
                    assertThat(worse.place()).isEqualTo(better.place());
                }
            }
        }
    }
}
