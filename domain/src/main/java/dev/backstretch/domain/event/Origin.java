package dev.backstretch.domain.event;

import org.jspecify.annotations.Nullable;

/**
 * Where an event comes from.
 *
 * @param kind the sort of source; decides how far its clock is trusted
 * @param source the device, reader or coach by its opaque name, or null where there is only one
 */
public record Origin(Kind kind, @Nullable String source) {
    /** The sort of source an event comes from. */
    public enum Kind {
        /** A kind that this version does not know. */
        UNRECOGNISED,
        /** A phone, watch, strap or pod that sends while its runner runs. Its clock may be off. */
        DEVICE,
        /** A timing mat or chip reader. */
        TIMING,
        /** A coach's hand. */
        COACH,
        /** A recorded file: its clock offset is 0 and it never feeds an offset estimate. */
        FILE,
        /** The session clock, which writes ticks and closes forgotten sessions. */
        CLOCK,
        /** Whoever opened the session: head, roster and rules. */
        CAMP
    }

    public static Origin of(Kind kind) {
        return new Origin(kind, null);
    }
}
