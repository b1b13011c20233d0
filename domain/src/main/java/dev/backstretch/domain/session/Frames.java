package dev.backstretch.domain.session;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a session's frames close. A frame is due at each 200 ms of log time and closes at the first event past that, so
 * that it is a function of the log; every 10 s one is a key frame. One leaves at least every second, so that a reader can
 * tell a quiet session from a lost stream.
 */
final class Frames {
    private static final String RULES = "frames/1";
    private static final long FRAME_MICROS = 200 * Micros.PER_MILLI;
    private static final long QUIET_MICROS = Micros.PER_SECOND;
    private static final long ATTENTION_MICROS = Micros.PER_SECOND;
    private static final long KEY_MICROS = 10 * Micros.PER_SECOND;
    /** Parts of a frame stay below 256 KiB: an entry with totals and effort takes less than 640 bytes. */
    private static final int ENTRIES_PER_PART = 400;

    private final String sessionId;
    private long dueMicros = Long.MAX_VALUE;
    private long lastMicros = Long.MIN_VALUE;
    private long lastKeyMicros = Long.MIN_VALUE;
    private long number;
    private Frame.@Nullable PlanProgress publishedPlan;

    Frames(String sessionId) {
        this.sessionId = sessionId;
    }

    /** Of the newest frame, {@code Long.MIN_VALUE} before the first. */
    long lastMicros() {
        return lastMicros;
    }

    boolean due(long logMicros) {
        return logMicros >= dueMicros;
    }

    /** The newest boundary that a log time has passed. */
    static long boundary(long logMicros) {
        return Math.floorDiv(logMicros, FRAME_MICROS) * FRAME_MICROS;
    }

    boolean keyDue(long boundary) {
        return lastKeyMicros == Long.MIN_VALUE || boundary - lastKeyMicros >= KEY_MICROS;
    }

    boolean quietTooLong(long boundary) {
        return lastMicros == Long.MIN_VALUE || boundary - lastMicros >= QUIET_MICROS;
    }

    /** Whether this is the first frame of its second: who needs the coach is looked at once in each. */
    boolean attentionDue(long boundary) {
        return lastMicros == Long.MIN_VALUE
                || Math.floorDiv(lastMicros, ATTENTION_MICROS) != Math.floorDiv(boundary, ATTENTION_MICROS);
    }

    void next(long logMicros) {
        dueMicros = boundary(logMicros) + FRAME_MICROS;
    }

    void emit(
            long boundary,
            boolean key,
            boolean last,
            List<Frame.Entry> entries,
            Frame.PlanProgress plan,
            Frame.@Nullable Counts counts,
            Frame.@Nullable Attention attention,
            long position,
            Outcome.Sink out) {
        boolean planChanged = !plan.equals(publishedPlan);
        publishedPlan = plan;
        int parts = Math.max(1, (entries.size() + ENTRIES_PER_PART - 1) / ENTRIES_PER_PART);
        for (int part = 0; part < parts; part++) {
            int from = part * ENTRIES_PER_PART;
            out.accept(new Frame(
                    sessionId,
                    number,
                    Micros.toInstant(boundary),
                    key,
                    last,
                    part,
                    parts,
                    parts == 1 ? entries : entries.subList(from, Math.min(entries.size(), from + ENTRIES_PER_PART)),
                    key || planChanged ? plan : null,
                    counts,
                    RULES,
                    position,
                    part == 0 ? attention : null));
        }
        number++;
        lastMicros = boundary;
        if (key) {
            lastKeyMicros = boundary;
        }
    }

    void writeTo(StateWriter out) {
        out.number(dueMicros);
        out.number(lastMicros);
        out.number(lastKeyMicros);
        out.number(number);
        Frame.PlanProgress plan = publishedPlan;
        out.bool(plan != null);
        if (plan != null) {
            out.text(plan.planName());
            out.number(plan.step());
            out.number(plan.of());
            out.text(plan.kind());
            out.symbol(plan.facing());
            out.real(plan.goalMeters());
            out.instant(plan.startedAt());
            out.instant(plan.endsAt());
            out.bool(plan.paused());
            out.text(plan.cue());
            out.text(plan.next());
            Facing next = plan.nextFacing();
            out.text(next == null ? null : next.name());
            out.instant(plan.pausedAt());
            out.real(plan.pausedSeconds());
            out.real(plan.leftSeconds());
        }
    }

    static Frames readFrom(StateReader in, String sessionId) {
        Frames read = new Frames(sessionId);
        read.dueMicros = in.number();
        read.lastMicros = in.number();
        read.lastKeyMicros = in.number();
        read.number = in.number();
        if (in.bool()) {
            read.publishedPlan = new Frame.PlanProgress(
                    in.requiredText(),
                    in.integer(),
                    in.integer(),
                    in.requiredText(),
                    in.symbol(Facing.class),
                    in.real(),
                    in.instant(),
                    in.instant(),
                    in.bool(),
                    in.text(),
                    in.text(),
                    readFacing(in),
                    in.instant(),
                    in.real(),
                    in.real());
        }
        return read;
    }

    private static @Nullable Facing readFacing(StateReader in) {
        String name = in.text();
        return name == null ? null : Facing.valueOf(name);
    }
}
