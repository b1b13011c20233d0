package dev.backstretch.testkit;

import dev.backstretch.domain.outcome.Frame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Each item of the log is folded once, and each outcome leaves once (design §6, 2). */
public final class NothingTwice {
    private final Map<String, Integer> read = new TreeMap<>();
    private final Map<String, Set<Item>> distinct = new HashMap<>();
    private final Map<String, Frame.Counts> counts = new TreeMap<>();
    private final Set<String> outcomes = new HashSet<>();
    private final List<String> twice = new ArrayList<>();

    /** The log holds it; as often as it does. */
    public void logged(Item item) {
        read.merge(item.sessionId(), 1, Integer::sum);
        distinct.computeIfAbsent(item.sessionId(), fresh -> new HashSet<>()).add(item);
    }

    /** What a session's last frame says became of its log. */
    public void counted(String sessionId, Frame.Counts sums) {
        counts.put(sessionId, sums);
    }

    /** A topic holds an outcome of this identity and revision; as often as it does. */
    public void cameOut(String identity) {
        if (!outcomes.add(identity)) {
            twice.add("came out twice: " + identity);
        }
    }

    /** Empty when the guarantee holds. */
    public List<String> violations() {
        List<String> violations = new ArrayList<>(twice);
        if (outcomes.isEmpty()) {
            violations.add("nothing came out, so nothing is proven");
        }
        read.forEach((session, items) -> {
            Frame.Counts sums = counts.get(session);
            int once = distinct.getOrDefault(session, Set.of()).size();
            if (sums == null) {
                violations.add("session " + session + " has no last frame with counts");
                return;
            }
            if (!sums.addsUp() || sums.read() != items) {
                violations.add("session " + session + ": the log holds " + items + " items, counted are " + sums);
            }
            if (sums.folded() + sums.rejected() > once || sums.duplicates() < items - once) {
                violations.add(
                        "session " + session + ": of " + items + " items " + once + " are distinct, but " + sums);
            }
        });
        return violations;
    }
}
