package dev.backstretch.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What two lists of one place, a topic or a table, have in common and where they differ.
 *
 * @param place topic or table
 * @param equal in both, with the same content
 * @param different in both, with other content
 * @param missing expected and not found
 * @param extra found and not expected, or found more than once
 * @param expired expected and not found, but so old that the place has let go of them
 * @param outOfOrder in both with the same content, but after one that it should come before
 * @param firstDifference the first of all differences in words, null when there is none
 */
public record Comparison(
        String place,
        int equal,
        int different,
        int missing,
        int extra,
        int expired,
        int outOfOrder,
        @Nullable String firstDifference) {

    /** The same without the words about what differs first. */
    Comparison withoutWords() {
        return new Comparison(place, equal, different, missing, extra, expired, outOfOrder, null);
    }

    /** Whether nothing differs. */
    public boolean same() {
        return different == 0 && missing == 0 && extra == 0 && outOfOrder == 0;
    }

    /**
     * How two lists are compared.
     *
     * @param identity what an item is known by in both lists
     * @param difference says in words how two items of one identity differ, or null when they do not
     * @param expired whether an item that is missing is so old that the place may have let go of it
     * @param ordered whether the order matters
     */
    public record Rule<T>(
            Function<T, String> identity,
            BiFunction<T, T, @Nullable String> difference,
            Function<T, Boolean> expired,
            boolean ordered) {}

    public static <T> Comparison of(String place, List<T> expected, List<T> found, Rule<T> rule) {
        Map<String, List<Placed<T>>> rest = new LinkedHashMap<>();
        for (int i = 0; i < found.size(); i++) {
            rest.computeIfAbsent(rule.identity().apply(found.get(i)), fresh -> new ArrayList<>())
                    .add(new Placed<>(i, found.get(i)));
        }
        var tally = new Tally();
        int last = -1;
        for (T item : expected) {
            String identity = rule.identity().apply(item);
            List<Placed<T>> candidates = rest.get(identity);
            if (candidates == null) {
                if (rule.expired().apply(item)) {
                    tally.expired++;
                } else {
                    tally.missing++;
                    tally.say(place, identity, "missing");
                }
                continue;
            }
            Placed<T> candidate = candidates.remove(0);
            if (candidates.isEmpty()) {
                rest.remove(identity);
            }
            String difference = rule.difference().apply(item, candidate.item());
            if (difference != null) {
                tally.different++;
                tally.say(place, identity, difference);
            } else if (rule.ordered() && candidate.index() < last) {
                tally.outOfOrder++;
                tally.say(place, identity, "comes after one that it should come before");
            } else {
                tally.equal++;
            }
            last = Math.max(last, candidate.index());
        }
        rest.forEach((identity, items) -> {
            tally.extra += items.size();
            tally.say(place, identity, "not expected");
        });
        return new Comparison(
                place,
                tally.equal,
                tally.different,
                tally.missing,
                tally.extra,
                tally.expired,
                tally.outOfOrder,
                tally.first);
    }

    private record Placed<T>(int index, T item) {}

    private static final class Tally {
        private int equal;
        private int different;
        private int missing;
        private int extra;
        private int expired;
        private int outOfOrder;
        private @Nullable String first;

        void say(String place, String identity, String words) {
            if (first == null) {
                first = place + " " + identity + ": " + words;
            }
        }
    }

    /** One line for a terminal. */
    @Override
    public String toString() {
        return place + ": " + equal + " equal"
                + part(different, "different")
                + part(missing, "missing")
                + part(extra, "extra")
                + part(outOfOrder, "out of order")
                + part(expired, "past retention")
                + (firstDifference == null ? "" : "; first: " + firstDifference);
    }

    private static String part(int count, String word) {
        return count == 0 ? "" : ", " + count + " " + word;
    }
}
