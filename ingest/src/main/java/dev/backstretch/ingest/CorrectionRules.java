package dev.backstretch.ingest;

import dev.backstretch.domain.event.EventBody.Correction;
import dev.backstretch.domain.reading.Arrival;
import dev.backstretch.domain.reading.Fault;
import dev.backstretch.domain.reading.ReadingRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which times and laps a correction may name. */
public final class CorrectionRules {
    private CorrectionRules() {}

    /**
     * While a session goes on a corrected mark is as near to now as a tap; of one that is over no lap ended after the close, and
     * numbers of laps are no names any more: each correction and each late file may shift them.
     *
     * @param closedAt null while the session goes on
     * @return nothing where it may be taken
     */
    public static List<Fault> check(
            Correction correction, Instant receivedAt, @Nullable Instant closedAt, Arrival arrival) {
        List<Fault> faults = checkAfterClose(correction, receivedAt, closedAt);
        Instant at = correction.at();
        if (at == null || !faults.isEmpty()) {
            return faults;
        }
        // It becomes a mark's time, so it is as bound as a tap's; the next morning's as one that came with the close.
        Fault marked = ReadingRules.checkTime(
                "at", at, closedAt != null && isOver(closedAt, receivedAt) ? closedAt : receivedAt, arrival);
        return marked == null ? List.of() : List.of(marked);
    }

    private static boolean isOver(Instant closedAt, Instant receivedAt) {
        return !closedAt.isAfter(receivedAt);
    }

    /**
     * What is refused of a correction because the session is over, whether it is made or looked at.
     *
     * @param closedAt null while the session goes on
     */
    public static List<Fault> checkAfterClose(Correction correction, Instant receivedAt, @Nullable Instant closedAt) {
        List<Fault> faults = new ArrayList<>();
        if (closedAt == null || !isOver(closedAt, receivedAt)) {
            return faults;
        }
        Instant at = correction.at();
        if (at != null && at.isAfter(closedAt)) {
            faults.add(new Fault(
                    "at",
                    at.toString(),
                    "TIME_FUTURE",
                    "at lies after the session's close at " + closedAt
                            + ": say when the lap ended, the close at the latest"));
        }
        boolean meansLap =
                switch (correction.action()) {
                    case VOID, MOVE, FACING -> true;
                    case ADD, SWAP, UNDO, UNRECOGNISED -> false;
                };
        Integer lap = correction.lap();
        if (meansLap && lap != null && correction.lapEndedAt() == null) {
            faults.add(new Fault(
                    "lap",
                    lap.toString(),
                    "LAP_BY_NUMBER",
                    "the session is over, and each correction and late file may shift the numbers of laps: send lapEndedAt,"
                            + " the endedAt of the lap that is meant as it is shown now"));
        }
        return faults;
    }
}
