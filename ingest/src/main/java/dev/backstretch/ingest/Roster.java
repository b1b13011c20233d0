package dev.backstretch.ingest;

import dev.backstretch.domain.event.EventBody;
import dev.backstretch.domain.event.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who runs in a session, and whose chip, bib and device is whose from when on. Made from joins and bindings; hearing one of them
 * again changes nothing. Not safe for threads; the session's lock is.
 */
final class Roster {
    /** A reader's clock may be this far behind that of the desk where the chip was handed out. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    private final Set<String> runners = new HashSet<>();

    /** Those whose laps are distances, who need no track. */
    private final Set<String> anywhere = new HashSet<>();

    private final Map<String, NavigableMap<Instant, String>> runnerByChip = new HashMap<>();
    private final Map<String, NavigableMap<Instant, String>> runnerByBib = new HashMap<>();
    private final Map<String, NavigableMap<Instant, String>> runnerByDevice = new HashMap<>();

    void apply(RunEvent event) {
        String runner = event.runnerId();
        if (runner == null) {
            return;
        }
        if (event.body() instanceof EventBody.Join join) {
            runners.add(runner);
            if (join.lapRule() == EventBody.LapRule.DISTANCE) {
                anywhere.add(runner);
            } else {
                anywhere.remove(runner);
            }
            bind(runnerByChip, join.chip(), runner, event.observedAt());
            bind(runnerByBib, join.bib(), runner, event.observedAt());
            bind(runnerByDevice, join.device(), runner, event.observedAt());
        } else if (event.body() instanceof EventBody.Binding binding) {
            bind(runnerByChip, binding.chip(), runner, event.observedAt());
            bind(runnerByBib, binding.bib(), runner, event.observedAt());
            bind(runnerByDevice, binding.device(), runner, event.observedAt());
        }
    }

    /**
     * Whether the runner ever joined. Who has left is known still: what was run before the leave counts, and what was
     * observed after it the fold refuses as RUNNER_LEFT. The doors leave that to the fold, which knows how far the
     * device's clock is off and which of leaving and joining again came first.
     */
    boolean knows(String runner) {
        return runners.contains(runner);
    }

    /** Whether the runner joined to run somewhere else than on the session's track. */
    boolean runsAnywhere(String runner) {
        return anywhere.contains(runner);
    }

    int runners() {
        return runners.size();
    }

    @Nullable
    String runnerOfChip(String chip, Instant at) {
        return holder(runnerByChip.get(chip), at);
    }

    @Nullable
    String runnerOfBib(String bib, Instant at) {
        return holder(runnerByBib.get(bib), at);
    }

    @Nullable
    String runnerOfDevice(String device, Instant at) {
        return holder(runnerByDevice.get(device), at);
    }

    /** Everyone who ever had it, for what does not say when it was sent. */
    Set<String> runnersOfDevice(String device) {
        NavigableMap<Instant, String> holders = runnerByDevice.get(device);
        return holders == null ? Set.of() : Set.copyOf(holders.values());
    }

    private static void bind(
            Map<String, NavigableMap<Instant, String>> holders, @Nullable String token, String runner, Instant from) {
        if (token != null) {
            holders.computeIfAbsent(token, any -> new TreeMap<>()).put(from, runner);
        }
    }

    private static @Nullable String holder(@Nullable NavigableMap<Instant, String> holders, Instant at) {
        if (holders == null) {
            return null;
        }
        Map.Entry<Instant, String> held = holders.floorEntry(at);
        if (held == null) {
            Map.Entry<Instant, String> first = holders.firstEntry();
            held = first.getKey().minus(CLOCK_TOLERANCE).isAfter(at) ? null : first;
        }
        return held == null ? null : held.getValue();
    }
}
