package dev.backstretch.domain.outcome;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A correction that changed what a session came to after its end.
 *
 * @param eventId of the correction
 * @param coach who said it, by initials; null where nobody put a name to it
 * @param reason why, in the coach's word, such as {@code wrong-bib}; null where none was given
 * @param corrects the event that it takes back or mends, null where it names none: of two corrections of one lap each may be
 *     taken back, and whoever offers that has to know what was
 */
public record CoachCorrection(
        String eventId,
        @Nullable String coach,
        @Nullable String reason,
        @Nullable String corrects) {
    /** Why a lap was revised that a coach corrected, during the session or after it. */
    public static final String REASON = "coach-correction";

    public CoachCorrection {
        Objects.requireNonNull(eventId, "eventId");
    }

    /** One that names no other event. */
    public CoachCorrection(String eventId, @Nullable String coach, @Nullable String reason) {
        this(eventId, coach, reason, null);
    }
}
