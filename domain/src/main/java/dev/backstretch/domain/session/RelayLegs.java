package dev.backstretch.domain.session;

import dev.backstretch.domain.lap.Lap;
import dev.backstretch.domain.lap.Mark;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import java.util.List;

/** What one runner of a relay knows of the team-mates: a lap begins with the arrival of the one before. */
final class RelayLegs {
    /** Everybody runs one lap each; whoever jogs on hands over to nobody. */
    static final int OF_ONE = 1;

    /** Ascending; none outside a relay. */
    private List<Mark> arrivals = List.of();

    /** @return whether those arrivals of team-mates, ascending, are news */
    boolean handOver(List<Mark> newArrivals) {
        if (arrivals.equals(newArrivals)) {
            return false;
        }
        arrivals = List.copyOf(newArrivals);
        return true;
    }

    /** How many team-mates had arrived before a lap's end. */
    int legsBefore(Lap lap) {
        int before = 0;
        while (before < arrivals.size()
                && arrivals.get(before).micros() < lap.end().micros()) {
            before++;
        }
        return before;
    }

    /**
     * Where a lap began.
     *
     * @param laps of the runner, this one among them
     */
    Mark startOf(Lap lap, List<Lap> laps) {
        int before = legsBefore(lap);
        if (before == 0) {
            return lap.start();
        }
        Mark newest = arrivals.get(before - 1);
        boolean sinceOwnLap = lap.number() == 1
                || newest.micros() > laps.get(lap.number() - 2).end().micros();
        return sinceOwnLap ? newest : lap.start();
    }

    void writeTo(StateWriter out) {
        out.list(arrivals, (to, mark) -> mark.writeTo(to));
    }

    void readFrom(StateReader in) {
        arrivals = in.list(Mark::readFrom);
    }
}
