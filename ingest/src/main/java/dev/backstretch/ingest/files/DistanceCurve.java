package dev.backstretch.ingest.files;

import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.Frame;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How far one runner had come at each instant, as the frames of a session tell. */
public final class DistanceCurve {
    private final TreeMap<Instant, Frame.Entry> entries = new TreeMap<>();

    /** Takes one entry; an entry of a later revision replaces that of the same instant. */
    public void add(Frame.Entry entry) {
        if (entry.distance().known()) {
            entries.merge(
                    entry.observedAt(), entry, (known, next) -> next.revision() >= known.revision() ? next : known);
        }
    }

    /** Distance run from one instant to another. */
    public Estimate between(Instant from, Instant to) {
        Estimate start = at(from);
        Estimate end = at(to);
        if (start == null || end == null) {
            return Estimate.UNKNOWN;
        }
        // The way before the start is part of both ends, and so is its uncertainty.
        double variance = end.plusMinus() * end.plusMinus() - start.plusMinus() * start.plusMinus();
        return new Estimate(Math.max(0.0, end.value() - start.value()), Math.sqrt(Math.max(0.0, variance)));
    }

    /** Distance since the runner's start; linear between two entries, level before the first and behind the last. */
    private @Nullable Estimate at(Instant at) {
        Map.Entry<Instant, Frame.Entry> before = entries.floorEntry(at);
        Map.Entry<Instant, Frame.Entry> after = entries.ceilingEntry(at);
        if (before == null) {
            return after == null ? null : after.getValue().distance();
        }
        if (after == null || after.getKey().equals(before.getKey())) {
            return before.getValue().distance();
        }
        Estimate from = before.getValue().distance();
        Estimate to = after.getValue().distance();
        double share = Seconds.between(before.getKey(), at) / Seconds.between(before.getKey(), after.getKey());
        return new Estimate(
                from.value() + share * (to.value() - from.value()),
                from.plusMinus() + share * (to.plusMinus() - from.plusMinus()));
    }
}
