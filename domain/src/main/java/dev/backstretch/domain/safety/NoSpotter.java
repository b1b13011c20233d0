package dev.backstretch.domain.safety;

import static dev.backstretch.domain.safety.Episode.NEVER;

import dev.backstretch.domain.outcome.Alert.Severity;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;

/**
 * Fewer spotters than one for every four who run backwards: amber, once a backward segment (a decision of this project,
 * domain notes §9). A segment begins with the first who runs backwards and ends when nobody has for 10 s.
 */
final class NoSpotter {
    final Finding found = new Finding();
    private int spotters;
    private long segmentMicros = NEVER;
    private long emptyMicros = NEVER;
    private boolean raised;

    void named(int newSpotters) {
        spotters = newSpotters;
    }

    int spotters() {
        return spotters;
    }

    /** @param active whether the alert is on */
    void judge(int backwards, long logMicros, boolean active) {
        raised |= active;
        int needed = BackwardStart.spottersNeeded(backwards);
        if (backwards == 0) {
            emptyMicros = emptyMicros == NEVER ? logMicros : emptyMicros;
            if (logMicros - emptyMicros >= Episode.CLEARS_AFTER_MICROS) {
                segmentMicros = NEVER;
            }
            found.inside(spotters, needed);
            return;
        }
        emptyMicros = NEVER;
        if (segmentMicros == NEVER) {
            segmentMicros = logMicros;
            raised = active;
        }
        if (spotters >= needed) {
            found.inside(spotters, needed);
        } else if (raised && !active) {
            found.between(spotters, needed);
        } else {
            found.fires(Severity.AMBER, spotters, needed, segmentMicros);
        }
    }

    void writeTo(StateWriter out) {
        out.number(spotters);
        out.number(segmentMicros);
        out.number(emptyMicros);
        out.bool(raised);
    }

    void readFrom(StateReader in) {
        spotters = in.integer();
        segmentMicros = in.number();
        emptyMicros = in.number();
        raised = in.bool();
    }
}
