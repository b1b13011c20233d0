package dev.backstretch.domain.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * When a beginner goes on to the next stage of a plan: after two sessions of a stage without a stop, a fall or an
 * exertion above 6 (domain notes §7.1, {@code walk-first}).
 */
public final class Progression {
    private static final int CLEAN_SESSIONS = 2;
    private static final double HIGHEST_RATING = 6;

    /**
     * One session at a stage.
     *
     * @param stage from 1
     * @param stopped whether the runner pressed stop or stopped while backwards
     * @param fell whether the runner fell
     * @param rating highest perceived exertion, 0 to 10 (CR10); NaN when nobody asked
     */
    public record Attempt(int stage, boolean stopped, boolean fell, double rating) {
        boolean spoilt() {
            return stopped || fell || rating > HIGHEST_RATING;
        }
    }

    private Progression() {}

    /**
     * The stage for the next session. A session without a rating neither counts nor spoils what came before it.
     *
     * @param attempts oldest first
     * @param stages how many the plan has
     * @return 1 to {@code stages}
     */
    public static int stageAfter(List<Attempt> attempts, int stages) {
        int stage = 1;
        int clean = 0;
        for (Attempt attempt : attempts) {
            if (attempt.stage() != stage) {
                stage = Math.max(1, Math.min(stages, attempt.stage()));
                clean = 0;
            }
            if (attempt.spoilt()) {
                clean = 0;
            } else if (!Double.isNaN(attempt.rating())) {
                clean++;
            }
            if (clean == CLEAN_SESSIONS && stage < stages) {
                stage++;
                clean = 0;
            }
        }
        return stage;
    }

    /**
     * The same where nobody put down at which stage each session was: whoever comes is taken to do the stage that is next.
     *
     * @param attempts oldest first, whose own stages do not count
     */
    public static int stageAfterAll(List<Attempt> attempts, int stages) {
        var taken = new ArrayList<Attempt>();
        for (Attempt attempt : attempts) {
            taken.add(new Attempt(stageAfter(taken, stages), attempt.stopped(), attempt.fell(), attempt.rating()));
        }
        return stageAfter(taken, stages);
    }
}
