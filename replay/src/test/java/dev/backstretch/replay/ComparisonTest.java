package dev.backstretch.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private record Inner(double value, List<String> names) {}

    private record Item(String id, Inner inner, @Nullable String note) {
        Item(String id, double value) {
            this(id, new Inner(value, List.of("a")), null);
        }
    }

    private static Comparison compare(boolean ordered, List<Item> expected, List<Item> found) {
        return Comparison.of(
                "place",
                expected,
                found,
                new Comparison.Rule<>(
                        Item::id,
                        (one, other) -> {
                            RecordDifference difference = RecordDifference.first(one, other);
                            return difference == null ? null : difference.toString();
                        },
                        item -> item.id().startsWith("old"),
                        ordered));
    }

    @Test
    void whatIsEqualIsTheSame() {
        Comparison same = compare(
                true,
                List.of(new Item("a", Double.NaN), new Item("b", 2)),
                List.of(new Item("a", Double.NaN), new Item("b", 2)));
        assertThat(same.same()).isTrue();
        assertThat(same).hasToString("place: 2 equal");
    }

    @Test
    void theFirstDifferenceIsSaidInWordsDownToTheField() {
        Comparison differs = compare(true, List.of(new Item("a", 1)), List.of(new Item("a", 1.5)));
        assertThat(differs.same()).isFalse();
        assertThat(differs.firstDifference()).isEqualTo("place a: inner.value: 1.0 expected, 1.5 found");
        assertThat(compare(
                                true,
                                List.of(new Item("a", new Inner(1, List.of("x", "y")), null)),
                                List.of(new Item("a", new Inner(1, List.of("x")), null)))
                        .firstDifference())
                .isEqualTo("place a: inner.names.size: 2 expected, 1 found");
        assertThat(compare(
                                true,
                                List.of(new Item("a", new Inner(1, List.of("x")), null)),
                                List.of(new Item("a", new Inner(1, List.of("z")), null)))
                        .firstDifference())
                .isEqualTo("place a: inner.names[0]: x expected, z found");
    }

    @Test
    void oneThatIsMissingDoesNotMakeTheRestDiffer() {
        Comparison differs = compare(
                true,
                List.of(new Item("a", 1), new Item("b", 2), new Item("c", 3)),
                List.of(new Item("a", 1), new Item("c", 3)));
        assertThat(differs)
                .extracting(Comparison::equal, Comparison::missing, Comparison::different)
                .containsExactly(2, 1, 0);
        assertThat(differs.same()).isFalse();
    }

    @Test
    void oneThatCameTwiceIsExtra() {
        Comparison differs = compare(true, List.of(new Item("a", 1)), List.of(new Item("a", 1), new Item("a", 1)));
        assertThat(differs).extracting(Comparison::equal, Comparison::extra).containsExactly(1, 1);
        assertThat(differs.same()).isFalse();
    }

    @Test
    void theOrderMattersWhereThereIsOne() {
        List<Item> one = List.of(new Item("a", 1), new Item("b", 2));
        List<Item> other = List.of(new Item("b", 2), new Item("a", 1));
        assertThat(compare(true, one, other).same()).isFalse();
        assertThat(compare(true, one, other).outOfOrder()).isEqualTo(1);
        assertThat(compare(false, one, other).same()).isTrue();
    }

    @Test
    void whatIsPastRetentionIsToldButIsNoDifference() {
        Comparison expired = compare(false, List.of(new Item("old", 1), new Item("b", 2)), List.of(new Item("b", 2)));
        assertThat(expired.same()).isTrue();
        assertThat(expired.expired()).isEqualTo(1);
        assertThat(compare(false, List.of(new Item("old", 1)), List.of(new Item("old", 2)))
                        .same())
                .as("a row that is still there must be right")
                .isFalse();
    }
}
