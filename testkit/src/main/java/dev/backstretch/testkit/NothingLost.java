package dev.backstretch.testkit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What was answered with success is in the log (design §6, 1). */
public final class NothingLost {
    private final Set<Item> accepted = new LinkedHashSet<>();
    private final Set<Item> logged = new LinkedHashSet<>();

    /** A door said yes to it. */
    public void accepted(Item item) {
        accepted.add(item);
    }

    /** The log holds it. */
    public void logged(Item item) {
        logged.add(item);
    }

    /** Empty when the guarantee holds. */
    public List<String> violations() {
        if (accepted.isEmpty()) {
            return List.of("nothing was accepted, so nothing is proven");
        }
        List<Item> lost = new ArrayList<>(accepted);
        lost.removeAll(logged);
        return lost.stream().map(item -> "accepted and lost: " + item).toList();
    }
}
