package dev.backstretch.board;

import dev.backstretch.domain.outcome.Frame.PlanProgress;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the group's clock stood, as the session's frames told it: a screen that comes later shows the number at which it stopped,
 * and does not count afterwards what did not count. As exact as frames are frequent; times of laps have nothing of it.
 *
 * @param since log time of the first frame that said so, null while the clock runs
 * @param secondsBefore for how long it stood in earlier pauses since the start
 * @param leftSeconds of the step's countdown when it stopped, NaN where none is known or the clock runs
 */
record GroupPause(@Nullable Instant since, double secondsBefore, double leftSeconds) {
    static final GroupPause NONE = new GroupPause(null, 0, Double.NaN);

    /**
     * After one more word about the plan.
     *
     * @param before what was said until then, null at first
     */
    GroupPause after(@Nullable PlanProgress before, PlanProgress now, Instant logTime) {
        if (now.paused()) {
            return since == null ? new GroupPause(logTime, secondsBefore, left(before, now, logTime)) : this;
        }
        if (since == null) {
            return this;
        }
        Instant started = now.startedAt();
        if (started == null) {
            return NONE;
        }
        Instant from = started.isAfter(since) ? started : since;
        return new GroupPause(null, secondsBefore + Math.max(0, seconds(from, logTime)), Double.NaN);
    }

    private static double left(@Nullable PlanProgress before, PlanProgress now, Instant logTime) {
        Instant end = before == null || before.step() != now.step() ? null : before.endsAt();
        return end == null ? Double.NaN : Math.max(0, seconds(logTime, end));
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }
}
