package dev.backstretch.domain.lap;

import dev.backstretch.domain.event.Facing;
import java.util.List;

/**
 * One lap between two marks.
 *
 * @param number from 1
 * @param facing as declared, planned or seen
 * @param meters its length
 * @param flags doubts: {@code unsigned}, {@code low}, {@code gun-start}, {@code rest-start}, and those named in {@link
 *     LapBook}
 */
public record Lap(int number, Mark start, Mark end, Facing facing, double meters, List<String> flags) {
    public Lap {
        flags = List.copyOf(flags);
    }

    public long micros() {
        return end.micros() - start.micros();
    }
}
