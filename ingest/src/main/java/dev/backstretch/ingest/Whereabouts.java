package dev.backstretch.ingest;

import dev.backstretch.domain.event.Track;
import dev.backstretch.domain.track.Surroundings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where the runners of a session can be, and whose newest position was somewhere else. Places are compared and not held. Not
 * safe for threads; the session's lock is.
 */
final class Whereabouts {
    /** What is kept of a position. */
    enum Place {
        /** There was none. */
        UNSAID,
        KEPT,
        /** It lay where the runner hides a place. */
        HIDDEN,
        /** It lay nowhere near the track. */
        FAR
    }

    private boolean opened;

    /** Around the session's track; null where it has none. */
    private @Nullable Surroundings around;

    private final Map<String, Last> heard = new HashMap<>();

    /** They go home, which is nobody's business any more. */
    private final Set<String> left = new HashSet<>();

    private static final class Last {
        private Instant at = Instant.MIN;
        private boolean far;
    }

    /** Takes where the session is run; null is anywhere. */
    void open(@Nullable Track track) {
        opened = true;
        around = track == null ? null : Surroundings.of(track);
    }

    /** Whether every place may be kept of who runs on the track; of a session that is not known none may. */
    boolean areAnywhere() {
        return opened && around == null;
    }

    /** Whether a position of somebody who is to run on the track is near it. Where no track is known all are. */
    boolean hold(double latitude, double longitude) {
        return around == null || around.hold(latitude, longitude);
    }

    /** Takes where a runner is; of positions that come late or again the newest stands. */
    void hear(String runner, Instant at, boolean far) {
        if (around == null || left.contains(runner)) {
            return;
        }
        Last last = heard.get(runner);
        if (last == null) {
            last = new Last();
            heard.put(runner, last);
        }
        if (at.isAfter(last.at)) {
            last.at = at;
            last.far = far;
        }
    }

    void leave(String runner) {
        left.add(runner);
        heard.remove(runner);
    }

    void comeBack(String runner) {
        left.remove(runner);
    }

    /**
     * Whose newest position was nowhere near the track, in order of their names.
     *
     * @param keptBack who is measured no more; they are forgotten here
     */
    List<String> far(Predicate<String> keptBack) {
        heard.keySet().removeIf(keptBack);
        List<String> far = new ArrayList<>();
        heard.forEach((runner, last) -> {
            if (last.far) {
                far.add(runner);
            }
        });
        far.sort(null);
        return far;
    }
}
