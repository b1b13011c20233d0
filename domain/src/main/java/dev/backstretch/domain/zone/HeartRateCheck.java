package dev.backstretch.domain.zone;

import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;

/**
 * Tells the heart's beats from the sensor's inventions, one reading at a time in the order of time, with the same few
 * numbers remembered however long the session is.
 *
 * <p>The bounds are project decisions, held against 26 public recordings with a heart rate every 1 to 5 s. Where a
 * strap found the heart again it leapt 60 bpm in 2 s and 51 in 3 s; other changes were at most 20 bpm in 3 s and 26 in
 * 4 s. One strap repeated its number for 216 s; hearts stayed at one for at most 67 s, but those recordings are of beats told
 * one by one and of people on their way, not of a watch that averages them on a track. By chance a heart lay within 3
 * bpm of the cadence for up to 35 s, so that this alone is only a doubt; but it came there by 1 bpm a reading, and
 * within 1 bpm of it none stayed for longer than 14 s.
 */
public final class HeartRateCheck {
    /** A change from one reading to the next is a leap when it is larger than this, … */
    public static final double LEAP_BPM = 25;

    /** … and larger than this for each second between them. */
    public static final double LEAP_BPM_PER_SECOND = 10;

    /** A leap that lasts this long is believed: the sensor had lost the heart before it, not after. */
    public static final long LEAP_BELIEVED_AFTER_MICROS = 5 * Micros.PER_SECOND;

    /** How near to the cadence counts as at it (domain notes §9, HR_HIGH). */
    public static final double NEAR_CADENCE_BPM = 3;

    /** As near as this it is on the cadence, however it came there. */
    public static final double ON_CADENCE_BPM = 1;

    /** How long it has to be there (domain notes §9, HR_HIGH). */
    public static final long LOCKED_AFTER_MICROS = 20 * Micros.PER_SECOND;

    /** It came to the cadence by a step when it changed by more than this from the reading before, … */
    public static final double STEP_BPM = 8;

    /** … and by more than this for each second between them. */
    public static final double STEP_BPM_PER_SECOND = 5;

    /**
     * How long a number has to repeat while the effort changes. Repeating alone proves little: a watch that averages and
     * rounds may show a calm runner one number for minutes. But a heart follows a change of effort with a time constant of
     * half a minute to a minute, so a number that stays through one is a strap's.
     */
    public static final long STUCK_AFTER_MICROS = 120 * Micros.PER_SECOND;

    /** In this time at the latest a heart has moved by some beats after a change of effort. */
    public static final long HEART_FOLLOWS_AFTER_MICROS = 60 * Micros.PER_SECOND;

    /**
     * How long a number has to repeat while nothing tells of a change: at steady effort a heart drifts upwards by 10 to 15
     * bpm an hour, so that it leaves one whole number within 4 to 6 minutes even if nothing else moves it.
     */
    public static final long STUCK_ANYWAY_AFTER_MICROS = 300 * Micros.PER_SECOND;

    /** A speed or cadence that differs by this share is another effort: some 10 bpm and more. */
    private static final double OTHER_SPEED_SHARE = 0.25;

    private static final double OTHER_SPEED_METERS_PER_SECOND = 0.5;
    private static final double OTHER_CADENCE_SHARE = 0.15;
    private static final double OTHER_CADENCE_STEPS_PER_MINUTE = 12;

    /** What a verdict may rest on, each with a beginning of its own. */
    enum Doubt {
        /** It leapt, and came back. */
        SPIKE,
        /** It stepped to the cadence, and stayed near it. */
        STEPPED_TO_CADENCE,
        /** It has been on the cadence all along. */
        ON_CADENCE,
        /** It repeats itself. */
        STUCK
    }

    private static final long NEVER = Long.MIN_VALUE;

    private long lastMicros = NEVER;
    private BeatVerdict verdict = BeatVerdict.DROPOUT;
    private long beatMicros = NEVER;
    private double beatBpm = Double.NaN;
    /** The last heart rate before a leap; NaN when any heart rate would do. */
    private double trustedBpm = Double.NaN;

    private long leaptMicros = NEVER;
    private boolean leapUndone;

    private long cadenceMicros = NEVER;
    private double cadenceStepsPerMinute = Double.NaN;
    private long nearMicros = NEVER;
    private long onMicros = NEVER;
    private boolean stepped;
    private boolean beside;
    private boolean locked;
    private boolean steppedFound;
    private boolean onFound;

    private final Steadiness speed = new Steadiness(OTHER_SPEED_SHARE, OTHER_SPEED_METERS_PER_SECOND);
    private final Steadiness cadence = new Steadiness(OTHER_CADENCE_SHARE, OTHER_CADENCE_STEPS_PER_MINUTE);
    private long sameMicros = NEVER;
    private boolean stuck;
    private boolean stuckFound;

    /** How fast the runner moves, in the order of time, which tells when the effort changes. */
    void moves(long micros, double metersPerSecond) {
        speed.take(micros, metersPerSecond);
    }

    /**
     * A reading, in the order of time.
     *
     * @param heartRateBpm NaN when it has none or the sensor has lost contact
     * @param cadenceStepsPerMinute NaN when it has none; the newest one holds for 5 s
     */
    public BeatVerdict take(long micros, double heartRateBpm, double cadenceStepsPerMinute) {
        if (micros < lastMicros) {
            throw new IllegalArgumentException("micros is " + micros + ", before the last reading's " + lastMicros
                    + ": give readings in the order of their times, and check again from before a late one");
        }
        leapUndone = false;
        steppedFound = false;
        onFound = false;
        stuckFound = false;
        if (!Double.isNaN(cadenceStepsPerMinute)) {
            cadenceMicros = micros;
            this.cadenceStepsPerMinute = cadenceStepsPerMinute;
            cadence.take(micros, cadenceStepsPerMinute);
        }
        boolean sameMoment = micros == lastMicros;
        lastMicros = micros;
        if (!HeartRateZones.isBeat(heartRateBpm)) {
            // two reports of one moment complete each other
            if (!sameMoment) {
                verdict = BeatVerdict.DROPOUT;
            }
            return verdict;
        }
        if (beatMicros != NEVER && micros - beatMicros > HeldValue.HOLD_MICROS) {
            startAgain(micros);
        }
        if (stuck || locked) {
            trustedBpm = Double.NaN;
        }
        judgeLeap(micros, heartRateBpm);
        judgeCadence(micros, heartRateBpm);
        judgeSameness(micros, heartRateBpm);
        beatMicros = micros;
        beatBpm = heartRateBpm;
        verdict = verdictNow();
        return verdict;
    }

    /** After a gap nothing is known of how the heart came here; a sensor that counted steps may still do so. */
    private void startAgain(long micros) {
        leapUndone = leaptMicros != NEVER;
        leaptMicros = NEVER;
        trustedBpm = Double.NaN;
        beatBpm = Double.NaN;
        if (nearMicros != NEVER) {
            nearMicros = micros;
            onMicros = NEVER;
            stepped |= locked;
            locked = false;
        }
    }

    private void judgeLeap(long micros, double bpm) {
        if (leaptMicros == NEVER) {
            if (leaps(trustedBpm, bpm, micros)) {
                leaptMicros = micros;
            }
        } else if (Math.abs(bpm - trustedBpm) <= LEAP_BPM) {
            leapUndone = true;
            leaptMicros = NEVER;
        } else if (leaps(beatBpm, bpm, micros)) {
            leapUndone = true;
            leaptMicros = micros;
        } else if (micros - leaptMicros >= LEAP_BELIEVED_AFTER_MICROS) {
            leaptMicros = NEVER;
        }
        if (leaptMicros == NEVER) {
            trustedBpm = bpm;
        }
    }

    private boolean leaps(double fromBpm, double toBpm, long micros) {
        return changes(fromBpm, toBpm, micros, LEAP_BPM, LEAP_BPM_PER_SECOND);
    }

    private boolean changes(double fromBpm, double toBpm, long micros, double moreThan, double moreThanPerSecond) {
        double change = Math.abs(toBpm - fromBpm);
        return change > moreThan && change > moreThanPerSecond * Micros.seconds(micros - beatMicros);
    }

    private void judgeCadence(long micros, double bpm) {
        double apart = Math.abs(bpm - cadenceStepsPerMinute);
        boolean near = apart <= NEAR_CADENCE_BPM && micros - cadenceMicros <= HeldValue.HOLD_MICROS;
        if (!near) {
            nearMicros = NEVER;
            onMicros = NEVER;
            beside = false;
            locked = false;
            return;
        }
        if (nearMicros == NEVER) {
            nearMicros = micros;
            stepped = changes(beatBpm, bpm, micros, STEP_BPM, STEP_BPM_PER_SECOND);
        }
        if (apart > ON_CADENCE_BPM) {
            onMicros = NEVER;
        } else if (onMicros == NEVER) {
            onMicros = micros;
        }
        beside = micros - nearMicros >= LOCKED_AFTER_MICROS;
        if (!locked) {
            steppedFound = beside && stepped;
            onFound = onMicros != NEVER && micros - onMicros >= LOCKED_AFTER_MICROS;
            locked = steppedFound || onFound;
        }
    }

    private void judgeSameness(long micros, double bpm) {
        if (bpm != beatBpm) {
            sameMicros = micros;
            speed.restart();
            cadence.restart();
        }
        long same = micros - sameMicros;
        long followed = micros - HEART_FOLLOWS_AFTER_MICROS;
        boolean unmoved = speed.leftBefore(followed) || cadence.leftBefore(followed);
        boolean repeats = same >= STUCK_ANYWAY_AFTER_MICROS || (same >= STUCK_AFTER_MICROS && unmoved);
        stuckFound = repeats && !stuck;
        stuck = repeats;
    }

    private BeatVerdict verdictNow() {
        if (locked) {
            return BeatVerdict.CADENCE_LOCK;
        }
        if (stuck) {
            return BeatVerdict.STUCK;
        }
        if (leaptMicros != NEVER) {
            return BeatVerdict.SPIKE;
        }
        return beside ? BeatVerdict.NEAR_CADENCE : BeatVerdict.BELIEVED;
    }

    /** The verdict on the newest reading; DROPOUT before the first. */
    public BeatVerdict verdict() {
        return verdict;
    }

    /** Whether a doubt begins with the newest beat. */
    boolean begins(Doubt doubt) {
        return beatMicros == lastMicros && since(doubt) == beatMicros;
    }

    private long since(Doubt doubt) {
        return switch (doubt) {
            case SPIKE -> leaptMicros;
            case STEPPED_TO_CADENCE -> nearMicros;
            case ON_CADENCE -> onMicros;
            case STUCK -> sameMicros;
        };
    }

    /** Whether the newest reading shows that nothing since a doubt began, up to that reading, was the heart's. */
    boolean withdraws(Doubt doubt) {
        return switch (doubt) {
            case SPIKE -> leapUndone;
            case STEPPED_TO_CADENCE -> steppedFound;
            case ON_CADENCE -> onFound;
            case STUCK -> stuckFound;
        };
    }

    /** Is from now on what another is at this moment; what the newest reading withdrew is told once, by that one. */
    void takeOver(HeartRateCheck other) {
        lastMicros = other.lastMicros;
        verdict = other.verdict;
        beatMicros = other.beatMicros;
        beatBpm = other.beatBpm;
        trustedBpm = other.trustedBpm;
        leaptMicros = other.leaptMicros;
        cadenceMicros = other.cadenceMicros;
        cadenceStepsPerMinute = other.cadenceStepsPerMinute;
        nearMicros = other.nearMicros;
        onMicros = other.onMicros;
        stepped = other.stepped;
        beside = other.beside;
        locked = other.locked;
        speed.takeOver(other.speed);
        cadence.takeOver(other.cadence);
        sameMicros = other.sameMicros;
        stuck = other.stuck;
        leapUndone = false;
        steppedFound = false;
        onFound = false;
        stuckFound = false;
    }

    public void writeTo(StateWriter out) {
        out.number(lastMicros);
        out.symbol(verdict);
        out.number(beatMicros);
        out.real(beatBpm);
        out.real(trustedBpm);
        out.number(leaptMicros);
        out.number(cadenceMicros);
        out.real(cadenceStepsPerMinute);
        out.number(nearMicros);
        out.number(onMicros);
        out.bool(stepped);
        out.bool(beside);
        out.bool(locked);
        speed.writeTo(out);
        cadence.writeTo(out);
        out.number(sameMicros);
        out.bool(stuck);
    }

    public static HeartRateCheck readFrom(StateReader in) {
        HeartRateCheck check = new HeartRateCheck();
        check.lastMicros = in.number();
        check.verdict = in.symbol(BeatVerdict.class);
        check.beatMicros = in.number();
        check.beatBpm = in.real();
        check.trustedBpm = in.real();
        check.leaptMicros = in.number();
        check.cadenceMicros = in.number();
        check.cadenceStepsPerMinute = in.real();
        check.nearMicros = in.number();
        check.onMicros = in.number();
        check.stepped = in.bool();
        check.beside = in.bool();
        check.locked = in.bool();
        check.speed.readFrom(in);
        check.cadence.readFrom(in);
        check.sameMicros = in.number();
        check.stuck = in.bool();
        return check;
    }
}
