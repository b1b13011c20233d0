package dev.backstretch.domain.session;

import dev.backstretch.domain.effort.BanisterTrimp;
import dev.backstretch.domain.effort.Body;
import dev.backstretch.domain.effort.Confidence;
import dev.backstretch.domain.effort.EdwardsTrimp;
import dev.backstretch.domain.effort.EffortPoints;
import dev.backstretch.domain.effort.EnergyEstimate;
import dev.backstretch.domain.effort.EnergyMeter;
import dev.backstretch.domain.effort.OwnHeartRate;
import dev.backstretch.domain.outcome.Estimate;
import dev.backstretch.domain.outcome.Frame;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.zone.HeartRateLimits;
import dev.backstretch.domain.zone.ZoneSeconds;
import java.util.ArrayList;
import java.util.List;

/**
 * Load, energy and what the own heart says of one runner, added up from the seconds as they were last told. Seconds may
 * still change while they lie in the settle window, so several sums are kept: of what was left behind for good, of what
 * has not changed for a while, with stations on the way to it, and, when asked, of all. Each is the one before it carried
 * on, second by second; where a second is told anew, all from the last station before it is added up again.
 */
final class EffortSums {
    /** Speeds are mended for a few seconds after they were told: until then a second is only added when asked. */
    private static final long CALM_SECONDS = 13;

    /** How many seconds lie between two stations. */
    private static final int STATION_SECONDS = 32;

    /** The meters with the way they have come: what late evidence mends may lie a little behind what was told. */
    private record Meters(EnergyMeter energy, BanisterTrimp load, OwnHeartRate heart, double[] pathMeters) {
        static Meters fresh(Body body, HeartRateLimits limits) {
            return fresh(body, limits, new BanisterTrimp(limits));
        }

        private static Meters fresh(Body body, HeartRateLimits limits, BanisterTrimp load) {
            return new Meters(new EnergyMeter(body, limits), load, new OwnHeartRate(), new double[] {Double.NaN});
        }

        /** Others by the same figures. */
        Meters another(Body body, HeartRateLimits limits) {
            return fresh(body, limits, load.another());
        }

        void take(SecondRows.Row second) {
            if (Double.isNaN(pathMeters[0]) || second.pathMeters() > pathMeters[0]) {
                pathMeters[0] = second.pathMeters();
            }
            energy.take(second.micros(), second.heartRateBpm(), second.speed(), pathMeters[0], second.facing());
            load.take(second.micros(), second.heartRateBpm());
            heart.take(second.micros(), second.heartRateBpm(), second.speed(), second.facing());
        }

        void writeTo(StateWriter out) {
            energy.writeTo(out);
            load.writeTo(out);
            heart.writeTo(out);
            out.real(pathMeters[0]);
        }

        static Meters readFrom(StateReader in, Body body, HeartRateLimits limits) {
            return new Meters(
                    EnergyMeter.readFrom(in, body, limits),
                    BanisterTrimp.readFrom(in, limits),
                    OwnHeartRate.readFrom(in),
                    new double[] {in.real()});
        }

        /** Holds what others hold, from now on by the own figures. */
        void takeOver(Meters other) {
            energy.takeOver(other.energy);
            load.takeOver(other.load);
            heart.takeOver(other.heart);
            pathMeters[0] = other.pathMeters[0];
        }
    }

    private Body body;
    private HeartRateLimits limits;
    private Meters settled;
    /** The first second that {@link #settled} does not hold. */
    private long settledUpTo = Long.MIN_VALUE;

    private Meters calm;
    /** For all seconds, when asked: used over and over. */
    private Meters all;

    private long calmUpTo = Long.MIN_VALUE;

    /** What {@link #calm} was on its way, oldest first. */
    private final List<Station> stations = new ArrayList<>();
    /** Those that were given up, to be taken again. */
    private final List<Station> spare = new ArrayList<>();

    private int sinceStation;

    /** The sums before a second. */
    private static final class Station {
        private final Meters sums;
        private long upTo;

        Station(Meters sums) {
            this.sums = sums;
        }
    }

    EffortSums(Profile profile) {
        body = profile.body();
        limits = profile.limits();
        settled = Meters.fresh(body, limits);
        calm = settled.another(body, limits);
        all = settled.another(body, limits);
    }

    /** Other figures are known of the runner: what is left of the seconds is added up by them. */
    void countBy(Profile profile) {
        if (profile.body().equals(body) && profile.limits().equals(limits)) {
            return;
        }
        body = profile.body();
        limits = profile.limits();
        Meters before = settled;
        settled = Meters.fresh(body, limits);
        calm = settled.another(body, limits);
        all = settled.another(body, limits);
        if (settledUpTo != Long.MIN_VALUE) {
            settled.takeOver(before);
        }
        startOver();
    }

    /** The runner was not started yet: what lies behind does not count. */
    void forget() {
        settled = Meters.fresh(body, limits);
        startOver();
    }

    /** A second is told anew. */
    void changed(long second) {
        if (second < calmUpTo) {
            goBackTo(second);
        }
    }

    void startOver() {
        goBackTo(Long.MIN_VALUE);
    }

    /** The calm sum is what it was at the last station that no second from one on had been added to. */
    private void goBackTo(long second) {
        int kept = stations.size();
        while (kept > 0 && stations.get(kept - 1).upTo > second) {
            kept--;
            spare.add(stations.remove(kept));
        }
        sinceStation = 0;
        Station last = kept == 0 ? null : stations.get(kept - 1);
        if (last == null || last.upTo <= settledUpTo) {
            calm.takeOver(settled);
            calmUpTo = settledUpTo;
        } else {
            calm.takeOver(last.sums);
            calmUpTo = last.upTo;
        }
    }

    private void keepStation() {
        while (!stations.isEmpty() && stations.get(0).upTo <= settledUpTo) {
            spare.add(stations.remove(0));
        }
        Station station = spare.isEmpty() ? new Station(settled.another(body, limits)) : spare.remove(spare.size() - 1);
        station.sums.takeOver(calm);
        station.upTo = calmUpTo;
        stations.add(station);
        sinceStation = 0;
    }

    /** A second is left behind for good. */
    void leave(SecondRows.Row row, long fromMicros) {
        if (row.second() < settledUpTo) {
            // by another offset of the clock that second has been counted
            return;
        }
        if (row.micros() >= fromMicros) {
            settled.take(row);
        }
        settledUpTo = row.second() + 1;
        if (calmUpTo < settledUpTo) {
            startOver();
        }
    }

    /**
     * All seconds added up.
     *
     * @param rows that are not left behind, ascending
     * @param fromMicros what lies before does not count
     */
    Frame.Effort of(List<SecondRows.Row> rows, long fromMicros, ZoneSeconds zones) {
        long calmBefore =
                rows.isEmpty() ? Long.MIN_VALUE : rows.get(rows.size() - 1).second() - CALM_SECONDS;
        int next = rows.size();
        while (next > 0 && rows.get(next - 1).second() >= calmUpTo) {
            next--;
        }
        for (; next < rows.size() && rows.get(next).second() < calmBefore; next++) {
            add(rows.get(next), fromMicros, calm);
            calmUpTo = rows.get(next).second() + 1;
            if (++sinceStation == STATION_SECONDS) {
                keepStation();
            }
        }
        all.takeOver(calm);
        for (; next < rows.size(); next++) {
            add(rows.get(next), fromMicros, all);
        }
        return figures(zones);
    }

    private static void add(SecondRows.Row row, long fromMicros, Meters to) {
        if (row.micros() >= fromMicros) {
            to.take(row);
        }
    }

    private Frame.Effort figures(ZoneSeconds zones) {
        boolean zonesKnown = zones.knownSeconds() > 0 && !Double.isNaN(limits.maximumBpm());
        EnergyEstimate energy = all.energy().estimate();
        BanisterTrimp.Load load = all.load().load(body.sex());
        boolean loadKnown = zonesKnown && !Double.isNaN(limits.restingBpm());
        OwnHeartRate.Finding own = all.heart().finding(limits.restingBpm());
        boolean byHeart = zones.knownShare() >= EnergyMeter.ENOUGH_SHARE;
        List<String> missing = new ArrayList<>();
        note(missing, "maximumHeartRateBpm", Double.isNaN(limits.maximumBpm()));
        note(missing, "heartRate", !zonesKnown && !Double.isNaN(limits.maximumBpm()));
        note(missing, "restingHeartRateBpm", Double.isNaN(limits.restingBpm()));
        note(missing, "massKg", Double.isNaN(body.massKg()));
        note(missing, "ageYears", Double.isNaN(body.ageYears()) && byHeart);
        return new Frame.Effort(
                zonesKnown ? hundredths(EffortPoints.of(zones)) : Double.NaN,
                zonesKnown ? hundredths(EdwardsTrimp.of(zones)) : Double.NaN,
                loadKnown ? hundredths(load.lowest()) : Double.NaN,
                loadKnown ? hundredths(load.highest()) : Double.NaN,
                energy.kilocalories(),
                energy.method().name(),
                energy.confidence() == Confidence.LOW,
                hundredths(energy.coveredShare()),
                hundredths(own.forwardBpm()),
                hundredths(own.backwardBpm()),
                hundredths(own.perMinuteRatio()),
                hundredths(own.perMeterRatio()),
                missing);
    }

    private static void note(List<String> missing, String what, boolean isMissing) {
        if (isMissing) {
            missing.add(what);
        }
    }

    private static Estimate hundredths(Estimate exact) {
        return exact.known() ? new Estimate(hundredths(exact.value()), hundredths(exact.plusMinus())) : exact;
    }

    private static double hundredths(double exact) {
        return Math.rint(exact * 100) / 100;
    }

    void writeTo(StateWriter out) {
        out.number(settledUpTo);
        settled.writeTo(out);
    }

    static EffortSums readFrom(StateReader in, Profile profile) {
        EffortSums read = new EffortSums(profile);
        read.settledUpTo = in.number();
        read.settled = Meters.readFrom(in, read.body, read.limits);
        read.startOver();
        return read;
    }
}
