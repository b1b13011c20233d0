package dev.backstretch.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one sender sent one after the other lies in the log in that order, and outcomes leave in the order of the log. */
public final class InOrderPerSession {
    private final Map<Sender, Set<Item>> sent = new LinkedHashMap<>();
    private final Map<String, Set<Item>> logged = new HashMap<>();
    private final Map<String, Long> positions = new HashMap<>();
    private final List<String> backwards = new ArrayList<>();

    /** A runner's devices, or, with no runner, the one who leads the session. */
    private record Sender(String sessionId, @Nullable String runnerId) {}

    /** Sent after all that was reported before of the same runner in the same session. */
    public void sent(Item item) {
        sent.computeIfAbsent(new Sender(item.sessionId(), item.runnerId()), fresh -> new LinkedHashSet<>())
                .add(item);
    }

    /** Lies in the log after all that was reported before; one that comes again counts where it first stood. */
    public void logged(Item item) {
        logged.computeIfAbsent(item.sessionId(), fresh -> new LinkedHashSet<>()).add(item);
    }

    /** Lies in one place, a topic, after all that was reported before, and was made at this position of its session's log. */
    public void cameOut(String place, String sessionId, long sessionPosition) {
        Long before = positions.put(place + " of " + sessionId, sessionPosition);
        if (before != null && sessionPosition < before) {
            backwards.add(place + " of " + sessionId + ": position " + sessionPosition + " after " + before);
        }
    }

    /** Empty when the guarantee holds. */
    public List<String> violations() {
        List<String> violations = new ArrayList<>(backwards);
        if (sent.isEmpty() || positions.isEmpty()) {
            violations.add("nothing was sent or nothing came out, so nothing is proven");
        }
        sent.forEach((sender, items) -> {
            Set<Item> inLog = logged.getOrDefault(sender.sessionId(), Set.of());
            List<Item> expected = items.stream().filter(inLog::contains).toList();
            Set<Item> known = new HashSet<>(items);
            List<Item> found = inLog.stream().filter(known::contains).toList();
            for (int i = 0; i < expected.size(); i++) {
                if (!expected.get(i).equals(found.get(i))) {
                    violations.add("session " + sender.sessionId() + ": " + found.get(i) + " lies where "
                            + expected.get(i) + " was sent");
                    return;
                }
            }
        });
        return violations;
    }
}
