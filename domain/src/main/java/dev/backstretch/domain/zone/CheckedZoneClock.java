package dev.backstretch.domain.zone;

import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import java.util.Arrays;

/**
 * Counts the time in each zone by the beats that {@link HeartRateCheck} believes. Time that was counted before a spike,
 * a cadence lock or a stuck strap showed itself is taken back to where it began and becomes unknown; time after a leap
 * that proved right stays counted. Zones and unknown always add up to the elapsed time.
 */
public final class CheckedZoneClock {
    private static final HeartRateCheck.Doubt[] DOUBTS = HeartRateCheck.Doubt.values();

    private HeartRateCheck check;
    private ZoneClock clock;
    /** For each doubt, what was counted when it began, … */
    private final long[][] before;

    /** … and when that was. */
    private final long[] beganMicros;

    private long withdrawnSince = NOTHING_WITHDRAWN;

    /** Nothing was withdrawn by the newest reading. */
    public static final long NOTHING_WITHDRAWN = Long.MAX_VALUE;

    public CheckedZoneClock(HeartRateZones zones) {
        check = new HeartRateCheck();
        clock = new ZoneClock(zones);
        before = new long[DOUBTS.length][zones.model().count()];
        beganMicros = new long[DOUBTS.length];
    }

    /** Is from now on what another is at this moment, on its own; both count by the same model. */
    public void takeOver(CheckedZoneClock other) {
        check.takeOver(other.check);
        clock.takeOver(other.clock);
        System.arraycopy(other.beganMicros, 0, beganMicros, 0, beganMicros.length);
        for (int doubt = 0; doubt < before.length; doubt++) {
            System.arraycopy(other.before[doubt], 0, before[doubt], 0, before[doubt].length);
        }
        withdrawnSince = NOTHING_WITHDRAWN;
    }

    /** How fast the runner moves, in the order of time; NaN tells nothing. A heart that does not follow is none. */
    public void moves(long micros, double metersPerSecond) {
        check.moves(micros, metersPerSecond);
    }

    /** A reading, in the order of time; what it does not have is NaN. */
    public BeatVerdict take(long micros, double heartRateBpm, double cadenceStepsPerMinute) {
        clock.take(micros, heartRateBpm);
        BeatVerdict verdict = check.take(micros, heartRateBpm, cadenceStepsPerMinute);
        withdrawnSince = NOTHING_WITHDRAWN;
        for (int doubt = 0; doubt < DOUBTS.length; doubt++) {
            if (check.withdraws(DOUBTS[doubt])) {
                clock.withdrawSince(before[doubt]);
                withdrawnSince = Math.min(withdrawnSince, beganMicros[doubt]);
                forgetWithdrawn();
            }
        }
        for (int doubt = 0; doubt < DOUBTS.length; doubt++) {
            if (check.begins(DOUBTS[doubt])) {
                clock.copyTo(before[doubt]);
                beganMicros[doubt] = micros;
            }
        }
        if (verdict == BeatVerdict.CADENCE_LOCK || verdict == BeatVerdict.STUCK) {
            clock.dropBeat(micros);
        }
        return verdict;
    }

    /** What was withdrawn is not there to be withdrawn again by a doubt that began within it. */
    private void forgetWithdrawn() {
        for (long[] copy : before) {
            for (int zone = 0; zone < copy.length; zone++) {
                copy[zone] = Math.min(copy[zone], clock.zoneMicros(zone));
            }
        }
    }

    /** Other limits are known of the runner from now on; the zones are of the same model. */
    public void countBy(HeartRateZones zones) {
        clock.countBy(zones);
    }

    /** What has been counted until now does not count, as the runner was not started yet. */
    public void forgetSums() {
        clock.forgetSums();
        for (long[] copy : before) {
            Arrays.fill(copy, 0);
        }
    }

    /** The newest beat stands for nothing after a moment that is counted to: the device stood still from then on. */
    public void breakOff(long micros) {
        clock.dropBeat(micros);
    }

    /** Counts on to a moment without a reading, such as the end of the session. */
    public void advanceTo(long micros) {
        clock.advanceTo(micros);
    }

    /**
     * From when on no beat before the newest reading was the heart's, as that reading shows; {@link #NOTHING_WITHDRAWN} where
     * it shows nothing of the kind.
     */
    public long withdrawnSince() {
        return withdrawnSince;
    }

    /** The verdict on the newest reading. */
    public BeatVerdict verdict() {
        return check.verdict();
    }

    public long zoneMicros(int zone) {
        return clock.zoneMicros(zone);
    }

    public long unknownMicros() {
        return clock.unknownMicros();
    }

    public ZoneSeconds seconds() {
        return clock.seconds();
    }

    public void writeTo(StateWriter out) {
        check.writeTo(out);
        clock.writeTo(out);
        for (long[] copy : before) {
            for (long micros : copy) {
                out.number(micros);
            }
        }
        for (long micros : beganMicros) {
            out.number(micros);
        }
    }

    public static CheckedZoneClock readFrom(StateReader in, HeartRateZones zones) {
        CheckedZoneClock read = new CheckedZoneClock(zones);
        read.check = HeartRateCheck.readFrom(in);
        read.clock = ZoneClock.readFrom(in, zones);
        for (long[] copy : read.before) {
            for (int zone = 0; zone < copy.length; zone++) {
                copy[zone] = in.number();
            }
        }
        for (int doubt = 0; doubt < DOUBTS.length; doubt++) {
            read.beganMicros[doubt] = in.number();
        }
        return read;
    }
}
