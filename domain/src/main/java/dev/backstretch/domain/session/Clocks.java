package dev.backstretch.domain.session;

import dev.backstretch.domain.event.Origin;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The clocks of one runner's devices. Each has an offset of its own (design D3). All readings are put in order by the clock
 * of the device that spoke first, so that a correction of its offset moves them together and never against each other.
 */
final class Clocks {
    private final Map<String, ClockOffset> bySource = new TreeMap<>();
    private String reference = "";
    private boolean known;

    // a runner's readings mostly come from one device after another: what was looked up last is asked for again
    private @Nullable Origin lastOrigin;
    private ClockOffset lastOffset = new ClockOffset();
    private @Nullable ClockOffset referenceOffset;

    /** A reading arrived. A file's clock is taken as it is: its offset stays 0. */
    void observe(Origin origin, long observedMicros, long receivedMicros) {
        if (!known) {
            known = true;
            reference = name(origin);
        }
        ClockOffset offset = offsetOf(origin);
        if (offset == null) {
            offset = new ClockOffset();
            bySource.put(name(origin), offset);
            lastOffset = offset;
            lastOrigin = origin;
        }
        if (referenceOffset == null) {
            referenceOffset = bySource.get(reference);
        }
        if (origin.kind() != Origin.Kind.FILE) {
            offset.observe(observedMicros, receivedMicros);
        }
    }

    /** The session's time for a time of one device. */
    long sessionMicros(long observedMicros, Origin origin) {
        ClockOffset offset = offsetOf(origin);
        return observedMicros + (offset == null ? 0 : offset.micros());
    }

    /** What to add to the time of the device that spoke first to get the session's; 0 while nothing is known. */
    long offsetMicros() {
        ClockOffset offset = referenceOffset;
        return offset == null ? 0 : offset.micros();
    }

    private @Nullable ClockOffset offsetOf(Origin origin) {
        if (origin.equals(lastOrigin)) {
            return lastOffset;
        }
        ClockOffset offset = bySource.get(name(origin));
        if (offset != null) {
            lastOrigin = origin;
            lastOffset = offset;
        }
        return offset;
    }

    private static String name(Origin origin) {
        String source = origin.source();
        return origin.kind() + " " + (source == null ? "" : source);
    }

    void writeTo(StateWriter out) {
        out.bool(known);
        out.text(reference);
        out.number(bySource.size());
        bySource.forEach((source, offset) -> {
            out.text(source);
            offset.writeTo(out);
        });
    }

    void readFrom(StateReader in) {
        known = in.bool();
        reference = in.requiredText();
        int size = in.integer();
        for (int i = 0; i < size; i++) {
            String source = in.requiredText();
            bySource.put(source, ClockOffset.readFrom(in));
        }
        referenceOffset = bySource.get(reference);
    }
}
