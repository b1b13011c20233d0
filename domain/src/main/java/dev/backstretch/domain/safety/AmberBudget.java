package dev.backstretch.domain.safety;

import static dev.backstretch.domain.safety.Episode.NEVER;

import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Alert.Severity;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import java.util.Arrays;

/**
 * Ten ambers a minute for a session; of what is held back beyond them one summary tells how many (domain notes §9).
 * What is held back is raised later if it still holds then.
 */
final class AmberBudget {
    private static final int PER_MINUTE = 10;
    private static final long MINUTE_MICROS = 60 * Micros.PER_SECOND;

    private final long[] granted = new long[PER_MINUTE];
    private final Episode summary = new Episode(Alert.Kind.SUMMARY, null);
    private final Finding found = new Finding();
    private int oldest;
    private long heldBack;
    private long heldBackMicros = NEVER;

    AmberBudget() {
        Arrays.fill(granted, NEVER);
    }

    /** Takes one amber of this minute, if there is one left. */
    boolean grant(long logMicros) {
        if (granted[oldest] != NEVER && logMicros - granted[oldest] < MINUTE_MICROS) {
            return false;
        }
        granted[oldest] = logMicros;
        oldest = (oldest + 1) % PER_MINUTE;
        return true;
    }

    /** One alert was not let through. */
    void holdBack(Desk desk) {
        heldBack = summary.active() ? heldBack + 1 : 1;
        heldBackMicros = desk.logMicros();
        found.fires(Severity.AMBER, (double) heldBack, PER_MINUTE, desk.logMicros());
        summary.take(found, desk.logMicros(), true, desk);
    }

    /** Clears the summary when nothing was held back for a minute. */
    void tick(Desk desk) {
        if (summary.active() && desk.logMicros() - heldBackMicros >= MINUTE_MICROS) {
            summary.clear(desk);
        }
        summary.repeat(desk);
    }

    Episode summary() {
        return summary;
    }

    void writeTo(StateWriter out) {
        for (long at : granted) {
            out.number(at);
        }
        out.number(oldest);
        out.number(heldBack);
        out.number(heldBackMicros);
        summary.writeTo(out);
    }

    void readFrom(StateReader in) {
        for (int i = 0; i < PER_MINUTE; i++) {
            granted[i] = in.number();
        }
        oldest = in.integer();
        heldBack = in.number();
        heldBackMicros = in.number();
        summary.readFrom(in);
    }
}
