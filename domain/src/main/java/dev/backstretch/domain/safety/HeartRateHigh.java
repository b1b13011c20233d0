package dev.backstretch.domain.safety;

import dev.backstretch.domain.outcome.Alert;
import dev.backstretch.domain.outcome.Alert.Severity;
import dev.backstretch.domain.state.StateReader;
import dev.backstretch.domain.state.StateWriter;
import dev.backstretch.domain.time.Micros;

/**
 * A heart rate of at least 95 % of the maximum for 60 s, or more than 5 bpm above the maximum for 15 s, is amber; the
 * former for more than 180 s is red (a decision of this project, domain notes §9). A sensor that is doubted says
 * nothing. Compared in hundredths as whole numbers, as zones are.
 */
final class HeartRateHigh extends Rule {
    private static final int HIGH_PERCENT = 95;
    private static final double ABOVE_MAXIMUM_BPM = 5;
    private static final long HIGH_MICROS = 60 * Micros.PER_SECOND;
    private static final long RED_MICROS = 180 * Micros.PER_SECOND;
    private static final long ABOVE_MICROS = 15 * Micros.PER_SECOND;

    private final Held high = new Held();
    private final Held above = new Held();

    @Override
    Alert.Kind kind() {
        return Alert.Kind.HR_HIGH;
    }

    @Override
    void judge(Observation seen, Recent recent, SafetyProfile who) {
        double heartRate = seen.usableHeartRate();
        double maximum = who.maximumHeartRateBpm();
        if (Double.isNaN(heartRate) || Double.isNaN(maximum)) {
            found.unknown();
            return;
        }
        long hundredths = hundredths(heartRate);
        high.update(hundredths * 100 >= HIGH_PERCENT * hundredths(maximum), recent.atMicros());
        above.update(hundredths > hundredths(maximum + ABOVE_MAXIMUM_BPM), recent.atMicros());
        double limit = maximum * HIGH_PERCENT / 100;
        if (high.atLeast(RED_MICROS + 1)) {
            found.fires(Severity.RED, heartRate, limit, high.sinceMicros());
        } else if (high.atLeast(HIGH_MICROS)) {
            found.fires(Severity.AMBER, heartRate, limit, high.sinceMicros());
        } else if (above.atLeast(ABOVE_MICROS)) {
            found.fires(Severity.AMBER, heartRate, maximum + ABOVE_MAXIMUM_BPM, above.sinceMicros());
        } else {
            found.below(heartRate, limit);
        }
    }

    private static long hundredths(double bpm) {
        return (long) Math.rint(bpm * 100);
    }

    @Override
    void writeTo(StateWriter out) {
        high.writeTo(out);
        above.writeTo(out);
    }

    @Override
    void readFrom(StateReader in) {
        high.readFrom(in);
        above.readFrom(in);
    }
}
