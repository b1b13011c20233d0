package dev.backstretch.domain.session;

import dev.backstretch.domain.event.EventBody.Correction;
import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.lap.Fusion;
import dev.backstretch.domain.lap.Mark;
import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Chip reads, taps and what a coach mended of them, for one runner. A correction names an event or a lap; undoing one
 * takes it out again, and undoing that puts it back (design D9).
 *
 * <p>Two who wear each other's bib are swapped from a moment on: what was tapped, read from a chip or added by hand for
 * the one is the other's, whether it came before the swap was said or comes after it. What a device measured stays whose
 * it is, and so does what a coach mends once the swap is said: that is meant for the runner who is seen then. So the
 * corrections of both are walked in the order they were said.
 */
final class HandMarks {
    /**
     * A correction as it was taken.
     *
     * @param position in the session's log
     * @param target the mark it means where it named a lap
     * @param atMicros where to add or move to; for a swap from when on, null for from the beginning; for a facing when the
     *     lap began, null where that is not known
     * @param with the other runner of a swap, else null
     * @param facing which way the lap to the target was run, null in all that do not say it
     */
    record Mended(
            String eventId,
            long position,
            Correction.Action action,
            @Nullable String corrects,
            @Nullable Mark target,
            @Nullable Long atMicros,
            @Nullable String with,
            @Nullable Facing facing) {}

    /** Which way one lap was run, as a coach said. */
    private record Faced(long fromMicros, long toMicros, Facing facing) {}

    /** A mark on its way between two runners; what a device measured does not go. */
    private record Held(Mark mark, String of, boolean goes) {}

    private final String runnerId;
    private final List<Mark> marks = new ArrayList<>();
    // of the last of them, which is asked for with each reading
    private long newestMicros = Long.MIN_VALUE;
    private boolean newestKnown = true;

    private final List<Mended> mended = new ArrayList<>();
    // of the corrections, as it is asked for with each reading
    private List<Faced> faced = List.of();
    /** Those whose bib was swapped with this one at some time. */
    private final Map<String, HandMarks> swappedWith = new TreeMap<>();

    HandMarks(String runnerId) {
        this.runnerId = runnerId;
    }

    void add(Mark mark) {
        marks.add(mark);
        lookAtNewest();
    }

    /**
     * Takes a correction.
     *
     * @return from when on another way may be known of the laps of which a coach said it, {@code Long.MAX_VALUE} where none
     *     is
     */
    long mend(Mended correction) {
        List<Faced> before = faced;
        mended.add(correction);
        faced = facedLaps();
        return Math.min(earliestOf(before, faced), earliestOf(faced, before));
    }

    private static long earliestOf(List<Faced> laps, List<Faced> without) {
        long earliest = Long.MAX_VALUE;
        for (Faced lap : laps) {
            if (!without.contains(lap)) {
                earliest = Math.min(earliest, lap.fromMicros());
            }
        }
        return earliest;
    }

    private List<Faced> facedLaps() {
        if (mended.stream().noneMatch(one -> one.action() == Correction.Action.FACING)) {
            return List.of();
        }
        Set<String> undone = undone(mended);
        List<Faced> laps = new ArrayList<>();
        for (Mended said : mended) {
            Facing facing = said.facing();
            if (said.action() == Correction.Action.FACING
                    && said.target() != null
                    && facing != null
                    && !undone.contains(said.eventId())) {
                long end = endNow(said, undone);
                laps.add(new Faced(said.atMicros() == null ? end : said.atMicros(), end, facing));
            }
        }
        return laps;
    }

    /** Where the lap ends now that a correction means: moves of it go along that were said later, or undone. */
    private long endNow(Mended said, Set<String> undone) {
        long end = endThen(said, undone);
        for (Mended later : mended) {
            Long at = later.atMicros();
            if (later.action() == Correction.Action.MOVE
                    && later.position() > said.position()
                    && at != null
                    && later.target() != null
                    && !undone.contains(later.eventId())
                    && Math.abs(endThen(later, undone) - end) <= SAME_PASSING_MICROS) {
                end = at;
            }
        }
        return end;
    }

    /** Where the lap ended when a correction was said, without the moves of it that were undone since. */
    private long endThen(Mended said, Set<String> undone) {
        Mark target = said.target();
        if (target == null) {
            return Long.MAX_VALUE;
        }
        for (Mended move : mended) {
            if (rested(said, move, undone) && move.target() != null) {
                return endThen(move, undone);
            }
        }
        return target.micros();
    }

    /** Whether the mark that a correction means stood where a move had put it that was undone since. */
    private static boolean rested(Mended said, Mended move, Set<String> undone) {
        Mark target = said.target();
        return target != null
                && move.action() == Correction.Action.MOVE
                && move.position() < said.position()
                && undone.contains(move.eventId())
                && target.eventIds().contains(move.eventId());
    }

    /** Which way the lap that ended at a moment was run, as was said last; UNKNOWN of a lap of which nobody said it. */
    Facing facingOfLapTo(long endMicros) {
        Facing said = Facing.UNKNOWN;
        for (Faced lap : faced) {
            if (Math.abs(lap.toMicros() - endMicros) <= SAME_PASSING_MICROS) {
                said = lap.facing();
            }
        }
        return said;
    }

    /** The same of a moment within such a lap. */
    Facing facingAt(long micros) {
        Facing said = Facing.UNKNOWN;
        for (Faced lap : faced) {
            if (lap.fromMicros() <= micros && micros < lap.toMicros()) {
                said = lap.facing();
            }
        }
        return said;
    }

    /** Each knows of the other from now on. */
    void link(HandMarks other) {
        swappedWith.put(other.runnerId, other);
        other.swappedWith.put(runnerId, this);
    }

    /** The ids of those with whom a swap was said by this runner's corrections. */
    Set<String> swaps() {
        Set<String> with = new HashSet<>();
        for (Mended correction : mended) {
            String other = correction.with();
            if (correction.action() == Correction.Action.SWAP && other != null) {
                with.add(other);
            }
        }
        return with;
    }

    /** Whether marks may go from one of the two to the other, maybe by a third. */
    boolean sharesWith(HandMarks other) {
        return group().containsKey(other.runnerId);
    }

    boolean isShared() {
        return !swappedWith.isEmpty();
    }

    /** Whether the mark that was made last knows its way and lies at or before a moment; or there is none. */
    boolean newestKnownBy(long micros) {
        return newestKnown && newestMicros <= micros;
    }

    /**
     * Whether a chip read changes nothing about the laps: an earlier one of its burst was as strong.
     *
     * @param fromMicros marks before it do not count
     */
    boolean isOutshone(Mark read, long fromMicros) {
        if (!mended.isEmpty() || isShared()) {
            // a correction may take the other one away, or another runner have it
            return false;
        }
        for (int i = marks.size() - 1; i >= 0; i--) {
            Mark other = marks.get(i);
            if (other.micros() >= fromMicros && Fusion.outshines(other, read)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a mark lies after all that are there. */
    boolean isNewest(Mark mark) {
        for (int i = marks.size() - 1; i >= 0; i--) {
            if (marks.get(i).micros() >= mark.micros()) {
                return false;
            }
        }
        return true;
    }

    private void lookAtNewest() {
        Mark newest = marks.get(marks.size() - 1);
        newestMicros = newest.micros();
        newestKnown = !Double.isNaN(newest.pathMeters());
    }

    List<Mark> all() {
        return marks;
    }

    void replace(int index, Mark mark) {
        marks.set(index, mark);
        lookAtNewest();
    }

    /** All whose marks may have come here, by runner. */
    private Map<String, HandMarks> group() {
        Map<String, HandMarks> group = new TreeMap<>();
        List<HandMarks> next = new ArrayList<>(List.of(this));
        while (!next.isEmpty()) {
            HandMarks one = next.remove(next.size() - 1);
            if (group.put(one.runnerId, one) == null) {
                next.addAll(one.swappedWith.values());
            }
        }
        return group;
    }

    /**
     * These marks and those of the line or of the distance, with the corrections done. A mark that was another's does not
     * know how far this runner had moved by then.
     */
    List<Mark> corrected(List<Mark> measured) {
        if (mended.isEmpty() && !isShared()) {
            List<Mark> result = new ArrayList<>(marks);
            result.addAll(measured);
            return result;
        }
        Map<String, HandMarks> group = group();
        Map<String, List<Held>> held = new HashMap<>();
        List<Mended> said = new ArrayList<>();
        Map<Mended, String> saidOf = new HashMap<>();
        group.forEach((runner, hand) -> {
            List<Held> own = new ArrayList<>();
            hand.marks.forEach(mark -> own.add(new Held(mark, runner, true)));
            held.put(runner, own);
            said.addAll(hand.mended);
            hand.mended.forEach(correction -> saidOf.put(correction, runner));
        });
        List<Held> own = held.getOrDefault(runnerId, new ArrayList<>());
        measured.forEach(mark -> own.add(new Held(mark, runnerId, false)));
        said.sort(Comparator.comparingLong(Mended::position));
        Set<String> undone = undone(said);
        for (Mended correction : said) {
            String runner = saidOf.getOrDefault(correction, runnerId);
            String other = correction.with();
            List<Held> meant = held.getOrDefault(runner, new ArrayList<>());
            if (undone.contains(correction.eventId())) {
                continue;
            }
            if (correction.action() == Correction.Action.SWAP && other != null) {
                swap(meant, held.getOrDefault(other, new ArrayList<>()), correction);
            } else {
                mend(meant, correction, runner, mark -> meant(correction, mark, said, undone));
            }
        }
        List<Mark> result = new ArrayList<>();
        for (Held one : own) {
            result.add(one.of().equals(runnerId) ? one.mark() : one.mark().withPath(Double.NaN));
        }
        return result;
    }

    private static void swap(List<Held> one, List<Held> other, Mended correction) {
        List<Held> gone = taken(one, correction);
        List<Held> come = taken(other, correction);
        one.addAll(come);
        other.addAll(gone);
    }

    private static List<Held> taken(List<Held> from, Mended correction) {
        Long at = correction.atMicros();
        List<Held> taken = new ArrayList<>();
        from.removeIf(held -> {
            boolean goes = held.goes() && (at == null || held.mark().micros() >= at);
            if (goes) {
                taken.add(held);
            }
            return goes;
        });
        return taken;
    }

    private static void mend(List<Held> marks, Mended correction, String runner, Predicate<Mark> meant) {
        Long at = correction.atMicros();
        switch (correction.action()) {
            case VOID -> marks.removeIf(held -> meant.test(held.mark()));
            case MOVE -> {
                if (at != null) {
                    marks.replaceAll(held -> meant.test(held.mark())
                            ? new Held(byHand(at, correction.eventId()), runner, held.goes())
                            : held);
                }
            }
            case ADD -> {
                if (at != null) {
                    marks.add(new Held(byHand(at, correction.eventId()), runner, true));
                }
            }
            case SWAP, UNDO, FACING, UNRECOGNISED -> {}
        }
    }

    /** What was undone; an undo that was not undone itself takes out one correction that was made before it. */
    private static Set<String> undone(List<Mended> said) {
        Set<String> undone = new HashSet<>();
        for (int i = said.size() - 1; i >= 0; i--) {
            Mended undo = said.get(i);
            String corrects = undo.corrects();
            if (undo.action() == Correction.Action.UNDO
                    && corrects != null
                    && !undone.contains(undo.eventId())
                    && said.subList(0, i).stream().anyMatch(one -> one.eventId().equals(corrects))) {
                undone.add(corrects);
            }
        }
        return undone;
    }

    /** A lap whose end was moved stays the lap that is meant when the move is undone later. */
    private static boolean meant(Mended correction, Mark mark, List<Mended> said, Set<String> undone) {
        String corrects = correction.corrects();
        if (corrects != null && mark.eventIds().contains(corrects)) {
            return true;
        }
        Mark target = correction.target();
        if (target == null) {
            return false;
        }
        if (Math.abs(target.micros() - mark.micros()) <= SAME_PASSING_MICROS && mark.sign() >= 0) {
            return true;
        }
        return said.stream().anyMatch(move -> rested(correction, move, undone) && meant(move, mark, said, undone));
    }

    /** Whoever removes a passing removes what every source saw of it. */
    private static final long SAME_PASSING_MICROS = 5 * Micros.PER_SECOND;

    /** What a coach says by a correction. */
    static Mark byHand(long micros, String eventId) {
        return new Mark(
                MarkSource.TAP, micros, Mark.TAP_SIGMA_SECONDS, 0, Double.NaN, 0, Double.NaN, false, List.of(eventId));
    }

    void writeTo(StateWriter out) {
        out.list(marks, (to, mark) -> mark.writeTo(to));
        out.list(mended, (to, correction) -> {
            to.text(correction.eventId());
            to.number(correction.position());
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
            to.text(correction.with());
            Facing facing = correction.facing();
            to.bool(facing != null);
            if (facing != null) {
                to.symbol(facing);
            }
        });
    }

    /** Without the links to other runners: they are made again once all runners are read. */
    static HandMarks readFrom(StateReader in, String runnerId) {
        HandMarks read = new HandMarks(runnerId);
        in.list(Mark::readFrom).forEach(read::add);
        read.mended.addAll(in.list(from -> new Mended(
                from.requiredText(),
                from.number(),
                from.symbol(Correction.Action.class),
                from.text(),
                from.bool() ? Mark.readFrom(from) : null,
                from.bool() ? (Long) from.number() : null,
                from.text(),
                from.bool() ? from.symbol(Facing.class) : null)));
        read.faced = read.facedLaps();
        return read;
    }
}
