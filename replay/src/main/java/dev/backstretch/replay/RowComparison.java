package dev.backstretch.replay;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Compares the rows that the topics amount to with those that the store has, column for column. */
public final class RowComparison {
    private RowComparison() {}

    /**
     * @param identity what a row is known by
     * @param expired whether a row is so old that the store may have let go of it
     */
    public static <R extends Record> Comparison compare(
            String table,
            List<? extends R> expected,
            List<? extends R> found,
            Function<R, String> identity,
            Predicate<R> expired) {
        var rule = new Comparison.Rule<R>(
                identity,
                (one, other) -> {
                    RecordDifference difference = RecordDifference.first(one, other);
                    return difference == null ? null : difference.toString();
                },
                expired::test,
                false);
        return Comparison.of(table, sorted(expected, identity), sorted(found, identity), rule);
    }

    /** A store has no order of its own; so the first difference is the same each time. */
    private static <R> List<R> sorted(List<? extends R> rows, Function<R, String> identity) {
        return rows.stream()
                .<R>map(row -> row)
                .sorted(Comparator.comparing(identity))
                .toList();
    }
}
