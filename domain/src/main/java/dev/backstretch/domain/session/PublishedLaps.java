package dev.backstretch.domain.session;

import dev.backstretch.domain.event.Facing;
import dev.backstretch.domain.outcome.CoachCorrection;
import dev.backstretch.domain.outcome.LapOutcome;
import dev.backstretch.domain.outcome.Lineage;
import dev.backstretch.domain.outcome.MarkSource;
import dev.backstretch.domain.outcome.Outcome;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;
import java.util.ArrayList;
import java.util.List;

/** The laps of one runner as they were last published, by number; what differs goes out with the next revision. */
final class PublishedLaps {
    private final List<LapOutcome> laps = new ArrayList<>();
    /** The same list until a lap changes, so that those who look at each event see at once that none did. */
    private List<LapOutcome> standing = List.of();

    /**
     * Publishes what changed.
     *
     * @param current the laps as they are now, revision, reason and position not yet set
     * @param correction whether a coach's correction made them change
     */
    void publish(List<LapOutcome> current, boolean correction, Outcome.Sink out) {
        boolean changed = false;
        for (int i = 0; i < current.size(); i++) {
            LapOutcome now = current.get(i);
            LapOutcome before = i < laps.size() ? laps.get(i) : null;
            if (before != null && before.saysTheSameAs(now)) {
                continue;
            }
            LapOutcome next = before == null
                    ? now
                    : now.revised(
                            before.revision() + 1,
                            now.state(),
                            why(before, now, correction),
                            now.logTime(),
                            now.lineage());
            if (before == null) {
                laps.add(next);
            } else {
                laps.set(i, next);
            }
            changed = true;
            out.accept(next);
        }
        for (int i = current.size(); i < laps.size(); i++) {
            LapOutcome gone = laps.get(i);
            if (gone.state() == LapOutcome.State.RETRACTED) {
                continue;
            }
            LapOutcome retracted = gone.revised(
                    gone.revision() + 1,
                    LapOutcome.State.RETRACTED,
                    correction ? CoachCorrection.REASON : "late-data-arrived",
                    gone.logTime(),
                    gone.lineage());
            laps.set(i, retracted);
            changed = true;
            out.accept(retracted);
        }
        if (changed) {
            keepStanding();
        }
    }

    /** The laps that stand, in order. */
    List<LapOutcome> standing() {
        return standing;
    }

    private void keepStanding() {
        standing = laps.stream()
                .filter(lap -> lap.state() != LapOutcome.State.RETRACTED)
                .toList();
    }

    private static String why(LapOutcome before, LapOutcome now, boolean correction) {
        if (correction) {
            return CoachCorrection.REASON;
        }
        if (now.source() == MarkSource.CHIP && before.source() != MarkSource.CHIP) {
            return "chip-read-arrived";
        }
        if (now.source() == MarkSource.TAP && before.source() != MarkSource.TAP) {
            return "tap-arrived";
        }
        if (now.source() == MarkSource.LINE && before.source() == MarkSource.LINE) {
            // the readings after a passing, or late ones before it, show it better
            return "more-readings";
        }
        return "late-data-arrived";
    }

    void writeTo(StateWriter out) {
        out.list(laps, (to, lap) -> {
            to.text(lap.sessionId());
            to.text(lap.runnerId());
            to.number(lap.lap());
            to.number(lap.revision());
            to.symbol(lap.state());
            to.number(Micros.of(lap.startedAt()));
            to.number(Micros.of(lap.endedAt()));
            to.estimate(lap.lapSeconds());
            to.estimate(lap.splitSeconds());
            to.estimate(lap.distanceMeters());
            to.estimate(lap.paceSecondsPerKm());
            to.symbol(lap.facing());
            to.symbol(lap.source());
            to.real(lap.averageHeartRateBpm());
            to.real(lap.maximumHeartRateBpm());
            to.list(lap.flags(), StateWriter::text);
            to.text(lap.reason());
            to.number(Micros.of(lap.logTime()));
            to.text(lap.ruleVersion());
            to.list(lap.lineage().eventIds(), StateWriter::text);
            to.number(lap.lineage().sessionPosition());
            to.list(lap.lineage().marks(), (into, mark) -> {
                into.symbol(mark.source());
                into.number(Micros.of(mark.at()));
                into.real(mark.plusMinusSeconds());
                into.number(mark.events());
            });
        });
    }

    private static Lineage.Passing passing(StateReader from) {
        return new Lineage.Passing(
                from.symbol(MarkSource.class), Micros.toInstant(from.number()), from.real(), from.integer());
    }

    static PublishedLaps readFrom(StateReader in) {
        PublishedLaps read = new PublishedLaps();
        read.laps.addAll(in.list(from -> new LapOutcome(
                from.requiredText(),
                from.requiredText(),
                from.integer(),
                from.integer(),
                from.symbol(LapOutcome.State.class),
                Micros.toInstant(from.number()),
                Micros.toInstant(from.number()),
                from.estimate(),
                from.estimate(),
                from.estimate(),
                from.estimate(),
                from.symbol(Facing.class),
                from.symbol(MarkSource.class),
                from.real(),
                from.real(),
                from.list(StateReader::requiredText),
                from.text(),
                Micros.toInstant(from.number()),
                from.requiredText(),
                new Lineage(from.list(StateReader::requiredText), from.number(), from.list(PublishedLaps::passing)))));
        read.keepStanding();
        return read;
    }
}
