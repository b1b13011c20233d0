package dev.backstretch.domain.safety;

import static dev.backstretch.domain.safety.Episode.NEVER;

import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Alert.Severity;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;

/**
 * A heart rate that falls by 12 bpm or less in the first minute of a stop (Cole et al. 1999, N Engl J Med 341:1351),
 * when the stop began at 85 % of the maximum or more: amber, once a stop. Standing in a planned rest is a stop too.
 * Without a trusted heart rate in the ten seconds after the minute nothing is said.
 */
final class NoRecovery extends Rule {
    private static final int HARD_PERCENT = 85;
    private static final double LIMIT_BPM = 12;
    private static final long MINUTE_MICROS = 60 * Micros.PER_SECOND;
    private static final long ASKED_UNTIL_MICROS = 70 * Micros.PER_SECOND;

    private long stopMicros = NEVER;
    private double startBpm = Double.NaN;
    private boolean answered;
    /** The minute's answer, until the heart rate has come down after all. */
    private boolean poor;

    @Override
    Alert.Kind kind() {
        return Alert.Kind.HR_NO_RECOVERY;
    }

    @Override
    void judge(Observation seen, Recent recent, SafetyProfile who) {
        if (recent.stoppedSinceMicros() == NEVER) {
            stopMicros = NEVER;
            found.inside(Double.NaN, LIMIT_BPM);
            return;
        }
        if (stopMicros != recent.stoppedSinceMicros()) {
            stopMicros = recent.stoppedSinceMicros();
            startBpm = recent.movingHeartRateBpm();
            answered = false;
            poor = false;
        }
        double heartRate = seen.usableHeartRate();
        long stood = recent.atMicros() - stopMicros;
        boolean hard = startBpm * 100 >= HARD_PERCENT * who.maximumHeartRateBpm();
        if (!hard || stood < MINUTE_MICROS || Double.isNaN(heartRate)) {
            found.unknown();
            return;
        }
        double fall = startBpm - heartRate;
        if (!answered) {
            answered = true;
            poor = stood <= ASKED_UNTIL_MICROS && fall <= LIMIT_BPM + Finding.ROUNDING;
        }
        found.above(fall, LIMIT_BPM);
        poor &= found.verdict != Finding.Verdict.INSIDE;
        if (poor) {
            found.fires(Severity.AMBER, fall, LIMIT_BPM, stopMicros);
        }
    }

    @Override
    void writeTo(StateWriter out) {
        out.number(stopMicros);
        out.real(startBpm);
        out.bool(answered);
        out.bool(poor);
    }

    @Override
    void readFrom(StateReader in) {
        stopMicros = in.number();
        startBpm = in.real();
        answered = in.bool();
        poor = in.bool();
    }
}
