package dev.backstretch.domain.plan;

import java.util.List;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The cues of one step, said in turn from a moment on, {@link GroupClock#CUE_MICROS} apart on a clock that may stand.
 *
 * @param cues keys of words, in their order; none says nothing
 * @param fromMicros when the first of them is due
 * @param said how many were said in the steps before: the turn goes on from there
 */
public record CueTurn(List<String> cues, long fromMicros, long said) {
    public CueTurn {
        cues = List.copyOf(cues);
    }

    /**
     * Key of the newest cue that was due by a moment; null before the first.
     *
     * @param running tells how much time of the clock lies between two moments
     */
    public @Nullable String at(long micros, LongBinaryOperator running) {
        if (cues.isEmpty() || micros < fromMicros) {
            return null;
        }
        return cues.get((int) ((said + running.applyAsLong(fromMicros, micros) / GroupClock.CUE_MICROS) % cues.size()));
    }
}
