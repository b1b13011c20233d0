package dev.backstretch.domain.session;

import dev.backstretch.domain.event.EventBody.Correction;
import dev.backstretch.domain.lap.Mark;
import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chip reads, taps and what a coach mended of them, for one runner. A correction names an event or a lap; undoing one
 * takes it out again, and undoing that puts it back (design D9).
 */
final class HandMarks {
    /** A correction as it was taken, with the mark it means where it named a lap. */
    record Mended(
            String eventId,
            Correction.Action action,
            @Nullable String corrects,
            @Nullable Mark target,
            @Nullable Long atMicros) {}

    private final List<Mark> marks = new ArrayList<>();
    private final List<Mended> mended = new ArrayList<>();

    void add(Mark mark) {
        marks.add(mark);
    }

    void mend(Mended correction) {
        mended.add(correction);
    }

    List<Mark> all() {
        return marks;
    }

    void replace(int index, Mark mark) {
        marks.set(index, mark);
    }

    /** These marks and those of the line or of the distance, with the corrections done. */
    List<Mark> corrected(List<Mark> measured) {
        List<Mark> result = new ArrayList<>(marks);
        result.addAll(measured);
        Set<String> undone = undone();
        for (Mended correction : mended) {
            if (undone.contains(correction.eventId())) {
                continue;
            }
            switch (correction.action()) {
                case VOID -> result.removeIf(mark -> meant(correction, mark));
                case MOVE -> {
                    Long at = correction.atMicros();
                    if (at != null) {
                        result.replaceAll(mark -> meant(correction, mark) ? byHand(at, correction) : mark);
                    }
                }
                case ADD -> {
                    Long at = correction.atMicros();
                    if (at != null) {
                        result.add(byHand(at, correction));
                    }
                }
                case SWAP, UNDO, UNRECOGNISED -> {}
            }
        }
        return result;
    }

    /** What was undone; an undo that was not undone itself takes out one correction that was made before it. */
    private Set<String> undone() {
        Set<String> undone = new HashSet<>();
        for (int i = mended.size() - 1; i >= 0; i--) {
            Mended undo = mended.get(i);
            String corrects = undo.corrects();
            if (undo.action() == Correction.Action.UNDO
                    && corrects != null
                    && !undone.contains(undo.eventId())
                    && mended.subList(0, i).stream()
                            .anyMatch(one -> one.eventId().equals(corrects))) {
                undone.add(corrects);
            }
        }
        return undone;
    }

    private static boolean meant(Mended correction, Mark mark) {
        String corrects = correction.corrects();
        if (corrects != null && mark.eventIds().contains(corrects)) {
            return true;
        }
        Mark target = correction.target();
        return target != null && Math.abs(target.micros() - mark.micros()) <= SAME_PASSING_MICROS && mark.sign() >= 0;
    }

    /** Whoever removes a passing removes what every source saw of it. */
    private static final long SAME_PASSING_MICROS = 5 * Micros.PER_SECOND;

    private static Mark byHand(long micros, Mended correction) {
        return new Mark(
                MarkSource.TAP,
                micros,
                Mark.TAP_SIGMA_SECONDS,
                0,
                Double.NaN,
                0,
                Double.NaN,
                false,
                List.of(correction.eventId()));
    }

    void writeTo(StateWriter out) {
        out.list(marks, (to, mark) -> mark.writeTo(to));
        out.list(mended, (to, correction) -> {
            to.text(correction.eventId());
            to.symbol(correction.action());
            to.text(correction.corrects());
            Mark target = correction.target();
            to.bool(target != null);
            if (target != null) {
                target.writeTo(to);
            }
            Long at = correction.atMicros();
            to.bool(at != null);
            if (at != null) {
                to.number(at);
            }
        });
    }

    static HandMarks readFrom(StateReader in) {
        HandMarks read = new HandMarks();
        read.marks.addAll(in.list(Mark::readFrom));
        read.mended.addAll(in.list(from -> new Mended(
                from.requiredText(),
                from.symbol(Correction.Action.class),
                from.text(),
                from.bool() ? Mark.readFrom(from) : null,
                from.bool() ? (Long) from.number() : null)));
        return read;
    }
}
